"""Builds layers without the styles that came with their files; the files have passed `foreign.files`, or are ours.

A style holds expressions, which run whenever the layer is drawn. GDAL is imported only when needed: its import takes
longer than that of the whole dock.
"""

from __future__ import annotations

from typing import ContextManager

from qgis.core import QgsDataProvider, QgsMapLayer, QgsRasterLayer, QgsVectorLayer

# The raster of one pixel that a layer starts with, see `undrawn_raster_layer`. It has a place: QGIS tries to warp an
# image without one, and GDAL reports the failure.
_ONE_PIXEL = (
    '<VRTDataset rasterXSize="1" rasterYSize="1"><GeoTransform>0,1,0,0,0,-1</GeoTransform>'
    '<VRTRasterBand dataType="Byte" band="1"/></VRTDataset>'
)


def raster_layer(source: str, title: str) -> QgsRasterLayer:
    """Returns a raster layer in QGIS's default style."""
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsRasterLayer(source, title, "gdal", options)


def undrawn_raster_layer(source: str, title: str) -> QgsRasterLayer:
    """Returns a raster layer whose renderer still has to be set.

    For a layer without a renderer QGIS computes a stretch: it reads the image again, keeps the pixels in memory, and
    writes statistics into a file next to the image. A layer whose source changes has a renderer already.
    """
    with _quiet():
        layer = QgsRasterLayer(_ONE_PIXEL, title, "gdal")
    set_source(layer, source, "gdal")
    return layer


def set_source(layer: QgsMapLayer, source: str, provider: str) -> None:
    """Points a layer at another source and keeps its name and style."""
    with _quiet():
        layer.setDataSource(source, layer.name(), provider, QgsDataProvider.ProviderOptions(), False)


def _quiet() -> ContextManager[None]:
    """Keeps GDAL from printing: for a raster without georeference QGIS tries a warp and lets its error reach stderr."""
    from .gdal_calls import quiet

    return quiet()


def vector_layer(source: str, title: str) -> QgsVectorLayer:
    """Returns a layer of a vector file; neither a style next to the file nor one inside it is applied."""
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(source, title, "ogr", options)
    _show_plain_tips(layer)
    return layer


def _show_plain_tips(layer: QgsVectorLayer) -> None:
    """Makes map tips show feature names as plain text: QGIS renders them as HTML."""
    shown = layer.displayExpression()
    # A field name with this text would end the expression.
    if shown and "%]" not in shown:
        plain = f"replace(replace(to_string({shown}), '<', '‹'), '>', '›')"
        layer.setMapTipTemplate(f"[% {plain} %]")


def cloud_layer(source: str, title: str, provider: str) -> QgsMapLayer:
    """Returns a point cloud layer; a style next to the file is not applied."""
    # Some builds of QGIS lack point clouds.
    from qgis.core import QgsPointCloudLayer

    options = QgsPointCloudLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsPointCloudLayer(source, title, provider, options)
