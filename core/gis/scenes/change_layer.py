"""The layer of a change between two scenes: a heat map whose legend and metadata name its limits."""

from __future__ import annotations

from typing import List, Sequence

from qgis.core import (
    QgsApplication,
    QgsColorRampShader,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ...domain.plain_text import plain
from ...domain.scenes.change import CHANGED, Change
from ..foreign.unstyled_layers import raster_layer
from ..layer_metadata import describe_layer

_translate = QCoreApplication.translate

CHANGE_KEY = "up42/change"
# Strength and colour: from nothing over yellow to a dark red, which is lighter or darker for the colour-blind too.
_STOPS = (
    (0.6 * CHANGED, "#00ffffb2"),
    (CHANGED, "#c0fecc5c"),
    (2.0 * CHANGED, "#e0f03b20"),
    (4.0 * CHANGED, "#ff7a0016"),
)


def change_layer(change: Change, title: str, limits: Sequence[str]) -> QgsRasterLayer:
    """Returns the styled layer of a written change; `limits` are the sentences on what it does not show.

    Any thread may call this; the layer belongs to the main one.
    """
    layer = raster_layer(change.raster_path, plain(title))
    layer.setCustomProperty(CHANGE_KEY, change.key)
    layer.setRenderer(_renderer(layer))
    describe_layer(
        layer,
        change.key,
        {
            _translate("UP42", "Earlier scene"): change.earlier_id,
            _translate("UP42", "Later scene"): change.later_id,
            _translate("UP42", "Value"): _translate("UP42", "difference, in units of that of unchanged ground"),
            _translate("UP42", "Pixel on the ground (m)"): round(change.pixel_m),
            _translate("UP42", "Compared (%)"): round(100.0 * change.compared),
            _translate("UP42", "Clearly different (%)"): round(100.0 * change.changed, 2),
        },
        list(limits),
    )
    layer.moveToThread(QgsApplication.instance().thread())
    return layer


def show_change(project: QgsProject, group: QgsLayerTreeGroup, layer: QgsRasterLayer) -> None:
    """Adds a change on top of a group."""
    project.addMapLayer(layer, False)
    group.insertLayer(0, layer).setExpanded(True)
    group.setExpanded(True)


def remove_change(project: QgsProject, key: str) -> None:
    """Removes the layer of an earlier comparison of the same two scenes, whose file is written again."""
    project.removeMapLayers(_layer_ids(project, key))


def is_change(layer: QgsMapLayer) -> bool:
    """Returns whether a layer shows a comparison."""
    return bool(layer.customProperty(CHANGE_KEY))


def has_change(project: QgsProject, key: str) -> bool:
    """Returns whether the layer of a comparison is in the project."""
    return bool(_layer_ids(project, key))


def _layer_ids(project: QgsProject, key: str) -> List[str]:
    return [layer.id() for layer in project.mapLayers().values() if layer.customProperty(CHANGE_KEY) == key]


def _renderer(layer: QgsRasterLayer) -> QgsSingleBandPseudoColorRenderer:
    low, high = _STOPS[0][0], _STOPS[-1][0]
    names = (
        _translate("UP42", "as usual"),
        _translate("UP42", "clearly different ({number} × usual)").format(number=round(CHANGED)),
        _translate("UP42", "{number} × usual").format(number=round(2 * CHANGED)),
        _translate("UP42", "{number} × usual or more").format(number=round(4 * CHANGED)),
    )
    curve = QgsColorRampShader(low, high)
    curve.setColorRampType(QgsColorRampShader.Type.Interpolated)
    curve.setColorRampItemList(
        [
            QgsColorRampShader.ColorRampItem(value, QColor(colour), name)
            for (value, colour), name in zip(_STOPS, names)
        ]
    )
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(curve)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer
