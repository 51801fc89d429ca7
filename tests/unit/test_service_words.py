"""A refusal is shown in the service's own words, wherever its body keeps them: nothing else helps the user."""

from __future__ import annotations

import pytest
from hypothesis import given
from support.hostile_values import ANYTHING

from up42_jobs.core.api.service_words import words_of


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"code": 1, "message": "No block"}, "data": None}, "No block"),
        ({"title": "Bad Request", "status": 400, "detail": "aoi too small"}, "aoi too small"),
        ({"error": "invalid_grant", "error_description": "Account is not fully set up"}, "Account is not fully set up"),
        ({"error": "invalid_scope"}, "invalid_scope"),
        (
            {"title": "Invalid", "errors": [{"name": "aoi", "message": "too small"}, {"message": "no id"}]},
            "Invalid: aoi: too small; no id",
        ),
        ({"errors": [{"index": 0, "message": "Refused", "details": "Minimum is 1 km²"}]}, "Refused: Minimum is 1 km²"),
        ({"schema-error": "'item' is a required property"}, "'item' is a required property"),
        ({"schema-error": [{"path": "inputs.item", "message": "missing"}]}, "inputs.item: missing"),
        ({"errors": ["one", "two", "one"]}, "one; two"),
        ({"errors": {"aoi": "x"}}, ""),
        ([], ""),
        ("plain", "plain"),
        (None, ""),
    ],
)
def test_words_are_found_in_every_shape_of_a_refusal(body, words):
    assert words_of(body) == words


@given(ANYTHING)
def test_no_body_breaks_the_words(body):
    assert isinstance(words_of({"errors": body, "detail": body, "error": {"message": body}}), str)
