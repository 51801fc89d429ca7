"""Renders the map with one quicklook and no other layer of its test query."""

from __future__ import annotations

from typing import Callable, Collection, Optional

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QPointF, QRectF, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPainter, QTransform


class MapPicture(QObject):
    """Renders in a background thread and keeps the last image, which moves with the map until the next is ready.

    Nothing in the project or in the map itself is changed for it.
    """

    rendered = pyqtSignal()

    def __init__(
        self, canvas: QgsMapCanvas, layer_id: str, hidden_ids: Callable[[], Collection[str]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._hidden_ids = hidden_ids
        self._job: Optional[QgsMapRendererParallelJob] = None
        self._image: Optional[QImage] = None
        self._size = QRectF()
        self._corners = (QgsPointXY(), QgsPointXY(), QgsPointXY())
        self.layer_id = layer_id

    @property
    def is_ready(self) -> bool:
        """Whether there is an image, possibly of the previous extent."""
        return self._image is not None

    @property
    def title(self) -> str:
        """Returns the name of the quicklook's layer, empty once it is removed."""
        layer = QgsProject.instance().mapLayer(self.layer_id)
        return layer.name() if layer is not None else ""

    def render(self) -> None:
        """Starts rendering the current map; cancels an earlier rendering."""
        self.cancel()
        layer = QgsProject.instance().mapLayer(self.layer_id)
        if layer is None:
            return
        settings = QgsMapSettings(self._canvas.mapSettings())
        others = set(self._hidden_ids())
        layers = settings.layers()
        place = next((number for number, one in enumerate(layers) if one.id() in others), 0)
        above = [item for item in layers[:place] if item.id() not in others]
        below = [item for item in layers[place:] if item.id() not in others]
        settings.setLayers([*above, layer, *below])
        # The comparison ignores the time of the temporal controller.
        settings.setIsTemporal(False)
        job = QgsMapRendererParallelJob(settings)
        # A cancelled job must outlive its threads, not only our last reference to it.
        job.setParent(QgsApplication.instance())
        job.finished.connect(self._take)
        job.finished.connect(job.deleteLater)
        self._job = job
        job.start()

    def cancel(self) -> None:
        """Cancels the current rendering without waiting for it."""
        if self._job is not None:
            self._job.cancelWithoutBlocking()
            self._job = None

    def draw(self, painter: QPainter, to_canvas: Callable[[QgsPointXY], QPointF]) -> None:
        """Paints the image at its current position on the map."""
        if self._image is None:
            return
        origin, right, down = (to_canvas(corner) for corner in self._corners)
        width, height = self._size.width(), self._size.height()
        transform = QTransform(
            (right.x() - origin.x()) / width,
            (right.y() - origin.y()) / width,
            (down.x() - origin.x()) / height,
            (down.y() - origin.y()) / height,
            origin.x(),
            origin.y(),
        )
        painter.save()
        painter.setTransform(transform, True)
        painter.drawImage(self._size, self._image)
        painter.restore()

    def _take(self) -> None:
        job = self._job
        if job is None or job is not self.sender():
            return
        settings = job.mapSettings()
        size = settings.outputSize()
        if not size.isEmpty():
            places = ((0, 0), (size.width(), 0), (0, size.height()))
            corners = [settings.mapToPixel().toMapCoordinates(column, row) for column, row in places]
            self._corners = (corners[0], corners[1], corners[2])
            self._size = QRectF(0, 0, size.width(), size.height())
            self._image = job.renderedImage()
        self._job = None
        self.rendered.emit()
