"""Limits for unpacking archives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UnpackLimits:
    """Limits for unpacking an archive; `max_ratio` of unpacked to packed bytes applies beyond `free_bytes`."""

    max_entries: int = 20_000
    max_total_bytes: int = 1_000_000_000_000
    max_ratio: float = 100.0
    free_bytes: int = 500_000_000
