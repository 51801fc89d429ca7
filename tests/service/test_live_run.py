"""A live job is started once or not at all, despite all failures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from up42_jobs.core.api import signed_requests
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Caps, HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobStatus, name_key, short_name
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.usecases.hold import prepare_hold, request_fingerprint
from up42_jobs.core.usecases.live_run import start_live, unique_name
from up42_jobs.core.usecases.prepare_order import spent_elsewhere
from up42_jobs.sandbox import Fault

CREATE = r"/workflows/[^/]+/jobs$"


def test_a_confirmed_job_is_created_once_followed_and_its_price_written_down(desk):
    entry = desk.start(scene_count=1, project="harbour.qgz", origin="processing")
    assert entry.state is EntryState.CREATED
    assert entry.hold_credits == desk.hold.credits > 0
    assert (entry.scene_count, entry.project, entry.origin) == (1, "harbour.qgz", "processing")
    assert entry.request["oneatlas-pleiades-display:1"]["limit"] == 1
    [job] = desk.stage.live_jobs()
    assert (job.id, job.name) == (entry.job_id, entry.name)
    ended = desk.end(entry)
    assert ended.status is JobStatus.SUCCEEDED
    assert not ended.is_open
    assert ended.finished is not None
    spent = 12430 - desk.gateway.balance().available_credits
    assert ended.credits_used == spent > 0
    assert desk.journal.entry(entry.key) == ended
    assert desk.created() == 1


def test_nothing_is_sent_unless_the_confirmation_is_about_exactly_this_request_and_hold(desk):
    good_hold, good_confirmation, good_parameters = desk.hold, desk.confirmation, desk.parameters
    for hold, confirmation, parameters in (
        (good_hold, replace(good_confirmation, credits=good_confirmation.credits - 1), good_parameters),
        (good_hold, replace(good_confirmation, fingerprint="another"), good_parameters),
        (replace(good_hold, fingerprint="another"), good_confirmation, good_parameters),
        (good_hold, good_confirmation, replace(good_parameters, limit=2)),
    ):
        desk.hold, desk.confirmation, desk.parameters = hold, confirmation, parameters
        with pytest.raises(Up42Error) as caught:
            desk.start()
        assert caught.value.kind is ErrorKind.ESTIMATE_OUTDATED
    desk.hold, desk.confirmation, desk.parameters = good_hold, good_confirmation, good_parameters
    # The user did not confirm the same request for another account either.
    desk.hold = replace(good_hold, fingerprint=request_fingerprint("another account", {}))
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ESTIMATE_OUTDATED
    assert desk.created() == 0
    assert desk.journal.entries() == ()


def test_a_double_click_makes_one_job(desk):
    desk.start()
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    assert desk.created() == 1


def test_one_consent_is_good_for_one_job_even_after_that_has_ended(desk):
    desk.end(desk.start())
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    desk.confirmation = replace(desk.confirmation, confirmed=utc_now())
    desk.end(desk.start())
    assert desk.created() == 2


def test_a_refusal_is_told_and_a_new_consent_may_try_again(desk):
    desk.stage.sandbox.faults.add(Fault("too_many_jobs", path=CREATE))
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.TOO_MANY_JOBS
    [refused] = desk.journal.entries()
    assert (refused.state, refused.note, refused.is_open) == (EntryState.REFUSED, ErrorKind.TOO_MANY_JOBS, False)
    desk.prepare()
    assert desk.start().state is EntryState.CREATED


def test_too_few_credits_spend_nothing_and_leave_no_job(desk):
    desk.prepare(limit=20)
    assert desk.hold.credits > 12430
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.NOT_ENOUGH_CREDITS
    assert desk.journal.entries()[0].state is EntryState.REFUSED
    assert desk.stage.live_jobs() == []
    assert desk.gateway.balance().available_credits == 12430


def test_a_request_that_signing_in_held_up_is_not_sent_any_more(desk, monkeypatch):
    monkeypatch.setattr(signed_requests, "CREATE_LEAVES_WITHIN_S", -1.0)
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.TIMED_OUT
    assert desk.created() == 0
    assert desk.journal.entries()[0].state is EntryState.REFUSED


@pytest.mark.parametrize("name", ["per_month", "per_project"])
def test_a_cap_is_kept_in_the_moment_of_the_start(desk, name):
    desk.start(project="harbour.qgz")
    most = desk.hold.max_charge
    desk.parameters = replace(desk.parameters, max_cloud_cover=99)
    desk.hold = prepare_hold(desk.gateway, desk.product, desk.parameters)
    desk.confirmation = HoldConfirmation(desk.hold.fingerprint, desk.hold.credits, utc_now())
    order = desk.order(project="harbour.qgz")
    # The upper end of an estimate is what may be charged.
    assert most > desk.journal.entries()[0].hold_credits
    enough = most + desk.hold.max_charge
    with pytest.raises(Up42Error) as caught:
        start_live(
            desk.gateway, desk.journal, order, desk.hold, desk.confirmation, utc_now, Caps(**{name: enough - 1})
        )
    assert caught.value.kind is ErrorKind.OVER_CREDIT_CAP
    assert desk.created() == 1
    start_live(desk.gateway, desk.journal, order, desk.hold, desk.confirmation, utc_now, Caps(**{name: enough}))
    assert desk.created() == 2


def test_the_cap_of_a_month_counts_what_other_clients_were_charged(desk):
    other = desk.stage.open_gateway()
    job = other.create_live(desk.product, desk.parameters, "Of the console")
    for _ in range(500):
        job = other.job(job.id)
        if job.status.is_final:
            break
    charged = other.credits_used(job.id)
    assert charged > 0
    own = desk.end(desk.start())
    entries = desk.journal.entries()
    caps = Caps(per_month=charged + own.credits_used + desk.hold.max_charge)
    assert spent_elsewhere(desk.gateway, caps, entries, utc_now()) == charged
    asked = desk.stage.count("GET", "/credits/history")
    assert spent_elsewhere(desk.gateway, Caps(per_job=1), entries, utc_now()) == 0
    assert desk.stage.count("GET", "/credits/history") == asked
    desk.confirmation = replace(desk.confirmation, confirmed=utc_now())
    wanted = (desk.gateway, desk.journal, desk.order(), desk.hold, desk.confirmation, utc_now)
    with pytest.raises(Up42Error) as caught:
        start_live(*wanted, replace(caps, per_month=caps.per_month - 1), charged)
    assert caught.value.kind is ErrorKind.OVER_CREDIT_CAP
    assert start_live(*wanted, caps, charged).state is EntryState.CREATED


def test_no_intent_on_disk_means_no_request(desk, monkeypatch):
    def fail(entry, allow):
        raise Up42Error(ErrorKind.DISK_FULL)

    monkeypatch.setattr(desk.journal, "begin", fail)
    with pytest.raises(Up42Error):
        desk.start()
    assert desk.created() == 0


def test_names_are_readable_unique_and_come_back_as_they_were_sent(desk):
    now = utc_now()
    name = unique_name("Pléiades Display (Download)  ∎", now, "0123456789abcdef")
    assert name == f"Pléiades Display Download {now:%Y-%m-%d %H.%M} 01234567"
    # Users recognise their own words in any script; the part that identifies the job is ASCII and never cut off.
    for title in ("Größe", "Порт 7", "日本", "हिन्दी", "Wort " * 60, "Слово " * 60):
        long_name = unique_name(title, now, "0123456789abcdef")
        assert len(long_name.encode("utf-8")) <= 100
        assert long_name.startswith(title[:9].strip())
        assert name_key(long_name) == f"{now:%Y-%m-%d %H.%M} 01234567"
    # An accented letter may be one code point or two.
    assert unique_name("Gro\u0308ße", now, "0123456789abcdef").startswith("Größe ")
    assert unique_name("\u202e🛰\n", now, "0123456789abcdef").startswith("Job ")
    assert short_name(name) == "Pléiades Display Download"
    assert short_name("Harbour 2026-11-24") == "Harbour 2026-11-24"
    assert desk.start(name=name).name == desk.stage.live_jobs()[0].name


def test_the_fingerprint_tells_every_difference_apart(desk):
    request = desk.hold.fingerprint
    body = {"a:1": {"limit": 1, "bbox": [1.0, 2.0]}, "b:1": {}}
    assert request_fingerprint("EU", body) == request_fingerprint("EU", dict(reversed(body.items())))
    assert request_fingerprint("EU", body) != request_fingerprint("SA", body)
    assert request_fingerprint("EU", body) != request_fingerprint("EU", {**body, "a:1": {"limit": 2}})
    assert request != request_fingerprint("Sandbox", body)


def test_a_web_page_in_the_place_of_an_answer_is_neither_a_cancelling_nor_a_log(desk):
    desk.start()
    [job] = desk.stage.live_jobs()
    task = desk.gateway.job(job.id).tasks[0]
    desk.stage.sandbox.faults.add(Fault("html", path=r"/cancel|/logs", times=None))
    for ask in (lambda: desk.gateway.cancel(job.id), lambda: desk.gateway.logs.text(job.id, task.id)):
        with pytest.raises(Up42Error) as caught:
            ask()
        assert caught.value.kind is ErrorKind.WEB_PAGE
