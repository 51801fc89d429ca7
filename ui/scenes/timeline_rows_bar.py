"""The scroll bar of a timeline with more areas than fit."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QScrollBar, QWidget

from .timeline_layout import row_height


class RowsBar(QScrollBar):
    """At the end of the rows; hidden if all of them fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName("timeline_rows_bar")
        self.setAccessibleName(self.tr("Areas"))
        self.hide()

    def arrange(self, row_count: int, visible: int) -> None:
        """Takes the range for a number of rows of which `visible` pixels fit, and its place in the parent."""
        row = row_height(self.parentWidget().fontMetrics().height())
        beyond = row_count * row - visible if row_count > 1 else 0
        self.setVisible(beyond > 0)
        self.setRange(0, max(beyond, 0))
        self.setPageStep(max(visible, 1))
        self.setSingleStep(row)
        width = self.sizeHint().width()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setGeometry(0 if is_mirrored else self.parentWidget().width() - width, 0, width, visible)

    def bring_into_view(self, row: int) -> None:
        """Scrolls as little as needed to show a row."""
        height = self.singleStep()
        self.setValue(min(max(self.value(), (row + 1) * height - self.pageStep()), row * height))
