"""Memory that is free within this process and of no use to others."""

from __future__ import annotations

import sys


def give_back_memory() -> None:
    """Gives the system back what the C library keeps after hundreds of pictures; elsewhere than on Linux it does so
    by itself. Takes some milliseconds, so call it beside the window.
    """
    if not sys.platform.startswith("linux"):
        return
    # Costs more than what it is for where it is not called.
    import ctypes

    # Only glibc has it, and only glibc needs it: its limit for large pieces goes up with the largest that was freed,
    # so that a few map pictures keep all that is smaller from ever being given back.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
