"""A list of products to tick, with a filter above it."""

from __future__ import annotations

from typing import Collection, Dict, Iterable, List, Optional

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...core.domain.products import Product
from ..wording import product_name_text


class ProductChecklist(QWidget):
    """Shows products in the order in which they are given."""

    # Another product is ticked, or no longer is
    changed = pyqtSignal()

    def __init__(self, list_name: str, title: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.items: Dict[str, QListWidgetItem] = {}
        self.filter_edit = QgsFilterLineEdit()
        self.filter_edit.setObjectName("products_filter_edit")
        self.filter_edit.setShowSearchIcon(True)
        self.filter_edit.setPlaceholderText(self.tr("Filter products"))
        self.filter_edit.setAccessibleName(self.tr("Filter products"))
        self.view = QListWidget()
        self.view.setObjectName(list_name)
        self.view.setAccessibleName(title)
        label = QLabel(self.tr("&Products"))
        label.setBuddy(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (label, self.filter_edit, self.view):
            column.addWidget(widget)
        self.view.itemChanged.connect(self.changed)
        self.filter_edit.textChanged.connect(self._filter)

    def chosen_ids(self) -> List[str]:
        """Returns the ids of the ticked products."""
        return [product_id for product_id, item in self.items.items() if item.checkState() == Qt.CheckState.Checked]

    def fill(self, products: Iterable[Product], chosen: Collection[str], fixed_id: str = "") -> None:
        """Lists products and ticks the chosen ones; the fixed one stays ticked."""
        for product in products:
            item = QListWidgetItem(product_name_text(product), self.view)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_fixed = product.id == fixed_id
            is_ticked = is_fixed or product.id in chosen
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            if is_fixed:
                item.setFlags(Qt.ItemFlag.ItemIsUserCheckable)
                item.setToolTip(self.tr("The product of the form is always searched"))
            self.items[product.id] = item

    def _filter(self, text: str) -> None:
        for item in self.items.values():
            item.setHidden(text.strip().casefold() not in item.text().casefold())
