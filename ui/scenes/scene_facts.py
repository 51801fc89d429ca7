"""The facts of a scene in six plain lines."""

from __future__ import annotations

from typing import Iterable, List, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.scenes.figures import SceneColumn
from ...core.app.scenes.scene_list import SceneListModel
from ..wording import UNKNOWN, area_cloud_text, credits_range_text, owned_texts

_translate = QCoreApplication.translate


def scene_facts_lines(model: SceneListModel, scene_id: str) -> List[Tuple[str, str]]:
    """Returns titles and values of a listed scene: what it is, when, clouds, area, angle and price."""
    seen = model.seen(scene_id)
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
        (_translate("UP42", "Area"), covers if seen.area_km2 is not None else UNKNOWN),
        (SceneColumn.INCIDENCE.title, SceneColumn.INCIDENCE.text(seen)),
        (SceneColumn.PRICE.title, _price(model, scene_id)),
    ]


_KIND = (SceneColumn.PLATFORM, SceneColumn.GSD, SceneColumn.LEVEL)


def _price(model: SceneListModel, scene_id: str) -> str:
    seen, cost = model.seen(scene_id), model.cost(scene_id)
    if cost is not None and cost.problem:
        return f"⚠ {cost.problem}"
    known = SceneColumn.PRICE.text(seen)
    price = known if cost is None else credits_range_text(cost.min_credits, cost.max_credits)
    usable = ""
    if seen.credits_per_usable_km2 is not None:
        usable = _translate("UP42", "{price} usable").format(price=SceneColumn.USABLE_PRICE.text(seen))
    return _joined((price, usable, owned_texts()[0] if model.is_owned(scene_id) else ""))


def _date(text: str) -> str:
    return text if text == UNKNOWN else _translate("UP42", "{moment} UTC").format(moment=text)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in texts if text not in ("", UNKNOWN)) or UNKNOWN
