"""The Sandbox's world has land where the world has, and its quicklooks say that they are drawn."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.sandbox.world.ground import SEA_LEVEL, height
from up42_jobs.sandbox.world.imagery import find_scenes
from up42_jobs.sandbox.world.land import FARTHEST, FILE, coast_distance
from up42_jobs.sandbox.world.stamp import WORD, stamp

# Well within land, of every continent and beside the 180th meridian.
LAND = {
    "Berlin": (13.40, 52.52), "Paris": (2.35, 48.86), "Madrid": (-3.70, 40.42), "Moscow": (37.62, 55.75),
    "Cairo": (31.24, 30.04), "Nairobi": (36.82, -1.29), "Delhi": (77.21, 28.61), "Beijing": (116.40, 39.90),
    "Denver": (-104.99, 39.74), "Manaus": (-60.02, -3.10), "Alice Springs": (133.88, -23.70),
    "Chukotka": (179.5, 67.0), "South Pole": (0.0, -89.9),
}  # fmt: skip
SEA = {
    "Atlantic": (-30.0, 40.0), "Pacific": (-150.0, 10.0), "North Sea": (3.0, 56.0), "Biscay": (-5.0, 45.5),
    "Gulf of Valencia": (0.2, 39.5), "beside the date line": (-179.9, 0.0), "North Pole": (0.0, 89.9),
}  # fmt: skip


def at(place):
    return np.array([place[0]]), np.array([place[1]])


@pytest.mark.parametrize("place", LAND.values(), ids=LAND)
def test_cities_are_not_drawn_under_water(place):
    assert height(*at(place))[0] > SEA_LEVEL


@pytest.mark.parametrize("place", SEA.values(), ids=SEA)
def test_seas_are_sea(place):
    assert height(*at(place))[0] < SEA_LEVEL


@given(st.floats(-540.0, 540.0), st.floats(-90.0, 90.0))
def test_the_distance_is_bounded_and_has_no_seams(lon, lat):
    # Areas across the 180th meridian have longitudes beyond it.
    here = coast_distance(*at((lon, lat)))[0]
    assert abs(here) <= FARTHEST + 1e-6
    assert coast_distance(*at((lon + 360.0, lat)))[0] == pytest.approx(here, abs=1e-4)
    near = coast_distance(*at((lon + 1e-4, min(lat + 1e-4, 90.0))))[0]
    assert near == pytest.approx(here, abs=1e-3)


def test_the_file_is_small():
    # It travels with the plugin.
    assert FILE.stat().st_size < 200_000


def test_quicklooks_are_stamped_and_little_of_them_is_hidden():
    image = np.full((512, 512, 3), 100.0, dtype=np.float32)
    stamp(image, (50, 40))
    changed = (image != 100.0).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert 0 < changed.mean() < 0.01
    assert (rows.min(), columns.min()) == (50, 40)
    # As wide as the word's letters.
    assert columns.max() - columns.min() > 10 * len(WORD)


def test_a_stamp_at_the_edge_is_cut():
    image = np.zeros((100, 60, 3), dtype=np.float32)
    stamp(image, (-3, 50))
    stamp(image, (98, 50))
    assert image.any()


@pytest.mark.parametrize("key", ["phr", "sentinel-2", "capella-gec", "bjn"])
def test_the_stamp_is_where_every_scene_has_data(key):
    """Its place is within the frame and the swath: in the empty collar nobody would read it, and placing would err."""
    ring = ((-0.5, 39.2), (-0.2, 39.2), (-0.2, 39.6), (-0.5, 39.6))
    months = (datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 12, 1, tzinfo=timezone.utc))
    u, v = np.meshgrid(np.linspace(0.07, 0.27, 9), np.linspace(0.11, 0.15, 5))
    for scene in find_scenes(key, ring, *months):
        assert scene.has_data(u, v).all()
