"""What a finished job delivers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional, Tuple


@dataclass(frozen=True)
class Delivery:
    """Something that can be downloaded with a link of its own; size in bytes and media type where they are told."""

    id: str
    file_name: str
    size_bytes: Optional[int] = None
    media_type: str = ""
    title: str = ""


class OutputKind(Enum):
    """How a file is shown."""

    RASTER = "raster"
    VECTOR = "vector"
    DOCUMENT = "document"


@dataclass(frozen=True)
class OutputFile:
    """A dataset among the delivered files; `path` is what GDAL opens, `size_bytes` its own size on disk."""

    path: str
    kind: OutputKind
    title: str
    size_bytes: int = 0


@dataclass(frozen=True)
class JobOutputs:
    """The folder of a job's outputs and the datasets found in it."""

    folder: str
    files: Tuple[OutputFile, ...]
