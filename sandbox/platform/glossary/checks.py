"""Validates order parameters against their form: the part of JSON Schema that the forms use."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Mapping

from ...options import Options
from ...variants import CONST_TITLE, FORMS
from .const_title import recorded_form
from .forms import GEOMETRIES, order_form

_TYPES: Dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def shown_form(form: str, options: Options) -> Dict[str, Any]:
    """Returns the schema of a form in the shape that the service has."""
    return recorded_form(form) if options.is_variant(FORMS, CONST_TITLE) else order_form(form)


def wrong_parameters(form: str, params: Mapping[str, Any], options: Options) -> List[str]:
    """Returns what is wrong with the parameters of an order, which hold no geometry; empty when all is well."""
    schema = shown_form(form, options)
    for name in GEOMETRIES:
        schema["properties"].pop(name, None)
    if not options.is_variant(FORMS, CONST_TITLE):
        # In an order the name is next to the parameters.
        schema["properties"].pop("displayName", None)
    schema["required"] = [name for name in schema["required"] if name in schema["properties"]]
    return list(_errors(schema, dict(params), "params", schema))


def _errors(schema: Mapping[str, Any], value: Any, place: str, root: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    for part in schema.get("allOf", ()):
        yield from _errors(part, value, place, root)
    if "if" in schema:
        holds = not any(_errors(schema["if"], value, place, root))
        yield from _errors(schema.get("then" if holds else "else", {}), value, place, root)
    choices = schema.get("anyOf")
    if choices and all(any(_errors(choice, value, place, root)) for choice in choices):
        yield f"{place}: fits none of the {len(choices)} forms"
    kind = schema.get("type")
    if kind and not _has_type(value, kind):
        yield f"{place}: must be of type {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: must be one of {', '.join(map(str, schema['enum']))}"
    if "const" in schema and value != schema["const"]:
        yield f"{place}: must be {schema['const']}"
    if isinstance(value, str):
        yield from _text_errors(schema, value, place)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number_errors(schema, value, place)
    elif isinstance(value, list):
        yield from _list_errors(schema, value, place, root)
    elif isinstance(value, dict):
        yield from _object_errors(schema, value, place, root)


def _has_type(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _text_errors(schema: Mapping[str, Any], value: str, place: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{place}: has the wrong length"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: must match {schema['pattern']}"


def _number_errors(schema: Mapping[str, Any], value: float, place: str) -> Iterator[str]:
    if value < schema.get("minimum", value):
        yield f"{place}: must be at least {schema['minimum']}"
    if value > schema.get("maximum", value):
        yield f"{place}: must be at most {schema['maximum']}"
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        yield f"{place}: must be less than {schema['exclusiveMaximum']}"


def _list_errors(schema: Mapping[str, Any], value: List[Any], place: str, root: Mapping[str, Any]) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{place}: has the wrong number of items"
    if schema.get("uniqueItems") and any(value.index(item) != index for index, item in enumerate(value)):
        yield f"{place}: has an item twice"
    for index, item in enumerate(value):
        yield from _errors(schema.get("items", {}), item, f"{place}.{index}", root)


def _object_errors(
    schema: Mapping[str, Any], value: Dict[str, Any], place: str, root: Mapping[str, Any]
) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{place}.{name}: is required"
    for name, member in value.items():
        if name in properties:
            yield from _errors(properties[name], member, f"{place}.{name}", root)
        elif schema.get("additionalProperties") is False:
            yield f"{place}.{name}: is not known"
