"""Old test queries are removed beyond a limit; needed, chosen and foreign files stay."""

from __future__ import annotations

import json
import os
import time

import pytest
from support.service_stage import Watch

from up42_jobs.core.domain.errors import Cancelled
from up42_jobs.core.usecases.kept_queries import clean_queries, kept_scenes, queries_of

NOW = 2_000_000_000.0
DAY = 86_400.0
SIZE = 1000


@pytest.fixture
def home(tmp_path):
    """Four test queries, two to five days old, `a` the oldest."""
    for days, name in ((5, "a"), (4, "b"), (3, "c"), (2, "d")):
        make(tmp_path, name, days)
    return tmp_path


def make(home, name, days):
    """Writes the folder of a test query with SIZE bytes in it."""
    folder = home / "test-queries" / name
    (folder / "quicklooks").mkdir(parents=True)
    (folder / "data.json").write_bytes(b"{}")
    (folder / "scenes.gpkg").write_bytes(b"x" * 98)
    (folder / "quicklooks" / "one.tif").write_bytes(b"x" * (SIZE - 100))
    age(folder, days)
    return folder


def age(folder, days):
    """Sets the age of all files in a folder."""
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (NOW - days * DAY, NOW - days * DAY))


def clean(home, bound, needed=()):
    """Cleans and returns the names that are left."""
    removed = clean_queries(home, bound, needed, NOW, Watch())
    left = sorted(os.listdir(home / "test-queries"))
    assert not set(removed) & set(left)
    return left


def test_the_oldest_go_first_and_no_more_than_needed(home):
    assert clean(home, 4 * SIZE + 4 * 5000) == ["a", "b", "c", "d"]
    assert clean(home, 4 * SIZE) == ["a", "b", "c", "d"]
    assert clean(home, 4 * SIZE - 1) == ["b", "c", "d"]
    assert clean(home, 2 * SIZE) == ["c", "d"]
    assert clean(home, 0) == []


def test_what_layers_and_the_journal_need_stays(home):
    queries = home / "test-queries"
    sources = [
        f"{queries / 'a' / 'scenes.gpkg'}|layername=scenes",
        str(queries / "b" / "quicklooks" / "one.tif"),
        str(home / "elsewhere" / "c" / "one.tif"),
        "",
        "https://example.com/test-queries/c",
    ]
    needed = queries_of(home, sources)
    assert sorted(needed) == ["a", "b"]
    assert clean(home, SIZE, needed) == ["a", "b"]


def test_a_home_behind_a_link_is_the_same_home(home, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(home, target_is_directory=True)
    assert queries_of(link, [str(home / "test-queries" / "a" / "scenes.gpkg")]) == ("a",)


@pytest.mark.parametrize("name", ["project.qgz", "quicklooks/one.qml", "quicklooks/mine/x.tif", "notes/data.json"])
def test_a_folder_with_something_of_the_person_s_own_stays(home, name):
    own = home / "test-queries" / "a" / name
    own.parent.mkdir(exist_ok=True)
    own.write_bytes(b"mine")
    for days, name in ((9, "a"), (3, "c")):
        age(home / "test-queries" / name, days)
    assert clean(home, 0) == ["a"]


def test_nothing_of_the_last_day_goes_whatever_the_bound(home):
    make(home, "today", 0.9)
    assert clean(home, 0) == ["today"]


def test_one_that_was_looked_at_again_counts_from_then(home):
    os.utime(home / "test-queries" / "a" / "data.json", (NOW - 2.5 * DAY, NOW - 2.5 * DAY))
    assert clean(home, 2 * SIZE) == ["a", "d"]


def test_quicklooks_that_a_later_test_query_shares_do_not_make_it_younger(home):
    os.utime(home / "test-queries" / "a" / "quicklooks" / "one.tif", (NOW, NOW))
    assert clean(home, 3 * SIZE) == ["b", "c", "d"]


def test_files_of_two_names_count_once(home):
    folder = home / "test-queries" / "d" / "quicklooks"
    os.link(folder / "one.tif", folder / "again.tif")
    age(home / "test-queries" / "d", 2)
    assert clean(home, 4 * SIZE) == ["a", "b", "c", "d"]


def test_links_and_whatever_lies_beside_the_folders_are_left_alone(home, tmp_path):
    outside = make(tmp_path / "chosen", "mine", 9)
    queries = home / "test-queries"
    (queries / "linked").symlink_to(outside, target_is_directory=True)
    (queries / "readme.txt").write_bytes(b"x" * 5000)
    assert clean(home, 0) == ["linked", "readme.txt"]
    assert (outside / "data.json").exists()


def test_without_any_test_query_there_is_nothing_to_do(tmp_path):
    assert clean_queries(tmp_path, 0, (), time.time(), Watch()) == ()


def test_it_can_be_stopped(home):
    class Stopped(Watch):
        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        clean_queries(home, 0, (), NOW, Stopped())
    assert sorted(os.listdir(home / "test-queries")) == ["a", "b", "c", "d"]


def found_in(home, name, *scenes):
    """Writes the scenes (id and platform) that a test query found."""
    features = [
        {"properties": {"sceneId": scene_id, "platform": platform, "acquisitionDate": "2026-11-22T10:55:00Z"}}
        for scene_id, platform in scenes
    ]
    (home / "test-queries" / name / "data.json").write_text(json.dumps({"features": features}), encoding="utf-8")


def test_scenes_are_found_in_the_newest_test_query_that_has_them(home):
    found_in(home, "a", ("one", "old"), ("two", "PHR1A"))
    found_in(home, "c", ("one", "PHR1B"))
    for days, name in ((9, "a"), (3, "c")):
        age(home / "test-queries" / name, days)
    (home / "test-queries" / "d" / "data.json").write_bytes(b'{"features": [{"properties": {"sceneId": "one"')
    assert [(scene.id, scene.platform) for scene in kept_scenes(home, {"two", "one"}, Watch())] == [
        ("one", "PHR1B"),
        ("two", "PHR1A"),
    ]
    # A part of the scenes would name files as scenes that they may not show.
    assert kept_scenes(home, {"one", "gone"}, Watch()) == ()
    assert kept_scenes(home / "nowhere", {"one"}, Watch()) == ()


def test_a_test_query_that_has_odd_features_is_no_obstacle(home):
    (home / "test-queries" / "d" / "data.json").write_text('{"features": [7, null, {"id": "one"}]}', encoding="utf-8")
    assert [scene.id for scene in kept_scenes(home, {"one"}, Watch())] == ["one"]
