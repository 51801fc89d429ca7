"""The cost table of a job: each part, its reason if refused, and the total."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QHeaderView, QStyle, QTreeWidget, QTreeWidgetItem, QWidget

from ...core.domain.jobs.credits import Estimate, EstimateLine
from ...core.domain.scenes.scene import Scene
from ..parts.direction import FigureDelegate
from ..parts.small import plain_tip, top_items
from ..wording import UNKNOWN, credits_range_text, scene_line_text
from .area_costs import CostRow

# Maximum number of visible rows.
MAX_VISIBLE_ROWS = 6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_translate = QCoreApplication.translate


class CostsView(QTreeWidget):
    """Shows one row per estimate line, or those of `by_area`; scrolls if there are too many."""

    def __init__(
        self,
        estimate: Estimate,
        scenes: Sequence[Scene],
        by_area: Sequence[CostRow] = (),
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._row_count = 0
        self._scenes = {scene.id: scene for scene in scenes}
        self.setObjectName("costs_view")
        self.setItemDelegate(FigureDelegate(self))
        self.setAccessibleName(_translate("HoldDialog", "Cost of each part"))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.setHeaderLabels([_translate("HoldDialog", "Part"), _translate("HoldDialog", "Final Cost")])
        headings = self.headerItem()
        if headings is not None:
            headings.setTextAlignment(1, _RIGHT)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        rows = by_area or [CostRow(line, (line.title,)) for line in estimate.lines]
        self.addTopLevelItems([self._item(*row) for row in rows])
        self.addTopLevelItem(_total(estimate))
        for item in top_items(self):
            reason = item.child(0)
            if reason is not None:
                # A sentence needs the width of both columns; spanning works only once the row is in the view.
                reason.setFirstColumnSpanned(True)
        self.expandAll()
        self._row_count = len(rows) + len(estimate.problems) + 1
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fits the height to the font, which a style sheet sets only once the view is shown."""
        is_done = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Show):
            self._fit()
        return bool(is_done)

    def _fit(self) -> None:
        """Takes the height of all rows, of the first ones if there are too many."""
        row_height = self.sizeHintForRow(0)
        frame = 2 * self.frameWidth() + self.header().sizeHint().height()
        self.setMinimumHeight(frame + min(self._row_count, MAX_VISIBLE_ROWS) * row_height)
        self.setMaximumHeight(frame + self._row_count * row_height)

    def _item(self, line: EstimateLine, tip: Sequence[str]) -> QTreeWidgetItem:
        cost = UNKNOWN if line.problem else credits_range_text(line.min_credits, line.max_credits)
        scene = self._scenes.get(line.scene_id)
        item = QTreeWidgetItem([line.title if scene is None else scene_line_text(scene), cost])
        for column in range(item.columnCount()):
            item.setToolTip(column, plain_tip(list(tip)))
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, ", ".join(tip))
        if line.problem:
            item.setIcon(0, self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning))
            reason = QTreeWidgetItem(item, [line.problem])
            reason.setToolTip(0, plain_tip([line.problem]))
        _align(item)
        return item


def _total(estimate: Estimate) -> QTreeWidgetItem:
    words = credits_range_text(estimate.min_credits, estimate.max_credits)
    total = QTreeWidgetItem([_translate("HoldDialog", "Total"), words])
    _align(total)
    for column in range(2):
        font = total.font(column)
        font.setBold(True)
        total.setFont(column, font)
    return total


def _align(item: QTreeWidgetItem) -> None:
    item.setTextAlignment(1, _RIGHT)
