"""Where the limit of a test query hides scenes, the next limit shows more and never asks for too many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.scenes.more import larger_limit
from up42_jobs.core.domain.scenes.scene import Scene, SceneCollection


def found(count, matching, is_counted=True):
    scenes = tuple(Scene(str(number), str(number)) for number in range(count))
    return SceneCollection(scenes, "", match_count=matching, is_counted=is_counted)


def test_nothing_more_is_offered_where_all_were_found_or_the_service_does_not_count():
    assert larger_limit(found(10, None), 10, None) == 0
    assert larger_limit(found(10, 10), 10, None) == 0
    assert larger_limit(found(20, 41), 20, 20) == 0


def test_the_limit_grows_to_what_there_is():
    assert larger_limit(found(10, 41), 10, None) == 20
    assert larger_limit(found(20, 41), 20, None) == 40
    assert larger_limit(found(40, 41), 40, None) == 41
    assert larger_limit(found(2, 5), 2, None) == 5
    assert larger_limit(found(20, 20, is_counted=False), 20, 500) == 40


@given(st.integers(1, 60), st.integers(0, 200), st.none() | st.integers(1, 100), st.booleans())
def test_it_is_more_than_before_and_no_more_than_can_be_asked_for(limit, matching, most, is_counted):
    larger = larger_limit(found(min(limit, matching), matching, is_counted), limit, most)
    assert larger == 0 or larger > limit
    assert most is None or larger <= most
    assert not is_counted or larger <= matching
