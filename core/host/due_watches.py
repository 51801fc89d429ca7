"""Looks whether a watch is due, from the files alone: it happens after each start of QGIS, and mostly none is."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from ..domain.areas.due import is_due
from ..domain.clock import utc_now
from ..domain.ports.services import WATCHES_FOLDER


def due_count(home: Path, connection: str) -> int:
    """Returns how many kept watches of a connection are due; files that cannot be read are left out.

    The members are those that `core/usecases/kept_watches.py` writes; importing it takes longer than reading them.
    """
    return sum(_is_due(path, connection) for path in (home / WATCHES_FOLDER).glob("*.json"))


def _is_due(path: Path, connection: str) -> bool:
    try:
        members = json.loads(path.read_text(encoding="utf-8"))
        if members["connection"] != connection:
            return False
        last_run = members["last_run"]
        # Python 3.9 does not read the letter.
        moment = None if last_run is None else datetime.fromisoformat(last_run.replace("Z", "+00:00"))
        return is_due(moment, utc_now())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False
