"""Two journals on one file behave like a dictionary for any sequence of writes (state machine)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support.journal_entries import entry, now

from up42_jobs.core.domain.errors import Up42Error
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal.store import SqliteJournal

ORDER = {
    EntryState.INTENT: 0,
    EntryState.UNKNOWN: 1,
    EntryState.REFUSED: 2,
    EntryState.ABSENT: 2,
    EntryState.CREATED: 3,
}


class JournalMachine(RuleBasedStateMachine):
    """Two journals on one file, as of two processes, compared with a dictionary."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "journal.sqlite"
        self.journals = [SqliteJournal(self.path, now), SqliteJournal(self.path, now)]
        self.known = {}
        self.count = 0

    who = st.integers(0, 1)

    @rule(who=who, fingerprint=st.sampled_from("xyz"), connection=st.sampled_from(["Sandbox", "EU"]))
    def begin(self, who, fingerprint, connection):
        self.count += 1
        wanted = entry(f"key {self.count}", fingerprint, connection)
        is_taken = any(
            item.is_open and (item.connection, item.fingerprint) == (connection, fingerprint)
            for item in self.known.values()
        )
        if is_taken:
            with pytest.raises(Up42Error, match="already_started"):
                self.journals[who].begin(wanted)
        else:
            self.known[wanted.key] = self.journals[who].begin(wanted)

    @rule(who=who, pick=st.integers(0, 50), state=st.sampled_from(EntryState), note=st.text(max_size=5))
    def learn(self, who, pick, state, note):
        if self.known:
            key = sorted(self.known)[pick % len(self.known)]
            old = self.known[key]
            new = self.journals[who].update(key, state=state, note=note)
            assert ORDER[new.state] >= ORDER[old.state]
            if new.state is not old.state or state is old.state:
                assert (new.state, new.note) == (state, note)
            else:
                assert new == old
            self.known[key] = new

    @rule(who=who, pick=st.integers(0, 50), status=st.sampled_from(JobStatus))
    def follow(self, who, pick, status):
        if self.known:
            key = sorted(self.known)[pick % len(self.known)]
            old = self.known[key]
            self.known[key] = self.journals[who].update(key, status=status)
            assert self.known[key].status is (old.status if old.status.is_final else status)

    @rule(who=who)
    def reopen(self, who):
        self.journals[who].close()
        self.journals[who] = SqliteJournal(self.path, now)

    @invariant()
    def both_say_the_same(self):
        for journal in self.journals:
            assert {item.key: item for item in journal.entries()} == self.known

    @invariant()
    def the_history_ends_where_the_entry_is(self):
        for key, one in self.known.items():
            states = [change.value for change in self.journals[0].history(key) if change.field == "state"]
            assert states[0] == "intent"
            assert states[-1] == one.state.value

    def teardown(self):
        for journal in self.journals:
            journal.close()
        self.folder.cleanup()


JournalMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestJournalMachine = JournalMachine.TestCase
