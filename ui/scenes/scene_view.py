"""The scene list, fully usable by keyboard."""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Optional, Sequence

from qgis.PyQt.QtCore import QModelIndex, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from ...core.app.scenes.scene_list import SceneRole
from .row_marks import is_narrow
from .scene_delegate import SceneDelegate, is_ticked, mark_at


class SceneView(QListView):
    """Standard list keys move and select; `keys_text` describes the others."""

    # Ids of scenes, into the order or out of it
    ticks_asked = pyqtSignal(list, bool)
    # Ids of scenes, onto the map or off it
    eyes_asked = pyqtSignal(list, bool)
    # P was pressed
    preview_asked = pyqtSignal()
    # F was pressed or a scene double-clicked
    zoom_asked = pyqtSignal()
    # Ctrl+C was pressed
    copy_asked = pyqtSignal()
    # The menu of a scene is wanted, at a place on the screen
    menu_asked = pyqtSignal(QPoint)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._is_narrow = False
        self.setObjectName("scenes_view")
        self.setItemDelegate(SceneDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Scenes"))
        self.setAccessibleDescription(self.keys_text())
        self.doubleClicked.connect(lambda index: self.zoom_asked.emit())
        self._keys: Dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self.toggle_ticks,
            Qt.Key.Key_Select: self.toggle_ticks,
            Qt.Key.Key_Return: self.toggle_ticks,
            Qt.Key.Key_Enter: self.toggle_ticks,
            Qt.Key.Key_M: self.toggle_eyes,
            Qt.Key.Key_P: self.preview_asked.emit,
            Qt.Key.Key_F: self.zoom_asked.emit,
        }

    def keys_text(self) -> str:
        """Returns the description of the keys."""
        return self.tr(
            "The arrow keys bring the picture of a scene to the top of the map. Space or Enter adds scenes to the "
            "order or leaves them out, M shows or hides them on the map, P opens the preview, F zooms to the "
            "selection, Ctrl+A selects all, Ctrl+C copies the scene ID, Ctrl+Enter orders."
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handles the keys of this list and leaves the others to Qt."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        action = None
        if modifiers == Qt.KeyboardModifier.NoModifier:
            action = self._keys.get(event.key())
        elif modifiers == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_C:
            action = self.copy_asked.emit
        if action is None:
            super().keyPressEvent(event)
            return
        action()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Takes two quick clicks on a mark as two clicks: they toggle it twice and do not zoom."""
        index = self.indexAt(event.pos())
        if index.isValid() and mark_at(self.row_option(index), index, event.pos()) is not None:
            super().mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the scene below the pointer, or of the current one if a key asks."""
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if is_key else event.pos()
            self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def row_option(self, index: QModelIndex) -> QStyleOptionViewItem:
        """Returns the place and look of a row, as the delegate gets them."""
        option = QStyleOptionViewItem()
        option.initFrom(self)
        option.widget = self
        option.font = self.font()
        option.rect = self.visualRect(index)
        return option

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: Iterable[int] = ()) -> None:
        """Repaints only the changed rows that are visible; Qt would repaint all rows."""
        sight = self.viewport().rect()
        top, bottom = self.indexAt(sight.topLeft()).row(), self.indexAt(sight.bottomLeft()).row()
        end = bottom if bottom >= 0 else self.model().rowCount() - 1
        for row in range(max(first.row(), top), min(last.row(), end) + 1):
            index = self.model().index(row, self.modelColumn())
            super().dataChanged(index, index, roles)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Updates the row heights if the width changes the layout."""
        super().resizeEvent(event)
        if is_narrow(self) is not self._is_narrow:
            self._is_narrow = is_narrow(self)
            self.scheduleDelayedItemsLayout()

    def set_compact(self, is_compact: bool) -> None:
        """Shows rows of three lines, so that a low list shows several."""
        delegate = self.itemDelegate()
        if isinstance(delegate, SceneDelegate) and delegate.is_compact is not is_compact:
            delegate.is_compact = is_compact
            self.scheduleDelayedItemsLayout()

    def toggle_ticks(self) -> None:
        """Puts the current scene into the order or takes it out, and all selected scenes the same way."""
        chosen = self._chosen()
        if chosen:
            self.ticks_asked.emit(_ids(chosen), not is_ticked(chosen[0]))

    def toggle_eyes(self) -> None:
        """Shows or hides the quicklook of the current scene, and those of all selected scenes the same way."""
        chosen = [index for index in self._chosen() if index.data(SceneRole.SHOWN) is not None]
        if chosen:
            self.eyes_asked.emit(_ids(chosen), not chosen[0].data(SceneRole.SHOWN))

    def _chosen(self) -> List[QModelIndex]:
        """Returns the selected scenes, the current one first; the current one alone if it is not selected."""
        current = self.currentIndex()
        selected = self.selectionModel().selectedIndexes()
        if current not in selected:
            return [current] if current.isValid() else selected
        return [current] + [index for index in selected if index != current]


def _ids(indexes: Sequence[QModelIndex]) -> List[str]:
    return [index.data(SceneRole.SCENE).id for index in indexes]
