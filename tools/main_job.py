"""The main job through the use cases against one Sandbox variant, from sign-in to the ledger."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import AbstractSet, Any, Callable, Iterator, List, Optional, Tuple

from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.api.platform.gateway import PlatformJobs
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
from up42_jobs.core.domain.errors import Up42Error
from up42_jobs.core.domain.jobs.credits import Hold, HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState, JournalEntry
from up42_jobs.core.domain.jobs.ledger import ledger_lines
from up42_jobs.core.domain.outputs.delivery import OutputFile, OutputKind
from up42_jobs.core.domain.parameters import JobParameters, Period
from up42_jobs.core.domain.ports.control import PlacedRaster
from up42_jobs.core.domain.products import FieldKind, Product, default_options, with_option
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.collect_outputs import collect_outputs
from up42_jobs.core.usecases.dry_run import DryRunResult, run_dry_run
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import LiveOrder, refresh, start_live, unique_name
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault, Sandbox
from up42_jobs.sandbox.clock import Interval
from up42_jobs.sandbox.variants import LIMITS, SLOW_LISTING
from up42_jobs.sandbox.world.imagery import newest_first, scene_by_id
from up42_jobs.sandbox.world.scenes import covers

CONNECTION = "Sandbox Platform"
PRODUCT, COLLECTION = "phr-analytic", "phr"
BOX = (-0.400, 39.400, -0.390, 39.407)
SCENES, MAX_CLOUD_COVER, BOUGHT = 8, 70, 2
SPECTRAL = "bundle"
# A day in which the host search, which the official SDK calls deprecated, is switched off.
NO_HOST_SEARCH = "no-host-search"
PATIENCE_S = 120.0


class Broken(Exception):
    """A step that ended without what it is for."""


@dataclass(frozen=True)
class Outcome:
    """How far the main job came: the step that failed and why, both empty where it reached its end."""

    shape: str
    seconds: float
    failed_step: str = ""
    problem: str = ""


class _Control:
    def check(self) -> None:
        """Goes on."""

    def report(self, fraction: float) -> None:
        """Shows nothing."""


class MainJob:
    """One user's main job; the steps build on each other in the order of `steps`."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self._sandbox = sandbox
        self._folder = folder
        network = NetworkProfile(timeout_s=60.0)
        connection = Connection(CONNECTION, Service.PLATFORM, sandbox.api_url, sandbox.auth_url)
        self._gateway = PlatformJobs(connection, Credentials(sandbox.user, sandbox.password), network)
        self._downloads = HttpDownloads(network)
        self._journal = SqliteJournal(folder / "journal.sqlite", utc_now)
        self._product: Optional[Product] = None
        self._found: Optional[DryRunResult] = None
        self._hold: Optional[Hold] = None
        self._entry: Optional[JournalEntry] = None
        self._parameters = JobParameters("")

    def close(self) -> None:
        """Closes journal and connections."""
        self._gateway.close()
        self._journal.close()

    @property
    def steps(self) -> Tuple[Tuple[str, Callable[[], None]], ...]:
        """Returns the steps with their names, in their order."""
        return (
            ("sign in", self._sign_in),
            ("products", self._products),
            ("form", self._form),
            ("test query", self._query),
            ("quicklooks", self._quicklooks),
            ("estimate", self._estimate),
            ("live job", self._live),
            ("follow", self._follow),
            ("outputs", self._outputs),
            ("storage", self._storage),
            ("ledger", self._ledger),
        )

    def _sign_in(self) -> None:
        _expect(self._gateway.sign_in() == self._sandbox.user, "another user")

    def _products(self) -> None:
        listed = [entry for entry in self._gateway.products() if entry.key == PRODUCT]
        _expect(len(listed) == 1, f"no {PRODUCT}")
        self._product = self._gateway.product(listed[0].id)

    def _form(self) -> None:
        product = _known(self._product)
        fields = {spec.path[1:]: spec for spec in product.fields}
        _expect(("displayName",) not in fields, "the name of the order is asked for")
        spectral = fields[("spectralProcessing",)]
        _expect(spectral.kind is FieldKind.CHOICE and SPECTRAL in spectral.choices, "a choice became free text")
        _expect(fields[("bands",)].kind is FieldKind.MULTI_CHOICE, "several choices became free text")
        options = with_option(default_options(product), spectral.path, SPECTRAL)
        missing = [spec.path for spec in product.fields if spec.required and spec.default is None]
        _expect(missing == [spectral.path], f"asked for besides: {missing}")
        end = utc_now().replace(microsecond=0)
        self._parameters = JobParameters(
            product.id,
            Aoi(box_ring(*BOX), 0.7),
            period=Period(end - timedelta(days=180), end),
            limit=SCENES,
            max_cloud_cover=MAX_CLOUD_COVER,
            options=options,
        )

    def _query(self) -> None:
        folder = self._folder / "query"
        self._found = run_dry_run(
            self._gateway, _known(self._product), self._parameters, "Query", folder, _place, _Control(), time.sleep
        )
        found = [scene.id for scene in self._found.collection.scenes]
        expected = [scene.id for scene in self._true_scenes()]
        _expect(found == expected, f"{len(set(found) & set(expected))} of {len(expected)} scenes found")

    def _true_scenes(self) -> List[Any]:
        """Returns the scenes that a test query has to find, as the Sandbox's world knows them."""
        period = self._parameters.period
        interval = Interval(_known(period).start, _known(period).end)
        every = newest_first((COLLECTION,), (box_ring(*BOX),), interval)
        return [entry for entry in every if entry.cloud_cover <= MAX_CLOUD_COVER][:SCENES]

    def _quicklooks(self) -> None:
        shown = {entry.scene_id for entry in _known(self._found).quicklooks if not entry.problem}
        expected = {entry.id for entry in self._true_scenes() if entry.has_quicklook}
        _expect(shown == expected, f"{len(shown & expected)} of {len(expected)} quicklooks shown")

    def _estimate(self) -> None:
        scenes = [entry.id for entry in _known(self._found).collection.scenes if covers(_true(entry), box_ring(*BOX))]
        wanted = replace(self._parameters, scene_ids=tuple(scenes[:BOUGHT]), limit=BOUGHT)
        self._hold = prepare_hold(self._gateway, _known(self._product), wanted)
        lines = self._hold.estimate.lines
        _expect(not self._hold.estimate.problems, "; ".join(entry.problem for entry in self._hold.estimate.problems))
        _expect(len(lines) == BOUGHT and all(entry.min_credits > 0 for entry in lines), "no price")
        _expect(not self._hold.lacks_budget, "a budget is wanted")

    def _live(self) -> None:
        hold, product = _known(self._hold), _known(self._product)
        name = unique_name(product.title, utc_now(), "variants")
        order = LiveOrder(CONNECTION, Service.PLATFORM.value, product, _known(hold.parameters), name)
        consent = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        self._entry = start_live(self._gateway, self._journal, order, hold, consent, utc_now)
        placed = [entry["orderDetails"]["imageId"] for entry in self._sandbox.orders]
        _expect(sorted(placed) == sorted(_known(hold.parameters).scene_ids), f"{len(placed)} of {BOUGHT} orders")
        _expect(self._entry.state is EntryState.CREATED, self._entry.state.value)

    def _follow(self) -> None:
        entry = _known(self._entry)
        # Before and after lists show the new orders.
        entry, _ = refresh(self._gateway, self._journal, entry)
        if self._sandbox.options.is_variant(LIMITS, SLOW_LISTING):
            self._sandbox.clock.advance(self._sandbox.options.listing_lag)
        end = time.monotonic() + PATIENCE_S
        while entry.is_open and time.monotonic() < end:
            time.sleep(0.05)
            entry, _ = refresh(self._gateway, self._journal, entry)
        self._entry = entry
        _expect(entry.status is JobStatus.SUCCEEDED, f"{entry.status.value} {entry.note}".strip())

    def _outputs(self) -> None:
        outputs = collect_outputs(
            self._gateway, self._downloads, _known(self._entry).job_id, self._folder / "out", _rasters, _Control()
        )
        _expect(len(outputs.files) == BOUGHT, f"{len(outputs.files)} of {BOUGHT} images")

    def _storage(self) -> None:
        stored = self._gateway.storage.assets(self._parameters.aoi, _Control())
        bought = set(_known(_known(self._hold).parameters).scene_ids)
        _expect({entry.scene_id for entry in stored} == bought, f"{len(stored)} of {BOUGHT} in storage")

    def _ledger(self) -> None:
        look_at_jobs(self._gateway, self._journal, CONNECTION, utc_now, _Control())
        (line,) = ledger_lines(self._journal.entries(CONNECTION))
        used, told = self._sandbox.shared.books.used, (line.held, line.used, line.held_now)
        _expect(told == (used, used, 0), f"held, used, held now: {told}, the service's {used}")


def run_main_job(shape: str, folder: Path) -> Outcome:
    """Runs the main job against the Sandbox in a shape: names of variants, joined by commas."""
    names = [name for name in shape.split(",") if name and name != NO_HOST_SEARCH]
    started = time.monotonic()
    with _sandbox(",".join(names), NO_HOST_SEARCH in shape.split(",")) as sandbox:
        job = MainJob(sandbox, folder)
        try:
            for name, step in job.steps:
                try:
                    step()
                except (Broken, Up42Error) as error:
                    return Outcome(shape, time.monotonic() - started, name, str(error))
        finally:
            job.close()
    return Outcome(shape, time.monotonic() - started)


@contextlib.contextmanager
def _sandbox(variant: str, has_no_host_search: bool) -> Iterator[Sandbox]:
    # Signing in lasts, since some clocks jump.
    options = {"order_seconds": 0.1, "delivery_lag_seconds": 0.0, "access_seconds": 3600.0}
    with Sandbox(variant=variant, requests_per_minute=300, **options) as sandbox:
        if has_no_host_search:
            sandbox.faults.add(Fault("status", path="^/catalog/hosts/", status=410, times=None))
        yield sandbox


def _place(image: Path, scene: Scene) -> PlacedRaster:
    """Stands for the side that knows GDAL."""
    return PlacedRaster(str(image.with_suffix(".tif")), "corners", 1.0)


def _rasters(folder: Path, delivered: Optional[AbstractSet[Path]]) -> Tuple[OutputFile, ...]:
    """Stands for the side that knows GDAL."""
    paths = sorted(path for path in folder.rglob("*.tif") if delivered is None or path in delivered)
    return tuple(OutputFile(str(path), OutputKind.RASTER, path.stem, path.stat().st_size) for path in paths)


def _true(scene: Scene) -> Any:
    return _known(scene_by_id(scene.id))


def _known(value: Any) -> Any:
    if value is None:
        raise Broken("nothing to go on with")
    return value


def _expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Broken(otherwise)
