"""Validation of job parameters before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as defaulted
from enum import Enum
from math import inf
from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Tuple

from .products import FieldKind, FieldSpec, Limits, Product, option

if TYPE_CHECKING:
    from .parameters import JobParameters


class ProblemCode(Enum):
    """The rules that parameters can break."""

    NO_PRODUCT = "no_product"
    NO_AREA = "no_area"
    AREA_PENDING = "area_pending"
    EACH_FEATURE = "each_feature"
    LAYER_GONE = "layer_gone"
    NO_POLYGON = "no_polygon"
    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    FILE_UNSAFE = "file_unsafe"
    FILE_TOO_LARGE = "file_too_large"
    TEXT_UNREADABLE = "text_unreadable"
    CRS_MISSING = "crs_missing"
    CRS_NOT_ON_EARTH = "crs_not_on_earth"
    NOT_ON_EARTH = "not_on_earth"
    VIEW_TOO_WIDE = "view_too_wide"
    AREA_TOO_SMALL = "area_too_small"
    AREA_TOO_LARGE = "area_too_large"
    SEARCH_TOO_LARGE = "search_too_large"
    TOO_MANY_VERTICES = "too_many_vertices"
    SELF_INTERSECTION = "self_intersection"
    HOLES = "holes"
    SEVERAL_PARTS = "several_parts"
    GEOMETRY_MODE = "geometry_mode"
    PERIOD_REVERSED = "period_reversed"
    LIMIT_RANGE = "limit_range"
    CLOUD_COVER_RANGE = "cloud_cover_range"
    NO_DRY_RUN = "no_dry_run"
    REQUIRED = "required"
    NOT_A_NUMBER = "not_a_number"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    NOT_A_CHOICE = "not_a_choice"
    LICENCE_NOT_ACCEPTED = "licence_not_accepted"
    ACCESS_RESTRICTED = "access_restricted"


@dataclass(frozen=True)
class Problem:
    """A broken rule, the field that breaks it, and the figures that its message needs.

    `field` is `product`, `area`, `period`, `limit`, `cloud_cover`, or a parameter's path joined by `/`.
    """

    field: str
    code: ProblemCode
    values: Mapping[str, Any] = defaulted(default_factory=dict)


class AreaError(ValueError):
    """Raised for anything that cannot be an area of interest; `problem` is the reason."""

    def __init__(self, code: ProblemCode, **values: Any) -> None:
        super().__init__(code.value)
        self.problem = Problem("area", code, values)


def find_problems(
    product: Optional[Product], parameters: JobParameters, limits: Limits, *, is_live: bool
) -> Tuple[Problem, ...]:
    """Returns every rule that the parameters break, in the order of the form; empty if they can be sent."""
    if product is None:
        return (Problem("product", ProblemCode.NO_PRODUCT),)
    found: List[Problem] = []
    if not is_live and not product.has_dry_run:
        found.append(Problem("mode", ProblemCode.NO_DRY_RUN))
    if is_live:
        found += access_problems(product)
    found += _area_problems(product, parameters, limits, is_live=is_live)
    if parameters.period is not None and parameters.period.start > parameters.period.end:
        found.append(Problem("period", ProblemCode.PERIOD_REVERSED))
    found += _number_problems(product, parameters, limits, is_live=is_live)
    for spec in product.fields:
        if spec.is_for_orders and not is_live:
            continue
        problem = _field_problem(spec, option(parameters.options, spec))
        if problem is not None:
            found.append(problem)
    return tuple(found)


def access_problems(product: Product) -> Tuple[Problem, ...]:
    """Returns what the account still needs before it can order the product; test queries need none of it.

    The value `link` is the page on which access is granted.
    """
    found: List[Problem] = []
    licence = product.licence
    if licence is not None and licence.is_accepted is False:
        values = {"title": licence.title, "link": licence.accept_url or licence.url}
        found.append(Problem("product", ProblemCode.LICENCE_NOT_ACCEPTED, values))
    if product.is_restricted:
        found.append(Problem("product", ProblemCode.ACCESS_RESTRICTED, {"link": product.access_link}))
    return tuple(found)


def _area_problems(
    product: Product, parameters: JobParameters, limits: Limits, *, is_live: bool
) -> List[Problem]:
    aoi = parameters.aoi
    if aoi is None:
        return [Problem("area", ProblemCode.NO_AREA)]
    found: List[Problem] = []
    if aoi.part_count > 1:
        found.append(Problem("area", ProblemCode.SEVERAL_PARTS, {"count": aoi.part_count}))
    if aoi.hole_count:
        found.append(Problem("area", ProblemCode.HOLES, {"count": aoi.hole_count}))
    if not aoi.is_simple:
        found.append(Problem("area", ProblemCode.SELF_INTERSECTION))
    if aoi.vertex_count > limits.max_vertices:
        found.append(
            Problem(
                "area",
                ProblemCode.TOO_MANY_VERTICES,
                {"count": aoi.vertex_count, "maximum": limits.max_vertices},
            )
        )
    smallest = _largest(product.min_area_km2, limits.min_area_km2)
    if smallest is not None and aoi.area_km2 < smallest:
        found.append(
            Problem("area", ProblemCode.AREA_TOO_SMALL, {"area": aoi.area_km2, "minimum": smallest})
        )
    # The limits of product and project are for live jobs only; a search has one of its own.
    largest = _smallest(product.max_area_km2, limits.max_area_km2) if is_live else None
    if aoi.area_km2 > limits.max_search_km2:
        values = {"area": aoi.area_km2, "maximum": limits.max_search_km2}
        found.append(Problem("area", ProblemCode.SEARCH_TOO_LARGE, values))
    elif largest is not None and aoi.area_km2 > largest:
        found.append(Problem("area", ProblemCode.AREA_TOO_LARGE, {"area": aoi.area_km2, "maximum": largest}))
    if parameters.geometry_mode not in product.geometry_modes:
        found.append(Problem("area", ProblemCode.GEOMETRY_MODE, {"mode": parameters.geometry_mode.value}))
    return found


def _number_problems(
    product: Product, parameters: JobParameters, limits: Limits, *, is_live: bool
) -> List[Problem]:
    found: List[Problem] = []
    # The project's limit is for live jobs; test queries may use the product's full limit.
    most = _smallest(product.max_scenes, limits.max_scenes if is_live else None)
    if not parameters.scene_ids and (parameters.limit < 1 or (most is not None and parameters.limit > most)):
        found.append(Problem("limit", ProblemCode.LIMIT_RANGE, {"minimum": 1, "maximum": most}))
    cover = parameters.max_cloud_cover
    if cover is not None and not 0 <= cover <= 100:
        found.append(Problem("cloud_cover", ProblemCode.CLOUD_COVER_RANGE, {"minimum": 0, "maximum": 100}))
    return found


def _field_problem(spec: FieldSpec, value: Any) -> Optional[Problem]:
    name = "/".join(spec.path)
    if value is None or value == "" or value == []:
        return Problem(name, ProblemCode.REQUIRED, {"title": spec.title or spec.name}) if spec.required else None
    if spec.kind in (FieldKind.NUMBER, FieldKind.INTEGER):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and -inf < value < inf
        if not is_number or (spec.kind is FieldKind.INTEGER and value != int(value)):
            return Problem(name, ProblemCode.NOT_A_NUMBER, {"title": spec.title or spec.name})
        if spec.minimum is not None and value < spec.minimum:
            return Problem(name, ProblemCode.BELOW_MINIMUM, {"title": spec.title or spec.name, "minimum": spec.minimum})
        if spec.maximum is not None and value > spec.maximum:
            return Problem(name, ProblemCode.ABOVE_MAXIMUM, {"title": spec.title or spec.name, "maximum": spec.maximum})
    chosen = value if spec.kind is FieldKind.MULTI_CHOICE and isinstance(value, (list, tuple)) else [value]
    if spec.kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE) and any(item not in spec.choices for item in chosen):
        return Problem(name, ProblemCode.NOT_A_CHOICE, {"title": spec.title or spec.name})
    return None


def _largest(*values: Optional[float]) -> Optional[float]:
    known = [value for value in values if value is not None]
    return max(known) if known else None


def _smallest(*values: Optional[float]) -> Optional[float]:
    known = [value for value in values if value is not None]
    return min(known) if known else None
