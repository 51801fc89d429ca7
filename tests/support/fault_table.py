"""Every fault of the Sandbox at every step of the way, in both generations."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from typing import Callable, Mapping, Optional

from support.dock_user import Person

WORKFLOWS, PLATFORM = "workflows", "platform"
CONNECTIONS = {WORKFLOWS: "Sandbox", PLATFORM: "Sandbox Platform"}
# Longer than the client of these cases waits.
SLOW_S = 1.0
OFFLINE = "offline"

# What can go wrong with any request; `offline` takes the whole network away.
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
    """A step of the way: the requests it stands on, how a person comes there, does it, and sees that it is done.

    `paths` has method and path by generation, one for both where they do not differ. `go_on` is how the person goes
    on once the fault is over; None where that happens by itself.
    """

    name: str
    paths: Mapping[str, tuple]
    reach: Callable[[Person], None]
    act: Callable[[Person], None]
    is_done: Callable[[Person], bool]
    go_on: Optional[Callable[[Person], None]] = None


def _nothing(person):
    """What happens by itself."""


def _try_again(name, otherwise=_nothing):
    def click(person):
        if person.can_click(name):
            person.click(name)
        else:
            otherwise(person)

    return click


def _queried(person):
    person.fill_in()
    person.query()
    person.wait(lambda: person.has_scenes)


def _asked(person):
    _queried(person)
    person.order()
    person.wait(lambda: person.hold_dialog is not None)


def _running(person):
    _asked(person)
    person.hold_the_clock()
    person.confirm()
    person.wait(lambda: person.has_job)
    person.look_at_jobs()


def _cancellable(person):
    person.have_the_provider_refuse()
    _asked(person)
    person.confirm()
    person.wait(lambda: person.has_job)
    person.look_at_jobs()
    person.wait(lambda: person.can_click("cancel_job_button") and not person.is_being_placed)


def _delivered(person):
    _asked(person)
    person.confirm()
    person.wait(lambda: person.is_done)


def _order_again(person):
    """Orders once more where the screen says that nothing was ordered, and only there."""
    person.wait(lambda: person.has_job or person.is_free_to_order)
    if not person.has_job:
        if person.can_click("notice_check_button"):
            person.click("notice_check_button")
            person.wait(lambda: person.has_products)
        person.order()
        person.wait(lambda: person.hold_dialog is not None)
        person.confirm()


def _change_limit(person):
    person.application.workbench.set_limit(3)


STEPS = (
    Step(
        "connect",
        {WORKFLOWS: ("POST", r"/oauth/token$"), PLATFORM: ("POST", r"/openid-connect/token$")},
        _nothing,
        Person.connect,
        lambda person: person.has_products,
        _try_again("try_again_button"),
    ),
    Step(
        "products",
        {WORKFLOWS: ("GET", r"/workflows$"), PLATFORM: ("GET", r"^/v2/collections$")},
        _nothing,
        Person.connect,
        lambda person: person.has_products,
        _try_again("try_again_button"),
    ),
    Step(
        "form",
        {WORKFLOWS: ("GET", r"/workflows/[^/]+/tasks$"), PLATFORM: ("GET", r"^/orders/schema/")},
        _nothing,
        Person.connect,
        lambda person: person.has_products,
        _try_again("try_again_button", Person.choose_product),
    ),
    Step(
        "price",
        {WORKFLOWS: ("POST", r"/estimate/job$"), PLATFORM: ("POST", r"^/v2/orders/estimate$")},
        Person.fill_in,
        _change_limit,
        lambda person: person.has_estimate and person.application.workbench.parameters.limit == 3,
        _try_again("estimate_again_button"),
    ),
    Step(
        "query",
        {WORKFLOWS: ("POST", r"/workflows/[^/]+/jobs$"), PLATFORM: ("POST", r"^(?!.*assets).*/search$")},
        Person.fill_in,
        Person.query,
        lambda person: person.has_scenes,
        Person.query,
    ),
    Step(
        "follow query",
        {WORKFLOWS: ("GET", r"/jobs/[^/]+$")},
        Person.fill_in,
        Person.query,
        lambda person: person.has_scenes,
        Person.query,
    ),
    Step(
        "scenes",
        {WORKFLOWS: ("GET", r"/outputs/data-json$")},
        Person.fill_in,
        Person.query,
        lambda person: person.has_scenes,
        Person.query,
    ),
    Step(
        "quicklooks",
        {WORKFLOWS: ("GET", r"/quicklooks/"), PLATFORM: ("GET", r"/quicklook$")},
        Person.fill_in,
        Person.query,
        lambda person: person.has_scenes,
        _try_again("quicklooks_again_button", Person.query),
    ),
    Step(
        "estimate",
        {WORKFLOWS: ("POST", r"/estimate/job$"), PLATFORM: ("POST", r"^/v2/orders/estimate$")},
        _queried,
        Person.order,
        lambda person: person.hold_dialog is not None,
        Person.order,
    ),
    Step(
        "balance",
        {WORKFLOWS: ("GET", r"/credits/balance$"), PLATFORM: ("GET", r"^/v2/payments/balances$")},
        _queried,
        Person.order,
        lambda person: person.hold_dialog is not None,
        Person.order,
    ),
    Step(
        "create",
        {WORKFLOWS: ("POST", r"/workflows/[^/]+/jobs$"), PLATFORM: ("POST", r"^/v2/orders$")},
        _asked,
        Person.confirm,
        lambda person: person.has_job,
        _order_again,
    ),
    Step(
        "watch",
        {WORKFLOWS: ("GET", r"/jobs(/[^/]+)?$"), PLATFORM: ("GET", r"^/v2/orders(/[^/]+)?$")},
        _running,
        Person.let_the_clock_go,
        lambda person: person.is_done,
    ),
    Step(
        "cancel",
        {WORKFLOWS: ("POST", r"/cancel/?$"), PLATFORM: ("POST", r"/cancellation$")},
        _cancellable,
        Person.cancel,
        lambda person: person.is_cancelled,
        lambda person: None if person.is_cancelled or not person.can_click("cancel_job_button") else person.cancel(),
    ),
    Step(
        "link",
        {WORKFLOWS: ("GET", r"/downloads/results$"), PLATFORM: ("POST", r"/download-url$")},
        _delivered,
        Person.download,
        lambda person: person.has_outputs,
        _try_again("notice_load_button", Person.download),
    ),
    Step(
        "download",
        {WORKFLOWS: ("GET", r"^/storage/"), PLATFORM: ("GET", r"^/storage/")},
        _delivered,
        Person.download,
        lambda person: person.has_outputs,
        _try_again("notice_load_button", Person.download),
    ),
)


@dataclass(frozen=True)
class Case:
    """One fault at one step in one generation."""

    generation: str
    step: Step
    fault: str
    members: Mapping[str, object]

    def __str__(self):
        return f"{self.generation} {self.step.name} {self.fault}"


def all_cases():
    """Every case there is."""
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
    """Some of the cases, drawn by the seed: of each step some, of each fault some; all of them with FAULTS=all."""
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
