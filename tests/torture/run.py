"""The torture of live jobs: seeded cases, each fault at each step, processes killed anywhere; prints a table.

Play a case again with `--network NAME --seed N --cases 1`; see what each line of defence is for with `--without`. Ends
with 1 where a figure that should be zero is not.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "tools")]
from package_path import register_package  # noqa: E402

register_package()

from judge import Books, Verdict, judge  # noqa: E402
from life import (  # noqa: E402
    LOOKS,
    ForgetfulJournal,
    MortalJournal,
    Person,
    allow_one_retry,
    believe_exceptions,
    believe_statuses,
    run_in_child,
)
from networks import DIRECT, NETWORKS, relayed_case_of  # noqa: E402
from plan import DELAY_S, LONG_PAUSE_S, Life, case_of  # noqa: E402
from stage import GENERATIONS, LIVE_SECONDS, Stage, hurry, parameters_of  # noqa: E402

from up42_jobs.core.api.platform import answers  # noqa: E402
from up42_jobs.core.journal.store import SqliteJournal  # noqa: E402

CASES_PER_SANDBOX = 40
MIN_CASES_PER_SANDBOX = 9
# More than any case waits.
MAX_WAIT_S = 100_000.0
# What was delayed on purpose has arrived by then.
QUIET_S = 2 * DELAY_S
# Shared with every process that is forked from this one.
GO = multiprocessing.get_context("fork").Event()
TAKEN_AWAY = {
    "write-ahead": lambda: None,
    "single-request": allow_one_retry,
    "own-side": believe_exceptions,
    "own-form": believe_statuses,
}
# Of the cases that are played without a relay, so many are played behind each.
RELAYED_SHARE = 5
FIGURES = ("paid_twice", "lost", "charged_without_hold", "secrets", "sums_differ", "mistakes")


def play(generation_name, network_name, seeds, without, folder):
    """Plays some cases on a Sandbox of their own and returns their verdicts."""
    hurry()
    if without:
        TAKEN_AWAY[without]()
    journal_class = ForgetfulJournal if without == "write-ahead" else MortalJournal
    generation = GENERATIONS[generation_name]
    network = NETWORKS.get(network_name)
    files = folder / "relay"
    files.mkdir()
    with Stage(generation, network, files) as stage:
        gateway = stage.open_gateway(timeout_s=30.0)
        product = next(item for item in gateway.products() if item.key.startswith(generation.product_key))
        product = gateway.product(product.id)
        parameters = parameters_of(product, generation.scenes)
        chosen = case_of if network is None else functools.partial(relayed_case_of, network=network)
        cases = [chosen(seed, generation) for seed in seeds]
        for case in cases:
            home = folder / str(case.seed)
            home.mkdir()
            waited_s = 0.0
            for life in case.lives:
                stage.break_steps(life.faults, life.relay_faults)
                _live(Person(stage, home, case, life, journal_class, product, parameters, waited_s))
                waited_s += (LOOKS + 1) * life.pause_s
                stage.restore()
                if life.job_seconds:
                    stage.advance(life.job_seconds)
        verdicts = _judge(stage, gateway, cases, folder)
        gateway.close()
    return verdicts


def _live(user):
    """Plays a life in as many processes as it has windows; all confirm at the same instant."""
    children, ready = [], []
    for _ in range(user.life.windows):
        # One pipe per child: a killed child shows as the end of its pipe.
        mine, theirs = os.pipe()
        children.append(run_in_child(user, lambda end=theirs: os.write(end, b"r") and GO.wait()))
        os.close(theirs)
        ready.append(mine)
    for end in ready:
        os.read(end, 1)
        os.close(end)
    GO.set()
    for child in children:
        os.waitpid(child, 0)
    GO.clear()


def _judge(stage, gateway, cases, folder):
    """Lets a last life without faults follow every job to its end, then compares."""
    time.sleep(QUIET_S)
    stage.restore()
    last = Life(pause_s=LONG_PAUSE_S)
    # Nothing is late any more, and nobody can wait for it here.
    answers.LATEST_ARRIVAL = timedelta(0)
    journals = {}
    waited_s = MAX_WAIT_S
    # To know of each job, to see it end, and to see its delivery indexed and its price.
    for number in range(3):
        if number:
            stage.advance(LIVE_SECONDS * 2)
        for case in cases:
            home = folder / str(case.seed)
            user = Person(stage, home, case, last, None, None, None, waited_s)
            journal = journals.setdefault(case.seed, SqliteJournal(home / "journal.sqlite", user.now))
            user.look(gateway, journal)
        waited_s += LONG_PAUSE_S
    books = Books(stage.books())
    verdicts = []
    for case in cases:
        entries = journals[case.seed].entries()
        verdicts.append(judge(case.seed, folder / str(case.seed), entries, books, stage.secrets))
        journals[case.seed].close()
    return verdicts


def _play_batch(arguments):
    generation, network, seeds, without = arguments
    folder = Path(tempfile.mkdtemp(prefix="up42-torture-"))
    try:
        return [asdict(verdict) for verdict in play(generation, network, seeds, without, folder)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def torture(generation, network, first_seed, count, without, workers):
    """Plays cases in several processes and returns their verdicts in the order of their seeds."""
    seeds = list(range(first_seed, first_seed + count))
    size = max(MIN_CASES_PER_SANDBOX, min(CASES_PER_SANDBOX, count // workers))
    batches = [(generation, network, seeds[at : at + size], without) for at in range(0, count, size)]
    if workers == 1 or len(batches) == 1:
        found = [_play_batch(batch) for batch in batches]
    else:
        with multiprocessing.get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
            found = pool.map(_play_batch, batches, chunksize=1)
    return [Verdict(**verdict) for verdicts in found for verdict in verdicts]


def table_row(generation, network, verdicts):
    """The figures of a generation in a network."""
    sums = {name: sum(getattr(verdict, name) for verdict in verdicts) for name in ("confirmed", "on_server", *FIGURES)}
    return {"generation": generation, "network": network, "cases": len(verdicts), **sums}


def main():
    """Reads the arguments, plays, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--generation", choices=[*GENERATIONS, "all"], default="all")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="of the first case")
    parser.add_argument("--without", choices=[*TAKEN_AWAY], default="", help="a line of defence to take away")
    parser.add_argument("--workers", type=int, default=3 * (os.cpu_count() or 1), help="cases wait more than they work")
    parser.add_argument("--network", choices=[DIRECT, *NETWORKS, "all"], default="all")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    names = list(GENERATIONS) if arguments.generation == "all" else [arguments.generation]
    rows, bad = [], []
    started = time.monotonic()
    networks = [DIRECT, *NETWORKS] if arguments.network == "all" else [arguments.network]
    for name, network in itertools.product(names, networks):
        is_share = arguments.network == "all" and network != DIRECT
        count = max(arguments.cases // RELAYED_SHARE, 1) if is_share else arguments.cases
        verdicts = torture(name, network, arguments.seed, count, arguments.without, arguments.workers)
        rows.append(table_row(name, network, verdicts))
        bad += [(f"{name}, {network},", verdict) for verdict in verdicts if not verdict.is_good]
    if arguments.json:
        sys.stdout.write(json.dumps(rows) + "\n")
    else:
        print_table(rows, bad, time.monotonic() - started)
    return 1 if bad else 0


def print_table(rows, bad, seconds):
    """Prints a row per generation and network, and the cases in which something went wrong."""
    titles = [title.replace("_", " ") for title in rows[0]]
    cells = [titles, *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(titles))]
    for line in cells:
        sys.stdout.write("  ".join(text.rjust(width) for text, width in zip(line, widths)) + "\n")
    sys.stdout.write(f"{seconds:.0f} s\n")
    for name, verdict in bad[:20]:
        sys.stdout.write(f"{name} case {verdict.seed}: {', '.join(verdict.reasons)}\n")


if __name__ == "__main__":
    sys.exit(main())
