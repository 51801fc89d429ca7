"""Texts of the selection bar: what is chosen for the order, what it costs, and what it leaves of the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.wording.figures import counted, credits_range_text, money_text, number_text, percent_text

if TYPE_CHECKING:
    from ...core.domain.connections import Region
    from ...core.domain.scenes.order_figures import OrderFigures

_translate = QCoreApplication.translate


def choice_texts(figures: OrderFigures, region: Optional[Region]) -> List[str]:
    """Returns how many scenes are chosen, what they cover and what they cost; longest form first."""
    if not figures.count:
        return [_translate("UP42", "Nothing selected")]
    number = _translate("UP42", "{number} selected").format(number=number_text(figures.count))
    covers = cost = worth = unknown = ""
    if figures.coverage is not None:
        covers = _translate("UP42", "covers {share}").format(share=covered_text(figures.coverage))
    if figures.unpriced < figures.count:
        cost = credits_range_text(figures.min_credits, figures.max_credits)
        money = money_text(figures.max_credits, region)
        worth = _translate("UP42", "{credits} (≈ {money})").format(credits=cost, money=money)
    if figures.unpriced:
        unknown = _translate("UP42", "%Ln price(s) unknown", None, figures.unpriced)
        unknown = counted(unknown, figures.unpriced)
    # The amount stays whole in the shortest form.
    shortest = (cost, unknown)
    forms = [(number, covers, worth, unknown), (number, covers, *shortest), (number, *shortest), shortest]
    return list(dict.fromkeys(" · ".join(part for part in form if part) for form in forms))


def covered_text(share: float) -> str:
    """Returns a share of the area in per cent; 100 % only if nothing is open."""
    if share < _ALL:
        return percent_text(min(share, 0.99))
    return percent_text(1.0)


# A smaller gap than a ten-thousandth is a rounding error.
_ALL = 1.0 - 1e-4


def balance_share_texts(figures: OrderFigures) -> List[str]:
    """Returns what the order leaves of the balance, or how much is missing; longest form first."""
    if figures.balance is None:
        return [_translate("UP42", "balance unknown")]
    balance = number_text(figures.balance)
    if figures.missing:
        patterns = [
            _translate("UP42", "⚠ {missing} more than the balance of {balance}"),
            _translate("UP42", "⚠ {missing} more than {balance}"),
            _translate("UP42", "⚠ {missing} missing"),
        ]
        missing = number_text(figures.missing)
        return [pattern.format(missing=missing, balance=balance) for pattern in patterns]
    left = number_text(figures.balance - figures.max_credits)
    if not figures.count or figures.unpriced == figures.count:
        return [_translate("UP42", "balance {balance}").format(balance=balance)]
    patterns = [_translate("UP42", "{left} of {balance} left"), _translate("UP42", "{left} left")]
    return [pattern.format(left=left, balance=balance) for pattern in patterns]
