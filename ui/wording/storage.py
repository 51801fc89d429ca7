"""Words of the storage: what was bought earlier."""

from __future__ import annotations

from datetime import datetime
from typing import List, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.storage import StorageState
from ...core.domain.storage import StoredAsset
from .figures import UNKNOWN, counted, number_text

_translate = QCoreApplication.translate


def storage_headers() -> List[str]:
    """Returns the titles of the columns: acquisition, what it is, area covered, since when, what is done with it."""
    return [
        _translate("UP42", "Acquired"),
        _translate("UP42", "Name"),
        _translate("UP42", "Area Covered"),
        _translate("UP42", "Stored"),
        _translate("UP42", "State"),
    ]


def stored_asset_texts(asset: StoredAsset) -> Tuple[str, str]:
    """Returns date of acquisition and name of an asset, its collection before it."""
    parts = [part for part in (asset.collection, asset.title) if part]
    return date_text(asset.acquired), " · ".join(parts) or asset.id


def date_text(moment: Optional[datetime]) -> str:
    """Returns the day of a moment in UTC, a dash for an unknown one."""
    return UNKNOWN if moment is None else moment.strftime("%Y-%m-%d")


def storage_state_text(state: StorageState, shown: int, total: int, *, is_within: bool) -> str:
    """Returns how far a search has come, and what it found."""
    if state is StorageState.SEARCHING:
        return _translate("UP42", "Searching the storage…")
    if state is not StorageState.DONE:
        return _translate("UP42", "Not searched yet")
    if not total and is_within:
        return _translate("UP42", "The account has bought nothing in this area. Look outside it, or run a test query.")
    if not total:
        return _translate("UP42", "The account has bought nothing yet. What live jobs deliver is found here.")
    found = counted(_translate("UP42", "%Ln asset(s)", None, total), total)
    if shown == total:
        return found
    return _translate("UP42", "{shown} of {total}").format(shown=number_text(shown), total=found)
