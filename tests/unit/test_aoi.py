"""The area of interest: sent as drawn, closed, counter-clockwise, in one piece across the 180th meridian."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.aoi import (
    Aoi,
    box_ring,
    clip_ring,
    continuous_longitudes,
    normalised_ring,
    ring_from_geojson,
    signed_area,
)

lons = st.floats(-180, 179.9, allow_nan=False)
lats = st.floats(-85, 85, allow_nan=False)
sizes = st.floats(0.001, 5.0, allow_nan=False)


@st.composite
def star_rings(draw):
    """A polygon around a centre: corners at growing angles, so that it never crosses itself."""
    lon, lat, size = draw(lons), draw(st.floats(-80, 80)), draw(sizes)
    count = draw(st.integers(3, 12))
    start = draw(st.floats(0, 2 * math.pi))
    radii = draw(st.lists(st.floats(0.3, 1.0), min_size=count, max_size=count))
    points = []
    for number, radius in enumerate(radii):
        angle = start + 2 * math.pi * number / count
        points.append((lon + size * radius * math.cos(angle), lat + size * radius * math.sin(angle)))
    return points


def wrapped(points):
    return [((lon + 180) % 360 - 180, lat) for lon, lat in points]


@given(star_rings())
def test_ring_is_closed_counter_clockwise_and_continuous_whatever_way_it_was_drawn(points):
    expected = abs(signed_area(points))
    for drawn in (points, points[::-1], wrapped(points), [*points, points[0]]):
        ring = normalised_ring(drawn)
        assert ring[0] == ring[-1]
        assert signed_area(ring[:-1]) == pytest.approx(expected, rel=1e-6, abs=1e-9)
        assert all(abs(a[0] - b[0]) <= 180 for a, b in zip(ring, ring[1:]))
        assert -180 <= min(lon for lon, _ in ring) < 180


@given(lons, lats, sizes)
def test_box_comes_back_as_the_bbox_that_was_sent(west, south, size):
    east = west + size
    aoi = Aoi(box_ring(west, south, east, min(south + size, 90)), 1.0)
    assert aoi.is_box
    sent = aoi.bbox()
    again = Aoi(normalised_ring(box_ring(*sent)), 1.0)
    assert again.bbox() == sent
    assert (sent[0] > sent[2]) == aoi.crosses_antimeridian or abs(sent[2] - 180) < 1e-5


@given(star_rings())
def test_split_parts_lie_within_the_globe_and_keep_the_whole_area(points):
    ring = normalised_ring(points)
    geometry = Aoi(ring, 1.0).split_geometry()
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    total = 0.0
    for polygon in polygons:
        assert all(-180.000001 <= lon <= 180.000001 for lon, _ in polygon[0])
        total += abs(signed_area([tuple(point) for point in polygon[0][:-1]]))
    assert total == pytest.approx(signed_area(ring[:-1]), rel=1e-3, abs=1e-5)


def test_area_across_the_antimeridian_is_cut_into_two_parts():
    aoi = Aoi(box_ring(179.0, -17.0, -179.0, -16.0), 1.0)
    assert aoi.crosses_antimeridian
    assert aoi.bbox() == [179.0, -17.0, -179.0, -16.0]
    assert aoi.split_geometry()["type"] == "MultiPolygon"
    assert len(aoi.split_geometry()["coordinates"]) == 2


def test_heights_are_dropped_from_imported_outlines():
    ring = normalised_ring([(0, 0, 12.5), (1, 0, 12.5), (1, 1, 12.5)])
    assert all(len(point) == 2 for point in ring)


@pytest.mark.parametrize(
    "points", [[], [(0, 0)], [(0, 0), (1, 1)], [(0, 0), (0, 0), (1, 1), (0, 0)], [(0, 0), (1, 91), (2, 0)]]
)
def test_what_is_no_area_is_refused(points):
    with pytest.raises(ValueError):
        normalised_ring(points)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]], [[2, 1], [3, 1], [3, 2], [2, 1]]]},
        {"type": "Polygon", "coordinates": [["a", "b"]]},
    ],
)
def test_geojson_that_is_not_one_plain_polygon_is_refused(geometry):
    with pytest.raises(ValueError):
        ring_from_geojson(geometry)


def test_clipping_leaves_nothing_of_a_ring_beyond_the_meridian():
    ring = box_ring(10, 0, 20, 5)
    assert clip_ring(ring, 5, keep_below=True) == ()
    assert clip_ring(ring, 5, keep_below=False)


@pytest.mark.parametrize(
    ("points", "bounds"),
    [
        # Around the globe, as in maps of the whole world.
        ([(-180, -90), (180, -90), (180, 90), (-180, 90)], (-180, 180)),
        ([(-180.00000000000006, -60), (180.00000000000014, -60), (180, 84), (-180, 84)], (-180, 180)),
        ([(-179.9, -85), (179.9, -85), (179.9, 85), (-179.9, 85)], (-179.9, 179.9)),
        # A strip across the meridian.
        ([(179.9, -17), (-179.9, -17), (-179.9, -16), (179.9, -16)], (179.9, 180.1)),
        ([(170, -60), (-170, -60), (-170, 20), (170, 20)], (170, 190)),
    ],
)
def test_the_globe_and_a_strip_across_180_are_told_apart(points, bounds):
    ring = normalised_ring(points)
    assert (min(lon for lon, _ in ring), max(lon for lon, _ in ring)) == pytest.approx(bounds)


def test_dense_outlines_are_continuous_however_tall():
    # Half around the globe and from pole to pole, in steps of a degree: each jump is one across the meridian.
    south = [((lon + 180) % 360 - 180, -80) for lon in range(100, 260)]
    north = [((lon + 180) % 360 - 180, 80) for lon in range(260, 100, -1)]
    moved = continuous_longitudes([*south, *north], is_dense=True)
    assert all(abs(a[0] - b[0]) <= 180 for a, b in zip(moved, moved[1:]))
    assert (min(lon for lon, _ in moved), max(lon for lon, _ in moved)) == (100, 260)
