"""Filters of the scene list."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from up42_jobs.core.domain.scenes.filters import SceneFilters
from up42_jobs.core.domain.scenes.scene import Scene

NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)
SCENE = Scene("S-1", "f", NOW, "PHR1A", "PHR", 20.0, 12.0, 0.5, "Sensor")


@pytest.mark.parametrize(
    ("filters", "is_kept"),
    [
        (SceneFilters(), True),
        (SceneFilters(start=NOW, end=NOW), True),
        (SceneFilters(start=NOW + timedelta(seconds=1)), False),
        (SceneFilters(end=NOW - timedelta(seconds=1)), False),
        (SceneFilters(max_cloud_cover=20.0), True),
        (SceneFilters(max_cloud_cover=19.9), False),
        (SceneFilters(max_area_cloud=30.0), True),
        (SceneFilters(max_area_cloud=29.0), False),
        (SceneFilters(max_incidence=12.0), True),
        (SceneFilters(max_incidence=11.0), False),
        (SceneFilters(max_gsd_m=0.5), True),
        (SceneFilters(max_gsd_m=0.4), False),
        (SceneFilters(min_coverage=0.7), True),
        (SceneFilters(min_coverage=0.71), False),
        (SceneFilters(text=" phr1 "), True),
        (SceneFilters(text="sensor"), True),
        (SceneFilters(text="spot"), False),
    ],
)
def test_a_limit_keeps_what_lies_on_it_and_drops_what_lies_beyond(filters, is_kept):
    assert filters.accepts(SCENE, coverage=0.7, area_cloud=30.0) is is_kept


def test_a_scene_without_the_figures_stays_in_sight():
    filters = SceneFilters(NOW, NOW, 0.0, 0.0, 0.0, 0.0, 1.0)
    assert filters.accepts(Scene("a", "b"), coverage=None, area_cloud=None)


def test_only_a_limit_that_is_set_makes_filters_active():
    assert not SceneFilters().is_active
    assert SceneFilters(max_cloud_cover=0.0).is_active
    assert SceneFilters(text="a").is_active
