"""What a covered and clear square kilometre of a scene is, and what it costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.scenes.figures import SCENE_FIELDS, SceneOnArea, credits_per_km2, usable_km2
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook, Scene

SHARE = st.floats(0.0, 1.0)
PERCENT = st.floats(0.0, 100.0)


def seen(cloud=None, area_cloud=None, credits=None, coverage=0.5, problem=""):
    """A scene over half of an area of 10 km²."""
    placed = PlacedQuicklook("s", "x", "y", "corners", 0.9, problem, aoi_cloud_cover=area_cloud)
    return SceneOnArea(Scene("s", "f", cloud_cover=cloud), coverage, 10.0, placed, credits)


def test_the_clouds_over_the_area_count_before_those_of_the_whole_scene():
    """A scene of 80 % cloud may be clear where the user looks, and costs no more for it."""
    assert seen(cloud=80.0, area_cloud=20.0).usable_km2 == pytest.approx(4.0)
    assert seen(cloud=80.0).usable_km2 == pytest.approx(1.0)


def test_a_cloud_cover_measured_in_a_quicklook_that_is_not_to_be_shown_does_not_count():
    assert seen(cloud=80.0, area_cloud=0.0, problem="not_found").usable_km2 == pytest.approx(1.0)


def test_without_a_known_cloud_cover_nothing_is_promised():
    """Radar sees through clouds and reports none: its price per usable area is unknown, not low."""
    assert seen(credits=100).usable_km2 is None
    assert seen(credits=100).credits_per_usable_km2 is None


def test_a_price_is_divided_by_what_can_be_used_only():
    assert seen(cloud=20.0, credits=800).credits_per_usable_km2 == pytest.approx(200.0)
    assert seen(cloud=20.0).credits_per_usable_km2 is None
    assert seen(cloud=100.0, credits=800).credits_per_usable_km2 is None
    assert seen(cloud=0.0, credits=0).credits_per_usable_km2 == 0.0


@given(st.floats(0.001, 1e6), SHARE, PERCENT, st.integers(0, 10**6))
def test_usable_is_never_more_than_covered_and_a_usable_one_never_cheaper_than_a_covered_one(km2, share, cloud, price):
    usable = usable_km2(km2, share, cloud)
    assert 0.0 <= usable <= km2 * share
    each, covered = credits_per_km2(price, usable), credits_per_km2(price, km2 * share)
    assert each is None or each >= covered


def test_the_fields_of_a_file_are_those_that_scripts_depend_on():
    assert [field.name for field in SCENE_FIELDS] == [
        "scene_id",
        "feature_id",
        "acquired",
        "platform",
        "constellation",
        "cloud_cover",
        "incidence_angle",
        "gsd_m",
        "processing_level",
        "coverage",
        "credits",
        "is_exact",
        "properties",
    ]
