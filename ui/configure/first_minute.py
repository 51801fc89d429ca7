"""Two buttons for the first minute: a free query in the demo area, and a base map for an empty project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ...core.app.session.account import AccountState
from ..map.map_zoom import zoom_to
from ..parts.flow_layout import FlowLayout

if TYPE_CHECKING:
    from .configure_parts import FirstMinuteParts

# The mouth of the harbour of Valencia: 2.6 km² of land and sea.
DEMO_AREA = QgsRectangle(-0.325, 39.435, -0.310, 39.453)


class FirstMinute(QWidget):
    """Above the form; hidden once a test query was run and while the map shows something."""

    def __init__(self, parts: FirstMinuteParts, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._canvas = canvas
        self._try_button = QPushButton(self.tr("Try It in Valencia"))
        self._try_button.setObjectName("try_button")
        self._try_button.setToolTip(self.tr("Zooms to the demo area and runs a test query there, free of charge"))
        self._map_button = QPushButton(self.tr("Add Base Map"))
        self._map_button.setObjectName("base_map_button")
        self._map_button.setToolTip(
            self.tr("Adds the world map of QGIS and OpenStreetMap, which is loaded from tile.openstreetmap.org")
        )
        row = FlowLayout(self)
        row.addWidget(self._try_button)
        row.addWidget(self._map_button)
        self._try_button.clicked.connect(self._try)
        self._map_button.clicked.connect(parts.add_base_map)
        parts.account.state_changed.connect(self.show_state)
        parts.workbench.problems_changed.connect(self.show_state)
        parts.dry_run.state_changed.connect(self.show_state)
        QgsProject.instance().layersAdded.connect(self.show_state)
        QgsProject.instance().layersRemoved.connect(self.show_state)
        self.show_state()

    def release(self) -> None:
        """Disconnects from the project before the plugin is unloaded."""
        QgsProject.instance().layersAdded.disconnect(self.show_state)
        QgsProject.instance().layersRemoved.disconnect(self.show_state)

    def show_state(self) -> None:
        """Shows the buttons that help now."""
        parts = self._parts
        connection = parts.account.connection
        is_ready = parts.account.state is AccountState.READY and parts.workbench.product is not None
        can_try = connection is not None and connection.is_sandbox and not parts.has_queried
        self._try_button.setVisible(can_try)
        self._try_button.setEnabled(is_ready and not parts.dry_run.is_busy)
        is_empty = not QgsProject.instance().count()
        self._map_button.setVisible(is_empty)
        self.setVisible(can_try or is_empty)

    def _try(self) -> None:
        area = self._parts.area
        area.use_rectangle(DEMO_AREA, QgsCoordinateReferenceSystem("EPSG:4326"))
        zoom_to(self._canvas, area.extent_in_project())
        self._parts.dry_run.start()
