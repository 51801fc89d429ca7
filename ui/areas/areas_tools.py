"""The tools below the list of many areas: lines of buttons, or a menu in a low tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QPushButton, QToolButton, QWidget

from ..parts.flow_layout import FlowLayout
from ..parts.small import icon_button
from ..parts.tools_menu import ToolsMenu
from ..scenes.export_button import ExportButton, RowChoice
from .watch_button import WatchButton

if TYPE_CHECKING:
    from ...core.app.areas.area_list import AreaListModel
    from .areas_parts import AreasParts


class AreasTools(QWidget):
    """The buttons, of which the panel knows what they do, and `menu_button`, which takes their place."""

    def __init__(
        self,
        parts: AreasParts,
        model: AreaListModel,
        change_button: QToolButton,
        rows_to_export: Callable[[], List[RowChoice]],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.group = QToolButton()
        self.group.setObjectName("group_areas_button")
        self.group.setText(self.tr("&Group by Area"))
        self.group.setToolTip(self.tr("Shows the scenes below their areas, or all in one list"))
        self.group.setCheckable(True)
        self.group.setChecked(model.is_grouped)
        self.best = QPushButton(self.tr("&Best per Area"))
        self.best.setObjectName("best_per_area_button")
        self.best.setToolTip(
            self.tr(
                "Ticks the best scene of each area (★): the lowest price per usable km²; without prices the scene with "
                "the most usable area"
            )
        )
        self.cover = QPushButton(self.tr("Cheapest Cover"))
        self.cover.setObjectName("areas_cover_button")
        self.cover.setToolTip(
            self.tr(
                "Ticks for each area the cheapest scenes that cover as much of it as all of its scenes; without prices "
                "the fewest"
            )
        )
        self.clear = QPushButton(self.tr("Clear Tic&ks"))
        self.clear.setObjectName("clear_area_ticks_button")
        self.clear.setToolTip(self.tr("Removes all scenes from the order"))
        self.zoom = icon_button(
            "zoom_areas_button",
            "mActionZoomToLayer.svg",
            self.tr("Zoom to the selected areas, or to all"),
            self.tr("Zoom to areas"),
        )
        self.watch = WatchButton(parts.watches, "watch_areas_button")
        self.watch.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export = ExportButton(parts.export, rows_to_export, "export_areas_button")
        row = FlowLayout(self)
        for button in (self.zoom, self.group, self.best, self.cover, self.clear, change_button):
            row.addWidget(button)
        row.addWidget(self.watch)
        row.addWidget(self.export)
        self.menu_button = ToolsMenu("areas_tools_menu_button", self)
        self.menu_button.setToolTip(self.tr("Zoom, group, best per area, cheapest cover, change, watch and export"))
