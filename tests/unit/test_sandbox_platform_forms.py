"""The Sandbox checks order parameters as a whole JSON Schema validator does."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from up42_jobs.sandbox.options import Options
from up42_jobs.sandbox.platform.glossary.checks import shown_form, wrong_parameters
from up42_jobs.sandbox.platform.glossary.forms import GEOMETRIES
from up42_jobs.sandbox.platform.glossary.product_list import GLOSSARY

jsonschema = pytest.importorskip("jsonschema")

SHAPES = {"enum": Options(), "const-title": Options(variant="const-title")}
FORMS = sorted({product.form for collection in GLOSSARY.collections for product in collection.products})
NUMBERS = st.one_of(st.integers(-1, 101), st.integers(-1, 101).map(float), st.floats(-600, 9500, allow_nan=False))
SMALL = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=45))
WORDS = st.sampled_from(
    ("bundle", "pansharpened", "reflectance", "ortho", "primary", "EPSG:32630", "UTM", "srtm", "red", "nir", "mono")
)
VALUES = st.one_of(
    SMALL,
    WORDS,
    st.lists(st.one_of(WORDS, SMALL), max_size=5),
    st.dictionaries(st.sampled_from(["model", "constant", "other"]), st.one_of(WORDS, SMALL), max_size=3),
)


RIGHT = {
    "displayName": "Harbour",
    "id": "a scene",
    "spectralProcessing": "bundle",
    "acquisitionStart": "2026-04-01T00:00:00Z",
    "acquisitionEnd": "2026-05-01T00:00:00Z",
    "acquisitionMode": "mono",
}


def parameters(form, options):
    """Returns a strategy for parameters that are right but for one or two members, if that."""
    names = list(without_geometry(form, options)["properties"])
    right = {name: value for name, value in RIGHT.items() if name in names}
    # Most draws are wrong on their own: one at a time leaves enough that are right.
    changes = st.dictionaries(st.sampled_from([*names, "unknown"]), VALUES, max_size=2)
    dropped = st.sampled_from([*right, "nothing"])
    return st.builds(
        lambda changed, name: {key: value for key, value in {**right, **changed}.items() if key != name},
        changes,
        dropped,
    )


def without_geometry(form, options):
    """Returns the form as it holds for the parameters of an order."""
    schema = shown_form(form, options)
    # Only forms of the recorded shape have the name among the parameters of an order.
    for name in GEOMETRIES if options.variant else (*GEOMETRIES, "displayName"):
        schema["properties"].pop(name, None)
    schema["required"] = [name for name in schema["required"] if name in schema["properties"]]
    return schema


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_schema_whose_defaults_keep_to_it(form, shape):
    schema = shown_form(form, SHAPES[shape])
    jsonschema.Draft7Validator.check_schema(schema)
    for name, member in schema["properties"].items():
        if "default" in member:
            alone = {**member, "definitions": schema["definitions"]}
            assert jsonschema.Draft7Validator(alone).is_valid(member["default"]), name


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine
@given(data=st.data())
def test_what_is_wrong_is_wrong_for_a_whole_validator_too(form, shape, data):
    options = SHAPES[shape]
    params = data.draw(parameters(form, options))
    validator = jsonschema.Draft7Validator(without_geometry(form, options))
    assert (wrong_parameters(form, params, options) == []) == validator.is_valid(params)
