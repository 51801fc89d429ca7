"""Adapts the number of parallel quicklook requests to the service: additive increase, multiplicative decrease."""

from __future__ import annotations

import threading
from typing import Callable, TypeVar

from ..domain.errors import ErrorKind, Up42Error

T = TypeVar("T")

# What the documentation calls polite, and what hides the latency of a service that allows more.
FIRST_AT_ONCE, MAX_AT_ONCE = 6, 16
# How often a call that ended as RATE_LIMITED is run again.
MAX_RETURNS = 3


class PoliteGate:
    """Limits how many threads run a call at the same time, by the number of 429 answers so far.

    `refusals` returns the count of 429 answers. After a full round without one, each answer raises the limit by one,
    up to `highest`. A refusal halves the limit and caps it below the value at which it came for the rest of the gate's
    life; from then on the limit grows by one per round.

    A call that is refused while others are answered, in all its tries, sets the limit to one and is run again: the
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
        # Without this, a service that refuses everything would be asked several times per call.
        self._gave_up = False

    @property
    def at_once(self) -> int:
        """Returns the present limit."""
        with self._free:
            return self._limit

    def run(self, call: Callable[[], T]) -> T:
        """Waits for a free place, runs the call and returns its result.

        RATE_LIMITED only after MAX_RETURNS more runs, or at once if the call before ended with it too.
        """
        for _ in range(MAX_RETURNS):
            try:
                result = self._run_once(call)
            except Up42Error as error:
                if error.kind is not ErrorKind.RATE_LIMITED or self._gave_up:
                    raise
                with self._free:
                    self._limit, self._ended = 1, 0
            else:
                self._gave_up = False
                return result
        try:
            return self._run_once(call)
        except Up42Error as error:
            self._gave_up = error.kind is ErrorKind.RATE_LIMITED
            raise

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
        return self._inside < self._limit
