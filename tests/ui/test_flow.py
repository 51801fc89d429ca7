"""End to end against the classic Sandbox: test query, quicklooks, hold, live job, outputs; and failures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from qgis.core import QgsProject
from support.scene_query import order_what_is_ticked
from support.service_stage import creates

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.figures import SceneColumn
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.credits import Estimate, EstimateLine, HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.domain.parameters import Period
from up42_jobs.core.wording.errors import error_sentence
from up42_jobs.sandbox import Fault

WAIT_MS = 30_000
CREATE = r"/projects/[^/]+/workflows/[^/]+/jobs"


@pytest.fixture
def found(signed_in, qtbot):
    """The application after a test query, all quicklooks in the list."""
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    scenes = signed_in.scenes
    qtbot.waitUntil(lambda: all(scenes.quicklook(scene.id) for scene in scenes.scenes()), timeout=WAIT_MS)
    return signed_in


def wait_for_hold(application, qtbot):
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = application.ordering.hold
    return HoldConfirmation(hold.fingerprint, hold.credits, utc_now())


def own_job(application):
    return next((row for row in application.jobs.rows() if row.is_own), None)


def test_query_lays_quicklooks_on_the_map_and_keeps_its_documents(found, sandbox):
    folder = Path(found.dry_run.folder)
    document = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    assert len(document["features"]) == len(found.scenes.scenes()) == 4
    shown = [item for item in found.scenes.scenes() if not found.scenes.quicklook(item.id).problem]
    layers = [QgsProject.instance().mapLayer(found.map_scenes.layer_id(item.id)) for item in shown]
    assert layers
    for scene, layer in zip(shown, layers):
        assert layer.isValid()
        assert layer.metadata().identifier() == scene.id
        assert layer.temporalProperties().isActive()
        assert layer.temporalProperties().fixedTemporalRange().begin().date().toString("yyyy-MM-dd") == (
            scene.acquired.strftime("%Y-%m-%d")
        )
    assert sandbox.books.available == 12430
    assert creates(sandbox) == []


def test_ticking_a_scene_shows_and_hides_its_quicklook(found, qtbot):
    scene = next(item for item in found.scenes.scenes() if not found.scenes.quicklook(item.id).problem)
    node = QgsProject.instance().layerTreeRoot().findLayer(found.map_scenes.layer_id(scene.id))
    found.scenes.set_shown([scene.id], False)
    qtbot.waitUntil(lambda: not node.itemVisibilityChecked(), timeout=WAIT_MS)
    found.scenes.set_shown([scene.id], True)
    qtbot.waitUntil(node.itemVisibilityChecked, timeout=WAIT_MS)


def test_layers_that_a_user_removes_are_forgotten(found):
    QgsProject.instance().clear()
    assert found.map_scenes.layer_ids() == []
    found.scenes.set_shown([scene.id for scene in found.scenes.scenes()], False)
    found.map_scenes.set_opacity(0.5)
    found.map_scenes.clear()
    assert found.scenes.scenes() == []


def covered(found, scene_id):
    return found.scenes.sort_value(found.scenes.row_of(scene_id), SceneColumn.COVERAGE)


def test_live_job_goes_from_the_hold_to_layers(found, sandbox, qtbot):
    clear = [scene for scene in found.scenes.scenes() if covered(found, scene.id) > 0.9]
    found.ordering.prepare([clear[0].id])
    confirmation = wait_for_hold(found, qtbot)
    assert creates(sandbox) == []
    found.ordering.confirm(confirmation)
    qtbot.waitUntil(lambda: own_job(found) is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: own_job(found).download is DownloadState.LOADED, timeout=WAIT_MS)
    row = own_job(found)
    assert len(creates(sandbox)) == 1
    assert row.status is JobStatus.SUCCEEDED
    qtbot.waitUntil(lambda: own_job(found).credits_used == sandbox.books.used, timeout=WAIT_MS)
    assert sandbox.books.held == 0
    assert all(Path(file).exists() for file in row.files)
    layer = next(layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty("up42/output"))
    assert layer.isValid()
    before = len(QgsProject.instance().mapLayers())
    found.outputs.load(row.key)
    qtbot.waitUntil(lambda: own_job(found).download is DownloadState.LOADED, timeout=WAIT_MS)
    assert len(QgsProject.instance().mapLayers()) == before


def test_what_was_ordered_is_out_of_the_next_order(found, canvas, qtbot):
    """The button would offer to order once more what is under way already."""
    order_what_is_ticked(found, canvas, qtbot)


def test_refused_hold_sends_nothing(found, sandbox, qtbot):
    found.ordering.prepare([found.scenes.scenes()[0].id])
    wait_for_hold(found, qtbot)
    found.ordering.refuse()
    assert found.ordering.state is OrderingState.IDLE
    assert creates(sandbox) == []


def test_second_click_on_confirm_creates_no_second_job(found, sandbox, qtbot):
    found.ordering.prepare([found.scenes.scenes()[0].id])
    confirmation = wait_for_hold(found, qtbot)
    found.ordering.confirm(confirmation)
    found.ordering.confirm(confirmation)
    qtbot.waitUntil(lambda: own_job(found) is not None, timeout=WAIT_MS)
    assert len(creates(sandbox)) == 1


def test_parameters_changed_under_the_dialog_refuse_the_hold(signed_in, sandbox, qtbot):
    signed_in.workbench.set_limit(1)
    signed_in.workbench.set_mode(JobMode.LIVE)
    signed_in.ordering.prepare()
    confirmation = wait_for_hold(signed_in, qtbot)
    signed_in.workbench.set_max_cloud_cover(7)
    with qtbot.waitSignal(signed_in.ordering.failed, timeout=WAIT_MS) as failed:
        signed_in.ordering.confirm(confirmation)
    assert failed.args[0].kind is ErrorKind.ESTIMATE_OUTDATED
    assert creates(sandbox) == []


def test_lost_answer_is_settled_and_never_paid_twice(found, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="answer_lost_after", method="POST", path=CREATE, times=1))
    found.ordering.prepare([found.scenes.scenes()[0].id])
    confirmation = wait_for_hold(found, qtbot)
    with qtbot.waitSignal(found.ordering.started, timeout=WAIT_MS) as started:
        found.ordering.confirm(confirmation)
    assert started.args[0].state is EntryState.UNKNOWN
    qtbot.waitUntil(lambda: own_job(found).entry_state is EntryState.CREATED, timeout=WAIT_MS)
    assert len(creates(sandbox)) == 1
    assert own_job(found).job_id


def test_cancelled_query_stops_at_once_and_can_be_run_again(signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="latency", path=r"/quicklooks/", seconds=0.5, times=None))
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.QUICKLOOKS, timeout=WAIT_MS)
    signed_in.dry_run.cancel()
    assert signed_in.dry_run.state is DryRunState.CANCELLED
    sandbox.faults.clear()
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)


def test_no_scenes_is_a_result_and_not_a_failure(signed_in, qtbot):
    signed_in.workbench.set_max_cloud_cover(0)
    ancient = datetime(1999, 1, 1, tzinfo=timezone.utc)
    signed_in.workbench.set_period(Period(ancient, ancient))
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    assert signed_in.scenes.scenes() == []


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(kind="status", status=500, path=CREATE, method="POST"), ErrorKind.SERVER_FAILED),
        (Fault(kind="too_many_jobs", path=CREATE, method="POST"), ErrorKind.TOO_MANY_JOBS),
        (Fault(kind="answer_lost_before", path=CREATE, method="POST"), ErrorKind.NO_NETWORK),
        (Fault(kind="html", path=r"/outputs/data-json"), ErrorKind.WEB_PAGE),
        (Fault(kind="missing_keys", path=r"/outputs/data-json"), ErrorKind.UNEXPECTED_ANSWER),
        (Fault(kind="job_failed"), ErrorKind.JOB_FAILED),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else value.value,
)
def test_bad_days_of_a_query_are_reported_by_their_kind(fault, kind, signed_in, sandbox, qtbot):
    sandbox.faults.add(fault)
    with qtbot.waitSignal(signed_in.dry_run.failed, timeout=WAIT_MS) as failed:
        signed_in.dry_run.start()
    assert failed.args[0].kind is kind
    assert signed_in.dry_run.state is DryRunState.FAILED


def test_a_failed_query_has_the_end_of_its_log_as_the_reason(signed_in, sandbox, qtbot):
    """The log of the failed task is the only place that has the reason."""
    sandbox.faults.add(Fault(kind="job_failed"))
    with qtbot.waitSignal(signed_in.dry_run.failed, timeout=WAIT_MS) as failed:
        signed_in.dry_run.start()
    assert "ERROR" in failed.args[0].detail


def test_expired_sign_in_in_mid_flow_is_renewed_unseen(signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="unauthorized", path=r"/projects/.*/jobs/", times=1))
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)


def test_unreadable_quicklook_is_a_note_at_its_scene(signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="corrupt_quicklook", times=None))
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    scenes = signed_in.scenes
    qtbot.waitUntil(lambda: all(scenes.quicklook(scene.id) for scene in scenes.scenes()), timeout=WAIT_MS)
    assert all(scenes.quicklook(scene.id).problem for scene in scenes.scenes())


def test_quicklooks_that_did_not_arrive_are_reported_and_fetched_again_alone(signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="status", status=500, path=r"/quicklooks/", times=None, after=1))
    with qtbot.waitSignal(signed_in.dry_run.quicklooks_failed, timeout=WAIT_MS) as failed:
        signed_in.dry_run.start()
    scenes = signed_in.scenes
    qtbot.waitUntil(lambda: all(scenes.quicklook(scene.id) for scene in scenes.scenes()), timeout=WAIT_MS)
    missing = [scene.id for scene in scenes.scenes() if scenes.quicklook(scene.id).problem == "server_failed"]
    assert failed.args[0] == len(missing) > 1
    assert failed.args[1].kind is ErrorKind.SERVER_FAILED
    sandbox.faults.clear()
    sandbox.clear_requests()
    signed_in.dry_run.fetch_again()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: all(scenes.quicklook(item).problem != "server_failed" for item in missing), timeout=WAIT_MS)
    assert sum("/quicklooks/" in request.path for request in sandbox.requests) == len(missing)
    shown = [item for item in missing if not scenes.quicklook(item).problem]
    assert shown
    qtbot.waitUntil(lambda: all(signed_in.map_scenes.layer_id(item) for item in shown), timeout=WAIT_MS)


@pytest.mark.parametrize("kind", ["hostile_archive", "cut_body", "expired_link"])
def test_bad_days_of_a_download_keep_the_job_and_can_be_tried_again(kind, found, sandbox, qtbot):
    sandbox.faults.add(Fault(kind=kind, path=r"/storage/", times=None if kind == "hostile_archive" else 1))
    found.ordering.prepare([found.scenes.scenes()[0].id])
    found.ordering.confirm(wait_for_hold(found, qtbot))
    qtbot.waitUntil(
        lambda: own_job(found) is not None and own_job(found).download in (DownloadState.LOADED, DownloadState.FAILED),
        timeout=WAIT_MS,
    )
    row = own_job(found)
    if row.download is DownloadState.FAILED:
        assert row.error.kind in (ErrorKind.ARCHIVE_UNSAFE, ErrorKind.DOWNLOAD_BROKEN, ErrorKind.LINK_EXPIRED)
        sandbox.faults.clear()
        found.outputs.download(row.key)
        qtbot.waitUntil(lambda: own_job(found).download is DownloadState.LOADED, timeout=WAIT_MS)
    assert len(creates(sandbox)) == 1


def test_wrong_key_is_reported_as_such(application, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="status", status=401, path=r"/oauth/token", times=None))
    application.account.select_last()
    qtbot.waitUntil(lambda: application.account.state is AccountState.FAILED, timeout=WAIT_MS)
    assert application.account.error.kind is ErrorKind.SIGN_IN_REFUSED


def test_no_service_is_reported_as_no_network(application, monkeypatch, qtbot):
    # Port 9 is the discard service, which nothing serves any more.
    monkeypatch.setenv("UP42_JOBS_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("UP42_JOBS_SERVICE", "workflows")
    application.account.select("Environment")
    qtbot.waitUntil(lambda: application.account.state is AccountState.FAILED, timeout=WAIT_MS)
    assert application.account.error.kind is ErrorKind.NO_NETWORK


@pytest.mark.parametrize("cap", ["max_credits_per_job", "max_credits_per_month"])
def test_cap_that_a_user_set_stops_the_job_before_the_hold_dialog(cap, found, sandbox, qtbot):
    found.set_preferences(found.preferences().changed(**{cap: 1}))
    with qtbot.waitSignal(found.ordering.failed, timeout=WAIT_MS) as failed:
        found.ordering.prepare([found.scenes.scenes()[0].id])
    assert failed.args[0].kind is ErrorKind.OVER_CREDIT_CAP
    assert "your limit is 1 credit. No job was started" in error_sentence(failed.args[0])
    assert found.ordering.state is OrderingState.IDLE
    assert creates(sandbox) == []


def test_month_counts_what_earlier_jobs_have_used(found, sandbox, qtbot):
    scene = found.scenes.scenes()[0].id
    found.ordering.prepare([scene])
    confirmation = wait_for_hold(found, qtbot)
    found.ordering.confirm(confirmation)
    qtbot.waitUntil(lambda: own_job(found) is not None and own_job(found).credits_used, timeout=WAIT_MS)
    found.set_preferences(found.preferences().changed(max_credits_per_month=confirmation.credits + 1))
    with qtbot.waitSignal(found.ordering.failed, timeout=WAIT_MS) as failed:
        found.ordering.prepare([scene])
    assert failed.args[0].kind is ErrorKind.OVER_CREDIT_CAP
    # The numbers were in the details only.
    spent, wanted, cap = (f"{int(number):,}" for number in re.findall(r"[0-9]+", failed.args[0].detail))
    sentence = error_sentence(failed.args[0])
    assert f"up to {wanted} credits. Your limit is {cap} credits. Used or held already: {spent}; left: 0." in sentence
    assert cap == f"{confirmation.credits + 1:,}"
    assert len(creates(sandbox)) == 1


def test_a_scene_that_an_earlier_job_bought_is_marked(found, qtbot):
    """The classic service keeps no list of purchases; the journal has them, and the dialog refused what had no mark."""
    first, *others = [scene.id for scene in found.scenes.scenes()]
    assert not found.scenes.is_owned(first)
    found.ordering.prepare([first])
    found.ordering.confirm(wait_for_hold(found, qtbot))
    qtbot.waitUntil(lambda: found.scenes.is_owned(first), timeout=WAIT_MS)
    assert not any(found.scenes.is_owned(scene) for scene in others)
    found.dry_run.start()
    qtbot.waitUntil(lambda: found.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: found.scenes.is_owned(first), timeout=WAIT_MS)
    assert not any(found.scenes.is_owned(scene) for scene in others)


def test_month_counts_what_another_client_was_charged(found, sandbox, qtbot):
    where, who = found.services.open_sandbox(found.account.connection.service)
    other = found.services.open_gateway(where, who, found.account.network)
    job = other.create_live(found.dry_run.product, replace(found.dry_run.parameters, limit=1), "Of the console")
    qtbot.waitUntil(lambda: other.job(job.id).status.is_final, timeout=WAIT_MS)
    charged = other.credits_used(job.id)
    other.close()
    scene = found.scenes.scenes()[0].id
    found.ordering.prepare([scene])
    wait_for_hold(found, qtbot)
    # The upper end of the estimate is what may be charged.
    most = found.ordering.hold.max_charge
    found.ordering.refuse()
    found.set_preferences(found.preferences().changed(max_credits_per_month=charged + most - 1))
    with qtbot.waitSignal(found.ordering.failed, timeout=WAIT_MS) as failed:
        found.ordering.prepare([scene])
    assert failed.args[0].kind is ErrorKind.OVER_CREDIT_CAP
    found.set_preferences(found.preferences().changed(max_credits_per_month=charged + most))
    found.ordering.prepare([scene])
    found.ordering.confirm(wait_for_hold(found, qtbot))
    qtbot.waitUntil(lambda: own_job(found) is not None, timeout=WAIT_MS)


def test_scenes_of_one_connection_are_not_offered_to_another(found, sandbox, monkeypatch, qtbot):
    monkeypatch.setenv("UP42_JOBS_API_URL", sandbox.api_url)
    monkeypatch.setenv("UP42_JOBS_SERVICE", "workflows")
    monkeypatch.setenv("UP42_JOBS_USER", sandbox.project_id)
    monkeypatch.setenv("UP42_JOBS_KEY", sandbox.project_key)
    layers = len(QgsProject.instance().mapLayers())
    found.account.refresh()
    assert found.scenes.scenes()
    found.account.select("Environment")
    assert found.scenes.scenes() == []
    assert found.dry_run.collection is None
    qtbot.waitUntil(lambda: found.account.state is AccountState.READY, timeout=WAIT_MS)
    assert len(QgsProject.instance().mapLayers()) == layers


def test_the_forms_estimate_is_shown_at_the_scenes_only_while_the_form_is_what_found_them(found):
    scene = found.scenes.scenes()[0]
    found.workbench.take_estimate(Estimate((EstimateLine("a scene", 7, 7, scene_id=scene.id),), 7), None)
    assert found.scenes.cost(scene.id).max_credits == 7
    found.workbench.set_max_cloud_cover(3)
    found.workbench.take_estimate(Estimate((EstimateLine("a scene", 9, 9, scene_id=scene.id),), 9), None)
    assert found.scenes.cost(scene.id).max_credits == 7
