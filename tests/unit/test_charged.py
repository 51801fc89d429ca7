"""What a small area is charged as is read from prices, and from descriptions only where they are clear."""

from __future__ import annotations

import pytest

from up42_jobs.core.api.platform.products import parse_products
from up42_jobs.core.domain.jobs.charged import charged_for_scene, larger_charge, stated_minimum_km2
from up42_jobs.core.domain.jobs.credits import EstimateLine


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Red, green, blue in 8 bit; at least 10 km² are charged", 10.0),
        ("Minimum order size: 25 km2", 25.0),
        ("A minimum of 0.25 sq km applies", 0.25),
        ("The minimum area is 0,25 km²", 0.25),
        ("min. 5 square kilometers", 5.0),
        ("25 km² minimum", 25.0),
        ("Min 1,000 km²", 1000.0),
        ("Minimum 25 km². At least 25 km² are charged.", 25.0),
        # Two figures, another unit, another meaning, or nothing at all.
        ("Minimum 25 km² in archive, minimum 100 km² in tasking", None),
        ("At least 50 cm resolution; swath 17 km", None),
        ("At least 12 credits/km²", None),
        ("Maximum area 400 km²", None),
        ("Covers 20 km² per scene", None),
        ("at least 3 scenes. Each has 400 km²", None),
        ("Minimum 0 km²", None),
        ("Minimum 99999 km²", None),
        ("", None),
    ],
)
def test_a_description_states_a_minimum_only_if_that_is_clear(text, size):
    assert stated_minimum_km2(text) == size


def test_products_have_the_minimum_that_their_description_states():
    collection = {
        "name": "bjn",
        "type": "ARCHIVE",
        "integrations": ["SEARCH_AVAILABLE"],
        "providers": [{"name": "21at", "roles": ["HOST"]}],
        "dataProducts": [
            {"name": "small", "id": "a", "description": "At least 10 km² are charged"},
            {"name": "any", "id": "b", "description": "Any size"},
            {"name": "none", "id": "c"},
        ],
    }
    sizes = [product.charged_from_km2 for product in parse_products(collection, "", "")]
    assert sizes == [10.0, None, None]


def line(size, unit="km²", scene="s", problem=""):
    return EstimateLine("t", 1, 1, scene, quantity=size, unit=unit, problem=problem)


def test_only_sizes_of_single_scenes_that_exceed_the_area_count():
    assert charged_for_scene([line(3.0), line(10.0)], 3.0) == 10.0
    # Services measure a little differently.
    assert charged_for_scene([line(3.1)], 3.0) is None
    assert charged_for_scene([line(None), line(10.0, unit="scene"), line(10.0, problem="no")], 3.0) is None
    # A workflow's line is for all of its scenes.
    assert charged_for_scene([line(10.0, scene="")], 3.0) is None
    assert charged_for_scene([], 3.0) is None
    assert larger_charge(None, 3.0) is None
