"""Makes areas of interest from extents, geometries and layers."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Callable, Iterable, List, NamedTuple, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ...domain.aoi import DIGITS, WHOLE_TURN, Aoi, Point, Ring, bounds_of, oriented_ring
from ...domain.problems import AreaError, ProblemCode
from .cleaning import (
    DIGIT,
    DIGIT_M,
    Repaired,
    joined,
    on_one_turn,
    polygon_from,
    polygons_in,
    polygons_of,
    repaired,
    rings_of,
    without_holes,
)
from .lonlat import WGS84, check_crs, densified, in_degrees, is_lonlat, no_place, to_lonlat
from .measure import box_km2, ring_km2
from .repair import Repair, repaired_area

GLOBE = QgsRectangle(-180.0, -90.0, 180.0, 90.0)
# Vertices are dropped if the line moves by less than this, about 1 m.
TOLERANCE_DEG = 0.00001
# A share that only rounding separates from all of the area.
_WHOLE = 1.0 - 1e-9
_JOINED_AT_ONCE = 16


class Shapes(NamedTuple):
    """Geometries of any kind in one CRS."""

    geometries: List[QgsGeometry]
    crs: QgsCoordinateReferenceSystem


class ShapeParts(NamedTuple):
    """A geometry as areas without holes, and the numbers of its parts and holes."""

    aois: Tuple[Aoi, ...]
    part_count: int
    hole_count: int


def aoi_from_extent(
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    *,
    is_view: bool = True,
) -> Aoi:
    """Returns the box in degrees that covers an extent of any CRS.

    A view, of which the map may show more than the globe, is cut to the globe; another extent only if it contains the
    whole globe. Raises AreaError for an empty extent and for one off the Earth.
    """
    if extent.isNull() or extent.isEmpty() or not extent.isFinite():
        raise AreaError(ProblemCode.NO_AREA)
    check_crs(crs)
    if in_degrees(crs):
        extent = _within_degrees(extent, crs, is_view or extent.contains(GLOBE))
    corners = [
        (extent.xMinimum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMaximum()),
        (extent.xMinimum(), extent.yMaximum()),
        (extent.xMinimum(), extent.yMinimum()),
    ]
    try:
        outline = to_lonlat(densified(corners, crs), crs, context, is_view=is_view)
    except AreaError as error:
        # If the centre of the map is on Earth, only its edges are not.
        centre = extent.center()
        to_lonlat([(centre.x(), centre.y())], crs, context)
        code = ProblemCode.VIEW_TOO_WIDE if is_view else error.problem.code
        raise AreaError(code, **error.problem.values) from error
    lons, lats = [lon for lon, _ in outline], [lat for _, lat in outline]
    south, north = min(lats), max(lats)
    if abs(lons[-1] - lons[0]) > 180.0:
        # The outline runs around a pole: all longitudes, up to the pole.
        west, east = -180.0, 180.0
        south, north = (south, 90.0) if sum(lats) > 0 else (-90.0, north)
    elif in_degrees(crs):
        # The corners may be on different turns of the globe.
        west, east = extent.xMinimum(), extent.xMaximum()
    else:
        west, east = min(lons), max(lons)
    if east - west >= 360.0 - 1e-6:
        west, east = -180.0, 180.0
    if east - west < 1e-9 or north - south < 1e-9:
        raise AreaError(ProblemCode.NO_AREA)
    ring = oriented_ring(((west, south), (east, south), (east, north), (west, north)))
    return Aoi(ring, box_km2(west, south, east, north))


def aoi_from_geometry(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Aoi:
    """Returns the area of one geometry of any CRS, as `aoi_from_shapes` does."""
    return aoi_from_shapes([geometry], crs, context)


def aoi_from_shapes(
    geometries: Iterable[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    repairs: Sequence[Repair] = (),
) -> Aoi:
    """Returns the area of geometries of one CRS, as `aoi_from_layers` does."""
    return aoi_from_layers([Shapes(list(geometries), crs)], context, repairs)


def aoi_from_layers(
    layers: Sequence[Shapes], context: QgsCoordinateTransformContext, repairs: Sequence[Repair] = ()
) -> Aoi:
    """Returns the polygons of geometries of any kind and CRS, joined, as an area; heights are dropped.

    The largest of several parts is taken, and parts and holes are counted in the result, so that nothing is lost
    unnoticed. An outline that crosses itself is not simple and stays as it was drawn, unless there are `repairs`.
    Raises AreaError if there is no polygon, and for coordinates off the Earth.
    """
    filled, placed, parts = _joined_parts(layers, context)
    is_doubtful = any(part.is_doubtful for part in placed)
    if repairs and parts:
        parts, is_doubtful = repaired_area(parts, repairs), False
    if not parts:
        raise AreaError(ProblemCode.NO_POLYGON)
    is_thinned = any(not shapes.crs.isGeographic() for shapes in filled)
    outlines = [_outline(part, is_thinned=is_thinned) for part in parts]
    area, ring, holes = max((ring_km2(ring), ring, len(rings_of(part)) - 1) for ring, part in zip(outlines, parts))
    if is_doubtful and sum(len(shapes.geometries) for shapes in filled) == 1:
        # As drawn, with the size of what it encloses: its own area would be the difference of its loops.
        drawn = _in_degrees(filled[0].geometries[0], filled[0].crs, context)
        area = sum(ring_km2(outline) for outline in outlines)
        return Aoi(_outline(drawn, is_thinned=False), area, is_simple=False, hole_count=len(rings_of(drawn)) - 1)
    ring, is_simple = (ring, False) if is_doubtful else _sendable(ring)
    return Aoi(ring, area, is_simple=is_simple, hole_count=holes, part_count=len(parts))


def parts_of_shape(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> ShapeParts:
    """Returns the parts of one geometry, repaired where that is certain and without holes; heights are dropped.

    A part with holes is cut along meridians through them: its pieces make the same area. Raises AreaError if there is
    no polygon, for coordinates off the Earth, and for an outline that crosses or touches itself.
    """
    filled, placed, parts = _joined_parts([Shapes([geometry], crs)], context)
    if not parts:
        raise AreaError(ProblemCode.NO_POLYGON)
    pieces = [piece for part in parts for piece in without_holes(part, DIGIT)]
    is_thinned = any(not shapes.crs.isGeographic() for shapes in filled)
    outlines = [_sendable(_outline(piece, is_thinned=is_thinned and len(pieces) == len(parts))) for piece in pieces]
    if any(part.is_doubtful for part in placed) or not all(is_simple for _, is_simple in outlines):
        raise AreaError(ProblemCode.SELF_INTERSECTION)
    aois = tuple(Aoi(ring, ring_km2(ring)) for ring, _ in outlines)
    return ShapeParts(aois, len(parts), sum(len(rings_of(part)) - 1 for part in parts))


def layer_crs(layer: QgsVectorLayer) -> QgsCoordinateReferenceSystem:
    """Returns the CRS of a layer; for tables of mixed geometry, where QGIS may have none, the provider's."""
    crs = layer.crs()
    is_mixed = layer.geometryType() == QgsWkbTypes.GeometryType.UnknownGeometry
    provider = layer.dataProvider() if is_mixed and not crs.isValid() else None
    return crs if provider is None else provider.crs()


def layer_reader(
    layer: QgsVectorLayer, selected_only: bool, context: QgsCoordinateTransformContext
) -> Callable[..., Aoi]:
    """Returns a function that reads the polygons of a layer in its current state, including unsaved edits.

    Create it on the main thread and call it on any, with or without repairs; the call raises AreaError as
    `aoi_from_layers` does.
    """
    source, crs = QgsVectorLayerFeatureSource(layer), layer_crs(layer)
    request = QgsFeatureRequest().setNoAttributes()
    if selected_only:
        request.setFilterFids(layer.selectedFeatureIds())

    def read(repairs: Sequence[Repair] = ()) -> Aoi:
        shapes = [feature.geometry() for feature in source.getFeatures(request)]
        return aoi_from_shapes(shapes, crs, context, repairs)

    return read


def aoi_geometry(aoi: Aoi) -> QgsGeometry:
    """Returns the area as a polygon in EPSG:4326 with continuous longitudes."""
    return ring_geometry(aoi.ring)


def ring_geometry(ring: Sequence[Point]) -> QgsGeometry:
    """Returns a ring as a polygon."""
    return QgsGeometry.fromPolygonXY([[QgsPointXY(lon, lat) for lon, lat in ring]])


def near_area(footprint: Sequence[Point], aoi: Aoi) -> List[Point]:
    """Returns a footprint on the same turn of the globe as the area."""
    turns = 360.0 * round((aoi.bounds[0] - footprint[0][0]) / 360.0)
    return [(lon + turns, lat) for lon, lat in footprint]


def footprint_near(footprint: Sequence[Point], aoi: Aoi) -> QgsGeometry:
    """Returns a footprint as a polygon on the same turn of the globe as the area."""
    return ring_geometry(near_area(footprint, aoi))


def share_covered(footprint: Sequence[Point], aoi: Aoi) -> float:
    """Returns the share of the area, 0 to 1, that a footprint covers."""
    return _share_covered(tuple((lon, lat) for lon, lat in footprint), aoi)


def share_covered_together(footprints: Iterable[Sequence[Point]], aoi: Aoi) -> float:
    """Returns the share of the area, 0 to 1, that footprints cover together."""
    shares = {tuple(footprint): share_covered(footprint, aoi) for footprint in footprints}
    largest = max(shares.values(), default=0.0)
    if largest >= _WHOLE or len([share for share in shares.values() if share > 0.0]) < 2:
        # Joining hundreds of outlines takes longer than a frame, and usually is not needed.
        return largest
    area, covered, share = ring_geometry(aoi.ring), QgsGeometry(), 0.0
    rings = sorted((ring for ring, share in shares.items() if share > 0.0), key=lambda ring: -shares[ring])
    for first in range(0, len(rings), _JOINED_AT_ONCE):
        parts = rings[first : first + _JOINED_AT_ONCE]
        shapes = [footprint_near(ring, aoi).makeValid().intersection(area) for ring in parts]
        covered = QgsGeometry.unaryUnion(shapes if covered.isNull() else [covered, *shapes])
        share = covered.area() / area.area()
        if share >= _WHOLE:
            # The largest first: a few of hundreds usually cover all that there is.
            break
    return min(1.0, share)


# Hundreds take longer than a frame: the worker that writes the scenes fills the cache for the main thread.
@lru_cache(maxsize=2048)
def _share_covered(footprint: Ring, aoi: Aoi) -> float:
    area, scene = ring_geometry(aoi.ring), footprint_near(footprint, aoi)
    whole = area.area()
    if whole <= 0.0:
        return 0.0
    if not scene.intersects(area):
        return 0.0
    # Both are small compared with the globe, so square degrees of one place can be compared.
    return min(1.0, scene.makeValid().intersection(area).area() / whole)


def _joined_parts(
    layers: Sequence[Shapes], context: QgsCoordinateTransformContext
) -> Tuple[List[Shapes], List[Repaired], List[QgsGeometry]]:
    """Returns the polygons of geometries as they are, as valid polygons in degrees, and joined to parts."""
    filled = [Shapes(polygons_in(shapes.geometries), shapes.crs) for shapes in layers]
    filled = [shapes for shapes in filled if shapes.geometries]
    placed = [_placed(shapes, context) for shapes in filled]
    parts = joined(on_one_turn([polygon for part in placed for polygon in part.polygons]), DIGIT)
    return filled, placed, parts


def _within_degrees(extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, is_cut: bool) -> QgsRectangle:
    """Returns an extent in degrees cut at the poles; raises AreaError if its numbers cannot be degrees."""
    centre = extent.center()
    corners = [(extent.xMinimum(), extent.yMinimum()), (extent.xMaximum(), extent.yMaximum())]
    for x, y in [(centre.x(), centre.y())] if is_cut else corners:
        if not is_lonlat(x, y):
            raise no_place(x, y, crs)
    west, east = extent.xMinimum(), extent.xMaximum()
    if east - west >= WHOLE_TURN:
        west, east = -180.0, 180.0
    return QgsRectangle(west, max(extent.yMinimum(), -90.0), east, min(extent.yMaximum(), 90.0))


def _placed(shapes: Shapes, context: QgsCoordinateTransformContext) -> Repaired:
    """Returns polygons as valid polygons in degrees with continuous longitudes."""
    check_crs(shapes.crs)
    flat = Repaired(shapes.geometries, False)
    if not shapes.crs.isGeographic():
        # Sides that neighbours share are equal in their own CRS; in degrees, jumps across 180° are undone first.
        flat = repaired(shapes.geometries, DIGIT_M)
        flat = Repaired(joined(flat.polygons, DIGIT_M), flat.is_doubtful)
    placed = repaired([_in_degrees(polygon, shapes.crs, context) for polygon in flat.polygons], DIGIT)
    return Repaired(placed.polygons, flat.is_doubtful or placed.is_doubtful)


def _in_degrees(
    polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> QgsGeometry:
    """Returns a polygon in degrees with continuous longitudes, its holes on the turn of the globe of its outline."""
    if crs.authid() == WGS84 and GLOBE.contains(polygon.boundingBox()) and polygon.boundingBox().width() < 180.0:
        # Too narrow for a jump.
        return polygon
    outline, *holes = [to_lonlat(densified(ring, crs), crs, context) for ring in rings_of(polygon)]
    if abs(outline[-1][0] - outline[0][0]) > 180.0:
        # The outline runs around a pole: all longitudes, up to the pole.
        pole = math.copysign(90.0, sum(lat for _, lat in outline))
        outline += [(outline[-1][0], pole), (outline[0][0], pole), outline[0]]
    return polygon_from([outline, *(_near(hole, outline) for hole in holes)])


def _near(hole: Sequence[Point], outline: Sequence[Point]) -> List[Point]:
    west, _, east, _ = bounds_of(outline)
    hole_west, _, hole_east, _ = bounds_of(hole)
    turn = WHOLE_TURN * round((west + east - hole_west - hole_east) / 2.0 / WHOLE_TURN)
    return [(lon + turn, lat) for lon, lat in hole]


def _outline(polygon: QgsGeometry, *, is_thinned: bool) -> Ring:
    """Returns the outline of a polygon, without added vertices on sides that stayed straight."""
    try:
        ring = oriented_ring(rings_of(polygon)[0])
        thinned = polygons_of(ring_geometry(ring).simplify(TOLERANCE_DEG)) if is_thinned else []
        if len(thinned) == 1 and thinned[0].isGeosValid():
            ring = oriented_ring(rings_of(thinned[0])[0])
    except ValueError as error:
        raise AreaError(ProblemCode.NO_POLYGON) from error
    return ring


def _sendable(ring: Ring) -> Tuple[Ring, bool]:
    """Returns an outline that is still valid after rounding to the digits that are sent, and whether there is one.

    Parts narrower than the last digit would touch themselves.
    """
    rounded = ring_geometry([(round(lon, DIGITS), round(lat, DIGITS)) for lon, lat in ring])
    if rounded.isGeosValid():
        return ring, True
    parts = repaired(polygons_of(rounded), DIGIT)
    kept = joined(parts.polygons, DIGIT)
    if parts.is_doubtful or len(kept) != 1:
        return ring, False
    return oriented_ring(rings_of(kept[0])[0]), True
