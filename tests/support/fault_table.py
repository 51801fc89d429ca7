"""A table of every Sandbox fault at every step of a job, for both services."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from typing import Callable, Mapping, Optional

from support.dock_user import DockUser

WORKFLOWS, PLATFORM = "workflows", "platform"
CONNECTIONS = {WORKFLOWS: "Sandbox", PLATFORM: "Sandbox Platform"}
# Longer than the client of these cases waits.
SLOW_S = 1.0
OFFLINE = "offline"

# Faults of any request; `offline` disconnects the whole network.
ANYWHERE = {
    "latency": {"kind": "latency", "seconds": SLOW_S},
    "401": {"kind": "unauthorized"},
    "429": {"kind": "rate_limit"},
    "500": {"kind": "status", "status": 500},
    "503 page": {"kind": "status", "status": 503, "body": "html"},
    "502 empty": {"kind": "status", "status": 502, "body": "empty"},
    "html": {"kind": "html"},
    "lost before": {"kind": "answer_lost_before"},
    "lost after": {"kind": "answer_lost_after"},
    "cut": {"kind": "cut_body"},
    "stall": {"kind": "stall_body", "seconds": SLOW_S},
    "wrong length": {"kind": "wrong_length"},
    OFFLINE: {"kind": "answer_lost_before"},
}
AT_CREATE = {
    "500 done": {"kind": "status", "status": 500, "processed": True},
    "429 done": {"kind": "rate_limit", "processed": True},
    "401 done": {"kind": "unauthorized", "processed": True},
    "html done": {"kind": "html", "processed": True},
}
OF_GENERATION = {
    ("create", WORKFLOWS): {"429 jobs": {"kind": "too_many_jobs"}},
    ("create", PLATFORM): {
        "licence": {"kind": "eula_refused"},
        "access": {"kind": "access_refused"},
        "refused": {"kind": "feature_refused", "name": "The area is too small"},
    },
    ("link", WORKFLOWS): {"hostile": {"kind": "hostile_archive"}},
    ("download", WORKFLOWS): {"expired": {"kind": "expired_link"}},
    ("download", PLATFORM): {"expired": {"kind": "expired_link"}},
}


@dataclass(frozen=True)
class Step:
    """A step of a job: its requests, and how a user gets there, performs it and sees that it is done.

    `paths` has method and path per service, one for both if they are the same. `go_on` is how the user continues
    once the fault is over; None if that happens automatically.
    """

    name: str
    paths: Mapping[str, tuple]
    reach: Callable[[DockUser], None]
    act: Callable[[DockUser], None]
    is_done: Callable[[DockUser], bool]
    go_on: Optional[Callable[[DockUser], None]] = None


def _nothing(user):
    """Happens automatically."""


def _try_again(name, otherwise=_nothing):
    def click(user):
        if user.can_click(name):
            user.click(name)
        else:
            otherwise(user)

    return click


def _queried(user):
    user.fill_in()
    user.query()
    user.wait(lambda: user.has_scenes)


def _asked(user):
    _queried(user)
    user.order()
    user.wait(lambda: user.hold_dialog is not None)


def _running(user):
    _asked(user)
    user.hold_the_clock()
    user.confirm()
    user.wait(lambda: user.has_job)
    user.look_at_jobs()


def _cancellable(user):
    user.have_the_provider_refuse()
    _asked(user)
    user.confirm()
    user.wait(lambda: user.has_job)
    user.look_at_jobs()
    user.wait(lambda: user.can_click("cancel_job_button") and not user.is_being_placed)


def _delivered(user):
    _asked(user)
    user.confirm()
    user.wait(lambda: user.is_done)


def _order_again(user):
    """Orders again only if the dock shows that nothing was ordered."""
    user.wait(lambda: user.has_job or user.is_free_to_order)
    if not user.has_job:
        if user.can_click("notice_check_button"):
            user.click("notice_check_button")
            user.wait(lambda: user.has_products)
        user.order()
        user.wait(lambda: user.hold_dialog is not None)
        user.confirm()


def _change_limit_of_a_live_job(user):
    # To a test query an unknown price is a hint without a reason, which would frighten beside a free button.
    user.choose_live()
    user.application.workbench.set_limit(3)


STEPS = (
    Step(
        "connect",
        {WORKFLOWS: ("POST", r"/oauth/token$"), PLATFORM: ("POST", r"/openid-connect/token$")},
        _nothing,
        DockUser.connect,
        lambda user: user.has_products,
        _try_again("try_again_button"),
    ),
    Step(
        "products",
        {WORKFLOWS: ("GET", r"/workflows$"), PLATFORM: ("GET", r"^/v2/collections$")},
        _nothing,
        DockUser.connect,
        lambda user: user.has_products,
        _try_again("try_again_button"),
    ),
    Step(
        "form",
        {WORKFLOWS: ("GET", r"/workflows/[^/]+/tasks$"), PLATFORM: ("GET", r"^/orders/schema/")},
        _nothing,
        DockUser.connect,
        lambda user: user.has_products,
        _try_again("try_again_button", DockUser.choose_product),
    ),
    Step(
        "price",
        {WORKFLOWS: ("POST", r"/estimate/job$"), PLATFORM: ("POST", r"^/v2/orders/estimate$")},
        DockUser.fill_in,
        _change_limit_of_a_live_job,
        lambda user: user.has_estimate and user.application.workbench.parameters.limit == 3,
        _try_again("estimate_again_button"),
    ),
    Step(
        "query",
        {WORKFLOWS: ("POST", r"/workflows/[^/]+/jobs$"), PLATFORM: ("POST", r"^(?!.*assets).*/search$")},
        DockUser.fill_in,
        DockUser.query,
        lambda user: user.has_scenes,
        DockUser.query,
    ),
    Step(
        "follow query",
        {WORKFLOWS: ("GET", r"/jobs/[^/]+$")},
        DockUser.fill_in,
        DockUser.query,
        lambda user: user.has_scenes,
        DockUser.query,
    ),
    Step(
        "scenes",
        {WORKFLOWS: ("GET", r"/outputs/data-json$")},
        DockUser.fill_in,
        DockUser.query,
        lambda user: user.has_scenes,
        DockUser.query,
    ),
    Step(
        "quicklooks",
        {WORKFLOWS: ("GET", r"/quicklooks/"), PLATFORM: ("GET", r"/quicklook$")},
        DockUser.fill_in,
        DockUser.query,
        lambda user: user.has_scenes,
        _try_again("quicklooks_again_button", DockUser.query),
    ),
    Step(
        "estimate",
        {WORKFLOWS: ("POST", r"/estimate/job$"), PLATFORM: ("POST", r"^/v2/orders/estimate$")},
        _queried,
        DockUser.order,
        lambda user: user.hold_dialog is not None,
        DockUser.order,
    ),
    Step(
        "balance",
        {WORKFLOWS: ("GET", r"/credits/balance$"), PLATFORM: ("GET", r"^/v2/payments/balances$")},
        _queried,
        DockUser.order,
        lambda user: user.hold_dialog is not None,
        DockUser.order,
    ),
    Step(
        "create",
        {WORKFLOWS: ("POST", r"/workflows/[^/]+/jobs$"), PLATFORM: ("POST", r"^/v2/orders$")},
        _asked,
        DockUser.confirm,
        lambda user: user.has_job,
        _order_again,
    ),
    Step(
        "watch",
        {WORKFLOWS: ("GET", r"/jobs(/[^/]+)?$"), PLATFORM: ("GET", r"^/v2/orders(/[^/]+)?$")},
        _running,
        DockUser.let_the_clock_go,
        lambda user: user.is_done,
    ),
    Step(
        "cancel",
        {WORKFLOWS: ("POST", r"/cancel/?$"), PLATFORM: ("POST", r"/cancellation$")},
        _cancellable,
        DockUser.cancel,
        lambda user: user.is_cancelled,
        lambda user: None if user.is_cancelled or not user.can_click("cancel_job_button") else user.cancel(),
    ),
    Step(
        "link",
        {WORKFLOWS: ("GET", r"/downloads/results$"), PLATFORM: ("POST", r"/download-url$")},
        _delivered,
        DockUser.download,
        lambda user: user.has_outputs,
        _try_again("notice_load_button", DockUser.download),
    ),
    Step(
        "download",
        {WORKFLOWS: ("GET", r"^/storage/"), PLATFORM: ("GET", r"^/storage/")},
        _delivered,
        DockUser.download,
        lambda user: user.has_outputs,
        _try_again("notice_load_button", DockUser.download),
    ),
)


@dataclass(frozen=True)
class Case:
    """One fault at one step of one service."""

    generation: str
    step: Step
    fault: str
    members: Mapping[str, object]

    def __str__(self):
        return f"{self.generation} {self.step.name} {self.fault}"


def all_cases():
    """Returns all cases."""
    cases = []
    for generation in (WORKFLOWS, PLATFORM):
        for step in STEPS:
            if generation not in step.paths:
                continue
            faults = {**ANYWHERE, **(AT_CREATE if step.name == "create" else {})}
            faults.update(OF_GENERATION.get((step.name, generation), {}))
            cases += [Case(generation, step, name, members) for name, members in faults.items()]
    return cases


def chosen_cases(seed, share):
    """Returns a seeded sample that covers every step and every fault; all cases with FAULTS=all."""
    cases = all_cases()
    if os.environ.get("FAULTS") == "all":
        return cases
    random.Random(seed).shuffle(cases)
    wanted, met = [], set()
    for case in cases:
        marks = {(case.generation, case.step.name), (case.generation, case.fault)}
        if not marks <= met:
            met |= marks
            wanted.append(case)
    for case in cases:
        if len(wanted) < share and case not in wanted:
            wanted.append(case)
    return sorted(wanted, key=str)
