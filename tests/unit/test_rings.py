"""Footprints are read in one piece, also across the 180th meridian, and tested for containing an area."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.aoi import Aoi, box_ring, footprint_of, holds, normalised_ring, signed_area

TILTED = normalised_ring([(13.17, 52.33), (13.53, 52.31), (13.54, 52.55), (13.18, 52.55)])


def test_polygon_is_its_outer_ring():
    closed = [list(point) for point in TILTED]
    assert footprint_of({"type": "Polygon", "coordinates": [closed]}) == TILTED


@given(st.floats(178.5, 179.9), st.floats(0.2, 3.0), st.floats(-80, 70))
def test_scene_cut_at_the_antimeridian_becomes_one_again(west, width, south):
    whole = Aoi(box_ring(west, south, west + width, south + 1), 0.0)
    footprint = footprint_of(whole.split_geometry())
    assert abs(signed_area(footprint) - signed_area(whole.ring)) < 1e-4
    assert Aoi(footprint, 0.0).bounds == pytest.approx(whole.bounds, abs=1e-5)


@pytest.mark.parametrize(
    "geometry",
    [None, {}, {"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon", "coordinates": []},
     {"type": "Polygon", "coordinates": [[[1, 2], [1, 2]]]}, {"type": "MultiPolygon", "coordinates": None}],
)
def test_anything_else_is_no_footprint(geometry):
    assert footprint_of(geometry) is None


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.sampled_from([-360.0, 0.0, 360.0]))
def test_box_within_a_box_is_held_whichever_turn_it_is_written_in(x, y, turn):
    outer = box_ring(10, 10, 20, 20)
    corners = ((x, y), (x + 0.5, y), (x + 0.5, y + 0.5), (x, y))
    inner = [(10 + 5 * lon + turn, 10 + 5 * lat) for lon, lat in corners]
    assert holds(outer, inner)
    assert not holds(inner, outer)


def test_area_that_sticks_out_or_spans_a_notch_is_not_held():
    assert not holds(TILTED, box_ring(13.3, 52.4, 13.6, 52.5))
    assert holds(TILTED, box_ring(13.3, 52.4, 13.4, 52.5))
    notched = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 2.0), (0.0, 10.0), (0.0, 0.0))
    bridge = ((0.5, 5.0), (9.5, 5.0), (9.5, 5.1), (0.5, 5.1), (0.5, 5.0))
    assert not holds(notched, bridge)
    assert holds(TILTED, TILTED)
