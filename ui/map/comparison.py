"""Compares two scenes on the map by swiping or blinking."""

from __future__ import annotations

from typing import Callable, Collection, List, Optional, Tuple

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent

from .comparison_item import CompareMode, ComparisonItem
from .map_picture import MapPicture

BLINK_MS = 700
# The map moves in many small steps; the images are updated once it rests.
RENDER_DELAY_MS = 150
_STEP, _LONG_STEP = 0.02, 0.1
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_DRAGS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)


class Comparison(QObject):
    """Paints over the map without changing layers, visibility or map tool, so that nothing needs restoring.

    While it runs, the line of a swipe is dragged with the mouse or moved by the arrow keys, Space swaps the sides
    or the scene on top, Esc ends it. It ends automatically when one of its layers is removed.
    """

    # Started, ended, swapped or the line moved
    changed = pyqtSignal()

    def __init__(
        self, canvas: QgsMapCanvas, hidden_ids: Callable[[], Collection[str]], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._hidden_ids = hidden_ids
        self._item: Optional[ComparisonItem] = None
        self._is_dragging = False
        self.mode: Optional[CompareMode] = None
        self._blink_timer = QTimer(self)
        self._blink_timer.setInterval(BLINK_MS)
        self._blink_timer.timeout.connect(self._turn)
        self._render_timer = QTimer(self)
        self._render_timer.setSingleShot(True)
        self._render_timer.setInterval(RENDER_DELAY_MS)
        self._render_timer.timeout.connect(self._render)

    @property
    def item(self) -> Optional[ComparisonItem]:
        """Returns the canvas item, None while nothing is compared."""
        return self._item

    @property
    def share(self) -> float:
        """Returns the position of the line, 0 to 1 of the map's width."""
        return self._item.share if self._item is not None else 0.5

    def titles(self) -> Tuple[str, str]:
        """Returns the names of the left (or first) and the right (or second) scene."""
        if self._item is None:
            return "", ""
        first, second = self._item.pictures
        return first.title, second.title

    def begin(self, mode: CompareMode, first_id: str, second_id: str) -> None:
        """Compares two layers; one comparison at a time."""
        self._take_down()
        pictures = tuple(
            MapPicture(self._canvas, layer_id, self._hidden_ids, self) for layer_id in (first_id, second_id)
        )
        for picture in pictures:
            picture.rendered.connect(self._show)
        self.mode = mode
        self._item = ComparisonItem(self._canvas, mode, (pictures[0], pictures[1]))
        self._canvas.extentsChanged.connect(self._plan_render)
        self._canvas.layersChanged.connect(self._plan_render)
        QgsProject.instance().layersWillBeRemoved.connect(self._on_layers_removed)
        self._canvas.installEventFilter(self)
        self._canvas.viewport().installEventFilter(self)
        self._canvas.setFocus()
        if mode is CompareMode.BLINK:
            self._blink_timer.start()
        self._render()
        self.changed.emit()

    def end(self) -> None:
        """Removes the comparison from the map."""
        if self._item is not None:
            self._take_down()
            self.changed.emit()

    def swap(self) -> None:
        """Swaps the sides of a swipe or the visible scene of a blink."""
        item = self._item
        if item is None:
            return
        if self.mode is CompareMode.BLINK:
            # After a manual swap, the next automatic one is a full interval away.
            self._blink_timer.start()
            self._turn()
        else:
            item.pictures = (item.pictures[1], item.pictures[0])
            item.update()
        self.changed.emit()

    def set_share(self, share: float) -> None:
        """Moves the line, 0 to 1 of the map's width."""
        if self._item is not None and share != self._item.share:
            self._item.share = min(max(share, 0.0), 1.0)
            self._item.update()
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handles drags of the grip and the comparison's keys; all other events reach the map and its tool."""
        kind = event.type()
        if watched is self._canvas:
            action = self._key_action(event) if isinstance(event, QKeyEvent) and kind in _KEYS else None
            if action is None:
                return False
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
            else:
                action()
            return True
        if kind == QEvent.Type.Resize:
            self._plan_render()
        elif kind in _DRAGS and isinstance(event, QMouseEvent):
            return self.mode is CompareMode.SWIPE and self._drag(event)
        return False

    def _key_action(self, event: QKeyEvent) -> Optional[Callable[[], None]]:
        if event.key() == Qt.Key.Key_Escape:
            return self.end
        if event.key() == Qt.Key.Key_Space:
            return self.swap
        if self.mode is CompareMode.SWIPE and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            is_long = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = _LONG_STEP if is_long else _STEP
            share = self.share + (step if event.key() == Qt.Key.Key_Right else -step)
            return lambda: self.set_share(share)
        return None

    def _drag(self, event: QMouseEvent) -> bool:
        item, viewport = self._item, self._canvas.viewport()
        if item is None:
            return False
        is_near = abs(event.pos().x() - item.line()) <= self._canvas.fontMetrics().height() / 2
        if event.type() == QEvent.Type.MouseButtonPress:
            self._is_dragging = is_near and event.button() == Qt.MouseButton.LeftButton
            return self._is_dragging
        if event.type() == QEvent.Type.MouseButtonRelease:
            was_dragging, self._is_dragging = self._is_dragging, False
        else:
            was_dragging = self._is_dragging
        if was_dragging:
            self.set_share(event.pos().x() / max(viewport.width(), 1))
            return True
        if is_near and not event.buttons():
            viewport.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            viewport.unsetCursor()
        return False

    def _plan_render(self) -> None:
        if self._item is not None:
            self._item.update()
            self._render_timer.start()

    def _render(self) -> None:
        if self._item is not None:
            for picture in self._item.pictures:
                picture.render()

    def _show(self) -> None:
        if self._item is not None:
            self._item.update()

    def _turn(self) -> None:
        if self._item is not None:
            self._item.front = 1 - self._item.front
            self._item.update()

    def _on_layers_removed(self, layer_ids: List[str]) -> None:
        if self._item is not None and any(picture.layer_id in layer_ids for picture in self._item.pictures):
            self.end()

    def _take_down(self) -> None:
        item, self._item, self.mode = self._item, None, None
        self._blink_timer.stop()
        self._render_timer.stop()
        self._is_dragging = False
        if item is None:
            return
        for picture in item.pictures:
            picture.cancel()
            picture.deleteLater()
        QgsProject.instance().layersWillBeRemoved.disconnect(self._on_layers_removed)
        if sip.isdeleted(self._canvas):
            return
        self._canvas.extentsChanged.disconnect(self._plan_render)
        self._canvas.layersChanged.disconnect(self._plan_render)
        self._canvas.removeEventFilter(self)
        self._canvas.viewport().removeEventFilter(self)
        self._canvas.viewport().unsetCursor()
        if not sip.isdeleted(item) and item.scene() is not None:
            item.scene().removeItem(item)
            # The canvas owns its items, and with them two images of its size.
            sip.delete(item)
