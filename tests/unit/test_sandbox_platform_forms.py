"""The Sandbox checks order parameters as a whole JSON Schema validator does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.sandbox.platform.glossary.checks import wrong_parameters
from up42_jobs.sandbox.platform.glossary.forms import GEOMETRIES, order_form
from up42_jobs.sandbox.platform.glossary.product_list import GLOSSARY

jsonschema = pytest.importorskip("jsonschema")

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
    "id": "a scene",
    "spectralProcessing": "bundle",
    "acquisitionStart": "2026-04-01T00:00:00Z",
    "acquisitionEnd": "2026-05-01T00:00:00Z",
    "acquisitionMode": "mono",
}


def parameters(form):
    """Returns a strategy for parameters that are right but for one or two members, if that."""
    names = [name for name in order_form(form)["properties"] if name not in (*GEOMETRIES, "displayName")]
    right = {name: value for name, value in RIGHT.items() if name in names}
    # Most draws are wrong by themselves: one at a time leaves enough that are right.
    changes = st.dictionaries(st.sampled_from([*names, "unknown"]), VALUES, max_size=2)
    dropped = st.sampled_from([*right, "nothing"])
    return st.builds(
        lambda changed, name: {key: value for key, value in {**right, **changed}.items() if key != name},
        changes,
        dropped,
    )


def without_geometry(form):
    """Returns the form as it holds for the parameters of an order."""
    schema = order_form(form)
    for name in (*GEOMETRIES, "displayName"):
        schema["properties"].pop(name, None)
    schema["required"] = [name for name in schema["required"] if name in schema["properties"]]
    return schema


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_schema_whose_defaults_keep_to_it(form):
    schema = order_form(form)
    jsonschema.Draft7Validator.check_schema(schema)
    for name, member in schema["properties"].items():
        if "default" in member:
            alone = {**member, "definitions": schema["definitions"]}
            assert jsonschema.Draft7Validator(alone).is_valid(member["default"]), name


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_what_is_wrong_is_wrong_for_a_whole_validator_too(form, data):
    params = data.draw(parameters(form))
    validator = jsonschema.Draft7Validator(without_geometry(form))
    assert (wrong_parameters(form, params) == []) == validator.is_valid(params)
