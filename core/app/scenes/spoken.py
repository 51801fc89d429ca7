"""What a screen reader says of a scene: all that its row shows by painting."""

from __future__ import annotations

from typing import Iterable, List, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.jobs.credits import EstimateLine
from ...domain.scenes.figures import SceneOnArea
from .figures import SceneColumn

_translate = QCoreApplication.translate

# What names a scene, in the order in which it is said; the rest describes it.
_FIRST = (SceneColumn.CLOUD_COVER, SceneColumn.AREA_CLOUD, SceneColumn.COVERAGE)
_SAID = (SceneColumn.DATE, SceneColumn.PLATFORM, SceneColumn.PRICE, *_FIRST)


def spoken_text(seen: SceneOnArea, *, is_ticked: bool, is_shown: bool, is_owned: bool) -> str:
    """Returns date, platform, clouds, coverage, price and state of a scene in one line."""
    date = SceneColumn.DATE.read(seen)
    parts = [
        _translate("UP42", "{moment} UTC").format(moment=SceneColumn.DATE.text(seen))
        if date is not None
        else _translate("UP42", "Unknown date"),
        SceneColumn.PLATFORM.read(seen) or "",
        *_figures(seen, _FIRST),
        SceneColumn.PRICE.text(seen) if seen.credits is not None else _translate("UP42", "price unknown"),
        _translate("UP42", "in the order") if is_ticked else _translate("UP42", "not in the order"),
        _shown_words(seen, is_shown),
        _translate("UP42", "you already own this") if is_owned else "",
    ]
    return ", ".join(part for part in parts if part)


def details_text(seen: SceneOnArea, cost: Optional[EstimateLine]) -> str:
    """Returns what else is known of a scene: the reason for having no price first."""
    parts = [cost.problem] if cost is not None and cost.problem else []
    if seen.quicklook is not None and seen.quicklook.is_doubtful:
        parts.append(_translate("UP42", "quicklook position uncertain"))
    rest = [column for column in SceneColumn if column not in _SAID]
    return ", ".join(parts + _figures(seen, rest))


def _figures(seen: SceneOnArea, columns: Iterable[SceneColumn]) -> List[str]:
    pattern = _translate("UP42", "{title} {value}")
    known = [column for column in columns if column.read(seen) is not None]
    return [pattern.format(title=column.title, value=column.text(seen)) for column in known]


def _shown_words(seen: SceneOnArea, is_shown: bool) -> str:
    if seen.quicklook is None:
        return _translate("UP42", "quicklook not there yet")
    if not seen.has_image:
        return _translate("UP42", "no quicklook")
    return _translate("UP42", "on the map") if is_shown else _translate("UP42", "not on the map")
