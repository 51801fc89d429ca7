"""The fixed moment at which tests, demo and benchmarks run, so that no result depends on the day.

`MOMENT` in the environment chooses another one: an ISO 8601 time, or `now` for the machine's own time. Run as a
program, it prints moments at which a calendar is likely to break something: `python tools/moment.py 60`.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import datetime, timedelta, timezone
from typing import List

FIXED_MOMENT = "2026-09-15T08:30:00Z"
MOMENT_VARIABLE = "MOMENT"
# Child processes inherit a shift instead of a moment: at any instant all processes of one run then agree on the time.
SHIFT_VARIABLE = "UP42_JOBS_CLOCK_SHIFT_S"

_NOTABLE = (
    "2028-02-29T23:59:30Z",  # leap day, into the first of a month
    "2026-12-31T23:59:40Z",  # New Year's Eve in UTC ...
    "now",
    "2025-12-31T22:59:40Z",  # ... in Berlin
    "2027-12-31T14:59:40Z",  # ... in Tokyo
    "2031-01-01T09:59:40Z",  # ... in Honolulu
    "2024-02-29T12:00:00Z",
    "2026-03-29T00:59:30Z",  # clocks go forward in Europe
    "2026-10-25T00:59:30Z",  # and back
    "2027-03-14T09:59:30Z",  # clocks go forward in North America
    "2027-11-07T08:59:30Z",  # and back
    "2025-01-01T00:00:05Z",
    "2026-06-01T00:00:10Z",
    "2031-03-01T00:01:00Z",
    "2026-11-30T05:10:00Z",  # newest scenes with footprints of six corners
)
_FIRST, _LAST = datetime(2024, 1, 1, tzinfo=timezone.utc), datetime(2032, 12, 31, tzinfo=timezone.utc)
_SEED = 16


def moments(count: int) -> List[str]:
    """Returns the notable moments first, then seeded ones between 2024 and 2032, always the same."""
    chance = random.Random(_SEED)
    span_s = int((_LAST - _FIRST).total_seconds())
    seeded = (_FIRST + timedelta(seconds=chance.randrange(span_s)) for _ in range(count - len(_NOTABLE)))
    return [*_NOTABLE, *(f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in seeded)][:count]


def choose_moment() -> None:
    """Chooses the moment of this run, for this process and its children, unless a parent has chosen it already."""
    from up42_jobs.sandbox.clock import read_time

    if SHIFT_VARIABLE not in os.environ:
        moment = os.environ.get(MOMENT_VARIABLE, "") or FIXED_MOMENT
        shift_s = 0.0 if moment == "now" else read_time(moment).timestamp() - time.time()
        os.environ[SHIFT_VARIABLE] = repr(shift_s)
    follow_moment()


def follow_moment() -> None:
    """Shifts the clocks of plugin and Sandbox as the parent process chose; leaves them alone without one."""
    if SHIFT_VARIABLE in os.environ:
        from up42_jobs.core.domain.clock import shift_clock
        from up42_jobs.sandbox.clock import shift_clocks

        shift_s = float(os.environ[SHIFT_VARIABLE])
        shift_clock(shift_s)
        shift_clocks(shift_s)


if __name__ == "__main__":
    print("\n".join(moments(int(sys.argv[1]))))
