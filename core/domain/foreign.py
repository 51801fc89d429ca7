"""Validation of foreign values: numbers, times, texts and lists from a service or a file.

Each function returns a value of its kind within safe bounds, or None (an empty text, an empty list) for anything else.
Only `credits_of` and `records` raise: a wrong amount or a broken list must not pass as nothing.
"""

from __future__ import annotations

import logging
import math
from datetime import datetime, timezone
from typing import Any, Callable, Iterable, List, Mapping, Optional, Tuple, TypeVar

from .errors import ErrorKind, Up42Error
from .parameters import parse_utc

_LOG = logging.getLogger(__name__)

T = TypeVar("T")

# Whole numbers up to 2^53 are exact in every JSON reader, and fit Qt's and SQLite's 64 bits.
MAX_NUMBER = 1e15
# A hundred million euros; no user is asked to confirm more.
MAX_CREDITS = 10_000_000_000
MAX_BYTES = 2**50
MAX_TEXT = 20_000
MAX_ID = 500
_MAX_MOMENT_LENGTH = 64
# XML cannot contain them, and so neither can a project or the metadata of a layer.
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
_FIRST_YEAR, _LAST_YEAR = 1950, 2200


class Records(Tuple[T, ...]):
    """The records of a foreign list that could be read, and the number of those that could not."""

    unreadable_count: int

    def __new__(cls, found: Iterable[T] = (), unreadable_count: int = 0) -> Records[T]:
        """Makes the tuple."""
        records = super().__new__(cls, found)
        records.unreadable_count = unreadable_count
        return records


def records(given: Any, read: Callable[[Any], T], name: str) -> Records[T]:
    """Returns the records of a list; records that `read` refuses with UNEXPECTED_ANSWER are left out and counted.

    Raises UNEXPECTED_ANSWER with the list's name for anything but a list, and for several records none of which can
    be read: a broken answer is not an empty one.
    """
    if not isinstance(given, list):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{name}: no list")
    found: List[T] = []
    for record in given:
        try:
            found.append(read(record))
        except Up42Error as error:
            if error.kind is not ErrorKind.UNEXPECTED_ANSWER:
                raise
            _LOG.warning("A record cannot be read: %s: %s", name, error.detail)
    if len(given) > 1 and not found:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{name}: none of {len(given)} records can be read")
    return Records(found, len(given) - len(found))


def number_of(value: Any, lowest: float = -MAX_NUMBER, highest: float = MAX_NUMBER) -> Optional[float]:
    """Returns a finite number within bounds, also from a text that contains one; booleans are not numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and lowest <= number <= highest else None


def whole_of(value: Any, lowest: float = -MAX_NUMBER, highest: float = MAX_NUMBER) -> Optional[int]:
    """Returns a whole number within bounds; None for a fraction."""
    number = number_of(value, lowest, highest)
    if number is None or number != math.floor(number):
        return None
    return value if isinstance(value, int) else int(number)


def size_of(value: Any) -> Optional[int]:
    """Returns the size of a file in bytes, None if it is unknown."""
    return whole_of(value, 1, MAX_BYTES)


def credits_of(value: Any, name: str, lowest: float = 0) -> float:
    """Returns an amount of credits, `lowest` to ten billion; UNEXPECTED_ANSWER with its name for anything else."""
    amount = number_of(value, lowest, MAX_CREDITS)
    if amount is None:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{name}: no amount of credits: {shown(value)}")
    return amount


def text_of(value: Any, longest: int = MAX_TEXT) -> str:
    """Returns a text without control characters, cut to its first 20,000; empty for anything but a text or an int."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) <= MAX_NUMBER else ""
    return value[:longest].translate(_CONTROLS) if isinstance(value, str) else ""


def id_of(value: Any) -> str:
    """Returns an id; empty if it is too long or unprintable: a truncated id would name something else."""
    if isinstance(value, str):
        return value if len(value) <= MAX_ID and value.isprintable() else ""
    return text_of(value)


def texts_of(value: Any) -> List[str]:
    """Returns the texts of a list, leaving out all other values."""
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def mapping_of(value: Any) -> Mapping[str, Any]:
    """Returns an object, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def mappings_of(value: Any) -> List[Mapping[str, Any]]:
    """Returns the objects of a list, leaving out all other values."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def moment_of(value: Any) -> Optional[datetime]:
    """Returns a time between 1950 and 2200 in UTC, from RFC 3339, epoch milliseconds, or a text ending in ` UTC`."""
    moment: Optional[datetime] = None
    try:
        if isinstance(value, str) and len(value) <= _MAX_MOMENT_LENGTH:
            moment = parse_utc(value.replace(" UTC", ""))
        elif not isinstance(value, str):
            milliseconds = number_of(value)
            moment = None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000.0, timezone.utc)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment is not None and _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def shown(value: Any) -> str:
    """Returns a foreign value, shortened, for a *Details* view."""
    is_plain = isinstance(value, (str, float, type(None))) or (isinstance(value, int) and abs(value) <= MAX_NUMBER)
    text = repr(value) if is_plain else type(value).__name__
    return text if len(text) <= 60 else text[:60] + "…"
