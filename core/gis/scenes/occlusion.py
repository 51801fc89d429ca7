"""Finds quicklooks that others cover completely."""

from __future__ import annotations

from functools import lru_cache
from typing import Callable, List, Optional, Sequence, Tuple

from qgis.core import QgsContrastEnhancement, QgsGeometry, QgsMultiBandColorRenderer, QgsRasterLayer
from qgis.PyQt.QtGui import QPainter

from ...domain.aoi import Ring, bounds_of
from ...domain.scenes.placement import four_corners
from ...domain.scenes.scene import Scene
from ..areas.geometry import ring_geometry
from ..areas.lonlat import WGS84

# Share of the square root of an outline's area: a few pixels, within which the image surely ends.
MARGIN = 0.01
_Stretch = QgsContrastEnhancement.ContrastEnhancementAlgorithm
_CLIPPING = (_Stretch.StretchAndClipToMinimumMaximum, _Stretch.ClipToMinimumMaximum)


def outline_of(layer: QgsRasterLayer, scene: Scene) -> Optional[Ring]:
    """Returns the ring in degrees that a quicklook's pixels fill, None if no ring in degrees is exact.

    None is for a Sentinel-2 tile: its pixels are in UTM, in which the sides of the footprint are not straight. Nor is
    any if the layer is styled without the alpha band that cuts it.
    """
    renderer = layer.renderer()
    is_cut = renderer is not None and renderer.alphaBand() == layer.bandCount()
    if layer.crs().authid() != WGS84 or not is_cut:
        return None
    if scene.footprint is not None or scene.outline is None:
        return scene.footprint
    west, south, east, north = bounds_of(scene.outline)
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def hides_below(layer: QgsRasterLayer) -> bool:
    """Returns whether a quicklook is drawn opaque in the current style of its layer."""
    renderer, provider = layer.renderer(), layer.dataProvider()
    # Other renderers have colours that may be transparent.
    if not isinstance(renderer, QgsMultiBandColorRenderer) or provider is None or not layer.isValid():
        return False
    stretches = (getattr(renderer, f"{band}ContrastEnhancement")() for band in ("red", "green", "blue"))
    if any(stretch is not None and stretch.contrastEnhancementAlgorithm() in _CLIPPING for stretch in stretches):
        return False
    transparency = renderer.rasterTransparency()
    return (
        not layer.hasScaleBasedVisibility()
        and layer.opacity() == 1.0
        and renderer.opacity() == 1.0
        and layer.blendMode() == QPainter.CompositionMode.CompositionMode_SourceOver
        and (transparency is None or transparency.isEmpty())
        and not provider.userNoDataValues(1)
    )


def seen_from_above(rings: Sequence[Optional[Ring]], is_opaque: Callable[[int], bool]) -> List[bool]:
    """Returns for each ring in degrees, the topmost first, whether any part of its image is visible.

    `is_opaque` returns by number whether the image in a ring hides those below; it is called for visible ones. In
    doubt (no ring, or one that crosses itself) an image is visible and hides nothing.
    """
    seen: List[bool] = []
    hidden = QgsGeometry()
    engine = None
    for number, ring in enumerate(rings):
        most = None if ring is None else _filled_at_most(ring)
        seen.append(engine is None or most is None or not engine.contains(most.constGet()))
        least = _filled_at_least(ring) if ring is not None and seen[-1] else None
        if least is None or not is_opaque(number):
            continue
        grown = least if hidden.isEmpty() else hidden.combine(least)
        if not grown.isEmpty():
            hidden = grown
            # Even prepared again for each ring, it takes a tenth of the time of a difference.
            engine = QgsGeometry.createGeometryEngine(hidden.constGet())
            engine.prepareGeometry()
    return seen


def prepare(ring: Optional[Ring]) -> None:
    """Caches what `seen_from_above` needs of a ring, on a worker thread: hundreds take longer than a frame."""
    if ring is not None:
        _filled_at_most(ring)
        _filled_at_least(ring)


@lru_cache(maxsize=2048)
def _filled_at_most(ring: Ring) -> Optional[QgsGeometry]:
    whole, frame = _shapes(ring)
    return whole if frame is None or whole is None else whole.combine(frame)


@lru_cache(maxsize=2048)
def _filled_at_least(ring: Ring) -> Optional[QgsGeometry]:
    whole, frame = _shapes(ring)
    if whole is None:
        return None
    least = whole if frame is None else whole.intersection(frame)
    least = least.buffer(-MARGIN * least.area() ** 0.5, 1)
    return None if least.isEmpty() else least


def _shapes(ring: Ring) -> Tuple[Optional[QgsGeometry], Optional[QgsGeometry]]:
    """Returns the polygon of a ring, None if it is invalid, and the frame on its four corners if it has more vertices.

    A quicklook that was laid on the four corners of a ring with further vertices fills the frame and not the ring.
    """
    whole = ring_geometry(ring)
    if whole.isEmpty() or not whole.isGeosValid():
        return None, None
    corners = four_corners(ring) if len(ring) > 5 else None
    return whole, None if corners is None else ring_geometry([*corners, corners[0]])
