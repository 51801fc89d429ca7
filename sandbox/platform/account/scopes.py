"""The scopes that a client may request, and what a sign-in without them can do."""

from __future__ import annotations

from typing import Any, Mapping

from ...http.routing import HttpRefusal
from ...options import ADMINISTRATOR, Options
from ...variants import SCOPED, SIGN_IN

OPENID = "openid"
# The only client of which this scope is one.
_OPENID_CLIENT = "up42-sdk"


def expect_scope(form: Mapping[str, str], options: Options) -> None:
    """Lets a sign-in pass; HttpRefusal 400 for a scope that is none of its client's."""
    wanted = form.get("scope", "").split()
    if options.is_variant(SIGN_IN, SCOPED) and OPENID in wanted and form.get("client_id") != _OPENID_CLIENT:
        raise HttpRefusal(400, f"Invalid scopes: {form['scope']}", "invalid_scope")


def granted_scopes(form: Mapping[str, str], options: Options) -> str:
    """Returns the scopes of a new access value; `openid` is always among them if scopes are not checked."""
    is_open = not options.is_variant(SIGN_IN, SCOPED) or OPENID in form.get("scope", "").split()
    # What was renewed keeps its scopes.
    is_renewed = form.get("grant_type") == "refresh_token" and form.get("client_id") == _OPENID_CLIENT
    role = "ACCOUNT_ADMIN " if options.role == ADMINISTRATOR else ""
    return f"{f'{OPENID} ' if is_open or is_renewed else ''}{role}USER"


def expect_user_scope(claims: Mapping[str, Any], options: Options) -> None:
    """Lets a question who the user is pass; HttpRefusal 403 for an access value without `openid`."""
    if options.is_variant(SIGN_IN, SCOPED) and OPENID not in str(claims.get("scope", "")).split():
        raise HttpRefusal(403, "Missing openid scope", "insufficient_scope")
