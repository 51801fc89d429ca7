"""From extents, layers and files to an area of interest; areas on the ellipsoid."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Callable, List, Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..domain.aoi import Aoi, Point, Ring, normalised_ring
from ..domain.errors import Up42Error
from ..domain.problems import Problem, ProblemCode

WGS84 = "EPSG:4326"
ELLIPSOID = "EPSG:7030"
# Of the WGS 84 ellipsoid: NIMA TR8350.2, tables 3.1 and 3.3.
SEMI_MAJOR_KM = 6378.137
ECCENTRICITY = 0.0818191908426215
# Straight lines in one CRS are curves in another: a side is cut into this many pieces before it is transformed.
PIECES_PER_SIDE = 32
# Fewer corners are sent where the straight line deviates less than this, about 1 m.
TOLERANCE_DEG = 0.00001


class AreaError(ValueError):
    """Something that cannot be an area of interest; `problem` says why."""

    def __init__(self, code: ProblemCode) -> None:
        super().__init__(code.value)
        self.problem = Problem("area", code)


def aoi_from_extent(
    extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Aoi:
    """Returns the box in degrees that covers an extent of any CRS; raises AreaError for an empty extent."""
    if extent.isNull() or extent.isEmpty() or not extent.isFinite() or not crs.isValid():
        raise AreaError(ProblemCode.NO_AREA)
    corners = [
        (extent.xMinimum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMaximum()),
        (extent.xMinimum(), extent.yMaximum()),
    ]
    outline = _to_lonlat(_densified(corners), crs, context)
    lons, lats = [lon for lon, _ in outline], [lat for _, lat in outline]
    closing = lons[0] + _turn(lons[0], lons[-1])
    south, north = max(min(lats), -90.0), min(max(lats), 90.0)
    if abs(closing - lons[0]) > 180.0:
        # The outline runs around a pole: all longitudes, up to the pole.
        west, east = -180.0, 180.0
        south, north = (south, 90.0) if sum(lats) > 0 else (-90.0, north)
    else:
        west, east = min(lons), max(lons)
    if east - west >= 360.0 - 1e-6:
        west, east = -180.0, 180.0
    if east - west < 1e-9 or north - south < 1e-9:
        raise AreaError(ProblemCode.NO_AREA)
    # A box as wide as the globe cannot be told from an empty one by continuous longitudes, so it keeps its corners.
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    if east - west < 180.0:
        ring = normalised_ring(ring)
    return Aoi(ring, _box_km2(west, south, east, north))


def aoi_from_geometry(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Aoi:
    """Returns the area of a polygon of any CRS, heights dropped.

    Of several parts the largest is taken, and parts and holes are counted in the result, so that whoever may not
    send them can say so. Raises AreaError for what is no polygon.
    """
    if geometry.isNull() or geometry.isEmpty() or geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise AreaError(ProblemCode.NO_AREA)
    polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    polygons = [polygon for polygon in polygons if polygon and len(polygon[0]) > 3]
    if not polygons:
        raise AreaError(ProblemCode.NO_AREA)
    is_lonlat = crs.authid() == WGS84
    rings: List[Tuple[float, Ring, int]] = []
    for polygon in polygons:
        outline = [(point.x(), point.y()) for point in polygon[0]]
        try:
            if is_lonlat:
                ring = normalised_ring(outline)
            else:
                ring = normalised_ring(_to_lonlat(_densified(outline[:-1]), crs, context))
                ring = _simplified(ring)
        except ValueError as error:
            raise AreaError(ProblemCode.NO_AREA) from error
        rings.append((_km2(ring), ring, len(polygon) - 1))
    area, ring, holes = max(rings)
    is_simple = ring_geometry(ring).isGeosValid()
    return Aoi(ring, area, is_simple=is_simple, hole_count=holes, part_count=len(rings))


def layer_reader(
    layer: QgsVectorLayer, selected_only: bool, context: QgsCoordinateTransformContext
) -> Callable[[], Aoi]:
    """Returns what reads the dissolved polygons of a layer as it is now.

    Made on the main thread and called on any; the call raises AreaError where there are no polygons.
    """
    source, crs = QgsVectorLayerFeatureSource(layer), layer.crs()
    request = QgsFeatureRequest().setNoAttributes()
    if selected_only:
        request.setFilterFids(layer.selectedFeatureIds())
    return lambda: aoi_from_shapes([one.geometry() for one in source.getFeatures(request)], crs, context)


def aoi_from_shapes(
    shapes: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Aoi:
    """Returns the union of polygons as an area; raises AreaError where there is none."""
    polygons = [shape for shape in shapes if shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry]
    if not polygons:
        raise AreaError(ProblemCode.NO_AREA)
    # A lone one stays as it is, so that an outline that crosses itself is told instead of mended.
    united = polygons[0] if len(polygons) == 1 else QgsGeometry.unaryUnion([one.makeValid() for one in polygons])
    return aoi_from_geometry(united, crs, context)


def aoi_from_file(path: str) -> Aoi:
    """Returns the dissolved polygons of a GeoJSON, KML, GeoPackage or Shapefile; raises AreaError where none are."""
    from .foreign_files import ForeignKind, open_vector, vector_layer

    shapes: List[QgsGeometry] = []
    crs = QgsCoordinateReferenceSystem(WGS84)
    try:
        source = open_vector(Path(path), ForeignKind.AREA)
        names = [source.GetLayer(number).GetName() for number in range(source.GetLayerCount())]
    except (RuntimeError, Up42Error) as error:
        raise AreaError(ProblemCode.NO_AREA) from error
    source = None
    for name in names:
        layer = vector_layer(f"{path}|layername={name}", name)
        if not layer.isValid() or layer.geometryType() not in (
            QgsWkbTypes.GeometryType.PolygonGeometry,
            QgsWkbTypes.GeometryType.UnknownGeometry,
        ):
            continue
        found = [feature.geometry() for feature in layer.getFeatures(QgsFeatureRequest().setNoAttributes())]
        if found:
            shapes, crs = found, layer.crs() if layer.crs().isValid() else crs
            break
    return aoi_from_shapes(shapes, crs, QgsCoordinateTransformContext())


def aoi_geometry(aoi: Aoi) -> QgsGeometry:
    """Returns the area as a polygon in EPSG:4326 with continuous longitudes."""
    return ring_geometry(aoi.ring)


def ring_geometry(ring: Sequence[Point]) -> QgsGeometry:
    """Returns a ring as a polygon."""
    return QgsGeometry.fromPolygonXY([[QgsPointXY(lon, lat) for lon, lat in ring]])


def near_area(footprint: Sequence[Point], aoi: Aoi) -> List[Point]:
    """Returns a footprint on the turn of the globe on which the area lies."""
    turns = 360.0 * round((aoi.bounds[0] - footprint[0][0]) / 360.0)
    return [(lon + turns, lat) for lon, lat in footprint]


def footprint_near(footprint: Sequence[Point], aoi: Aoi) -> QgsGeometry:
    """Returns a footprint as a polygon on the turn of the globe on which the area lies."""
    return ring_geometry(near_area(footprint, aoi))


def share_covered(footprint: Sequence[Point], aoi: Aoi) -> float:
    """Returns the share of the area, 0 to 1, that a footprint covers."""
    return _share_covered(tuple((lon, lat) for lon, lat in footprint), aoi)


# Hundreds of them take longer than a frame: the worker that writes the scenes has them done for the window's thread.
@lru_cache(maxsize=2048)
def _share_covered(footprint: Ring, aoi: Aoi) -> float:
    area, scene = ring_geometry(aoi.ring), footprint_near(footprint, aoi)
    whole = area.area()
    if whole <= 0.0:
        return 0.0
    if not scene.intersects(area):
        return 0.0
    # Both are small against the globe, so that square degrees of the same place may be compared.
    return min(1.0, scene.makeValid().intersection(area).area() / whole)


def measure_km2(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> float:
    """Returns the area on the WGS 84 ellipsoid in km²."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, context)
    # Without an ellipsoid QGIS would silently answer in square degrees.
    measure.setEllipsoid(ELLIPSOID)
    return measure.measureArea(geometry) / 1e6


@lru_cache(maxsize=1)
def _wgs84() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(WGS84)


def _km2(ring: Sequence[Point]) -> float:
    return measure_km2(ring_geometry(ring), _wgs84(), QgsCoordinateTransformContext())


def _box_km2(west: float, south: float, east: float, north: float) -> float:
    """Returns the area between two parallels and two meridians on the WGS 84 ellipsoid, however wide.

    Snyder, Map Projections: A Working Manual (USGS 1395, 1987), equation 3-12, by which areas are kept. QGIS measures
    between geodesics, which leave the parallels, and for more than half the globe the wrong side of them.
    """

    def height(latitude: float) -> float:
        sine = math.sin(math.radians(latitude))
        return sine / (1.0 - (ECCENTRICITY * sine) ** 2) + math.atanh(ECCENTRICITY * sine) / ECCENTRICITY

    zone = SEMI_MAJOR_KM**2 * (1.0 - ECCENTRICITY**2) / 2.0 * (height(north) - height(south))
    return zone * math.radians(east - west)


def _densified(corners: Sequence[Point]) -> List[Point]:
    pieces = PIECES_PER_SIDE if len(corners) <= 100 else 1
    dense: List[Point] = []
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0])):
        dense += [(x0 + (x1 - x0) * step / pieces, y0 + (y1 - y0) * step / pieces) for step in range(pieces)]
    return dense


def _to_lonlat(
    points: Sequence[Point], crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> List[Point]:
    """Returns points in degrees, each on the turn of the globe nearest to the one before."""
    transform = QgsCoordinateTransform(crs, _wgs84(), context)
    moved: List[Point] = []
    for x, y in points:
        try:
            point = transform.transform(QgsPointXY(x, y))
        except QgsCsException as error:
            raise AreaError(ProblemCode.NO_AREA) from error
        lon = point.x()
        if moved:
            lon += _turn(lon, moved[-1][0])
        moved.append((lon, min(max(point.y(), -90.0), 90.0)))
    return moved


def _turn(lon: float, near: float) -> float:
    return 360.0 * round((near - lon) / 360.0)


def _simplified(ring: Ring) -> Ring:
    """Drops the vertices that the densifying added where the side stayed straight."""
    simple: Optional[QgsGeometry] = ring_geometry(ring).simplify(TOLERANCE_DEG)
    if simple is None or simple.isEmpty() or simple.isMultipart() or not simple.asPolygon():
        return ring
    return normalised_ring([(point.x(), point.y()) for point in simple.asPolygon()[0]])
