"""The dock with many areas: stalls of the window while a query streams in, and while its list is used."""

from __future__ import annotations

import gc
import sys
import threading
import time
from datetime import datetime, timezone
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

from benchmarks.measure import Row, column, memory_mib, sandbox_process, use_connection, use_own_profile

AREAS, SCENES = 100, 50
LATENCY_S = 0.05
TICK_MS = 2
FRAME_BUDGET_MS = 50.0
MAX_MEMORY_MB = 400.0
# A plot of two kilometres, and the distance to the next one.
SIDE, STEP, IN_A_ROW = 0.02, 0.3, 20
# Rows gone through with the arrow keys, and how long each is looked at.
LOOKED, LOOK_S = 20, 0.3
# Prices and quicklooks arrive for minutes; the window is watched for a part of that, and meanwhile in all that follows.
ARRIVING_S = 15.0


def window_rows(runs: Sequence[Mapping[str, Any]]) -> List[Row]:
    """Returns the figures of several runs of `window`."""
    found: List[Row] = []
    for name in runs[0]["actions"]:
        actions = [run["actions"][name] for run in runs]
        found += [
            Row(f"dock, {AREAS} areas × {SCENES} scenes, {name}: longest stall, ms",
                column(actions, "stall_ms"), FRAME_BUDGET_MS),
            Row("… longest turn of the window's thread by its processor time, ms",
                column(actions, "turn_ms"), FRAME_BUDGET_MS),
            Row("… without Python's full garbage collections, ms", column(actions, "own_ms"), FRAME_BUDGET_MS),
            Row("… processor time of the process, ms", column(actions, "cpu_ms")),
            Row("… seconds", column(actions, "seconds")),
        ]
    return [
        *found,
        Row("… first scenes in the list after, s", column(runs, "first_s"), 1.0),
        Row("… memory, MB", column(runs, "memory_mb"), MAX_MEMORY_MB),
    ]


def window(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Uses the list in the real dock, with a Sandbox in another process."""
    use_own_profile()
    with sandbox_process(latency_seconds=LATENCY_S) as access:
        use_connection(access, "platform")
        return _use()


def _use() -> Dict[str, Any]:
    from desktop import Desktop, open_dock, wait_until
    from package_path import register_package
    from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
    from qgis.PyQt.QtCore import Qt, QTimer
    from qgis.PyQt.QtTest import QTest

    application = QgsApplication([], True)
    application.initQgis()
    package = register_package()
    from up42_jobs.core.app.areas.area_columns import COLUMNS
    from up42_jobs.core.app.areas.area_search import AreaSearchState
    from up42_jobs.core.domain.clock import utc_now
    from up42_jobs.core.domain.parameters import Period
    from up42_jobs.ui.dock import SCENES as SCENES_TAB

    desktop = Desktop()
    plugin = open_dock(desktop, package, "Environment", "phr-display")
    app, dock = plugin.application, plugin.dock
    app.workbench.set_limit(SCENES)
    app.workbench.set_period(Period(datetime(2018, 1, 1, tzinfo=timezone.utc), utc_now()))
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "Plots", "memory")
    features = []
    for number in range(AREAS):
        west, south = -8.0 + STEP * (number % IN_A_ROW), 38.0 + STEP * (number // IN_A_ROW)
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"Plot {number}"])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, south, west + SIDE, south + SIDE)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    app.area.use_features(layer)
    wait_until(lambda: app.workbench.can_run, 30, "parameters")
    turns = _Turns()
    ticker = QTimer()
    ticker.setTimerType(Qt.TimerType.PreciseTimer)
    ticker.setInterval(TICK_MS)
    ticker.timeout.connect(turns.tick)
    ticker.start()

    def rest(seconds: float) -> Callable[[], bool]:
        ends = time.perf_counter() + seconds
        return lambda: time.perf_counter() > ends

    def search() -> None:
        began = time.perf_counter()
        app.run_test_query()
        wait_until(lambda: bool(app.area_list.scene_count), 120, "first scenes")
        figures.setdefault("first_s", time.perf_counter() - began)
        wait_until(lambda: app.area_search.state is AreaSearchState.DONE, 600, "areas")

    figures: Dict[str, Any] = {}
    before = memory_mib()
    # The Sandbox makes its scenes once.
    search()
    figures.clear()
    with turns.of("searching"):
        search()
    # Prices and quicklooks of what is not in view.
    with turns.of("figures arriving"):
        wait_until(rest(ARRIVING_S), 60, "rest")
    dock.tabs.setCurrentIndex(SCENES_TAB)
    panel = dock.areas_panel()
    view, model = panel.view, app.area_list
    with turns.of("opening the tab"):
        wait_until(rest(1.0), 30, "rest")
    with turns.of("sorting"):
        for number in range(len(COLUMNS)):
            view.sortByColumn(number, Qt.SortOrder.DescendingOrder)
            wait_until(rest(0.1), 30, "rest")
    with turns.of("flat"):
        panel.group_button.click()
        wait_until(rest(0.5), 30, "rest")
    with turns.of("sorting the flat list"):
        for number in range(len(COLUMNS)):
            view.sortByColumn(number, Qt.SortOrder.AscendingOrder)
            wait_until(rest(0.1), 30, "rest")
    with turns.of("scrolling"):
        bar = view.verticalScrollBar()
        for number in range(50):
            bar.setValue(bar.maximum() * number // 50)
            wait_until(rest(0.05), 30, "rest")
    with turns.of("looking"):
        view.setCurrentIndex(model.index(0, 0))
        for _ in range(LOOKED):
            QTest.keyClick(view, Qt.Key.Key_Down)
            wait_until(rest(LOOK_S), 30, "rest")
    with turns.of("choosing"):
        panel.best_button.click()
        wait_until(rest(0.3), 30, "rest")
        view.selectAll()
        wait_until(rest(0.3), 30, "rest")
        QTest.keyClick(view, Qt.Key.Key_Space)
        wait_until(rest(0.3), 30, "rest")
        panel.clear_button.click()
        wait_until(rest(0.3), 30, "rest")
    for how in ("flat", "grouped"):
        if how == "grouped":
            panel.group_button.click()
            wait_until(rest(0.5), 30, "rest")
        with turns.of(f"typing into the filter, {how}"):
            for letter in "Plot 7":
                QTest.keyClick(panel.filter_bar.filter_edit, letter)
                wait_until(rest(0.3), 30, "rest")
            panel.filter_bar.filter_edit.clear()
            wait_until(rest(1.0), 30, "rest")
    panel.group_button.click()
    wait_until(rest(0.5), 30, "rest")
    with turns.of("grouped"):
        panel.group_button.click()
        wait_until(rest(0.5), 30, "rest")
        view.expandAll()
        wait_until(rest(0.5), 30, "rest")
    figures["memory_mb"] = (memory_mib() - before) * 1.048576
    figures["actions"] = turns.actions
    ticker.stop()
    plugin.unload()
    wait_until(lambda: application.taskManager().countActiveTasks() == 0, 60, "the last task")
    return figures


class _Turns:
    """Writes down the longest gap between two turns of the event loop, and the most that one computed."""

    def __init__(self) -> None:
        self.actions: Dict[str, Dict[str, float]] = {}
        self._at: Tuple[float, float] = (time.perf_counter(), time.thread_time())
        self._found: Dict[str, float] = {}
        self._collecting_since = self._collected = 0.0
        gc.callbacks.append(self._note_collection)

    def _note_collection(self, phase: str, facts: Mapping[str, int]) -> None:
        if facts["generation"] != 2 or threading.current_thread() is not threading.main_thread():
            return
        if phase == "start":
            self._collecting_since = time.thread_time()
        else:
            self._collected += 1000.0 * (time.thread_time() - self._collecting_since)

    def tick(self) -> None:
        """Begins another turn."""
        now, spent = time.perf_counter(), time.thread_time()
        gap, turn = 1000.0 * (now - self._at[0]), 1000.0 * (spent - self._at[1])
        self._at = now, spent
        own, self._collected = turn - self._collected, 0.0
        for name, value in (("stall_ms", gap), ("turn_ms", turn), ("own_ms", own)):
            self._found[name] = max(self._found.get(name, 0.0), value)

    def of(self, action: str) -> _Action:
        """Measures what happens in a `with` block."""
        return _Action(self, action)

    def begin(self) -> None:
        """Forgets earlier turns."""
        self._at, self._found = (time.perf_counter(), time.thread_time()), {}

    def end(self, action: str, seconds: float, cpu_s: float) -> None:
        """Keeps the figures of an action."""
        self.tick()
        self.actions[action] = {**self._found, "seconds": seconds, "cpu_ms": 1000.0 * cpu_s}


class _Action:
    def __init__(self, turns: _Turns, name: str) -> None:
        self._turns = turns
        self._name = name

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.process_time()
        self._turns.begin()

    def __exit__(self, *failure: object) -> None:
        began, spent = self._began
        print(f"{self._name}: {time.perf_counter() - began:.1f} s", file=sys.stderr, flush=True)
        self._turns.end(self._name, time.perf_counter() - began, time.process_time() - spent)
