"""The facts of a scene in six plain lines."""

from __future__ import annotations

from typing import Iterable, List, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.scenes.figures import SceneColumn
from ...core.domain.jobs.credits import EstimateLine
from ...core.domain.scenes.figures import SceneOnArea
from ..wording import UNKNOWN, area_cloud_text, credits_range_text

_translate = QCoreApplication.translate


def scene_facts_lines(
    seen: SceneOnArea, cost: Optional[EstimateLine], mark: str, area_name: str = ""
) -> List[Tuple[str, str]]:
    """Returns titles and values of a listed scene: what it is, when, clouds, area, angle and price.

    `cost` is its line of an estimate, `mark` says that it was ordered before, `area_name` is set in a list of many.
    """
    covers = _translate("UP42", "{share} covered · {area} usable").format(
        share=SceneColumn.COVERAGE.text(seen), area=SceneColumn.USABLE.text(seen)
    )
    return [
        (SceneColumn.PLATFORM.title, _joined(column.text(seen) for column in _KIND)),
        (_translate("UP42", "Date"), _date(SceneColumn.DATE.text(seen))),
        (
            _translate("UP42", "Cloud"),
            _translate("UP42", "{scene} · over your area {area}").format(
                scene=SceneColumn.CLOUD_COVER.text(seen), area=area_cloud_text(seen.quicklook)
            ),
        ),
        (_translate("UP42", "Area"), _joined((area_name, covers if seen.area_km2 is not None else ""))),
        (SceneColumn.INCIDENCE.title, SceneColumn.INCIDENCE.text(seen)),
        (SceneColumn.PRICE.title, _price(seen, cost, mark)),
    ]


_KIND = (SceneColumn.PLATFORM, SceneColumn.GSD, SceneColumn.LEVEL)


def _price(seen: SceneOnArea, cost: Optional[EstimateLine], mark: str) -> str:
    if cost is not None and cost.problem:
        return f"⚠ {cost.problem}"
    known = SceneColumn.PRICE.text(seen)
    price = known if cost is None else credits_range_text(cost.min_credits, cost.max_credits)
    usable = ""
    if seen.credits_per_usable_km2 is not None:
        usable = _translate("UP42", "{price} usable").format(price=SceneColumn.USABLE_PRICE.text(seen))
    return _joined((price, usable, mark))


def _date(text: str) -> str:
    return text if text == UNKNOWN else _translate("UP42", "{moment} UTC").format(moment=text)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in texts if text not in ("", UNKNOWN)) or UNKNOWN
