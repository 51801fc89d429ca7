"""Several products searched at once for one area: their parameters from those of one form, and their scenes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Callable, List, Mapping, Sequence, Tuple

from ..domain.aoi import Aoi
from ..domain.areas.area import Area
from ..domain.areas.area_scene import AreaFound
from ..domain.parameters import JobParameters
from ..domain.ports.control import Control, ShareCovered
from ..domain.ports.gateway import JobGateway
from ..domain.products import FieldKind, FieldSpec, Product, default_options, option, with_option
from .area_query import SEARCHES_AT_ONCE, AreaQuery, ProductQuery, search_areas
from .side_by_side import side_by_side


def product_queries(
    gateway: JobGateway, products: Sequence[Product], wanted: JobParameters, control: Control
) -> Tuple[ProductQuery, ...]:
    """Returns what to search of each product: dates, cloud cover and limit of the form, its own options for the rest.

    Products whose fields were not read yet are read. Raises what reading one of them raises.
    """
    known = list(products)
    unread = [number for number, product in enumerate(known) if not product.is_complete]
    calls = [partial(gateway.product, known[number].id) for number in unread]
    for number, product in side_by_side(calls, SEARCHES_AT_ONCE, control):
        known[unread[number]] = product
    return tuple(ProductQuery(product, parameters_for(product, wanted)) for product in known)


def parameters_for(product: Product, wanted: JobParameters) -> JobParameters:
    """Returns the parameters of a form for another product."""
    modes = product.geometry_modes
    limits = [limit for limit in (wanted.limit, product.max_scenes) if limit is not None]
    return replace(
        wanted,
        product_id=product.id,
        aoi=None,
        geometry_mode=wanted.geometry_mode if wanted.geometry_mode in modes or not modes else modes[0],
        period=wanted.period if product.has_period else None,
        max_cloud_cover=wanted.max_cloud_cover if product.has_cloud_cover else None,
        limit=min(limits),
        scene_ids=(),
        options=_options(product, wanted),
        budget_id=wanted.budget_id if wanted.product_id == product.id else "",
    )


def assumed_choices(query: ProductQuery) -> Tuple[Tuple[FieldSpec, str], ...]:
    """Returns the parameters that an order needs and that were chosen without being asked, with what was chosen."""
    found = []
    for spec in query.product.fields:
        value = option(query.parameters.options, spec)
        if _has_to_be_chosen(spec) and value == spec.choices[0]:
            found.append((spec, spec.choice_titles[0] if spec.choice_titles else str(value)))
    return tuple(found)


def _options(product: Product, wanted: JobParameters) -> Mapping[str, Any]:
    """Returns the options of the form, or the defaults; without one, the first choice, which a price needs."""
    options = wanted.options if wanted.product_id == product.id else default_options(product)
    for spec in product.fields:
        if _has_to_be_chosen(spec) and option(options, spec) is None:
            options = with_option(options, spec.path, spec.choices[0])
    return options


def _has_to_be_chosen(spec: FieldSpec) -> bool:
    return spec.required and spec.default is None and spec.kind is FieldKind.CHOICE and bool(spec.choices)


def compare_products(
    gateway: JobGateway,
    queries: Sequence[ProductQuery],
    aoi: Aoi,
    share_covered: ShareCovered,
    control: Control,
    pause: Callable[[float], None],
) -> AreaFound:
    """Returns the scenes of several products over one area; free. A product that fails fails no other."""
    found: List[AreaFound] = list(
        search_areas(gateway, [Area(0, "", (aoi,))], AreaQuery(tuple(queries)), share_covered, control, pause)
    )
    return found[0]
