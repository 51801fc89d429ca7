"""The envelope of this generation's JSON responses."""

from __future__ import annotations

from typing import Any

from ..http.routing import HttpRefusal, Response, json_response


def enveloped(data: Any, status: int = 200) -> Response:
    """Wraps data as the service does."""
    return json_response({"data": data, "error": None}, status)


def refuse(refusal: HttpRefusal) -> Response:
    """Words a refusal as the service does."""
    error = {"code": refusal.code, "message": refusal.message, "details": refusal.details, **refusal.extra}
    return json_response({"data": None, "error": error}, refusal.status)
