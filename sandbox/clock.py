"""The Sandbox's clock, which a test can set, advance or speed up."""

from __future__ import annotations

import re
import threading
import time
from datetime import datetime, timezone
from typing import Any, NamedTuple, Optional

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|z|[+-]\d{2}:\d{2})?)?$")

_OPEN = ("", "..")

_shift_s = 0.0


def shift_clocks(seconds: float) -> None:
    """Lets clocks that are made from now on in this process start `seconds` after the machine's time."""
    global _shift_s
    _shift_s = seconds


class Clock:
    """UTC time, from `now` (which must carry a zone) or from the machine's time on. Safe for threads."""

    def __init__(self, now: Optional[datetime] = None) -> None:
        self._lock = threading.Lock()
        self._speed = 1.0
        self._anchor(time.time() + _shift_s)
        if now is not None:
            self.set(now)

    def timestamp(self) -> float:
        """Returns the Sandbox's time as Unix seconds."""
        with self._lock:
            return self._reading()

    def now(self) -> datetime:
        """Returns the Sandbox's time with UTC as its zone."""
        return datetime.fromtimestamp(self.timestamp(), tz=timezone.utc)

    def set(self, moment: datetime) -> None:
        """Moves the time to `moment`, which must carry a zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        with self._lock:
            self._anchor(moment.timestamp())

    def advance(self, seconds: float) -> None:
        """Moves the time forward (or back, when negative)."""
        with self._lock:
            self._anchor(self._reading() + seconds)

    def speed(self, factor: float) -> None:
        """Lets the Sandbox's time run `factor` times as fast as the machine's; 0 stops it."""
        if factor < 0:
            raise ValueError("a speed must not be negative")
        with self._lock:
            self._anchor(self._reading())
            self._speed = factor

    def _reading(self) -> float:
        return self._anchor_time + (time.monotonic() - self._anchor_ticks) * self._speed

    def _anchor(self, timestamp: float) -> None:
        self._anchor_time = timestamp
        self._anchor_ticks = time.monotonic()


def read_time(text: str) -> datetime:
    """Reads an RFC 3339 time with any number of digits of a second; UTC if no zone is given.

    Raises ValueError.
    """
    match = _TIME.match(text.strip())
    if match is None:
        raise ValueError(f"{text} is not an RFC 3339 time")
    day, clock, digits, zone = match.groups()
    fraction = f".{(digits or '')[:6]:0<6}"
    return datetime.fromisoformat(f"{day}T{clock or '00:00:00'}{fraction}{_zone(zone)}")


class Interval(NamedTuple):
    """Times from `start` to `end`, both ends included."""

    start: datetime
    end: datetime


def read_interval(text: Any, open_ends: Optional[Interval] = None) -> Interval:
    """Reads `start/end` or a single RFC 3339 time, UTC where no zone is given; raises ValueError.

    With `open_ends` one end, or both, may be left open by `..` or nothing, and is taken from there.
    """
    if not isinstance(text, str):
        raise ValueError("must be an interval of two times with a slash between")
    start_text, slash, end_text = text.partition("/")
    ends = open_ends if slash else None
    start = ends.start if ends and start_text in _OPEN else read_time(start_text)
    end = start
    if slash:
        end = ends.end if ends and end_text in _OPEN else read_time(end_text)
    if end < start:
        raise ValueError(f"ends before it starts: {text}")
    return Interval(start, end)


def _zone(zone: Optional[str]) -> str:
    return "+00:00" if zone in (None, "Z", "z") else str(zone)


def iso(moment: datetime, digits: int = 3) -> str:
    """Writes a moment as ISO 8601 in UTC with `Z` and 0, 3 or 6 digits of a second."""
    unit = {0: "seconds", 3: "milliseconds", 6: "microseconds"}[digits]
    return moment.astimezone(timezone.utc).isoformat(timespec=unit).replace("+00:00", "Z")


def iso_from(timestamp: float, digits: int = 3) -> str:
    """Writes Unix seconds as ISO 8601 in UTC with `Z`."""
    return iso(datetime.fromtimestamp(timestamp, tz=timezone.utc), digits)
