"""Returns freed memory to the operating system (`malloc_trim`) and defers full garbage collections."""

from __future__ import annotations

import gc
import sys
from typing import Optional, Tuple


def give_back_memory() -> None:
    """Returns the memory that the C library keeps after hundreds of images; needed on Linux only.

    Takes some milliseconds: call it on a worker thread.
    """
    if not sys.platform.startswith("linux"):
        return
    # Imported here because ctypes is slow to import and needed on Linux only.
    import ctypes

    # Only glibc has it and needs it: its mmap threshold grows with the largest block that was freed, so that after
    # a few map images no smaller block is ever returned.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


# Collections of the middle generation before a full one: more than a test query causes.
_FAR_OFF = 1_000_000


class FullCollections:
    """Defers Python's full garbage collections.

    A full collection visits every Python object of QGIS, 40 ms and more in which no thread runs Python; hundreds of
    requests trigger several.
    """

    def __init__(self) -> None:
        self._former: Optional[Tuple[int, int, int]] = None

    def put_off(self, is_wanted: bool) -> None:
        """Defers them, or restores the former threshold unless other code has changed it meanwhile."""
        if is_wanted and self._former is None:
            self._former = gc.get_threshold()
            gc.set_threshold(self._former[0], self._former[1], _FAR_OFF)
        elif not is_wanted and self._former is not None:
            former, self._former = self._former, None
            if gc.get_threshold()[2] == _FAR_OFF:
                gc.set_threshold(*former)
