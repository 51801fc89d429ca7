"""While a thread of ours may run Python, garbage is freed on the main thread: Qt's objects do not survive another."""

from __future__ import annotations

import contextlib
import gc
import threading
import time

import pytest
from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext
from support.processing_provider import Feedback, provider_of

from up42_jobs.core.app.session.task import Background
from up42_jobs.core.host.memory import FullCollections
from up42_jobs.core.processing.algorithm import FeedbackControl, Up42Algorithm
from up42_jobs.sandbox import Sandbox

WAIT_MS = 60_000
WAIT_S = WAIT_MS / 1000
MUCH = 100_000
USUAL = (700, 10, 10)


class Remains:
    """What a closed window leaves behind: only a collection frees it, and it notes the thread."""

    def __init__(self, freed):
        self.itself = self
        self.freed = freed

    def __del__(self):
        self.freed.append(threading.current_thread())


def make_garbage(count):
    for _ in range(count):
        cycle = []
        cycle.append(cycle)


@pytest.fixture(autouse=True)
def usual(qtbot):
    """Thresholds of a running QGIS, once nothing of an earlier test holds its own."""
    background = Background()
    run_to_its_end(background, lambda task: None, qtbot)
    settle(qtbot)
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    settle(qtbot)
    gc.set_threshold(*before)


def settle(qtbot):
    """Waits until nothing of ours decides any more about garbage."""
    qtbot.waitUntil(lambda: gc.get_threshold()[0] > 0, timeout=WAIT_MS)


def run_to_its_end(background, work, qtbot):
    ended = []
    background.run("work", work, lambda result, error: ended.append(error))
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)
    assert ended == [None]


def start_garbage(freed):
    """Leaves something old behind, which only a full collection frees."""
    kept = Remains(freed)
    gc.collect()
    del kept
    assert freed == []


def test_what_a_window_left_is_freed_on_the_main_thread_while_a_task_makes_garbage(qtbot):
    """The process ended with a signal when a thread of a task came upon the objects of a closed window."""
    freed, may_end = [], threading.Event()
    Remains(freed)

    def work(task):
        make_garbage(MUCH)
        may_end.wait(WAIT_S)

    background = Background()
    background.run("work", work, lambda result, error: None)
    qtbot.waitUntil(lambda: bool(freed), timeout=WAIT_MS)
    may_end.set()
    assert freed == [threading.main_thread()]


def test_a_thread_that_outlives_its_task_collects_nothing_either(qtbot):
    """A request that was abandoned ends whenever the service answers, long after its task."""
    freed, may_go, may_end = [], threading.Event(), threading.Event()

    def request():
        may_go.wait(WAIT_S)
        make_garbage(MUCH)
        may_end.wait(WAIT_S)

    thread = threading.Thread(target=request, name="up42-request", daemon=True)
    run_to_its_end(Background(), lambda task: thread.start(), qtbot)
    Remains(freed)
    may_go.set()
    qtbot.waitUntil(lambda: bool(freed), timeout=WAIT_MS)
    may_end.set()
    thread.join()
    assert freed == [threading.main_thread()]


def test_the_main_thread_collects_while_a_long_task_runs(qtbot):
    """Otherwise all that a task leaves in cycles would stay in memory until its end."""
    freed = []

    def work(task):
        for _ in range(5):
            count = len(freed)
            for _ in range(10_000):
                Remains(freed)
            deadline = time.monotonic() + WAIT_S
            while len(freed) == count and time.monotonic() < deadline:
                task.pause(0.01)
            assert len(freed) > count

    run_to_its_end(Background(), work, qtbot)
    assert set(freed) == {threading.main_thread()}


def test_objects_that_grew_old_are_freed_in_a_long_task(qtbot):
    """A full collection comes once enough has been added: what survived two others is freed by no smaller one."""
    freed, may_end = [], threading.Event()
    start_garbage(freed)

    def work(task):
        kept = []
        while not freed and not may_end.is_set():
            kept += [[] for _ in range(20_000)]
            task.pause(0.02)

    ended = []
    Background().run("work", work, lambda result, error: ended.append(error))
    qtbot.waitUntil(lambda: bool(freed), timeout=WAIT_MS)
    may_end.set()
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)
    assert freed == [threading.main_thread()]


def test_afterwards_python_collects_as_before(qtbot):
    seen = []
    run_to_its_end(Background(), lambda task: seen.append(gc.get_threshold()), qtbot)
    assert seen == [(0, *USUAL[1:])]
    settle(qtbot)
    assert gc.get_threshold() == USUAL


@pytest.mark.parametrize("other", [(1000, 20, 30), (0, 5, 5)])
def test_what_other_code_sets_meanwhile_is_in_force_afterwards(qtbot, other):
    seen = []

    def work(task):
        gc.set_threshold(*other)
        deadline = time.monotonic() + WAIT_S
        while gc.get_threshold()[0] and time.monotonic() < deadline:
            task.pause(0.01)
        seen.append(gc.get_threshold())

    run_to_its_end(Background(), work, qtbot)
    assert seen == [(0, *other[1:])]
    qtbot.waitUntil(lambda: gc.get_threshold() == other, timeout=WAIT_MS)
    # Nothing changes it back later.
    qtbot.wait(300)
    assert gc.get_threshold() == other
    gc.set_threshold(*USUAL)


def test_a_collection_that_other_code_has_turned_off_stays_off(qtbot):
    freed = []

    def work(task):
        gc.disable()
        Remains(freed)
        make_garbage(MUCH)
        task.pause(0.5)

    try:
        run_to_its_end(Background(), work, qtbot)
        assert not gc.isenabled()
        assert freed == []
    finally:
        gc.enable()


def test_no_full_collection_comes_while_they_are_put_off(qtbot):
    full_collections, seen = FullCollections(), set()

    def note(phase, info):
        seen.add(info["generation"])

    def work(task):
        kept = []
        for _ in range(12):
            kept += [[] for _ in range(20_000)]
            task.pause(0.15)

    full_collections.put_off(True)
    gc.callbacks.append(note)
    try:
        run_to_its_end(Background(), work, qtbot)
        assert seen <= {0, 1}
    finally:
        gc.callbacks.remove(note)
        full_collections.put_off(False)
    settle(qtbot)
    assert gc.get_threshold() == USUAL


@pytest.fixture
def thawed():
    """Nothing is frozen, as in QGIS; the tests around have frozen what was there."""
    is_frozen = bool(gc.get_freeze_count())
    gc.unfreeze()
    yield
    if is_frozen:
        gc.freeze()


def test_after_they_were_put_off_only_what_has_come_since_is_looked_through(thawed, qtbot):
    """Python would look through every object of QGIS for the sake of thousands of scenes, longer than a frame."""
    older, newer, full_collections = [], [], FullCollections()
    start_garbage(older)
    full_collections.put_off(True)
    start_garbage(newer)
    full_collections.put_off(False)
    settle(qtbot)
    assert newer == [threading.main_thread()]
    assert older == []
    gc.collect()
    assert older == [threading.main_thread()]


def test_what_other_code_has_frozen_stays_frozen(thawed, qtbot):
    gc.freeze()
    full_collections = FullCollections()
    full_collections.put_off(True)
    full_collections.put_off(False)
    settle(qtbot)
    assert gc.get_freeze_count()


class LeavesGarbage(Up42Algorithm):
    """An algorithm whose own work, or a thread beside it, makes garbage for as long as something waits to be freed."""

    fixed_name = "leavesgarbage"
    freed: list = []
    is_beside = False

    def initAlgorithm(self, configuration=None):
        self.add_connection_parameter()

    def work(self, gateway, parameters, context, feedback):
        control, is_over = FeedbackControl(feedback), threading.Event()

        def make():
            deadline = time.monotonic() + WAIT_S
            while not self.freed and not is_over.is_set() and time.monotonic() < deadline:
                make_garbage(1000)
                time.sleep(0.001)

        if self.is_beside:
            thread = threading.Thread(target=make, name="up42-beside", daemon=True)
            thread.start()
            while thread.is_alive():
                control.pause(0.01)
        else:
            make()
        return {}


@contextlib.contextmanager
def algorithm(is_beside, monkeypatch, tmp_path):
    """The algorithm, before which something was left to be freed."""
    with Sandbox() as sandbox, provider_of(sandbox, monkeypatch, tmp_path) as provider:
        services = provider.algorithm("listjobs")._make_services
        LeavesGarbage.freed, LeavesGarbage.is_beside = [], is_beside
        made = LeavesGarbage(services)
        made.initAlgorithm()
        yield made


def test_an_algorithm_on_a_thread_of_qgis_frees_nothing_there(qtbot, monkeypatch, tmp_path):
    with algorithm(False, monkeypatch, tmp_path) as made:
        context, feedback, ended = QgsProcessingContext(), Feedback(), []
        task = QgsProcessingAlgRunnerTask(made, {"CONNECTION": "Environment"}, context, feedback)
        task.executed.connect(lambda is_ok, results: ended.append(is_ok))
        Remains(made.freed)
        QgsApplication.taskManager().addTask(task)
        qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)
        assert ended == [True]
        assert made.freed == [threading.main_thread()]


def test_an_algorithm_on_the_main_thread_collects_between_its_steps(qtbot, monkeypatch, tmp_path):
    """As in `qgis_process`: no timer runs, and threads beside it make the garbage."""
    with algorithm(True, monkeypatch, tmp_path) as made:
        Remains(made.freed)
        _, is_ok = made.run({"CONNECTION": "Environment"}, QgsProcessingContext(), Feedback())
        assert is_ok
        assert made.freed == [threading.main_thread()]
