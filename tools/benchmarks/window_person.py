"""What a person does with 500 scenes; QGIS runs this file in itself, and `window.py` starts that QGIS.

Each action is the code between two `yield`s, which say what to wait for. A timer looks after each turn of the event
loop how long the turn took, and writes it down for the action that is under way.
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

_plugin_folder = Path(sys.modules["up42_jobs"].__file__).resolve().parent
sys.path.insert(0, str(_plugin_folder / "tools"))

from desktop import click, find, load_world_map, zoom_to  # noqa: E402

from benchmarks.measure import memory_mib  # noqa: E402

TICK_MS = 2
FRAME_BUDGET_MS = 50.0
LONGEST_WAIT_S = 120.0
QUIET_S = 0.7
PRODUCT = "phr-display"
Condition = Callable[[], bool]


class Person(QObject):
    """Goes through the actions and measures the turns of the window meanwhile."""

    def __init__(self, figures: Path, scenes: int) -> None:
        super().__init__()
        self._path = figures
        self._scenes = scenes
        self.figures: Dict[str, Any] = {"actions": {}, "memory": {}}
        self._action = ""
        self._steps = self._whole()
        self._condition: Condition = lambda: True
        self._deadline = time.monotonic() + LONGEST_WAIT_S
        self._last = time.perf_counter()
        self._drawn_since = time.monotonic()
        self._collected_ms = 0.0
        self._collecting_since = 0.0
        gc.callbacks.append(self._note_collection)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        turn_ms, self._last = 1000.0 * (now - self._last), now
        if self._action:
            turns = self.figures["actions"][self._action]
            turns["longest_ms"] = max(turns["longest_ms"], turn_ms)
            turns["longest_own_ms"] = max(turns["longest_own_ms"], turn_ms - self._collected_ms)
            turns["over"] += turn_ms > FRAME_BUDGET_MS
        self._collected_ms = 0.0
        try:
            self._go_on()
        except StopIteration:
            self._end()
        except Exception:
            self.figures["error"] = traceback.format_exc()
            self._end()

    def _note_collection(self, phase: str, facts: Mapping[str, int]) -> None:
        if facts["generation"] == 2:
            if phase == "start":
                self._collecting_since = time.perf_counter()
            else:
                self._collected_ms += 1000.0 * (time.perf_counter() - self._collecting_since)

    def _go_on(self) -> None:
        if iface.mapCanvas().isDrawing():
            self._drawn_since = time.monotonic()
            if self._action:
                self.figures["actions"][self._action]["drawn_s"] = time.perf_counter() - self._began
        if self._condition():
            self._condition = next(self._steps)
            self._deadline = time.monotonic() + LONGEST_WAIT_S
        elif time.monotonic() > self._deadline:
            raise TimeoutError(f"{self._action or 'before the first action'}, line {self._line()}")

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

    def _begin(self, action: str) -> Iterator[Condition]:
        """Writes the turns from the next one on down for an action, the empty one for none."""
        yield lambda: True
        self._action = action
        self._began = time.perf_counter()
        if action:
            self.figures["actions"][action] = {"longest_ms": 0.0, "longest_own_ms": 0.0, "over": 0, "drawn_s": 0.0}

    def _is_quiet(self) -> bool:
        return time.monotonic() - self._drawn_since > QUIET_S

    def _pause(self, seconds: float = 0.3) -> Condition:
        end = time.monotonic() + seconds
        return lambda: time.monotonic() > end

    def _whole(self) -> Iterator[Condition]:
        from up42_jobs.core.app.account import AccountState
        from up42_jobs.core.app.scenes.dry_run import DryRunState
        from up42_jobs.core.domain.parameters import Period

        plugin = plugins["up42_jobs"]
        iface.mainWindow().resize(1600, 1000)
        iface.mainWindow().move(0, 0)
        yield lambda: plugin.dock is not None and plugin.dock.isVisible()
        load_world_map()
        # QGIS shows all of the first layer a turn later.
        yield self._pause(1.0)
        zoom_to(_Map, -0.40, 39.40, -0.26, 39.50)
        app, dock = plugin.application, plugin.dock
        iface.mainWindow().resizeDocks([dock], [440], Qt.Orientation.Horizontal)
        yield lambda: app.account.state is not AccountState.SIGNING_IN
        app.account.select("Environment")
        yield lambda: app.account.state is AccountState.READY and app.workbench.product is not None
        product = next(one for one in app.account.products if one.key == PRODUCT)
        app.workbench.select_product(product.id)
        yield lambda: app.workbench.product.id == product.id and not app.workbench.is_loading_product
        app.workbench.set_limit(self._scenes)
        app.workbench.set_period(Period(datetime(2018, 1, 1, tzinfo=timezone.utc), datetime.now(timezone.utc)))
        yield lambda: app.workbench.can_run and self._is_quiet()
        memory = self.figures["memory"]
        memory["at the start"] = memory_mib()

        def is_listed() -> bool:
            scenes = app.scenes.scenes()
            is_done = app.dry_run.state is DryRunState.DONE and len(scenes) == self._scenes
            return is_done and all(app.scenes.quicklook(one.id) for one in scenes)

        # The Sandbox draws its pictures once.
        yield from self._steps_query(dock, is_listed)
        yield from self._steps_clear(app, dock)
        for number, look in enumerate(("first look", "second look")):
            if number == 0:
                _empty_cache()
                yield self._pause()
            yield from self._begin(look)
            yield from self._steps_query(dock, is_listed)
            if number == 0:
                yield from self._begin("clearing, some shown")
                yield from self._steps_clear(app, dock)
        yield from self._begin("")
        yield self._pause(2.0)
        memory["after a test query"] = memory_mib()
        yield from self._steps_list(dock)
        yield from self._steps_time(dock, "some shown")
        yield from self._steps_all(app, dock)
        memory["with all shown"] = memory_mib()
        yield from self._steps_time(dock, "all shown")
        yield from self._begin("all unticked")
        click(dock, "all_shown_box")
        yield self._pause(1.0)
        yield self._is_quiet
        yield from self._begin("clearing, none shown")
        yield from self._steps_clear(app, dock)
        yield from self._begin("")
        yield self._pause(2.0)
        memory["after clearing"] = memory_mib()
        _empty_cache()
        yield self._pause()
        yield from self._begin("cancel")
        click(dock, "run_button")
        yield lambda: len(app.map_scenes.layer_ids()) > self._scenes // 5
        click(dock, "cancel_query_button")
        yield self._pause(1.0)
        yield self._is_quiet

    def _steps_all(self, app: Any, dock: QWidget) -> Iterator[Condition]:
        canvas = iface.mapCanvas()
        shown = [one.id for one in app.scenes.scenes() if app.scenes.is_shown(one.id)]
        yield from self._begin("all ticked")
        click(dock, "all_shown_box")
        yield self._pause(1.0)
        yield self._is_quiet
        yield from self._begin("one of all unticked and ticked")
        for is_shown in (False, True):
            app.scenes.set_shown(shown[:1], is_shown)
            yield self._pause(0.5)
            yield self._is_quiet
        yield from self._begin("zoom, all shown")
        for zoom in (lambda: canvas.zoomByFactor(0.5), canvas.zoomToPreviousExtent):
            zoom()
            yield self._pause(1.0)
            yield self._is_quiet

    def _steps_query(self, dock: QWidget, is_listed: Condition) -> Iterator[Condition]:
        click(dock, "run_button")
        yield is_listed
        yield self._is_quiet

    def _steps_clear(self, app: Any, dock: QWidget) -> Iterator[Condition]:
        find(dock, "stack_button").menu().findChild(QObject, "clear_scenes_action").trigger()
        yield lambda: QgsProject.instance().count() == 1
        yield lambda: QgsApplication.taskManager().countActiveTasks() == 0 and self._is_quiet()
        dock.tabs.setCurrentIndex(0)
        yield self._pause()

    def _steps_list(self, dock: QWidget) -> Iterator[Condition]:
        view = find(dock, "scenes_view")
        yield from self._begin("wheel")
        for notches in [-1] * 40 + [1] * 40:
            _turn_wheel(view.viewport(), notches)
            yield self._pause(0.03)
        yield from self._begin("End and Home")
        view.setFocus()
        for key in (Qt.Key.Key_End, Qt.Key.Key_Home) * 3 + (Qt.Key.Key_PageDown,) * 5:
            QTest.keyClick(view, key)
            yield self._pause(0.1)
        yield from self._begin("sorting")
        combo = find(dock, "sort_combo")
        for index in range(combo.count()):
            combo.setCurrentIndex(index)
            yield self._pause(0.2)
            click(dock, "sort_direction_button")
            yield self._pause(0.2)
        combo.setCurrentIndex(0)
        yield self._is_quiet
        yield from self._begin("filtering")
        QTest.mouseClick(find(dock, "filters_button"), Qt.MouseButton.LeftButton)
        yield self._pause()
        spin = find(dock, "cloud_filter_spin")
        for percent in (60, 30, 10, 3, 30, 100):
            spin.setValue(percent)
            yield self._pause(0.3)
        edit = find(dock, "filter_edit")
        for letter in "phr":
            QTest.keyClick(edit, letter)
            yield self._pause(0.1)
        edit.clear()
        yield self._is_quiet
        QTest.mouseClick(find(dock, "filters_button"), Qt.MouseButton.LeftButton)
        yield self._pause()
        yield from self._begin("ticks one by one")
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Home)
        for _ in range(8):
            QTest.keyClick(view, Qt.Key.Key_Space)
            yield self._pause(0.2)
            QTest.keyClick(view, Qt.Key.Key_Down)
        yield self._is_quiet

    def _steps_time(self, dock: QWidget, shown: str) -> Iterator[Condition]:
        yield from self._begin(f"playing in time, {shown}")
        click(dock, "play_button")
        yield self._pause(5.0)
        yield from self._begin(f"stop, {shown}")
        click(dock, "play_button")
        yield self._pause(1.5)
        yield self._is_quiet
        yield from self._begin("")


def _empty_cache() -> None:
    for path in Path(os.environ["UP42_JOBS_HOME"], "cache", "quicklooks").rglob("*"):
        if path.is_file():
            path.unlink()


class _Map:
    canvas = iface.mapCanvas()


def _turn_wheel(widget: QWidget, notches: int) -> None:
    spot = QPointF(widget.rect().center())
    event = QWheelEvent(
        spot,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


person = Person(Path(os.environ["WINDOW_FIGURES"]), int(os.environ["WINDOW_SCENES"]))
