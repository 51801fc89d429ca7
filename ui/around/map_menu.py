"""Context menu of the map: search for imagery at a place."""

from __future__ import annotations

import math

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QMenu

from .host import Host

_translate = QCoreApplication.translate

# Of the square around the place; small enough for every product and its price.
SIDE_KM = 2.0
# Of one degree of latitude.
DEGREE_KM = 111.32
# Nearer to a pole a square of that size is wider than the globe in degrees.
MAX_LATITUDE = 89.0


class MapMenu(QObject):
    """Adds one action to the map's context menu."""

    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        host.iface.mapCanvas().contextMenuAboutToShow.connect(self._fill)

    def close(self) -> None:
        """Adds nothing any more."""
        self._host.iface.mapCanvas().contextMenuAboutToShow.disconnect(self._fill)

    def _fill(self, menu: QMenu, event: QgsMapMouseEvent) -> None:
        # The event is gone when the action is chosen.
        point = QgsPointXY(event.mapPoint())
        menu.addSeparator()
        action = menu.addAction(QIcon(self._host.icon), _translate("UP42", "Search UP42 Imagery Here"))
        action.setObjectName("up42_search_here_action")
        action.triggered.connect(lambda is_checked=False: self._search(point))

    def _search(self, point: QgsPointXY) -> None:
        canvas = self._host.iface.mapCanvas()
        lonlat = QgsCoordinateReferenceSystem("EPSG:4326")
        transform = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), lonlat, QgsProject.instance())
        try:
            square = square_around(transform.transform(point))
        except QgsCsException:
            text = _translate("UP42", "This place of the map has no longitude and latitude.")
            self._host.iface.messageBar().pushInfo("UP42 Jobs", text)
            return
        dock = self._host.open_dock()
        application = self._host.running()
        if application is None:
            return
        application.area.use_rectangle(square, lonlat)
        dock.show_form()
        dock.run_when_ready()


def square_around(place: QgsPointXY) -> QgsRectangle:
    """Returns the square of SIDE_KM around a place in degrees."""
    latitude = min(max(place.y(), -MAX_LATITUDE), MAX_LATITUDE)
    height = SIDE_KM / DEGREE_KM
    width = height / math.cos(math.radians(latitude))
    return QgsRectangle(
        place.x() - width / 2.0, latitude - height / 2.0, place.x() + width / 2.0, latitude + height / 2.0
    )
