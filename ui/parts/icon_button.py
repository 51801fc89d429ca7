"""The small button that shows an icon and says in words what it does."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QToolButton


def icon_button(name: str, icon: str, text: str) -> QToolButton:
    """Returns a flat button with one of QGIS's icons; `text` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setAutoRaise(True)
    return button
