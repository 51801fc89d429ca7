"""Features missing in an account, a plan or a smaller service block nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.platform_client import PlatformClient
from support.service_stage import Stage, Watch

from up42_jobs.core.api.platform.answers import job_of, parse_order
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Budgets
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.notes import TaskingStep
from up42_jobs.core.domain.ports.control import PlacedRaster
from up42_jobs.core.domain.products import FieldKind
from up42_jobs.core.usecases.dry_run import fetch_quicklooks
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.sandbox import Fault
from up42_jobs.sandbox.http.routing import HttpRefusal
from up42_jobs.sandbox.platform.account import sign_in as sandbox_sign_in
from up42_jobs.sandbox.world.imagery import scene_by_id

BALANCES, BUDGETS = "/v2/payments/balances", "^/v2/budgets"
TOKEN, USERINFO = "/token$", "/userinfo$"
REFUSALS = (400, 402, 403, 404, 405, 422, 451)
FAILURES = (500, 501, 503)


@pytest.fixture
def stage(request):
    with Stage(service=Service.PLATFORM, **getattr(request, "param", {})) as running:
        yield running


def refuse(stage, path, status, times=None):
    stage.sandbox.faults.add(Fault("status", path=path, status=status, times=times))


def hold(stage, product):
    return prepare_hold(stage.gateway, product, stage.parameters(product))


@pytest.mark.parametrize("status", REFUSALS)
def test_account_that_may_not_see_balance_or_budgets_can_order_all_the_same(stage, status):
    product = stage.product()
    refuse(stage, BALANCES, status)
    refuse(stage, BUDGETS, status)
    prepared = hold(stage, product)
    assert prepared.credits > 0
    assert (prepared.balance, prepared.has_balance_failed, prepared.budgets) == (None, False, ())
    assert not prepared.lacks_budget
    assert prepared.is_covered


@pytest.mark.parametrize("status", FAILURES)
def test_balance_and_budgets_that_fail_are_not_known_and_that_is_noted(stage, status):
    product = stage.product()
    refuse(stage, BALANCES, status)
    refuse(stage, BUDGETS, status)
    prepared = hold(stage, product)
    assert prepared.credits > 0
    assert (prepared.balance, prepared.has_balance_failed, prepared.lacks_budget) == (None, True, False)


def test_lost_sign_in_is_no_account_without_a_balance(stage):
    stage.product()
    stage.sandbox.faults.add(Fault("unauthorized", path=BALANCES, times=None))
    with pytest.raises(Up42Error) as caught:
        stage.gateway.balance()
    assert caught.value.kind is ErrorKind.UNAUTHORIZED


@pytest.mark.parametrize("is_enforced", [False, True])
def test_active_budgets_are_offered_and_wanted_only_where_the_account_enforces_them(stage, is_enforced):
    product = stage.product()
    stage.sandbox.change(budgets_enforced=is_enforced)
    prepared = hold(stage, product)
    assert [budget.name for budget in prepared.budgets] == ["Harbour survey", "Training", "Without limit"]
    assert prepared.needs_budget is prepared.lacks_budget is is_enforced


def test_settings_of_budgets_that_are_refused_hide_no_budget(stage):
    refuse(stage, "^/v2/budgets/settings", 400)
    assert len(stage.gateway.budgets.active().entries) == 3
    refuse(stage, "^/v2/budgets$", 402)
    assert stage.gateway.budgets.active() == Budgets()


@pytest.mark.parametrize("code", ["invalid_scope", "unauthorized_client", "invalid_client"])
def test_sign_in_goes_as_the_official_sdk_does_and_otherwise_as_the_documentation_says(stage, code, monkeypatch):
    def picky(form, options):
        asked.append((form["client_id"], form.get("scope")))
        if "scope" in form:
            raise HttpRefusal(400, f"not for this client: {code}", code)

    asked = []
    monkeypatch.setattr(sandbox_sign_in, "expect_scope", picky)
    assert stage.gateway.sign_in() == stage.sandbox.user
    assert asked == [("up42-sdk", "openid"), ("up42-api", "openid"), ("up42-api", None)]


@pytest.mark.parametrize("stage", [{"variant": "scoped"}], indirect=True)
def test_scope_of_one_client_only_is_asked_for_by_that_client(stage):
    assert stage.gateway.sign_in() == stage.sandbox.user
    assert stage.count("POST", "/token") == 1


@pytest.mark.parametrize("status", [400, 403, 404, 405])
def test_user_is_read_from_the_access_value_where_userinfo_refuses(stage, status):
    refuse(stage, USERINFO, status)
    stage.gateway.sign_in()
    product = stage.product()
    parameters = replace(stage.parameters(product), limit=1)
    wanted = stage.gateway.pinned(product, parameters)
    stage.gateway.create_live(product, wanted, "Harbour")
    (order,) = stage.sandbox.orders
    assert order["workspaceId"] == stage.sandbox.shared.account.workspace_id


def test_wrong_password_is_tried_once_and_in_one_way_only(stage):
    # A service may lock the account after a few of them.
    gateway = stage.open_gateway()
    gateway._client._credentials = replace(gateway._client._credentials, key="wrong")
    with pytest.raises(Up42Error) as caught:
        gateway.sign_in()
    assert caught.value.kind is ErrorKind.SIGN_IN_REFUSED
    assert stage.count("POST", "/token") == 1


def test_page_size_that_is_refused_is_asked_for_smaller_and_stays_so(stage, monkeypatch):
    account_routes = "up42_jobs.sandbox.platform.glossary.routes.MAX_PAGE"
    monkeypatch.setattr(account_routes, 20)
    expected = {product.key for product in stage.gateway.products()}
    assert "phr-display" in expected
    asked = [entry for entry in stage.sandbox.requests if entry.path == "/v2/collections"]
    assert [entry.status for entry in asked] == [400, 200]
    assert {product.key for product in stage.gateway.products()} == expected
    assert len([entry for entry in stage.sandbox.requests if entry.path == "/v2/collections"]) == 3


@pytest.mark.parametrize("stage", [{"variant": "const-title"}], indirect=True)
def test_choices_with_titles_are_choices_and_the_name_is_filled_in_by_us(stage):
    product = stage.product("phr-analytic")
    fields = {spec.path[1:]: spec for spec in product.fields}
    spectral = fields[("spectralProcessing",)]
    assert (spectral.kind, spectral.choices) == (FieldKind.CHOICE, ("bundle", "multispectral", "pansharpened"))
    assert spectral.choice_titles == ("Bundle", "Multispectral", "Pansharpened")
    assert fields[("radiometricProcessing",)].default == "reflectance"
    assert ("displayName",) not in fields
    display = stage.product("phr-display")
    wanted = stage.gateway.pinned(display, stage.parameters(display))
    assert not stage.gateway.estimate(display, wanted).problems
    stage.gateway.create_live(display, wanted, "Harbour")
    assert [order["displayName"] for order in stage.sandbox.orders] == ["Harbour"]


def test_addresses_that_end_in_download_url_are_taken_as_they_are(stage):
    product = stage.product()
    wanted = stage.gateway.pinned(product, stage.parameters(product))
    job = stage.gateway.create_live(product, wanted, "Harbour")
    stage.sandbox.clock.advance(60)
    (delivery, *_) = stage.gateway.deliveries(job.id)
    address = stage.gateway._deliveries.address(job.id, delivery)
    plain = stage.gateway._deliveries.link(address)
    whole = stage.gateway._deliveries.link(f"{address}/download-url")
    assert plain.partition("?")[0] == whole.partition("?")[0]
    stored = stage.gateway.storage.assets(None, Watch())
    assert [entry.scene_id for entry in stored] == list(wanted.scene_ids)


@pytest.mark.parametrize("stage", [{"variant": "slow-listing"}], indirect=True)
def test_new_order_is_followed_by_its_id_long_before_lists_show_it(stage):
    # Its state and credits are requested at once; an existing order must not appear to be gone.
    product = stage.product()
    wanted = stage.gateway.pinned(product, stage.parameters(product, 2))
    made = stage.gateway.create_live(product, wanted, "Harbour")
    stage.sandbox.clock.advance(30)
    job = stage.gateway.job(made.id)
    assert [task.status for task in job.tasks] == [JobStatus.SUCCEEDED] * 2
    assert stage.gateway.find_live("Harbour", product.id, utc_now()).id == made.id
    assert stage.gateway.deliveries(made.id)
    assert stage.open_gateway().find_live("Harbour", product.id, utc_now()) is None


@pytest.mark.parametrize("step", TaskingStep)
def test_tasking_order_says_what_it_waits_for(step):
    details = {"subStatus": step.value, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    order = parse_order({"id": "o", "displayName": "New", "status": "PLACED", "orderDetails": details})
    job = job_of([order], {}, None, "Tasking", utc_now())
    assert (job.note, job.tasks[0].note) == (step, step)
    assert not job.status.is_final
    done = job_of([replace(order, status="FULFILLED")], {}, None, "Tasking", utc_now())
    assert (done.note, done.tasks[0].note) == ("", "")


def test_console_is_offered_for_an_order_that_is_decided_on_there(stage):
    stage.gateway._client.console = "https://console.example"
    client = PlatformClient(stage.sandbox)
    product = client.data("GET", "/v2/collections/phr-tasking")["dataProducts"][0]["id"]
    params = {"acquisitionMode": "mono", "acquisitionStart": "2026-10-01", "acquisitionEnd": "2026-11-01"}
    tasking = client.placed({**client.order_body(product=product, scene="x"), "params": params})
    archive = client.placed()
    jobs = {job.id: job for job in stage.gateway.jobs()}
    assert jobs[tasking].note is TaskingStep.FEASIBILITY_UPLOAD
    assert jobs[archive].note != jobs[tasking].note
    told = [stage.gateway.console_url(id) for id in (tasking, archive)]
    assert told == ["https://console.example", ""]


@pytest.mark.parametrize(
    "stage", [{"variant": "limited", "requests_per_minute": 60_000, "latency_seconds": 0.05}], indirect=True
)
def test_quicklooks_of_a_service_that_takes_five_at_once_all_arrive_with_few_refusals(stage, tmp_path):
    product = stage.product()
    parameters = replace(stage.parameters(product, 40), aoi=Aoi(box_ring(-0.45, 39.35, -0.26, 39.5), 260.0))
    job = stage.gateway.start_dry_run(product, parameters, "Query")
    scenes = stage.gateway.collect_scenes(product, parameters, job, Watch()).scenes
    assert len(scenes) == 40
    fetched = fetch_quicklooks(stage.gateway, job, scenes, tmp_path, place, Watch(), lambda placed: None)
    shown = [quicklook.scene_id for quicklook in fetched if not quicklook.problem]
    assert shown == [scene.id for scene in scenes if scene_by_id(scene.id).has_quicklook]
    asked = [record for record in stage.sandbox.requests if record.path.endswith("/quicklook")]
    refused = [record for record in asked if record.status == 429]
    # Sixteen parallel requests would have got as many refusals as quicklooks.
    assert len(refused) <= 8


def place(image, scene):
    """Replaces the GDAL side."""
    return PlacedRaster(str(image), "corners", 1.0)
