"""Test queries over many areas: time until the first scenes, in all, and how it grows from 10 to 200 areas."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Mapping, Sequence

from benchmarks.areas_window import window, window_rows
from benchmarks.measure import Child, Row, column, memory_mib, run_child, sandbox_process, use_own_profile

COUNTS = (10, 50, 100, 200)
SCENES = 50
PRICED = 10
RUNS = 2
LATENCY_S = 0.05
# A plot of two kilometres, and the distance to the next one.
SIDE, STEP, IN_A_ROW = 0.02, 0.3, 20
MAX_GROWTH = 1.2
START = datetime(2018, 1, 1, tzinfo=timezone.utc)


def rows() -> List[Row]:
    """Runs a query over each number of areas."""
    runs = {count: [run_child("areas.query", areas=count) for _ in range(RUNS)] for count in COUNTS}
    found = [row for count in COUNTS for row in _count_rows(count, runs[count])]
    less, more = COUNTS[0], COUNTS[-1]
    growth = [
        (after["seconds"] / more) / (before["seconds"] / less) for before, after in zip(runs[less], runs[more])
    ]
    growth_row = Row(f"seconds per area, {more} areas / {less} areas", growth, MAX_GROWTH)
    return [*found, growth_row, *window_rows([run_child("areas.window") for _ in range(RUNS)])]


def _count_rows(count: int, runs: Sequence[Mapping[str, Any]]) -> List[Row]:
    is_held = count == 100
    return [
        Row(f"{count} areas × {SCENES} scenes: first scenes after, s", column(runs, "first_s"), 1.0),
        Row("… all scenes after, s", column(runs, "seconds")),
        Row("… rows", column(runs, "rows")),
        Row("… memory of all rows, MB", column(runs, "memory_mb"), 400.0 if is_held else None),
        Row(f"… {PRICED} prices per area, s", column(runs, "prices_s")),
        Row("… written to a GeoPackage, s", column(runs, "written_s")),
    ]


def query(options: Mapping[str, Any]) -> Dict[str, float]:
    """Searches, prices and writes, in this process, with a Sandbox that has drawn the scenes before."""
    home = use_own_profile()
    with sandbox_process(latency_seconds=LATENCY_S) as access:
        from package_path import register_package

        register_package()
        from moment import follow_moment

        follow_moment()
        # The first search makes the scenes; the second one is measured.
        _search(access, options["areas"])
        before = memory_mib()
        found, figures, gateway, queries = _search(access, options["areas"])
        figures["memory_mb"] = max(memory_mib() - before, 0.0) * 1.048576
        rows = [row for item in found for row in item.rows]
        figures["rows"] = float(len(rows))
        some = [row for item in found for row in item.rows[:PRICED]]
        begun = time.perf_counter()
        _prices(gateway, queries, some)
        figures["prices_s"] = time.perf_counter() - begun
        begun = time.perf_counter()
        _write(home / "scenes.gpkg", rows)
        figures["written_s"] = time.perf_counter() - begun
        gateway.close()
    return figures


class _NeverStopped:
    def check(self) -> None:
        """Goes on."""

    def report(self, fraction: float) -> None:
        """Shows nothing."""


def _search(access: Mapping[str, str], count: int) -> Any:
    from up42_jobs.core.api.platform.gateway import PlatformJobs
    from up42_jobs.core.domain.aoi import Aoi, box_ring
    from up42_jobs.core.domain.areas.area import Area
    from up42_jobs.core.domain.clock import utc_now
    from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
    from up42_jobs.core.domain.parameters import JobParameters, Period
    from up42_jobs.core.gis.areas.geometry import share_covered
    from up42_jobs.core.usecases.area_query import AreaQuery, ProductQuery, search_areas

    connection = Connection("Benchmark", Service.PLATFORM, access["api_url"], access["auth_url"])
    gateway = PlatformJobs(connection, Credentials(access["user"], access["password"]), NetworkProfile())
    product = next(item for item in gateway.products() if item.key == "phr-display")
    places = [(-8.0 + STEP * (number % IN_A_ROW), 38.0 + STEP * (number // IN_A_ROW)) for number in range(count)]
    areas = [
        Area(number, f"Plot {number}", (Aoi(box_ring(west, south, west + SIDE, south + SIDE), 3.8),))
        for number, (west, south) in enumerate(places, 1)
    ]
    parameters = JobParameters(product.id, period=Period(START, utc_now() - timedelta(seconds=1)), limit=SCENES)
    queries = (ProductQuery(product, parameters),)
    figures: Dict[str, float] = {}
    begun = time.perf_counter()

    def tell(found: Any) -> None:
        figures.setdefault("first_s", time.perf_counter() - begun)

    found = search_areas(gateway, areas, AreaQuery(queries), share_covered, _NeverStopped(), time.sleep, tell)
    figures["seconds"] = time.perf_counter() - begun
    return found, figures, gateway, queries


def _prices(gateway: Any, queries: Any, rows: Sequence[Any]) -> None:
    from up42_jobs.core.usecases.area_figures import with_prices

    with_prices(gateway, queries, rows, _NeverStopped())


def _write(path: Any, rows: Sequence[Any]) -> None:
    from up42_jobs.core.domain.areas.fields import AreaRow
    from up42_jobs.core.gis.scenes.area_scene_file import write_area_scenes

    write_area_scenes(path, [AreaRow(row, row.product_key) for row in rows])


CHILDREN: Dict[str, Child] = {"query": query, "window": window}
