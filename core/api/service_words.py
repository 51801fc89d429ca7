"""What a refusal says in the service's own words, wherever its body keeps them."""

from __future__ import annotations

from typing import Any, List, Mapping, Sequence

from ..domain.foreign import text_of

# Of the sign-in (RFC 6749, 5.2), of problem details (RFC 9457), of an envelope, of a check against a schema.
_HEADLINES = ("error_description", "detail", "title", "message")
_PLACES = ("name", "field", "path")
_LISTS = ("schema-error", "errors", "details")
_MAX_ENTRIES = 10
_MAX_DEPTH = 4


def words_of(body: Any, depth: int = 0) -> str:
    """Returns the words of a refusal's JSON: its headline, and behind it what its lists of errors say.

    Of an entry in a list the member that it is about comes first. Empty where there are no words.
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
    # The short name of an error is for programs; it is shown where nothing else is.
    return words or text_of(error)


def _first(body: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for text in (text_of(body.get(name)) for name in names) if text), "")


def _joined(separator: str, texts: List[str]) -> str:
    return separator.join(dict.fromkeys(text for text in texts if text))
