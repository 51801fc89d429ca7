"""Removes members from a JSON response."""

from __future__ import annotations

import json
from typing import Any, Tuple


def without_members(body: bytes, keys: Tuple[str, ...]) -> bytes:
    """Takes the members `keys` out of a JSON body at any depth, or, with no keys, every member below the top.

    A body that is not JSON stays as it is.
    """
    try:
        value = json.loads(body.decode("utf-8"))
    except ValueError:
        return body
    stripped = _strip(value, keys) if keys else _hollow(value)
    return json.dumps(stripped, separators=(",", ":")).encode("utf-8")


def _strip(value: Any, keys: Tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {name: _strip(member, keys) for name, member in value.items() if name not in keys}
    if isinstance(value, list):
        return [_strip(member, keys) for member in value]
    return value


def _hollow(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _emptied(member) for name, member in value.items()}


def _emptied(member: Any) -> Any:
    if isinstance(member, dict):
        return {}
    if isinstance(member, list):
        return [_emptied(item) for item in member]
    return member
