"""Chooses the product."""

from __future__ import annotations

from typing import Iterable, Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...core.app.account import Account, AccountState
from ...core.app.workbench import Workbench
from ...core.domain.problems import Problem
from ..panels.card import plain_tip, set_plain_tip
from .parameter_field import ParameterField


class ProductField(ParameterField):
    """Lists the connection's products."""

    def __init__(self, account: Account, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__("product", workbench, parent)
        self._account = account
        self.combo = QComboBox()
        self.combo.setObjectName("product_combo")
        self.combo.setAccessibleName(self.tr("Product"))
        # Long names are cut in the list of a narrow dock and whole in the tool tip.
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self._note = QLabel()
        self._note.setObjectName("product_note")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.combo, self._note, self.problem_label):
            layout.addWidget(widget)
        self.combo.activated.connect(self._on_activated)
        account.products_changed.connect(self._fill)
        account.state_changed.connect(self.show_state)
        workbench.product_changed.connect(self.show_state)
        self._fill()
        self.follow_workbench()

    def show_state(self) -> None:
        """Shows the workbench's product, and what is to be known of it."""
        product = self._workbench.product
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self.combo.findData(product.id if product is not None else ""))
        set_plain_tip(self.combo, self.combo.currentText())
        self._show_note()
        self._on_problems_changed()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Says what is wrong with the product, once there are any to choose from."""
        is_ready = self._account.state is AccountState.READY and bool(self._account.products)
        super().show_problems(problems if is_ready else ())

    def _fill(self) -> None:
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for product in self._account.products:
                title = f"{product.collection} · {product.title}" if product.collection else product.title
                self.combo.addItem(title, product.id)
                tip = plain_tip([title, product.description])
                self.combo.setItemData(self.combo.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.combo.setEnabled(bool(self._account.products))
        self.show_state()

    def _show_note(self) -> None:
        text = ""
        product = self._workbench.product
        if self._account.state is AccountState.SIGNING_IN:
            text = self.tr("Reading the products…")
        elif self._workbench.is_loading_product:
            text = self.tr("Reading the product…")
        elif self._account.state is AccountState.READY and not self._account.products:
            text = self.tr("This account has no products that can be ordered.")
        elif product is not None and product.is_free:
            text = self.tr("Open data: the scenes themselves cost nothing.")
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _on_activated(self, index: int) -> None:
        self._workbench.select_product(self.combo.itemData(index))
        set_plain_tip(self.combo, self.combo.currentText())
