"""What is in view comes first, each scene once; what was fetched before is kept within its bound."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.usecases.quicklook_cache import QuicklookCache
from up42_jobs.core.usecases.quicklook_order import QuicklookOrder

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
    waiting = [one for one in seen if one != "unknown" and ids.index(one) not in taken]
    assert [ids[number] for number in rest[: len(waiting)]] == waiting
    assert rest[len(waiting) :] == sorted(rest[len(waiting) :])


def test_image_is_kept_for_its_connection_scene_and_footprint_only(tmp_path):
    scene = Scene(id="a", feature_id="a", footprint=RING)
    cache = QuicklookCache(tmp_path, "mine")
    cache.put(scene, b"picture")
    assert QuicklookCache(tmp_path, "mine").get(scene) == b"picture"
    assert QuicklookCache(tmp_path, "other").get(scene) is None
    assert cache.get(Scene(id="a", feature_id="a", footprint=RING[::-1])) is None
    assert all("mine" not in path.name for path in tmp_path.iterdir())


def test_cache_drops_what_was_not_looked_at_for_longest(tmp_path):
    cache = QuicklookCache(tmp_path, "mine", largest_bytes=1000)
    scenes = [Scene(id=f"s{number}", feature_id="x") for number in range(12)]
    for age, scene in enumerate(scenes):
        cache.put(scene, bytes(100))
        newest = max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (1_000 + age, 1_000 + age))
    assert cache.get(scenes[0]) is not None
    cache.clean()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000
    assert cache.get(scenes[0]) is not None
    assert cache.get(scenes[1]) is None
    assert cache.get(scenes[11]) is not None


def test_folder_that_takes_nothing_is_no_failure(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    cache = QuicklookCache(blocked, "mine")
    scene = Scene(id="a", feature_id="a")
    cache.put(scene, b"picture")
    cache.clean()
    assert cache.get(scene) is None
