"""The torture of orders over ten areas: each fault at each step, at any area, killed processes, repeats, overlaps.

Play a case again with `--seed N --cases 1`; see what each line of defence is for with `--without`. Ends with 1 where a
figure that should be zero is not.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "tools")]
from package_path import register_package  # noqa: E402

register_package()

from life import Computer, ForgetfulJournal, MortalJournal, _killer, allow_one_retry  # noqa: E402
from plan import DELAY_S, FAULTS, JUMP_S, LONG_PAUSE_S  # noqa: E402
from run import print_table  # noqa: E402
from stage import CONNECTION, GENERATIONS, LIVE_SECONDS, Stage, hurry  # noqa: E402
from support.area_rows import PLACES, box  # noqa: E402
from support.service_stage import Watch  # noqa: E402

from up42_jobs.core.api.platform import answers  # noqa: E402
from up42_jobs.core.domain.aoi import Aoi, box_ring  # noqa: E402
from up42_jobs.core.domain.clock import utc_now  # noqa: E402
from up42_jobs.core.domain.errors import Up42Error  # noqa: E402
from up42_jobs.core.domain.jobs.credits import Caps, HoldConfirmation  # noqa: E402
from up42_jobs.core.domain.jobs.journal import EntryState  # noqa: E402
from up42_jobs.core.domain.jobs.purchase import purchase_key  # noqa: E402
from up42_jobs.core.domain.parameters import JobParameters, Period  # noqa: E402
from up42_jobs.core.journal.store import SqliteJournal  # noqa: E402
from up42_jobs.core.usecases import prepare_order as policy  # noqa: E402
from up42_jobs.core.usecases import prepare_orders as policy_of_many  # noqa: E402
from up42_jobs.core.usecases.place_orders import Purchase, place_orders  # noqa: E402
from up42_jobs.core.usecases.prepare_order import OrderRequest  # noqa: E402

CASES_PER_SANDBOX = 12
MAX_LIFE_S = 60
MAX_WRITES = 36
MAX_LINES = 3000
MAX_WAIT_S = 100_000.0
LOOKS = 3
GIVEN_UP = (EntryState.REFUSED, EntryState.ABSENT)
# Refusals of one area, each in the service's own form.
_REFUSALS = {
    "workflows": ({"kind": "too_many_jobs"},),
    "platform": ({"kind": "eula_refused"}, {"kind": "feature_refused"}),
}
# What different windows may want at once: all, or overlapping parts.
_WANTED = (tuple(range(10)), tuple(range(6)), tuple(range(4, 10)), tuple(range(0, 10, 2)))
_NAME = re.compile(r"Case (\d+) Area (\d+) \S+ \S+ [0-9a-f]{8}")
FIGURES = ("paid_twice", "lost", "charged_without_hold", "false_words", "untold", "unknown_for_ever", "mistakes")


@dataclass(frozen=True)
class Life:
    """One run over areas, in a process that may be killed; see plan.Life."""

    wanted: tuple
    faults: tuple = ()
    kill: tuple = ()
    windows: int = 1
    clock_s: float = 0.0
    pause_s: float = 0.0
    job_seconds: float = 0.0


@dataclass
class Verdict:
    """The figures of a case; all but the first three should be zero."""

    seed: int
    wanted: int = 0
    bought: int = 0
    paid_twice: int = 0
    lost: int = 0
    charged_without_hold: int = 0
    false_words: int = 0
    untold: int = 0
    unknown_for_ever: int = 0
    mistakes: int = 0

    @property
    def reasons(self):
        """What went wrong."""
        return [name for name in FIGURES if getattr(self, name)]


def case_of(seed, generation_name):
    """The lives of a seed: each fault meets each step in turn, at a drawn area; the rest is drawn."""
    draw = random.Random(f"areas {seed}")
    pairs = [(step, fault) for step in GENERATIONS[generation_name].steps for fault in FAULTS]
    pairs += [("create", fault) for fault in _REFUSALS[generation_name]]
    step, fault = pairs[seed % len(pairs)]
    lives = [_life(draw, [_at(draw, step, fault)])]
    for _ in range(draw.choice([1, 1, 2])):
        lives.append(_life(draw, [_at(draw, *draw.choice(pairs)) for _ in range(draw.choice([0, 0, 1, 2]))]))
    if any("seconds" in members for life in lives for _, members in life.faults):
        # A job may appear after it was given up, and nobody can see that: nothing is given up.
        lives = [replace(life, pause_s=0.0) for life in lives]
    return lives


def _at(draw, step, fault):
    return step, {**fault, "times": draw.choice([1, 1, 2, 5]), "after": draw.choice([0, 0, *range(10)])}


def _life(draw, faults):
    kinds = ("write", "commit", "written")
    return Life(
        wanted=draw.choice(_WANTED),
        faults=tuple(faults),
        kill=draw.choice(
            [(), (), ("line", draw.randrange(MAX_LINES)), (draw.choice(kinds), draw.randrange(MAX_WRITES))]
        ),
        windows=draw.choice([1, 1, 2]),
        clock_s=draw.choice([0.0, 0.0, JUMP_S]),
        pause_s=draw.choice([0.0, LONG_PAUSE_S]),
        job_seconds=draw.choice([0.0, 30.0, 100.0]),
    )


def requests_over(stage, gateway):
    """A request per place for the newest scene over it."""
    product = next(item for item in gateway.products() if item.key.startswith(stage.generation.product_key))
    product = gateway.product(product.id)
    end = utc_now().replace(microsecond=0)
    found = []
    for number, place in enumerate(PLACES):
        period = Period(end - timedelta(days=180), end)
        parameters = JobParameters(product.id, Aoi(box_ring(*box(place)), 0.15), period=period, limit=1)
        job = gateway.start_dry_run(product, parameters, "Rows")
        stage.advance(LIVE_SECONDS)
        while not job.status.is_final:
            job = gateway.job(job.id)
        [scene] = gateway.collect_scenes(product, parameters, job, Watch()).scenes
        parameters = replace(parameters, scene_ids=(scene.id,), period=None)
        found.append(OrderRequest(CONNECTION, product, parameters, "torture.qgz", f"Area {number}"))
    return found


class Buyer(Computer):
    """Runs a purchase as often as it takes, since the same name and areas are the same purchase."""

    def __init__(self, stage, folder, seed, life, journal_class, requests, waited_s):
        super().__init__(stage, folder, life, journal_class, waited_s)
        self.seed, self.requests = seed, requests

    def live(self, wait_for_all):
        """One run, from the first look to the last."""
        journal = self.journal_class(self.folder / "journal.sqlite", self.now, self.life.kill)
        gateway = self.stage.open_gateway()
        try:
            self.look(gateway, journal)
            wait_for_all()
            with contextlib.suppress(Up42Error):
                self.buy(gateway, journal)
            for _ in range(LOOKS):
                self.look(gateway, journal)
        finally:
            gateway.close()
            journal.close()

    def buy(self, gateway, journal):
        """Prepares, agrees to the common hold, places, and writes down what is reported of each area."""
        requests = [self.requests[number] for number in self.life.wanted]
        prepared = policy_of_many.prepare_orders(gateway, journal, Caps(), requests, self.now)
        hold = prepared.hold
        confirmation = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        title = f"Case {self.seed}"
        purchase = Purchase(purchase_key(gateway.account(), title), title, self.stage.generation.service.value)
        placed = place_orders(
            gateway, journal, prepared, confirmation, purchase, self.now, Caps(), Watch()
        )
        told = {item.part.request.area: item.entry.name if item.entry is not None else "" for item in placed}
        explained = {part.request.area for part in prepared.parts if part.taken or part.refused}
        untold = sum(request.area not in told and request.area not in explained for request in requests)
        with (self.folder / "told.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"untold": untold, "told": told}) + "\n")


def play(generation_name, seeds, without, folder):
    """Plays cases on a Sandbox of their own and returns their verdicts."""
    hurry()
    TAKEN_AWAY[without]()
    journal_class = ForgetfulJournal if without == "write-ahead" else MortalJournal
    verdicts = []
    with Stage(GENERATIONS[generation_name]) as stage:
        gateway = stage.open_gateway(timeout_s=30.0)
        requests = requests_over(stage, gateway)
        cases = {seed: case_of(seed, generation_name) for seed in seeds}
        for seed, lives in cases.items():
            home = folder / str(seed)
            home.mkdir()
            waited_s = 0.0
            for life in lives:
                stage.break_steps(life.faults)
                _live(Buyer(stage, home, seed, life, journal_class, requests, waited_s))
                waited_s += (LOOKS + 1) * life.pause_s
                stage.restore()
                stage.advance(life.job_seconds)
        verdicts = _judge(stage, gateway, cases, folder, requests)
        gateway.close()
    return verdicts


def _live(buyer):
    """Plays a life in as many processes as it has windows, which order at the same instant."""
    barrier = multiprocessing.get_context("fork").Barrier(buyer.life.windows)
    children = []
    for _ in range(buyer.life.windows):
        child = os.fork()
        if not child:
            _live_and_exit(buyer, barrier)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def _live_and_exit(buyer, barrier):
    signal.alarm(MAX_LIFE_S)
    log = logging.FileHandler(buyer.folder / "log.txt")
    logging.getLogger("up42_jobs").addHandler(log)

    def wait_for_all():
        # A window that was killed before leaves the others waiting: they go on.
        with contextlib.suppress(Exception):
            barrier.wait(0.5)

    try:
        if buyer.life.kill[:1] == ("line",):
            sys.settrace(_killer(buyer.life.kill[1]))
        buyer.live(wait_for_all)
    except BaseException:
        logging.getLogger("up42_jobs").exception("a life ended with a mistake of ours")
    finally:
        os._exit(0)


def _judge(stage, gateway, cases, folder, requests):
    """Follows every job to its end without faults, and compares the journals with the books."""
    time.sleep(2 * DELAY_S)
    stage.restore()
    answers.LATEST_ARRIVAL = timedelta(0)
    waited_s, journals, false_words = MAX_WAIT_S, {}, Counter()
    for number in range(3):
        if number:
            stage.advance(LIVE_SECONDS * 2)
        sold, _ = _sold(stage)
        for seed in cases:
            home = folder / str(seed)
            buyer = Buyer(stage, home, seed, Life((), pause_s=LONG_PAUSE_S), None, requests, waited_s)
            journal = journals.setdefault(seed, SqliteJournal(home / "journal.sqlite", buyer.now))
            names = {name for areas in sold[seed].values() for name in areas}
            if not number:
                # The last report to users, before anything was found without faults.
                given_up = (entry for entry in journal.entries() if entry.state in GIVEN_UP or entry.is_vanished)
                false_words[seed] += sum(entry.name in names for entry in given_up)
            buyer.look(gateway, journal)
        waited_s += LONG_PAUSE_S
    sold, held = _sold(stage)
    verdicts = []
    for seed, lives in cases.items():
        entries = journals[seed].entries()
        journals[seed].close()
        known = {entry.name: entry for entry in entries if entry.state is EntryState.CREATED and entry.job_id}
        names = [name for areas in sold[seed].values() for name in areas]
        log = folder / str(seed) / "log.txt"
        path = folder / str(seed) / "told.jsonl"
        told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
        verdicts.append(
            Verdict(
                seed,
                wanted=len({number for life in lives for number in life.wanted}),
                bought=len(sold[seed]),
                paid_twice=sum(len(areas) - 1 for areas in sold[seed].values()),
                lost=sum(name not in known for name in names),
                charged_without_hold=sum(name in known and held[name] > known[name].hold_credits for name in names),
                false_words=false_words[seed],
                untold=sum(line["untold"] for line in told),
                unknown_for_ever=sum(entry.is_open for entry in entries),
                mistakes=log.read_text(encoding="utf-8").count("mistake of ours") if log.exists() else 0,
            )
        )
    return verdicts


def _sold(stage):
    """By case and area the names of the orders that the service has, with repetitions; and what each holds."""
    sold, held = defaultdict(lambda: defaultdict(list)), Counter()
    for entry in stage.books()["entries"]:
        if entry["kind"] == "HOLD":
            details = entry["details"]
            match = _NAME.match(str(details.get("jobName") or details.get("orderName") or ""))
            if match is not None:
                sold[int(match[1])][int(match[2])].append(match[0])
                held[match[0]] -= entry["credits"]
    return sold, held


def _without_claims():
    policy.taken_by = policy_of_many.taken_by = lambda *parts: ()


TAKEN_AWAY = {
    "": lambda: None,
    "write-ahead": lambda: None,
    "single-request": allow_one_retry,
    "claims": _without_claims,
}


def _play_batch(arguments):
    generation, seeds, without = arguments
    folder = Path(tempfile.mkdtemp(prefix="up42-areas-"))
    try:
        return [asdict(verdict) for verdict in play(generation, seeds, without, folder)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def torture(generation, first_seed, count, without, workers):
    """Plays cases in several processes and returns their verdicts."""
    seeds = list(range(first_seed, first_seed + count))
    size = max(1, min(CASES_PER_SANDBOX, -(-count // workers)))
    batches = [(generation, seeds[at : at + size], without) for at in range(0, count, size)]
    if len(batches) == 1:
        found = [_play_batch(batches[0])]
    else:
        with multiprocessing.get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
            found = pool.map(_play_batch, batches, chunksize=1)
    return [Verdict(**verdict) for verdicts in found for verdict in verdicts]


def main():
    """Reads the arguments, plays, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--generation", choices=[*GENERATIONS, "all"], default="all")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without", choices=list(TAKEN_AWAY), default="", help="a line of defence to take away")
    parser.add_argument("--workers", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    rows, bad = [], []
    started = time.monotonic()
    for name in GENERATIONS if arguments.generation == "all" else [arguments.generation]:
        verdicts = torture(name, arguments.seed, arguments.cases, arguments.without, arguments.workers)
        sums = {key: sum(getattr(verdict, key) for verdict in verdicts) for key in ("wanted", "bought", *FIGURES)}
        rows.append({"generation": name, "cases": len(verdicts), **sums})
        bad += [(f"{name},", verdict) for verdict in verdicts if verdict.reasons]
    if arguments.json:
        sys.stdout.write(json.dumps(rows) + "\n")
    else:
        print_table(rows, bad, time.monotonic() - started)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
