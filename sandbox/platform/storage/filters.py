"""Filters of a storage search: the part of CQL2 (JSON) that the service documents."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping

from ...http.routing import HttpRefusal

# The short names of the service for properties of items.
QUERYABLES: Dict[str, str] = {
    "asset_id": "up42-system:asset_id",
    "order_id": "up42-order:id",
    "job_id": "up42-system:job_id",
    "collection_name": "up42-product:collection_name",
    "data_product_id": "up42-product:product_id",
    "workspace_id": "up42-system:workspace_id",
    "tags": "up42-user:tags",
    "title": "up42-user:title",
}
_COMPARISONS: Dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda have, want: have == want,
    "eq": lambda have, want: have == want,
    "<>": lambda have, want: have != want,
    "<": lambda have, want: have < want,
    "<=": lambda have, want: have <= want,
    ">": lambda have, want: have > want,
    ">=": lambda have, want: have >= want,
    "in": lambda have, want: have in want,
    "a_contains": lambda have, want: set(want) <= set(have),
    "a_overlaps": lambda have, want: bool(set(want) & set(have)),
}


def passes(filter: Any, item: Mapping[str, Any]) -> bool:
    """Returns whether an item passes a filter; HttpRefusal 400 for one that cannot be read."""
    if not isinstance(filter, Mapping) or not isinstance(filter.get("args"), list):
        raise _unreadable("a filter must be an object with op and args")
    operator, arguments = str(filter.get("op")).lower(), filter["args"]
    if operator == "and":
        return all(passes(each, item) for each in arguments)
    if operator == "or":
        return any(passes(each, item) for each in arguments)
    if operator == "not":
        return not passes(arguments[0], item)
    if operator == "isnull":
        return _value(arguments[0], item) is None
    if operator not in _COMPARISONS or len(arguments) != 2:
        raise _unreadable(f"unknown operator {operator}")
    have = _value(arguments[0], item)
    return have is not None and _COMPARISONS[operator](have, arguments[1])


def _value(argument: Any, item: Mapping[str, Any]) -> Any:
    name = argument.get("property") if isinstance(argument, Mapping) else None
    if not isinstance(name, str):
        raise _unreadable("the first argument must be a property")
    if name in ("id", "collection"):
        return item[name]
    return item["properties"].get(QUERYABLES.get(name, name))


def _unreadable(rule: str) -> HttpRefusal:
    return HttpRefusal(400, "Bad Request", details=f"filter: {rule}")
