"""What is known of a scene on one area of interest, and the members that files of scenes have of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any, Callable, Optional, Tuple

from .scene import PlacedQuicklook, Scene


@dataclass
class SceneOnArea:
    """A scene with its figures on an area, completed as quicklook and price arrive; unknown figures are None.

    `coverage` is the share of the area that the footprint covers, 0 to 1; `area_km2` the size of the area.
    `credits` is the price of the newest estimate, else that of the query's result.
    """

    scene: Scene
    coverage: Optional[float] = None
    area_km2: Optional[float] = None
    quicklook: Optional[PlacedQuicklook] = None
    credits: Optional[int] = None

    @property
    def has_image(self) -> bool:
        """Returns whether there is a quicklook that can be shown."""
        return self.quicklook is not None and not self.quicklook.problem

    @property
    def area_cloud(self) -> Optional[float]:
        """Returns the cloud cover over the area as the quicklook shows it, in per cent."""
        return self.quicklook.aoi_cloud_cover if self.quicklook is not None and self.has_image else None

    @property
    def certainty(self) -> Optional[float]:
        """Returns the certainty of the quicklook's place, 0 to 1."""
        return self.quicklook.certainty if self.quicklook is not None and self.has_image else None

    @property
    def usable_km2(self) -> Optional[float]:
        """Returns the part of the area that is covered and clear, None without a known cloud cover.

        The clouds are those over the area, else those of the whole scene.
        """
        cloud = self.area_cloud if self.area_cloud is not None else self.scene.cloud_cover
        return usable_km2(self.area_km2, self.coverage, cloud)

    @property
    def credits_per_usable_km2(self) -> Optional[float]:
        """Returns the price of a covered and clear square kilometre, None without a price or where none is usable."""
        return credits_per_km2(self.credits, self.usable_km2)


def usable_km2(area_km2: Optional[float], coverage: Optional[float], cloud: Optional[float]) -> Optional[float]:
    """Returns the covered and clear part of an area: `coverage` 0 to 1, `cloud` in per cent; None if one is unknown."""
    if area_km2 is None or coverage is None or cloud is None:
        return None
    return area_km2 * coverage * (1.0 - min(max(cloud, 0.0), 100.0) / 100.0)


def credits_per_km2(credits: Optional[int], km2: Optional[float]) -> Optional[float]:
    """Returns the price of a square kilometre, None without a price and for no square kilometre at all."""
    return None if credits is None or not km2 else credits / km2


class FieldKind(Enum):
    """The types of members in a file."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"
    # UTC
    MOMENT = "moment"


@dataclass(frozen=True)
class SceneField:
    """A member of each row in a file of scenes; None is written as no value."""

    name: str
    kind: FieldKind
    value: Callable[[Any], object]


# The fields of scenes.gpkg: users' scripts depend on the names, new ones are added before `properties`.
SCENE_FIELDS: Tuple[SceneField, ...] = (
    SceneField("scene_id", FieldKind.TEXT, lambda seen: seen.scene.id),
    SceneField("feature_id", FieldKind.TEXT, lambda seen: seen.scene.feature_id),
    SceneField("acquired", FieldKind.MOMENT, lambda seen: seen.scene.acquired),
    SceneField("platform", FieldKind.TEXT, lambda seen: seen.scene.platform or None),
    SceneField("constellation", FieldKind.TEXT, lambda seen: seen.scene.constellation or None),
    SceneField("cloud_cover", FieldKind.NUMBER, lambda seen: seen.scene.cloud_cover),
    SceneField("incidence_angle", FieldKind.NUMBER, lambda seen: seen.scene.incidence_angle),
    SceneField("gsd_m", FieldKind.NUMBER, lambda seen: seen.scene.gsd_m),
    SceneField("processing_level", FieldKind.TEXT, lambda seen: seen.scene.processing_level or None),
    SceneField("coverage", FieldKind.NUMBER, lambda seen: seen.coverage),
    SceneField("credits", FieldKind.COUNT, lambda seen: seen.credits),
    SceneField("is_exact", FieldKind.FLAG, lambda seen: seen.scene.footprint is not None),
    SceneField(
        "properties", FieldKind.TEXT, lambda seen: json.dumps(seen.scene.properties, ensure_ascii=False)
    ),
)
