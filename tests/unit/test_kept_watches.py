"""The files of kept watches: all products of a query come back, and those of the first releases can still be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.areas.area import Area
from up42_jobs.core.domain.areas.kept_watch import KeptWatch, WatchedProduct
from up42_jobs.core.usecases.kept_watches import KeptWatches

PRODUCTS = (
    WatchedProduct("p", "Pléiades · Display", {"search": {"limit": 5}, "order": {}}),
    WatchedProduct("q", "Sentinel-2 · L2A", {"search": {"limit": 7}, "order": {}}),
)
AREAS = (Area(4, "Zürich", (Aoi(box_ring(8.5, 47.3, 8.6, 47.4), 84.0),)),)
# As a release before wrote it.
OF_ONE_PRODUCT = {
    "name": "Coast",
    "connection": "Mine",
    "product_id": "p",
    "product_title": "Pléiades · Display",
    "request": {"search": {"limit": 5}, "order": {}},
    "last_run": "2026-06-01T08:00:00Z",
    "areas": [
        {
            "id": 4,
            "name": "Zürich",
            "parts": [{"ring": [list(point) for point in AREAS[0].parts[0].ring], "area_km2": 84.0}],
            "part_count": 1,
            "hole_count": 0,
        }
    ],
}
RUN = datetime(2026, 6, 1, 8, tzinfo=timezone.utc)


def test_all_products_of_a_watch_are_kept(tmp_path):
    watch = KeptWatch("Coast", "Mine", PRODUCTS, AREAS, RUN)
    KeptWatches(tmp_path).keep(watch)
    assert KeptWatches(tmp_path).all() == (watch,)


def test_a_watch_of_a_release_with_one_product_is_read_and_goes_on(tmp_path):
    """Users have them in their profiles; a watch that is gone after an update reports nothing for ever."""
    kept = KeptWatches(tmp_path)
    kept.keep(KeptWatch("Coast", "Mine", PRODUCTS, AREAS))
    [path] = (tmp_path / "watches").glob("*.json")
    path.write_text(json.dumps(OF_ONE_PRODUCT), encoding="utf-8")
    [old] = kept.all()
    assert old == KeptWatch("Coast", "Mine", PRODUCTS[:1], AREAS, RUN)
    later = RUN.replace(day=3)
    kept.note_run(old, later)
    [again] = kept.all()
    assert (again.products, again.last_run) == (PRODUCTS[:1], later)


def test_the_end_of_a_run_changes_nothing_but_its_time(tmp_path):
    """A watch may be replaced or removed while its former version is running."""
    kept = KeptWatches(tmp_path)
    former, newer = KeptWatch("Coast", "Mine", PRODUCTS[:1], AREAS), KeptWatch("Coast", "Mine", PRODUCTS, AREAS * 2)
    kept.keep(former)
    kept.keep(newer)
    kept.note_run(former, RUN)
    assert kept.all() == (replace(newer, last_run=RUN),)
    kept.remove(newer)
    kept.note_run(former, RUN)
    assert kept.all() == ()


def test_a_file_that_cannot_be_read_hides_no_other_watch(tmp_path):
    kept = KeptWatches(tmp_path)
    kept.keep(KeptWatch("Coast", "Mine", PRODUCTS, AREAS))
    broken = (OF_ONE_PRODUCT | {"products": []}, OF_ONE_PRODUCT | {"products": ["p"]}, {"name": "Coast"}, [])
    for number, document in enumerate(broken):
        (tmp_path / "watches" / f"{number}.json").write_text(json.dumps(document), encoding="utf-8")
    assert [watch.name for watch in kept.all()] == ["Coast"]
