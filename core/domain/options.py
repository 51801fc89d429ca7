"""Parameters without a field of their own: nested values, addressed by the path of a FieldSpec."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

from .products import FieldSpec, Product


def option(options: Mapping[str, Any], spec: FieldSpec) -> Any:
    """Returns the value of a parameter in `options`, its default where it stands nowhere."""
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
    """Returns options that hold the default of each field that has one."""
    options: Dict[str, Any] = {}
    for spec in product.fields:
        if spec.default is not None:
            options = with_option(options, spec.path, spec.default)
    return options
