"""Chooses the product."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from ...core.app.account import Account, AccountState
from ...core.app.workbench import Workbench
from .problem_label import ProblemLabel


class ProductField(QWidget):
    """Lists the connection's products."""

    def __init__(self, account: Account, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._workbench = workbench
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
        self.problem_label = ProblemLabel("product_problem")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.combo, self._note, self.problem_label):
            layout.addWidget(widget)
        self.combo.activated.connect(self._on_activated)
        account.products_changed.connect(self.show_state)
        account.state_changed.connect(self.show_state)
        workbench.product_changed.connect(self.show_state)
        workbench.problems_changed.connect(self._show_problems)
        self.show_state()

    def show_state(self) -> None:
        """Shows products and choice."""
        self.combo.blockSignals(True)
        self.combo.clear()
        for product in self._account.products:
            title = f"{product.collection} · {product.title}" if product.collection else product.title
            self.combo.addItem(title, product.id)
            self.combo.setItemData(self.combo.count() - 1, product.description, Qt.ItemDataRole.ToolTipRole)
        wanted = self._workbench.product.id if self._workbench.product is not None else ""
        self.combo.setCurrentIndex(self.combo.findData(wanted))
        self.combo.setEnabled(bool(self._account.products))
        self.combo.setToolTip(self.combo.currentText())
        self.combo.blockSignals(False)
        self._show_note()
        self._show_problems()

    def _show_note(self) -> None:
        text = ""
        product = self._workbench.product
        if self._account.state is AccountState.SIGNING_IN:
            text = self.tr("Reading the products…")
        elif self._account.state is AccountState.READY and not self._account.products:
            text = self.tr("This account has no products that can be ordered.")
        elif product is not None and product.is_free:
            text = self.tr("Open data: the scenes themselves cost nothing.")
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _show_problems(self) -> None:
        is_ready = self._account.state is AccountState.READY and bool(self._account.products)
        own = [one for one in self._workbench.problems if one.field == "product"]
        self.problem_label.show_problems(own if is_ready else [])

    def _on_activated(self, index: int) -> None:
        self._workbench.select_product(self.combo.itemData(index))
        self.combo.setToolTip(self.combo.currentText())
