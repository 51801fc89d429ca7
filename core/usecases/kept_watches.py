"""The watches of the dock: kept in the plugin's own folder, and run one at a time."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple

from ..domain.aoi import Aoi, normalised_ring
from ..domain.areas.area import Area
from ..domain.areas.area_scene import AreaScene
from ..domain.areas.kept_watch import KeptWatch, WatchedProduct, WatchNews
from ..domain.areas.watch import ShareKept
from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs.job import JobMode
from ..domain.outputs.disk import make_folder, write_whole, writing_home
from ..domain.parameters import JobParameters, Period, parse_utc, utc_text
from ..domain.ports.control import Control, Now, ShareCovered
from ..domain.ports.gateway import JobGateway, RequestError
from ..domain.ports.services import WATCHES_FOLDER
from ..domain.ports.watches import WatchMemory
from ..domain.products import Product
from .area_query import SEARCHES_AT_ONCE, AreaQuery, ProductQuery, search_areas
from .compare_products import expect_searchable, read_product
from .found_files import found_file
from .side_by_side import side_by_side
from .watched_areas import open_watch

_LOG = logging.getLogger(__name__)
_SUFFIX = ".json"
_DIGITS = 16
# Held while a file is written: a run ends on a thread of its own.
_WRITING = threading.Lock()


class KeptWatches:
    """The kept watches, one file each; safe for several processes. Raises HOME_NOT_WRITABLE or DISK_FULL on writing."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def all(self) -> Tuple[KeptWatch, ...]:
        """Returns the watches by name; a file that cannot be read is left out."""
        paths = sorted((self._home / WATCHES_FOLDER).glob(f"*{_SUFFIX}"))
        found = [watch for watch in map(_read, paths) if watch is not None]
        return tuple(sorted(found, key=lambda watch: watch.name.casefold()))

    def keep(self, watch: KeptWatch) -> None:
        """Stores a watch and replaces the one of the same name and connection."""
        with _WRITING, writing_home(self._home):
            self._write(watch)

    def note_run(self, watch: KeptWatch, begun: datetime) -> None:
        """Records when a watch ran, unless it was removed meanwhile; one that has replaced it stays what it is."""
        path = self._path(watch)
        with _WRITING, writing_home(self._home):
            kept = _read(path) if path.exists() else None
            if kept is not None:
                self._write(replace(kept, last_run=begun))

    def remove(self, watch: KeptWatch) -> None:
        """Removes a watch; what it has reported stays known, so that a new one of the same name goes on."""
        with writing_home(self._home):
            self._path(watch).unlink(missing_ok=True)

    def _write(self, watch: KeptWatch) -> None:
        make_folder(self._home / WATCHES_FOLDER)
        write_whole(self._path(watch), json.dumps(_document(watch), ensure_ascii=False).encode("utf-8"))

    def _path(self, watch: KeptWatch) -> Path:
        key = hashlib.sha256(repr((watch.name, watch.connection)).encode()).hexdigest()[:_DIGITS]
        return self._home / WATCHES_FOLDER / f"{key}{_SUFFIX}"


def watch_of_query(
    gateway: JobGateway, name: str, connection: str, queries: Sequence[ProductQuery], areas: Sequence[Area]
) -> KeptWatch:
    """Returns the watch that repeats a query of one or several products; ValueError if no area has a polygon."""
    stand_in = next((part for area in areas for part in area.parts), None)
    if stand_in is None:
        raise ValueError("no area")
    products = tuple(
        WatchedProduct(
            query.product.id,
            query.product.title,
            gateway.request_json(query.product, replace(query.parameters, aoi=stand_in), JobMode.DRY_RUN),
        )
        for query in queries
    )
    return KeptWatch(name, connection, products, tuple(areas))


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

    `write` writes rows to a GeoPackage. The news count as reported once that is on disk. A product that cannot be read
    is a problem of the areas; raises what a test query raises if nothing could be searched at all.
    """
    calls = [partial(_query_of, gateway, product, now) for product in watch.products]
    read = dict(side_by_side(calls, SEARCHES_AT_ONCE, control))
    query = AreaQuery(tuple(read[number] for number in range(len(calls))))
    expect_searchable(query.products)
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
    titles = tuple(product.title for product in watch.products)
    return WatchNews(watch.name, found, titles, target if rows else None, watch.last_run, run.has_lost_memory)


def _query_of(gateway: JobGateway, watched: WatchedProduct, now: Now) -> ProductQuery:
    """Returns what to search of a product, or why it cannot be searched."""
    product, error = read_product(gateway, Product(watched.id, "", watched.title, is_complete=False))
    if error is None:
        try:
            return ProductQuery(product, _open_ended(gateway.parse_request(product, watched.request), now))
        except RequestError as broken:
            error = Up42Error(ErrorKind.INVALID_REQUEST, str(broken))
    return ProductQuery(product, JobParameters(watched.id), error)


def _open_ended(parameters: JobParameters, now: Now) -> JobParameters:
    """Returns the parameters without an area, and with the present as the end of their period."""
    period = parameters.period
    if period is not None:
        period = Period(min(period.start, now()), now())
    return replace(parameters, aoi=None, scene_ids=(), period=period, has_open_end=True)


def _read(path: Path) -> Optional[KeptWatch]:
    """Returns the watch of a file, None if it cannot be read."""
    try:
        return _watch_of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        _LOG.warning("A watch cannot be read: %s: %s", path.name, error)
        return None


def _document(watch: KeptWatch) -> Dict[str, Any]:
    return {
        "name": watch.name,
        "connection": watch.connection,
        "products": [
            {"id": product.id, "title": product.title, "request": dict(product.request)} for product in watch.products
        ],
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
        _products_of(members),
        areas,
        None if last_run is None else parse_utc(last_run),
    )


def _products_of(members: Mapping[str, Any]) -> Tuple[WatchedProduct, ...]:
    """Returns the products of a kept watch; files of the first releases have a single one."""
    if "products" not in members:
        return (WatchedProduct(str(members["product_id"]), str(members["product_title"]), dict(members["request"])),)
    products = tuple(
        WatchedProduct(str(item["id"]), str(item["title"]), dict(item["request"])) for item in members["products"]
    )
    if not products:
        raise ValueError("no product")
    return products
