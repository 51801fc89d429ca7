"""Simulated faults: which requests fail, how and how often."""

from __future__ import annotations

import re
import threading
from dataclasses import asdict, dataclass, fields
from enum import Enum
from typing import Any, Dict, List, Mapping, Optional, Tuple


class FaultKind(str, Enum):
    """What goes wrong.

    The first group concerns any request. The second one is asked for by the routes that it can concern: job
    creation (`TOO_MANY_JOBS`, `JOB_FAILED`), quicklook images, result links (`HOSTILE_ARCHIVE`), signed links
    (`EXPIRED_LINK`) and the placing of orders (the last six).
    """

    LATENCY = "latency"
    STATUS = "status"
    UNAUTHORIZED = "unauthorized"
    RATE_LIMIT = "rate_limit"
    HTML = "html"
    MISSING_KEYS = "missing_keys"
    MARKUP = "markup"
    ANSWER_LOST_BEFORE = "answer_lost_before"
    ANSWER_LOST_AFTER = "answer_lost_after"
    CUT_BODY = "cut_body"
    STALL_BODY = "stall_body"
    WRONG_LENGTH = "wrong_length"

    TOO_MANY_JOBS = "too_many_jobs"
    JOB_FAILED = "job_failed"
    NO_QUICKLOOK = "no_quicklook"
    CORRUPT_QUICKLOOK = "corrupt_quicklook"
    HOSTILE_ARCHIVE = "hostile_archive"
    EXPIRED_LINK = "expired_link"
    EULA_REFUSED = "eula_refused"
    ACCESS_REFUSED = "access_refused"
    FEATURE_REFUSED = "feature_refused"
    PLACEMENT_FAILED = "placement_failed"
    ORDER_FAILED = "order_failed"
    ORDER_STUCK = "order_stuck"


BODY_STYLES = ("json", "html", "plain", "empty")


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    `method` and the regular expression `path` (searched in the decoded path) choose the requests; the first
    `after` of them are spared, the next `times` hit, all of them when it is None.

    `seconds`: how long `latency` and `stall_body` wait. `bytes` or `share` (0 to 1): how much of the body is
    sent before `cut_body` and `stall_body`; for `wrong_length` how much too large (negative: too small) the
    stated length is. `status` and `body` (json, html, plain, empty): the answer of `status`. `processed`:
    whether the request is carried out before `status`, `html`, `rate_limit` or `unauthorized` answer in its
    place. `retry_after`: seconds that `rate_limit` and `status` announce. `keys`: members that `missing_keys`
    takes out of the answer, all of them when empty. `name`: the archive of `hostile_archive`; what
    follows `placement_failed`: `recovers`, `given_up`, or `waits` for being cancelled when empty; the words of
    `feature_refused`, which refuses every area of an order although its answer is good. `task`: the task
    that fails in `job_failed`, by name or position; the first one when empty.
    """

    kind: str
    method: Optional[str] = None
    path: Optional[str] = None
    times: Optional[int] = 1
    after: int = 0
    seconds: float = 1.0
    share: Optional[float] = None
    status: int = 503
    body: str = "json"
    processed: bool = False
    retry_after: Optional[int] = None
    keys: Tuple[str, ...] = ()
    name: str = ""
    task: str = ""
    bytes: Optional[int] = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", FaultKind(self.kind))
        object.__setattr__(self, "keys", tuple(self.keys))
        if self.body not in BODY_STYLES:
            raise ValueError(f"body must be one of {', '.join(BODY_STYLES)}")
        if self.path is not None:
            re.compile(self.path)

    def matches(self, method: str, path: str) -> bool:
        """Returns whether a request is one of those that this fault is for."""
        if self.method is not None and self.method.upper() != method:
            return False
        return self.path is None or re.search(self.path, path) is not None

    def position(self, length: int) -> int:
        """Returns after how many of `length` body bytes a broken transfer stops; half of them by default."""
        if self.bytes is not None:
            return max(0, min(self.bytes, length))
        return int(length * (0.5 if self.share is None else self.share))

    def as_json(self) -> Dict[str, Any]:
        """Returns the fault as a JSON object with the same member names."""
        return {**asdict(self), "kind": FaultKind(self.kind).value, "keys": list(self.keys)}


def fault_from_json(members: Mapping[str, Any]) -> Fault:
    """Reads a fault from a JSON object; ValueError names a member that does not exist or an unknown kind."""
    unknown = set(members) - {field.name for field in fields(Fault)}
    if unknown or "kind" not in members:
        raise ValueError(f"unknown or missing members: {', '.join(sorted(unknown)) or 'kind'}")
    return Fault(**dict(members))


class _Armed:
    """A fault and how often it matched."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.seen = 0
        self.used = 0


class Faults:
    """The faults that are switched on, in the order in which they were added. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: List[_Armed] = []

    def add(self, *faults: Fault) -> None:
        """Switches faults on."""
        with self._lock:
            self._armed.extend(_Armed(fault) for fault in faults)

    def clear(self) -> None:
        """Switches every fault off."""
        with self._lock:
            self._armed.clear()

    def take(self, kind: FaultKind, method: str, path: str) -> Optional[Fault]:
        """Returns the fault of that kind that hits this request, and counts it; None when there is none."""
        if not self._armed:
            return None
        with self._lock:
            for armed in self._armed:
                if armed.fault.kind != kind or not armed.fault.matches(method, path):
                    continue
                armed.seen += 1
                times = armed.fault.times
                if armed.seen > armed.fault.after and (times is None or armed.used < times):
                    armed.used += 1
                    return armed.fault
        return None

    def listing(self) -> List[Dict[str, Any]]:
        """Returns every fault that is on with `used`, the number of requests that it has hit."""
        with self._lock:
            return [{**armed.fault.as_json(), "used": armed.used} for armed in self._armed]
