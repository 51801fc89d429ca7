"""A test query keeps the newest scenes and no others, however many pages the catalog has."""

from __future__ import annotations

import weakref
from datetime import datetime, timedelta, timezone

import pytest

from up42_jobs.core.api.platform.search import _Gathering
from up42_jobs.core.domain.parameters import JobParameters
from up42_jobs.core.domain.products import Product
from up42_jobs.core.domain.scenes.scene import Scene

START = datetime(2026, 1, 1, tzinfo=timezone.utc)
PAGES, ON_A_PAGE, LIMIT = 12, 50, 7


@pytest.mark.parametrize("is_newest_first", [True, False])
def test_memory_does_not_grow_with_the_pages(is_newest_first):
    alive = weakref.WeakSet()
    most = []

    def scene_from(number):
        age = number if is_newest_first else (number * 37) % (PAGES * ON_A_PAGE)
        scene = Scene(f"scene-{number}", f"scene-{number}", START - timedelta(days=age))
        alive.add(scene)
        most.append(len(alive))
        return scene

    # Without an order that can be seen all pages are read.
    numbers = [list(range(page * ON_A_PAGE, (page + 1) * ON_A_PAGE)) for page in range(PAGES)]
    pages = ({"features": page, "links": [{"rel": "next", "href": "/more"}]} for page in numbers)
    gathered = _Gathering(Product("p", "p", "P"), JobParameters("p", limit=LIMIT), None)
    gathered.read(pages, scene_from)
    assert max(most) <= ON_A_PAGE + LIMIT + 1
    kept = [scene.acquired for scene, _ in gathered._newest]
    assert kept == [START - timedelta(days=age) for age in range(LIMIT)]
