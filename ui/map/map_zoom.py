"""Zooms the map on the user's request."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsRectangle
from qgis.gui import QgsMapCanvas

# Zooms out a little, so that nothing touches the edge of the map.
MARGIN = 1.1


def zoom_to(canvas: QgsMapCanvas, extent: Optional[QgsRectangle]) -> None:
    """Zooms to an extent in the project's CRS, with a margin; does nothing for None."""
    if extent is None or extent.isEmpty():
        return
    target = QgsRectangle(extent)
    target.scale(MARGIN)
    canvas.setExtent(target)
    canvas.refresh()
