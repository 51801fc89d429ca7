"""A catalog search: parsing, checks, results page by page."""

from __future__ import annotations

import base64
import json
import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from ...areas import MAX_AREA_KM2, Ring, box_km2, box_ring
from ...clock import Interval, iso, read_interval, read_time
from ...http.routing import HttpRefusal
from ...options import SHUFFLED, Options
from ...world.archive_grid import ARCHIVE_START
from ...world.imagery import go_on, newest_first, scene_by_id
from ...world.scenes import SandboxScene
from .features import stac_properties
from .hosts import host_of

MAX_LIMIT = 500
DEFAULT_LIMIT = 100
_KEPT = 16
# Points and lines are searched for as areas of about a metre.
_THIN = 1e-5

_OPERATORS: Dict[str, Callable[[Any, Any], bool]] = {
    "lt": lambda have, want: have < want,
    "lte": lambda have, want: have <= want,
    "gt": lambda have, want: have > want,
    "gte": lambda have, want: have >= want,
    "eq": lambda have, want: have == want,
    "neq": lambda have, want: have != want,
    "in": lambda have, want: have in want,
}


@dataclass(frozen=True)
class Search:
    """What is looked for: sensors, areas or ids, times, and (property, operator, value) conditions.

    `host` is the only one whose scenes are wanted, None for all; `is_wanted` a further condition of which `words` are
    a text that is its own for each; `sorted_by_age` is `asc` or `desc`, empty for the catalog's own order.
    """

    sensors: Tuple[str, ...]
    rings: Tuple[Ring, ...]
    ids: Tuple[str, ...]
    interval: Interval
    conditions: Tuple[Tuple[str, str, Any], ...]
    limit: int
    host: Optional[str] = None
    is_wanted: Optional[Callable[[SandboxScene], bool]] = None
    words: str = ""
    sorted_by_age: str = ""

    def accepts(self, scene: SandboxScene) -> bool:
        """Returns whether a scene meets the conditions; one without the property never does."""
        if self.is_wanted is not None and not self.is_wanted(scene):
            return False
        properties = stac_properties(scene) if self.conditions else {}
        for name, operator, wanted in self.conditions:
            have = properties.get(name)
            if have is None or not _OPERATORS[operator](have, wanted):
                return False
        return True


class Page(NamedTuple):
    """A page of scenes and the token of the next one, None on the last."""

    scenes: List[SandboxScene]
    token: Optional[str]


class SearchDesk:
    """Carries searches out and remembers how far the latest ones have come. Safe for threads."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._begun: OrderedDict[str, _Progress] = OrderedDict()

    def page(self, search: Search, token: Optional[str], check: Callable[[], None] = go_on) -> Page:
        """Returns a page of a search; HttpRefusal 422 for a token that is none.

        A token keeps the time of the first page, so that scenes that come in meanwhile do not move the pages. `check`
        is called often and ends the search with what it raises.
        """
        offset, end = (0, search.interval.end) if token is None else _opened_token(token)
        search = Search(**{**search.__dict__, "interval": Interval(search.interval.start, end)})
        given = (search.sensors, search.rings, search.ids, search.interval, search.conditions)
        key = repr((*given, search.host, search.words, search.sorted_by_age))
        with self._lock:
            progress = self._begun.get(key) or _Progress(partial(self._scenes, search))
            self._begun[key] = progress
            self._begun.move_to_end(key)
            while len(self._begun) > _KEPT:
                self._begun.popitem(last=False)
        scenes = progress.part(offset, offset + search.limit + 1, check)
        more = len(scenes) > search.limit
        return Page(scenes[: search.limit], _token(offset + search.limit, end) if more else None)

    def _scenes(self, search: Search, check: Callable[[], None]) -> Iterator[SandboxScene]:
        found = _named(search) if search.ids else newest_first(search.sensors, search.rings, search.interval, check)
        accepted = (scene for scene in found if self._is_here(scene, search.host) and search.accepts(scene))
        if search.ids and search.sorted_by_age:
            return iter(sorted(accepted, key=_age, reverse=search.sorted_by_age == "desc"))
        if search.sorted_by_age == "asc":
            return iter(sorted(accepted, key=_age))
        if search.sorted_by_age:
            return accepted
        # The last digits of an id are a hash.
        is_shuffled = self._options.search_order == SHUFFLED
        return iter(sorted(accepted, key=lambda scene: scene.id[-12:])) if is_shuffled else accepted

    def _is_here(self, scene: SandboxScene, host: Optional[str]) -> bool:
        return host is None or host_of(scene, self._options) == host


def _age(scene: SandboxScene) -> Tuple[Any, str]:
    return scene.acquired, scene.id


def _named(search: Search) -> Iterator[SandboxScene]:
    for id in search.ids:
        scene = scene_by_id(id)
        if scene is not None and scene.sensor.key in search.sensors:
            yield scene


class _Progress:
    """How far a search has come; each request for a further part continues it."""

    def __init__(self, begin: Callable[[Callable[[], None]], Iterator[SandboxScene]]) -> None:
        self._lock = threading.Lock()
        self._begin = begin
        self._scenes: Optional[Iterator[SandboxScene]] = None
        # What the generator calls. Not through this object: with a circle, hundreds of searches with all their scenes
        # would wait for Python's garbage collection, which then stops QGIS for half a second.
        self._checks = [go_on]
        self._found: List[SandboxScene] = []

    def part(self, start: int, end: int, check: Callable[[], None]) -> List[SandboxScene]:
        with self._lock:
            checks = self._checks
            checks[0] = check
            if self._scenes is None:
                self._scenes = islice(self._begin(lambda: checks[0]()), len(self._found), None)
            try:
                self._found.extend(islice(self._scenes, max(0, end - len(self._found))))
            except BaseException:
                # A generator that raised is at its end; the next request begins the rest again.
                self._scenes = None
                raise
            return self._found[start:end]


def read_search(body: Mapping[str, Any], sensors: Mapping[str, str], latest: Any) -> Search:
    """Reads the body of a search; HttpRefusal 422 names the rule that is broken.

    `sensors` gives the sensor of each collection that may be searched; nothing is younger than `latest`.
    """
    limit = body.get("limit", DEFAULT_LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MAX_LIMIT:
        raise wrong(f"limit must be between 1 and {MAX_LIMIT}, got {limit}")
    box, area, ids = body.get("bbox"), body.get("intersects"), body.get("ids")
    if box and area:
        raise wrong("only one of bbox and intersects may be given")
    try:
        rings = (_flat_box(box),) if box else tuple(outlines(area)) if area else ()
        everything = Interval(ARCHIVE_START, latest)
        interval = read_interval(body["datetime"], everything) if body.get("datetime") else everything
    except ValueError as error:
        raise wrong(str(error)) from None
    if not rings and not ids:
        raise wrong("one of bbox, intersects and ids is required")
    if any(box_km2(ring) > MAX_AREA_KM2 for ring in rings):
        raise wrong(f"the area is larger than {MAX_AREA_KM2} km²")
    return Search(
        sensors=_sensors(body.get("collections"), sensors),
        rings=rings,
        ids=tuple(str(id) for id in ids or ()),
        interval=Interval(interval.start, min(interval.end, latest)),
        conditions=tuple(_conditions(body.get("query"))),
        limit=limit,
    )


def wrong(rule: str) -> HttpRefusal:
    """Returns the refusal of a search that breaks a rule."""
    return HttpRefusal(422, f"Search request is invalid: {rule}", details=rule)


def _flat_box(box: Any) -> Ring:
    if isinstance(box, list) and len(box) == 6:
        box = [*box[:2], *box[3:5]]
    return box_ring(box)


def _sensors(wanted: Any, sensors: Mapping[str, str]) -> Tuple[str, ...]:
    if not wanted:
        return tuple(sensors.values())
    if not isinstance(wanted, list):
        raise wrong("collections must be a list")
    names = [str(name).lower() for name in wanted]
    unknown = [name for name in names if name not in sensors]
    if unknown:
        raise wrong(f"unknown collections: {', '.join(unknown)}")
    return tuple(dict.fromkeys(sensors[name] for name in names))


def _conditions(query: Any) -> Iterator[Tuple[str, str, Any]]:
    if query is not None and not isinstance(query, Mapping):
        raise wrong("query must be an object")
    for name, operators in (query or {}).items():
        if not isinstance(operators, Mapping):
            raise wrong(f"query.{name} must be an object of operators")
        for operator, value in operators.items():
            if str(operator).lower() not in _OPERATORS:
                raise wrong(f"query.{name}: unknown operator {operator}")
            if str(operator).lower() == "in" and not isinstance(value, list):
                raise wrong(f"query.{name}.in must be a list")
            yield str(name), str(operator).lower(), value


def outlines(geometry: Any) -> Iterator[Ring]:
    """Gives the outlines of a GeoJSON geometry of any kind; ValueError when it is none."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    parts: Any = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    try:
        if kind == "GeometryCollection":
            for each in geometry["geometries"]:
                yield from outlines(each)
        elif kind in ("MultiPoint", "MultiLineString", "MultiPolygon"):
            for part in parts:
                yield from outlines({"type": kind[len("Multi") :], "coordinates": part})
        elif kind == "Polygon":
            yield _checked(parts[0])
        elif kind == "Point":
            yield _strip(parts, parts)
        elif kind == "LineString":
            for start, end in zip(parts, parts[1:]):
                yield _strip(start, end)
        else:
            raise ValueError(f"intersects must be a GeoJSON geometry, got {kind}")
    except (TypeError, IndexError, KeyError):
        raise ValueError("intersects has no coordinates that can be read") from None


def _checked(points: Sequence[Sequence[float]]) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    if len(ring) < 4 or ring[0] != ring[-1] or not all(math.isfinite(value) for point in ring for value in point):
        raise ValueError("the ring of a polygon must have at least four points and be closed")
    return ring


def _strip(start: Sequence[float], end: Sequence[float]) -> Ring:
    (x0, y0), (x1, y1) = sorted(((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))))
    lift = _THIN if y1 >= y0 else -_THIN
    corners = ((x0 - _THIN, y0 - lift), (x0 + _THIN, y0 - lift), (x1 + _THIN, y1 + lift), (x1 - _THIN, y1 + lift))
    return (*corners, corners[0])


def _token(offset: int, end: Any) -> str:
    given = json.dumps({"nextOffset": offset, "until": iso(end, 6)})
    return base64.urlsafe_b64encode(given.encode()).decode()


def _opened_token(token: str) -> Tuple[int, Any]:
    try:
        given = json.loads(base64.urlsafe_b64decode(token.encode()))
        return int(given["nextOffset"]), read_time(given["until"])
    except (ValueError, KeyError, TypeError):
        raise wrong("the token of the next page is none") from None
