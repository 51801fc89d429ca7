"""The present time in UTC, from the one place that a test can shift."""

from __future__ import annotations

import time
from datetime import datetime, timezone

# The shift in seconds, handed to child processes: two processes of one test must agree on the time.
SHIFT_VARIABLE = "UP42_JOBS_CLOCK_SHIFT_S"

_shift_s = 0.0


def shift_clock(seconds: float) -> None:
    """Puts the present time `seconds` after the machine's, for this whole process; 0 is the machine's own."""
    global _shift_s
    _shift_s = seconds


def utc_now() -> datetime:
    """Returns the present time with UTC as its zone: the machine's, unless `shift_clock` moved it."""
    return datetime.fromtimestamp(time.time() + _shift_s, tz=timezone.utc)
