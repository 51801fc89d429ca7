"""The lists of the area field: where the area comes from, which layer of the project, which layer of a file."""

from __future__ import annotations

from qgis.core import QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox

from ...core.app.session.area_state import AreaSource

_translate = QCoreApplication.translate


def source_combo() -> QComboBox:
    """Returns the list of sources that can be chosen in words; drawing has buttons."""
    combo = QComboBox()
    combo.setObjectName("area_source_combo")
    combo.setAccessibleName(_translate("UP42", "Area source"))
    combo.setToolTip(_translate("UP42", "Where the area comes from"))
    _take_little_room(combo, 4)
    for source, text in (
        (AreaSource.MAP_EXTENT, _translate("UP42", "Map Extent")),
        (AreaSource.SELECTED_FEATURES, _translate("UP42", "Selected Features")),
        (AreaSource.LAYER, _translate("UP42", "Polygon Layer")),
        (AreaSource.FEATURES, _translate("UP42", "Each Feature of a Layer")),
        (AreaSource.FILE, _translate("UP42", "File…")),
    ):
        combo.addItem(text, source.value)
    return combo


def layer_combo() -> QgsMapLayerComboBox:
    """Returns the list of the project's vector layers."""
    combo = QgsMapLayerComboBox()
    combo.setObjectName("area_layer_combo")
    combo.setFilters(QgsMapLayerProxyModel.Filter.VectorLayer)
    combo.setAccessibleName(_translate("UP42", "Polygon layer"))
    combo.setToolTip(_translate("UP42", "The layer whose polygons are the area"))
    _take_little_room(combo, 8)
    return combo


def file_layer_combo() -> QComboBox:
    """Returns the empty list of a file's layers."""
    combo = QComboBox()
    combo.setObjectName("area_file_layer_combo")
    combo.setAccessibleName(_translate("UP42", "Layer in the file"))
    combo.setToolTip(_translate("UP42", "The layer in the file whose polygons are the area"))
    _take_little_room(combo, 8)
    return combo


def _take_little_room(combo: QComboBox, characters: int) -> None:
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(characters)
