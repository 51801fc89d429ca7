"""The price of each feature of an order, or the reason why it cannot be ordered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple, Union

from ...areas import Point, Ring, polygon_ring
from ...world.geometry import area_km2, shifted_near
from ...world.scenes import clipped_ring
from ..glossary.products import ARCHIVE, SCENE, DataProduct
from ..overlay import pieces
from .body import OrderBody

MAX_VERTICES = 999
_INVALID = "Invalid geometry"


@dataclass(frozen=True)
class Cost:
    """The cost of the feature at `index`: credits for `size` in `unit`; `aoi` is as it was sent, closed.

    `part` is what is delivered, open: the part of the area within the scene, or the whole scene.
    """

    index: int
    credits: int
    size: float
    unit: str
    aoi: Ring
    part: Tuple[Point, ...]

    def as_json(self) -> Dict[str, Any]:
        """Returns the cost as an estimate shows it."""
        return {"index": self.index, "credits": self.credits, "size": self.size, "unit": self.unit}


@dataclass(frozen=True)
class FeatureError:
    """Why the feature at `index` cannot be ordered."""

    index: int
    message: str
    details: str

    def as_json(self) -> Dict[str, Any]:
        """Returns the error as estimate and placement show it."""
        return dict(self.__dict__)


def priced(body: OrderBody) -> Tuple[List[Cost], List[FeatureError]]:
    """Returns the costs of the features that can be ordered and the errors of the others, each in their order."""
    costs: List[Cost] = []
    errors: List[FeatureError] = []
    for index, feature in enumerate(body.features):
        found = _priced(body, index, feature)
        (costs if isinstance(found, Cost) else errors).append(found)  # type: ignore[arg-type]
    return costs, errors


def summary_json(body: OrderBody, costs: Sequence[Cost]) -> Dict[str, Any]:
    """Returns the summary of an estimate."""
    return {
        "totalCredits": sum(cost.credits for cost in costs),
        "totalSize": round(sum(cost.size for cost in costs), 2),
        "unit": body.product.unit,
    }


def _priced(body: OrderBody, index: int, feature: Any) -> Union[Cost, FeatureError]:
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    try:
        ring = polygon_ring(geometry, MAX_VERTICES)
    except ValueError as error:
        return FeatureError(index, _INVALID, f"The AOI is not valid: {error}")
    scene, product = body.scene, body.product
    if scene is None:
        return Cost(index, 0, round(area_km2(ring), 2), product.unit, ring, ring[:-1])
    part = clipped_ring(scene, ring)
    if not part:
        return FeatureError(index, _INVALID, "AOI does not intersect the scene")
    if product.unit == SCENE:
        return Cost(index, product.price, 1, SCENE, ring, scene.footprint[:-1])
    if pieces(shifted_near(ring, scene.centre[0]), scene.footprint) > 1:
        return FeatureError(index, _INVALID, "AOI intersects the scene in more than one part")
    size = _charged_km2(product, part)
    return Cost(index, math.ceil(round(size * product.price, 6)), size, product.unit, ring, tuple(part))


def _charged_km2(product: DataProduct, part: Sequence[Point]) -> float:
    return max(0.01, product.least_km2, round(area_km2(part), 2))


def can_be_estimated(body: OrderBody) -> bool:
    """Returns whether the price is known before ordering; that of tasking is quoted later."""
    return body.collection.type == ARCHIVE
