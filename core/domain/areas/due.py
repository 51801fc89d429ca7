"""When a watch is due, in a module of its own: it is looked at after each start of QGIS."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Optional

# A watch that last ran longer ago is due when QGIS starts.
DUE_AFTER = timedelta(days=1)


def is_due(last_run: Optional[datetime], now: datetime) -> bool:
    """Returns whether a watch did not run within a day."""
    return last_run is None or now - last_run > DUE_AFTER
