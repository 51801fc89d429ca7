"""Extracts the service's message from the body of a refusal."""

from __future__ import annotations

from typing import Any, List, Mapping, Sequence

from ..domain.foreign import text_of

# Members of the sign-in (RFC 6749, 5.2), of problem details (RFC 9457), of an envelope and of a schema check.
_HEADLINES = ("error_description", "detail", "title", "message")
_PLACES = ("name", "field", "path")
_LISTS = ("schema-error", "errors", "details")
_MAX_ENTRIES = 10
_MAX_DEPTH = 4


def words_of(body: Any, depth: int = 0) -> str:
    """Returns the message of a refusal's JSON: its headline, then the entries of its error lists.

    A list entry starts with the member that it is about. Empty if there is no message.
    """
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(body, list):
        return _joined("; ", [words_of(entry, depth + 1) for entry in body[:_MAX_ENTRIES]])
    if not isinstance(body, Mapping):
        return text_of(body)
    error = body.get("error")
    nested = words_of(error, depth + 1) if isinstance(error, (Mapping, list)) else ""
    headline = nested or _first(body, _HEADLINES)
    lists = [words_of(body.get(name), depth + 1) for name in _LISTS]
    words = _joined(": ", [_first(body, _PLACES) if depth else "", headline, *lists])
    # The error code is for programs; it is shown only if there is nothing else.
    return words or text_of(error)


def _first(body: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for text in (text_of(body.get(name)) for name in names) if text), "")


def _joined(separator: str, texts: List[str]) -> str:
    return separator.join(dict.fromkeys(text for text in texts if text))
