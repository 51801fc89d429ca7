"""Memory that is free within this process and of no use to others."""

from __future__ import annotations

import gc
import sys
from typing import Optional, Tuple


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


# So many collections of the middle generation before a full one: none within a test query.
_FAR_OFF = 1_000_000


class FullCollections:
    """Lets Python look through young objects alone for a while.

    A full collection looks at everything that all of QGIS's Python holds, 40 ms and more in which no thread runs
    Python; requests by the hundred bring several about.
    """

    def __init__(self) -> None:
        self._former: Optional[Tuple[int, int, int]] = None

    def put_off(self, is_wanted: bool) -> None:
        """Puts them off, or lets them come again as before; what somebody else has set meanwhile stays."""
        if is_wanted and self._former is None:
            self._former = gc.get_threshold()
            gc.set_threshold(self._former[0], self._former[1], _FAR_OFF)
        elif not is_wanted and self._former is not None:
            former, self._former = self._former, None
            if gc.get_threshold()[2] == _FAR_OFF:
                gc.set_threshold(*former)
