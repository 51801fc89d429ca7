"""The four formats of error responses on the platform."""

from __future__ import annotations

from typing import Any, Mapping

from ..http.routing import HttpRefusal, Request, Response, json_response


def keycloak(refusal: HttpRefusal) -> Response:
    """Words a refusal as the sign-in server does."""
    return json_response({"error": str(refusal.code), "error_description": refusal.message}, refusal.status)


def envelope(refusal: HttpRefusal) -> Response:
    """Words a refusal as the older parts do, catalog search among them."""
    error = {"code": refusal.code, "message": refusal.message, "details": refusal.details}
    return json_response({"data": {}, "error": error}, refusal.status)


def plain(refusal: HttpRefusal) -> Response:
    """Words a refusal as the collections do."""
    return json_response(
        {"code": refusal.status, "message": refusal.message, "details": refusal.details}, refusal.status
    )


def problem(refusal: HttpRefusal) -> Response:
    """Words a refusal as problem details (RFC 7807)."""
    body = {"status": refusal.status, "title": refusal.message, "detail": refusal.details}
    response = json_response(body, refusal.status)
    response.media_type = "application/problem+json"
    return response


def object_body(request: Request) -> Mapping[str, Any]:
    """Returns the body of a request, a JSON object; HttpRefusal 400 when it is anything else."""
    body: Any = request.json()
    if not isinstance(body, Mapping):
        raise HttpRefusal(400, "Bad Request", details="the body must be a JSON object")
    return body
