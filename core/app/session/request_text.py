"""The request of the form as it was edited as JSON text."""

from __future__ import annotations

from typing import Any, Mapping

from ...domain.json_text import JsonError, parse_json
from ...domain.ports.gateway import RequestError


def parse_request_text(text: str) -> Mapping[str, Any]:
    """Returns the request in a text; raises RequestError if it is not JSON, with the place, or not an object."""
    try:
        request = parse_json(text, is_typed=True)
    except JsonError as error:
        raise RequestError((), "not_json", line=error.line, column=error.column) from error
    if not isinstance(request, dict):
        raise RequestError((), "not_an_object")
    return request
