"""The free test query over many areas and products: searches side by side, scenes handed out area by area."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Callable, Dict, List, Mapping, Optional, Protocol, Sequence, Tuple

from ..domain.aoi import Aoi
from ..domain.areas.area import Area
from ..domain.areas.area_scene import AreaFound, AreaProblem, AreaScene
from ..domain.backoff import Backoff
from ..domain.clock import utc_now
from ..domain.errors import Cancelled, ErrorKind, Up42Error
from ..domain.jobs.job import Job, JobMode, JobStatus
from ..domain.parameters import GeometryMode, JobParameters
from ..domain.ports.control import Control, ShareCovered
from ..domain.ports.gateway import JobGateway
from ..domain.problems import Problem, find_problems
from ..domain.products import Limits, Product
from ..domain.scenes.scene import Scene, SceneCollection
from .dry_run import query_scenes
from .live_run import unique_name
from .side_by_side import side_by_side

# The service asks clients for no more parallel requests.
SEARCHES_AT_ONCE = 5
# A classic test query waits this often for a place in the project's queue, which other clients fill too.
MAX_QUEUE_WAITS = 60
# Filters of ours drop scenes that the service counts: so many times the limit are read first, then four times more.
FIRST_READ, MIN_READ, NEXT_READ = 4, 40, 4
# No area has more scenes of one product; what is left out then is reported.
MAX_READ = 10_000
_OF_ALL = frozenset(
    {
        ErrorKind.NO_CREDENTIALS,
        ErrorKind.SIGN_IN_REFUSED,
        ErrorKind.SIGN_IN_DENIED,
        ErrorKind.SINGLE_SIGN_ON,
        ErrorKind.UNAUTHORIZED,
    }
)


@dataclass(frozen=True)
class ProductQuery:
    """A product and the parameters of its searches; their area is set per area, their limit counts per area.

    `error` is why the product cannot be searched at all, so that the other products are searched without it.
    """

    product: Product
    parameters: JobParameters
    error: Optional[Up42Error] = None

    @property
    def problem(self) -> Optional[AreaProblem]:
        """Returns the same as the problem of each area, None without one."""
        return None if self.error is None else AreaProblem(self.error, self.product.title, is_everywhere=True)


class Scope(Protocol):
    """Narrows the search of each area, as a watch does; safe for several threads."""

    def narrowed(self, area: Area, parameters: JobParameters) -> JobParameters:
        """Returns the parameters for one area, such as with a later start."""

    def accepts(self, area: Area, product_id: str, scene: Scene) -> bool:
        """Returns whether a scene counts; others do not count towards the limit."""


class WholeScope:
    """Searches everything that the parameters ask for."""

    def narrowed(self, area: Area, parameters: JobParameters) -> JobParameters:
        """Returns the parameters unchanged."""
        return parameters

    def accepts(self, area: Area, product_id: str, scene: Scene) -> bool:
        """Returns true."""
        return True


@dataclass(frozen=True)
class AreaQuery:
    """What is searched: products side by side over each area; `min_coverage` is a share, 0 to 1.

    The limit of each product counts per area, after cloud cover and `min_coverage`. A scene whose footprint is unknown
    passes `min_coverage`.
    """

    products: Tuple[ProductQuery, ...]
    min_coverage: float = 0.0
    scope: Scope = field(default_factory=WholeScope)

    @property
    def unsearched(self) -> Tuple[AreaProblem, ...]:
        """Returns which products cannot be searched over any area, and why."""
        return tuple(item.problem for item in self.products if item.problem is not None)


@dataclass(frozen=True)
class _Outcome:
    rows: Tuple[AreaScene, ...] = ()
    problem: Optional[AreaProblem] = None
    is_cut: bool = False
    is_complete: bool = True
    unreadable_count: int = 0
    left_out: Tuple[AreaScene, ...] = ()
    known_count: int = 0


def search_areas(
    gateway: JobGateway,
    areas: Sequence[Area],
    query: AreaQuery,
    share_covered: ShareCovered,
    control: Control,
    pause: Callable[[float], None],
    on_area: Callable[[AreaFound], None] = lambda found: None,
) -> Tuple[AreaFound, ...]:
    """Returns what was found over each area, in their order; free. Prices and clouds over the area come later.

    `on_area` is called on the calling thread as soon as an area is done, in any order. An area or product that fails
    has a problem in its result and fails nothing else; only failures of the whole account are raised. `pause` waits
    the given seconds. Searches run side by side; on a service with a queue, not more than the project may run at once.
    """
    limits = gateway.limits()
    at_once = SEARCHES_AT_ONCE
    if gateway.catalog is None and limits.max_jobs is not None:
        at_once = max(1, min(at_once, limits.max_jobs))
    sound = [(place, area) for place, area in enumerate(areas) if area.problem is None]
    done: Dict[int, AreaFound] = {}
    for place, area in enumerate(areas):
        if area.problem is not None:
            done[place] = AreaFound(area, problems=(AreaProblem(area.problem),))
            on_area(done[place])
    search = _Search(gateway, query, limits, share_covered, control, pause)
    units = [(place, area, wanted) for place, area in sound for wanted in query.products]
    outcomes: Dict[int, Dict[str, _Outcome]] = defaultdict(dict)
    calls = [partial(search.outcome, area, wanted) for _, area, wanted in units]
    for count, (number, outcome) in enumerate(side_by_side(calls, at_once, control), 1):
        place, area, wanted = units[number]
        outcomes[place][wanted.product.id] = outcome
        if len(outcomes[place]) == len(query.products):
            done[place] = _gathered(area, query, outcomes.pop(place))
            on_area(done[place])
        control.report(count / len(units))
    return tuple(done[place] for place in sorted(done))


def concerns_account(error: Up42Error) -> bool:
    """Returns whether a failure concerns the account, and thus every area and product."""
    return error.kind in _OF_ALL


def area_problems(
    product: Product, parameters: JobParameters, limits: Limits, parts: Sequence[Aoi]
) -> Tuple[Problem, ...]:
    """Returns the rules of an order that an area's parts break; each is a request of its own."""
    found = [
        problem
        for part in parts
        for problem in find_problems(product, for_part(product, parameters, part), limits, is_live=True)
    ]
    return tuple(problem for problem in found if problem.field == "area")


def for_part(product: Product, parameters: JobParameters, part: Aoi) -> JobParameters:
    """Returns the parameters for one part of an area: a box is sent as such, anything else as its outline."""
    mode = GeometryMode.BBOX if part.is_box else GeometryMode.INTERSECTS
    if mode not in product.geometry_modes:
        mode = parameters.geometry_mode
    return replace(parameters, aoi=part, geometry_mode=mode)


def with_rows(found: Sequence[AreaFound], rows: Sequence[AreaScene]) -> Tuple[AreaFound, ...]:
    """Returns the results with newer versions of their rows, found by area, product and scene."""
    known = {row.key: row for row in rows}
    return tuple(replace(item, rows=tuple(known.get(row.key, row) for row in item.rows)) for item in found)


class _Search:
    """Searches one area for one product."""

    def __init__(
        self,
        gateway: JobGateway,
        query: AreaQuery,
        limits: Limits,
        share_covered: ShareCovered,
        control: Control,
        pause: Callable[[float], None],
    ) -> None:
        self._gateway = gateway
        self._query = query
        self._limits = limits
        self._share_covered = share_covered
        self._control = control
        self._pause = pause

    def outcome(self, area: Area, wanted: ProductQuery) -> _Outcome:
        """Returns the rows of an area and product, or why there are none."""
        product = wanted.product
        if wanted.problem is not None:
            return _Outcome(problem=wanted.problem)
        problems = area_problems(product, wanted.parameters, self._limits, area.parts)
        if problems:
            return _Outcome(problem=AreaProblem(problems[0], product.title))
        try:
            return self._found(area, product, self._query.scope.narrowed(area, wanted.parameters))
        except Cancelled:
            raise
        except Up42Error as error:
            if concerns_account(error):
                raise
            return _Outcome(problem=AreaProblem(error, product.title))

    def _found(self, area: Area, product: Product, parameters: JobParameters) -> _Outcome:
        limit = parameters.limit
        # One more than wanted shows whether the limit cuts.
        most = min(product.max_scenes or MAX_READ, MAX_READ)
        count = limit + 1
        if self._query.min_coverage > 0.0 or not isinstance(self._query.scope, WholeScope):
            count = max(count, FIRST_READ * limit, MIN_READ)
        while True:
            count = min(count, most)
            rows, known_count, collections = self._read(area, product, replace(parameters, limit=count))
            is_exhausted = all(len(collection.scenes) < count for collection in collections)
            if len(rows) > limit or is_exhausted or count >= most:
                break
            count *= NEXT_READ
        return _Outcome(
            tuple(rows[:limit]),
            is_cut=len(rows) > limit or not is_exhausted,
            is_complete=all(collection.is_complete for collection in collections),
            unreadable_count=sum(collection.unreadable_count for collection in collections),
            left_out=tuple(rows[limit:]),
            known_count=known_count,
        )

    def _read(
        self, area: Area, product: Product, parameters: JobParameters
    ) -> Tuple[List[AreaScene], int, List[SceneCollection]]:
        """Returns the new rows of all parts of an area, newest first, the number of known ones, and what was found for
        each part.
        """
        met: Dict[str, List[Aoi]] = defaultdict(list)
        scenes: Dict[str, Tuple[Scene, Job]] = {}
        collections: List[SceneCollection] = []
        for part in area.parts:
            self._control.check()
            job, collection = self._query_scenes(product, for_part(product, parameters, part))
            collections.append(collection)
            for scene in collection.scenes:
                met[scene.id].append(part)
                scenes.setdefault(scene.id, (scene, job))
        found = [self._row(area, product, scene, job, met[scene.id]) for scene, job in scenes.values()]
        rows = [row for row in found if row is not None]
        kept = [row for row in rows if self._query.scope.accepts(area, product.id, row.scene)]
        kept.sort(key=lambda row: (row.scene.acquired is not None, row.scene.acquired), reverse=True)
        return kept, len(rows) - len(kept), collections

    def _query_scenes(self, product: Product, parameters: JobParameters) -> Tuple[Job, SceneCollection]:
        name = unique_name(product.title, utc_now(), uuid.uuid4().hex)
        if self._gateway.catalog is not None:
            # Its quicklooks need no job, and hundreds of searches would fill the list of jobs.
            job = Job("", name, JobMode.DRY_RUN, JobStatus.SUCCEEDED, product.id, product.title)
            return job, self._gateway.catalog.newest(product, parameters, self._control)
        waits = Backoff(0.5, 5.0)
        for _ in range(MAX_QUEUE_WAITS):
            try:
                return query_scenes(self._gateway, product, parameters, name, self._control, self._pause)
            except Up42Error as error:
                if error.kind is not ErrorKind.TOO_MANY_JOBS:
                    raise
            self._pause(waits.pause_s())
        raise Up42Error(ErrorKind.TOO_MANY_JOBS)

    def _row(
        self, area: Area, product: Product, scene: Scene, job: Job, met: Sequence[Aoi]
    ) -> Optional[AreaScene]:
        """Returns the row of a scene; None if it misses the area or covers too little of it."""
        row = AreaScene(area, product.id, product.key, product.title, scene, tuple(met), job=job)
        footprint = scene.footprint
        if footprint is None:
            return row
        shares = [(part, self._share_covered(footprint, part)) for part in area.parts]
        parts = tuple(part for part, share in shares if share > 0.0)
        covered = sum(part.area_km2 * share for part, share in shares)
        coverage = min(covered / area.area_km2, 1.0) if area.area_km2 > 0.0 else 0.0
        if not parts or coverage < self._query.min_coverage:
            return None
        return replace(row, parts=parts, coverage=coverage)


def _gathered(area: Area, query: AreaQuery, outcomes: Mapping[str, _Outcome]) -> AreaFound:
    each = [(wanted.product, outcomes[wanted.product.id]) for wanted in query.products]
    return AreaFound(
        area,
        tuple(row for _, outcome in each for row in outcome.rows),
        tuple(outcome.problem for _, outcome in each if outcome.problem is not None),
        tuple(product.id for product, outcome in each if outcome.is_cut),
        tuple(product.id for product, outcome in each if not outcome.is_complete),
        sum(outcome.unreadable_count for _, outcome in each),
        tuple(row for _, outcome in each for row in outcome.left_out),
        sum(outcome.known_count for _, outcome in each),
        {product.id: product.title for product, outcome in each if outcome.problem is None},
    )
