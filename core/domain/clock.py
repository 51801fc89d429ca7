"""The current time in UTC; the only clock, so that tests can shift it."""

from __future__ import annotations

import time
from datetime import datetime, timezone

# Passes the shift in seconds to child processes: two processes of one test must agree on the time.
SHIFT_VARIABLE = "UP42_JOBS_CLOCK_SHIFT_S"

_shift_s = 0.0


def shift_clock(seconds: float) -> None:
    """Sets the time of this process `seconds` ahead of the machine's; 0 restores the machine's."""
    global _shift_s
    _shift_s = seconds


def utc_now() -> datetime:
    """Returns the current time in UTC: the machine's, unless `shift_clock` moved it."""
    return datetime.fromtimestamp(time.time() + _shift_s, tz=timezone.utc)
