"""JSON: a bounded, strict parser for documents from outside, and indented text for users to read."""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate
from typing import Any, Mapping, Union

# A test query of 1,000 scenes has about 5 MB and 150,000 values; ten times that is still read in a second or two.
MAX_BYTES = 32 * 1024 * 1024
MAX_VALUES = 500_000
# The services' deepest document, an order form, has about 20 levels.
MAX_DEPTH = 64
# Longer whole numbers have no meaning here and cost quadratic time.
MAX_DIGITS = 40

_QUOTE, _BACKSLASH = b'"', b"\\"
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1, ord(","): 0}
_NOT_STRUCTURE = bytes(code for code in range(256) if code not in _STEPS)
# An escaped high surrogate; an unpaired surrogate cannot be encoded as UTF-8.
_HALF_CHARACTER = re.compile(r"\\u[dD][89abAB]", re.ASCII)


class JsonError(ValueError):
    """Invalid JSON, or JSON nested too deeply; `line` and `column` locate the error if it is located."""

    line = 1
    column = 1


class JsonTooLarge(JsonError):
    """A document beyond a limit, which the message names."""


def parse_json(content: Union[str, bytes], *, is_typed: bool = False) -> Any:
    """Returns the value of a JSON document.

    Invalid numbers (`NaN`, `Infinity`, 1e999, a whole number of more than 40 digits) are read as None and unpaired
    surrogates as `?`, so that every value can be written again; with `is_typed` such a number is an error. Raises
    JsonTooLarge beyond 32 MiB or 500,000 values and JsonError for anything else that cannot be read; never any other
    error.
    """
    odd = _refused if is_typed else _nothing
    if len(content) > MAX_BYTES:
        raise JsonTooLarge(f"more than {MAX_BYTES // (1024 * 1024)} MB")
    try:
        text = content if isinstance(content, str) else content.decode(json.detect_encoding(content))
        _check_structure(text.encode("utf-8", "surrogatepass"))
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
    """Returns a document as indented JSON without ASCII escapes."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def _check_structure(content: bytes) -> None:
    """Refuses a document that would need too much memory or depth, before it is parsed.

    Splits the text instead of matching a pattern: `re` keeps backtracking state for every character.
    """
    plain = content.replace(_BACKSLASH * 2, b"").replace(_BACKSLASH + _QUOTE, b"") if _BACKSLASH in content else content
    if plain.count(_QUOTE) > 4 * MAX_VALUES:
        raise _too_many_values()
    structure = b"".join(plain.split(_QUOTE)[::2]).translate(None, _NOT_STRUCTURE)
    if sum(structure.count(sign) for sign in (b",", b"[", b"{")) > MAX_VALUES:
        raise _too_many_values()
    if max(accumulate(map(_STEPS.__getitem__, structure)), default=0) > MAX_DEPTH:
        raise JsonError(f"more than {MAX_DEPTH} levels")


def _too_many_values() -> JsonTooLarge:
    return JsonTooLarge(f"more than {MAX_VALUES:,} values")


def _nothing(text: str) -> None:
    return None


def _refused(text: str) -> None:
    raise JsonError(f"no number: {text[:MAX_DIGITS]}")
