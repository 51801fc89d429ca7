"""The fixed moment at which tests, demo and benchmarks run, so that no result depends on the day.

`MOMENT` in the environment chooses another one: an ISO 8601 time, or `now` for the machine's own time.
"""

from __future__ import annotations

import os
import time

FIXED_MOMENT = "2026-09-15T08:30:00Z"
MOMENT_VARIABLE = "MOMENT"
# Child processes inherit a shift instead of a moment: at any instant all processes of one run then agree on the time.
SHIFT_VARIABLE = "UP42_JOBS_CLOCK_SHIFT_S"


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
