"""The torture of watches: runs that fail and are killed at any line, while new scenes appear; prints what went wrong.

Ends with 1 where a scene was lost or reported twice. `--without order` takes the defence away: the memory is then
settled before the output has its name.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "tools")]
from package_path import register_package  # noqa: E402

register_package()

import requests  # noqa: E402
from support.area_truth import true_rows  # noqa: E402
from support.forty_areas import box, rows_of  # noqa: E402
from support.service_stage import Watch  # noqa: E402

from up42_jobs.core.api.platform.gateway import PlatformJobs  # noqa: E402
from up42_jobs.core.domain.aoi import Aoi  # noqa: E402
from up42_jobs.core.domain.areas.area import Area  # noqa: E402
from up42_jobs.core.domain.areas.fields import AreaRow  # noqa: E402
from up42_jobs.core.domain.clock import shift_clock, utc_now  # noqa: E402
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service  # noqa: E402
from up42_jobs.core.domain.parameters import JobParameters, Period  # noqa: E402
from up42_jobs.core.gis.areas.geometry import share_covered  # noqa: E402
from up42_jobs.core.gis.areas.kept import share_kept  # noqa: E402
from up42_jobs.core.gis.scenes.area_scene_file import NEW_SCENES, write_area_scene_part  # noqa: E402
from up42_jobs.core.journal.store import SqliteJournal  # noqa: E402
from up42_jobs.core.journal.watches import SqliteWatches  # noqa: E402
from up42_jobs.core.usecases.area_query import AreaQuery, ProductQuery, search_areas  # noqa: E402
from up42_jobs.core.usecases.watched_areas import open_watch  # noqa: E402

PRODUCTS = {"phr-display": "phr", "sentinel-2-level-2a": "sentinel-2"}
SERVER = HERE / "serve.py"
BEGIN = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
START = BEGIN - timedelta(days=25)
PLACES = ((13.0, 52.0), (-0.4, 39.4), (10.0, 54.0), (139.7, 35.6), (179.99, -17.0), (-46.6, -23.5))
AREAS = tuple(
    Area(number, f"Site {number}", (Aoi(box(*place), 3.0), *((Aoi(box(10.4, 54.2), 3.0),) if number == 3 else ())))
    for number, place in enumerate(PLACES, 1)
)
# Files in which a run is killed: what decides, what writes, what remembers.
# The order of the steps is decided in few lines, which are hit as often as all others together.
DECIDING = ("watched_areas.py",)
WATCHED = (*DECIDING, "watches.py", "store.py", "feature_file.py", "area_scene_file.py", "folder_lock.py")
FIRST_LIMIT, LATER_LIMIT = 100, 2
CHILD_S = 120.0


class Lines:
    """Kills this process at the n-th line that it runs in the watched files, and counts them."""

    def __init__(self, limit: int, files: tuple) -> None:
        self.count = 0
        self._limit = limit
        self._files = files

    def __call__(self, frame, event, argument):
        return self._local if frame.f_code.co_filename.endswith(self._files) else None

    def _local(self, frame, event, argument):
        if event == "line":
            self.count += 1
            if self.count == self._limit:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._local


class World:
    """A Sandbox in a process of its own, whose clock stands still until it is moved."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER), "{}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.told = json.loads(self._process.stdout.readline())
        self._admin = self.told["api_url"].split("/v1")[0].rstrip("/")

    def set_time(self, moment: datetime) -> None:
        self._post("clock", {"speed": 0, "set": moment.isoformat()})

    def fail(self, **fault: object) -> None:
        self._post("faults", {"path": "stac/search", **fault})

    def heal(self) -> None:
        requests.delete(f"{self._admin}/sandbox/faults", timeout=30)

    def _post(self, what: str, body: object) -> None:
        requests.post(f"{self._admin}/sandbox/{what}", json=body, timeout=30).raise_for_status()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)


def run_watch(service: World, home: Path, folder: Path, limit: int, trace: Lines) -> None:
    """One run, as the algorithm makes it."""
    told = service.told
    connection = Connection("Torture", Service.PLATFORM, told["api_url"], told["auth_url"])
    gateway = PlatformJobs(connection, Credentials(told["user"], told["password"]), NetworkProfile(timeout_s=30.0))
    products = [item for item in gateway.products() if item.key in PRODUCTS]
    journal = SqliteJournal(home / "journal.sqlite", utc_now)
    wanted = JobParameters("", period=Period(START, utc_now()), limit=limit, has_open_end=True)
    query = AreaQuery(tuple(ProductQuery(item, replace(wanted, product_id=item.id)) for item in products))
    watch = Watch()
    sys.settrace(trace)
    with open_watch(journal.watches, home, "Sites", gateway.account(), watch, utc_now) as run:
        query = run.narrowed(query, AREAS, share_kept)
        found = search_areas(gateway, AREAS, query, share_covered, watch, time.sleep)
        rows = [AreaRow(row, row.product_key) for item in found for row in item.rows]
        run.report(
            found, query, folder / f"{NEW_SCENES}.gpkg", lambda part: write_area_scene_part(part, rows, NEW_SCENES)
        )
    sys.settrace(None)
    journal.close()


class Harness:
    """Runs a watch again and again, and collects what its output reports."""

    def __init__(self, service: World, home: Path) -> None:
        self._service = service
        self._home = home
        self._output = home / f"{NEW_SCENES}.gpkg"
        self._seen_file = None
        self.reported: Counter = Counter()
        self.lines = {DECIDING: 60, WATCHED: 400}

    def run(self, now: datetime, limit: int, kill_at: int = 0, files: tuple = WATCHED) -> bool:
        """Makes one run in a process of its own and returns whether it ended well."""
        shift = now.timestamp() - time.time()
        counted = self._home / "lines"
        child = os.fork()
        if child == 0:
            code = 1
            try:
                shift_clock(shift)
                trace = Lines(kill_at, files)
                run_watch(self._service, self._home, self._home, limit, trace)
                counted.write_text(str(trace.count))
                code = 0
            finally:
                os._exit(code)
        deadline = time.monotonic() + CHILD_S
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                break
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                raise TimeoutError("a run hangs")
            time.sleep(0.005)
        is_well = os.waitstatus_to_exitcode(status) == 0
        if is_well:
            self.lines[files] = int(counted.read_text())
        self._read()
        return is_well

    def _read(self) -> None:
        if not self._output.exists():
            return
        found = self._output.stat()
        if (found.st_ino, found.st_mtime_ns) != self._seen_file:
            # Copied, so that reading leaves the file as it is.
            copy = self._home / "copy.gpkg"
            copy.write_bytes(self._output.read_bytes())
            self.reported.update((row["area_id"], row["product"], row["scene_id"]) for row in rows_of(copy))
            self._seen_file = (found.st_ino, found.st_mtime_ns)


def torture(cases: int, seed: int) -> dict:
    """Returns the figures of a number of runs; 0 kills one run at each line that decides."""
    chance = random.Random(seed)
    service = World()
    try:
        with tempfile.TemporaryDirectory(prefix="up42-watches-") as folder:
            harness = Harness(service, Path(folder))
            figures, now, limit = play(service, harness, cases, chance) if cases else each_line(service, harness)
            return {**figures, **verdict(service, harness, now, limit)}
    finally:
        service.close()


def each_line(service: World, harness: Harness) -> tuple:
    now, line = BEGIN, 0
    while True:
        service.set_time(now)
        # The first run has nothing to lose.
        is_well = harness.run(now, FIRST_LIMIT, line, DECIDING)
        if line and is_well:
            return {"cases": line, "killed": line - 1, "failed": 0}, now, FIRST_LIMIT
        line, now = line + 1, now + timedelta(days=4)


def play(service: World, harness: Harness, cases: int, chance: random.Random) -> tuple:
    now = BEGIN
    killed = failed = 0
    is_begun = False
    limit = FIRST_LIMIT
    for _ in range(cases):
        now += timedelta(hours=chance.choice((0, 1, 5, 20, 60)))
        service.set_time(now)
        service.heal()
        if chance.random() < 0.3:
            failed += 1
            service.fail(kind="status", status=chance.choice((400, 500)), times=chance.choice((1, 3, 40)))
        files = chance.choice((DECIDING, WATCHED))
        kill_at = chance.randint(1, harness.lines[files]) if chance.random() < 0.7 else 0
        is_well = harness.run(now, limit, kill_at, files)
        killed += not is_well
        # Of a first run, what the limit leaves out is old; an area that failed has its first run still before it.
        is_begun = is_begun or is_well
        known = {(area_id, key) for area_id, key, _ in harness.reported}
        limit = LATER_LIMIT if is_begun and len(known) == len(AREAS) * len(PRODUCTS) else FIRST_LIMIT
    return {"cases": cases, "killed": killed, "failed": failed}, now, limit


def verdict(service: World, harness: Harness, now: datetime, limit: int) -> dict:
    """Lets the watch end well and compares all that was reported with the Sandbox's world."""
    service.heal()
    before = None
    while before != sum(harness.reported.values()):
        # What the limit left out comes with the next runs; then nothing does.
        before = sum(harness.reported.values())
        assert harness.run(now, limit)
    true = Counter(
        (area.id, key, row.scene_id)
        for key, sensor in PRODUCTS.items()
        for area in AREAS
        for row in true_rows(sensor, [part.ring for part in area.parts], Period(START, now), 10_000)
    )
    return {
        "scenes": len(true),
        "lost": sum((true - harness.reported).values()),
        "repeated": sum(count - 1 for count in harness.reported.values() if count > 1),
        "invented": sum((Counter(set(harness.reported)) - true).values()),
    }


def settle_first() -> None:
    """Takes the order of the steps away: what is prepared counts at once."""
    prepare = SqliteWatches.prepare

    def hasty(self, watch, account, report):
        prepare(self, watch, account, report)
        self.settle(watch, account, is_on_disk=True)

    SqliteWatches.prepare = hasty


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200, help="0 kills one run at each line that decides")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--without", choices=("order",))
    arguments = parser.parse_args()
    if arguments.without:
        settle_first()
    figures = torture(arguments.cases, arguments.seed)
    print(json.dumps(figures) if arguments.json else ", ".join(f"{name} {value}" for name, value in figures.items()))
    sys.exit(1 if figures["lost"] or figures["repeated"] or figures["invented"] else 0)
