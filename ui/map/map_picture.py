"""Renders the map with one quicklook and no other layer of its test query."""

from __future__ import annotations

from typing import Callable, Collection, NamedTuple, Optional, Tuple

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QPointF, QRectF, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPainter, QTransform

# A base map from the network may take many seconds longer than the scene.
PATIENCE_MS = 500


class _Drawing(NamedTuple):
    """An image, its size in pixels, and the map coordinates of its upper left, upper right and lower left corner."""

    image: QImage
    size: QRectF
    corners: Tuple[QgsPointXY, QgsPointXY, QgsPointXY]


class MapPicture(QObject):
    """Renders in a background thread and keeps the last image, which moves with the map until the next is ready.

    While the rest of the map takes long, the quicklook is shown without it. Nothing in the project or in the map itself
    is changed for it.
    """

    rendered = pyqtSignal()

    def __init__(
        self, canvas: QgsMapCanvas, layer_id: str, hidden_ids: Callable[[], Collection[str]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._hidden_ids = hidden_ids
        self._job: Optional[QgsMapRendererParallelJob] = None
        self._drawing: Optional[_Drawing] = None
        # The quicklook without the rest of the map, and how the map with the rest is drawn; only while it is.
        self._alone: Optional[_Drawing] = None
        self._whole: Optional[QgsMapSettings] = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_alone)
        self.layer_id = layer_id

    @property
    def is_ready(self) -> bool:
        """Whether there is an image, possibly of the previous extent."""
        return self._drawing is not None

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
        self._whole = settings
        # First, since layers that wait for the network occupy the threads.
        alone = QgsMapSettings(settings)
        alone.setLayers([layer])
        self._patience.start()
        self._start(alone)

    def _start(self, settings: QgsMapSettings) -> None:
        job = QgsMapRendererParallelJob(settings)
        # A cancelled job must outlive its threads, not only our last reference to it.
        job.setParent(QgsApplication.instance())
        job.finished.connect(self._take)
        job.finished.connect(job.deleteLater)
        self._job = job
        job.start()

    def cancel(self) -> None:
        """Cancels the current rendering without waiting for it."""
        self._patience.stop()
        self._alone = self._whole = None
        if self._job is not None:
            self._job.cancelWithoutBlocking()
            self._job = None

    def draw(self, painter: QPainter, to_canvas: Callable[[QgsPointXY], QPointF]) -> None:
        """Paints the image at its current position on the map."""
        if self._drawing is None:
            return
        image, size, corners = self._drawing
        origin, right, down = (to_canvas(corner) for corner in corners)
        width, height = size.width(), size.height()
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
        painter.drawImage(size, image)
        painter.restore()

    def _take(self) -> None:
        job = self._job
        if job is None or job is not self.sender():
            return
        self._job = None
        whole, self._whole = self._whole, None
        if whole is not None:
            self._alone = _drawing_of(job)
            if not self._patience.isActive():
                self._show_alone()
            self._start(whole)
            return
        self._patience.stop()
        self._show(_drawing_of(job))

    def _show_alone(self) -> None:
        if self._alone is not None:
            self._show(self._alone)

    def _show(self, drawing: Optional[_Drawing]) -> None:
        self._alone = None
        self._drawing = drawing or self._drawing
        self.rendered.emit()


def _drawing_of(job: QgsMapRendererParallelJob) -> Optional[_Drawing]:
    settings = job.mapSettings()
    size = settings.outputSize()
    if size.isEmpty():
        return None
    places = ((0, 0), (size.width(), 0), (0, size.height()))
    corners = [settings.mapToPixel().toMapCoordinates(column, row) for column, row in places]
    return _Drawing(
        job.renderedImage(), QRectF(0, 0, size.width(), size.height()), (corners[0], corners[1], corners[2])
    )
