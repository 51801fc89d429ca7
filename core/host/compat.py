"""Differences between QGIS versions; the only place that checks the version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qgis import core
from qgis.core import Qgis, QgsDateTimeRange, QgsLayerMetadata, QgsMapLayer, QgsTask
from qgis.PyQt.QtCore import QDateTime, Qt

HAS_METADATA_DATES = Qgis.QGIS_VERSION_INT >= 33000
HAS_SERVER_ATTRIBUTION = Qgis.QGIS_VERSION_INT >= 33800


def set_metadata_date(metadata: QgsLayerMetadata, moment: datetime) -> None:
    """Sets the creation date in layer metadata if QGIS supports it (3.30 and later)."""
    if HAS_METADATA_DATES:
        metadata.setDateTime(Qgis.MetadataDateType.Created, to_qt(moment))


def set_attribution(layer: QgsMapLayer, text: str) -> None:
    """Notes whose data a layer shows, in the place where this QGIS keeps it (another one from 3.38 on)."""
    (layer.serverProperties() if HAS_SERVER_ATTRIBUTION else layer).setAttribution(text)


def to_qt(moment: datetime) -> QDateTime:
    """Returns an aware time as a UTC time of Qt."""
    return QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000), Qt.TimeSpec.UTC)


def day_of(moment: datetime) -> QgsDateTimeRange:
    """Returns the UTC day of a time, so that a temporal controller that steps by days shows it."""
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    end = moment.replace(hour=23, minute=59, second=59, microsecond=999000)
    return QgsDateTimeRange(to_qt(start), to_qt(end))


def task_flags() -> QgsTask.Flags:
    """Returns the flags of our tasks: they can be cancelled, and QGIS does not announce their end (3.26 and later).

    What a task achieved is shown where its result is.
    """
    flags = QgsTask.Flags(QgsTask.Flag.CanCancel)
    silent = getattr(QgsTask.Flag, "Silent", None)
    return flags if silent is None else flags | silent


def vector_type() -> Any:
    """Returns the type of vector layers."""
    return _layer_type("Vector")


def raster_type() -> Any:
    """Returns the type of raster layers."""
    return _layer_type("Raster")


def _layer_type(name: str) -> Any:
    # Another enumeration with other names from 3.30 on.
    types: Any = getattr(Qgis, "LayerType", None)
    if types is not None:
        return getattr(types, name)
    older: Any = core
    return getattr(older.QgsMapLayerType, f"{name}Layer")
