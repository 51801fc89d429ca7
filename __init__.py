"""UP42 Jobs: order satellite imagery from UP42 without leaving QGIS."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:
    """Returns the plugin; QGIS calls this by its name."""
    from .plugin import Up42JobsPlugin

    return Up42JobsPlugin(iface)
