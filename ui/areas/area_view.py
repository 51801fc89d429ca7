"""The tree of areas and scenes: ticks, eyes and thumbnails, and its keys."""

from __future__ import annotations

from typing import Iterable, List, Optional, Sequence, Set, Tuple

from qgis.PyQt.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QModelIndex, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTreeView, QWidget

from ...core.app.areas.area_columns import AREA, EYE, AreaRole
from ...core.app.areas.area_list import AreaListModel
from ...core.domain.areas.area_scene import RowKey
from ..parts.direction import FigureDelegate
from ..parts.small import MIN_TARGET_PX
from ..scenes.row_marks import eye_side, is_narrow, paint_eye

# What fits into the columns, and into the first ones of a narrow list.
_WIDEST = (
    *("★ Sentinel-2A Site 88", "◠ Map ◠", "2028-08-28 20:58", "100 % (scene)", "8,888.8 km²", "88,888 credits"),
    *("Pléiades Neo Display", "100 % ◠", "Credits per Usable km²"),
)
_NARROW = ("★ PHR1B…", "◠ M ◠", "2028-08-28…")
# Changed rows that Qt may look at one by one, more than can be seen at once.
_MAX_LOOKED_AT = 100


class RowDelegate(FigureDelegate):
    """Makes all rows high enough to be clicked, and to show what a thumbnail is of."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Gives every thumbnail the same room, also a slim or missing one: the texts stay below each other."""
        super().initStyleOption(option, index)
        if not option.icon.isNull() and isinstance(option.widget, QAbstractItemView):
            option.decorationSize = option.widget.iconSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paints a cell; from right to left, where the edge would cut the beginning of a figure, what is seen of it."""
        seen = QStyleOptionViewItem(option)
        if option.direction == Qt.LayoutDirection.RightToLeft and isinstance(option.widget, QAbstractItemView):
            seen.rect.setLeft(max(option.rect.left(), option.widget.viewport().rect().left()))
        super().paint(painter, seen, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Returns the same height for every row."""
        return QSize(super().sizeHint(option, index).width(), row_height(option.fontMetrics.height()))


class EyeDelegate(RowDelegate):
    """Paints the eye of a row; a click on it shows the quicklook or hides it, and selects nothing."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paints the row's ground, and the eye if there may be a quicklook."""
        super().paint(painter, option, index)
        is_shown = index.data(AreaRole.SHOWN)
        if is_shown is None:
            return
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
        box = QRectF(0, 0, eye_side(option), eye_side(option))
        box.moveCenter(QRectF(option.rect).center())
        paint_eye(painter, box, option.palette.color(role), is_shown)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Toggles the eye on a click."""
        clicks = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease)
        if not isinstance(event, QMouseEvent) or event.type() not in clicks:
            return False
        is_shown = index.data(AreaRole.SHOWN)
        if event.button() != Qt.MouseButton.LeftButton or is_shown is None:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            return model.setData(index, not is_shown, AreaRole.SHOWN)
        # A press is taken too, so that toggling does not change the selection.
        return True


class AreaView(QTreeView):
    """The space bar ticks every selected row, M shows or hides the quicklooks of all of them, P previews, F zooms."""

    preview_asked = pyqtSignal()
    zoom_asked = pyqtSignal()

    def __init__(self, areas: AreaListModel, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._areas = areas
        self.setObjectName("areas_view")
        self.setAccessibleName(self.tr("Scenes over areas"))
        self.setAccessibleDescription(
            self.tr(
                "The arrow keys bring the picture of a scene to the top of the map. Space adds the selected scenes to "
                "the order or leaves them out, M shows or hides them on the map, P previews, F zooms to them."
            )
        )
        self.setModel(areas)
        # The areas that are open, the current row and what is at the top, while the model is reset.
        self._kept: Tuple[Set[int], Optional[RowKey], int] = (set(), None, 0)
        areas.modelAboutToBeReset.connect(self._keep)
        areas.modelReset.connect(self._restore)
        # One without a selection: after each change Qt looks through a selection for every section that it paints.
        self.header().setSelectionModel(QItemSelectionModel(areas, self))
        self.setItemDelegate(RowDelegate(self))
        self.setItemDelegateForColumn(EYE, EyeDelegate(self))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSortingEnabled(True)
        self._is_narrow = False
        height = row_height(self.fontMetrics().height()) - 2
        self.setIconSize(QSize(height, height))
        self._set_widths(_WIDEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives what decides the room in a narrow dock; what the user has set stays until the next change."""
        super().resizeEvent(event)
        if is_narrow(self) is not self._is_narrow:
            self._is_narrow = is_narrow(self)
            self.setIndentation(row_height(self.fontMetrics().height()) // (3 if self._is_narrow else 2))
            self._set_widths(_NARROW if self._is_narrow else _WIDEST)

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: Iterable[int] = ()) -> None:
        """Paints what has changed and can be seen: Qt looks where each of thousands of rows and cells would be."""
        if first.parent().isValid() and not self.isExpanded(first.parent()):
            return
        if self.isVisible() and not self._areas.is_grouped and last.row() - first.row() > _MAX_LOOKED_AT:
            place = self.viewport().rect()
            top, bottom = self.indexAt(place.topLeft()), self.indexAt(place.bottomLeft())
            first = first.sibling(max(first.row(), top.row()), first.column())
            last = last.sibling(min(last.row(), bottom.row()) if bottom.isValid() else last.row(), last.column())
            if first.row() > last.row():
                return
        super().dataChanged(first, last, list(roles))

    def _set_widths(self, texts: Sequence[str]) -> None:
        metrics = self.fontMetrics()
        for column, text in enumerate(texts):
            lead = self._lead() if column == AREA else 0
            width = lead + metrics.horizontalAdvance(text) + metrics.height() // 2
            # The arrow of the order is beside a heading whose words may be longer than what is below it.
            self.setColumnWidth(column, width if column in (AREA, EYE) else max(width, self._width_of_heading(column)))

    def _width_of_heading(self, column: int) -> int:
        """Returns the width of a heading with the arrow of the order; Qt's hint is wider than what it paints."""
        metric, header = self.style().pixelMetric, self.header()
        mark = metric(QStyle.PixelMetric.PM_HeaderMarkSize, None, header)
        margin = metric(QStyle.PixelMetric.PM_HeaderMargin, None, header)
        title = str(self._areas.headerData(column, Qt.Orientation.Horizontal))
        return header.fontMetrics().horizontalAdvance(title) + mark + 3 * margin

    def _lead(self) -> int:
        """Returns the room of what is before the text of a scene: two levels, tick and thumbnail."""
        style = self.style()
        gap = 2 * (style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
        tick = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
        return 2 * self.indentation() + tick + gap + self.iconSize().width() + gap

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Takes two quick clicks on an eye as two clicks: they toggle it twice and do not zoom."""
        if self.indexAt(event.pos()).column() == EYE:
            super().mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handles the keys of this list and leaves the others to Qt."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        selected = self.selected()
        if modifiers != Qt.KeyboardModifier.NoModifier or not selected:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self._areas.toggle(selected)
        elif event.key() == Qt.Key.Key_M:
            self._toggle_eyes(selected)
        elif event.key() == Qt.Key.Key_P:
            self.preview_asked.emit()
        elif event.key() == Qt.Key.Key_F:
            self.zoom_asked.emit()
        else:
            super().keyPressEvent(event)

    def selected(self) -> List[QModelIndex]:
        """Returns the selected areas and scenes."""
        # Not selectedRows(), which looks at each column of thousands of rows.
        ranges = [(part.top(), part.bottom() + 1, part.parent()) for part in self.selectionModel().selection()]
        return [self._areas.index(row, AREA, parent) for top, end, parent in ranges for row in range(top, end)]

    def _keep(self) -> None:
        parents = [self._areas.index(row, AREA) for row in range(self._areas.rowCount())]
        opened = [index.data(AreaRole.FOUND) for index in parents if self.isExpanded(index)]
        row = self._areas.row_at(self.currentIndex())
        # A flat list has nothing to open: what was open before it stays kept.
        former = {found.area.id for found in opened} if self._areas.is_grouped else self._kept[0]
        self._kept = (former, None if row is None else row.key, self.verticalScrollBar().value())

    def _restore(self) -> None:
        """Opens the same areas and goes to the same row, as far as they are listed after other filters."""
        opened, key, top = self._kept
        for row in range(self._areas.rowCount() if self._areas.is_grouped else 0):
            index = self._areas.index(row, AREA)
            if index.data(AreaRole.FOUND).area.id in opened:
                self.expand(index)
        current = self._areas.index_of(key) if key is not None else QModelIndex()
        if current.isValid():
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(current, flag.ClearAndSelect | flag.Rows)
        self.verticalScrollBar().setValue(top)

    def selected_count(self) -> int:
        """Counts the selected areas and scenes."""
        return sum(part.height() for part in self.selectionModel().selection())

    def _toggle_eyes(self, selected: Sequence[QModelIndex]) -> None:
        """Shows all selected scenes, or hides them if all are shown."""
        rows = [row for row in map(self._areas.row_at, selected) if row is not None]
        scene_ids = list(dict.fromkeys(row.scene.id for row in rows))
        self._areas.set_shown(scene_ids, not all(map(self._areas.is_shown, scene_ids)))


def row_height(line: int) -> int:
    """Returns the height of a row for that of a line of text."""
    return max(MIN_TARGET_PX, round(1.8 * line))
