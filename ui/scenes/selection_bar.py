"""The bar above the order button: what is chosen, what it covers and costs, and its share of the balance."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...core.domain.connections import Region
from ...core.domain.scenes.order_figures import OrderFigures
from ..parts.balance_bar import BalanceBar
from ..parts.small import embolden
from ..wording.order_figures import balance_share_texts, choice_text

# The room for it is kept, so that choosing a scene does not move the list.
_USUAL = OrderFigures(88, 1.0, 88_888, 88_888, 0, 888_888)


class SelectionBar(QWidget):
    """Two lines that are always there, so that nothing moves below the pointer."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection_bar")
        self.choice_label = self._bold_label("")
        self.choice_label.setObjectName("choice_label")
        # Never shown: the measure of the room.
        self._usual_label = self._bold_label(choice_text(_USUAL, None))
        self._usual_label.hide()
        self.bar = BalanceBar()
        self._balance_texts = [""]
        self.balance_label = QLabel()
        self.balance_label.setObjectName("balance_share_label")
        self.balance_label.setTextFormat(Qt.TextFormat.PlainText)
        self.balance_label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.balance_label.setMinimumWidth(1)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.balance_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(layout.spacing() // 2)
        layout.addWidget(self.choice_label)
        layout.addLayout(row)
        self.show_figures(OrderFigures(), None)

    def show_figures(self, figures: OrderFigures, region: Optional[Region]) -> None:
        """Shows the figures of an order; `region` decides on the currency."""
        self.choice_label.setText(choice_text(figures, region))
        self._balance_texts = balance_share_texts(figures)
        self.bar.show_share(figures.share if figures.count else 0.0, self._balance_texts[0])
        self.balance_label.setToolTip(self._balance_texts[0])
        self._fit_balance()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the room that a usual text needs at this width."""
        super().resizeEvent(event)
        self._keep_room()
        self._fit_balance()

    def changeEvent(self, event: QEvent) -> None:
        """Keeps the room for another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_room()

    def _fit_balance(self) -> None:
        """Takes the longest words that leave some room to the bar: they must not widen the dock."""
        room = self.width() - self.bar.minimumSizeHint().width() - self.layout().spacing() * 2
        advance = self.balance_label.fontMetrics().horizontalAdvance
        texts = self._balance_texts
        self.balance_label.setText(next((text for text in texts if advance(text) <= room), texts[-1]))

    def _bold_label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        embolden(label)
        return label

    def _keep_room(self) -> None:
        self.choice_label.setMinimumHeight(self._usual_label.heightForWidth(self.width()))
