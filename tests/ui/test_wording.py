"""Every error, problem and state has its own understandable sentence."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from up42_jobs.core.app.jobs.job_list import DownloadState, JobColumn, JobRow
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.outputs.storage import StorageState
from up42_jobs.core.app.scenes.figures import SceneColumn
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Refusal, RefusedMember, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus, JobTask
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.domain.jobs.notes import NO_NOTE, DeliveryStep, PartsNote, ServiceText
from up42_jobs.core.domain.outputs.delivery import Flaw, Verification
from up42_jobs.core.domain.outputs.storage import StoredAsset
from up42_jobs.core.domain.ports.gateway import RequestError
from up42_jobs.core.domain.problems import Problem, ProblemCode
from up42_jobs.ui import wording

ROOT = Path(__file__).resolve().parents[2]
VALUES = {"area": 20.43, "minimum": 2, "maximum": 7, "count": 3, "title": "Zoom level", "mode": "contains"}
FALLBACK = wording.request_error_sentence(RequestError((), "a reason that nobody gives"))


def unspent(kind):
    """A failure of work that certainly ordered nothing."""
    error = Up42Error(kind)
    error.is_nothing_spent = True
    return error


def test_every_error_of_work_that_orders_nothing_says_what_it_means_for_the_credits():
    for kind in set(ErrorKind) - {ErrorKind.CANCELLED, ErrorKind.INTERNAL}:
        sentence = wording.error_sentence(unspent(kind))
        assert "credits" in sentence.lower() or "paid for" in sentence, kind
        assert sentence.count(".") >= 2, kind
        assert wording.error_title(Up42Error(kind))


# Occurs only before an order, and its sentence says that there is none.
BEFORE_AN_ORDER = {
    ErrorKind.NO_SCENES,
    ErrorKind.NO_BUDGET,
    ErrorKind.ESTIMATE_OUTDATED,
    ErrorKind.AREA_OUTDATED,
    ErrorKind.ESTIMATE_UNUSABLE,
    ErrorKind.OVER_CREDIT_CAP,
    ErrorKind.CAP_UNCERTAIN,
}


@pytest.mark.parametrize("kind", sorted(set(ErrorKind) - BEFORE_AN_ORDER, key=lambda kind: kind.value))
def test_no_kind_of_failure_alone_says_that_nothing_was_spent(kind):
    """The same failure happens while a job is held or charged: only those who know what was done may say it."""
    for error in (Up42Error(kind), Up42Error(kind, "words"), Up42Error(kind, retry_after_s=3.0)):
        sentence = wording.error_sentence(error)
        assert not re.search(r"no credits were spent|nothing (was|is) (spent|held)|no job was started", sentence, re.I)
        assert "{" not in sentence
        assert "  " not in sentence
    assert "{" not in wording.error_sentence(unspent(kind))


def test_no_two_failures_read_the_same():
    sentences = [wording.error_sentence(Up42Error(kind)) for kind in ErrorKind]
    assert len(set(sentences)) == len(ErrorKind)


def test_every_problem_has_a_sentence_of_its_own():
    sentences = {code: wording.problem_sentence(Problem("field", code, VALUES)) for code in ProblemCode}
    assert len(set(sentences.values())) == len(ProblemCode)
    for code, sentence in sentences.items():
        assert sentence.endswith("."), code
        assert "{" not in sentence, code
        assert "None" not in sentence, code


@pytest.mark.parametrize("code", list(ProblemCode))
def test_a_problem_without_figures_still_reads(code):
    sentence = wording.problem_sentence(Problem("field", code))
    assert sentence
    assert "None" not in sentence
    assert "{" not in sentence


def test_no_sentence_names_a_class_or_a_member_of_the_program():
    sentences = [wording.error_sentence(Up42Error(kind)) for kind in ErrorKind]
    sentences += [wording.problem_sentence(Problem("field", code, VALUES)) for code in ProblemCode]
    names = {member.value for member in (*ErrorKind, *ProblemCode) if "_" in member.value}
    for sentence in sentences:
        assert not re.search(r"\b\w*(Error|Exception|Kind|Enum)\b", sentence)
        assert not any(name in sentence for name in names)


def reasons_given():
    """Returns the reasons in the sources: the second argument of RequestError, and what is assigned to `reason`."""
    found = set()
    for path in [*(ROOT / "core" / "api").rglob("*request*.py"), *(ROOT / "core" / "app").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            values = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RequestError" and len(node.args) > 1:
                values = [node.args[1]]
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "reason":
                values = list(ast.walk(node.value))
            found |= {
                value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
            }
    return found


def test_every_reason_that_a_gateway_refuses_a_request_for_is_explained():
    assert {"not_json", "not_a_bbox", "unknown_task"} <= reasons_given()
    for reason in reasons_given():
        assert wording.request_error_sentence(RequestError((), reason)) != FALLBACK, reason


def test_an_error_in_the_request_names_its_place():
    sentence = wording.request_error_sentence(RequestError(("task:1", "bbox"), "not_a_bbox"))
    assert "task:1 ▸ bbox" in sentence
    json_error = wording.request_error_sentence(RequestError((), "not_json", line=3, column=14))
    assert "line 3" in json_error
    assert "column 14" in json_error


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (JobStatus, wording.status_text),
        (EntryState, wording.entry_state_text),
        (JobMode, wording.job_kind_text),
        (DownloadState, wording.download_state_text),
        (AccountState, wording.account_state_text),
        (DryRunState, wording.dry_run_state_text),
        (OrderingState, wording.ordering_state_text),
    ],
)
def test_every_state_has_words_of_its_own(members, text):
    words = [text(member) for member in members]
    assert len(set(words)) == len(members)


def test_every_column_has_a_title():
    assert len({column.title for column in SceneColumn}) == len(SceneColumn)
    assert len(set(wording.job_headers())) == len(JobColumn)


def test_the_confirming_button_shows_an_ampersand_and_the_number():
    assert wording.confirm_hold_text(2875) == "Confirm && Run Job · Hold 2,875 Credits"
    assert wording.confirm_hold_text(1) == "Confirm && Run Job · Hold 1 Credit"


def test_a_pause_that_the_service_asks_for_is_reported_in_seconds():
    assert "30 seconds" in wording.error_sentence(Up42Error(ErrorKind.RATE_LIMITED, retry_after_s=29.2))
    assert "1 second." in wording.error_sentence(Up42Error(ErrorKind.RATE_LIMITED, retry_after_s=0.1))


def test_held_credits_that_only_this_computer_knows_are_distinguished():
    ours = wording.balance_text(12430, 2875, is_from_service=False)
    theirs = wording.balance_text(12430, 2875, is_from_service=True)
    assert "2,875" in ours
    assert "2,875" in theirs
    assert ours != theirs


def test_a_lost_answer_does_not_read_as_a_running_job():
    row = JobRow("k", "name", JobMode.LIVE, JobStatus.NOT_STARTED, EntryState.UNKNOWN)
    assert wording.job_state_text(row) == wording.entry_state_text(EntryState.UNKNOWN)


def test_a_note_that_names_a_failure_is_read_out_as_its_sentence():
    sentence = wording.error_sentence(Up42Error(ErrorKind.NOT_ENOUGH_CREDITS))
    assert wording.note_text(ErrorKind.NOT_ENOUGH_CREDITS) == sentence
    assert wording.note_text("Cancelling is over") == "Cancelling is over"
    refused = wording.note_text(PartsNote(2, 3, reason=ErrorKind.LICENCE_NOT_ACCEPTED))
    assert "2 of 3" in refused
    assert "licence" in refused
    lost = wording.note_text(PartsNote(1, 3, unknown=1))
    assert "1 of 3" in lost
    assert "do not order" in lost


def part(status=JobStatus.RUNNING, note=NO_NOTE, order_id="o"):
    return JobTask(order_id, "scene", status, note=note)


def test_each_part_of_a_job_says_its_state_and_why():
    states = [
        wording.task_state_text(part()),
        wording.task_state_text(part(note=DeliveryStep.BEING_INDEXED)),
        wording.task_state_text(part(note=ErrorKind.PLACEMENT_FAILED)),
        wording.task_state_text(part(JobStatus.FAILED, ErrorKind.LICENCE_NOT_ACCEPTED, order_id="")),
        wording.task_state_text(part(JobStatus.NOT_STARTED, ErrorKind.OUTCOME_UNKNOWN, order_id="")),
        wording.task_state_text(part(JobStatus.SUCCEEDED)),
        wording.task_state_text(part(JobStatus.FAILED)),
    ]
    assert len(set(states)) == len(states)
    assert "licence" in wording.note_text(part(note=ErrorKind.LICENCE_NOT_ACCEPTED).note)
    assert wording.note_text(part(note=ServiceText("AOI misses the scene")).note) == "AOI misses the scene"


def test_a_job_in_the_hands_of_the_provider_or_of_the_index_is_no_failure():
    def state(note, status=JobStatus.RUNNING):
        return wording.job_state_text(JobRow("k", "name", JobMode.LIVE, status, EntryState.CREATED, note=note))

    assert "provider" in state(ErrorKind.PLACEMENT_FAILED)
    assert "indexed" in state(DeliveryStep.BEING_INDEXED)
    assert wording.note_text(DeliveryStep.BEING_INDEXED) != DeliveryStep.BEING_INDEXED.value


def test_a_job_of_which_parts_were_delivered_counts_them():
    def row(*statuses):
        tasks = tuple(JobTask("o", "scene", status, scene_id="s") for status in statuses)
        return JobRow("k", "name", JobMode.LIVE, JobStatus.SUCCEEDED, EntryState.CREATED, tasks=tasks)

    good, bad = JobStatus.SUCCEEDED, JobStatus.FAILED
    assert wording.job_state_text(row(good, bad, good)).startswith("2 of 3 scenes")
    assert wording.job_state_text(row(good, good)) == wording.job_state_text(row())


def test_a_refused_sign_in_names_what_this_service_signs_in_with():
    refused = Up42Error(ErrorKind.SIGN_IN_REFUSED)
    assert "password" in wording.sign_in_sentence(refused, Service.PLATFORM)
    assert "project key" in wording.sign_in_sentence(refused, Service.WORKFLOWS)
    down = Up42Error(ErrorKind.NO_NETWORK)
    # Who signs in has not asked about jobs.
    without = wording.error_sentence(down).replace(" Jobs already running are not affected.", "")
    assert wording.sign_in_sentence(down, Service.PLATFORM) == without != wording.error_sentence(down)


def test_an_empty_storage_says_whether_it_is_the_area_that_is_empty():
    texts = {
        wording.storage_state_text(state, 0, 0, is_within=is_within)
        for state in StorageState
        for is_within in (True, False)
    }
    assert len(texts) == 4
    assert wording.storage_state_text(StorageState.DONE, 1, 2, is_within=False) == "1 of 2 assets"


def refusal_of(reason, name="output/evil.tif", other=""):
    member = RefusedMember(name, reason, other)
    return wording.error_sentence(Up42Error(ErrorKind.ARCHIVE_UNSAFE, str(member), refused=member))


def test_every_reason_to_refuse_an_archive_is_a_sentence_of_its_own_that_names_the_member():
    sentences = {reason: refusal_of(reason, other="output/EVIL.tif") for reason in Refusal}
    assert len(set(sentences.values())) == len(Refusal)
    for reason, sentence in sentences.items():
        assert "“output/evil.tif”" in sentence
        assert "no further credits" in sentence
        assert ("raise the limits" in sentence) == reason.is_limit
    assert "“output/EVIL.tif”" in sentences[Refusal.COLLISION]
    assert "“”" not in refusal_of(Refusal.HEADER, name="")


def test_a_full_disk_is_reported_with_what_is_missing():
    full = wording.error_sentence(Up42Error(ErrorKind.DISK_FULL, "1234 MB", missing_megabytes=1234))
    assert "1,234 MB" in full


def test_a_verification_names_the_first_files_and_counts_the_others():
    right = wording.verification_sentence("Harbour", Verification(1))
    assert right == "“Harbour”: 1 file read, nothing missing or changed."
    flaws = tuple((f"{number}.tif", flaw) for number, flaw in enumerate([*Flaw, *Flaw]))
    text = wording.verification_sentence("Harbour", Verification(10, flaws))
    assert text.startswith("“Harbour”: 8 of 10 files not as delivered: ")
    assert "0.tif is missing; 1.tif is shorter; " in text
    assert text.endswith("3 more files differ.")


def test_one_of_a_thing_is_not_all_of_them():
    """Sentences about all of several things were also shown for one: “You already own all 1 scene of this job”."""
    assert wording.owned_sentence(1, 1).startswith("You already own the scene of this job.")
    assert wording.owned_sentence(2, 2).startswith("You already own all 2 scenes of this job.")
    assert wording.owned_sentence(1, 2).startswith("You already own 1 scene of this job.")
    assert wording.hidden_scenes_text(1) == "The filters hide the scene that was found."
    assert wording.hidden_scenes_text(2) == "The filters hide all of the 2 scenes found."
    assert wording.no_scenes_sentence(1).startswith("The scene in UP42's answer could not be read")
    assert wording.shown_quicklooks_text(0, 1) == "0 of 1 quicklook on the map."
    missing = Verification(1, (("a.tif", Flaw.MISSING),))
    assert wording.verification_sentence("Harbour", missing).startswith("“Harbour”: 1 of 1 file not as delivered: ")


def test_records_that_could_not_be_read_are_counted_in_words():
    assert wording.unreadable_text(0) == ""
    assert wording.unreadable_text(1) == "Left out: 1 record of the answer that could not be read."
    assert wording.unreadable_text(2) == "Left out: 2 records of the answer that could not be read."
    assert "None of the 3 scenes" in wording.no_scenes_sentence(3)


@pytest.mark.parametrize("seconds", [1e30, float("inf"), float("nan"), -5.0])
def test_pause_that_nobody_waits_is_not_named(seconds):
    # More than 32 bits of seconds ended the notice itself in an exception.
    sentence = wording.error_sentence(Up42Error(ErrorKind.RATE_LIMITED, retry_after_s=seconds))
    assert sentence == wording.error_sentence(Up42Error(ErrorKind.RATE_LIMITED))


def test_what_a_colleague_bought_is_named_as_that():
    asset = StoredAsset("i", "j", "Harbour")
    assert wording.stored_asset_text(asset) == "Harbour"
    assert "colleague" in wording.stored_asset_text(replace(asset, is_colleagues=True))
