"""Moves the map; only when a person asks for it."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsRectangle
from qgis.gui import QgsMapCanvas

# The share of the extent that is seen, so that nothing touches the edge of the map.
MARGIN = 1.1


def zoom_to(canvas: QgsMapCanvas, extent: Optional[QgsRectangle]) -> None:
    """Shows an extent in the project's CRS with some room around it; does nothing without one."""
    if extent is None or extent.isEmpty():
        return
    target = QgsRectangle(extent)
    target.scale(MARGIN)
    canvas.setExtent(target)
    canvas.refresh()
