"""Layers of areas for tests of the dock, and a test query over them."""

from __future__ import annotations

from contextlib import contextmanager

from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsLayerTreeMapCanvasBridge

from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.ui.areas.areas_panel import AreasPanel

from .area_rows import PLACES, box, polygon
from .signed_in_application import WAIT_MS


def sites(count=4, *, extra=(), name="name"):
    """A layer of square sites on the coast, named but for the third, with further shapes behind them."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4326&field={name}:string", "Sites", "memory")
    shapes = [polygon(*box(place)) for place in PLACES[:count]]
    features = []
    for number, shape in enumerate([*shapes, *extra], 1):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([None if number == 3 else f"Größe {number}"])
        if shape:
            feature.setGeometry(QgsGeometry.fromWkt(shape))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


def search(application, qtbot, layer):
    """Runs a test query over the features of a layer."""
    application.area.use_features(layer)
    application.area_search.name_field = "name"
    application.run_test_query()
    qtbot.waitUntil(lambda: application.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)


@contextmanager
def areas_panel(application, canvas, qtbot, width=700):
    """Opens the list of areas, empty."""
    panel = AreasPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(width, 900)
    panel.show()
    yield panel
    panel.release()


@contextmanager
def sites_beside_the_map(application, canvas, qtbot):
    """Opens the list after a test query over four sites, beside a map that follows the layer tree."""
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), canvas)
    with areas_panel(application, canvas, qtbot) as panel:
        search(application, qtbot, sites())
        yield panel
    del bridge


def rows_of(model):
    """All rows of the list, in its order."""
    if not model.is_grouped:
        return [model.row_at(model.index(row, 0)) for row in range(model.rowCount())]
    parents = [model.index(row, 0) for row in range(model.rowCount())]
    return [model.row_at(model.index(row, 0, parent)) for parent in parents for row in range(model.rowCount(parent))]


def all_priced(application, qtbot):
    """Waits until each row has its credits or a reason."""
    qtbot.waitUntil(
        lambda: all(row.credits is not None or row.problem for row in rows_of(application.area_list)), timeout=WAIT_MS
    )
