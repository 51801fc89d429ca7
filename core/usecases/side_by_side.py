"""Runs many blocking calls in a few threads and hands each result out on the caller's thread as it comes."""

from __future__ import annotations

import contextlib
import contextvars
import queue
import threading
from typing import Callable, Iterator, Sequence, Tuple, TypeVar, Union

from ..domain.ports.control import Control

T = TypeVar("T")

_LOOK_S = 0.1


def side_by_side(
    calls: Sequence[Callable[[], T]], workers: int, control: Control
) -> Iterator[Tuple[int, T]]:
    """Yields the number of each call and its result, in the order in which they end.

    The first exception of a call is raised, and no further call is started then; nor is any once the caller stops
    reading. Cancelled within half a second, even while a call is still blocked.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(calls)):
        waiting.put(number)
    done: queue.SimpleQueue[Tuple[int, Union[T, BaseException], bool]] = queue.SimpleQueue()
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((number, calls[number](), True))
            except BaseException as error:  # raised again for the caller
                done.put((number, error, False))
                return

    # Daemons, because the interpreter would wait for a silent service; with the context, so that cancelling this work
    # ends their requests too.
    for _ in range(min(workers, len(calls))):
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(work,), name="up42-side-by-side", daemon=True).start()
    try:
        for _ in calls:
            number, result = _next(done, control)
            yield number, result
    finally:
        is_over.set()


def _next(done: queue.SimpleQueue[Tuple[int, Union[T, BaseException], bool]], control: Control) -> Tuple[int, T]:
    while True:
        control.check()
        with contextlib.suppress(queue.Empty):
            number, result, is_result = done.get(timeout=_LOOK_S)
            if not is_result:
                raise result  # type: ignore[misc]
            return number, result  # type: ignore[return-value]
