"""Replaces the texts of a JSON response with HTML markup."""

from __future__ import annotations

import json
from typing import Any

# Members that users read. All others are read by programs, or link one response to the next.
_WORDS = frozenset(
    {
        "title",
        "description",
        "displayName",
        "message",
        "detail",
        "details",
        "reason",
        "error",
        "text",
        "platform",
        "constellation",
        "sensor",
        "producer",
        "processingLevel",
        "providerName",
        "organisationName",
        "copyright",
        "license",
        "licence",
        "notes",
        "label",
        "statusMessage",
        "blockName",
        "email",
        "firstName",
        "lastName",
        "company",
    }
)
MARKUP = '<b>{words}</b><img src="http://127.0.0.1:9/{key}"><script>1</script>'


def with_markup(body: bytes) -> bytes:
    """Wraps every text for users of a JSON body in markup; returns a body that is not JSON unchanged."""
    try:
        value = json.loads(body.decode("utf-8"))
    except ValueError:
        return body
    return json.dumps(_marked(value), separators=(",", ":")).encode("utf-8")


def _marked(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _marked(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [_marked(member, key) for member in value]
    if isinstance(value, str) and (key in _WORDS or " " in value):
        return MARKUP.format(words=value, key=key)
    return value
