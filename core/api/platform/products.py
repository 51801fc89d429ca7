"""Converts collections, data products and order forms (JSON Schema) to products with form fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import id_of, mapping_of, mappings_of, number_of, text_of, texts_of
from ...domain.jobs.charged import stated_minimum_km2
from ...domain.products import FieldKind, FieldSpec, Licence, Product, SensorKind
from .request import PARAMS

# The maximum limit of a test query; the catalog limits only the page size.
MAX_SCENES = 1000
_KINDS = {
    "string": FieldKind.TEXT,
    "number": FieldKind.NUMBER,
    "integer": FieldKind.INTEGER,
    "boolean": FieldKind.BOOLEAN,
}
_SENSORS = {"OPTICAL": SensorKind.OPTICAL, "SAR": SensorKind.RADAR, "ELEVATION": SensorKind.ELEVATION}
NAME = "displayName"
# Members that are set from the scene, the area and the job.
_OURS = ("id", "aoi", "geometry", NAME)
_MAX_DEPTH = 5


def parse_products(collection: Any, licence_page: str, access_page: str) -> Tuple[Product, ...]:
    """Returns the products of a collection that can be searched and ordered from the archive, without forms.

    A product without an id is reported as not orderable. UNEXPECTED_ANSWER for a collection without a name.
    """
    known = mapping_of(collection)
    name = id_of(known.get("name"))
    if not name:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "collection: name")
    integrations = texts_of(known.get("integrations"))
    hosts = _hosts(known)
    if known.get("type") != "ARCHIVE" or "SEARCH_AVAILABLE" not in integrations or not hosts:
        return ()
    title = text_of(known.get("title")) or name
    metadata = mapping_of(known.get("metadata"))
    kind = metadata.get("productType")
    common = Product(
        id="",
        key="",
        title="",
        collection=title,
        has_quicklooks="QUICKLOOK_AVAILABLE" in integrations,
        has_cloud_cover=kind in (None, "OPTICAL"),
        max_scenes=MAX_SCENES,
        resolution_m=number_of(mapping_of(metadata.get("resolutionValue")).get("minimum"), 0.0),
        sensor=_SENSORS.get(text_of(kind)),
        provider=_producer(known),
        needs_approval="ACCESS_APPROVAL_REQUIRED" in integrations,
        access_link=access_page if "ACCESS_APPROVAL_REQUIRED" in integrations else "",
        is_complete=False,
        raw={"collection": name, "hosts": hosts},
    )
    found: List[Product] = []
    for entry in mappings_of(known.get("dataProducts")):
        product_id, key, eula = id_of(entry.get("id")), id_of(entry.get("name")), id_of(entry.get("eulaId"))
        if not product_id and not key:
            continue
        found.append(
            replace(
                common,
                id=product_id or f"{name}/{key}",
                key=key or product_id,
                title=_full_title(title, text_of(entry.get("title")) or key),
                description=text_of(entry.get("description")) or text_of(known.get("description")),
                charged_from_km2=stated_minimum_km2(text_of(entry.get("description"))),
                licence=Licence(eula, "", accept_url=licence_page) if eula else None,
                is_orderable=bool(product_id),
            )
        )
    return tuple(found)


def _producer(collection: Mapping[str, Any]) -> str:
    """Returns who takes the images; a host only sells them."""
    providers = mappings_of(collection.get("providers"))
    return next((text_of(item.get("title")) for item in providers if "PRODUCER" in texts_of(item.get("roles"))), "")


def parse_licence(eula: Any, known: Licence) -> Licence:
    """Returns a licence with its title, text and state of acceptance, as far as the service states them."""
    if not isinstance(eula, Mapping):
        return known
    accepted = eula.get("isAccepted")
    return replace(
        known,
        title=text_of(eula.get("title")) or known.title,
        url=text_of(eula.get("currentDocumentUrl")) or known.url,
        is_accepted=accepted if isinstance(accepted, bool) else None,
    )


def parse_form(schema: Any) -> Tuple[FieldSpec, ...]:
    """Returns the fields of an order form (JSON Schema, draft-07), with nested objects flattened.

    Members set from scene and area are left out; types without a matching field are edited as JSON. Conditions between
    fields are left to the service.
    """
    return tuple(_fields(schema, schema, (PARAMS,), True, 0)) if isinstance(schema, Mapping) else ()


def _fields(
    root: Mapping[str, Any], node: Mapping[str, Any], path: Tuple[str, ...], is_needed: bool, depth: int
) -> List[FieldSpec]:
    properties = node.get("properties")
    required = texts_of(node.get("required"))
    found: List[FieldSpec] = []
    for name, given in (properties if isinstance(properties, Mapping) else {}).items():
        if depth == 0 and name in _OURS:
            continue
        known = _resolved(root, given)
        needs_it = is_needed and name in required
        if known.get("type") == "object" and known.get("properties") and depth < _MAX_DEPTH:
            found += _fields(root, known, (*path, name), needs_it, depth + 1)
        else:
            found.append(_field((*path, name), known, needs_it))
    return found


def has_name(schema: Any) -> bool:
    """Returns whether the order's name is also a parameter of the order form."""
    return NAME in mapping_of(mapping_of(schema).get("properties"))


def _field(path: Tuple[str, ...], known: Mapping[str, Any], is_needed: bool) -> FieldSpec:
    kind, choices = _kind(known)
    default = known.get("default", known.get("const"))
    lowest, highest = _bounds(known, kind)
    has_titles = any(title != str(value) for value, title in choices)
    return FieldSpec(
        path=path,
        kind=kind,
        title=text_of(known.get("title")) or path[-1].replace("_", " "),
        description=text_of(known.get("description")),
        required=is_needed,
        default=default,
        minimum=lowest,
        maximum=highest,
        choices=tuple(value for value, _ in choices),
        choice_titles=tuple(title for _, title in choices) if has_titles else (),
        is_for_orders=True,
    )


def _kind(known: Mapping[str, Any]) -> Tuple[FieldKind, Sequence[Tuple[Any, str]]]:
    choices = _choices(known)
    if choices is not None:
        return FieldKind.CHOICE, choices
    of_items = _choices(mapping_of(known.get("items")))
    if known.get("type") == "array" and of_items is not None:
        return FieldKind.MULTI_CHOICE, of_items
    return _KINDS.get(str(known.get("type")), FieldKind.JSON), ()


def _choices(known: Mapping[str, Any]) -> Optional[List[Tuple[Any, str]]]:
    """Returns the allowed values with their titles, None if any value is allowed.

    Supports `enum` of values or of `{id, label}`, a single `const`, and `anyOf` or `oneOf` of constants with titles.
    """
    if isinstance(known.get("enum"), list):
        return [_choice(value) for value in known["enum"] if value is not None]
    if known.get("const") is not None:
        return [(known["const"], str(known["const"]))]
    for word in ("anyOf", "oneOf"):
        given = known.get(word)
        parts = [part for part in given if part != {"type": "null"}] if isinstance(given, list) else []
        if parts and all(isinstance(part, Mapping) and part.get("const") is not None for part in parts):
            return [(part["const"], text_of(part.get("title")) or str(part["const"])) for part in parts]
    return None


def _choice(value: Any) -> Tuple[Any, str]:
    if isinstance(value, Mapping) and value.get("id") is not None:
        return value["id"], text_of(value.get("label")) or text_of(value.get("title")) or str(value["id"])
    return value, str(value)


def _bounds(known: Mapping[str, Any], kind: FieldKind) -> Tuple[Optional[float], Optional[float]]:
    """Returns the range of a number; an exclusive bound of an integer becomes the next integer."""
    lowest, highest = _bound(known.get("minimum")), _bound(known.get("maximum"))
    step = 1 if kind is FieldKind.INTEGER else 0
    above, below = _bound(known.get("exclusiveMinimum")), _bound(known.get("exclusiveMaximum"))
    if lowest is None and above is not None:
        lowest = above + step
    if highest is None and below is not None:
        highest = below - step
    return lowest, highest


def _resolved(root: Mapping[str, Any], given: Any, depth: int = 0) -> Mapping[str, Any]:
    """Returns a schema with its references resolved; members next to a reference override those of its target."""
    if not isinstance(given, Mapping) or depth > _MAX_DEPTH:
        return {}
    known = dict(given)
    parts: List[Any] = []
    reference = known.pop("$ref", None)
    if isinstance(reference, str):
        parts.append(_target(root, reference))
    if isinstance(known.get("allOf"), list):
        # Conditions between fields are left to the service.
        parts += [part for part in known.pop("allOf") if isinstance(part, Mapping) and "if" not in part]
    for word in ("anyOf", "oneOf"):
        choices = known.get(word)
        # The usual notation for an optional value.
        real = [choice for choice in choices if choice != {"type": "null"}] if isinstance(choices, list) else []
        if len(real) == 1:
            del known[word]
            parts.append(real[0])
    for part in parts:
        known = {**_resolved(root, part, depth + 1), **known}
    kinds = known.get("type")
    if isinstance(kinds, list):
        real = [kind for kind in kinds if kind != "null"]
        known["type"] = real[0] if len(real) == 1 else None
    items = known.get("items")
    if isinstance(items, Mapping):
        known["items"] = _resolved(root, items, depth + 1)
    return known


def _target(root: Mapping[str, Any], reference: str) -> Any:
    value: Any = root
    for part in reference.lstrip("#/").split("/"):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _hosts(collection: Mapping[str, Any]) -> Sequence[str]:
    return [
        id_of(provider.get("name"))
        for provider in mappings_of(collection.get("providers"))
        if id_of(provider.get("name")) and "HOST" in texts_of(provider.get("roles"))
    ]


def _full_title(collection: str, product: str) -> str:
    """Returns a title that is clear without context, for example in a job list or as a layer name."""
    return product if product.lower().startswith(collection.lower()) else f"{collection} {product}".strip()


def _bound(value: Any) -> Optional[float]:
    # In older drafts `exclusiveMinimum` and `exclusiveMaximum` were booleans.
    return None if isinstance(value, str) else number_of(value)
