"""The form of a product is built from its order schema, with anything that schema may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.api.platform.products import has_name, parse_form, parse_licence, parse_products
from up42_jobs.core.domain.products import FieldKind, Licence

COLLECTION = {
    "name": "phr",
    "title": "Pléiades",
    "type": "ARCHIVE",
    "integrations": ["SEARCH_AVAILABLE", "QUICKLOOK_AVAILABLE", "ACCESS_APPROVAL_REQUIRED"],
    "providers": [{"name": "oneatlas", "roles": ["HOST"]}, {"name": "airbus", "roles": ["PRODUCER"]}],
    "dataProducts": [
        {"name": "phr-display", "title": "Display", "id": "uuid-1", "eulaId": "eula-1"},
        {"name": "phr-secret", "title": "Pléiades Secret"},
    ],
    "metadata": {"productType": "OPTICAL"},
}


def form(properties, required=(), **definitions):
    schema = {"type": "object", "properties": properties, "required": list(required), "definitions": definitions}
    return {spec.path[1:]: spec for spec in parse_form(schema)}


def test_collection_lists_its_products_with_host_licence_and_access():
    display, secret = parse_products(COLLECTION, "https://console/eula", "https://console/access")
    assert (display.id, display.key, display.title) == ("uuid-1", "phr-display", "Pléiades Display")
    assert display.licence == Licence("eula-1", "", accept_url="https://console/eula")
    assert display.access_link == "https://console/access"
    assert not display.is_restricted
    assert not display.is_complete
    assert display.raw == {"collection": "phr", "hosts": ["oneatlas"]}
    assert (secret.id, secret.title, secret.is_orderable) == ("phr/phr-secret", "Pléiades Secret", False)


@pytest.mark.parametrize(
    "changes",
    [{"type": "TASKING"}, {"integrations": []}, {"providers": []}, {"providers": None}],
)
def test_what_cannot_be_searched_in_an_archive_is_left_out(changes):
    assert parse_products({**COLLECTION, **changes}, "", "") == ()


@pytest.mark.parametrize(
    ("kind", "has_clouds"), [("OPTICAL", True), ("SAR", False), ("ELEVATION", False), (None, True)]
)
def test_radar_and_elevation_have_no_cloud_cover(kind, has_clouds):
    metadata = {"productType": kind} if kind else None
    assert parse_products({**COLLECTION, "metadata": metadata}, "", "")[0].has_cloud_cover is has_clouds


def test_scene_and_area_have_no_field_of_their_own():
    assert form({"id": {"type": "string"}, "aoi": {"$ref": "#/definitions/P"}, "geometry": {}}, ("id", "aoi")) == {}


def test_references_enums_ranges_and_defaults_are_read():
    fields = form(
        {
            "radiometry": {"$ref": "#/definitions/Radiometry"},
            "bands": {"type": "array", "items": {"$ref": "#/definitions/Band"}, "default": ["red"]},
            "smooth": {"type": "integer", "exclusiveMinimum": 0, "maximum": 9},
            "size": {"type": ["number", "null"], "minimum": 0.5},
            "mask": {"type": "boolean", "default": True},
            "projection": {"title": "Projection", "anyOf": [{"type": "string"}, {"type": "null"}]},
            "level": {"title": "Level", "allOf": [{"$ref": "#/definitions/Radiometry"}]},
        },
        ("radiometry",),
        Radiometry={"title": "Radiometry", "enum": ["reflectance", "basic"], "default": "basic"},
        Band={"enum": ["red", "nir"]},
    )
    radiometry = fields[("radiometry",)]
    assert (radiometry.kind, radiometry.choices) == (FieldKind.CHOICE, ("reflectance", "basic"))
    assert radiometry.required
    assert radiometry.default == "basic"
    assert (fields[("bands",)].kind, fields[("bands",)].choices) == (FieldKind.MULTI_CHOICE, ("red", "nir"))
    assert (fields[("smooth",)].minimum, fields[("smooth",)].maximum) == (1, 9)
    assert (fields[("size",)].kind, fields[("size",)].minimum) == (FieldKind.NUMBER, 0.5)
    assert (fields[("mask",)].kind, fields[("mask",)].default) == (FieldKind.BOOLEAN, True)
    assert fields[("projection",)].kind is FieldKind.TEXT
    assert fields[("level",)].title == "Level"
    assert fields[("level",)].kind is FieldKind.CHOICE


def test_nested_objects_become_fields_and_what_has_no_kind_is_edited_as_json():
    fields = form(
        {
            "elevation": {"$ref": "#/definitions/Elevation"},
            "anything": {"oneOf": [{"type": "string"}, {"type": "number"}]},
            "list": {"type": "array", "items": {"type": "object"}},
            "free": {"type": "object"},
        },
        ("elevation",),
        Elevation={"type": "object", "properties": {"model": {"enum": ["a"]}, "height": {"type": "number"}},
                   "required": ["model"]},
    )
    assert fields[("elevation", "model")].required
    assert not fields[("elevation", "height")].required
    assert {fields[(name,)].kind for name in ("anything", "list", "free")} == {FieldKind.JSON}


TITLED = [{"const": "mono", "title": "Mono"}, {"const": "stereo", "title": "Stereo pair"}]


@pytest.mark.parametrize(
    "part",
    [
        {"anyOf": TITLED},
        {"oneOf": TITLED},
        {"type": "string", "anyOf": [*TITLED, {"type": "null"}]},
        {"enum": [{"id": "mono", "label": "Mono"}, {"id": "stereo", "label": "Stereo pair"}]},
        {"type": "string", "allOf": [{"$ref": "#/definitions/Mode"}]},
        {"allOf": [{"$ref": "#/definitions/Mode"}, {"if": {"const": "mono"}, "then": {}}]},
        {"anyOf": [{"$ref": "#/definitions/Mode"}, {"type": "null"}]},
    ],
)
def test_choice_is_one_however_it_is_written(part):
    # Recorded forms of the service have constants with titles behind a reference; as free text one typing error is
    # a refused order.
    fields = form({"mode": part, "modes": {"type": "array", "items": part}}, Mode={"anyOf": TITLED, "default": "mono"})
    for name, kind in (("mode", FieldKind.CHOICE), ("modes", FieldKind.MULTI_CHOICE)):
        field = fields[(name,)]
        assert (field.kind, field.choices) == (kind, ("mono", "stereo"))
        assert field.choice_titles == ("Mono", "Stereo pair")
    is_by_reference = "$ref" in str(part)
    assert fields[("mode",)].default == ("mono" if is_by_reference else None)


def test_constant_alone_is_a_choice_of_one_and_plain_values_have_no_titles():
    fields = form({"one": {"const": 8}, "plain": {"enum": ["a", "b"]}})
    assert (fields[("one",)].kind, fields[("one",)].choices, fields[("one",)].default) == (FieldKind.CHOICE, (8,), 8)
    assert fields[("plain",)].choice_titles == ()


def test_name_of_the_order_is_not_asked_of_the_person():
    schema = {"properties": {"displayName": {"type": "string"}, "mask": {"type": "boolean"}}}
    assert [spec.name for spec in parse_form(schema)] == ["mask"]
    assert has_name(schema)
    assert not has_name({"properties": {"mask": {}}})
    assert not has_name(None)


def test_object_that_holds_itself_ends():
    inner = {"leaf": {"type": "string"}, "tree": {"$ref": "#/definitions/Tree"}}
    fields = form({"tree": {"$ref": "#/definitions/Tree"}}, Tree={"type": "object", "properties": inner})
    assert fields[("tree", "leaf")].kind is FieldKind.TEXT


NODES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["type", "properties", "enum", "$ref", "anyOf", "items", "required"]), inner),
    max_leaves=12,
)


@given(NODES)
def test_no_schema_breaks_the_form(node):
    for spec in parse_form({"properties": {"value": node}, "definitions": node}):
        assert spec.path[:2] == ("params", "value")


def test_licence_tells_whether_it_is_accepted_as_far_as_it_is_known():
    known = Licence("e", "", accept_url="https://console/eula")
    read = parse_licence({"title": "Standard", "isAccepted": False, "currentDocumentUrl": "https://x/y.pdf"}, known)
    assert read == Licence("e", "Standard", "https://x/y.pdf", False, "https://console/eula")
    assert parse_licence(None, known) == known
    assert parse_licence({"isAccepted": "no"}, known).is_accepted is None
