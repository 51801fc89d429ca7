"""The user's actions with 500 scenes, run inside the QGIS that `window.py` starts.

Each action is the code between two `yield`s, which say what to wait for.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
import traceback
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, Mapping

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget
from qgis.utils import iface, plugins

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.parameters import Period

sys.path.insert(0, str(Path(sys.modules["up42_jobs"].__file__).resolve().parent / "tools"))

from desktop import click, find, load_world_map, zoom_to

from benchmarks.measure import memory_mib

TICK_MS = 2
FRAME_BUDGET_MS = 50.0
MAX_WAIT_S = 120.0
QUIET_S = 0.7
PRODUCT = "phr-display"
Condition = Callable[[], bool]
Steps = Iterator[Condition]


class Turns(QObject):
    """Goes through steps, and writes down for the action under way how long each turn of the event loop takes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.figures: Dict[str, Any] = {"actions": {}, "memory": {}}
        self._action = ""
        self._began = 0.0
        self._steps: Steps = iter(())
        self._condition: Condition = lambda: True
        self._deadline = 0.0
        self._last = time.perf_counter()
        self._spent = time.thread_time()
        self._drawn = time.perf_counter()
        self._collected_ms = 0.0
        self._collecting_since = 0.0
        gc.callbacks.append(self._note_collection)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def go_through(self, steps: Steps) -> None:
        """Begins; QGIS ends with the last step, or with the first error, which is written down."""
        self._steps = steps
        self._deadline = time.monotonic() + MAX_WAIT_S
        self._timer.start(TICK_MS)

    def begin(self, action: str) -> Steps:
        """Writes the turns from the next one on down for an action, the empty one for none."""
        yield lambda: True
        self._action, self._began = action, time.perf_counter()
        if action:
            self.figures["actions"][action] = {
                "longest_ms": 0.0,
                "longest_cpu_ms": 0.0,
                "longest_own_ms": 0.0,
                "over": 0,
                "drawn_s": 0.0,
            }

    def note_memory(self, when: str) -> None:
        """Writes down how much memory QGIS has."""
        self.figures["memory"][when] = memory_mib()

    def is_quiet(self) -> bool:
        """Tells whether the map has drawn all that it is going to draw."""
        return time.perf_counter() - self._drawn > QUIET_S

    def _tick(self) -> None:
        now = time.perf_counter()
        turn_ms, self._last = 1000.0 * (now - self._last), now
        spent = time.thread_time()
        cpu_ms, self._spent = 1000.0 * (spent - self._spent), spent
        is_drawing = iface.mapCanvas().isDrawing()
        if is_drawing:
            self._drawn = now
        if self._action:
            found = self.figures["actions"][self._action]
            found["longest_ms"] = max(found["longest_ms"], turn_ms)
            found["longest_cpu_ms"] = max(found["longest_cpu_ms"], cpu_ms)
            found["longest_own_ms"] = max(found["longest_own_ms"], turn_ms - self._collected_ms)
            found["over"] += turn_ms > FRAME_BUDGET_MS
            if is_drawing:
                found["drawn_s"] = now - self._began
        self._collected_ms = 0.0
        try:
            if self._condition():
                self._condition = next(self._steps)
                self._deadline = time.monotonic() + MAX_WAIT_S
            elif time.monotonic() > self._deadline:
                raise TimeoutError(f"{self._action or 'no action'}, line {self._line()}")
        except StopIteration:
            self._end()
        except Exception:
            self.figures["error"] = traceback.format_exc()
            self._end()

    def _note_collection(self, phase: str, facts: Mapping[str, int]) -> None:
        if facts["generation"] == 2 and phase == "start":
            self._collecting_since = time.perf_counter()
        elif facts["generation"] == 2:
            self._collected_ms += 1000.0 * (time.perf_counter() - self._collecting_since)

    def _line(self) -> int:
        steps: Any = self._steps
        while steps.gi_yieldfrom is not None:
            steps = steps.gi_yieldfrom
        return int(steps.gi_frame.f_lineno)

    def _end(self) -> None:
        self._timer.stop()
        self._path.write_text(json.dumps(self.figures), encoding="utf-8")
        QgsProject.instance().setDirty(False)
        QTimer.singleShot(0, QgsApplication.exit)


def everything(turns: Turns, scenes: int) -> Steps:
    """Looks at the scenes for the first and the second time, uses the list, plays, shows all, clears, cancels."""
    plugin = plugins["up42_jobs"]
    yield lambda: plugin.dock is not None and plugin.dock.isVisible()
    app, dock = plugin.application, plugin.dock
    yield from _set_up(turns, app, dock, scenes)
    turns.note_memory("at the start")
    # The Sandbox draws its pictures once.
    yield from _query(turns, app, dock, scenes)
    yield from _clear(turns, dock)
    yield from _empty_cache()
    yield from turns.begin("first look")
    yield from _query(turns, app, dock, scenes)
    yield from turns.begin("clearing, some shown")
    yield from _clear(turns, dock)
    yield from turns.begin("second look")
    yield from _query(turns, app, dock, scenes)
    yield from turns.begin("")
    yield _pause(2.0)
    turns.note_memory("after a test query")
    yield from _use_list(turns, dock)
    yield from _play(turns, dock, "some shown")
    yield from _show_all(turns, app, dock)
    turns.note_memory("with all shown")
    yield from _play(turns, dock, "all shown")
    yield from turns.begin("all unticked")
    click(dock, "all_shown_box")
    yield _pause(1.0)
    yield turns.is_quiet
    yield from turns.begin("clearing, none shown")
    yield from _clear(turns, dock)
    yield from turns.begin("")
    yield _pause(2.0)
    turns.note_memory("after clearing")
    yield from _empty_cache()
    yield from turns.begin("cancel")
    click(dock, "run_button")
    yield lambda: len(app.map_scenes.layer_ids()) > scenes // 5
    click(dock, "cancel_query_button")
    yield _pause(1.0)
    yield turns.is_quiet


def _set_up(turns: Turns, app: Any, dock: QWidget, scenes: int) -> Steps:
    window = iface.mainWindow()
    window.resize(1600, 1000)
    window.move(0, 0)
    window.resizeDocks([dock], [440], Qt.Orientation.Horizontal)
    load_world_map()
    # QGIS shows all of the first layer a turn later.
    yield _pause(1.0)
    zoom_to(iface.mapCanvas(), -0.40, 39.40, -0.26, 39.50)
    yield lambda: app.account.state is not AccountState.SIGNING_IN
    app.account.select("Environment")
    yield lambda: app.account.state is AccountState.READY and app.workbench.product is not None
    product = next(item for item in app.account.products if item.key == PRODUCT)
    app.workbench.select_product(product.id)
    yield lambda: app.workbench.product.id == product.id and not app.workbench.is_loading_product
    app.workbench.set_limit(scenes)
    app.workbench.set_period(Period(datetime(2018, 1, 1, tzinfo=timezone.utc), utc_now()))
    yield lambda: app.workbench.can_run and turns.is_quiet()


def _query(turns: Turns, app: Any, dock: QWidget, scenes: int) -> Steps:
    click(dock, "run_button")
    yield lambda: app.dry_run.state is DryRunState.DONE
    found = app.scenes.scenes()
    if len(found) != scenes:
        raise RuntimeError(f"{len(found)} scenes instead of {scenes}")
    yield lambda: all(app.scenes.quicklook(item.id) for item in found)
    yield turns.is_quiet


def _clear(turns: Turns, dock: QWidget) -> Steps:
    find(dock, "stack_button").menu().findChild(QObject, "clear_scenes_action").trigger()
    yield lambda: QgsProject.instance().count() == 1
    yield lambda: QgsApplication.taskManager().countActiveTasks() == 0 and turns.is_quiet()
    dock.tabs.setCurrentIndex(0)
    yield _pause(0.3)


def _use_list(turns: Turns, dock: QWidget) -> Steps:
    view = find(dock, "scenes_view")
    yield from turns.begin("wheel")
    for notches in [-1] * 40 + [1] * 40:
        _turn_wheel(view.viewport(), notches)
        yield _pause(0.03)
    yield from turns.begin("End and Home")
    view.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home) * 3 + (Qt.Key.Key_PageDown,) * 5:
        QTest.keyClick(view, key)
        yield _pause(0.1)
    yield from turns.begin("sorting")
    combo = find(dock, "sort_combo")
    for index in [*range(combo.count()), 0]:
        combo.setCurrentIndex(index)
        yield _pause(0.2)
        click(dock, "sort_direction_button")
        yield _pause(0.2)
    yield turns.is_quiet
    yield from turns.begin("filtering")
    click(dock, "filters_button")
    yield _pause(0.3)
    for percent in (60, 30, 10, 3, 30, 100):
        find(dock, "cloud_filter_spin").setValue(percent)
        yield _pause(0.3)
    for letter in "phr":
        QTest.keyClick(find(dock, "filter_edit"), letter)
        yield _pause(0.1)
    find(dock, "filter_edit").clear()
    yield turns.is_quiet
    click(dock, "filters_button")
    yield _pause(0.3)
    yield from turns.begin("ticks one by one")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range(8):
        QTest.keyClick(view, Qt.Key.Key_M)
        yield _pause(0.2)
        QTest.keyClick(view, Qt.Key.Key_Down)
    yield turns.is_quiet
    yield from turns.begin("looking with the arrow keys")
    for _ in range(20):
        QTest.keyClick(view, Qt.Key.Key_Down)
        yield _pause(0.1)
    yield turns.is_quiet


def _play(turns: Turns, dock: QWidget, shown: str) -> Steps:
    yield from turns.begin(f"playing in time, {shown}")
    click(dock, "play_button")
    yield _pause(5.0)
    yield from turns.begin(f"stop, {shown}")
    click(dock, "play_button")
    yield _pause(1.5)
    yield turns.is_quiet
    yield from turns.begin("")


def _show_all(turns: Turns, app: Any, dock: QWidget) -> Steps:
    canvas = iface.mapCanvas()
    shown = [scene.id for scene in app.scenes.scenes() if app.scenes.is_shown(scene.id)]
    yield from turns.begin("all ticked")
    click(dock, "all_shown_box")
    yield _pause(1.0)
    yield turns.is_quiet
    yield from turns.begin("one of all unticked and ticked")
    for is_shown in (False, True):
        app.scenes.set_shown(shown[:1], is_shown)
        yield _pause(0.5)
        yield turns.is_quiet
    yield from turns.begin("zoom in and back, all shown")
    for zoom in (lambda: canvas.zoomByFactor(0.5), canvas.zoomToPreviousExtent):
        zoom()
        yield _pause(1.0)
        yield turns.is_quiet


def _pause(seconds: float) -> Condition:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _empty_cache() -> Steps:
    for path in Path(os.environ["UP42_JOBS_HOME"], "cache", "quicklooks").rglob("*"):
        if path.is_file():
            path.unlink()
    yield _pause(0.3)


def _turn_wheel(widget: QWidget, notches: int) -> None:
    spot, nowhere = widget.rect().center(), QPoint(0, 0)
    event = QWheelEvent(
        QPointF(spot),
        QPointF(widget.mapToGlobal(spot)),
        nowhere,
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


# Kept by its name: nothing else holds it.
turns = Turns(Path(os.environ["WINDOW_FIGURES"]))
turns.go_through(everything(turns, int(os.environ["WINDOW_SCENES"])))
