"""The outcome of a job's scenes survives a restart as a note, and purchases are recognised again."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.notes import (
    DeliveryStep,
    PartsNote,
    ServiceText,
    TaskingStep,
    note_as_text,
    note_of,
)
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


KINDS = st.sampled_from([*ErrorKind, *TaskingStep, *DeliveryStep])
# Words of the service that read like a note of ours, too.
WORDS = st.text() | KINDS.map(lambda kind: kind.value) | NOTES.map(note_as_text)


@given(NOTES | KINDS)
def test_a_note_comes_back_as_it_was_written(note):
    assert note_of(note_as_text(note)) == note


@given(WORDS | WORDS.map("words: {}".format))
def test_words_of_the_service_never_come_back_as_a_note_of_ours(words):
    note = note_of(note_as_text(ServiceText(words)))
    assert isinstance(note, str)
    assert note == words


@given(st.sampled_from(["", "not_found", "being_indexed", "QUOTATION_ACCEPTED", "Cancelling is over"]))
def test_notes_of_older_journals_are_read(text):
    assert note_as_text(note_of(text)) == text


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
