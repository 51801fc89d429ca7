"""What a test query found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, Mapping, Optional, Tuple

from .aoi import Ring


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
    host: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class SceneCollection:
    """All scenes of one test query, newest first, with the documents as the service gave them.

    `document` is data.json. `is_complete` is false where more scenes exist than were read.
    """

    scenes: Tuple[Scene, ...]
    document: Dict[str, Any] = field(repr=False, compare=False)
    is_complete: bool = True


@dataclass(frozen=True)
class PlacedQuicklook:
    """A quicklook on disk: the image as it came, and the GeoTIFF that lies where the scene lies.

    `placement` says by what evidence it was placed (`corners`, `bounds`, `outline`), `certainty` from 0 to 1.
    `problem` names the error kind where there is no image.
    """

    scene_id: str
    image_path: str = ""
    raster_path: str = ""
    placement: str = ""
    certainty: float = 0.0
    problem: str = ""
