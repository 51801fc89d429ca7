"""Products that can be ordered, and the form fields of their parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

from .parameters import GeometryMode


class FieldKind(Enum):
    """The kinds of value that the form can edit; JSON covers all other types."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    PERIOD = "period"
    JSON = "json"


class SensorKind(Enum):
    """What a product measures."""

    OPTICAL = "optical"
    RADAR = "radar"
    ELEVATION = "elevation"


@dataclass(frozen=True)
class FieldSpec:
    """One parameter beyond area, dates, limit and cloud cover.

    `path` is the place of its value in `JobParameters.options`, for example `("oneatlas-spot-aoiclipped:1",
    "zoom_level")`. `default` is None if the service gives none. `is_for_orders` is true if test queries do not
    need it. `choice_titles` are the texts shown for the `choices`, or empty.
    """

    path: Tuple[str, ...]
    kind: FieldKind
    title: str = ""
    description: str = ""
    required: bool = False
    default: Any = None
    minimum: Optional[float] = None
    maximum: Optional[float] = None
    choices: Tuple[Any, ...] = ()
    choice_titles: Tuple[str, ...] = ()
    is_for_orders: bool = False

    @property
    def name(self) -> str:
        """Returns the parameter's own name."""
        return self.path[-1]


@dataclass(frozen=True)
class Licence:
    """An end-user licence agreement (EULA); `is_accepted` is None if the service does not report it.

    `url` is the text, `accept_url` the page on which the user accepts it; either may be empty.
    """

    id: str
    title: str
    url: str = ""
    is_accepted: Optional[bool] = None
    accept_url: str = ""


@dataclass(frozen=True)
class Product:
    """A workflow of the classic service, or a collection's data product of the platform service.

    `key` is the name that scripts use (data task or product name); `collection` groups products in the list.
    `raw` holds what the gateway needs to build requests; only gateways read it. `is_complete` is false for a list
    entry whose fields were not read yet, `is_orderable` for a product that the API lists but does not sell.
    `needs_approval` is true if the provider has to grant access, `access_link` the page for requesting it, if any;
    `is_restricted` is true once the service has refused the product to this account. `resolution_m` is the finest one,
    `charged_from_km2` the size as which a smaller area is charged, by the product's description; `provider` who takes
    the images, `credits_per_km2` the list price; None or empty if the service does not state them.
    """

    id: str
    key: str
    title: str
    collection: str = ""
    description: str = ""
    has_dry_run: bool = True
    has_quicklooks: bool = True
    has_cloud_cover: bool = True
    has_period: bool = True
    is_free: bool = False
    geometry_modes: Tuple[GeometryMode, ...] = (GeometryMode.BBOX, GeometryMode.INTERSECTS, GeometryMode.CONTAINS)
    fields: Tuple[FieldSpec, ...] = ()
    max_scenes: Optional[int] = None
    min_area_km2: Optional[float] = None
    charged_from_km2: Optional[float] = None
    max_area_km2: Optional[float] = None
    resolution_m: Optional[float] = None
    sensor: Optional[SensorKind] = None
    provider: str = ""
    credits_per_km2: Optional[float] = None
    licence: Optional[Licence] = None
    needs_approval: bool = False
    access_link: str = ""
    is_restricted: bool = False
    is_complete: bool = True
    is_orderable: bool = True
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Limits:
    """Limits of the account or project; None for no limit."""

    max_area_km2: Optional[float] = None
    max_scenes: Optional[int] = None
    max_jobs: Optional[int] = None
    max_vertices: int = 999
    min_area_km2: Optional[float] = None
    # The catalog answers 422 above this size; the classic service searches until it times out.
    max_search_km2: float = 500_000.0


def option(options: Mapping[str, Any], spec: FieldSpec) -> Any:
    """Returns the value of a parameter in `options`, or its default."""
    value: Any = options
    for name in spec.path:
        if not isinstance(value, Mapping) or name not in value:
            return spec.default
        value = value[name]
    return value


def with_option(options: Mapping[str, Any], path: Tuple[str, ...], value: Any) -> Dict[str, Any]:
    """Returns a copy of nested options with one value set."""
    copy = dict(options)
    if len(path) == 1:
        copy[path[0]] = value
    else:
        inner = copy.get(path[0])
        copy[path[0]] = with_option(inner if isinstance(inner, Mapping) else {}, path[1:], value)
    return copy


def default_options(product: Product) -> Dict[str, Any]:
    """Returns options with the default of each field that has one."""
    options: Dict[str, Any] = {}
    for spec in product.fields:
        if spec.default is not None:
            options = with_option(options, spec.path, spec.default)
    return options


def first_choice(products: Sequence[Product]) -> Product:
    """Returns the initial product: the first optical product that can be ordered at once, else the first."""
    orderable = [product for product in products if product.is_orderable]
    at_once = [item for item in orderable if not item.needs_approval]
    optical = [item for item in at_once if item.has_cloud_cover]
    return next(iter([*optical, *at_once, *orderable, *products]))


def fitting_mode(mode: GeometryMode, product: Product) -> GeometryMode:
    """Returns the mode if the product has it, else the product's first."""
    return mode if mode in product.geometry_modes or not product.geometry_modes else product.geometry_modes[0]
