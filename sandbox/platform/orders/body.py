"""Parses the body of an order, which estimates and placements share; features are checked later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, List, Mapping, Optional, Tuple

from ...http.routing import HttpRefusal
from ...options import Options
from ...world.imagery import scene_by_id
from ...world.scenes import SandboxScene
from ..account.budgets import ACTIVE, budget
from ..glossary.checks import wrong_parameters
from ..glossary.products import ARCHIVE, Collection, DataProduct, Glossary

MAX_NAME = 200
MAX_TAGS = 30
_TAG = re.compile(r"[\w .\-/:;]+$")


@dataclass(frozen=True)
class OrderBody:
    """What is ordered: a product of a collection, its parameters, and GeoJSON features that are not checked yet.

    `scene` is None for tasking.
    """

    collection: Collection
    product: DataProduct
    name: str
    params: Mapping[str, Any]
    scene: Optional[SandboxScene]
    features: Tuple[Any, ...]
    tags: Optional[Tuple[str, ...]]
    budget_id: Optional[str]


def read_body(body: Mapping[str, Any], glossary: Glossary, options: Options) -> OrderBody:
    """Reads the body of an order; HttpRefusal 400 names the rule that is broken, 404 an unknown product or budget."""
    product_id, name = body.get("dataProduct"), body.get("displayName")
    if not isinstance(product_id, str):
        raise _wrong("dataProduct: must be the id of a data product")
    if not isinstance(name, str) or not 1 <= len(name) <= MAX_NAME:
        raise _wrong(f"displayName: must have 1 to {MAX_NAME} characters")
    found = glossary.product(product_id)
    if found is None:
        raise HttpRefusal(404, "Not Found", details=f"data product {product_id} does not exist")
    collection, product = found
    params = body.get("params")
    if not isinstance(params, Mapping):
        raise _wrong("params: must be an object")
    wrong = wrong_parameters(product.form, params, options)
    if wrong:
        raise _wrong("; ".join(wrong))
    return OrderBody(
        collection=collection,
        product=product,
        name=name,
        params=params,
        scene=_scene(collection, params),
        features=_features(body.get("featureCollection")),
        tags=read_tags(body["tags"]) if "tags" in body else None,
        budget_id=read_budget(body["budgetId"]) if "budgetId" in body else None,
    )


def read_tags(tags: Any) -> Tuple[str, ...]:
    """Reads the tags of an order; HttpRefusal 400 for null, too many, or signs that are not allowed."""
    if not isinstance(tags, list) or len(tags) > MAX_TAGS:
        raise _wrong(f"tags: must be a list of at most {MAX_TAGS}")
    for tag in tags:
        if not isinstance(tag, str) or not _TAG.match(tag):
            raise _wrong("tags: may hold letters, digits, space and . - _ / : ;")
    return tuple(tags)


def read_budget(id: Any) -> str:
    """Reads the budget that an order is charged to; HttpRefusal 404 when there is none, 400 when it is not active."""
    found = budget(id)
    if found is None:
        raise HttpRefusal(404, "Not Found", details=f"budget {id} does not exist")
    if found.status != ACTIVE:
        raise _wrong(f"budgetId: budget {found.name} is not active")
    return found.id


def _scene(collection: Collection, params: Mapping[str, Any]) -> Optional[SandboxScene]:
    if collection.type != ARCHIVE:
        return None
    scene = scene_by_id(params["id"])
    if scene is None or scene.sensor.key != collection.name:
        raise _wrong(f"params.id: no scene {params['id']} in collection {collection.name}")
    return scene


def _features(value: Any) -> Tuple[Any, ...]:
    features: List[Any] = value.get("features") if isinstance(value, Mapping) else None  # type: ignore[assignment]
    if not isinstance(features, list) or value.get("type") != "FeatureCollection" or not features:
        raise _wrong("featureCollection: must be a FeatureCollection with at least one feature")
    return tuple(features)


def _wrong(rule: str) -> HttpRefusal:
    return HttpRefusal(400, "Bad Request", details=rule)
