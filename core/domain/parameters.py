"""The parameters of one job, and their times and fingerprints."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING, Any, Mapping, Optional, Tuple

if TYPE_CHECKING:
    from .aoi import Aoi


class GeometryMode(Enum):
    """How scenes must relate to the area; the service accepts exactly one of the three."""

    BBOX = "bbox"
    INTERSECTS = "intersects"
    CONTAINS = "contains"


@dataclass(frozen=True)
class Period:
    """A closed interval of acquisition times, both ends in UTC."""

    start: datetime
    end: datetime

    def text(self) -> str:
        """Returns the RFC 3339 interval `start/end`."""
        return f"{utc_text(self.start)}/{utc_text(self.end)}"


@dataclass(frozen=True)
class JobParameters:
    """Everything that decides which scenes a job covers.

    `scene_ids` overrides all filters but the area. `options` holds everything without a field of its own, nested as
    in the service's request (by task or section), so that a request edited as JSON loses nothing. `budget_id` names
    the budget to charge if the account has budgets. `has_open_end` is true if the period ends at the moment of the
    request: a minute later it is still the same request.
    """

    product_id: str
    aoi: Optional[Aoi] = None
    geometry_mode: GeometryMode = GeometryMode.BBOX
    period: Optional[Period] = None
    limit: int = 1
    max_cloud_cover: Optional[int] = None
    scene_ids: Tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    budget_id: str = ""
    has_open_end: bool = False


def fingerprint(*values: Any) -> str:
    """Returns a digest that is equal for equal JSON values; binds a confirmation to what it showed."""
    import hashlib

    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def utc_text(moment: datetime) -> str:
    """Returns an aware time as `YYYY-MM-DDTHH:MM:SSZ`."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_utc(text: str) -> datetime:
    """Returns an RFC 3339 time in UTC; a missing zone counts as UTC, digits beyond microseconds are dropped.

    Raises ValueError for any other text.
    """
    cleaned = text.strip().replace(" ", "T", 1)
    if cleaned[-1:] in ("Z", "z"):
        cleaned = cleaned[:-1] + "+00:00"
    head, dot, tail = cleaned.partition(".")
    if dot:
        digits = len(tail) - len(tail.lstrip("0123456789"))
        # Python 3.9 and 3.10 read three or six digits only.
        cleaned = f"{head}.{tail[:digits][:6].ljust(6, '0')}{tail[digits:]}"
    moment = datetime.fromisoformat(cleaned)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=timezone.utc)
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError("outside the years 1 to 9999") from error


def parse_period(text: str) -> Period:
    """Returns the interval of a `start/end` text; a single time is an interval of no length.

    Raises ValueError for unreadable or open ends.
    """
    start, slash, end = text.partition("/")
    begin = parse_utc(start)
    return Period(begin, parse_utc(end) if slash else begin)
