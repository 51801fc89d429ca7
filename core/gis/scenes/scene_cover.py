"""Finds the cheapest set of scenes that covers an area of interest, on real outlines."""

from __future__ import annotations

from typing import List, Mapping, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from ...domain.aoi import Aoi, Point
from ...domain.ports.control import Control
from ...domain.scenes.cover import Candidate, CostBasis, Cover, cheapest_cover, costs_of
from ...domain.scenes.scene import Scene
from ..areas.geometry import aoi_geometry, footprint_near, near_area
from ..areas.lonlat import WGS84
from ..areas.measure import measure_km2

# Grid points per side of the area's box at which scenes are compared.
PLACES_A_SIDE = 96
# Maximum share of the area that may stay open though some scene shows it: no scene is bought for a sliver.
NEGLIGIBLE_SHARE = 1e-4


def find_cover(
    scenes: Sequence[Scene], prices: Mapping[str, Optional[int]], aoi: Aoi, control: Control
) -> Tuple[Cover, QgsGeometry]:
    """Returns the cheapest set of scenes that covers all that the scenes together cover, and the gap it leaves.

    Scenes without a footprint are ignored. A ten-thousandth of the area may stay open beyond what no scene
    covers. The gap is in EPSG:4326 with continuous longitudes, empty if nothing is left. Belongs on a worker
    thread; raises Cancelled.
    """
    seen = [scene for scene in scenes if scene.footprint is not None]
    basis, costs = costs_of(seen, prices)
    shapes = {scene.id: footprint_near(scene.footprint or (), aoi).makeValid() for scene in seen}
    candidates = _candidates(seen, costs, aoi, control)
    choice = cheapest_cover(candidates)
    control.check()
    ids, is_complete = _completed(choice.ids, shapes, costs, aoi)
    gap = _gap(aoi, [shapes[item] for item in ids])
    open_km2 = measure_km2(gap, QgsCoordinateReferenceSystem(WGS84), QgsCoordinateTransformContext())
    share = max(0.0, 1.0 - open_km2 / aoi.area_km2) if aoi.area_km2 > 0.0 else 0.0
    credits = sum(prices[item] or 0 for item in ids) if basis is CostBasis.PRICE else None
    return Cover(tuple(ids), basis, choice.is_proven and is_complete, share, open_km2, credits), gap


def _candidates(
    scenes: Sequence[Scene], costs: Mapping[str, int], aoi: Aoi, control: Control
) -> List[Candidate]:
    """Divides the area into pieces shown by the same scenes, by points spread evenly over it."""
    x, y = _places(aoi)
    rows = []
    for scene in scenes:
        control.check()
        rows.append(_inside(near_area(scene.footprint or (), aoi), x, y))
    if not rows or not len(x):
        return []
    # Places that the same scenes show make one piece.
    pieces = np.unique(np.packbits(np.array(rows), axis=0), axis=1)
    bits = np.unpackbits(pieces, axis=0, count=len(rows))
    return [
        Candidate(scene.id, costs[scene.id], int.from_bytes(np.packbits(row).tobytes(), "big"))
        for scene, row in zip(scenes, bits)
    ]


def _places(aoi: Aoi) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    west, south, east, north = aoi.bounds
    steps = (np.arange(PLACES_A_SIDE) + 0.5) / PLACES_A_SIDE
    x, y = np.meshgrid(west + (east - west) * steps, south + (north - south) * steps)
    inside = _inside(aoi.ring, x.ravel(), y.ravel())
    return x.ravel()[inside], y.ravel()[inside]


def _inside(ring: Sequence[Point], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Returns which points are in a closed ring: those from which a ray crosses it an odd number of times."""
    inside = np.zeros(len(x), dtype=bool)
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        # Not divided by the height of a side, which may be near zero.
        side = (x - x0) * (y1 - y0) - (x1 - x0) * (y - y0)
        inside ^= ((y0 > y) != (y1 > y)) & (side < 0.0 if y1 > y0 else side > 0.0)
    return inside


def _completed(
    chosen: Sequence[str], shapes: Mapping[str, QgsGeometry], costs: Mapping[str, int], aoi: Aoi
) -> Tuple[List[str], bool]:
    """Adds scenes for strips between the points, cheapest per gain first; returns whether none was needed."""
    ids = list(chosen)
    whole = aoi_geometry(aoi).area()
    least = _gap(aoi, list(shapes.values())).area()
    gap = _gap(aoi, [shapes[item] for item in ids])
    while gap.area() - least > NEGLIGIBLE_SHARE * whole:
        gains = {
            scene_id: shape.intersection(gap).area() for scene_id, shape in shapes.items() if scene_id not in ids
        }
        useful = [scene_id for scene_id, gain in gains.items() if gain > 0.0]
        if not useful:
            break
        best = min(useful, key=lambda scene_id: (costs[scene_id] / gains[scene_id], scene_id))
        ids.append(best)
        gap = gap.difference(shapes[best])
    return sorted(ids), len(ids) == len(chosen)


def _gap(aoi: Aoi, shapes: Sequence[QgsGeometry]) -> QgsGeometry:
    area = aoi_geometry(aoi).makeValid()
    return area.difference(QgsGeometry.unaryUnion(list(shapes))) if shapes else area
