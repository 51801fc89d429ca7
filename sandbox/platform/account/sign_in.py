"""Sign-in with e-mail and password, and the user info endpoint."""

from __future__ import annotations

import hmac
import uuid
from typing import Any, Mapping

from ...access import AccessExpired, AccessRefused
from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ...shared import SharedParts
from ..refusals import keycloak
from .scopes import expect_scope, expect_user_scope, granted_scopes

CLIENTS = ("up42-api", "up42-sdk")
REFRESH_SECONDS = 1800
_ANSWER_MEMBERS = ("access_token", "token_type", "refresh_token")
_REALM = "/realms/public/protocol/openid-connect"


class SignIn:
    """The sign-in server: password and refresh grants, form bodies only."""

    def __init__(self, shared: SharedParts) -> None:
        self._shared = shared
        self.router = Router(self._bearer, keycloak)
        self.router.add("POST", f"{_REALM}/token", self._issue, is_open=True)
        self.router.add("GET", f"{_REALM}/userinfo", self._user)

    def _issue(self, request: Request) -> Response:
        form, options = request.form(), self._shared.options
        grant = form.get("grant_type")
        if grant is None:
            raise HttpRefusal(400, "Missing form parameter: grant_type", "invalid_request")
        if form.get("client_id") not in CLIENTS:
            raise HttpRefusal(401, "Invalid client or Invalid client credentials", "invalid_client")
        expect_scope(form, options)
        if grant == "password":
            self._expect_password(form)
        elif grant == "refresh_token":
            self._expect_refresh(form.get(grant, ""))
        else:
            raise HttpRefusal(400, "Unsupported grant_type", "unsupported_grant_type")
        return json_response(self._answer(granted_scopes(form, options)))

    def _answer(self, scopes: str) -> Mapping[str, Any]:
        access, options = self._shared.access, self._shared.options
        workspace = self._shared.account.workspace_id
        values = (
            access.issue(workspace, scope=scopes),
            "Bearer",
            access.issue(_refresh_audience(workspace), REFRESH_SECONDS),
        )
        return {
            **dict(zip(_ANSWER_MEMBERS, values)),
            "expires_in": int(options.access_seconds) or options.access_seconds,
            "refresh_expires_in": REFRESH_SECONDS,
            "not-before-policy": 0,
            "session_state": str(uuid.uuid4()),
            "scope": scopes,
        }

    def _expect_password(self, form: Mapping[str, str]) -> None:
        account = self._shared.account
        given = f"{form.get('username', '').lower()}\n{form.get('password', '')}"
        if not hmac.compare_digest(given.encode("utf-8"), f"{account.mail}\n{account.key}".encode()):
            raise HttpRefusal(401, "Invalid user credentials", "invalid_grant")

    def _expect_refresh(self, value: str) -> None:
        try:
            audience = self._shared.access.claims(value)["aud"]
        except AccessExpired:
            raise HttpRefusal(400, "Token is not active", "invalid_grant") from None
        except AccessRefused:
            audience = None
        if audience != _refresh_audience(self._shared.account.workspace_id):
            raise HttpRefusal(400, "Invalid refresh token", "invalid_grant")

    def _bearer(self, request: Request) -> Mapping[str, Any]:
        try:
            return self._shared.access.read(request)
        except AccessRefused:
            raise HttpRefusal(401, "Token verification failed", "invalid_token") from None

    def _user(self, request: Request) -> Response:
        expect_user_scope(request.claims, self._shared.options)
        account = self._shared.account
        return json_response(
            {
                "sub": account.workspace_id,
                "email_verified": True,
                "preferred_username": account.mail,
                "email": account.mail,
                "name": "Ana Sandbox",
            }
        )


def _refresh_audience(workspace: str) -> str:
    return f"refresh {workspace}"
