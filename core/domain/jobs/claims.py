"""Claims: digests of what a live job buys, equal for equal purchases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional

from ..aoi import DIGITS, Aoi
from ..parameters import JobParameters, fingerprint, utc_text
from .journal import JournalEntry


@dataclass(frozen=True)
class Taken:
    """Something that an order would buy a second time: a scene, or the same request if `scene_id` is empty."""

    scene_id: str
    entry: JournalEntry

    @property
    def is_owned(self) -> bool:
        """Returns whether it was delivered; otherwise it is, or may be, under way."""
        return not self.entry.is_open


def claims_of(parameters: JobParameters, delivered_options: Mapping[str, Any]) -> Dict[str, str]:
    """Returns one digest per scene, with the scene's id; one digest with an empty text if no scenes are named.

    `delivered_options` are the options that change what is delivered, so that two orders that differ in them are two
    purchases. The digest of a request without scenes does not change with time: an end that is the current time is
    left out.
    """
    product = (parameters.product_id, dict(delivered_options), _area(parameters.aoi))
    if parameters.scene_ids:
        return {fingerprint("scene", *product, scene_id): scene_id for scene_id in parameters.scene_ids}
    period = parameters.period
    start = None if period is None else utc_text(period.start)
    end = None if period is None or parameters.has_open_end else utc_text(period.end)
    filters = (parameters.geometry_mode.value, start, end, parameters.limit, parameters.max_cloud_cover)
    return {fingerprint("request", *product, *filters): ""}


def _area(aoi: Optional[Aoi]) -> List[List[float]]:
    """Returns the vertices, starting with the smallest: the same area may be drawn from any vertex."""
    if aoi is None:
        return []
    corners = [[round(lon, DIGITS) + 0.0, round(lat, DIGITS) + 0.0] for lon, lat in aoi.ring[:-1]]
    if not corners:
        return []
    first = corners.index(min(corners))
    return corners[first:] + corners[:first]
