"""Whether the work that is being done was cancelled, for what runs deep within it and is given no Control."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import Callable, Iterator

Check = Callable[[], None]


def _never() -> None:
    """Work that nobody can cancel."""


_CHECK: ContextVar[Check] = ContextVar("up42_jobs_check", default=_never)


@contextlib.contextmanager
def cancelled_by(check: Check) -> Iterator[None]:
    """Has requests that are sent within the block, on this thread, end when `check` raises.

    A thread that is started within it is only part of it where it runs in a copy of the context.
    """
    token = _CHECK.set(check)
    try:
        yield
    finally:
        _CHECK.reset(token)


def current_check() -> Check:
    """Returns what raises Cancelled once the work of this thread was cancelled."""
    return _CHECK.get()
