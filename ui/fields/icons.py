"""Icons of our own, read by path."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


def own_icon(name: str) -> QIcon:
    """Returns an icon of the plugin; legible on light and dark grounds."""
    return QIcon(str(_FOLDER / f"{name}.svg"))
