"""The product field, with its licence and access requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Iterable, Optional

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QActionGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.app.session.account import Account, AccountState
from ...core.domain.connections import region_of
from ...core.domain.problems import Problem, access_problems
from ..parts.flow_layout import FlowLayout
from ..parts.small import icon_button, set_plain_tip
from ..parts.wrapped_label import WrappedLabel
from .parameter_field import ParameterField
from .product_combo import ProductCombo, ProductOrder

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench


class ProductField(ParameterField):
    """Lists the connection's products; shows what an order of the chosen one still requires, and where to get it."""

    def __init__(self, account: Account, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__("product", workbench, parent)
        self._account = account
        self.combo = ProductCombo()
        self.combo.setObjectName("product_combo")
        self.combo.setAccessibleName(self.tr("Product"))
        self._note = WrappedLabel()
        self._note.setObjectName("product_note")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._order = ProductOrder.COLLECTION
        self._shown_prices: Dict[str, float] = {}
        choice = QHBoxLayout()
        choice.setSpacing(0)
        choice.addWidget(self.combo, 1)
        choice.addWidget(self._build_sort_button())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(choice)
        for widget in (self._note, self.problem_label, self._build_access_row()):
            layout.addWidget(widget)
        self.combo.chosen.connect(self._on_chosen)
        account.products_changed.connect(self._fill)
        account.state_changed.connect(self.show_state)
        workbench.product_changed.connect(self.show_state)
        workbench.estimate_changed.connect(self._on_estimate_changed)
        self._fill()
        self.follow_workbench()

    def show_state(self) -> None:
        """Shows the workbench's product and its note."""
        product = self._workbench.product
        self.combo.show_product(product.id if product is not None else "")
        set_plain_tip(self.combo, self.combo.currentText())
        self._show_note()
        self._on_problems_changed()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Shows what is wrong with the product, once products are listed."""
        product = self._workbench.product
        # Until the first product is chosen for the user, that none is chosen is no problem of theirs.
        is_ready = self._account.state is AccountState.READY and self.combo.isEnabled()
        is_ready = is_ready and (product is not None or not self._workbench.is_loading_product)
        # A test query runs without licence and access, but an order does not: show what is missing early.
        lacking = access_problems(product) if product is not None and is_ready else ()
        known = [problem for problem in problems if problem not in lacking]
        super().show_problems([*lacking, *known] if is_ready else ())
        pages = [str(item.values.get("link") or "") for item in lacking]
        if product is not None:
            pages.append(product.access_link)
        self._page = next((page for page in pages if page.startswith("https://")), "")
        self._page_button.setVisible(bool(self._page))
        self._check_button.setVisible(bool(lacking))
        self._access_row.setVisible(is_ready and bool(lacking or self._page))

    def _build_access_row(self) -> QWidget:
        self._page = ""
        self._page_button = QPushButton(self.tr("Open Page"))
        self._page_button.setObjectName("product_page_button")
        self._page_button.setToolTip(self.tr("Opens the page where access is granted, in the web browser"))
        self._page_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._page)))
        self._check_button = QPushButton(self.tr("Check Again"))
        self._check_button.setObjectName("product_check_button")
        self._check_button.setToolTip(self.tr("Checks with the service again; the form does not change"))
        self._check_button.clicked.connect(lambda: self._workbench.reload_product())
        self._access_row = QWidget()
        row = FlowLayout(self._access_row)
        row.addWidget(self._page_button)
        row.addWidget(self._check_button)
        return self._access_row

    def _build_sort_button(self) -> QToolButton:
        button = icon_button(
            "product_sort_button", "sort.svg", self.tr("Sort the products of the list"), self.tr("Sort products")
        )
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for order, text in (
            (ProductOrder.COLLECTION, self.tr("By Collection")),
            (ProductOrder.RESOLUTION, self.tr("By Resolution")),
            (ProductOrder.PRICE, self.tr("By Price")),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(order is self._order)
            action.triggered.connect(lambda _, order=order: self._sort(order))
            group.addAction(action)
        button.setMenu(menu)
        return button

    def _sort(self, order: ProductOrder) -> None:
        self._order = order
        self._fill()

    def _on_estimate_changed(self) -> None:
        if self._workbench.seen_prices != self._shown_prices:
            self._fill()

    def _fill(self) -> None:
        self._shown_prices = dict(self._workbench.seen_prices)
        connection = self._account.connection
        region = region_of(connection.api_url) if connection is not None else None
        self.combo.set_products(self._account.products, self._order, self._shown_prices, region)
        self.combo.setEnabled(bool(self._account.products))
        self.show_state()

    def _show_note(self) -> None:
        text = ""
        product = self._workbench.product
        is_reading = self._account.state is AccountState.SIGNING_IN
        # Not a line of its own: one that comes and goes moves all fields below it under the pointer.
        waiting = self.tr("Reading the products…") if is_reading else self.tr("Type to search")
        self.combo.lineEdit().setPlaceholderText(waiting)
        if is_reading or self._workbench.is_loading_product:
            # What was shown stays until the answer is in.
            return
        if self._account.state is AccountState.READY and not self._account.products:
            text = self.tr("This account has no products to order.")
        elif product is not None and product.needs_approval and not product.is_restricted:
            text = self.tr("The provider grants access to this collection on request; ask for it before you order.")
        elif product is not None and product.is_free:
            text = self.tr("Open data: the scenes themselves cost nothing.")
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _on_chosen(self, product_id: str) -> None:
        self._workbench.select_product(product_id)
        set_plain_tip(self.combo, self.combo.currentText())
