"""Remedies make an area acceptable, keep the chosen area, and change nothing when applied twice."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
)

from up42_jobs.core.domain.problems import Problem, ProblemCode
from up42_jobs.core.domain.remedies import Remedy, remedies
from up42_jobs.core.gis.areas.cleaning import joined, rings_of
from up42_jobs.core.gis.areas.geometry import aoi_from_shapes
from up42_jobs.core.gis.areas.repair import Repair, repaired_area

CONTEXT = QgsCoordinateTransformContext()
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
HOLED = "POLYGON((0 0, 1 0, 1 1, 0 1, 0 0), (0.2 0.2, 0.4 0.2, 0.2 0.4, 0.2 0.2))"
ISLAND = "POLYGON((0.22 0.22, 0.25 0.22, 0.22 0.25, 0.22 0.22))"
places, sizes = st.floats(-5, 5), st.floats(0.01, 2)
GROWING = (Remedy.BOUNDING_BOX, Remedy.CONVEX_HULL, Remedy.FILL_HOLES, Remedy.DISSOLVE)


def polygons(*wkts):
    return [QgsGeometry.fromWkt(wkt) for wkt in wkts]


def repaired(shapes, *kinds, max_corners=0):
    return repaired_area(shapes, [Repair(kind, max_corners) for kind in kinds])


def circle(corners, size=1.0):
    points = [
        (size * math.cos(2 * math.pi * number / corners), size * math.sin(2 * math.pi * number / corners))
        for number in range(corners)
    ]
    text = ", ".join(f"{x!r} {y!r}" for x, y in [*points, points[0]])
    return QgsGeometry.fromWkt(f"POLYGON(({text}))")


def test_filled_holes_swallow_the_islands_in_them():
    (filled,) = repaired(polygons(HOLED, ISLAND), Remedy.FILL_HOLES)
    assert len(rings_of(filled)) == 1
    assert filled.area() == pytest.approx(1.0)


def test_box_and_hull_hold_all_parts():
    parts = polygons(HOLED, "POLYGON((5 5, 6 5, 6 7, 5 5))")
    (box,) = repaired(parts, Remedy.BOUNDING_BOX)
    assert box.boundingBox() == QgsRectangle(0, 0, 6, 7)
    assert box.area() == pytest.approx(42)
    (hull,) = repaired(parts, Remedy.CONVEX_HULL)
    assert all(hull.buffer(1e-9, 1).contains(part) for part in parts)
    assert hull.area() < 42


@settings(max_examples=30, deadline=None)
@given(st.integers(50, 800), st.integers(4, 100), st.floats(0.01, 5.0))
def test_simplified_outlines_have_few_enough_corners_and_nearly_the_same_area(corners, allowed, size):
    shape = circle(corners, size)
    simple = repaired([shape], Remedy.SIMPLIFY, max_corners=allowed)
    assert len(simple) == 1
    assert simple[0].isGeosValid()
    assert len(rings_of(simple[0])[0]) - 1 <= max(allowed, 4)
    if allowed >= 40:
        assert simple[0].area() == pytest.approx(shape.area(), rel=0.05)
    if corners <= allowed:
        assert simple[0].equals(shape)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(places, places, sizes, sizes), min_size=1, max_size=5),
    st.sampled_from(GROWING),
)
def test_no_remedy_but_simplifying_loses_any_of_the_area(boxes, kind):
    parts = joined([QgsGeometry.fromRect(QgsRectangle(x, y, x + w, y + h)) for x, y, w, h in boxes], 1e-6)
    once = repaired(parts, kind)
    lost = QgsGeometry.unaryUnion(parts).difference(QgsGeometry.unaryUnion(once))
    assert lost.isEmpty() or lost.area() < 1e-6
    again = repaired(once, kind)
    assert sum(part.area() for part in again) == pytest.approx(sum(part.area() for part in once))


@pytest.mark.parametrize(
    ("wkts", "code"),
    [
        ([HOLED], ProblemCode.HOLES),
        ([HOLED, "POLYGON((5 5, 6 5, 6 7, 5 5))"], ProblemCode.SEVERAL_PARTS),
        (["POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"], ProblemCode.SELF_INTERSECTION),
    ],
)
def test_each_remedy_but_dissolving_ends_the_problem_that_it_is_offered_for(wkts, code):
    for remedy in remedies(Problem("area", code)):
        aoi = aoi_from_shapes(polygons(*wkts), DEGREES, CONTEXT, [Repair(remedy)])
        assert aoi.is_simple
        if remedy is not Remedy.DISSOLVE:
            assert (aoi.part_count, aoi.hole_count) == (1, 0)


# Two lobes that meet where no digit is a round one.
BOW_TIE = (
    (-0.32199432534678457, 39.44121941992434),
    (-0.3238102143757884, 39.442581336696094),
    (-0.3185895334174023, 39.44212736443884),
    (-0.3174546027742749, 39.44848297604035),
    (-0.32426418663303935, 39.44893694829761),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(places, places), min_size=4, max_size=6, unique=True))
@example(BOW_TIE)
def test_an_outline_without_its_crossings_can_be_sent(corners):
    """The button was offered again and again, and Run stayed off, where the sides crossed between two digits."""
    outline = QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in (*corners, corners[0])]])
    assume(abs(outline.makeValid().area()) > 1e-6)
    aoi = aoi_from_shapes([outline], DEGREES, CONTEXT, [Repair(Remedy.DISSOLVE)])
    assert aoi.is_simple


def test_a_box_across_the_antimeridian_is_narrow():
    cut = polygons(
        "POLYGON((179 -17, 179.5 -17, 179.5 -16, 179 -16, 179 -17))",
        "POLYGON((-179.5 -17, -179 -17, -179 -16, -179.5 -16, -179.5 -17))",
    )
    aoi = aoi_from_shapes(cut, DEGREES, CONTEXT, [Repair(Remedy.BOUNDING_BOX)])
    assert aoi.bbox() == [179.0, -17.0, -179.0, -16.0]


def test_there_is_no_remedy_for_what_only_a_person_can_decide():
    for code in (ProblemCode.NO_AREA, ProblemCode.CRS_MISSING, ProblemCode.AREA_TOO_LARGE):
        assert remedies(Problem("area", code)) == ()
