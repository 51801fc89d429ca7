"""A base map for an empty project: the world map that QGIS ships, below OpenStreetMap."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

_TILES = "type=xyz&zmin=0&zmax=19&url=https://tile.openstreetmap.org/%7Bz%7D/%7Bx%7D/%7By%7D.png"
_RIGHTS = "© OpenStreetMap contributors"
_LAND = QColor("#dcd9cf")


def add_base_map(project: QgsProject) -> None:
    """Adds both below all other layers; without a network, the world map alone is seen."""
    path = Path(QgsApplication.pkgDataPath()) / "resources" / "data" / "world_map.gpkg"
    world = QgsVectorLayer(f"{path}|layername=countries", "World Map", "ogr")
    tiles = QgsRasterLayer(_TILES, "OpenStreetMap", "wms")
    metadata = tiles.metadata()
    metadata.setRights([_RIGHTS])
    tiles.setMetadata(metadata)
    renderer = world.renderer()
    symbol = renderer.symbol() if isinstance(renderer, QgsSingleSymbolRenderer) else None
    if symbol is not None:
        symbol.setColor(_LAND)
    for layer in (tiles, world):
        if layer.isValid():
            project.addMapLayer(layer, False)
            project.layerTreeRoot().addLayer(layer)
