"""What a test query found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping, Optional, Tuple

from ..aoi import Ring

# Below this certainty the place of a quicklook is in doubt.
DOUBT = 0.8


@dataclass(frozen=True)
class Scene:
    """One acquisition that could be ordered.

    `id` is the value that orders it, `feature_id` the one that names its quicklook. `footprint` is the outline of
    the whole scene (closed, longitudes continuous), None where no catalog tells it; `outline` is the geometry that
    the result itself carries, which may be the area of interest only. Unknown figures are None, never zero.
    """

    id: str
    feature_id: str
    acquired: Optional[datetime] = None
    platform: str = ""
    constellation: str = ""
    cloud_cover: Optional[float] = None
    incidence_angle: Optional[float] = None
    gsd_m: Optional[float] = None
    processing_level: str = ""
    footprint: Optional[Ring] = None
    outline: Optional[Ring] = None
    estimated_credits: Optional[int] = None
    quicklook_name: Optional[str] = None
    collection: str = ""
    host: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class SceneCollection:
    """All scenes of one test query, newest first, with the document as the service gave it.

    `document` is data.json, indented: a text, since Python looks through every list and mapping that is kept whenever
    it looks for garbage, with the window waiting. `is_complete` is false where more scenes match than were read, so
    that newer ones may be missing. `match_count` is how many match in all, beyond the limit too, None where the
    service does not tell, and without `is_counted` only how many of them were read; `unreadable_count` how many
    records of the answer could not be read as scenes.
    """

    scenes: Tuple[Scene, ...]
    document: str = field(repr=False, compare=False)
    is_complete: bool = True
    match_count: Optional[int] = None
    unreadable_count: int = 0
    is_counted: bool = True


@dataclass(frozen=True)
class PlacedQuicklook:
    """A quicklook on disk: the image as it came, and the GeoTIFF that lies where the scene lies.

    `placement` says how it was placed (`corners`, `bounds`, `tile`, `outline`), `evidence` from what that was
    decided, `certainty` from 0 to 1. `aoi_cloud_cover` is the share of clouds in per cent that the picture shows
    over the area of interest, right within about `aoi_cloud_error` percentage points, and `aoi_seen` the share of
    the area, 0 to 1, that the picture shows at all; None where that is not known. `thumbnail` is a small JPEG
    for lists. `problem` names the error kind where there is no image.
    """

    scene_id: str
    image_path: str = ""
    raster_path: str = ""
    placement: str = ""
    certainty: float = 0.0
    problem: str = ""
    evidence: Tuple[str, ...] = ()
    aoi_cloud_cover: Optional[float] = None
    aoi_cloud_error: Optional[float] = None
    aoi_seen: Optional[float] = None
    thumbnail: bytes = field(default=b"", repr=False)

    @property
    def is_doubtful(self) -> bool:
        """Tells whether the picture may lie elsewhere, so that nobody should measure on it."""
        return not self.problem and self.certainty < DOUBT
