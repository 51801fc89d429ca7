"""The figures of a hold: what is held, what it may cost, and the share of the balance."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...core.domain.connections import Region
from ...core.domain.jobs.credits import Hold
from ...core.domain.scenes.order_figures import OrderFigures
from ..parts.balance_bar import BalanceBar
from ..parts.small import embolden
from ..wording import credits_range_text, credits_text, money_text
from ..wording.order_figures import balance_share_texts
from .rows import add_row, plain_label, text_form, title_label


class HoldFigures(QWidget):
    """Rows of figures, those that are agreed to in bold; `region` decides on the currency."""

    def __init__(self, hold: Hold, region: Optional[Region], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.balance_bar: Optional[BalanceBar] = None
        form = self._form = text_form()
        form.setContentsMargins(0, 0, 0, 0)
        self.setLayout(form)
        self._add_bold(self.tr("Held from start to completion"), credits_text(hold.credits), "hold_credits_label")
        least, most = hold.estimate.min_credits, hold.estimate.max_credits
        self._add_bold(self.tr("Final cost"), credits_range_text(least, most), "final_cost_label")
        worth = dict.fromkeys(money_text(credits, region) for credits in (least, most))
        add_row(form, self.tr("Worth about"), " – ".join(worth), "money_label")
        if hold.balance is None:
            text = self.tr("not shown to this account")
            if hold.has_balance_failed:
                text = self.tr("unknown: the service could not report it")
            add_row(form, self.tr("Balance now"), text, "balance_now_label")
            return
        available = hold.balance.available_credits
        add_row(form, self.tr("Balance now"), credits_text(available), "balance_now_label")
        add_row(form, self.tr("Balance while held"), credits_text(hold.balance_after), "balance_after_label")
        self._add_bar(OrderFigures(1, None, hold.credits, hold.credits, 0, available))

    def _add_bold(self, title: str, text: str, name: str) -> None:
        embolden(add_row(self._form, title, text, name))

    def _add_bar(self, figures: OrderFigures) -> None:
        words = balance_share_texts(figures)[0]
        self.balance_bar = BalanceBar()
        self.balance_bar.show_share(figures.share, words)
        # Below each other: beside long words nothing would be left of the bar.
        row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(layout.spacing() // 2)
        layout.addWidget(self.balance_bar)
        layout.addWidget(plain_label(words, "balance_share_label"))
        self._form.addRow(title_label(self.tr("Share of the balance")), row)
