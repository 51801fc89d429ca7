"""The picture of a vector result: outlines that leave the image below in sight."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)

# Stands out on water, fields and streets alike.
LINE = "#ffb000"
FILL = "255,176,0,40"
EDGE = "#3b2600"


def draw_vector(layer: QgsVectorLayer) -> None:
    """Gives a layer one symbol by its geometry; a layer without geometry keeps none."""
    kind = layer.geometryType()
    if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
        symbol = QgsFillSymbol.createSimple({"color": FILL, "outline_color": LINE, "outline_width": "0.5"})
    elif kind == QgsWkbTypes.GeometryType.LineGeometry:
        symbol = QgsLineSymbol.createSimple({"line_color": LINE, "line_width": "0.6"})
    elif kind == QgsWkbTypes.GeometryType.PointGeometry:
        symbol = QgsMarkerSymbol.createSimple({"color": LINE, "outline_color": EDGE, "size": "2.6"})
    else:
        return
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
