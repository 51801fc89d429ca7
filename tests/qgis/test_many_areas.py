"""Features as areas: cut at holes without losing ground, told apart, repaired only where that is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from up42_jobs.core.domain.problems import ProblemCode
from up42_jobs.core.gis.areas.many import MAX_PARTS, AreaFeature, read_areas

LONLAT = "EPSG:4326"


def read(*wkts, names=None, crs=LONLAT):
    shapes = [QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry() for wkt in wkts]
    features = [AreaFeature(n + 10, names[n] if names else None, shape) for n, shape in enumerate(shapes)]
    context = QgsCoordinateTransformContext()
    return read_areas(features, QgsCoordinateReferenceSystem(crs), context, "Area {number}")


def ring(west, south, east, north):
    return f"({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south})"


def shape_of(area):
    """The parts of an area in OGR, which computes independently of QGIS."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in area.parts:
        wkt = "POLYGON((" + ", ".join(f"{x!r} {y!r}" for x, y in part.ring) + "))"
        whole.AddGeometry(ogr.CreateGeometryFromWkt(wkt))
    return whole


def test_parts_are_kept_apart_and_measured_alone(qgis_app):
    (area,) = read(f"MULTIPOLYGON(({ring(13, 52, 13.1, 52.1)}), ({ring(14, 52, 14.2, 52.1)}))")
    assert (area.id, len(area.parts), area.part_count, area.hole_count) == (10, 2, 2, 0)
    sizes = sorted(part.area_km2 for part in area.parts)
    assert sizes[1] == pytest.approx(2 * sizes[0], rel=1e-3)
    assert area.area_km2 == pytest.approx(sum(sizes))


def test_a_hole_is_left_out_by_cutting_through_it(qgis_app):
    wkt = f"POLYGON({ring(13, 52, 13.3, 52.3)}, {ring(13.1, 52.1, 13.2, 52.2)})"
    (area,) = read(wkt)
    drawn, found = ogr.CreateGeometryFromWkt(wkt), shape_of(area)
    assert (len(area.parts), area.part_count, area.hole_count) == (2, 1, 1)
    assert found.Area() == pytest.approx(drawn.Area(), rel=1e-9)
    assert found.UnionCascaded().SymDifference(drawn).Area() < 1e-9


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=8, unique=True))
def test_any_holes_leave_the_same_ground(qgis_app, cells):
    holes = "".join(
        f", {ring(13.005 + x / 50, 52.005 + y / 50, 13.015 + x / 50, 52.015 + y / 50)}" for x, y in sorted(cells)
    )
    wkt = f"POLYGON({ring(13, 52, 13.2, 52.2)}{holes})"
    (area,) = read(wkt)
    drawn, found = ogr.CreateGeometryFromWkt(wkt), shape_of(area)
    assert area.problem is None
    assert area.hole_count == len(cells)
    assert found.Area() == pytest.approx(drawn.Area(), rel=1e-9)
    assert found.UnionCascaded().SymDifference(drawn).Area() < 1e-9


def test_one_bad_feature_is_a_problem_of_its_own(qgis_app):
    bow = "POLYGON((13 52, 13.1 52.1, 13.1 52, 13 52.1, 13 52))"
    good = f"POLYGON({ring(13, 52, 13.1, 52.1)})"
    spike = "POLYGON((13 52, 13.1 52, 13.1 52.1, 13.1 52.5, 13.1 52.1, 13 52.1, 13 52))"
    off = f"POLYGON({ring(13, 152, 13.1, 152.1)})"
    areas = read(good, bow, "", "POINT(13 52)", spike, off, f"MULTIPOLYGON(({ring(0, 0, 1, 1)}), {bow[7:]})")
    codes = [area.problem.code if area.problem else None for area in areas]
    assert codes == [
        None,
        ProblemCode.SELF_INTERSECTION,
        ProblemCode.NO_POLYGON,
        ProblemCode.NO_POLYGON,
        None,
        ProblemCode.NOT_ON_EARTH,
        # A doubtful part beside a good one is not left out.
        ProblemCode.SELF_INTERSECTION,
    ]
    # What can only be a slip of the hand is repaired.
    assert areas[4].area_km2 == pytest.approx(areas[0].area_km2)


def test_an_area_cut_at_180_is_one(qgis_app):
    (area,) = read(f"MULTIPOLYGON(({ring(179.9, -17, 180, -16.9)}), ({ring(-180, -17, -179.9, -16.9)}))")
    assert [part.bounds for part in area.parts] == [pytest.approx((179.9, -17.0, 180.1, -16.9))]


def test_a_polygon_round_the_pole_reaches_it(qgis_app):
    (area,) = read(f"POLYGON({ring(-400000, -400000, 400000, 400000)})", crs="EPSG:3413")
    assert area.parts[0].bounds[3] == 90.0


def test_too_many_parts_are_told_and_not_cut_short(qgis_app):
    parts = ", ".join(f"({ring(n, 0, n + 0.5, 0.5)})" for n in range(MAX_PARTS + 1))
    (area,) = read(f"MULTIPOLYGON({parts})")
    assert area.problem.code is ProblemCode.SEVERAL_PARTS
    assert len(area.parts) == MAX_PARTS + 1


def test_names_of_any_type_are_texts(qgis_app):
    good = f"POLYGON({ring(13, 52, 13.1, 52.1)})"
    areas = read(good, good, good, good, names=[NULL, 7, 2.0, "Łódź"])
    assert [area.name for area in areas] == ["Area 1", "7", "2", "Łódź"]
