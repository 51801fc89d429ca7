"""The scene list, fully usable by keyboard."""

from __future__ import annotations

from typing import List, Optional, Sequence

from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QWidget

from .scene_delegate import SceneDelegate, is_narrow


class SceneView(QListView):
    """Standard list keys select; `keys_text` describes Space, Enter and F."""

    # Enter was pressed
    preview_asked = pyqtSignal()
    # F was pressed or a scene double-clicked
    zoom_asked = pyqtSignal()

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

    def keys_text(self) -> str:
        """Returns the description of the keys."""
        return self.tr(
            "Space shows or hides the selected quicklooks, Enter opens the preview, F zooms to the selection, "
            "Ctrl+A selects all."
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handles the keys of this list and leaves the others to Qt."""
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            self._toggle()
        elif is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.preview_asked.emit()
        elif is_plain and event.key() == Qt.Key.Key_F:
            self.zoom_asked.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int] = ()) -> None:
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

    def _toggle(self) -> None:
        """Toggles the current scene and sets all selected scenes to the same state."""
        current = self.currentIndex()
        chosen = [index for index in self._chosen(current) if index.flags() & Qt.ItemFlag.ItemIsUserCheckable]
        if not chosen:
            return
        first = current if current in chosen else chosen[0]
        # PyQt 5 returns the check states of a proxied model as numbers.
        is_shown = Qt.CheckState(first.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if is_shown else Qt.CheckState.Checked
        for index in chosen:
            self.model().setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def _chosen(self, current: QModelIndex) -> List[QModelIndex]:
        selected = self.selectionModel().selectedIndexes()
        return selected if current in selected or not current.isValid() else [current]
