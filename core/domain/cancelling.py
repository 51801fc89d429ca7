"""The cancellation check of the current work, as a context variable for code that is not handed a Control."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import Callable, Iterator

Check = Callable[[], None]


def _never() -> None:
    """The check of work that cannot be cancelled."""


_CHECK: ContextVar[Check] = ContextVar("up42_jobs_check", default=_never)


@contextlib.contextmanager
def cancelled_by(check: Check) -> Iterator[None]:
    """Makes requests that this thread sends within the block end when `check` raises.

    A thread started within the block is included only if it runs in a copy of the context.
    """
    token = _CHECK.set(check)
    try:
        yield
    finally:
        _CHECK.reset(token)


def current_check() -> Check:
    """Returns the function that raises Cancelled once the work of this thread is cancelled."""
    return _CHECK.get()
