"""What a caller hands to a use case: cancellation, progress, the time, and functions of the side that knows GDAL."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import AbstractSet, Callable, Optional, Protocol, Tuple

from ..outputs.delivery import OutputFile
from ..scenes.scene import Scene


class Control(Protocol):
    """A running piece of work as the one who asked for it sees it; safe to call from any thread."""

    def check(self) -> None:
        """Raises Cancelled once the person has asked to stop."""

    def report(self, fraction: float) -> None:
        """Tells how much is done, from 0 to 1."""


# (image file, scene, bytes known to be an image) -> placed quicklook; passed in by the side that knows GDAL.
PlaceQuicklook = Callable[[Path, Scene], "PlacedRaster"]


# (folder, the delivered files in it, None where that is not known) -> datasets
FindDatasets = Callable[[Path, Optional[AbstractSet[Path]]], Tuple[OutputFile, ...]]


Now = Callable[[], datetime]


@dataclass(frozen=True)
class PlacedRaster:
    """Where a quicklook was written and by what evidence it was placed; see PlacedQuicklook."""

    raster_path: str
    placement: str
    certainty: float
    evidence: Tuple[str, ...] = ()
    aoi_cloud_cover: Optional[float] = None
    aoi_cloud_error: Optional[float] = None
    aoi_seen: Optional[float] = None
    thumbnail: bytes = field(default=b"", repr=False)
