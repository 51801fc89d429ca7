"""Live jobs in worlds that are not ideal: late and empty lists, two accounts, wrong dates, slow orders, overlaps.

Plays seeded cases per world and generation and prints a table, a row per world; `--without CURE` takes one cure away,
so that the table shows what it is for. Ends with 1 where a figure that should be zero is not.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "tools")]
from package_path import register_package  # noqa: E402

register_package()

from stage import hurry  # noqa: E402
from support.service_stage import Stage, Watch  # noqa: E402

from up42_jobs.core.api.platform.gateway import PlatformJobs  # noqa: E402
from up42_jobs.core.api.platform.request import parse_display_name  # noqa: E402
from up42_jobs.core.api.workflows.gateway import WorkflowJobs  # noqa: E402
from up42_jobs.core.domain.clock import utc_now  # noqa: E402
from up42_jobs.core.domain.connections import Service  # noqa: E402
from up42_jobs.core.domain.elapsed import Ticks  # noqa: E402
from up42_jobs.core.domain.errors import Up42Error  # noqa: E402
from up42_jobs.core.domain.jobs.credits import Caps, HoldConfirmation  # noqa: E402
from up42_jobs.core.domain.jobs.journal import EntryState  # noqa: E402
from up42_jobs.core.domain.ports.gateway import RequestError  # noqa: E402
from up42_jobs.core.journal.store import SqliteJournal  # noqa: E402
from up42_jobs.core.usecases import absence, live_run, watch  # noqa: E402
from up42_jobs.core.usecases import prepare_order as policy  # noqa: E402
from up42_jobs.core.usecases.live_run import LiveOrder, start_live, unique_name  # noqa: E402
from up42_jobs.sandbox import Fault  # noqa: E402

CREATE = {Service.WORKFLOWS: r"/workflows/[^/]+/jobs$", Service.PLATFORM: r"^/v2/orders$"}
FIGURES = ("paid_twice", "lost", "false_words", "unknown_for_ever")
GIVEN_UP = (EntryState.REFUSED, EntryState.ABSENT)


class Buyer:
    """Someone who wants one job of some scenes, and orders again only when told that there is none."""

    def __init__(self, stage, folder, name="Mine"):
        self.stage = stage
        self.name = name
        self.date_s = 0.0
        self.ticks_s = 0.0
        self.false_words = 0
        self.journal = SqliteJournal(folder / "journal.sqlite", self.now)
        self.gateway = stage.gateway
        self.product = stage.product()
        self.parameters = self.gateway.pinned(self.product, stage.parameters(self.product, 3))

    def now(self):
        """The date on this computer."""
        return utc_now() + timedelta(seconds=self.date_s)

    def ticks(self):
        """The machine's own clock."""
        return Ticks("boot", self.ticks_s)

    def wait(self, seconds):
        """Lets time pass, here and at the service."""
        self.stage.sandbox.clock.advance(seconds)
        self.ticks_s += seconds

    def go_to(self, stage, name):
        """Opens another connection."""
        self.stage, self.name, self.gateway = stage, name, stage.gateway

    def look(self):
        """What the monitor does; then compares what is said with what is."""
        with contextlib.suppress(Up42Error):
            watch.look_at_jobs(self.gateway, self.journal, self.name, self.now, Watch(), self.ticks)

    def check_words(self, stages):
        """Counts the jobs that are called absent, refused or vanished while they exist."""
        names = {name for stage in stages for name in names_on(stage)}
        for entry in self.journal.entries():
            self.false_words += (entry.state in GIVEN_UP or entry.is_vanished) and entry.name in names

    def is_told_none(self, account):
        """Whether everything that was tried in an account is said not to be there."""
        mine = [entry for entry in self.journal.entries() if entry.account in ("", account)]
        return all(entry.state in GIVEN_UP or entry.is_vanished for entry in mine)

    def buy(self, scenes=None):
        """Goes the whole way to an order of some scenes, without those that are taken."""
        parameters = self.parameters
        if scenes is not None:
            parameters = replace(parameters, scene_ids=scenes, limit=len(scenes))
        with contextlib.suppress(Up42Error, RequestError):
            wanted = policy.OrderRequest(self.name, self.product, parameters)
            prepared = policy.prepare_order(self.gateway, self.journal, Caps(), wanted, self.now)
            if prepared.taken:
                parameters = policy.without_taken(prepared, parameters)
                if parameters is None:
                    return
                wanted = replace(wanted, parameters=parameters)
                prepared = policy.prepare_order(self.gateway, self.journal, Caps(), wanted, self.now)
            hold = prepared.hold
            name = unique_name("Größe", utc_now(), uuid.uuid4().hex)
            order = LiveOrder(self.name, self.stage.service.value, self.product, parameters, name)
            consent = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
            start_live(self.gateway, self.journal, order, hold, consent, self.now)


def names_on(stage):
    """The names of the jobs that a service has, listed or not."""
    if stage.service is Service.WORKFLOWS:
        return [job["name"] for job in stage.sandbox.jobs]
    return [parse_display_name(order["displayName"])[0] for order in stage.sandbox.orders]


def bought_on(stage):
    """What was bought, one purchase a scene or a job."""
    if stage.service is Service.WORKFLOWS:
        return Counter(json.dumps(job["inputs"], sort_keys=True) for job in stage.sandbox.jobs)
    return Counter(order["orderDetails"]["imageId"] for order in stage.sandbox.orders)


def lose(draw, stage, kinds=("answer_lost_after", "answer_lost_before", None)):
    """Loses the answer to the next order, before or behind it, or none."""
    kind = draw.choice(kinds)
    if kind:
        stage.sandbox.faults.add(Fault(kind, path=CREATE[stage.service], method="POST"))


def live(draw, buyer, stages, gaps):
    """Looks and, when told that there is nothing, orders; several times."""
    for _ in range(draw.randint(2, 4)):
        for _ in range(draw.randint(1, 4)):
            buyer.wait(draw.choice(gaps))
            buyer.look()
            buyer.check_words(stages)
        if buyer.is_told_none(buyer.gateway.account()):
            buyer.buy()


def accounts(draw, buyer, stages):
    """Two accounts, under names that change, one of them the other's."""
    lose(draw, stages[0], ("answer_lost_after",))
    buyer.buy()
    buyer.go_to(stages[1], "Mine")
    for _ in range(4):
        buyer.wait(400.0)
        buyer.look()
        buyer.check_words(stages)
    for _ in range(4):
        buyer.go_to(draw.choice(stages), draw.choice(["Mine", "Renamed", "Environment"]))
        lose(draw, buyer.stage)
        live(draw, buyer, stages, (30.0, 400.0))


def late_lists(draw, buyer, stages):
    """Lists that are minutes late."""
    buyer.stage.sandbox.change(listing_lag_seconds=draw.choice([90.0, 400.0, 500.0, 550.0]))
    lose(draw, buyer.stage, (*3 * ("answer_lost_after",), "answer_lost_before"))
    buyer.buy()
    for _ in range(3):
        buyer.wait(draw.choice([65.0, 125.0]))
        buyer.look()
        buyer.check_words(stages)
    live(draw, buyer, stages, (30.0, 120.0, 300.0))


def later_lists(draw, buyer, stages):
    """Lists that are late for longer than anybody waits, and right again when the order is repeated."""
    buyer.stage.sandbox.change(listing_lag_seconds=50_000.0)
    lose(draw, buyer.stage, ("answer_lost_after",))
    buyer.buy()
    for _ in range(3):
        buyer.wait(400.0)
        buyer.look()
    buyer.stage.sandbox.change(listing_lag_seconds=0.0)
    buyer.buy()


def empty_lists(draw, buyer, stages):
    """Lists that are empty for a while although there are jobs, and answers that know none of them."""
    buyer.buy(None if buyer.stage.service is Service.WORKFLOWS else buyer.parameters.scene_ids[:1])
    buyer.stage.sandbox.change(listing_lag_seconds=50_000.0)
    times = draw.randint(1, 3)
    buyer.stage.sandbox.faults.add(Fault("status", path=r"/jobs/[^/]+$", method="GET", status=404, times=times))
    for _ in range(3):
        buyer.wait(draw.choice((60.0, 400.0)))
        buyer.look()
        buyer.check_words(stages)
    if buyer.is_told_none(buyer.gateway.account()):
        buyer.buy()
    buyer.stage.sandbox.change(listing_lag_seconds=0.0)


def lists_without_the_others(draw, buyer, stages):
    """A list that lacks new jobs for longer than the patience, beside older ones of ours that it lacks too."""
    if buyer.stage.service is Service.PLATFORM:
        buyer.buy(buyer.parameters.scene_ids[:1])
    else:
        whole = buyer.parameters
        buyer.parameters = replace(whole, max_cloud_cover=97)
        buyer.buy()
        buyer.parameters = whole
    lose(draw, buyer.stage, ("answer_lost_after",))
    buyer.stage.sandbox.change(listing_lag_seconds=50_000.0)
    buyer.buy()
    for _ in range(4):
        buyer.wait(400.0)
        buyer.look()
        buyer.check_words(stages)
    buyer.stage.sandbox.change(listing_lag_seconds=0.0)


def wrong_dates(draw, buyer, stages):
    """A date that jumps by hours and days between looks a second apart."""
    buyer.stage.sandbox.change(listing_lag_seconds=300.0)
    lose(draw, buyer.stage, ("answer_lost_after",))
    buyer.buy()
    for _ in range(4):
        buyer.date_s += draw.choice([3600.0, -7200.0, 20 * 3600.0])
        buyer.wait(draw.choice([1.0, 25.0]))
        buyer.look()
        buyer.check_words(stages)
        if buyer.is_told_none(buyer.gateway.account()):
            buyer.buy()


def slow_orders(draw, buyer, stages):
    """A process that is stopped between its intent and its request, while another window looks and orders."""
    gateway = buyer.gateway
    create, pause = gateway.create_live, draw.choice([100.0, 400.0])
    stopped = []

    def slow(product, parameters, name, renew):
        if not stopped:
            stopped.append(name)
            for _ in range(3):
                buyer.wait(pause)
                buyer.look()
            if buyer.is_told_none(gateway.account()):
                buyer.buy()
        return create(product, parameters, name, renew)

    gateway.create_live = slow
    buyer.buy()
    del gateway.create_live
    buyer.check_words(stages)


def overlaps(draw, buyer, stages):
    """Several windows that order overlapping scenes at the same instant."""
    scenes = buyer.parameters.scene_ids
    together = threading.Barrier(4)

    def order(mine):
        together.wait()
        for _ in range(2):
            buyer.buy(mine)

    kinds = [scenes[:2], scenes[1:], scenes[::2], scenes[1:2], scenes]
    threads = [threading.Thread(target=order, args=(draw.choice(kinds) or None,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


WORLDS = {
    "two accounts": accounts,
    "late lists": late_lists,
    "later lists": later_lists,
    "empty lists": empty_lists,
    "lists without the others": lists_without_the_others,
    "wrong dates": wrong_dates,
    "slow orders": slow_orders,
    "overlapping orders": overlaps,
}


def _impatient():
    absence.PATIENCE_S, absence.MIN_LOOKS, absence.MIN_GAP_S = 120.0, 1, 0.0


def _by_name():
    WorkflowJobs.account = PlatformJobs.account = lambda gateway: "Environment"


def _by_date():
    machine = Buyer.ticks
    Buyer.ticks = lambda buyer: Ticks("boot", machine(buyer).seconds + buyer.now().timestamp())


CURES = {
    "account": _by_name,
    "patience": _impatient,
    "look-again": lambda: [setattr(module, "look_again", lambda *parts: ()) for module in (policy, live_run)],
    "witnesses": lambda: setattr(watch, "shows_others", lambda *parts: True),
    "gone": lambda: setattr(live_run, "is_gone", lambda entry, absence: True),
    "own-clock": _by_date,
    "renewal": lambda: setattr(SqliteJournal, "renew", lambda journal, key: None),
    "claims": lambda: setattr(policy, "taken_by", lambda *parts: ()),
}


@dataclass
class Verdict:
    """The figures of one case; all should be zero."""

    paid_twice: int = 0
    lost: int = 0
    false_words: int = 0
    unknown_for_ever: int = 0


def play(world, service, seed):
    """Plays a case and compares the journal with the services' books."""
    draw = random.Random(f"{world} {service.value} {seed}")
    options = {"live_seconds": 10.0**7, "order_seconds": 10.0**7, "balance": 10**8, "max_concurrent_jobs": 10**5}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="up42-worlds-")))
        count = 2 if world == "two accounts" else 1
        stages = [stack.enter_context(Stage(service=service, name="Mine", **options)) for _ in range(count)]
        for stage in stages:
            stage.sandbox.clock.speed(0)
        buyer = Buyer(stages[0], folder)
        WORLDS[world](draw, buyer, stages)
        verdict = Verdict(false_words=buyer.false_words)
        # The world is as it should be again: all that was ordered is found, and nothing more.
        buyer.date_s = 0.0
        for stage in stages:
            stage.sandbox.faults.clear()
            stage.sandbox.change(listing_lag_seconds=0.0)
            buyer.go_to(stage, "Mine")
            for _ in range(4):
                buyer.wait(400.0)
                buyer.look()
        entries = buyer.journal.entries()
        known = {entry.name for entry in entries if entry.state is EntryState.CREATED and not entry.is_vanished}
        for stage in stages:
            verdict.paid_twice += sum(number - 1 for number in bought_on(stage).values())
            verdict.lost += len(set(names_on(stage)) - known)
        verdict.unknown_for_ever = sum(entry.state in (EntryState.INTENT, EntryState.UNKNOWN) for entry in entries)
        buyer.journal.close()
    return verdict


def torture(worlds, services, seed, cases):
    """Plays cases of each world and generation and returns a row of the table for each."""
    rows = []
    for world in worlds:
        for service in services:
            found = [play(world, service, number) for number in range(seed, seed + cases)]
            sums = {name: sum(getattr(verdict, name) for verdict in found) for name in FIGURES}
            rows.append({"world": world, "generation": service.value, "cases": cases, **sums})
    return rows


def main():
    """Reads the arguments, plays, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", choices=[*WORLDS, "all"], default="all")
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without", choices=list(CURES), default="", help="a cure to take away")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    hurry()
    if arguments.without:
        CURES[arguments.without]()
    worlds = list(WORLDS) if arguments.world == "all" else [arguments.world]
    rows = torture(worlds, list(Service), arguments.seed, arguments.cases)
    if arguments.json:
        sys.stdout.write(json.dumps(rows) + "\n")
    else:
        for row in ([dict(zip(rows[0], rows[0]))] + rows):
            sys.stdout.write("  ".join(str(value).replace("_", " ").rjust(16) for value in row.values()) + "\n")
    return 1 if any(row[name] for row in rows for name in FIGURES) else 0


if __name__ == "__main__":
    sys.exit(main())
