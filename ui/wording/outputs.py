"""Texts of the storage dialog and of file verification."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Dict, List, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.domain.jobs.job import short_name
from ...core.wording.figures import UNKNOWN, counted, number_text

if TYPE_CHECKING:
    from ...core.app.outputs.storage import StorageState
    from ...core.domain.outputs.delivery import Flaw, Verification
    from ...core.domain.outputs.storage import StoredAsset

_translate = QCoreApplication.translate
# The part number after the job name.
_PART = re.compile(r" \d+/\d+$")


def storage_headers() -> List[str]:
    """Returns the column titles."""
    return [
        _translate("UP42", "Name"),
        _translate("UP42", "Acquired"),
        _translate("UP42", "Covers"),
        _translate("UP42", "State"),
    ]


def stored_asset_text(asset: StoredAsset) -> str:
    """Returns the name of an asset, its collection if it has none, and that a colleague bought it."""
    name = short_name(_PART.sub("", asset.title)) or asset.collection or asset.id
    return _translate("UP42", "{name} (a colleague's)").format(name=name) if asset.is_colleagues else name


def stored_since_text(asset: StoredAsset) -> str:
    """Returns the date since which an asset is in storage."""
    return _translate("UP42", "In storage since {date}").format(date=date_text(asset.stored))


def date_text(moment: Optional[datetime]) -> str:
    """Returns the day of a moment in UTC, a dash for an unknown one."""
    return UNKNOWN if moment is None else moment.strftime("%Y-%m-%d")


def storage_state_text(state: StorageState, shown: int, total: int, *, is_within: bool) -> str:
    """Returns the state of a search, and how much it found."""
    from ...core.app.outputs.storage import StorageState

    if state is StorageState.SEARCHING:
        return _translate("UP42", "Searching the storage…")
    if state is not StorageState.DONE:
        return _translate("UP42", "Not searched yet")
    if not total and is_within:
        return _translate("UP42", "No purchases are stored in this area. Search outside it, or run a test query.")
    if not total:
        return _translate("UP42", "No purchases are stored yet. Outputs of live jobs will appear here.")
    found = counted(_translate("UP42", "%Ln asset(s)", None, total), total)
    if shown == total:
        return found
    return _translate("UP42", "{shown} of {total}").format(shown=number_text(shown), total=found)


_translate = QCoreApplication.translate

MAX_NAMED = 5


def verification_sentence(name: str, found: Verification) -> str:
    """Returns which files of a job are missing or changed, the first few by name."""
    if not found.flaws:
        text = _translate("UP42", "“{name}”: %Ln file(s) read, nothing missing or changed.", None, found.file_count)
        return counted(text, found.file_count).format(name=name)
    patterns = flaw_patterns()
    named = [patterns[flaw].format(file=file) for file, flaw in found.flaws[:MAX_NAMED]]
    rest = len(found.flaws) - len(named)
    if rest:
        more = _translate("UP42", "%Ln more file(s) (differs|differ)", None, rest)
        named.append(counted(more, rest))
    count, total = len(found.flaws), found.file_count
    pattern = _translate("UP42", "“{name}”: {count} of %Ln file(s) not as delivered: {flaws}.", None, total)
    return counted(pattern, total).format(
        count=number_text(count),
        name=name,
        flaws="; ".join(named),
    )


def flaw_patterns() -> Dict[Flaw, str]:
    """Returns the text pattern of each flaw."""
    from ...core.domain.outputs.delivery import Flaw

    return {
        Flaw.MISSING: _translate("UP42", "{file} is missing"),
        Flaw.SHORTER: _translate("UP42", "{file} is shorter"),
        Flaw.LONGER: _translate("UP42", "{file} is longer (overviews may have been added)"),
        Flaw.CHANGED: _translate("UP42", "{file} has other content"),
    }
