"""The field for the relation between scenes and area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QWidget

from ...core.domain.parameters import GeometryMode
from ..wording import geometry_mode_text

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench


class GeometryModeField(QWidget):
    """Offers the relations that the product supports."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.combo = QComboBox()
        self.combo.setObjectName("geometry_mode_combo")
        self.combo.setAccessibleName(self.tr("Scenes must"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("Scenes must"), self.combo)
        self.combo.activated.connect(self._on_activated)
        workbench.product_changed.connect(self.show_state)
        workbench.parameters_changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Shows the choices of the product and the workbench's choice."""
        product = self._workbench.product
        modes = product.geometry_modes if product is not None else ()
        self.combo.clear()
        for mode in modes:
            self.combo.addItem(geometry_mode_text(mode), mode.value)
        self.combo.setCurrentIndex(self.combo.findData(self._workbench.parameters.geometry_mode.value))

    def _on_activated(self, index: int) -> None:
        self._workbench.set_geometry_mode(GeometryMode(self.combo.itemData(index)))
