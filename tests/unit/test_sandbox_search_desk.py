"""What the Sandbox remembers of catalog searches, which runs inside QGIS."""

from __future__ import annotations

import gc
import weakref

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.sandbox.options import Options
from up42_jobs.sandbox.platform.catalog.search import SearchDesk, read_search


def search(number):
    west = -8.0 + 0.3 * number
    body = {"bbox": [west, 38.0, west + 0.02, 38.02], "limit": 5, "collections": ["phr"]}
    return read_search(body, {"phr": "phr"}, utc_now())


def test_a_search_that_is_no_longer_remembered_is_freed_at_once():
    """Hundreds of searches, one per area and product, waited with all their scenes for Python's garbage collection,
    which then stopped the window for 600 ms.
    """
    desk = SearchDesk(Options())
    gc.collect()
    gc.disable()
    try:
        assert desk.page(search(0), None).scenes
        first = weakref.ref(next(iter(desk._begun.values())))
        number = 0
        while first() is not None and number < 40:
            number += 1
            desk.page(search(number), None)
        assert first() is None
    finally:
        gc.enable()
