"""Makes the requests that order rows of scenes over many areas."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterable, List, Sequence, Tuple

from ..domain.aoi import Aoi
from ..domain.areas.area_scene import AreaScene
from .area_query import ProductQuery, for_part
from .prepare_order import OrderRequest


def area_requests(
    rows: Iterable[AreaScene], queries: Sequence[ProductQuery], connection: str, project: str
) -> Tuple[OrderRequest, ...]:
    """Returns one request per area, product and part of the area, each for all of its scenes, in the order of the rows.

    `queries` are the products of the rows with the parameters that found them.
    """
    products = {query.product.id: query for query in queries}
    scenes: Dict[Tuple[int, str, Aoi], List[str]] = {}
    names: Dict[int, str] = {}
    for row in rows:
        names[row.area.id] = row.area.name
        for part in row.parts:
            wanted = scenes.setdefault((row.area.id, row.product_id, part), [])
            if row.scene.id not in wanted:
                wanted.append(row.scene.id)
    found: List[OrderRequest] = []
    for (area_id, product_id, part), scene_ids in scenes.items():
        query = products[product_id]
        parameters = replace(query.parameters, scene_ids=tuple(scene_ids), limit=len(scene_ids))
        parameters = for_part(query.product, parameters, part)
        found.append(OrderRequest(connection, query.product, parameters, project, names[area_id]))
    return tuple(found)
