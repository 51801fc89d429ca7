"""Covers on real outlines: the chosen scenes, the gap that stays open, and its size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry, QgsRectangle

from up42_jobs.core.domain.errors import Cancelled
from up42_jobs.core.domain.scenes.cover import CostBasis
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.gis.areas.geometry import aoi_from_extent, aoi_geometry, footprint_near
from up42_jobs.core.gis.scenes.scene_cover import NEGLIGIBLE_SHARE, find_cover

LONLAT = QgsCoordinateReferenceSystem("EPSG:4326")


class Calm:
    def check(self):
        return None

    def report(self, fraction):
        return None


def area(west, south, east, north):
    return aoi_from_extent(QgsRectangle(west, south, east, north), LONLAT, QgsCoordinateTransformContext())


def box(name, west, south, east, north, cloud=0.0):
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Scene(name, name, footprint=ring, cloud_cover=cloud)


def cover_of(scenes, aoi, prices=None):
    return find_cover(scenes, prices or {}, aoi, Calm())


def test_one_scene_over_all_is_taken_alone_and_leaves_nothing():
    scenes = [box("left", -1, -1, 0.5, 2), box("right", 0.5, -1, 2, 2), box("all", -1, -1, 2, 2, cloud=90.0)]
    cover, gap = cover_of(scenes, area(0, 0, 1, 1))
    assert cover.ids == ("all",)
    assert cover.basis is CostBasis.FEWEST
    assert cover.is_least
    assert cover.share == pytest.approx(1.0, abs=1e-9)
    assert gap.isEmpty()


def test_two_cheap_halves_are_taken_before_one_dear_whole():
    scenes = [box("left", -1, -1, 0.5, 2), box("right", 0.5, -1, 2, 2), box("all", -1, -1, 2, 2)]
    cover, _ = cover_of(scenes, area(0, 0, 1, 1), {"left": 10, "right": 10, "all": 30})
    assert cover.ids == ("left", "right")
    assert (cover.basis, cover.credits) == (CostBasis.PRICE, 20)


def test_a_side_whose_ends_lie_next_to_each_other_overflows_nothing():
    ring = ((-1.0, 0.5), (2.0, 0.5 + 2**-53), (2.0, 2.0), (-1.0, 2.0), (-1.0, 0.5))
    flat = ((-1.0, 0.0), (2.0, 5e-324), (2.0, 0.5), (-1.0, 0.5), (-1.0, 0.0))
    scenes = [Scene("top", "top", footprint=ring), Scene("low", "low", footprint=flat)]
    with np.errstate(all="raise", under="ignore"):
        cover, _ = cover_of(scenes, area(0, 0, 1, 1))
    assert cover.ids == ("low", "top")


def test_what_no_scene_shows_is_the_gap_in_shape_and_figures():
    aoi = area(0, 0, 1, 1)
    cover, gap = cover_of([box("left", -1, -1, 0.75, 2)], aoi)
    assert cover.share == pytest.approx(0.75, abs=1e-4)
    assert cover.open_km2 == pytest.approx(aoi.area_km2 / 4, rel=1e-4)
    assert gap.boundingBox().toString(2) == QgsRectangle(0.75, 0, 1, 1).toString(2)


def test_without_scenes_the_whole_area_is_open():
    cover, gap = cover_of([Scene("nowhere", "f")], area(0, 0, 1, 1))
    assert cover.ids == ()
    assert cover.share == 0.0
    assert gap.area() == pytest.approx(1.0)


def test_a_strip_between_the_places_that_are_compared_is_closed():
    scenes = [box("left", -1, -1, 0.5001, 2), box("right", 0.5029, -1, 2, 2), box("strip", 0.4, -1, 0.6, 2)]
    cover, gap = cover_of(scenes, area(0, 0, 1, 1))
    assert "strip" in cover.ids
    assert gap.area() <= NEGLIGIBLE_SHARE


def test_scenes_on_the_other_side_of_the_180th_meridian_count():
    cover, gap = cover_of([box("west", 178, -1, 180, 2), box("east", -180, -1, -178, 2)], area(179, 0, 181, 1))
    assert cover.ids == ("east", "west")
    assert gap.area() == pytest.approx(0.0, abs=1e-9)


def test_a_search_that_is_cancelled_ends():
    class Impatient(Calm):
        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        find_cover([box("all", -1, -1, 2, 2)], {}, area(0, 0, 1, 1), Impatient())


@st.composite
def tilted_scenes(draw):
    count = draw(st.integers(1, 12))
    scenes = []
    for number in range(count):
        x, y = draw(st.floats(-0.8, 0.8)), draw(st.floats(-0.8, 0.8))
        tilt, size = draw(st.floats(-0.3, 0.3)), draw(st.floats(0.2, 1.2))
        ring = ((x, y), (x + size, y + tilt), (x + size - tilt, y + size + tilt), (x - tilt, y + size), (x, y))
        scenes.append(Scene(f"s{number}", "f", footprint=ring, cloud_cover=draw(st.floats(0, 100))))
    return scenes


@settings(deadline=None, max_examples=40)
@given(tilted_scenes())
def test_a_cover_leaves_open_what_all_scenes_leave_open_and_hardly_more(scenes):
    aoi = area(0, 0, 1, 1)
    cover, gap = cover_of(scenes, aoi)
    by_id = {scene.id: footprint_near(scene.footprint, aoi).makeValid() for scene in scenes}
    whole = aoi_geometry(aoi)
    taken = QgsGeometry.unaryUnion([by_id[item] for item in cover.ids]) if cover.ids else QgsGeometry()
    everything = QgsGeometry.unaryUnion(list(by_id.values()))
    seen = taken.intersection(whole).area() if cover.ids else 0.0
    assert everything.intersection(whole).area() - seen <= NEGLIGIBLE_SHARE
    assert gap.area() == pytest.approx(1.0 - seen, abs=1e-6)
