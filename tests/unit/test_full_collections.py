"""Full garbage collections are put off for as long as they would be waited for, and no longer."""

from __future__ import annotations

import gc

import pytest

from up42_jobs.core.host.memory import FullCollections, collect_what_is_due


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
    """Makes them in steps, after each of which the main thread has its turn."""
    kept = []
    for _ in range(400):
        kept += [[] for _ in range(1000)]
        collect_what_is_due()
    return len(kept)


@pytest.fixture
def full_collections():
    full_collections = FullCollections()
    full_collections.put_off(True)
    yield full_collections
    full_collections.put_off(False)


def test_young_objects_are_looked_through_and_all_objects_are_not(full_collections):
    gc.collect()
    assert collected_generations(keep_many_objects) == {0, 1}


def test_without_it_so_many_objects_bring_full_collections_about():
    gc.collect()
    assert 2 in collected_generations(keep_many_objects)


def test_asked_twice_it_still_gives_back_what_was_set(full_collections, thresholds):
    full_collections.put_off(True)
    full_collections.put_off(False)
    collect_what_is_due()
    assert gc.get_threshold() == thresholds
    full_collections.put_off(False)
    assert gc.get_threshold() == thresholds


def test_what_somebody_else_sets_meanwhile_stays(full_collections):
    gc.set_threshold(1000, 20, 30)
    full_collections.put_off(False)
    collect_what_is_due()
    assert gc.get_threshold() == (1000, 20, 30)
