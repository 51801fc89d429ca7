"""Python's full garbage collections, put off while a window must go on answering."""

from __future__ import annotations

import gc
from typing import Optional, Tuple

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
