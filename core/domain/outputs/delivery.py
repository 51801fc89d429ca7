"""What a finished job delivers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Callable, Optional, Sequence, Tuple

from ..errors import Up42Error


@dataclass(frozen=True)
class Delivery:
    """Something that can be downloaded with a link of its own; size in bytes and media type where they are told."""

    id: str
    file_name: str
    size_bytes: Optional[int] = None
    media_type: str = ""
    title: str = ""


@dataclass(frozen=True)
class DeliveredFile:
    """A file as it was delivered; `sha256` in hexadecimal digits."""

    path: Path
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Placement:
    """What may be done to the files of a folder that an archive is unpacked into.

    `is_wanted` tells whether a file goes to its place, or stays on the disk as it is. `is_own` tells whether what is
    at a place may be replaced: where a name is taken by something else, all files go to the folder `elsewhere` within
    it, which gets a number if it is taken too. `claim` is called with all places before the first file goes there.
    """

    is_wanted: Callable[[Path], bool] = lambda path: True
    is_own: Callable[[Path], bool] = lambda path: True
    claim: Callable[[Sequence[Path]], None] = lambda paths: None
    elsewhere: str = "outputs"


@dataclass(frozen=True)
class UnpackLimits:
    """What an archive may hold at most; the ratio of unpacked to packed bytes counts beyond `free_bytes`."""

    max_entries: int = 20_000
    max_total_bytes: int = 1_000_000_000_000
    max_ratio: float = 100.0
    free_bytes: int = 500_000_000


class OutputKind(Enum):
    """How a file is shown."""

    RASTER = "raster"
    VECTOR = "vector"
    POINT_CLOUD = "point_cloud"
    DOCUMENT = "document"
    OTHER = "other"  # cannot be shown, and listed only where nothing else can


class OutputProblem(Enum):
    """Why a delivered file cannot be shown."""

    FORMAT_MISSING = "format_missing"  # this QGIS was built without the driver; `detail` names it
    UNREADABLE = "unreadable"  # damaged, locked by another program, or not what its name says
    UNSAFE = "unsafe"  # reads other files or addresses; `detail` names what it reads
    UNKNOWN_FORMAT = "unknown_format"  # whole as far as anybody can see, but nothing here opens it


@dataclass(frozen=True)
class OutputFile:
    """A dataset among the delivered files.

    `path` is a file on disk, `size_bytes` its own size; `source` is what GDAL or OGR opens where that is not the file
    itself: a layer, a subdataset, a mosaic of ours. `part` tells datasets of one file apart, `provider` is QGIS's
    name of what opens a point cloud.
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
    """How a file on the disk differs from the one that was delivered.

    A longer one may well be fine: overviews or metadata were added to it.
    """

    MISSING = "missing"
    SHORTER = "shorter"
    LONGER = "longer"
    CHANGED = "changed"


@dataclass(frozen=True)
class Verification:
    """What a comparison of a folder with what was delivered found: flaws by path within the folder."""

    file_count: int
    flaws: Tuple[Tuple[str, Flaw], ...] = ()


@dataclass(frozen=True)
class JobOutputs:
    """The folder of a job's outputs, the datasets found in it, and why some delivery is not there as it should be."""

    folder: str
    files: Tuple[OutputFile, ...]
    failure: Optional[Up42Error] = None

    @property
    def paths(self) -> Tuple[str, ...]:
        """Returns the files on disk, each once, in the order of the datasets."""
        return tuple(dict.fromkeys(file.path for file in self.files))
