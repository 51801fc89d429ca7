"""Scenes in view are fetched first, each scene once; the cache stays within its limit."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.scenes.scene import PlacedQuicklook, Scene
from up42_jobs.core.usecases.dry_run import QuicklookOrder
from up42_jobs.core.usecases.quicklook_cache import QuicklookCache

RING = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))


@given(st.integers(1, 20), st.data())
def test_each_scene_is_taken_once_and_the_preferred_ones_first(count, data):
    ids = [f"s{number}" for number in range(count)]
    order = QuicklookOrder(ids)
    taken = [order.take() for _ in range(data.draw(st.integers(0, count)))]
    seen = data.draw(st.lists(st.sampled_from([*ids, "unknown"]), unique=True))
    order.prefer(seen)
    rest = [order.take() for _ in range(count - len(taken))]
    assert order.take() is None
    assert sorted([*taken, *rest]) == list(range(count))
    waiting = [item for item in seen if item != "unknown" and ids.index(item) not in taken]
    assert [ids[number] for number in rest[: len(waiting)]] == waiting
    assert rest[len(waiting) :] == sorted(rest[len(waiting) :])


def placed_in(folder, scene, image=b"picture", raster=b"raster", **facts):
    """A quicklook as placing leaves it: image and raster in one folder."""
    folder.mkdir(exist_ok=True)
    paths = folder / f"{scene.id}.png", folder / f"{scene.id}.tif"
    for path, content in zip(paths, (image, raster)):
        path.write_bytes(content)
    facts = {"evidence": ("azimuth",), "aoi_cloud_cover": 12.5, "thumbnail": b"\xff\xd8\x00", **facts}
    return PlacedQuicklook(scene.id, str(paths[0]), str(paths[1]), "corners", 0.9, **facts)


def test_second_look_finds_image_raster_and_all_that_was_told_of_them(tmp_path):
    scene = Scene(id="a", feature_id="a", footprint=RING)
    first = placed_in(tmp_path / "first", scene)
    QuicklookCache(tmp_path / "kept", "mine", "here").keep(scene, first)
    (tmp_path / "second").mkdir()
    second = QuicklookCache(tmp_path / "kept", "mine", "here").placed(scene, tmp_path / "second" / "v1.0 a")
    assert second == replace(first, image_path=second.image_path, raster_path=second.raster_path)
    assert second.thumbnail == first.thumbnail
    assert sorted(path.name for path in (tmp_path / "second").iterdir()) == ["v1.0 a.png", "v1.0 a.tif"]
    assert Path(second.image_path).read_bytes() == b"picture"
    assert Path(second.raster_path).read_bytes() == b"raster"


def test_quicklook_is_kept_for_its_connection_scene_and_footprint_only(tmp_path):
    scene = Scene(id="a", feature_id="a", footprint=RING)
    cache = QuicklookCache(tmp_path / "kept", "mine")
    cache.keep(scene, placed_in(tmp_path, scene))
    assert QuicklookCache(tmp_path / "kept", "mine").image(scene) == b"picture"
    assert QuicklookCache(tmp_path / "kept", "other").image(scene) is None
    assert cache.image(Scene(id="a", feature_id="a", footprint=RING[::-1])) is None
    assert all("mine" not in path.name for path in (tmp_path / "kept").iterdir())


@pytest.mark.parametrize("changed", [{"cloud_cover": 3.0}, {"properties": {"azimuthAngle": 12.0}}, None])
def test_what_would_be_placed_in_another_way_is_placed_anew_but_not_fetched(changed, tmp_path):
    scene = Scene(id="a", feature_id="a", footprint=RING)
    QuicklookCache(tmp_path / "kept", "mine", "here").keep(scene, placed_in(tmp_path, scene))
    cache = QuicklookCache(tmp_path / "kept", "mine", "here" if changed else "there")
    scene = replace(scene, **changed) if changed else scene
    assert cache.placed(scene, tmp_path / "again") is None
    assert cache.image(scene) == b"picture"


def test_file_that_was_written_over_since_is_not_used_again(tmp_path):
    scene = Scene(id="a", feature_id="a", footprint=RING)
    cache = QuicklookCache(tmp_path / "kept", "mine")
    first = placed_in(tmp_path, scene)
    cache.keep(scene, first)
    Path(first.raster_path).write_bytes(b"something else")
    again = cache.placed(scene, tmp_path / "again")
    assert again is None or Path(again.raster_path).read_bytes() == b"raster"
    assert cache.image(scene) == b"picture"


def test_cache_drops_what_was_not_looked_at_for_longest(tmp_path):
    kept = tmp_path / "kept"
    cache = QuicklookCache(kept, "mine", max_bytes=15_000)
    scenes = [Scene(id=f"s{number}", feature_id="x") for number in range(12)]
    for age, scene in enumerate(scenes):
        placed = placed_in(tmp_path, scene, bytes(600), bytes(600))
        for path in (placed.image_path, placed.raster_path):
            os.utime(path, (1_000 + age, 1_000 + age))
        before = set(kept.glob("*.json"))
        cache.keep(scene, placed)
        [record] = set(kept.glob("*.json")) - before
        os.utime(record, (1_000 + age, 1_000 + age))
    assert cache.image(scenes[0]) is not None
    cache.clean()
    assert 0 < sum(path.stat().st_size for path in kept.iterdir()) <= 15_000
    assert cache.image(scenes[0]) is not None
    assert cache.image(scenes[1]) is None
    assert cache.image(scenes[11]) is not None
    assert {path.suffix for path in kept.iterdir()} == {".json", ".image", ".tif"}


def test_folder_that_takes_nothing_is_no_failure(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    cache = QuicklookCache(blocked, "mine")
    scene = Scene(id="a", feature_id="a")
    cache.keep(scene, placed_in(tmp_path, scene))
    cache.clean()
    assert cache.image(scene) is None
    assert cache.placed(scene, tmp_path / "again") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"files": {}}', b"\xff"])
def test_damaged_record_is_as_good_as_none(content, tmp_path):
    scene = Scene(id="a", feature_id="a")
    cache = QuicklookCache(tmp_path / "kept", "mine")
    cache.keep(scene, placed_in(tmp_path, scene))
    next((tmp_path / "kept").glob("*.json")).write_bytes(content)
    assert cache.placed(scene, tmp_path / "again") is None
    assert cache.image(scene) is None
