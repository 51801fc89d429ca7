"""The credits of the account: available, held and used."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Callable, Dict, List, Mapping, Tuple


class EntryKind(Enum):
    """What an entry of the books records; credits that come in are positive, those that go are negative."""

    PURCHASE = "PURCHASE"
    HOLD = "HOLD"
    CONSUMPTION = "CONSUMPTION"
    RELEASE = "RELEASE"


@dataclass(frozen=True)
class Entry:
    """One line of the books: Unix time, kind, whole credits, what it is for (`reference`), and more."""

    id: str
    time: float
    kind: EntryKind
    credits: int
    reference: str
    details: Mapping[str, Any] = field(default_factory=dict)


class InsufficientCredits(Exception):
    """The account has fewer credits than are asked for."""


class Books:
    """The account's credits. Whole numbers, safe for threads.

    Credits that are held are no longer available; consumption takes from the hold of its reference first and
    from the available credits only beyond it; release gives back what is left of the hold. `settle` is called
    before the books are read, so that charges that depend on the time are up to date.
    """

    def __init__(self, balance: int, opened: float) -> None:
        self._lock = threading.RLock()
        # Whoever charges the books shares their lock: with locks of their own two of them could wait for each other.
        self.lock = self._lock
        self._available = balance
        self._used = 0
        self._holds: Dict[str, int] = {}
        self._entries: List[Entry] = []
        self._settle: List[Callable[[], None]] = []
        self._note(opened, EntryKind.PURCHASE, balance, "opening", {})

    def before_reading(self, settle: Callable[[], None]) -> None:
        """Has `settle` called before each reading of the books."""
        self._settle.append(settle)

    @property
    def available(self) -> int:
        """Returns the credits that can be spent: the balance that the service reports."""
        self._bring_up_to_date()
        with self._lock:
            return self._available

    def available_at(self, time: float) -> int:
        """Returns the credits that could be spent at a Unix time."""
        held: Dict[str, int] = {}
        total = 0
        for entry in self.entries:
            if entry.time > time:
                continue
            total += entry.credits
            if entry.kind is EntryKind.HOLD:
                held[entry.reference] = -entry.credits
            elif entry.kind is EntryKind.CONSUMPTION:
                # What is consumed out of a hold went when it was held.
                covered = min(-entry.credits, held.get(entry.reference, 0))
                held[entry.reference] = held.get(entry.reference, 0) - covered
                total += covered
        return total

    @property
    def held(self) -> int:
        """Returns the credits that are set aside for what is running."""
        self._bring_up_to_date()
        with self._lock:
            return sum(self._holds.values())

    @property
    def used(self) -> int:
        """Returns the credits that were consumed since the books were opened."""
        self._bring_up_to_date()
        with self._lock:
            return self._used

    @property
    def entries(self) -> Tuple[Entry, ...]:
        """Returns every entry from the oldest to the newest."""
        self._bring_up_to_date()
        with self._lock:
            return tuple(self._entries)

    def hold(self, time: float, reference: str, credits: int, least_balance: int = 0, **details: Any) -> None:
        """Sets credits aside; InsufficientCredits, changing nothing, below `least_balance` or the credits
        asked.
        """
        self._bring_up_to_date()
        with self._lock:
            if self._available < max(credits, least_balance):
                raise InsufficientCredits(f"{self._available} credits available, {credits} needed")
            self._available -= credits
            self._holds[reference] = self._holds.get(reference, 0) + credits
            self._note(time, EntryKind.HOLD, -credits, reference, details)

    def consume(self, time: float, reference: str, credits: int, **details: Any) -> Entry:
        """Charges credits for good and returns the entry."""
        with self._lock:
            from_hold = min(credits, self._holds.get(reference, 0))
            if from_hold:
                self._holds[reference] -= from_hold
            self._available -= credits - from_hold
            self._used += credits
            return self._note(time, EntryKind.CONSUMPTION, -credits, reference, details)

    def release(self, time: float, reference: str, **details: Any) -> int:
        """Gives back what is left of a hold, ends it and returns the credits given back."""
        with self._lock:
            rest = self._holds.pop(reference, 0)
            self._available += rest
            if rest:
                self._note(time, EntryKind.RELEASE, rest, reference, details)
            return rest

    def _bring_up_to_date(self) -> None:
        for settle in self._settle:
            settle()

    def _note(self, time: float, kind: EntryKind, credits: int, reference: str, details: Mapping[str, Any]) -> Entry:
        entry = Entry(str(uuid.uuid4()), time, kind, credits, reference, dict(details))
        self._entries.append(entry)
        return entry
