"""The four shapes in which parts of the platform say no."""

from __future__ import annotations

from typing import Any, Mapping

from ..http.routing import Refusal, Request, Response, json_response


def keycloak(refusal: Refusal) -> Response:
    """Words a refusal as the sign-in server does."""
    return json_response({"error": str(refusal.code), "error_description": refusal.message}, refusal.status)


def envelope(refusal: Refusal) -> Response:
    """Words a refusal as the older parts do, catalog search among them."""
    error = {"code": refusal.code, "message": refusal.message, "details": refusal.details}
    return json_response({"data": {}, "error": error}, refusal.status)


def plain(refusal: Refusal) -> Response:
    """Words a refusal as the collections do."""
    return json_response(
        {"code": refusal.status, "message": refusal.message, "details": refusal.details}, refusal.status
    )


def problem(refusal: Refusal) -> Response:
    """Words a refusal as problem details (RFC 7807)."""
    body = {"status": refusal.status, "title": refusal.message, "detail": refusal.details}
    response = json_response(body, refusal.status)
    response.media_type = "application/problem+json"
    return response


def object_body(request: Request) -> Mapping[str, Any]:
    """Returns the body of a request, a JSON object; Refusal 400 when it is anything else."""
    body: Any = request.json()
    if not isinstance(body, Mapping):
        raise Refusal(400, "Bad Request", details="the body must be a JSON object")
    return body
