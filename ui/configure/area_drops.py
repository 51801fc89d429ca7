"""Takes an area that is dropped or pasted: a file, a layer of QGIS's panels, or WKT and GeoJSON text."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsMimeDataUtils, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QMimeData, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QDropEvent
from qgis.PyQt.QtWidgets import QWidget

from ...core.app.session.area import FILE_SUFFIXES, AreaOfInterest, is_area_text

_ENTERS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


def can_take(data: QMimeData) -> bool:
    """Returns whether dragged or copied data may hold an area; cheap, since it is asked while dragging."""
    return _layer_uri(data) is not None or bool(_file_path(data)) or is_area_text(data.text())


def take(area: AreaOfInterest, data: QMimeData) -> bool:
    """Takes the area from dropped or pasted data; returns whether there was any to try."""
    uri, path = _layer_uri(data), _file_path(data)
    if uri is not None:
        layer = QgsProject.instance().mapLayer(uri.layerId)
        if isinstance(layer, QgsVectorLayer):
            area.use_layer(layer, selected_only=False)
        else:
            area.use_uri(uri.providerKey, uri.uri, uri.name)
    elif path:
        area.offer_file(path)
    elif is_area_text(data.text()):
        area.offer_text(data.text())
    else:
        return False
    return True


class AreaDrops(QObject):
    """Lets areas be dropped on the dock, and on the map.

    QGIS adds files and layers that are dropped on the map to the project, which must stay so: there, they become the
    area only while Shift is held. Text means nothing to QGIS.
    """

    taken = pyqtSignal()

    def __init__(self, area: AreaOfInterest, dock: QWidget, canvas: QgsMapCanvas) -> None:
        super().__init__(dock)
        self._area = area
        self._viewport = canvas.viewport()
        dock.setAcceptDrops(True)
        dock.installEventFilter(self)
        self._viewport.installEventFilter(self)

    def release(self) -> None:
        """Leaves the map before the plugin is unloaded."""
        self._viewport.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes what holds an area."""
        kind = event.type()
        if not isinstance(event, QDropEvent) or (kind not in _ENTERS and kind != QEvent.Type.Drop):
            return False
        data = event.mimeData()
        if not can_take(data) or (watched is self._viewport and not self._is_meant(event)):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if kind == QEvent.Type.Drop and take(self._area, data):
            self.taken.emit()
        return True

    def _is_meant(self, event: QDropEvent) -> bool:
        # Qt 6 has another name for it.
        held = getattr(event, "modifiers" if hasattr(event, "modifiers") else "keyboardModifiers")()
        data = event.mimeData()
        is_text = _layer_uri(data) is None and not _file_path(data)
        return is_text or bool(held & Qt.KeyboardModifier.ShiftModifier)


def _layer_uri(data: QMimeData) -> Optional[QgsMimeDataUtils.Uri]:
    if not QgsMimeDataUtils.isUriList(data):
        return None
    return next((uri for uri in QgsMimeDataUtils.decodeUriList(data) if uri.layerType == "vector"), None)


def _file_path(data: QMimeData) -> str:
    paths = [url.toLocalFile() for url in data.urls()] if data.hasUrls() else []
    return next((path for path in paths if path.lower().endswith(FILE_SUFFIXES)), "")
