"""The start-up time of the plugin and of the first opening of its dock."""

from __future__ import annotations

import time
from typing import Any, Dict, List, Mapping

from benchmarks.measure import Child, Row, column, memory_mib, run_child, use_own_profile

RUNS = 5


def rows() -> List[Row]:
    """Measures start, dock and memory in fresh processes, the first of which only warms the disk."""
    runs = [run_child("start.start") for _ in range(RUNS + 1)][1:]
    return [
        Row("import + classFactory + initGui, warm, ms", column(runs, "start_ms"), 10.0),
        Row("the same, processor time, ms", column(runs, "start_cpu_ms")),
        Row("opening the dock, ms", column(runs, "dock_ms"), 60.0),
        Row("the same, processor time, ms", column(runs, "dock_cpu_ms")),
        Row("memory of both, MiB", column(runs, "memory_mib"), 12.0),
        # Pages of the code of Qt and QGIS that no other widget had used: in QGIS itself most are in use already.
        Row("the same without pages of files, MiB", column(runs, "own_memory_mib")),
    ]


def _start(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Times what QGIS does with the plugin at start, then the first opening of its dock."""
    use_own_profile()
    from desktop import Desktop
    from package_path import register_package
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    desktop = Desktop()
    desktop.window.show()
    QgsApplication.processEvents()
    # The clock of the run is shifted here, which imports a part of the domain; QGIS has no such step.
    package = register_package()
    before, own_before = memory_mib(), memory_mib("RssAnon")
    began = _Moment()
    plugin = package.classFactory(desktop)
    plugin.initGui()
    started = _Moment()
    desktop.toolbar.actions()[0].trigger()
    plugin.dock.grab()
    opened = _Moment()
    return {
        "start_ms": 1000.0 * (started.wall_s - began.wall_s),
        "start_cpu_ms": 1000.0 * (started.cpu_s - began.cpu_s),
        "dock_ms": 1000.0 * (opened.wall_s - started.wall_s),
        "dock_cpu_ms": 1000.0 * (opened.cpu_s - started.cpu_s),
        "memory_mib": memory_mib() - before,
        "own_memory_mib": memory_mib("RssAnon") - own_before,
    }


class _Moment:
    """The present, on the clock and in processor time: the second hardly changes on a busy machine."""

    def __init__(self) -> None:
        self.wall_s = time.perf_counter()
        self.cpu_s = time.process_time()


def _yardstick(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Times the import of what QGIS ships: one machine is nearly twice as slow as another, a busy one slower still."""
    began = time.perf_counter()
    import numpy  # noqa: F401
    import requests  # noqa: F401
    from osgeo import gdal, ogr  # noqa: F401

    return {"ms": 1000.0 * (time.perf_counter() - began)}


CHILDREN: Dict[str, Child] = {"start": _start, "yardstick": _yardstick}
