"""A small QGIS desktop for demo, benchmarks and tests: real canvas, layer tree and plugin, no menus of QGIS."""

from __future__ import annotations

import time
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Dict, List, Optional, Type

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayerTreeModel,
    QgsLocatorFilter,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import (
    QgsCustomDropHandler,
    QgsLayerTreeMapCanvasBridge,
    QgsLayerTreeView,
    QgsMapCanvas,
    QgsMessageBar,
)
from qgis.PyQt.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAction,
    QApplication,
    QDockWidget,
    QMainWindow,
    QMenu,
    QToolBar,
    QVBoxLayout,
    QWidget,
)


class Desktop(QObject):
    """Stands where QGIS's own interface object stands; the plugin cannot tell in what it uses of it."""

    initializationCompleted = pyqtSignal()

    def __init__(self, width: int = 1500, height: int = 950, dock_width: int = 440) -> None:
        super().__init__()
        self.window = QMainWindow()
        self.window.resize(width, height)
        self.canvas = QgsMapCanvas(self.window)
        self.canvas.setCanvasColor(QColor("white"))
        self.canvas.enableAntiAliasing(True)
        self.bar = QgsMessageBar(self.window)
        centre = QWidget(self.window)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addWidget(self.canvas, 1)
        self.window.setCentralWidget(centre)
        self.toolbar = QToolBar(self.window)
        self.window.addToolBar(self.toolbar)
        self.help_menu = QMenu(self.window)
        self.options_factories: List[QObject] = []
        # Actions of the layers' context menu, and the layers that a later one is for.
        self.layer_actions: Dict[QAction, List[str]] = {}
        self.locator_filters: List[QgsLocatorFilter] = []
        self.drop_handlers: List[QgsCustomDropHandler] = []
        self.shown_properties: List[str] = []
        self._dock_width = dock_width
        root = QgsProject.instance().layerTreeRoot()
        self.tree = QgsLayerTreeView(self.window)
        self.tree_model = QgsLayerTreeModel(root, self.window)
        self.tree_model.setFlag(QgsLayerTreeModel.Flag.AllowNodeChangeVisibility)
        self.tree.setModel(self.tree_model)
        tree_dock = QDockWidget("Layers", self.window)
        tree_dock.setObjectName("layers")
        tree_dock.setWidget(self.tree)
        self.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, tree_dock)
        self.bridge = QgsLayerTreeMapCanvasBridge(root, self.canvas, self.canvas)
        # QGIS itself lets the map follow the project's CRS; the first layer would set another one.
        self.bridge.setAutoSetupOnFirstLayer(False)
        QgsProject.instance().crsChanged.connect(self._follow_crs)

    def _follow_crs(self) -> None:
        self.canvas.setDestinationCrs(QgsProject.instance().crs())

    def mainWindow(self) -> QMainWindow:
        return self.window

    def mapCanvas(self) -> QgsMapCanvas:
        return self.canvas

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def layerTreeView(self) -> QgsLayerTreeView:
        return self.tree

    def activeLayer(self) -> Optional[QgsMapLayer]:
        return self.tree.currentLayer()

    def setActiveLayer(self, layer: QgsMapLayer) -> bool:
        self.tree.setCurrentLayer(layer)
        return self.tree.currentLayer() is layer

    def addCustomActionForLayerType(self, action: QAction, menu: str, kind: object, allLayers: bool) -> None:
        self.layer_actions[action] = []

    def addCustomActionForLayer(self, action: QAction, layer: QgsMapLayer) -> None:
        self.layer_actions[action].append(layer.id())

    def removeCustomActionForLayerType(self, action: QAction) -> bool:
        return self.layer_actions.pop(action, None) is not None

    def showLayerProperties(self, layer: QgsMapLayer, page: str = "") -> None:
        self.shown_properties.append(layer.id())

    def registerLocatorFilter(self, locator_filter: QgsLocatorFilter) -> None:
        self.locator_filters.append(locator_filter)

    def deregisterLocatorFilter(self, locator_filter: QgsLocatorFilter) -> None:
        self.locator_filters.remove(locator_filter)

    def registerCustomDropHandler(self, handler: QgsCustomDropHandler) -> None:
        self.drop_handlers.append(handler)

    def unregisterCustomDropHandler(self, handler: QgsCustomDropHandler) -> None:
        self.drop_handlers.remove(handler)

    def addToolBarIcon(self, action) -> None:  # type: ignore[no-untyped-def]
        self.toolbar.addAction(action)

    def removeToolBarIcon(self, action) -> None:  # type: ignore[no-untyped-def]
        self.toolbar.removeAction(action)

    def addPluginToRasterMenu(self, name: str, action) -> None:  # type: ignore[no-untyped-def]
        self.help_menu.addAction(action)

    def removePluginRasterMenu(self, name: str, action) -> None:  # type: ignore[no-untyped-def]
        self.help_menu.removeAction(action)

    def pluginHelpMenu(self) -> QMenu:
        return self.help_menu

    def registerOptionsWidgetFactory(self, factory) -> None:  # type: ignore[no-untyped-def]
        self.options_factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory) -> None:  # type: ignore[no-untyped-def]
        self.options_factories.remove(factory)

    def showOptionsDialog(self, parent: Optional[QWidget] = None, currentPage: str = "") -> None:
        """QGIS's own options dialog is not here."""

    def addDockWidget(self, area: Qt.DockWidgetArea, dock: QDockWidget) -> None:
        self.window.addDockWidget(area, dock)
        dock.show()
        self.window.resizeDocks([dock], [self._dock_width], Qt.Orientation.Horizontal)

    def removeDockWidget(self, dock: QDockWidget) -> None:
        self.window.removeDockWidget(dock)

    def close(self) -> None:
        """Takes the window down."""
        QgsProject.instance().crsChanged.disconnect(self._follow_crs)
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def load_world_map() -> QgsVectorLayer:
    """Adds the world map that QGIS ships and makes the project's CRS Web Mercator."""
    path = Path(QgsApplication.pkgDataPath()) / "resources" / "data" / "world_map.gpkg"
    layer = QgsVectorLayer(f"{path}|layername=countries", "World map", "ogr")
    if not layer.isValid():
        raise FileNotFoundError(path)
    layer.renderer().symbol().setColor(QColor("#dcd9cf"))
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    project.addMapLayer(layer)
    return layer


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Turns the real event loop until the condition holds; raises TimeoutError with `what` otherwise."""
    loop, deadline = QEventLoop(), time.monotonic() + seconds
    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() > deadline else None)
    if not condition():
        timer.start()
        loop.exec()
        timer.stop()
    if not condition():
        raise TimeoutError(what)


def open_dock(desktop: Desktop, package: ModuleType, connection: str, product_key: str) -> Any:
    """Loads the plugin over a world map, opens its dock, signs in and chooses a product; returns the plugin."""
    from up42_jobs.core.app.session.account import AccountState

    plugin = package.classFactory(desktop)
    plugin.initGui()
    load_world_map()
    desktop.window.show()
    desktop.toolbar.actions()[0].trigger()
    app = plugin.application
    wait_until(lambda: app.account.state is not AccountState.SIGNING_IN, 30, "sign-in to the Sandbox")
    app.account.select(connection)
    wait_until(lambda: app.account.state is AccountState.READY and app.workbench.product is not None, 30, "sign-in")
    product = next(item for item in app.account.products if item.key == product_key)
    app.workbench.select_product(product.id)
    wait_until(lambda: app.workbench.product.id == product.id and not app.workbench.is_loading_product, 30, "product")
    return plugin


def find(parent: QWidget, name: str, kind: Type[QWidget] = QWidget) -> QWidget:
    """Returns the widget of an object name; raises LookupError without one."""
    widget = parent.findChild(kind, name)
    if widget is None:
        raise LookupError(name)
    return widget


def click(parent: QWidget, name: str) -> None:
    """Clicks a button as a user does: where it is drawn, with the left button; it must be enabled."""
    button = find(parent, name, QAbstractButton)
    if not button.isEnabled():
        raise RuntimeError(f"{name} is disabled: {button.toolTip()}")
    # A radio button or check box reacts on its indicator and text only, which start at the left edge.
    spot = QPoint(min(12, button.width() // 2), button.height() // 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Drags with the left button from one place to another."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 9):
        spot = start + (end - start) * step / 8
        QTest.mouseMove(widget, spot)
        QApplication.processEvents()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def top_level(name: str) -> Optional[QWidget]:
    """Returns the visible dialog or window of an object name, None without one."""
    return next(
        (widget for widget in QApplication.topLevelWidgets() if widget.objectName() == name and widget.isVisible()),
        None,
    )


def zoom_to(canvas: QgsMapCanvas, west: float, south: float, east: float, north: float) -> None:
    """Shows a box in degrees on the map."""
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), canvas.mapSettings().destinationCrs(), QgsProject.instance()
    )
    canvas.setExtent(transform.transformBoundingBox(QgsRectangle(west, south, east, north)))
    canvas.refresh()
