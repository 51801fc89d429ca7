"""The log of requests and responses, for tests."""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Deque, Dict, List, Optional

from ..clock import iso
from ..http.routing import Request

KEPT_RECORDS = 20_000


@dataclass
class RequestRecord:
    """One request and how it was answered.

    `body` is the request's JSON value or None; `headers` have lower-case names and no Authorization. `status`
    is None as long as nothing is answered, and for good when the answer was lost. `faults` names the
    simulated faults. `error` is the text of an unforeseen error in the Sandbox itself.
    """

    time: datetime
    method: str
    path: str
    query: Dict[str, str]
    headers: Dict[str, str]
    body: Any = None
    status: Optional[int] = None
    faults: List[str] = field(default_factory=list)
    error: str = ""

    def as_json(self) -> Dict[str, Any]:
        """Returns the record as a JSON object."""
        return {**self.__dict__, "time": iso(self.time, 6)}


class RequestLog:
    """The latest requests in the order of their arrival. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: Deque[RequestRecord] = deque(maxlen=KEPT_RECORDS)

    def open(self, time: datetime, request: Request) -> RequestRecord:
        """Notes a request that has just arrived; the answer is filled in later."""
        record = RequestRecord(
            time=time,
            method=request.method,
            path=request.plain_path,
            query=dict(request.query),
            headers={name: value for name, value in request.headers.items() if name != "authorization"},
            body=_json_or_none(request),
        )
        with self._lock:
            self._records.append(record)
        return record

    def records(self) -> List[RequestRecord]:
        """Returns the records from the oldest to the newest."""
        with self._lock:
            return list(self._records)

    def clear(self) -> None:
        """Forgets every record."""
        with self._lock:
            self._records.clear()


def _json_or_none(request: Request) -> Any:
    if not request.body or "json" not in request.headers.get("content-type", ""):
        return None
    try:
        return json.loads(request.body.decode("utf-8"))
    except ValueError:
        return None
