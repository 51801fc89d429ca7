"""Which form of date, price and platform the rows of the scene list show, decided for all rows alike."""

from __future__ import annotations

from typing import Iterable, List, NamedTuple, Optional

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, Qt
from qgis.PyQt.QtWidgets import QStyleOptionViewItem

from ...core.app.scenes.figures import SceneColumn
from ...core.app.scenes.scene_list import SceneRole
from ..parts.card import CardPainter, bold_width
from ..wording import UNKNOWN, credits_range_text, credits_text, number_text

_translate = QCoreApplication.translate

# Decide for all rows alike what is shown of date and price: a bare number beside prices in credits is no price.
_WIDEST_MOMENT, _WIDEST_PRICES = "2028-08-28 20:58", (80_888, 88_888)
# Forms of date and price, the best first. Dates: with UTC, with the time, the day, the day without its year. Prices: a
# range with its unit, the most with its unit, its number.
_WITH_UNIT = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (2, 1))
_BARE = ((0, 2), (1, 2), (2, 2))


class RowForms(NamedTuple):
    """Which form of date, price and platform all rows of a list show; a later form is shorter, None is none."""

    date: int
    price: int
    kind: Optional[int]


_SHORTEST = RowForms(3, 2, None)


def forms_of(
    card: CardPainter, option: QStyleOptionViewItem, width: int, index: QModelIndex, *, has_kind: bool
) -> RowForms:
    """Returns the forms that have room in any row, by the widest texts there may be: rows are read below each other.

    A price keeps its unit before a platform its level, and that before a date its time. Of the platforms the first
    one counts: those of a list are alike.
    """
    advance = card.metrics.horizontalAdvance
    dates = [bold_width(option, text) for text in _moment_texts(_WIDEST_MOMENT)]
    prices = [advance(text) for text in _price_forms(*_WIDEST_PRICES)]
    first = index.sibling(0, index.column())
    kinds = [advance(text) + card.padding for text in platform_texts(first)] if has_kind else []
    wanted: List[Optional[int]] = list(range(len(kinds))) if has_kind else [None]
    tries = [RowForms(*pair, kind) for kind in wanted for pair in _WITH_UNIT]
    tries += [RowForms(*pair, kind) for kind in (wanted[-1], None) for pair in _BARE]

    def width_of(forms: RowForms) -> int:
        kind = 0 if forms.kind is None else kinds[forms.kind]
        return dates[forms.date] + card.padding + kind + prices[forms.price]

    return next((forms for forms in tries if width_of(forms) <= width), _SHORTEST)


def date_texts(index: QModelIndex) -> List[str]:
    """Returns the acquisition time, longest form first."""
    text = figure_text(index, SceneColumn.DATE)
    return [_translate("UP42", "Unknown date")] if text in ("", UNKNOWN) else _moment_texts(text)


def _moment_texts(moment: str) -> List[str]:
    """Returns a time, longest form first: the last is a day without its year."""
    day = moment.split(" ")[0]
    return [_translate("UP42", "{moment} UTC").format(moment=moment), moment, day, day.partition("-")[2] or day]


def price_text(index: QModelIndex, form: int) -> str:
    """Returns the price in one of its forms, empty where none is known."""
    cost = index.data(SceneRole.COST)
    least = most = index.data(SceneRole.SCENE).estimated_credits
    if cost is not None:
        least, most = cost.min_credits, cost.max_credits
    if most is None or (cost is not None and cost.problem):
        return ""
    return _price_forms(most if least is None else least, most)[form]


def _price_forms(least: int, most: int) -> List[str]:
    return [credits_range_text(least, most), credits_text(most), number_text(most)]


def platform_texts(index: QModelIndex) -> List[str]:
    """Returns the platform with and without its level."""
    platform = joined((figure_text(index, SceneColumn.PLATFORM),))
    return [joined((platform, figure_text(index, SceneColumn.LEVEL))), platform]


def figure_text(index: QModelIndex, column: SceneColumn) -> str:
    """Returns what a column shows of a scene."""
    return str(index.sibling(index.row(), column).data(Qt.ItemDataRole.DisplayRole) or "")


def joined(texts: Iterable[str]) -> str:
    """Joins what is known."""
    return " · ".join(text for text in texts if text not in ("", UNKNOWN))
