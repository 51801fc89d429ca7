"""Reads the acquisition period of an algorithm: START and END, in UTC unless they have a time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import QgsProcessingContext
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ..domain.clock import utc_now
from .algorithm import Up42Algorithm, refusal, tr

if TYPE_CHECKING:
    from ..domain.parameters import Period

# Used if only the end of the period is given; before the first archive scene of any collection.
EARLIEST = datetime(1972, 1, 1, tzinfo=timezone.utc)
_LAST_MOMENT = time(23, 59, 59)


def read_period(
    algorithm: Up42Algorithm, start_name: str, end_name: str, parameters: Dict[str, Any], context: QgsProcessingContext
) -> Optional[Period]:
    """Returns the period of the two parameters, None if both are empty; a date without a time is the whole day.

    Raises a sentence that names the parameter if its value is not a time.
    """
    from ..domain.parameters import Period

    start = _moment(algorithm, start_name, parameters, context, time())
    end = _moment(algorithm, end_name, parameters, context, _LAST_MOMENT)
    if start is None and end is None:
        return None
    return Period(start or EARLIEST, end or utc_now())


def _moment(
    algorithm: Up42Algorithm, name: str, parameters: Dict[str, Any], context: QgsProcessingContext, clock: time
) -> Optional[datetime]:
    """Returns a time in UTC; `clock` is the time of day of a date without one."""
    value = parameters.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return _in_utc(value)
    day = _day(value)
    if day is not None:
        return datetime.combine(day, clock, timezone.utc)
    text = value.strip() if isinstance(value, str) else ""
    moment = QDateTime.fromString(text.replace(" ", "T", 1), Qt.DateFormat.ISODateWithMs)
    if not moment.isValid():
        moment = algorithm.parameterAsDateTime(parameters, name, context)
    if not moment.isValid():
        raise refusal(
            name,
            tr("“{text}” is not a date or time. Write it like 2026-05-01 or 2026-05-01T10:00:00Z.").format(text=value),
        )
    if moment.timeSpec() == Qt.TimeSpec.LocalTime:
        # The time in the field is read as UTC, as its label states.
        moment.setTimeSpec(Qt.TimeSpec.UTC)
    return datetime.fromtimestamp(moment.toMSecsSinceEpoch() // 1000, timezone.utc)


def _day(value: Any) -> Optional[date]:
    if isinstance(value, QDate) and value.isValid():
        return date(value.year(), value.month(), value.day())
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        found = QDate.fromString(value.strip(), Qt.DateFormat.ISODate)
        if found.isValid() and len(value.strip()) == len("2026-05-01"):
            return date(found.year(), found.month(), found.day())
    return None


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=timezone.utc)
    return moment.astimezone(timezone.utc)
