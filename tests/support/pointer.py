"""Clicks as a hand makes them."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest


def double_click(widget, spot):
    """Double-clicks, and lets the button go.

    QTest leaves it pressed: the widget then keeps the pointer, and the windows of later tests do not get it.
    """
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
