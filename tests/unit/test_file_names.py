"""Foreign names are turned into file names that every operating system accepts."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from up42_jobs.core.domain.errors import Refusal
from up42_jobs.core.domain.outputs.file_names import collision_key, distinct_names, name_flaw, safe_name


@given(st.text(min_size=1))
@example("../../etc/passwd")
@example("con")
@example("日" * 200)
@example("a" * 300 + ".tif")
@example("\udc80")
def test_a_name_made_safe_is_one_that_every_system_takes(text):
    name = safe_name(text)
    assert name_flaw(name, is_windows=True) is None
    assert len(name.encode("utf-8")) <= 100
    assert safe_name(name) == name


@given(st.lists(st.sampled_from(["a.tif", "A.TIF", "a/b", "a_b", "", "é", "e\u0301", "x" * 200, "con"]), max_size=8))
def test_names_made_distinct_never_meet(texts):
    names = distinct_names(texts)
    assert len({collision_key(name) for name in names}) == len(texts)
    assert all(name_flaw(name, is_windows=True) is None for name in names)


def test_what_only_windows_cannot_write_is_refused_there_alone():
    assert name_flaw("12:30.tif", is_windows=False) is None
    assert name_flaw("12:30.tif", is_windows=True) is Refusal.NOT_ON_WINDOWS
