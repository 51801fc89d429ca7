"""The part of the area field for many areas: how many features there are, and the field with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsFieldComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from ..areas.products_button import ProductsButton
from ..areas.watch_button import WatchButton
from ..parts.flow_layout import FlowLayout
from ..parts.small import wrapped_label
from ..wording.areas import features_text

if TYPE_CHECKING:
    from ...core.app.areas.area_search import AreaSearch
    from ...core.app.areas.watches import Watches
    from ...core.app.session.area import AreaOfInterest
    from ...core.app.session.workbench import Workbench

# Fields that usually hold the names of things.
_NAMES = ("name", "title", "label", "site", "field")


class FeaturesField(QWidget):
    """Chooses the name field and says which features are searched."""

    def __init__(self, area: AreaOfInterest, search: AreaSearch, watches: Watches, workbench: Workbench) -> None:
        super().__init__()
        self._area = area
        self._search = search
        self.count_label = wrapped_label("features_count_label")
        self.name_combo = QgsFieldComboBox()
        self.name_combo.setObjectName("area_name_field_combo")
        self.name_combo.setAccessibleName(self.tr("Name field"))
        self.name_combo.setToolTip(self.tr("The field with the names of the areas; without one they are numbered"))
        self.name_combo.setAllowEmptyFieldName(True)
        self.name_combo.setMinimumContentsLength(8)
        label = QLabel(self.tr("Names &from"))
        label.setBuddy(self.name_combo)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(label, self.name_combo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.count_label)
        buttons = FlowLayout()
        watch_button = WatchButton(watches, "watch_button")
        watch_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.products_button = ProductsButton(search, workbench)
        for button in (self.products_button, watch_button):
            buttons.addWidget(button)
        # From the first to the last.
        self.controls = (self.name_combo, self.products_button, watch_button)
        layout.addLayout(buttons)
        self.name_combo.fieldChanged.connect(self._on_field_changed)
        area.changed.connect(self._show_layer)
        self._show_layer()

    def _show_layer(self) -> None:
        """Shows the features of a layer, with the field that is most likely to hold names."""
        layer = self._area.features_layer
        self.setVisible(layer is not None)
        if layer is not None:
            if layer is not self.name_combo.layer():
                # The field of the former layer is not one of this layer.
                chosen = self._area.name_field
                self.name_combo.setLayer(layer)
                self._area.name_areas_by(chosen)
                layer.selectionChanged.connect(self._show_count)
            if self._area.name_field is None:
                names = layer.fields().names()
                likely = (name for word in _NAMES for name in names if name.casefold() == word)
                self._area.name_areas_by(next(likely, ""))
            self.name_combo.setField(self._area.name_field)
        self._show_count()

    def _show_count(self) -> None:
        self.count_label.setText(features_text(*self._search.feature_counts()))

    def _on_field_changed(self, name: str) -> None:
        self._search.name_field = name
