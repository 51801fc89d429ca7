"""Full garbage collections are put off for as long as they would be waited for, and no longer."""

from __future__ import annotations

import gc
import threading

import pytest

from up42_jobs.core.app.full_collections import full_collections_put_off


@pytest.fixture(autouse=True)
def thresholds():
    """Those of a running QGIS, whatever the tests before have left."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield (700, 10, 10)
    gc.set_threshold(*before)


def collected_generations(work):
    """Returns which generations are collected while something is done."""
    seen = set()

    def note(phase, info):
        seen.add(info["generation"])

    gc.callbacks.append(note)
    try:
        work()
    finally:
        gc.callbacks.remove(note)
    return seen


def keep_many_objects():
    kept = [[] for _ in range(400_000)]
    return len(kept)


def test_young_objects_are_looked_through_and_all_objects_are_not():
    gc.collect()
    with full_collections_put_off():
        seen = collected_generations(keep_many_objects)
    assert seen == {0, 1}


def test_without_it_so_many_objects_bring_full_collections_about():
    gc.collect()
    assert 2 in collected_generations(keep_many_objects)


def test_what_overlaps_ends_with_its_last(thresholds):
    is_inside, may_leave = threading.Event(), threading.Event()

    def other():
        with full_collections_put_off():
            is_inside.set()
            may_leave.wait(10)

    thread = threading.Thread(target=other)
    with full_collections_put_off():
        thread.start()
        assert is_inside.wait(10)
    assert gc.get_threshold() != thresholds
    may_leave.set()
    thread.join(10)
    assert gc.get_threshold() == thresholds


def test_an_error_within_gives_back_what_was_set(thresholds):
    with pytest.raises(ValueError), full_collections_put_off():
        raise ValueError
    assert gc.get_threshold() == thresholds


def test_what_somebody_else_sets_meanwhile_stays():
    with full_collections_put_off():
        gc.set_threshold(1000, 20, 30)
    assert gc.get_threshold() == (1000, 20, 30)
