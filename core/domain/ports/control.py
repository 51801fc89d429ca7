"""What a caller passes to a use case: cancellation, progress, the time, and functions that need GDAL."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import AbstractSet, Callable, Optional, Protocol, Sequence, Tuple

from ..aoi import Aoi, Ring
from ..outputs.delivery import OutputFile
from ..scenes.scene import Scene


class Control(Protocol):
    """Cancellation and progress of running work; safe to call from any thread."""

    def check(self) -> None:
        """Raises Cancelled once the user has asked to stop."""

    def report(self, fraction: float) -> None:
        """Reports how much is done, from 0 to 1."""


# (image file, scene) -> placed quicklook; implemented with GDAL in `core/gis`.
PlaceQuicklook = Callable[[Path, Scene], "PlacedRaster"]


# (image file, scene, areas) -> placed quicklook, and what it shows of each area; implemented with GDAL in `core/gis`.
PlaceOverAreas = Callable[[Path, Scene, Sequence[Aoi]], Tuple["PlacedRaster", Tuple["AoiFigures", ...]]]


# (footprint, area) -> the share of the area, 0 to 1, that it covers; implemented with GEOS in `core/gis`.
ShareCovered = Callable[[Ring, Aoi], float]


# (folder, the delivered files in it, None if unknown) -> datasets
FindDatasets = Callable[[Path, Optional[AbstractSet[Path]]], Tuple[OutputFile, ...]]


Now = Callable[[], datetime]


@dataclass(frozen=True)
class PlacedRaster:
    """The GeoTIFF of a placed quicklook and the evidence for its placement; see PlacedQuicklook."""

    raster_path: str
    placement: str
    certainty: float
    evidence: Tuple[str, ...] = ()
    aoi_cloud_cover: Optional[float] = None
    aoi_cloud_error: Optional[float] = None
    aoi_seen: Optional[float] = None
    thumbnail: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class AoiFigures:
    """`seen` is the share of the area that the picture shows, 0 to 1; `cloud_cover` of that part in per cent, right
    within about `error` percentage points, both None if no part is shown or it cannot be estimated.
    """

    seen: float
    cloud_cover: Optional[float] = None
    error: Optional[float] = None
