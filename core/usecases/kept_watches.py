"""The watches of the dock: kept in the plugin's own folder, and run one at a time."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple

from ..domain.aoi import Aoi, normalised_ring
from ..domain.areas.area import Area
from ..domain.areas.area_scene import AreaScene
from ..domain.areas.kept_watch import KeptWatch, WatchNews
from ..domain.areas.watch import ShareKept
from ..domain.jobs.job import JobMode
from ..domain.outputs.disk import make_folder, write_whole, writing_home
from ..domain.parameters import JobParameters, Period, parse_utc, utc_text
from ..domain.ports.control import Control, Now, ShareCovered
from ..domain.ports.gateway import JobGateway
from ..domain.ports.services import WATCHES_FOLDER
from ..domain.ports.watches import WatchMemory
from .area_query import AreaQuery, ProductQuery, search_areas
from .found_files import found_file
from .watched_areas import open_watch

_LOG = logging.getLogger(__name__)
_SUFFIX = ".json"
_DIGITS = 16


class KeptWatches:
    """The kept watches, one file each; safe for several processes. Raises HOME_NOT_WRITABLE or DISK_FULL on writing."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def all(self) -> Tuple[KeptWatch, ...]:
        """Returns the watches by name; a file that cannot be read is left out."""
        found = []
        for path in sorted((self._home / WATCHES_FOLDER).glob(f"*{_SUFFIX}")):
            try:
                found.append(_watch_of(json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
                _LOG.warning("A watch cannot be read: %s: %s", path.name, error)
        return tuple(sorted(found, key=lambda watch: watch.name.casefold()))

    def keep(self, watch: KeptWatch) -> None:
        """Stores a watch and replaces the one of the same name and connection."""
        with writing_home(self._home):
            make_folder(self._home / WATCHES_FOLDER)
            write_whole(self._path(watch), json.dumps(_document(watch), ensure_ascii=False).encode("utf-8"))

    def note_run(self, watch: KeptWatch, begun: datetime) -> None:
        """Records when a watch ran, unless it was removed meanwhile."""
        if self._path(watch).exists():
            self.keep(replace(watch, last_run=begun))

    def remove(self, watch: KeptWatch) -> None:
        """Removes a watch; what it has reported stays known, so that a new one of the same name goes on."""
        with writing_home(self._home):
            self._path(watch).unlink(missing_ok=True)

    def _path(self, watch: KeptWatch) -> Path:
        key = hashlib.sha256(repr((watch.name, watch.connection)).encode()).hexdigest()[:_DIGITS]
        return self._home / WATCHES_FOLDER / f"{key}{_SUFFIX}"


def watch_of_query(
    gateway: JobGateway, name: str, connection: str, query: ProductQuery, areas: Sequence[Area]
) -> KeptWatch:
    """Returns the watch that repeats a query; ValueError if no area has a polygon."""
    stand_in = next((part for area in areas for part in area.parts), None)
    if stand_in is None:
        raise ValueError("no area")
    product = query.product
    request = gateway.request_json(product, replace(query.parameters, aoi=stand_in), JobMode.DRY_RUN)
    return KeptWatch(name, connection, product.id, product.title, request, tuple(areas))


def run_kept_watch(
    gateway: JobGateway,
    memory: WatchMemory,
    home: Path,
    watch: KeptWatch,
    share_covered: ShareCovered,
    share_kept: ShareKept,
    write: Callable[[Path, Sequence[AreaScene]], None],
    control: Control,
    pause: Callable[[float], None],
    now: Now,
) -> WatchNews:
    """Searches for what no earlier run reported, and keeps the time of this run; free.

    `write` writes rows to a GeoPackage. The news count as reported once that is on disk. Raises what a test query
    raises if nothing could be searched at all.
    """
    product = gateway.product(watch.product_id)
    parameters = _open_ended(gateway.parse_request(product, watch.request), now)
    query = AreaQuery((ProductQuery(product, parameters),))
    begun = now()
    with open_watch(memory, home, watch.name, gateway.account(), control, now) as run:
        query = run.narrowed(query, watch.areas, share_kept)
        found = search_areas(gateway, watch.areas, query, share_covered, control, pause)
        rows = [row for item in found for row in item.rows]
        with writing_home(home):
            target = found_file(home, run.key, begun)
            make_folder(target.parent)
            run.report(found, query, target, lambda part: write(part, rows))
            if not rows:
                target.unlink(missing_ok=True)
    KeptWatches(home).note_run(watch, begun)
    return WatchNews(watch.name, found, target if rows else None, watch.last_run, run.has_lost_memory)


def _open_ended(parameters: JobParameters, now: Now) -> JobParameters:
    """Returns the parameters without an area, and with the present as the end of their period."""
    period = parameters.period
    if period is not None:
        period = Period(min(period.start, now()), now())
    return replace(parameters, aoi=None, scene_ids=(), period=period, has_open_end=True)


def _document(watch: KeptWatch) -> Dict[str, Any]:
    return {
        "name": watch.name,
        "connection": watch.connection,
        "product_id": watch.product_id,
        "product_title": watch.product_title,
        "request": dict(watch.request),
        "last_run": None if watch.last_run is None else utc_text(watch.last_run),
        "areas": [
            {
                "id": area.id,
                "name": area.name,
                "parts": [{"ring": part.ring, "area_km2": part.area_km2} for part in area.parts],
                "part_count": area.part_count,
                "hole_count": area.hole_count,
            }
            for area in watch.areas
            if area.problem is None
        ],
    }


def _watch_of(members: Mapping[str, Any]) -> KeptWatch:
    last_run: Optional[str] = members["last_run"]
    areas = tuple(
        Area(
            int(item["id"]),
            str(item["name"]),
            tuple(Aoi(normalised_ring(part["ring"]), float(part["area_km2"])) for part in item["parts"]),
            part_count=int(item["part_count"]),
            hole_count=int(item["hole_count"]),
        )
        for item in members["areas"]
    )
    return KeptWatch(
        str(members["name"]),
        str(members["connection"]),
        str(members["product_id"]),
        str(members["product_title"]),
        dict(members["request"]),
        areas,
        None if last_run is None else parse_utc(last_run),
    )
