"""An answer whose words are markup."""

from __future__ import annotations

import json
from typing import Any

# Members with words for people. All else is read by programs, or joins one answer to the next.
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
    """Puts every word for people of a JSON body into markup; a body that is not JSON stays as it is."""
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
