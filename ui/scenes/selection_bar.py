"""The bar above the order button: what is chosen, what it covers and costs, and its share of the balance."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...core.domain.connections import Region
from ...core.domain.scenes.order_figures import OrderFigures
from ..parts.balance_bar import BalanceBar
from ..parts.card import fitting_text
from ..parts.small import embolden
from ..parts.wrapped_label import WrappedLabel
from ..wording.order_figures import balance_share_texts, choice_texts

# The room for it is kept, so that choosing a scene does not move the list.
_USUAL = OrderFigures(88, 1.0, 88_888, 88_888, 0, 888_888)
_RANGE = OrderFigures(88, 1.0, 88_000, 88_888, 0, 888_888)


class SelectionBar(QWidget):
    """Lines that are always there, so that nothing moves below the pointer; fewer in a low tab."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection_bar")
        self.choice_label = self._bold_label("")
        self.choice_label.setObjectName("choice_label")
        # Never shown: the measure of the room.
        self._usual_label = self._bold_label(choice_texts(_USUAL, None)[0])
        self._usual_label.hide()
        self.bar = BalanceBar()
        self._choice_texts, self._balance_texts = [""], [""]
        self._is_low = False
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
        self._choice_texts, self._balance_texts = choice_texts(figures, region), balance_share_texts(figures)
        self.choice_label.setToolTip(self._choice_texts[0])
        self.bar.show_share(figures.share if figures.count else 0.0, self._balance_texts[0])
        self.balance_label.setToolTip(self._balance_texts[0])
        self._fit()

    def set_low(self, is_low: bool) -> None:
        """Takes as little room as it can, or all that the full words need."""
        if is_low != self._is_low:
            self._is_low = is_low
            self._keep_room()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the room that a usual text needs at this width."""
        super().resizeEvent(event)
        self._keep_room()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Keeps the room for another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_room()

    def _fit(self) -> None:
        """Takes the longest words for which there is room: they must not widen the dock."""
        width = self.width()
        one_line = fitting_text(self._choice_texts, self.choice_label.fontMetrics(), width)
        if not self.choice_label.wordWrap():
            one_line = self.choice_label.fontMetrics().elidedText(one_line, Qt.TextElideMode.ElideRight, width)
        self.choice_label.setText(one_line if self._is_low else self._choice_texts[0])
        room = width - self.bar.minimumSizeHint().width() - self.layout().spacing() * 2
        self.balance_label.setText(fitting_text(self._balance_texts, self.balance_label.fontMetrics(), room))

    def _bold_label(self, text: str) -> QLabel:
        label = WrappedLabel(text, self)
        embolden(label)
        return label

    def _keep_room(self) -> None:
        shortest = choice_texts(_RANGE, None)[-1]
        # With large letters not even the amount alone fits into a line, and it is not to be cut.
        is_one_line = self._is_low and self._usual_label.fontMetrics().horizontalAdvance(shortest) <= self.width()
        self._usual_label.setText(shortest if self._is_low else choice_texts(_USUAL, None)[0])
        line = self.choice_label.fontMetrics().height()
        height = line if is_one_line else self._usual_label.heightForWidth(self.width())
        self.choice_label.setWordWrap(not is_one_line)
        self.choice_label.setMinimumSize(1, height)
