"""Layers of files without the styles that came with them; the files have passed `foreign_files`, or are ours.

A style holds expressions, and those run whenever the layer is drawn. Kept apart from GDAL, whose import takes longer
than that of the whole dock.
"""

from __future__ import annotations

from qgis.core import QgsDataProvider, QgsMapLayer, QgsRasterLayer, QgsVectorLayer

# A raster of one pixel that a layer begins with, see `undrawn_raster_layer`.
_ONE_PIXEL = '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1"/></VRTDataset>'


def raster_layer(source: str, title: str) -> QgsRasterLayer:
    """Returns a layer of a raster in QGIS's own first style."""
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsRasterLayer(source, title, "gdal", options)


def undrawn_raster_layer(source: str, title: str) -> QgsRasterLayer:
    """Returns a layer of a raster that still has to be drawn.

    For a layer without a renderer QGIS looks for a stretch of its own: it reads the image once more, keeps what it
    read in memory, and leaves its figures in a file beside the image. A layer whose source is changed has one already.
    """
    layer = QgsRasterLayer(_ONE_PIXEL, title, "gdal")
    layer.setDataSource(source, title, "gdal", QgsDataProvider.ProviderOptions(), False)
    return layer


def vector_layer(source: str, title: str) -> QgsVectorLayer:
    """Returns a layer of a vector file; neither a style beside the file nor one within it is applied."""
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(source, title, "ogr", options)
    _show_plain_tips(layer)
    return layer


def _show_plain_tips(layer: QgsVectorLayer) -> None:
    """Has map tips show what a feature is called as plain text: QGIS shows them in a browser."""
    shown = layer.displayExpression()
    # Such a name of a field would end the expression.
    if shown and "%]" not in shown:
        plain = f"replace(replace(to_string({shown}), '<', '‹'), '>', '›')"
        layer.setMapTipTemplate(f"[% {plain} %]")


def cloud_layer(source: str, title: str, provider: str) -> QgsMapLayer:
    """Returns a layer of a point cloud; a style beside the file is not applied."""
    # Only QGIS from 3.18 on has them.
    from qgis.core import QgsPointCloudLayer

    options = QgsPointCloudLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsPointCloudLayer(source, title, provider, options)
