"""Removes secrets from texts that may reach the screen, a log or an error report."""

from __future__ import annotations

import re

MAX_DETAIL = 500
# In whole addresses and in bare paths, as they appear in errors of the HTTP library.
_QUERY = re.compile(r"((?:https?:/)?/[^\s\"'<>?]*)\?[^\s\"'<>)]+")
_USER_INFO = re.compile(r"(https?://)[^\s/@\"'<>]+@")
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+", re.IGNORECASE)
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


def redacted(text: str) -> str:
    """Returns a text without authorization values, user names in addresses and query strings, shortened."""
    cleaned = _QUERY.sub(r"\1?…", text)
    cleaned = _USER_INFO.sub(r"\1", cleaned)
    cleaned = _BEARER.sub(r"\1 …", cleaned)
    cleaned = _JWT.sub("…", cleaned)
    return cleaned if len(cleaned) <= MAX_DETAIL else cleaned[:MAX_DETAIL] + "…"
