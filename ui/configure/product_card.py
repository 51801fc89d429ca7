"""The chosen product at a glance, in the room that the form leaves: picture, figures and description."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ...core.app.session.account import Account
from ...core.app.session.workbench import Workbench
from ...core.domain.connections import region_of
from ..parts.small import wrapped_label
from ..wording import product_facts_text
from .product_picture import can_be_drawn, product_picture

# Of text beside the picture.
LINES = 4


class ProductCard(QFrame):
    """Hidden where the form needs the room; at its end, so that no field moves when it comes or goes."""

    def __init__(self, account: Account, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._workbench = workbench
        self._area: Optional[QScrollArea] = None
        self.setObjectName("product_card")
        self.picture_label = QLabel()
        self.picture_label.setObjectName("product_picture")
        self.facts_label = wrapped_label("product_facts")
        self.description_label = wrapped_label("product_description")
        self._texts = texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, 0, 0)
        texts.addWidget(self.facts_label)
        texts.addWidget(self.description_label)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.picture_label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        workbench.product_changed.connect(self.show_state)
        workbench.estimate_changed.connect(self.show_state)
        self.show_state()

    def fit_into(self, area: QScrollArea) -> None:
        """Shows itself only while the form in an area needs no scrolling for it."""
        self._area = area
        area.viewport().installEventFilter(self)
        area.widget().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the room, and what the form needs of it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Draws the picture for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.show_state()

    def show_state(self) -> None:
        """Shows the product of the workbench."""
        product, connection = self._workbench.product, self._account.connection
        side = LINES * self.fontMetrics().height()
        if product is not None:
            region = region_of(connection.api_url) if connection is not None else None
            price = self._workbench.seen_prices.get(product.id)
            self.picture_label.setVisible(can_be_drawn(product))
            self.picture_label.setPixmap(product_picture(product, side))
            self.facts_label.setText(product_facts_text(product, price, region))
            self.description_label.setText(product.description)
        self._fit()

    def _fit(self) -> None:
        area = self._area
        if area is None or area.widget() is None:
            return
        if self._workbench.product is None:
            self.hide()
            return
        layout, width = area.widget().layout(), area.viewport().width()
        needed = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        if not self.isHidden():
            needed -= self.height() + layout.spacing()
        room = area.viewport().height() - needed - layout.spacing()
        margins = layout.contentsMargins()
        self.setVisible(self._show_whole(width - margins.left() - margins.right(), room))

    def _show_whole(self, width: int, room: int) -> bool:
        """Takes the height that the texts need, without the description where they lack room; False if they do too."""
        picture = self.picture_label
        if not picture.isHidden():
            width -= picture.pixmap().width() + self.layout().spacing()
        facts = self.facts_label.heightForWidth(width)
        words = self.description_label.heightForWidth(width) if self.description_label.text() else 0
        for more in (words + self._texts.spacing(), 0) if words else (0,):
            height = max(LINES * self.fontMetrics().height(), facts + more)
            if height <= room:
                self.description_label.setVisible(bool(more))
                self.setFixedHeight(height)
                return True
        return False
