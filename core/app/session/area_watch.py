"""Reports changes of the layer or file that the area was taken from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Sequence, Tuple

from qgis.core import QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QFileSystemWatcher, QObject, pyqtSignal

# What can change the outline; attributes do not.
_SIGNALS = (
    "geometryChanged",
    "featureAdded",
    "featuresDeleted",
    "committedFeaturesAdded",
    "committedGeometriesChanges",
    "afterRollBack",
    "dataChanged",
    "crsChanged",
    "subsetStringChanged",
    "dataSourceChanged",
)


class AreaWatch(QObject):
    """Watches one layer or one file at a time.

    Removing a layer from the project is no change: the area that was taken from it stays.
    """

    changed = pyqtSignal()
    # The layer was removed
    layer_gone = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._layer: Optional[QgsVectorLayer] = None
        self._signals: Tuple[str, ...] = ()
        self._path = ""
        self._files = QFileSystemWatcher(self)
        self._files.fileChanged.connect(self._on_changed)

    def layer(self, layer: QgsVectorLayer, signals: Sequence[str] = _SIGNALS) -> None:
        """Watches a layer instead of the previous source."""
        self.nothing()
        self._layer, self._signals = layer, tuple(signals)
        layer.willBeDeleted.connect(self._forget_layer)
        for name in self._signals:
            getattr(layer, name).connect(self._on_changed)

    def end_of(self, layer: QgsVectorLayer) -> None:
        """Watches only whether a layer is removed."""
        self.layer(layer, ())

    def file(self, path: str) -> None:
        """Watches a file instead of the previous source."""
        self.nothing()
        self._path = path
        self.renew()

    def renew(self) -> None:
        """Watches the file again after it was replaced, which is how most programs save."""
        if Path(self._path).is_file() and self._path not in self._files.files():
            self._files.addPath(self._path)

    def nothing(self) -> None:
        """Stops watching."""
        watched, self._path = self._files.files(), ""
        if watched:
            self._files.removePaths(watched)
        layer, self._layer = self._layer, None
        if layer is not None and not sip.isdeleted(layer):
            layer.willBeDeleted.disconnect(self._forget_layer)
            for name in self._signals:
                getattr(layer, name).disconnect(self._on_changed)

    def _forget_layer(self) -> None:
        self.nothing()
        self.layer_gone.emit()

    def _on_changed(self, *arguments: Any) -> None:
        self.changed.emit()
