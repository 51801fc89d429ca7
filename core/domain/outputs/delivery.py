"""Deliveries of a finished job: downloads, delivered files, datasets and verification."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional, Sequence, Tuple

if TYPE_CHECKING:
    from ..errors import Up42Error


@dataclass(frozen=True)
class Delivery:
    """A download with its own link; size in bytes and media type if the service reports them."""

    id: str
    file_name: str
    size_bytes: Optional[int] = None
    media_type: str = ""
    title: str = ""


@dataclass(frozen=True)
class DeliveredFile:
    """A file as delivered; `sha256` in hexadecimal digits."""

    path: Path
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Placement:
    """What may be done to the files of a folder that an archive is unpacked into.

    `is_wanted` returns whether a file is placed, or the existing one is kept. `is_own` returns whether an existing
    file may be replaced: if another file has the name, all files go to the subfolder `elsewhere`, which is numbered if
    it is taken too. `claim` is called with all paths before the first file is placed.
    """

    is_wanted: Callable[[Path], bool] = lambda path: True
    is_own: Callable[[Path], bool] = lambda path: True
    claim: Callable[[Sequence[Path]], None] = lambda paths: None
    elsewhere: str = "outputs"


class OutputKind(Enum):
    """How a file is shown."""

    RASTER = "raster"
    VECTOR = "vector"
    POINT_CLOUD = "point_cloud"
    DOCUMENT = "document"
    OTHER = "other"  # cannot be shown; listed only if nothing else can be shown


class OutputProblem(Enum):
    """Why a delivered file cannot be shown."""

    FORMAT_MISSING = "format_missing"  # this QGIS was built without the driver; `detail` names it
    UNREADABLE = "unreadable"  # damaged, locked by another program, or not what its name indicates
    UNSAFE = "unsafe"  # reads other files or addresses; `detail` names them
    UNKNOWN_FORMAT = "unknown_format"  # not visibly damaged, but nothing here opens it


@dataclass(frozen=True)
class OutputFile:
    """A dataset among the delivered files.

    `path` is a file on disk, `size_bytes` its own size; `source` is what GDAL or OGR opens if that is not the file
    itself: a layer, a subdataset, a mosaic of ours. `part` distinguishes datasets of one file, `provider` is the QGIS
    data provider of a point cloud.
    """

    path: str
    kind: OutputKind
    title: str
    size_bytes: int = 0
    source: str = ""
    part: str = ""
    provider: str = ""
    problem: Optional[OutputProblem] = None
    detail: str = ""

    @property
    def opened(self) -> str:
        """Returns what GDAL or OGR opens."""
        return self.source or self.path


class Flaw(Enum):
    """How a file on disk differs from the delivered one.

    A longer file may be fine: overviews or metadata may have been added.
    """

    MISSING = "missing"
    SHORTER = "shorter"
    LONGER = "longer"
    CHANGED = "changed"


@dataclass(frozen=True)
class Verification:
    """The comparison of a folder with the delivery: flaws by path within the folder."""

    file_count: int
    flaws: Tuple[Tuple[str, Flaw], ...] = ()


@dataclass(frozen=True)
class JobOutputs:
    """The folder of a job's outputs, the datasets in it, and the failure of a delivery that is missing or damaged."""

    folder: str
    files: Tuple[OutputFile, ...]
    failure: Optional[Up42Error] = None

    @property
    def paths(self) -> Tuple[str, ...]:
        """Returns the files on disk, each once, in the order of the datasets."""
        return tuple(dict.fromkeys(file.path for file in self.files))
