"""The order forms in the shape that the official SDK's tests recorded: choices with titles, the name inside."""

from __future__ import annotations

from typing import Any, Dict, Mapping

from .forms import order_form

_NAME = {"title": "Order name", "description": "The name of the order", "type": "string", "maxLength": 200}
# What the user cannot choose.
_KEPT = ("Polygon",)
# Tasking has other names in the form, and so in the request, than in the order that answers it.
REQUEST_NAMES = {"maxCloudCover": "cloudCoverage", "maxIncidenceAngle": "incidenceAngle"}


def recorded_form(form: str) -> Dict[str, Any]:
    """Returns the schema of a form with each choice as a reference to a list of constants with titles.

    The name of the order is a parameter that is required.
    """
    schema = order_form(form)
    definitions = {name: part for name, part in schema["definitions"].items() if name in _KEPT}
    for name, part in schema["definitions"].items():
        if name not in _KEPT:
            definitions[name] = _titled(part) if _is_choice(part) else _with_titles(part, definitions)
    properties = _with_titles({"properties": schema["properties"]}, definitions)["properties"]
    named = {REQUEST_NAMES.get(name, name): part for name, part in properties.items()}
    schema["properties"] = {**named, "displayName": dict(_NAME)}
    schema["required"] = ["displayName", *(name for name in schema["required"] if name != "displayName")]
    schema["definitions"] = definitions
    return schema


def _with_titles(node: Mapping[str, Any], definitions: Dict[str, Any]) -> Dict[str, Any]:
    """Returns an object's schema with its choices moved to definitions of their own."""
    properties = {name: _property(name, part, definitions) for name, part in node["properties"].items()}
    return {**node, "properties": properties}


def _property(name: str, part: Mapping[str, Any], definitions: Dict[str, Any]) -> Dict[str, Any]:
    reference = part.get("$ref", "")
    if reference and reference.rpartition("/")[2] not in _KEPT:
        return {"allOf": [{"$ref": reference}]}
    if isinstance(part.get("items"), Mapping) and _is_choice(part["items"]):
        return {**part, "items": _moved(name, part["items"], definitions)}
    if not _is_choice(part):
        return dict(part)
    return {"title": part.get("title", name), "type": "string", **_moved(name, part, definitions)}


def _moved(name: str, part: Mapping[str, Any], definitions: Dict[str, Any]) -> Dict[str, Any]:
    """Puts a choice among the definitions, its default with it, and returns the reference to it."""
    own = name[:1].upper() + name[1:]
    definitions[own] = _titled(part)
    return {"allOf": [{"$ref": f"#/definitions/{own}"}]}


def _titled(part: Mapping[str, Any]) -> Dict[str, Any]:
    rest = {name: value for name, value in part.items() if name not in ("enum", "type")}
    choices = [{"const": value, "title": str(value).replace("_", " ").capitalize()} for value in part["enum"]]
    return {**rest, "anyOf": choices}


def _is_choice(part: Mapping[str, Any]) -> bool:
    return isinstance(part.get("enum"), list)
