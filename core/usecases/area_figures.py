"""Adds prices and clouds over the area to rows of scenes over many areas; free."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ..domain.areas.area_scene import AreaScene
from ..domain.errors import Cancelled, Up42Error
from ..domain.jobs.job import Job
from ..domain.ports.control import AoiFigures, Control, PlacedRaster, PlaceOverAreas
from ..domain.ports.gateway import JobGateway
from ..domain.scenes.scene import PlacedQuicklook, Scene
from .area_query import ProductQuery, for_part
from .dry_run import WORKERS, fetch_quicklooks
from .hold import checked_estimate
from .quicklook_cache import QuicklookCache
from .side_by_side import side_by_side

# The service asks clients for no more parallel requests.
PRICES_AT_ONCE = 5
OnRow = Callable[[AreaScene], None]


@dataclass(frozen=True)
class Look:
    """How quicklooks are fetched: by how many threads, whether the cache is cut to its limit afterwards, and the names
    of their files by scene id, for several calls with the same folder.

    `on_quicklook` is called on worker threads with each quicklook that arrived, or failed.
    """

    on_quicklook: Callable[[PlacedQuicklook], None] = lambda quicklook: None
    workers: int = WORKERS
    names: Mapping[str, str] = field(default_factory=dict)
    cleans: bool = True


def with_prices(
    gateway: JobGateway,
    products: Sequence[ProductQuery],
    rows: Sequence[AreaScene],
    control: Control,
    on_row: OnRow = lambda row: None,
    *,
    is_fresh: bool = False,
) -> Tuple[AreaScene, ...]:
    """Returns the rows with the most that each may cost, over all of its parts, in their order.

    With `is_fresh` no recent answer is reused.
    `on_row` is called on the calling thread with each row as its price arrives. A row whose price is refused or cannot
    be read has a `problem` instead.
    """
    wanted = {query.product.id: query for query in products}
    priced = list(rows)
    calls = [partial(_priced, gateway, wanted[row.product_id], row, is_fresh) for row in rows]
    for count, (number, row) in enumerate(side_by_side(calls, PRICES_AT_ONCE, control), 1):
        priced[number] = row
        on_row(row)
        control.report(count / len(calls))
    return tuple(priced)


def with_clouds(
    gateway: JobGateway,
    rows: Sequence[AreaScene],
    folder: Path,
    place: PlaceOverAreas,
    control: Control,
    on_row: OnRow = lambda row: None,
    cache: Optional[QuicklookCache] = None,
    look: Look = Look(),
) -> Tuple[AreaScene, ...]:
    """Returns the rows with the clouds over the parts of their area, in their order.

    The quicklook of each scene is fetched once, however many areas it shows, and placed into `folder/quicklooks`.
    `on_row` is called on worker threads. A row without a readable quicklook stays as it is.
    """
    scenes: Dict[str, AreaScene] = {}
    numbers: Dict[str, List[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        scenes.setdefault(row.scene.id, row)
        numbers[row.scene.id].append(number)
    clouded = list(rows)
    lock = threading.Lock()
    shown: Dict[str, Tuple[AoiFigures, ...]] = {}

    def place_one(image: Path, scene: Scene) -> PlacedRaster:
        parts = [part for number in numbers[scene.id] for part in rows[number].parts]
        placed, figures = place(image, scene, parts)
        with lock:
            shown[scene.id] = figures
        return placed

    def take(quicklook: PlacedQuicklook) -> None:
        with lock:
            figures = list(shown.pop(quicklook.scene_id, ()))
        look.on_quicklook(quicklook)
        if not figures:
            return
        for number in numbers[quicklook.scene_id]:
            parts = rows[number].parts
            row = _clouded(rows[number], figures[: len(parts)])
            del figures[: len(parts)]
            clouded[number] = row
            on_row(row)

    by_job: Dict[str, List[AreaScene]] = defaultdict(list)
    for row in scenes.values():
        if row.job is not None:
            by_job[row.job.id].append(row)
    control_of = _Shares(control, sum(len(group) for group in by_job.values()))
    for group in by_job.values():
        job: Job = group[0].job  # type: ignore[assignment]
        found = [row.scene for row in group]
        names = [look.names[scene.id] for scene in found] if look.names else None
        part = control_of.part(len(found))
        fetch_quicklooks(
            *(gateway, job, found, folder, place_one, part, take, look.workers),
            cache=cache,
            names=names,
            cleans=look.cleans,
        )
    return tuple(clouded)


def _priced(gateway: JobGateway, query: ProductQuery, row: AreaScene, is_fresh: bool) -> AreaScene:
    parameters = replace(query.parameters, scene_ids=(row.scene.id,), limit=1)
    credits, sizes = 0, []
    try:
        for part in row.parts:
            wanted = for_part(query.product, parameters, part)
            estimate = checked_estimate(gateway.estimate(query.product, wanted, is_fresh=is_fresh))
            if estimate.problems:
                return replace(row, problem=estimate.problems[0].problem)
            credits += max(estimate.hold_credits, estimate.max_credits)
            sizes += [line.quantity if line.unit == "km²" else None for line in estimate.lines]
    except Cancelled:
        raise
    except Up42Error as error:
        return replace(row, problem=error)
    known = [size for size in sizes if size is not None]
    charged = sum(known) if known and len(known) == len(sizes) else None
    return replace(row, credits=credits, charged_km2=charged, problem="")


def _clouded(row: AreaScene, figures: Sequence[AoiFigures]) -> AreaScene:
    """Returns a row with the clouds over its parts, each counting with the area that the picture shows of it."""
    known = [
        (part.area_km2 * shown.seen, shown.cloud_cover, shown.error or 0.0)
        for part, shown in zip(row.parts, figures)
        if shown.cloud_cover is not None and shown.seen > 0.0
    ]
    whole = sum(weight for weight, _, _ in known)
    if whole <= 0.0:
        return row
    cover = sum(weight * value for weight, value, _ in known) / whole
    error = sum(weight * value for weight, _, value in known) / whole
    return replace(row, aoi_cloud_cover=round(cover, 1), aoi_cloud_error=round(error, 1))


class _Shares:
    """Divides the progress of one Control among consecutive steps."""

    def __init__(self, control: Control, total: int) -> None:
        self._control = control
        self._total = max(total, 1)
        self._begun = 0

    def part(self, count: int) -> Control:
        """Returns the Control of the next `count` of all steps."""
        start, self._begun = self._begun, self._begun + count
        return _Part(self._control, start / self._total, count / self._total)


class _Part:
    def __init__(self, control: Control, start: float, share: float) -> None:
        self._control = control
        self._start = start
        self._share = share

    def check(self) -> None:
        self._control.check()

    def report(self, fraction: float) -> None:
        self._control.report(self._start + self._share * fraction)
