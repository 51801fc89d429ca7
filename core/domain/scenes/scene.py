"""Scenes, the result of a test query, and their placed quicklooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping, Optional, Tuple

from ..aoi import Ring

# Below this certainty the placement of a quicklook is doubtful.
DOUBT = 0.8


@dataclass(frozen=True)
class Scene:
    """One acquisition that could be ordered.

    `id` is the value for ordering it, `feature_id` the one for its quicklook. `footprint` is the outline of the
    whole scene (closed, continuous longitudes), None if no catalog has it; `outline` is the geometry in the result
    itself, which may be only the area of interest. Unknown figures are None, never zero.
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
    """All scenes of one test query, newest first, with the service's original document.

    `document` is data.json, indented: a text, because Python's garbage collector would traverse parsed lists and
    mappings while the window waits. `is_complete` is false if more scenes match than were read, so that newer ones may
    be missing. `match_count` is the total of matches beyond the limit, None if the service does not report it; without
    `is_counted` it is only the number of matches that were read. `unreadable_count` is the number of records that
    could not be read as scenes.
    """

    scenes: Tuple[Scene, ...]
    document: str = field(repr=False, compare=False)
    is_complete: bool = True
    match_count: Optional[int] = None
    unreadable_count: int = 0
    is_counted: bool = True


@dataclass(frozen=True)
class PlacedQuicklook:
    """A quicklook on disk: the original image, and the GeoTIFF placed on the scene's footprint.

    `placement` is the method of placement (`corners`, `bounds`, `tile`, `outline`), `evidence` what it was derived
    from, `certainty` is 0 to 1. `aoi_cloud_cover` is the cloud cover over the area of interest in the image, in per
    cent and accurate to about `aoi_cloud_error` percentage points; `aoi_seen` is the share of the area, 0 to 1, that
    the image shows. All three are None if unknown. `thumbnail` is a small JPEG for lists. `problem` is the error kind
    if there is no image.
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
        """Returns whether the image may be misplaced, so that it should not be used for measuring."""
        return not self.problem and self.certainty < DOUBT
