"""Context menu of the Layers panel: a layer as the area, and what an output shows or how to order it again."""

from __future__ import annotations

from typing import List

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ...core.app.outputs.layer_marks import job_key_of, raster_layers, scene_id_of, vector_layers
from .host import Host

_translate = QCoreApplication.translate


class LayerMenu(QObject):
    """Adds actions for vector layers, and for the layers of delivered images."""

    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        icon = QIcon(host.icon)
        self.area_action = QAction(icon, _translate("UP42", "Use as UP42 Area"), self)
        self.details_action = QAction(icon, _translate("UP42", "Scene Details"), self)
        self.again_action = QAction(icon, _translate("UP42", "Order Again…"), self)
        for action, name, do in (
            (self.area_action, "up42_layer_area_action", self._use_as_area),
            (self.details_action, "up42_scene_details_action", self._show_details),
            (self.again_action, "up42_order_again_action", self._order_again),
        ):
            action.setObjectName(name)
            action.triggered.connect(lambda is_checked=False, act=do: act())
        host.iface.addCustomActionForLayerType(self.area_action, "", vector_layers(), True)
        for action in (self.details_action, self.again_action):
            host.iface.addCustomActionForLayerType(action, "", raster_layers(), False)
        project = QgsProject.instance()
        project.layersAdded.connect(self._on_layers_added)
        self._on_layers_added(list(project.mapLayers().values()))

    def close(self) -> None:
        """Removes the actions."""
        QgsProject.instance().layersAdded.disconnect(self._on_layers_added)
        for action in (self.area_action, self.details_action, self.again_action):
            self._host.iface.removeCustomActionForLayerType(action)

    def _on_layers_added(self, layers: List[QgsMapLayer]) -> None:
        for layer in layers:
            if job_key_of(layer) and layer.type() == raster_layers():
                self._host.iface.addCustomActionForLayer(self.details_action, layer)
                self._host.iface.addCustomActionForLayer(self.again_action, layer)

    def _use_as_area(self) -> None:
        layer = self._host.iface.activeLayer()
        if not isinstance(layer, QgsVectorLayer):
            return
        dock = self._host.open_dock()
        application = self._host.running()
        if application is not None:
            application.area.use_layer(layer, selected_only=layer.selectedFeatureCount() > 0)
            dock.show_form()

    def _show_details(self) -> None:
        layer = self._host.iface.activeLayer()
        if layer is None:
            return
        scene_id, application = scene_id_of(layer), self._host.running()
        if application is not None and application.scenes.scene_of(scene_id) is not None:
            self._host.open_dock().show_scene(scene_id)
        else:
            # The query is not listed any more; the layer itself knows what it shows.
            self._host.iface.showLayerProperties(layer)

    def _order_again(self) -> None:
        layer = self._host.iface.activeLayer()
        key = job_key_of(layer) if layer is not None else ""
        if not key:
            return
        dock = self._host.open_dock()
        application = self._host.running()
        if application is None:
            return
        if application.jobs.row(key) is None:
            text = _translate("UP42", "The job of this layer is not in the list of the present connection.")
            self._host.iface.messageBar().pushInfo("UP42 Jobs", text)
            return
        dock.show_job(key)
        # Estimates first; nothing is ordered without a confirmed hold.
        application.monitor.run_again(key)
