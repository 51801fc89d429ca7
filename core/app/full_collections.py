"""Python's full garbage collections, put off while a window must go on answering."""

from __future__ import annotations

import contextlib
import gc
import threading
from typing import Iterator, List, Tuple

# So many collections of the middle generation before a full one: none within a test query.
_FAR_OFF = 1_000_000

_LOCK = threading.Lock()
# What was set before the first of those that overlap, the last of whom gives it back.
_FORMER: List[Tuple[int, int, int]] = []


@contextlib.contextmanager
def full_collections_put_off() -> Iterator[None]:
    """Lets Python look through young objects alone for as long as this lasts.

    A full collection looks at everything that all of QGIS's Python holds, 40 ms and more in which no thread runs
    Python; requests by the hundred bring several about. What somebody else sets meanwhile stays.
    """
    with _LOCK:
        former = gc.get_threshold()
        if not _FORMER:
            gc.set_threshold(former[0], former[1], _FAR_OFF)
        _FORMER.append(former)
    try:
        yield
    finally:
        with _LOCK:
            first = _FORMER[0]
            _FORMER.pop()
            if not _FORMER and gc.get_threshold()[2] == _FAR_OFF:
                gc.set_threshold(*first)
