"""Rows over many areas: names that tell areas apart, usable km², and the best scene."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.areas.area import Area, distinct_area_names
from up42_jobs.core.domain.areas.area_scene import AreaScene, best_of
from up42_jobs.core.domain.outputs.file_names import collision_key
from up42_jobs.core.domain.scenes.scene import Scene

DAY = datetime(2026, 5, 1, tzinfo=timezone.utc)
AREA = Area(1, "Feld", (Aoi(box_ring(13.0, 52.0, 13.1, 52.1), 60.0), Aoi(box_ring(14.0, 52.0, 14.1, 52.1), 40.0)))


def row(name, day=0, clouds=0.0, coverage=1.0, **more):
    scene = Scene(name, name, acquired=DAY + timedelta(days=day), cloud_cover=clouds)
    return AreaScene(AREA, "p", "key", "Title", scene, AREA.parts, coverage, **more)


@pytest.mark.parametrize(
    ("given_names", "names"),
    [
        (["a", "b"], ["a", "b"]),
        (["Feld", "Feld", "feld"], ["Feld", "Feld (2)", "feld (3)"]),
        (["", "x", ""], ["Area 1", "x", "Area 3"]),
        # A name that another area has of itself is not given away.
        (["", "Area 1"], ["Area 1 (2)", "Area 1"]),
        (["Feld", "Feld", "Feld (2)"], ["Feld", "Feld (3)", "Feld (2)"]),
        (["  two\n lines "], ["two lines"]),
    ],
)
def test_names_are_told_apart_by_number(given_names, names):
    assert distinct_area_names(given_names, "Area {number}") == names


@given(st.lists(st.text(st.sampled_from("aAäÄ (12)"), max_size=6), max_size=12))
def test_no_two_areas_share_a_folder(names):
    found = distinct_area_names(names, "Area {number}")
    assert len(found) == len(names)
    assert len({collision_key(name) for name in found}) == len(names)
    assert all(found)


def test_usable_is_covered_and_clear_over_the_area_if_that_is_known():
    assert row("a", clouds=50.0, coverage=0.5).usable_km2 == pytest.approx(25.0)
    assert row("a", clouds=50.0, coverage=0.5, aoi_cloud_cover=10.0).usable_km2 == pytest.approx(45.0)
    assert row("a", clouds=None).usable_km2 is None
    assert row("a", coverage=None).usable_km2 is None
    assert row("a", credits=500, clouds=50.0).credits_per_usable_km2 == pytest.approx(10.0)
    assert row("a", credits=500, clouds=100.0).credits_per_usable_km2 is None
    assert row("a").credits_per_usable_km2 is None


def test_best_is_the_cheapest_per_usable_km2_then_the_newest():
    priced = [row("dear", 9, credits=200), row("old", 1, credits=100), row("new", 2, credits=100)]
    assert best_of([*priced, row("without a price", 10)]).scene.id == "new"


def test_best_without_prices_is_the_most_usable_then_the_newest():
    rows = [row("cloudy", 9, clouds=80.0), row("old", 1), row("new", 2), row("radar", 10, clouds=None)]
    assert best_of(rows).scene.id == "new"
    assert best_of(rows[-1:]).scene.id == "radar"
    assert best_of([]) is None
