"""A few calls at once, on threads that never keep QGIS from closing."""

from __future__ import annotations

import contextvars
import queue
import threading
from typing import Callable, List, Optional, Sequence, Tuple, TypeVar

T = TypeVar("T")


def in_parallel(calls: Sequence[Callable[[], T]], workers: int) -> List[T]:
    """Returns what the calls return, in their order; raises what the first of them raised that failed.

    After a failure no further call is begun.
    """
    if len(calls) == 1:
        return [calls[0]()]
    waiting: queue.SimpleQueue[Tuple[int, Callable[[], T]]] = queue.SimpleQueue()
    for numbered in enumerate(calls):
        waiting.put(numbered)
    results: List[Tuple[int, T]] = []
    failures: List[Tuple[int, BaseException]] = []

    def work() -> None:
        while not failures:
            try:
                number, call = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                results.append((number, call()))
            except Exception as error:  # raised again for the one who asked
                failures.append((number, error))

    # A context each, since one can only be entered by one thread: what cancels this work ends their requests as well.
    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(work,), name="up42-calls", daemon=True)
        for _ in range(min(workers, len(calls)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first: Optional[BaseException] = min(failures, key=lambda one: one[0])[1] if failures else None
    if first is not None:
        raise first
    return [result for _, result in sorted(results, key=lambda one: one[0])]
