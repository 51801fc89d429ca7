"""Returns freed memory to the operating system (`malloc_trim`), and decides when Python collects its garbage."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from typing import Iterator, Optional, Tuple

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QMetaObject, QTimer

# Every thread that we start is named so, the built-in Sandbox's too.
THREAD_PREFIX = "up42-"
# Workers that parse answers make some ten thousand objects in this time: collecting them takes milliseconds.
LOOK_MS = 100
# Objects that have come since the last full collection before another is worth its time: it visits all of QGIS's.
FULL_AFTER = 300_000

_Thresholds = Tuple[int, int, int]


def give_back_memory() -> None:
    """Returns the memory that the C library keeps after hundreds of images; needed on Linux only.

    Takes some milliseconds: call it on a worker thread.
    """
    if not sys.platform.startswith("linux"):
        return
    # Imported here because ctypes is slow to import and needed on Linux only.
    import ctypes

    # Only glibc has it and needs it: its mmap threshold grows with the largest block that was freed, so that after
    # a few map images no smaller block is ever returned.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class _Collector:
    """Collects Python's garbage on the main thread for as long as a worker of ours may run Python.

    Python collects on the thread that makes the object too many, and frees there what it finds: a closed window with
    all its Qt objects, which do not survive that. Meanwhile automatic collection is off, and a timer of the main thread
    looks for what is due. Afterwards it is as it was before, or as other code has set it since.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._worker_count = 0
        self._put_off_count = 0
        # Whether the objects from before full collections were put off are left out of all collections.
        self._is_frozen = False
        self._former: Optional[_Thresholds] = None
        # How many objects have come and stayed since the last full collection.
        self._grown = 0
        self._timer: Optional[QTimer] = None

    def begin(self, workers: int = 0, put_off: int = 0) -> None:
        """Counts another worker, or another owner who wants no full collection; on any thread."""
        with self._lock:
            self._worker_count += workers
            self._put_off_count += put_off
            if self._former is None:
                self._former = gc.get_threshold()
                gc.set_threshold(*_off(self._former))
            if self._put_off_count and not self._is_frozen and not gc.get_freeze_count():
                # Not what other code has frozen: all would be thawed with it.
                gc.freeze()
                self._is_frozen = True
            self._start_timer()

    def end(self, workers: int = 0, put_off: int = 0) -> None:
        """Takes back what `begin` counted; the timer does the rest, in a turn of the window of its own."""
        with self._lock:
            self._worker_count -= workers
            self._put_off_count -= put_off
        if not self._is_timed():
            self.look()

    def look(self) -> None:
        """Collects what is due, and ends once nothing of ours runs; does nothing except on the main thread."""
        if threading.current_thread() is not threading.main_thread():
            return
        with self._lock:
            former = self._former
            if former is None:
                return
            now = gc.get_threshold()
            if now != _off(former):
                # Other code has set them: they are in force afterwards.
                former = self._former = now
                gc.set_threshold(*_off(former))
        # Not under the lock: it runs finalizers, which may wait for other threads.
        self._collect(former)
        with self._lock:
            if self._is_frozen and not self._put_off_count:
                self._is_frozen = False
                gc.unfreeze()
            if self._former is not None and self._is_over():
                gc.set_threshold(*self._former)
                self._former = None
                if self._timer is not None and self._is_timed():
                    self._timer.stop()

    def _collect(self, thresholds: _Thresholds) -> None:
        young, middle, old = gc.get_count()
        if not gc.isenabled() or not thresholds[0]:
            return
        if self._is_frozen and not self._put_off_count:
            # Only what has come since: otherwise Python would soon look through all objects for its sake.
            gc.collect()
            return
        if young <= thresholds[0]:
            return
        generation = 0
        # Python itself would have looked through so many in several steps.
        if middle > thresholds[1] or young > thresholds[0] * thresholds[1]:
            generation = 1
            if old > thresholds[2] and self._grown > FULL_AFTER and not self._put_off_count:
                generation = 2
        found = gc.collect(generation)
        self._grown = 0 if generation == 2 else self._grown + max(young - found, 0)

    def _is_over(self) -> bool:
        # A request that was abandoned ends later than the task it belonged to.
        return not (
            self._worker_count
            or self._put_off_count
            or any(thread.name.startswith(THREAD_PREFIX) for thread in threading.enumerate())
        )

    def _start_timer(self) -> None:
        application = QCoreApplication.instance()
        if application is None:
            return
        if self._timer is None or sip.isdeleted(self._timer):
            self._timer = QTimer()
            self._timer.setInterval(LOOK_MS)
            # Before it is connected: the slot is called on the thread that the timer has then.
            self._timer.moveToThread(application.thread())
            # Not the method: the connection would not keep this object, and a reloaded plugin drops its module.
            self._timer.timeout.connect(lambda: self.look())
        if not self._is_timed():
            QMetaObject.invokeMethod(self._timer, "start")

    def _is_timed(self) -> bool:
        return self._timer is not None and not sip.isdeleted(self._timer) and self._timer.isActive()


_COLLECTOR = _Collector()


def begin_worker() -> None:
    """Python's garbage is collected on the main thread only from here to `end_worker`; on any thread."""
    _COLLECTOR.begin(workers=1)


def end_worker() -> None:
    """Ends what `begin_worker` began, as soon as no thread of ours is left."""
    _COLLECTOR.end(workers=1)


@contextlib.contextmanager
def collecting_on_main_thread() -> Iterator[None]:
    """Does the same for a `with` block; on the main thread `collect_what_is_due` has to be called in it."""
    begin_worker()
    try:
        yield
    finally:
        end_worker()


def collect_what_is_due() -> None:
    """Collects garbage that waits for the main thread, where no event is handled for long; elsewhere does nothing."""
    _COLLECTOR.look()


class FullCollections:
    """Defers Python's full garbage collections.

    A full collection visits every Python object of QGIS, 40 ms and more in which no thread runs Python; hundreds of
    requests trigger several. Afterwards the objects that have come since are visited once, and no others.
    """

    def __init__(self) -> None:
        self._is_put_off = False

    def put_off(self, is_wanted: bool) -> None:
        """Defers them, or allows them again; main thread only."""
        if is_wanted == self._is_put_off:
            return
        self._is_put_off = is_wanted
        if is_wanted:
            _COLLECTOR.begin(put_off=1)
        else:
            _COLLECTOR.end(put_off=1)


def _off(thresholds: _Thresholds) -> _Thresholds:
    """Returns thresholds with which Python collects nothing without being asked."""
    return (0, *thresholds[1:])
