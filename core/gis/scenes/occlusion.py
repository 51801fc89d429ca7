"""Which of the quicklooks that lie on each other can be seen."""

from __future__ import annotations

from functools import lru_cache
from typing import List, Optional, Sequence, Tuple

from qgis.core import QgsGeometry, QgsRasterLayer
from qgis.PyQt.QtGui import QPainter

from ...domain.aoi import Ring, bounds_of
from ...domain.scenes.placement import four_corners
from ...domain.scenes.scene import Scene
from ..geometry import WGS84, ring_geometry

# Of an outline's size, the square root of its area: some pixels, and pixels end that near to it for sure.
MARGIN = 0.01


def outline_of(layer: QgsRasterLayer, scene: Scene) -> Optional[Ring]:
    """Returns the ring in degrees that a quicklook's pixels fill, None where no ring in degrees tells it exactly.

    Of a Sentinel-2 tile none does: its pixels lie in UTM, in which the sides of the footprint are not straight.
    """
    if layer.crs().authid() != WGS84:
        return None
    if scene.footprint is not None or scene.outline is None:
        return scene.footprint
    west, south, east, north = bounds_of(scene.outline)
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def hides_below(layer: QgsRasterLayer) -> bool:
    """Tells whether nothing is seen through a quicklook's pixels, however its layer was styled."""
    renderer, provider = layer.renderer(), layer.dataProvider()
    if renderer is None or provider is None or not layer.isValid() or layer.hasScaleBasedVisibility():
        return False
    transparency = renderer.rasterTransparency()
    return (
        layer.opacity() == 1.0
        and renderer.opacity() == 1.0
        and layer.blendMode() == QPainter.CompositionMode.CompositionMode_SourceOver
        and (transparency is None or transparency.isEmpty())
        and not provider.userNoDataValues(1)
    )


def seen_from_above(stack: Sequence[Tuple[Optional[Ring], bool]]) -> List[bool]:
    """Tells of each ring in degrees, the topmost first, whether what fills it is seen, be it in part.

    Beside each ring stands whether what fills it hides what is below. In doubt, as without a ring or where it crosses
    itself, it is seen and hides nothing.
    """
    seen: List[bool] = []
    hidden = QgsGeometry()
    engine = None
    for ring, is_opaque in stack:
        most, least = (None, None) if ring is None else _limits(ring)
        seen.append(engine is None or most is None or not engine.contains(most.constGet()))
        if least is None or not is_opaque or not seen[-1]:
            continue
        grown = least if hidden.isEmpty() else hidden.combine(least)
        if not grown.isEmpty():
            hidden = grown
            # Prepared anew for each, it still answers in a tenth of the time that a difference takes.
            engine = QgsGeometry.createGeometryEngine(hidden.constGet())
            engine.prepareGeometry()
    return seen


# Ticks that are set and taken off with hundreds on the map ask for the same ones again.
@lru_cache(maxsize=2048)
def _limits(ring: Ring) -> Tuple[Optional[QgsGeometry], Optional[QgsGeometry]]:
    """Returns what a quicklook fills at most and at least, None where that is not known.

    A frame that lies on the four corners of a ring with more vertices fills what these enclose, not the ring.
    """
    most = least = ring_geometry(ring)
    if most.isEmpty() or not most.isGeosValid():
        return None, None
    corners = four_corners(ring)
    if corners is not None and len(ring) > 5:
        frame = ring_geometry([*corners, corners[0]])
        most, least = most.combine(frame), most.intersection(frame)
    least = least.buffer(-MARGIN * least.area() ** 0.5, 1)
    return None if most.isEmpty() else most, None if least.isEmpty() else least
