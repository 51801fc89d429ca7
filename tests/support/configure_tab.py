"""The Configure tab for tests: how they open it and read its widgets."""

from __future__ import annotations

from qgis.core import QgsRectangle
from qgis.PyQt.QtWidgets import QLabel, QWidget

from up42_jobs.ui.configure.configure_panel import ConfigurePanel


def open_configure_tab(application, canvas, qtbot):
    """Opens the form as narrow as the dock can be; it is released at the end of the test."""
    canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    panel = ConfigurePanel(application, canvas)
    qtbot.addWidget(panel, before_close_func=ConfigurePanel.release)
    panel.resize(320, 700)
    panel.show()
    return panel


def child(panel, name, kind=QWidget):
    """Returns a widget of the form by its object name."""
    widget = panel.findChild(kind, name)
    assert widget is not None, name
    return widget


def text_of(panel, name):
    """Returns the text of a label."""
    return child(panel, name, QLabel).text()
