"""Sign-in with a project's id and key."""

from __future__ import annotations

import hmac

from ...access import basic_pair
from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ...shared import SharedParts

_OAUTH_MEMBERS = ("access_token", "token_type", "refresh_token")


def add_routes(router: Router, shared: SharedParts) -> None:
    """Adds the route that issues access values."""

    def issue(request: Request) -> Response:
        account = shared.account
        expected = f"{account.project_id}:{account.project_key}"
        given = basic_pair(request) or ""
        if not hmac.compare_digest(given.encode("utf-8"), expected.encode("utf-8")):
            return Response(401)
        if request.form().get("grant_type") != "client_credentials":
            raise HttpRefusal(415, "The grant type must be client_credentials, sent as a form")
        value = shared.access.issue(account.project_id, iss="backend-core", authorities=["VIEW_PROJECT", "RUN_JOB"])
        answer = dict(zip(_OAUTH_MEMBERS, (value, "bearer", None)))
        return json_response({"data": {"accessToken": value}, **answer})

    router.add("POST", "/oauth/token", issue, is_open=True)
