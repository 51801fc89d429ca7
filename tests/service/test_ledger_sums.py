"""The ledger agrees with the service's records."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.service_stage import Watch

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.ledger import compare, ledger_lines, ledger_sums
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import LiveOrder, start_live, unique_name
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault


def test_the_sums_are_those_of_the_service(stage, tmp_path):
    journal = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    product = stage.product()
    for number in range(3):
        if number == 2:
            stage.sandbox.faults.add(Fault("job_failed", task="1"))
        parameters = replace(stage.parameters(product), max_cloud_cover=90 + number)
        hold = prepare_hold(stage.gateway, product, parameters)
        name = unique_name("Ledger", utc_now(), f"{number:08d}")
        order = LiveOrder("Sandbox", "workflows", product, parameters, name)
        consent = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        start_live(stage.gateway, journal, order, hold, consent, utc_now)
    held = ledger_sums(ledger_lines(journal.entries())).held_now
    assert held == -sum(entry.credits for entry in stage.sandbox.books.entries if entry.kind.value == "HOLD")
    stage.gateway.create_live(product, stage.parameters(product), "of another program")
    stage.sandbox.clock.advance(100)
    look_at_jobs(stage.gateway, journal, "Sandbox", utc_now, Watch())
    entries = journal.entries()
    comparison = compare(entries, stage.gateway.history.charges(utc_now() - timedelta(days=1)))
    sums = ledger_sums(ledger_lines(entries))
    assert comparison.differing == ()
    assert comparison.agreeing == 3
    assert sums.used + comparison.other_credits == stage.sandbox.books.used
    assert comparison.other_credits > 0
    assert sums.held_now == stage.sandbox.books.held == 0
    assert sums.held - sums.used == sums.released > 0
