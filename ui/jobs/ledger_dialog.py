"""The ledger dialog: credits of all live jobs, to filter, sum and export."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.domain.errors import Up42Error
from ...core.domain.guide import GuidePage
from ...core.domain.jobs.ledger import Comparison, LedgerLine, ledger_csv, ledger_sums
from ...core.domain.outputs.disk import write_whole
from ..parts.direction import FigureDelegate
from ..parts.help import add_help_button
from ..parts.small import plain_tip, resize_on_screen
from ..parts.wrapped_label import WrappedLabel
from ..wording import comparison_text, error_sentence, ledger_cells, ledger_headers, ledger_sums_text, month_text
from ..wording.export import export_error_sentence

VISIBLE_LINES = 16
NAME_IN_LETTERS = 36
FIGURES = range(3, 7)
NAME_COLUMN = 1


class LedgerDialog(QDialog):
    """Shows the given lines; requests nothing on its own."""

    # Compare the jobs of the current connection with the service's history
    comparison_requested = pyqtSignal()

    def __init__(
        self, lines: Sequence[LedgerLine], connection_name: str = "", parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._lines = tuple(lines)
        self._connection_name = connection_name
        self.setObjectName("ledger_dialog")
        self.setWindowTitle(self.tr("Credits of the Live Jobs"))
        layout = QVBoxLayout(self)
        layout.addLayout(self._build_filters())
        layout.addWidget(self._build_view(), 1)
        self.sums_label = self._label("ledger_sums_label")
        font = self.sums_label.font()
        font.setBold(True)
        self.sums_label.setFont(font)
        layout.addWidget(self.sums_label)
        self.note_label = self._label("ledger_note_label")
        self.note_label.setText(
            self.tr(
                "Live jobs started on this computer; spending by the console and other programs is not included. "
                "Months are in UTC."
            )
        )
        layout.addWidget(self.note_label)
        self.comparison_label = self._label("ledger_comparison_label")
        self.comparison_label.hide()
        layout.addWidget(self.comparison_label)
        layout.addWidget(self._build_buttons())
        self._show_lines()
        resize_on_screen(self, self._width_of_columns(), self.fontMetrics().lineSpacing() * 2 * VISIBLE_LINES)

    def _width_of_columns(self) -> int:
        """Returns the width at which no column is cut."""
        header, margins = self.view.header(), self.layout().contentsMargins()
        bar = self.view.verticalScrollBar().sizeHint().width() + 2 * self.view.frameWidth()
        columns = sum(header.sectionSize(number) for number in range(header.count()))
        return columns + bar + margins.left() + margins.right()

    def shown_lines(self) -> Tuple[LedgerLine, ...]:
        """Returns the lines that pass the filters."""
        month, connection = self.month_combo.currentData(), self.connection_combo.currentData()
        return tuple(
            line
            for line in self._lines
            if (month is None or line.month == tuple(month))
            and (connection is None or line.entry.connection == connection)
        )

    def show_comparison(self, comparison: Optional[Comparison], error: Optional[Up42Error]) -> None:
        """Shows whether the journal and the service's history agree."""
        self.compare_button.setEnabled(True)
        if error is not None:
            text = error_sentence(error)
        elif comparison is None:
            text = self.tr(
                "This service does not report what each job was charged; the figures come from the estimates and the "
                "jobs themselves."
            )
        else:
            text = comparison_text(comparison)
        self.comparison_label.setText(text)
        self.comparison_label.show()

    def export(self, path: Path) -> None:
        """Writes the visible lines as CSV, with the byte order mark that spreadsheets need for UTF-8."""
        write_whole(path, ledger_csv(self.shown_lines()).encode("utf-8-sig"))

    def _build_filters(self) -> QHBoxLayout:
        months = sorted({line.month for line in self._lines}, reverse=True)
        connections = sorted({line.entry.connection for line in self._lines})
        dates = [(month_text(month), list(month)) for month in months]
        names = [(name, name) for name in connections]
        self.month_combo = self._combo("ledger_month_combo", self.tr("Month"), self.tr("All months"), dates)
        self.connection_combo = self._combo(
            "ledger_connection_combo", self.tr("Connection"), self.tr("All connections"), names
        )
        row = QHBoxLayout()
        for words, combo in ((self.tr("&Month"), self.month_combo), (self.tr("Co&nnection"), self.connection_combo)):
            label = QLabel(words)
            label.setBuddy(combo)
            row.addWidget(label)
            row.addWidget(combo)
        row.addStretch(1)
        return row

    def _combo(self, name: str, title: str, all_text: str, choices: List[Tuple[str, Any]]) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        combo.addItem(all_text, None)
        for text, value in choices:
            combo.addItem(text, value)
        combo.currentIndexChanged.connect(lambda number: self._show_lines())
        return combo

    def _build_view(self) -> QTreeWidget:
        self.view = QTreeWidget()
        self.view.setItemDelegate(FigureDelegate(self.view))
        self.view.setObjectName("ledger_view")
        self.view.setAccessibleName(self.tr("Live jobs and their credits"))
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAlternatingRowColors(True)
        self.view.setHeaderLabels(ledger_headers())
        self.view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.view.header().setMaximumSectionSize(self.fontMetrics().averageCharWidth() * NAME_IN_LETTERS)
        return self.view

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.export_button = QPushButton(self.tr("Export CSV…"))
        self.export_button.setObjectName("export_button")
        self.export_button.clicked.connect(lambda: self._export())
        self.compare_button = QPushButton(self.tr("Compare With UP42"))
        self.compare_button.setObjectName("compare_button")
        self.compare_button.clicked.connect(lambda: self._compare())
        if self._connection_name:
            tip = self.tr("Compares the jobs of “{name}” with the history of the account")
            self.compare_button.setToolTip(tip.format(name=self._connection_name))
        else:
            self.compare_button.setEnabled(False)
            self.compare_button.setToolTip(self.tr("Sign in first"))
        for button in (self.export_button, self.compare_button):
            button.setAutoDefault(False)
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        add_help_button(box, GuidePage.CAPS)
        box.rejected.connect(self.reject)
        return box

    def _show_lines(self) -> None:
        lines = self.shown_lines()
        self.view.clear()
        items = []
        for line in lines:
            item = QTreeWidgetItem(ledger_cells(line))
            for column in FIGURES:
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(NAME_COLUMN, plain_tip([line.entry.name]))
            items.append(item)
        self.view.addTopLevelItems(items)
        self.export_button.setEnabled(bool(lines))
        if lines:
            self.sums_label.setText(ledger_sums_text(ledger_sums(lines)))
        else:
            self.sums_label.setText(self.tr("No live job yet: nothing was held and nothing was used."))

    def _compare(self) -> None:
        self.compare_button.setEnabled(False)
        self.comparison_label.setText(self.tr("Asking UP42…"))
        self.comparison_label.show()
        self.comparison_requested.emit()

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export CSV"), "up42_credits.csv", "CSV (*.csv)")
        if not path:
            return
        try:
            self.export(Path(path))
        except Up42Error as error:
            self.comparison_label.setText(export_error_sentence(error, path))
            self.comparison_label.show()

    def _label(self, name: str) -> QLabel:
        label = WrappedLabel()
        label.setObjectName(name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
