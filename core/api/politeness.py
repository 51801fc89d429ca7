"""Adapts the number of parallel quicklook requests to the service: additive increase, multiplicative decrease."""

from __future__ import annotations

import threading
from typing import Callable, TypeVar

from ..domain.errors import ErrorKind, Up42Error

T = TypeVar("T")

# What the documentation calls polite, and what hides the latency of a service that allows more.
FIRST_AT_ONCE, MAX_AT_ONCE = 6, 16


class PoliteGate:
    """Limits how many threads run a call at the same time, by the number of 429 answers so far.

    `refusals` returns the count of 429 answers. After a full round without one, each answer raises the limit by one,
    up to `highest`. A refusal halves the limit and caps it below the value at which it came for the rest of the gate's
    life; from then on the limit grows by one per round.

    A call that is refused in all its tries while others are answered is run once more, with nobody else inside: the
    service counts a request until it has forgotten it, which is later than its answer.
    """

    def __init__(
        self, refusals: Callable[[], int], first: int = FIRST_AT_ONCE, highest: int = MAX_AT_ONCE
    ) -> None:
        self._refusals = refusals
        self._limit = first
        self._highest = highest
        self._free = threading.Condition()
        self._inside = 0
        self._seen = refusals()
        self._was_refused = False
        # Calls that ended since the limit changed, and running calls that the last refusal already accounts for.
        self._ended = 0
        self._counted = 0
        # A call runs alone, or waits for the others to leave.
        self._is_closed = False
        # A service that refuses everything is not asked twice for each call.
        self._gave_up = False

    @property
    def at_once(self) -> int:
        """Returns the present limit."""
        with self._free:
            return self._limit

    def run(self, call: Callable[[], T]) -> T:
        """Waits for a free place, runs the call and returns its result.

        RATE_LIMITED only if it came again while the call ran alone, or if the call before ended with it.
        """
        try:
            result = self._run_once(call)
        except Up42Error as error:
            if error.kind is not ErrorKind.RATE_LIMITED or self._gave_up:
                raise
            return self._run_alone(call)
        self._gave_up = False
        return result

    def _run_alone(self, call: Callable[[], T]) -> T:
        with self._free:
            self._free.wait_for(lambda: not self._is_closed)
            self._is_closed = True
            self._free.wait_for(lambda: not self._inside)
        try:
            result = call()
        except Up42Error as error:
            self._gave_up = error.kind is ErrorKind.RATE_LIMITED
            raise
        finally:
            with self._free:
                self._is_closed = False
                self._free.notify_all()
        return result

    def _run_once(self, call: Callable[[], T]) -> T:
        with self._free:
            self._free.wait_for(self._has_place)
            self._inside += 1
        try:
            return call()
        finally:
            with self._free:
                self._has_place()
                self._inside -= 1
                if self._counted:
                    self._counted -= 1
                else:
                    self._ended += 1
                self._free.notify_all()

    def _has_place(self) -> bool:
        """Updates the limit and returns whether one more call may run."""
        refusals = self._refusals()
        if refusals > self._seen:
            self._seen, self._was_refused = refusals, True
            if not self._counted:
                self._highest, self._limit = max(self._limit - 1, 1), max(self._limit // 2, 1)
                self._counted, self._ended = self._inside, 0
        elif self._ended >= self._limit and self._limit < self._highest:
            self._ended = 0 if self._was_refused else self._limit
            self._limit += 1
        return self._inside < self._limit and not self._is_closed
