"""Areas of interest and map tiles of the Sandbox."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from up42_jobs.sandbox.areas import box_ring, polygon_ring, touched_tiles


def polygon(points):
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


@pytest.mark.parametrize(
    ("geometry", "rule"),
    [
        ({"type": "MultiPolygon", "coordinates": []}, "single geometries"),
        ({"type": "Point", "coordinates": [1, 2]}, "single geometries"),
        (None, "single geometries"),
        (polygon([(0, 0), (1, 0), (1, 1)]), "closed"),
        (polygon([(0, 0), (1, 0), (1, 1), (0.1, 0)]), "closed"),
        (polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5), (0, 0, 5)]), "two-dimensional"),
        (polygon([(0, 0), (1, 95), (1, 1), (0, 0)]), "degrees"),
        (polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]), "crosses"),
        (polygon([(0, 0), (2, 0), (1, 0), (1, 1), (0, 0)]), "crosses"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]], [[1, 1]]]}, "holes"),
    ],
)
def test_a_polygon_that_the_service_refuses_is_refused_with_the_rule(geometry, rule):
    with pytest.raises(ValueError, match=rule):
        polygon_ring(geometry)


def test_a_thousand_vertices_are_accepted_and_one_more_is_not():
    def circle(count):
        turns = [2 * math.pi * index / count for index in range(count)]
        points = [(math.cos(turn), math.sin(turn)) for turn in turns]
        return polygon([*points, points[0]])

    assert len(polygon_ring(circle(1000))) == 1001
    with pytest.raises(ValueError, match="1000 vertices"):
        polygon_ring(circle(1001))


@pytest.mark.parametrize("box", [[1, 2, 3], [1, 5, 2, 4], [1, 2, 3, "4"], [1, 2, 3, 95], [True, 1, 2, 3], "1,2,3,4"])
def test_a_box_that_is_none_is_refused(box):
    with pytest.raises(ValueError):
        box_ring(box)


def test_a_box_across_the_180th_meridian_is_kept_whole():
    assert [lon for lon, _ in box_ring([179.9, -17, -179.9, -16.8])] == [179.9, 180.1, 180.1, 179.9, 179.9]


def degrees(low, high):
    """Draws angles on a grid of a tenth of a metre, as clients send them."""
    return st.integers(round(low * 1e6), round(high * 1e6)).map(lambda micro: micro / 1e6)


@settings(max_examples=60)
@given(
    degrees(-179, 179),
    degrees(-70, 70),
    degrees(0.001, 0.03),
    degrees(0.001, 0.03),
    st.integers(12, 17),
)
def test_the_tiles_of_a_box_are_those_that_it_touches(west, south, width, height, zoom):
    ring = box_ring([west, south, west + width, south + height])
    count, outline = touched_tiles(ring, zoom)
    size = 2**zoom

    def row(lat):
        return (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size

    columns = math.ceil((west + width + 180) / 360 * size) - math.floor((west + 180) / 360 * size)
    rows = math.ceil(row(south)) - math.floor(row(south + height))
    assert count == columns * rows
    lons, lats = [lon for lon, _ in outline], [lat for _, lat in outline]
    assert min(lons) <= west + 1e-9
    assert max(lons) >= west + width - 1e-9
    assert min(lats) <= south + 1e-9
    assert max(lats) >= south + height - 1e-9


def test_the_outline_of_a_triangles_tiles_is_a_stair_with_as_many_cells_as_counted():
    triangle = polygon_ring(polygon([(10.0, 50.0), (10.1, 50.0), (10.0, 50.1), (10.0, 50.0)]))
    count, outline = touched_tiles(triangle, 14)
    size = 2**14
    corners = [
        ((lon + 180) / 360 * size, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size)
        for lon, lat in outline
    ]
    doubled = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, corners[1:]))
    assert abs(doubled) / 2 == pytest.approx(count, abs=1e-4)
    assert len(outline) > 5
