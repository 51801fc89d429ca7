"""Several products searched at once for one area: their parameters from those of one form, and their scenes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple

from ..domain.aoi import Aoi
from ..domain.areas.area import Area
from ..domain.areas.area_scene import AreaFound
from ..domain.errors import Cancelled, Up42Error
from ..domain.parameters import JobParameters
from ..domain.ports.control import Control, ShareCovered
from ..domain.ports.gateway import JobGateway
from ..domain.products import FieldKind, FieldSpec, Product, default_options, fitting_mode, option, with_option
from .area_query import SEARCHES_AT_ONCE, AreaQuery, ProductQuery, concerns_account, search_areas
from .side_by_side import side_by_side


def product_queries(
    gateway: JobGateway, products: Sequence[Product], wanted: JobParameters, control: Control
) -> Tuple[ProductQuery, ...]:
    """Returns what to search of each product: dates, cloud cover and limit of the form, its own options for the rest.

    Products whose fields were not read yet are read. One that cannot be read has the reason in its query; only what
    concerns the whole account is raised.
    """
    calls = [partial(read_product, gateway, product) for product in products]
    read = dict(side_by_side(calls, SEARCHES_AT_ONCE, control))
    return tuple(
        ProductQuery(product, parameters_for(product, wanted), error)
        for product, error in (read[number] for number in range(len(calls)))
    )


def read_product(gateway: JobGateway, listed: Product) -> Tuple[Product, Optional[Up42Error]]:
    """Returns a product with its fields, or as it is listed with why they cannot be read.

    Raises what concerns the whole account.
    """
    if listed.is_complete:
        return listed, None
    try:
        return gateway.product(listed.id), None
    except Cancelled:
        raise
    except Up42Error as error:
        if concerns_account(error):
            raise
        return listed, error


def expect_searchable(queries: Sequence[ProductQuery]) -> None:
    """Raises why the first product cannot be searched if that is so for all of them."""
    errors = [query.error for query in queries if query.error is not None]
    if errors and len(errors) == len(queries):
        raise errors[0]


def parameters_for(product: Product, wanted: JobParameters) -> JobParameters:
    """Returns the parameters of a form for another product."""
    limits = [limit for limit in (wanted.limit, product.max_scenes) if limit is not None]
    return replace(
        wanted,
        product_id=product.id,
        aoi=None,
        geometry_mode=fitting_mode(wanted.geometry_mode, product),
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
