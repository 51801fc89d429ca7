"""The members of the files of scenes over many areas and of the report on the areas."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Optional, Tuple

from ..scenes.figures import FieldKind, SceneField
from .area_scene import AreaFound, AreaScene


@dataclass(frozen=True)
class AreaRow:
    """A row as it is written: `product` is the name by which scripts find the product, `problem` a sentence."""

    found: AreaScene
    product: str
    is_best: bool = False
    problem: str = ""


@dataclass(frozen=True)
class AreaReport:
    """An area as it is written: `problem` and `note` are sentences, empty if there is nothing to say."""

    found: AreaFound
    problem: str = ""
    note: str = ""

    @property
    def best(self) -> Optional[AreaScene]:
        """Returns the best row."""
        return self.found.best


def _scenes_of_products(report: AreaReport) -> Optional[str]:
    """Returns the products that were searched and the number of scenes of each."""
    counts = Counter(row.product_id for row in report.found.rows)
    return ", ".join(f"{title}: {counts[each]}" for each, title in report.found.searched.items()) or None


def _per_cent(share: Optional[float]) -> Optional[float]:
    return None if share is None else 100.0 * share


# Users' scripts depend on the names; new ones are added before `properties`.
AREA_SCENE_FIELDS: Tuple[SceneField, ...] = (
    SceneField("area", FieldKind.TEXT, lambda row: row.found.area.name),
    SceneField("area_id", FieldKind.COUNT, lambda row: row.found.area.id),
    SceneField("product", FieldKind.TEXT, lambda row: row.product),
    SceneField("product_title", FieldKind.TEXT, lambda row: row.found.product_title),
    SceneField("scene_id", FieldKind.TEXT, lambda row: row.found.scene.id),
    SceneField("acquired", FieldKind.MOMENT, lambda row: row.found.scene.acquired),
    SceneField("platform", FieldKind.TEXT, lambda row: row.found.scene.platform or None),
    SceneField("constellation", FieldKind.TEXT, lambda row: row.found.scene.constellation or None),
    SceneField("cloud_cover", FieldKind.NUMBER, lambda row: row.found.scene.cloud_cover),
    SceneField("aoi_cloud_cover", FieldKind.NUMBER, lambda row: row.found.aoi_cloud_cover),
    SceneField("aoi_cloud_error", FieldKind.NUMBER, lambda row: row.found.aoi_cloud_error),
    SceneField("coverage", FieldKind.NUMBER, lambda row: _per_cent(row.found.coverage)),
    SceneField("area_km2", FieldKind.NUMBER, lambda row: row.found.area.area_km2),
    SceneField("usable_km2", FieldKind.NUMBER, lambda row: row.found.usable_km2),
    SceneField("credits", FieldKind.COUNT, lambda row: row.found.credits),
    SceneField("charged_km2", FieldKind.NUMBER, lambda row: row.found.charged_km2),
    SceneField("credits_per_usable_km2", FieldKind.NUMBER, lambda row: row.found.credits_per_usable_km2),
    SceneField("is_best", FieldKind.FLAG, lambda row: row.is_best),
    SceneField("incidence_angle", FieldKind.NUMBER, lambda row: row.found.scene.incidence_angle),
    SceneField("gsd_m", FieldKind.NUMBER, lambda row: row.found.scene.gsd_m),
    SceneField("processing_level", FieldKind.TEXT, lambda row: row.found.scene.processing_level or None),
    SceneField("problem", FieldKind.TEXT, lambda row: row.problem or None),
    SceneField(
        "properties", FieldKind.TEXT, lambda row: json.dumps(row.found.scene.properties, ensure_ascii=False)
    ),
)
AREA_FIELDS: Tuple[SceneField, ...] = (
    SceneField("area", FieldKind.TEXT, lambda report: report.found.area.name),
    SceneField("area_id", FieldKind.COUNT, lambda report: report.found.area.id),
    SceneField("area_km2", FieldKind.NUMBER, lambda report: report.found.area.area_km2 or None),
    SceneField("part_count", FieldKind.COUNT, lambda report: len(report.found.area.parts)),
    SceneField("scene_count", FieldKind.COUNT, lambda report: len(report.found.rows)),
    SceneField("products", FieldKind.TEXT, _scenes_of_products),
    SceneField("newest", FieldKind.MOMENT, lambda report: report.found.newest),
    SceneField("best_scene", FieldKind.TEXT, lambda report: report.best.scene.id if report.best else None),
    SceneField("best_product", FieldKind.TEXT, lambda report: report.best.product_title if report.best else None),
    SceneField("best_credits", FieldKind.COUNT, lambda report: report.best.credits if report.best else None),
    SceneField("problem", FieldKind.TEXT, lambda report: report.problem or None),
    SceneField("note", FieldKind.TEXT, lambda report: report.note or None),
)
