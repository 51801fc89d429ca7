"""Parts, holes and spikes without size for the service are dropped; others are never lost or enlarged."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry, QgsRectangle

from up42_jobs.core.domain.problems import AreaError, ProblemCode
from up42_jobs.core.gis.areas.cleaning import DIGIT, joined, on_one_turn, polygons_of, repaired
from up42_jobs.core.gis.areas.geometry import Shapes, aoi_from_extent, aoi_from_layers, aoi_from_shapes

CONTEXT = QgsCoordinateTransformContext()
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
SQUARE = "POLYGON((10 50, 10.1 50, 10.1 50.1, 10 50.1, 10 50))"


# The edge of Web Mercator in metres.
EDGE = 20037508.342789244


def ring(west, south, east, north):
    return f"({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south})"


def rectangle(*box):
    return f"POLYGON({ring(*box)})"


def many(*boxes):
    return "MULTIPOLYGON(" + ", ".join(f"({ring(*box)})" for box in boxes) + ")"


def holed(hole):
    return f"POLYGON({ring(10, 50, 10.1, 50.1)}, ({hole}))"


def aoi_of(*wkts, crs="EPSG:4326"):
    shapes = [QgsGeometry.fromWkt(wkt) for wkt in wkts]
    assert not any(shape.isNull() for shape in shapes)
    return aoi_from_shapes(shapes, QgsCoordinateReferenceSystem(crs), CONTEXT)


def box(west, south, east, north):
    return QgsGeometry.fromRect(QgsRectangle(west, south, east, north))


# One bad part made the whole area refused, or was counted as a part or hole that nobody could see.
@pytest.mark.parametrize(
    "wkts",
    [
        ["POLYGON((10 50, 10.1 50, 10.1 50.1, 10.2 50.2, 10.1 50.1, 10 50.1, 10 50))"],
        ["POLYGON((10 50, 10.1 50, 10.1 50.05, 10.3 50.05, 10.1 50.05, 10.1 50.1, 10 50.1, 10 50))"],
        [SQUARE, "POLYGON((11 51, 11.1 51, 11.2 51, 11 51))"],
        [SQUARE, "POLYGON((11 51, 11 51, 11 51, 11 51))"],
        [SQUARE, "POLYGON EMPTY"],
        ["MULTIPOLYGON(((10 50, 10.1 50, 10.1 50.1, 10 50.1, 10 50)), ((10.3 50, 10.4 50, 10.3 50)))"],
        [holed("10.05 50.05, 10.05 50.05, 10.05 50.05, 10.05 50.05")],
        [holed("10.02 50.02, 10.05 50.05, 10.02 50.02")],
        ["POLYGON((10 50, 10.1 50, 10.1 50, 10.1 50.1, 10 50.1, 10 50.1, 10 50))"],
        [SQUARE, SQUARE],
        [SQUARE, "POLYGON((11 51, 11.0000001 51, 11.0000001 51.0000001, 11 51))"],
        [SQUARE, "POLYGON((11 51, 12 51, 12 51.0000003, 11 51))"],
        [holed("10.02 50.02, 10.08 50.0200002, 10.08 50.02, 10.02 50.02")],
    ],
    ids=[
        "spike outwards", "spike from a side", "flat part", "part of one point", "empty part", "part of two points",
        "hole of one point", "flat hole", "repeated corners", "drawn twice", "part of no size", "sliver beside",
        "hole of no size",
    ],
)
def test_one_bad_part_does_not_spoil_the_rest(wkts):
    aoi = aoi_of(*wkts)
    assert (aoi.part_count, aoi.hole_count, aoi.is_simple, aoi.is_box) == (1, 0, True, True)
    assert aoi.bounds == pytest.approx((10, 50, 10.1, 50.1))


@pytest.mark.parametrize(
    "wkts",
    [
        [many((10, 50, 10.1, 50.1), (10.1, 50, 10.2, 50.1))],
        [many((10, 50, 10.15, 50.1), (10.1, 50, 10.2, 50.1))],
        [SQUARE, "POLYGON((10.1 50, 10.2 50, 10.2 50.1, 10.1 50.1, 10.1 50))"],
        # A gap of a centimetre, and corners of one side on the other's straight one.
        [SQUARE, "POLYGON((10.1000001 50, 10.2 50, 10.2 50.1, 10.1000001 50.1, 10.1000001 50))"],
        [SQUARE, "POLYGON((10.1 50, 10.2 50, 10.2 50.1, 10.1 50.1, 10.1000003 50.05, 10.1 50.02, 10.1 50))"],
    ],
    ids=["multipolygon", "overlap", "two features", "gap of a centimetre", "bent side"],
)
def test_parts_that_meet_are_one(wkts):
    aoi = aoi_of(*wkts)
    assert (aoi.part_count, aoi.hole_count, aoi.is_simple) == (1, 0, True)
    assert aoi.bounds == pytest.approx((10, 50, 10.2, 50.1), abs=2 * DIGIT)
    expected = aoi_from_extent(QgsRectangle(10, 50, 10.2, 50.1), DEGREES, CONTEXT)
    assert aoi.area_km2 == pytest.approx(expected.area_km2, rel=1e-3)


def test_parts_that_meet_in_metres_are_one_in_degrees_too():
    # The side of one is a corner longer than the other's; straight in metres, bent in degrees.
    aoi = aoi_of(
        "POLYGON((400000 5800000, 410000 5800000, 410000 5820000, 400000 5820000, 400000 5800000))",
        "POLYGON((410000 5803333, 420000 5803333, 420000 5816666, 410000 5816666, 410000 5803333))",
        crs="EPSG:32633",
    )
    assert (aoi.part_count, aoi.hole_count, aoi.is_simple) == (1, 0, True)


@pytest.mark.parametrize(
    ("wkts", "parts", "holes"),
    [
        ([SQUARE, "POLYGON((10.2 50, 10.3 50, 10.3 50.1, 10.2 50.1, 10.2 50))"], 2, 0),
        ([holed("10.02 50.02, 10.021 50.02, 10.02 50.021, 10.02 50.02")], 1, 1),
        ([SQUARE, "POLYGON((10.1 50.1, 10.2 50.1, 10.2 50.2, 10.1 50.2, 10.1 50.1))"], 2, 0),
        ([SQUARE, "POLYGON((10.10001 50, 10.2 50, 10.2 50.1, 10.10001 50.1, 10.10001 50))"], 2, 0),
    ],
    ids=["apart", "real hole", "corner to corner", "a metre apart"],
)
def test_parts_and_holes_that_have_a_size_are_counted(wkts, parts, holes):
    aoi = aoi_of(*wkts)
    assert (aoi.part_count, aoi.hole_count) == (parts, holes)


@pytest.mark.parametrize(
    "wkts",
    [
        ["POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"],
        ["POLYGON((0 0, 2 0, 2 2, 1 -1, 0 2, 0 0))"],
        [SQUARE, "POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"],
        ["POLYGON((0 0, 1 0, 1 1, 2 1, 2 2, 1 2, 1 1, 0 1, 0 0))"],
    ],
    ids=["bow", "through a side", "bow beside a good one", "touching itself"],
)
def test_outlines_that_cross_themselves_are_never_guessed(wkts):
    assert not aoi_of(*wkts).is_simple


def test_an_area_smaller_than_a_digit_is_too_small_and_not_absent():
    aoi = aoi_of("POLYGON((400000 5800000, 400000.05 5800000, 400000.05 5800000.05, 400000 5800000))", crs="EPSG:32633")
    assert aoi.area_km2 < 1e-6


def test_outline_that_touches_itself_only_in_the_digits_that_are_sent_is_thinned():
    # A pier of two centimetres: sound as drawn, and a line when it is sent.
    aoi = aoi_of("POLYGON((10 50, 10.1 50, 10.1 50.05, 10.2 50.0500001, 10.1 50.0500002, 10.1 50.1, 10 50.1, 10 50))")
    assert aoi.is_simple
    sent = QgsGeometry.fromPolygonXY([QgsGeometry.fromWkt(SQUARE).asPolygon()[0]])
    ring = aoi.polygon()["coordinates"][0]
    text = ", ".join(f"{x} {y}" for x, y in ring)
    assert QgsGeometry.fromWkt(f"POLYGON(({text}))").isGeosValid()
    assert sent.area() == pytest.approx(0.01)


# RFC 7946 (3.1.9) has areas across the 180th meridian cut into parts; QGIS and others write them in one piece.
@pytest.mark.parametrize(
    "wkts",
    [
        [many((179, -17, 180, -16), (-180, -17, -179, -16))],
        [rectangle(-180, -17, -179, -16), rectangle(179, -17, 180, -16)],
        ["POLYGON((179 -17, 181 -17, 181 -16, 179 -16, 179 -17))"],
        ["POLYGON((179 -17, -179 -17, -179 -16, 179 -16, 179 -17))"],
        ["POLYGON((-181 -17, -179 -17, -179 -16, -181 -16, -181 -17))"],
        [rectangle(179, -17, 180, -16), rectangle(180, -17, 181, -16)],
        [rectangle(179, -17, 179.9999999, -16), rectangle(-179.9999999, -17, -179, -16)],
    ],
    ids=["cut", "two features", "past 180", "jumping", "before -180", "half past 180", "cut roughly"],
)
def test_an_area_across_the_antimeridian_is_one_however_it_is_written(wkts):
    aoi = aoi_of(*wkts)
    assert (aoi.part_count, aoi.hole_count, aoi.is_simple) == (1, 0, True)
    assert aoi.bounds == pytest.approx((179, -17, 181, -16), abs=1e-6)
    assert aoi.bbox() == [179.0, -17.0, -179.0, -16.0]


def test_an_area_cut_at_the_antimeridian_in_metres_is_one():
    aoi = aoi_of(rectangle(EDGE - 1e5, 0, EDGE, 1e5), rectangle(-EDGE, 0, 1e5 - EDGE, 1e5), crs="EPSG:3857")
    assert (aoi.part_count, aoi.crosses_antimeridian) == (1, True)


def test_a_hole_across_the_antimeridian_stays_in_its_outline():
    hole = "(-179.5 -16.6, -179.4 -16.6, -179.4 -16.5, -179.5 -16.6)"
    aoi = aoi_of(f"POLYGON((179 -17, -179 -17, -179 -16, 179 -16, 179 -17), {hole})")
    assert (aoi.part_count, aoi.hole_count, aoi.is_simple) == (1, 1, True)


# A polygon of the whole globe had 0.07 km², or was no polygon.
@pytest.mark.parametrize(
    ("wkt", "crs", "bounds"),
    [
        ("POLYGON((-180 -90, 180 -90, 180 90, -180 90, -180 -90))", "EPSG:4326", (-180, -90, 180, 90)),
        ("POLYGON((-180 -60, 180 -60, 180 84, -180 84, -180 -60))", "EPSG:4326", (-180, -60, 180, 84)),
        (rectangle(-180.00000000000006, -90, 180.00000000000014, 83.6), "EPSG:4326", (-180, -90, 180, 83.6)),
        ("POLYGON((-179.9 -85, 179.9 -85, 179.9 85, -179.9 85, -179.9 -85))", "EPSG:4326", (-179.9, -85, 179.9, 85)),
        ("POLYGON((-180 -90, 0 -90, 180 -90, 180 90, 0 90, -180 90, -180 -90))", "OGC:CRS84", (-180, -90, 180, 90)),
        (rectangle(-EDGE, -EDGE, EDGE, EDGE), "EPSG:3857", (-180, -85.0511, 180, 85.0511)),
    ],
)
def test_a_polygon_of_the_whole_globe_is_the_globe(wkt, crs, bounds):
    aoi = aoi_of(wkt, crs=crs)
    assert aoi.bounds == pytest.approx(bounds, abs=1e-3)
    expected = aoi_from_extent(QgsRectangle(bounds[0], bounds[1], bounds[2], bounds[3]), DEGREES, CONTEXT).area_km2
    assert aoi.area_km2 == pytest.approx(expected, rel=1e-3)
    assert (aoi.part_count, aoi.hole_count, aoi.is_simple) == (1, 0, True)


def test_a_polygon_around_a_pole_reaches_the_pole():
    aoi = aoi_of("POLYGON((-1e6 -1e6, 1e6 -1e6, 1e6 1e6, -1e6 1e6, -1e6 -1e6))", crs="EPSG:3995")
    assert aoi.bounds[3] == 90.0
    assert (aoi.bounds[0], aoi.bounds[2]) == (-180.0, 180.0)
    # 2,000 km to a side in a projection that is true to scale at 71° north.
    assert aoi.area_km2 == pytest.approx(4.1e6, rel=0.1)


@pytest.mark.parametrize(
    "crs",
    ["IAU_2015:30100", "ESRI:104905", "EPSG:4978", 'LOCAL_CS["site",UNIT["metre",1]]',
     'ENGCRS["x",EDATUM["y"],CS[Cartesian,2],AXIS["e",east],AXIS["n",north],LENGTHUNIT["metre",1]]'],
)
def test_a_crs_without_places_on_earth_is_named(crs):
    reference = QgsCoordinateReferenceSystem.fromWkt(crs) if "[" in crs else QgsCoordinateReferenceSystem(crs)
    if not reference.isValid():
        pytest.skip("this PROJ has no such CRS")
    with pytest.raises(AreaError) as caught:
        aoi_from_shapes([box(0, 0, 0.15, 0.15)], reference, CONTEXT)
    assert caught.value.problem.code is ProblemCode.CRS_NOT_ON_EARTH
    assert caught.value.problem.values["crs"]
    with pytest.raises(AreaError) as caught:
        aoi_from_extent(QgsRectangle(0, 0, 0.15, 0.15), reference, CONTEXT)
    assert caught.value.problem.code is ProblemCode.CRS_NOT_ON_EARTH


def test_coordinates_that_are_no_numbers_are_no_place():
    shape = QgsGeometry.fromWkt(SQUARE)
    shape.moveVertex(math.nan, 50.0, 1)
    with pytest.raises(AreaError) as caught:
        aoi_from_shapes([shape], DEGREES, CONTEXT)
    assert caught.value.problem.code is ProblemCode.NOT_ON_EARTH


def test_layers_of_different_crs_are_one_area():
    metres = Shapes([box(400000, 5800000, 410000, 5810000)], QgsCoordinateReferenceSystem("EPSG:32633"))
    layers = [Shapes([box(13.52, 52.3, 13.6, 52.43)], DEGREES), metres]
    assert aoi_from_layers(layers, CONTEXT).part_count == 1


sides = st.floats(0.001, 0.5, allow_nan=False)
places = st.tuples(st.floats(-20, 20), st.floats(-20, 20))


@st.composite
def stars(draw, lon=0.0, lat=0.0):
    """A polygon around a place: corners at growing angles, so that it never crosses itself."""
    x, y = draw(places)
    size = draw(st.floats(0.05, 3.0))
    radii = draw(st.lists(st.floats(0.3, 1.0), min_size=3, max_size=10))
    turn = 2 * math.pi / len(radii)
    corners = [
        (lon + x + size * radius * math.cos(number * turn), lat + y + size * radius * math.sin(number * turn))
        for number, radius in enumerate(radii)
    ]
    text = ", ".join(f"{a!r} {b!r}" for a, b in [*corners, corners[0]])
    return QgsGeometry.fromWkt(f"POLYGON(({text}))")


def total(polygons):
    return sum(polygon.area() for polygon in polygons)


@settings(max_examples=80, deadline=None)
@given(st.lists(stars(), min_size=1, max_size=6))
def test_joining_keeps_the_area_grows_nothing_and_repeats_to_the_same(shapes):
    sound = repaired([polygon for shape in shapes for polygon in polygons_of(shape)], DIGIT).polygons
    parts = joined(sound, DIGIT)
    whole = QgsGeometry.unaryUnion(sound)
    border = DIGIT * sum(shape.length() for shape in shapes)
    assert total(parts) == pytest.approx(whole.area(), abs=border)
    outside = QgsGeometry.unaryUnion(parts).difference(whole.buffer(2 * DIGIT, 2))
    assert outside.isEmpty() or outside.area() < 1e-9
    again = joined(parts, DIGIT)
    assert len(again) == len(parts)
    assert total(again) == pytest.approx(total(parts), abs=border)


@settings(max_examples=60, deadline=None)
@given(st.floats(-20, 20), st.floats(-20, 20), st.lists(sides, min_size=2, max_size=6), sides)
def test_a_row_of_neighbours_is_one_box(west, south, widths, height):
    shapes, x = [], west
    for width in widths:
        shapes.append(box(x, south, x + width, south + height))
        x += width
    parts = joined(shapes, DIGIT)
    assert len(parts) == 1
    assert parts[0].area() == pytest.approx((x - west) * height, abs=10 * DIGIT * (x - west + height))


@settings(max_examples=60, deadline=None)
@given(stars(lon=150.0), st.integers(-2, 1))
def test_turns_of_the_globe_and_cuts_at_180_change_nothing(shape, turns):
    moved = QgsGeometry(shape)
    moved.translate(25.0, 0.0)
    whole = aoi_from_shapes([moved], DEGREES, CONTEXT)
    shifted = QgsGeometry(moved)
    shifted.translate(360.0 * turns, 0.0)
    window = QgsGeometry.fromRect(QgsRectangle(-180, -90, 180, 90))
    beyond = QgsGeometry.fromRect(QgsRectangle(180, -90, 540, 90))
    east = moved.intersection(beyond)
    east.translate(-360.0, 0.0)
    for written in ([shifted], [moved.intersection(window), east]):
        aoi = aoi_from_shapes(written, DEGREES, CONTEXT)
        assert aoi.part_count == 1
        # A side of several degrees is measured along a geodesic, and bends at a corner that the cut left on it.
        assert aoi.area_km2 == pytest.approx(whole.area_km2, rel=1e-3)
        assert aoi.bounds == pytest.approx(whole.bounds, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.lists(stars(lon=170.0), min_size=1, max_size=5))
def test_parts_are_side_by_side_across_180(shapes):
    wrapped = []
    for shape in shapes:
        piece = QgsGeometry(shape)
        if piece.boundingBox().xMinimum() >= 180.0:
            piece.translate(-360.0, 0.0)
        wrapped.append(piece)
    placed = on_one_turn(wrapped)
    assert len(placed) == len(shapes)
    assert total(placed) == pytest.approx(total(shapes))
    west = min(shape.boundingBox().xMinimum() for shape in placed)
    east = max(shape.boundingBox().xMaximum() for shape in placed)
    true_west = min(shape.boundingBox().xMinimum() for shape in shapes)
    true_east = max(shape.boundingBox().xMaximum() for shape in shapes)
    assert east - west == pytest.approx(true_east - true_west)
