"""Chooses the products that are searched over each of many areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QToolButton, QVBoxLayout, QWidget

from ...core.domain.guide import GuidePage
from ..parts.help import add_help_button
from ..parts.product_checklist import ProductChecklist
from ..parts.small import describe, wrapped_label
from ..wording import counted, number_text, product_name_text

if TYPE_CHECKING:
    from ...core.app.areas.area_search import AreaSearch
    from ...core.app.session.workbench import Workbench

# Characters and lines of the dialog.
_WIDTH, _HEIGHT = 60, 26


class ProductsButton(QToolButton):
    """Says how many products the next test query over areas searches, and opens the dialog that chooses them."""

    def __init__(self, search: AreaSearch, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._search = search
        self.setObjectName("area_products_button")
        self.clicked.connect(self._choose)
        workbench.product_changed.connect(self.show_state)
        search.begun.connect(self.show_state)
        search.products_changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Shows the number of products, and their names as tool tip; a sign for those that the account lacks."""
        chosen, lacking = self._search.chosen_products, self._search.lacking_count
        text = self.tr("Products ({count})…").format(count=number_text(len(chosen)))
        self.setText(f"⚠ {text}" if lacking else text)
        lines = [self.tr("Searches several products over each feature at once, free of charge.")]
        if len(chosen) > 1:
            lines += map(product_name_text, chosen)
        if lacking:
            pattern = self.tr("%Ln product(s) of the preset cannot be searched with this account.", None, lacking)
            lines.append(counted(pattern, lacking))
        describe(self, self.tr("Products searched"), "\n".join(lines))

    def _choose(self) -> None:
        dialog = AreaProductsDialog(self._search, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._search.search_more(dialog.checklist.chosen_ids())
        dialog.deleteLater()


class AreaProductsDialog(QDialog):
    """Ticks products; that of the form is always searched."""

    def __init__(self, search: AreaSearch, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("area_products_dialog")
        self.setWindowTitle(self.tr("Products over Each Area"))
        self.checklist = ProductChecklist("area_products_view", self.tr("Products searched"))
        products, chosen = search.products, [product.id for product in search.chosen_products]
        self.checklist.fill(products, chosen, chosen[0] if chosen else "")
        hint = wrapped_label("area_products_hint_label")
        hint.setText(
            self.tr(
                "Dates, cloud cover and limit are those of the form; its other parameters count for its own product "
                "alone. The limit counts per area and product."
            )
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        add_help_button(buttons, GuidePage.TEST_QUERY)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.checklist, 1)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * _WIDTH, metrics.height() * _HEIGHT)
        self.checklist.view.setFocus(Qt.FocusReason.OtherFocusReason)
