"""Which areas of the last query were edited in their layer since: their scenes are those of the earlier shape."""

from __future__ import annotations

from typing import FrozenSet, List, Optional

from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer, QgsVectorLayerFeatureSource
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.errors import Up42Error
from ...gis.areas.geometry import layer_crs
from ...gis.areas.many import AreaFeature, read_areas
from ..session.area import REREAD_DELAY_MS, AreaOfInterest
from ..session.area_watch import AreaWatch
from ..session.task import Background, Latest, UseCaseTask
from .area_search import AreaSearch


class AreaEdits(QObject):
    """Compares the areas of a query with the features of its layer whenever those change; main thread only.

    An edit that is undone is none. A layer that is removed changes nothing.
    """

    # Other areas are edited ones
    changed = pyqtSignal()

    def __init__(self, search: AreaSearch, area: AreaOfInterest, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._search = search
        self._area = area
        self._layer: Optional[QgsVectorLayer] = None
        self._ids: FrozenSet[int] = frozenset()
        self._has_changed = False
        self._background = Background()
        self._reading = Latest(self._background)
        self._watch = AreaWatch(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REREAD_DELAY_MS)
        self._timer.timeout.connect(self._compare)
        self._watch.changed.connect(self._on_layer_changed)
        search.begun.connect(self._begin)
        search.state_changed.connect(self._on_state_changed)

    @property
    def ids(self) -> FrozenSet[int]:
        """Returns the ids of areas with scenes whose feature has another shape now, or is gone."""
        return self._ids

    def close(self) -> None:
        """Drops a running task."""
        self._timer.stop()
        self._watch.nothing()
        self._background.close()

    def _begin(self) -> None:
        self._reading.drop()
        self._timer.stop()
        self._has_changed = False
        self._layer = self._area.features_layer if self._search.is_busy else None
        if self._layer is None:
            self._watch.nothing()
        else:
            # Before its features are read: an edit while they are searched counts.
            self._watch.layer(self._layer)
        self._set(frozenset())

    def _on_layer_changed(self) -> None:
        self._has_changed = True
        self._timer.start()

    def _on_state_changed(self) -> None:
        if self._has_changed and not self._search.is_busy:
            self._timer.start()

    def _compare(self) -> None:
        layer = self._layer
        # Areas that are still searched are compared with the others, once all are there.
        if layer is None or sip.isdeleted(layer) or self._search.is_busy:
            return
        searched = {found.area.id: found.area.parts for found in self._search.found if found.rows}
        source, crs = QgsVectorLayerFeatureSource(layer), layer_crs(layer)
        request = QgsFeatureRequest().setNoAttributes().setFilterFids(list(searched))
        context = QgsProject.instance().transformContext()

        def work(task: UseCaseTask) -> FrozenSet[int]:
            features: List[AreaFeature] = []
            for feature in source.getFeatures(request):
                task.check()
                features.append(AreaFeature(feature.id(), None, feature.geometry()))
            now = {area.id: area.parts for area in read_areas(features, crs, context, "{number}")}
            return frozenset(area_id for area_id, parts in searched.items() if now.get(area_id) != parts)

        def take(ids: Optional[FrozenSet[int]], error: Optional[Up42Error]) -> None:
            if ids is not None:
                self._set(ids)

        self._reading.run("UP42: edited areas", work, take)

    def _set(self, ids: FrozenSet[int]) -> None:
        if ids != self._ids:
            self._ids = ids
            self.changed.emit()
