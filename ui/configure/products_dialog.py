"""The dialog that compares products for the area of the form: date, GSD, cloud and price side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...core.app.scenes.product_list import ROW_ROLE, ProductColumn
from ...core.domain.guide import GuidePage
from ..parts.direction import FigureDelegate
from ..parts.help import add_help_button
from ..parts.product_checklist import ProductChecklist
from ..parts.small import wrapped_label
from ..wording import error_sentence
from ..wording.products import comparison_state_text

if TYPE_CHECKING:
    from ...core.app.scenes.product_comparison import ProductComparison
    from ...core.app.scenes.product_list import ProductListModel
    from ...core.app.session.workbench import Workbench
    from ...core.domain.areas.area_scene import AreaScene

# Prices are asked for what is in view once scrolling has paused.
VIEW_DELAY_MS = 250
AGE_STEP_MS = 30_000
# Sizes in characters and lines: the columns, the list of products, and the height.
_LETTERS = (18, 26, 8, 8, 9, 22, 16, 13)
_LIST, _HEIGHT = 20, 32


class ProductsDialog(QDialog):
    """Searches the ticked products; the chosen scene's product goes into the form."""

    def __init__(
        self,
        comparison: ProductComparison,
        products: ProductListModel,
        workbench: Workbench,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._comparison = comparison
        self._workbench = workbench
        self._model = products
        self.setObjectName("products_dialog")
        self.setWindowTitle(self.tr("Compare Products"))
        self._view_timer = QTimer(self)
        self._view_timer.setSingleShot(True)
        self._view_timer.setInterval(VIEW_DELAY_MS)
        self._view_timer.timeout.connect(self._want_prices)
        self._age_timer = QTimer(self)
        self._age_timer.setInterval(AGE_STEP_MS)
        self._age_timer.timeout.connect(self._model.show_ages)
        self._age_timer.start()
        # Digits are wider than the average letter in some fonts.
        metrics, screen = self.fontMetrics(), self.screen().availableGeometry()
        self._letter = max(metrics.averageCharWidth(), metrics.horizontalAdvance("0"))
        self._build()
        self._connect()
        self.show_state()
        width = self._list_width() + self._letter * (sum(_LETTERS) + 6)
        self.resize(min(width, screen.width()), min(metrics.height() * _HEIGHT, round(0.9 * screen.height())))

    def show_state(self) -> None:
        """Updates sentence, progress and buttons."""
        comparison, count = self._comparison, len(self.checklist.chosen_ids())
        text = comparison_state_text(comparison, count)
        self.state_label.setText(text if comparison.error is None else error_sentence(comparison.error))
        self.progress.setVisible(comparison.is_busy)
        is_stop = comparison.is_busy
        self.compare_button.setText(self.tr("&Cancel Search") if is_stop else self.tr("&Compare"))
        self.compare_button.setEnabled(is_stop or (comparison.can_start and count > 0))
        self.ask_button.setEnabled(comparison.has_prices and bool(comparison.rows))
        self.use_button.setEnabled(self._current_row() is not None)

    def _build(self) -> None:
        self.checklist = ProductChecklist("compared_products_view", self.tr("Products to compare"))
        self._fill()
        self.view = QTreeView()
        self.view.setItemDelegate(FigureDelegate(self.view))
        self.view.setObjectName("product_scenes_view")
        self.view.setAccessibleName(self.tr("Scenes of the products"))
        self.view.setModel(self._model)
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setAlternatingRowColors(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(int(ProductColumn.DATE), Qt.SortOrder.DescendingOrder)
        self.view.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, letters in enumerate(_LETTERS):
            self.view.setColumnWidth(number, letters * self._letter)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.checklist)
        splitter.addWidget(self.view)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([self._list_width(), sum(_LETTERS) * self._letter])
        self.state_label = wrapped_label("comparison_state_label")
        self.progress = QProgressBar()
        self.progress.setObjectName("comparison_progress")
        self.progress.setAccessibleName(self.tr("Products searched"))
        self.progress.setRange(0, 0)
        self.compare_button = QPushButton()
        self.compare_button.setObjectName("compare_products_button")
        self.compare_button.setToolTip(
            self.tr("Searches the ticked products for the area and dates of the form. Free of charge")
        )
        self.ask_button = QPushButton(self.tr("&Ask Prices Again"))
        self.ask_button.setObjectName("ask_prices_button")
        self.ask_button.setToolTip(self.tr("Asks for the prices in view again. Free of charge"))
        self.use_button = QPushButton(self.tr("&Use This Product"))
        self.use_button.setObjectName("use_product_button")
        self.use_button.setToolTip(self.tr("Puts the product of the chosen scene into the form"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.compare_button, self.ask_button, self.use_button):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.compare_button.setDefault(True)
        add_help_button(buttons, GuidePage.TEST_QUERY)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.state_label)
        layout.addWidget(self.progress)
        layout.addWidget(buttons)

    def _connect(self) -> None:
        self._comparison.changed.connect(self.show_state)
        self._comparison.changed.connect(self._view_timer.start)
        self._workbench.parameters_changed.connect(self.show_state)
        self._model.layoutChanged.connect(self._view_timer.start)
        # Not `start` itself, which would take the place of the list for its interval.
        self.view.verticalScrollBar().valueChanged.connect(lambda: self._view_timer.start())
        self.view.selectionModel().selectionChanged.connect(self.show_state)
        self.view.doubleClicked.connect(self._use)
        self.checklist.changed.connect(self.show_state)
        self.compare_button.clicked.connect(self._compare)
        self.ask_button.clicked.connect(lambda: self._comparison.ask_again([row.key for row in self._rows_in_view()]))
        self.use_button.clicked.connect(self._use)

    def _fill(self) -> None:
        """Lists the products; ticked are those of the last time, else the one in the form."""
        chosen = set(self._comparison.product_ids)
        if self._workbench.product is not None:
            chosen.add(self._workbench.product.id)
        self.checklist.fill(self._comparison.products, chosen)

    def _list_width(self) -> int:
        """Returns the width of the list with whole names, up to a limit."""
        names = self.checklist.view.sizeHintForColumn(0) + self.checklist.view.verticalScrollBar().sizeHint().width()
        return min(max(names, _LIST * self._letter), 2 * _LIST * self._letter)

    def _compare(self) -> None:
        if self._comparison.is_busy:
            self._comparison.cancel()
            return
        self._comparison.start(self.checklist.chosen_ids())

    def _use(self) -> None:
        row = self._current_row()
        if row is not None:
            self._workbench.select_product(row.product_id)
            self.accept()

    def _current_row(self) -> Optional[AreaScene]:
        indexes = self.view.selectionModel().selectedRows()
        return indexes[0].data(ROW_ROLE) if indexes else None

    def _rows_in_view(self) -> List[AreaScene]:
        rows, index = [], self.view.indexAt(self.view.viewport().rect().topLeft())
        while index.isValid() and self.view.visualRect(index).top() < self.view.viewport().height():
            rows.append(self._model.row(index))
            index = self.view.indexBelow(index)
        return rows

    def _want_prices(self) -> None:
        self._comparison.want_prices([row.key for row in self._rows_in_view()])
