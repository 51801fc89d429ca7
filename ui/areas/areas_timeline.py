"""The timeline of many areas: linked with the list below it and, by hovering, with the map."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from qgis.PyQt.QtWidgets import QTreeView, QVBoxLayout, QWidget

from ...core.app.areas.area_columns import AREA
from ...core.app.areas.area_timeline import AreaTimeline, bar_id
from ..map.bands import GapBand
from ..parts.tab_shape import is_low_tab
from ..scenes.filter_bar import FilterBar
from ..scenes.timeline import Timeline

if TYPE_CHECKING:
    from ...core.app.areas.area_list import AreaListModel

# Of the height of the tab.
SHARE = 0.2


class AreasTimeline(QWidget):
    """A row per area; a click goes to the scene in the list, with Ctrl it is ticked.

    A drag looks at its dates, and the list shows their scenes alone.
    """

    def __init__(
        self,
        source: AreaTimeline,
        areas: AreaListModel,
        canvas: QgsMapCanvas,
        view: QTreeView,
        filter_bar: FilterBar,
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self._filter_bar = filter_bar
        self._source = source
        self._model = areas
        self._view = view
        self._tab = tab
        self.timeline = Timeline()
        self.timeline.setObjectName("areas_timeline")
        self.band = GapBand(canvas, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.timeline)
        self._source.changed.connect(self._show_rows)
        self._model.ticked_changed.connect(self._show_ticks)
        filter_bar.changed.connect(self._show_period)
        filter_bar.filters_button.toggled.connect(self._arrange)
        self.timeline.scene_chosen.connect(self._choose)
        self.timeline.scene_hovered.connect(self._light)
        self.timeline.period_chosen.connect(self._look)
        view.selectionModel().currentChanged.connect(self._follow)
        tab.installEventFilter(self)
        self._show_rows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Gives the room to the list in a low tab."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._arrange()
        return False

    def _arrange(self) -> None:
        is_high = not is_low_tab(self._tab, self._filter_bar.more_lines)
        self.setVisible(bool(self._source.rows.bars) and is_high)
        # A few of many rows in view are enough: the list below has the figures.
        share = int(SHARE * self._tab.height())
        self.timeline.setMaximumHeight(max(share, self.timeline.minimumSizeHint().height()))

    def _show_rows(self) -> None:
        self.timeline.set_rows(self._source.rows)
        self._show_ticks()
        self._arrange()

    def _show_ticks(self) -> None:
        self.timeline.set_chosen(bar_id(row.key) for row in self._model.ticked_rows())

    def _choose(self, chosen: str, is_added: bool) -> None:
        key = self._source.key(chosen)
        index = self._model.index_of(key) if key is not None else None
        if index is None or not index.isValid():
            return
        if is_added:
            is_ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked
            self._model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
            return
        flag = QItemSelectionModel.SelectionFlag
        self._view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self._view.scrollTo(index)

    def _follow(self) -> None:
        row = self._model.row_at(self._view.currentIndex().siblingAtColumn(AREA))
        self.timeline.set_current(bar_id(row.key) if row is not None else "")

    def _light(self, hovered: str) -> None:
        self.band.show(self._source.outline(hovered))

    def _look(self, first: Optional[date], last: Optional[date]) -> None:
        if first is not None and last is not None:
            self.timeline.look_at_days(first, last)
        self._filter_bar.set_period(first, last)

    def _show_period(self) -> None:
        self.timeline.set_period(*self._filter_bar.period())
