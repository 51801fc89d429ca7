"""Elapsed time that no change of the date can shorten or lengthen."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

_shift_s = 0.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Ticks:
    """A reading of a clock that only runs forward; two readings can be compared where their `boot` is the same."""

    boot: str
    seconds: float


def shift_ticks(seconds: float) -> None:
    """Puts `machine_ticks` that much ahead of the machine's clock, for this whole process: a test cannot wait."""
    global _shift_s
    _shift_s = seconds


def machine_ticks() -> Ticks:
    """Returns the machine's clock since its start, in seconds; it may stop while the machine sleeps."""
    return Ticks(_boot(), time.monotonic() + _shift_s)


@dataclass(frozen=True)
class Since:
    """The moment at which it was made, by two clocks: whichever says that more time has passed is believed."""

    monotonic_s: float = field(default_factory=time.monotonic)
    wall_s: float = field(default_factory=time.time)

    @property
    def age_s(self) -> float:
        """Returns the seconds since then, time during which the machine slept included; never negative."""
        return max(time.monotonic() - self.monotonic_s, time.time() - self.wall_s, 0.0)


def _boot() -> str:
    """Returns what names this run of the machine; where the system has no such name, this process alone."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return _PROCESS


_PROCESS = uuid.uuid4().hex
