"""Which of the ordered scenes a delivered file shows."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.domain.scenes.scene import Scene


def scene(name, *day):
    return Scene(id=name, feature_id=name, acquired=datetime(*day, tzinfo=timezone.utc) if day else None)


def lineage(*scenes):
    return Lineage("key", "job", "Harbour", datetime(2026, 5, 6, tzinfo=timezone.utc), scenes=scenes)


FIRST, SECOND, SAME_DAY = scene("first", 2026, 5, 4, 10), scene("second", 2026, 5, 6, 10), scene("same", 2026, 5, 4, 11)


@pytest.mark.parametrize(
    ("scenes", "parts", "shown"),
    [
        ((), ("outputs", "2026-05-04_image.tif"), None),
        ((FIRST,), ("outputs", "image.tif"), FIRST),
        ((FIRST, SECOND), ("outputs", "2026-05-06_image.tif"), SECOND),
        ((FIRST, SECOND), ("outputs", "2026-05-04_Image", "IMG_1.TIF"), FIRST),
        ((FIRST, SECOND), ("outputs", "image.tif"), None),
        # A layer with the name of another scene is worse than one with the name of its file.
        ((FIRST, SAME_DAY), ("outputs", "2026-05-04_image.tif"), None),
        ((FIRST, SECOND), ("2026-05-06_mine", "2026-05-04_image.tif"), None),
        ((FIRST, scene("undated")), ("outputs", "2026-05-04_image.tif"), FIRST),
    ],
)
def test_a_file_is_named_after_a_scene_only_where_that_is_certain(scenes, parts, shown):
    assert lineage(*scenes).scene_of(parts) is shown
