"""Differences between QGIS versions; the only place that checks the version."""

from __future__ import annotations

from datetime import datetime

from qgis.core import Qgis, QgsDateTimeRange, QgsLayerMetadata
from qgis.PyQt.QtCore import QDateTime, Qt

HAS_METADATA_DATES = Qgis.QGIS_VERSION_INT >= 33000


def set_metadata_date(metadata: QgsLayerMetadata, moment: datetime) -> None:
    """Sets the creation date in layer metadata if QGIS supports it (3.30 and later)."""
    if HAS_METADATA_DATES:
        metadata.setDateTime(Qgis.MetadataDateType.Created, to_qt(moment))


def to_qt(moment: datetime) -> QDateTime:
    """Returns an aware time as a UTC time of Qt."""
    return QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000), Qt.TimeSpec.UTC)


def day_of(moment: datetime) -> QgsDateTimeRange:
    """Returns the UTC day of a time, so that a temporal controller that steps by days shows it."""
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    end = moment.replace(hour=23, minute=59, second=59, microsecond=999000)
    return QgsDateTimeRange(to_qt(start), to_qt(end))
