"""JSON: the one reader of documents that come from outside, bounded and strict, and the text that people read."""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate
from typing import Any, Mapping, Union

# A test query of 1,000 scenes makes about 5 MB and 150,000 values; ten times that is still read in a second or two.
MAX_BYTES = 32 * 1024 * 1024
MAX_VALUES = 500_000
# The deepest document of the services, an order form, has about 20 levels.
MAX_DEPTH = 64
# Longer whole numbers mean nothing to anybody and cost quadratic time.
MAX_DIGITS = 40

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_STRUCTURE = re.compile(r"[^\[\]{},]+")
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1, ",": 0}
# An escaped half of a character of two halves; a lone one cannot be written as UTF-8.
_HALF_CHARACTER = re.compile(r"\\u[dD][89abAB]", re.ASCII)


class JsonError(ValueError):
    """A text that is no JSON, or nested deeper than any document of the services; with the place where it is known."""

    line = 1
    column = 1


class JsonTooLarge(JsonError):
    """A document beyond a limit, which the text names."""


def parse_json(content: Union[str, bytes], *, is_typed: bool = False) -> Any:
    """Returns the value of a JSON document.

    What no JSON number can be (`NaN`, `Infinity`, 1e999, a whole number of more than 40 digits) reads as None, half
    characters as `?`, so that whatever was read can be written again; in a document that was typed such a number is
    an error. Raises JsonTooLarge beyond 32 MiB or 500,000 values, JsonError for anything else that cannot be read;
    never any other error.
    """
    odd = _refused if is_typed else _nothing
    if len(content) > MAX_BYTES:
        raise JsonTooLarge(f"more than {MAX_BYTES // (1024 * 1024)} MB")
    try:
        text = content if isinstance(content, str) else content.decode(json.detect_encoding(content))
        _check_structure(text)
        value = json.loads(
            text.lstrip("\ufeff"),
            parse_constant=odd,
            parse_float=lambda digits: float(digits) if math.isfinite(float(digits)) else odd(digits),
            parse_int=lambda digits: int(digits) if len(digits) <= MAX_DIGITS else odd(digits),
        )
        if _HALF_CHARACTER.search(text):
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except JsonError:
        raise
    except (ValueError, RecursionError) as error:
        failure = JsonError(str(error) or "no JSON")
        if isinstance(error, json.JSONDecodeError):
            failure.line, failure.column = error.lineno, error.colno
        raise failure from error
    return value


def indented(document: Mapping[str, Any]) -> str:
    """Returns a document indented, its letters as they are."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def _check_structure(text: str) -> None:
    """Refuses what would take too much memory or depth, before any of it is taken."""
    structure = _NOT_STRUCTURE.sub("", _STRING.sub("", text))
    values = structure.count(",") + structure.count("[") + structure.count("{")
    if values > MAX_VALUES:
        raise JsonTooLarge(f"more than {MAX_VALUES:,} values")
    if max(accumulate(map(_STEP.__getitem__, structure)), default=0) > MAX_DEPTH:
        raise JsonError(f"more than {MAX_DEPTH} levels")


def _nothing(text: str) -> None:
    return None


def _refused(text: str) -> None:
    raise JsonError(f"no number: {text[:MAX_DIGITS]}")
