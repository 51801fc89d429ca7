"""Where notices may be in the dock: not over account, tabs and buttons, nor over what the user has just asked for."""

from __future__ import annotations

from typing import List, Sequence

from qgis.PyQt.QtCore import QObject, QPoint, QRect, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QTabWidget, QWidget


class NoticeRoom(QObject):
    """The room of the tab that is chosen; rectangles are in the coordinates of `content`."""

    # Something was chosen that a notice may lie over
    asked = pyqtSignal()

    def __init__(self, content: QWidget, tabs: QTabWidget) -> None:
        super().__init__(content)
        self._content = content
        self._tabs = tabs
        self._bottoms: List[QWidget] = []
        self._views: List[QAbstractItemView] = []
        self._parts: List[QWidget] = []
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def add(
        self, bottom: QWidget, views: Sequence[QAbstractItemView] = (), parts: Sequence[QWidget] = ()
    ) -> None:
        """Adds what a tab has at its lower end, its lists, and what it shows of their current row."""
        self._bottoms.append(bottom)
        self._views += views
        self._parts += parts
        for view in views:
            view.selectionModel().selectionChanged.connect(self.asked)

    def room(self) -> QRect:
        """Returns what a notice may cover."""
        page = self._tabs.currentWidget()
        room = QRect(0, page.mapTo(self._content, QPoint()).y(), self._content.width(), page.height())
        for widget in (*self._bottoms, *self._parts):
            if not widget.isVisible():
                continue
            place = self._place(widget, widget.rect())
            if 2 * place.width() > room.width():
                if widget in self._bottoms:
                    room.setBottom(place.top() - 1)
            elif place.center().x() > room.center().x():
                # Beside the list.
                room.setRight(place.left() - 1)
            else:
                room.setLeft(place.right() + 1)
        return room

    def kept(self) -> List[QRect]:
        """Returns what is to stay in sight: the chosen rows, what is shown of them, and the field in focus."""
        places = [self._place(part, part.rect()) for part in self._parts if part.isVisible()]
        for view in self._views:
            index = view.currentIndex()
            is_chosen = index.isValid() and view.selectionModel().isRowSelected(index.row(), index.parent())
            if view.isVisible() and is_chosen:
                row = view.visualRect(index).intersected(view.viewport().rect())
                places.append(self._place(view.viewport(), row))
        focus = QApplication.focusWidget()
        if focus is not None and self._content.isAncestorOf(focus) and not isinstance(focus, QAbstractScrollArea):
            places.append(self._place(focus, focus.rect()))
        return [place for place in places if not place.isEmpty()]

    def _place(self, widget: QWidget, rect: QRect) -> QRect:
        return QRect(widget.mapTo(self._content, rect.topLeft()), rect.size())

    def _on_focus_changed(self, _before: object, now: object) -> None:
        if isinstance(now, QWidget) and self._content.isAncestorOf(now):
            self.asked.emit()
