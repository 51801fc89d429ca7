"""Writes Python's logging to the plugin's tab of QGIS's message log."""

from __future__ import annotations

import logging

from qgis.core import Qgis, QgsMessageLog

TAB = "UP42 Jobs"
PACKAGE = __name__.split(".", 1)[0]


class QgisLogHandler(logging.Handler):
    """Writes records to the message log; safe from any thread, as QgsMessageLog is."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one record."""
        level = Qgis.MessageLevel.Info
        if record.levelno >= logging.ERROR:
            level = Qgis.MessageLevel.Critical
        elif record.levelno >= logging.WARNING:
            level = Qgis.MessageLevel.Warning
        QgsMessageLog.logMessage(self.format(record), TAB, level, False)


def install() -> None:
    """Starts writing this package's records to QGIS; a second call changes nothing."""
    logger = logging.getLogger(PACKAGE)
    if not any(isinstance(handler, QgisLogHandler) for handler in logger.handlers):
        logger.addHandler(QgisLogHandler())
        logger.setLevel(logging.INFO)


def uninstall() -> None:
    """Stops writing."""
    logger = logging.getLogger(PACKAGE)
    for handler in [item for item in logger.handlers if isinstance(item, QgisLogHandler)]:
        logger.removeHandler(handler)
