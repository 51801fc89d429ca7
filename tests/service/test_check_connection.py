"""Check Connection makes every call that the plugin depends on, and reports the service's answers."""

from __future__ import annotations

import threading

import pytest
from support.fixed_answers import FixedAnswers
from support.service_stage import Stage, Watch

from up42_jobs.core.api.platform.gateway import PlatformJobs
from up42_jobs.core.domain.checks import Check, StepStatus, are_ok
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
from up42_jobs.core.domain.errors import Cancelled, ErrorKind
from up42_jobs.core.usecases.check_connection import check_connection
from up42_jobs.sandbox.testing.faults import Fault

PLATFORM, WORKFLOWS = Service.PLATFORM, Service.WORKFLOWS
FINE, NOT_OFFERED, FAILED, NOT_CHECKED = StepStatus
STEPS = {
    PLATFORM: [
        "token",
        "user",
        "collections",
        "catalog",
        "catalog_search",
        "host_search",
        "archive_form",
        "tasking_form",
        "budgets",
        "balance",
        "orders",
        "storage",
    ],
    WORKFLOWS: ["token", "project", "workflows", "blocks", "balance", "jobs"],
}


def checked(stage, **more):
    """The steps by name."""
    return {step.name: step for step in check_connection(stage.gateway, Watch(), **more)}


@pytest.mark.parametrize("service", list(Service))
def test_every_step_of_a_service_that_works_is_fine_and_spends_nothing(service):
    with Stage(service=service) as stage:
        before = stage.gateway.balance()
        told = []
        steps = check_connection(stage.gateway, Watch(), told.append)
        assert [step.name for step in steps] == STEPS[service]
        assert {step.name: step.status for step in steps} == dict.fromkeys(STEPS[service], FINE)
        assert told == list(steps)
        assert are_ok(steps)
        assert stage.gateway.balance() == before
        assert stage.gateway.jobs() == ()
        writes = {request.path for request in stage.sandbox.requests if request.method not in ("GET", "POST")}
        posts = {request.path.partition("?")[0] for request in stage.sandbox.requests if request.method == "POST"}
        assert writes == set()
        assert all(path.endswith(("/token", "/search")) for path in posts)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("stac-strict", {"catalog": FINE, "catalog_search": FINE, "host_search": FINE}),
        ("stac-broken", {"catalog": FINE, "catalog_search": FAILED, "host_search": FINE}),
        ("stac-empty", {"catalog_search": FINE, "host_search": FINE}),
        ("host-only", {"catalog": NOT_OFFERED, "catalog_search": NOT_OFFERED, "host_search": FINE}),
        ("const-title", {"archive_form": FINE, "tasking_form": FINE}),
        ("scoped", {"token": FINE, "user": FINE}),
        # The plan refuses the three budget calls with 400, 402 and 403.
        ("basic", {"budgets": NOT_OFFERED, "balance": NOT_OFFERED}),
        ("flaky-balance", {"balance": FAILED}),
    ],
)
def test_each_shape_of_the_service_is_reported_as_it_is(variant, expected):
    with Stage(service=PLATFORM, variant=variant) as stage:
        steps = checked(stage)
    assert {name: steps[name].status for name in expected} == expected
    assert all(step.words for step in steps.values())


def test_what_decides_between_the_shapes_is_in_the_words():
    """The first user with an account can report all open questions with one text."""
    with Stage(service=PLATFORM, variant="stac-strict,const-title,basic") as stage:
        steps = checked(stage)
    assert "item-search" in steps["catalog"].words
    assert "limit 500: HTTP 400" in steps["catalog_search"].words
    assert "download-url" in steps["catalog_search"].words
    assert "anyOf" in steps["tasking_form"].words
    assert steps["budgets"].words.startswith("HTTP 40")


@pytest.mark.parametrize("service", list(Service))
def test_a_step_that_fails_hides_no_other(service):
    """All steps run even if one fails; a failure is reported in the service's words."""
    with Stage(service=service) as stage:
        stage.sandbox.faults.add(Fault("status", path="balance", status=500, times=None))
        steps = checked(stage)
        failed = [step.name for step in steps.values() if not step.is_ok]
    assert failed == ["balance"]
    assert steps["balance"].words == "HTTP 500: The service is not available (status 500)"
    assert not are_ok(list(steps.values()))


@pytest.mark.parametrize("kind", ["missing_keys", "html", "cut_body"])
def test_an_answer_of_an_unexpected_shape_is_one_line_too(kind):
    with Stage(service=PLATFORM) as stage:
        stage.sandbox.faults.add(Fault(kind, path="collections", times=None))
        steps = checked(stage)
    assert list(steps) == STEPS[PLATFORM]
    assert steps["collections"].status is FAILED
    assert steps["balance"].status is FINE


def test_nothing_is_asked_without_an_access_value():
    words = "Account disabled for ANA@example.org with key-of-ana"
    with FixedAnswers(400, {"error": "invalid_grant", "error_description": words}) as server:
        where = Connection("Mine", PLATFORM, server.url, server.url)
        gateway = PlatformJobs(where, Credentials("ana@example.org", "key-of-ana"), NetworkProfile(timeout_s=10))
        steps = check_connection(gateway, Watch(), hidden=("ana@example.org", "key-of-ana"))
        gateway.close()
    assert [step.status for step in steps] == [FAILED] + [NOT_CHECKED] * (len(steps) - 1)
    assert len(server.requests) == 1
    # Sign-in data that the service repeats appears in no text that a user may publish.
    assert steps[0].words == "HTTP 400: Account disabled for … with …"
    assert steps[0].error.detail == "Account disabled for … with …"


def test_a_service_without_hosts_is_searched_by_its_catalog_from_then_on():
    """The next test query uses what the check has found out."""
    with Stage(service=PLATFORM) as stage:
        stage.sandbox.faults.add(Fault("status", path="/catalog/hosts/", status=404, times=None))
        steps = checked(stage)
        assert steps["host_search"].status is NOT_OFFERED
        assert "the catalog is searched" in steps["host_search"].words
        stage.sandbox.clear_requests()
        product = stage.product()
        parameters = stage.parameters(product, 2)
        job = stage.gateway.start_dry_run(product, parameters, "harbour")
        assert stage.gateway.collect_scenes(product, parameters, job, Watch()).scenes
        assert stage.count("POST", "/catalog/hosts/") == 0


def test_the_way_in_is_reported_without_the_user():
    """Which client and scope the service accepts is open; the report contains neither name nor value of the user."""
    with Stage(service=PLATFORM, variant="scoped") as stage:
        steps = checked(stage)
        user = stage.sandbox.user
    assert steps["token"].words.startswith("client_id up42-")
    assert "sub" in steps["user"].words
    assert all(user not in step.words for step in steps.values())


class Slow:
    """A gateway whose first step blocks."""

    def __init__(self, is_over):
        self._is_over = is_over

    def checks(self):
        return (Check("hangs", lambda: str(self._is_over.wait(60))), Check("works", lambda: "fine"))


def test_a_step_that_hangs_ends_at_its_deadline_and_the_next_is_made():
    is_over = threading.Event()
    steps = check_connection(Slow(is_over), Watch(), deadline_s=0.2)
    is_over.set()
    assert [step.status for step in steps] == [FAILED, FINE]
    assert steps[0].error.kind is ErrorKind.TIMED_OUT


def test_a_hanging_step_can_be_cancelled():
    is_over, watch = threading.Event(), Watch()
    watch.is_stopped.set()
    with pytest.raises(Cancelled):
        check_connection(Slow(is_over), watch, deadline_s=60)
    is_over.set()
