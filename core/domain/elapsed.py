"""Elapsed time that is independent of changes to the system clock."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

_shift_s = 0.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Ticks:
    """A reading of a monotonic clock; two readings are comparable only if their `boot` is the same."""

    boot: str
    seconds: float


def shift_ticks(seconds: float) -> None:
    """Sets `machine_ticks` of this process ahead of the machine's clock, since tests cannot wait."""
    global _shift_s
    _shift_s = seconds


def machine_ticks() -> Ticks:
    """Returns the seconds since the machine started; the clock may stop while the machine sleeps."""
    return Ticks(_boot(), time.monotonic() + _shift_s)


@dataclass(frozen=True)
class Since:
    """The moment of its creation by two clocks; the age is taken from the clock that shows more time."""

    monotonic_s: float = field(default_factory=time.monotonic)
    wall_s: float = field(default_factory=time.time)

    @property
    def age_s(self) -> float:
        """Returns the seconds since then, including time that the machine slept; never negative."""
        return max(time.monotonic() - self.monotonic_s, time.time() - self.wall_s, 0.0)


def _boot() -> str:
    """Returns the id of the machine's current boot; if the system has none, an id of this process."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return _PROCESS


_PROCESS = os.urandom(16).hex()
