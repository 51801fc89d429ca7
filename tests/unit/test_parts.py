"""The outcome of a job's scenes survives a restart as a note, and purchases are recognised again."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.job import PartsNote, parse_parts_note
from up42_jobs.core.domain.outputs.storage import StoredAsset, owned_scenes
from up42_jobs.core.domain.scenes.scene import Scene

NOTES = st.builds(
    PartsNote,
    st.integers(0, 500),
    st.integers(1, 500),
    st.integers(0, 500),
    st.none() | st.sampled_from(list(ErrorKind)),
)
MOMENT = datetime(2026, 5, 1, 10, 14, 40, 114000, tzinfo=timezone.utc)


@given(NOTES)
def test_a_note_comes_back_as_it_was_written(note):
    assert parse_parts_note(note.text()) == note


@given(st.text() | st.sampled_from([kind.value for kind in ErrorKind]))
def test_no_other_note_is_taken_for_one(text):
    parsed = parse_parts_note(text)
    assert parsed is None or parsed.text() == text


def test_a_scene_is_owned_when_the_order_names_it_or_collection_and_time_agree():
    scenes = (
        Scene("named", "named", acquired=MOMENT, collection="phr"),
        Scene("timed", "timed", acquired=MOMENT + timedelta(days=1), collection="phr"),
        Scene("other", "other", acquired=MOMENT, collection="spot"),
    )
    named = StoredAsset("1", "order-1", "Harbour", "phr", scene_id="named", acquired=MOMENT)
    timed = StoredAsset("2", "order-2", "Harbour", "phr", acquired=MOMENT.replace(microsecond=0) + timedelta(days=1))
    undated = StoredAsset("3", "order-3", "Upload")
    assert owned_scenes(scenes, (named, timed, undated)) == {"named": (named,), "timed": (timed,)}
