"""A quicklook is placed on the corners of its footprint, regardless of the footprint's first vertex."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.scenes.placement import four_corners, place_on_corners


def frame(lon, lat, width, height, tilt, skew, taper):
    """Corners of an image from its upper left one, clockwise, in degrees."""
    turn = math.radians(-tilt)
    corners = []
    for x, y in ((-0.5, 0.5), (0.5, 0.5), (0.5, -0.5), (-0.5, -0.5)):
        east = (x * (1 + 2 * taper * y) + skew * y) * width
        north = y * height
        east, north = east * math.cos(turn) - north * math.sin(turn), east * math.sin(turn) + north * math.cos(turn)
        corners.append((lon + east / math.cos(math.radians(lat)), lat + north))
    return corners


@st.composite
def frames(draw):
    corners = frame(
        draw(st.floats(-179, 180)),
        draw(st.floats(-78, 78)),
        draw(st.floats(0.1, 0.5)),
        draw(st.floats(0.1, 0.5)),
        draw(st.floats(0, 35)),
        draw(st.floats(-0.1, 0.1)),
        draw(st.floats(-0.05, 0.05)),
    )
    ring = list(corners)
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(ring) - 1))
        (x0, y0), (x1, y1) = ring[at], ring[(at + 1) % len(ring)]
        share = draw(st.floats(0.2, 0.8))
        ring.insert(at + 1, (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share))
    start = draw(st.integers(0, len(ring) - 1))
    ring = ring[start:] + ring[:start]
    if draw(st.booleans()):
        ring.reverse()
    size = (512, max(1, round(512 * side_ratio(corners))))
    return corners, [*ring, ring[0]], size


def side_ratio(corners):
    squeeze = math.cos(math.radians(sum(lat for _, lat in corners) / 4))
    plane = [(lon * squeeze, lat) for lon, lat in corners]
    return math.dist(plane[0], plane[3]) / math.dist(plane[0], plane[1])


@given(frames())
def test_image_corners_are_found_for_any_ring_start_direction_and_vertex_count(given_frame):
    corners, ring, size = given_frame
    placement = place_on_corners(ring, size)
    assert placement is not None
    for found, true in zip(placement.corners, corners):
        assert found == pytest.approx(true, abs=1e-9)


def test_shape_that_is_no_quadrilateral_is_not_forced_into_one():
    circle = [(math.cos(angle / 10 * 2 * math.pi), math.sin(angle / 10 * 2 * math.pi)) for angle in range(10)]
    assert four_corners([*circle, circle[0]]) is None
    assert place_on_corners([(0, 0), (1, 0), (0, 1), (0, 0)], (10, 10)) is None
