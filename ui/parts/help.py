"""Opens pages of the user guide, which is part of the plugin: no network is needed."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialogButtonBox, QPushButton

from ...core.domain.guide import GuidePage


def open_guide(page: GuidePage = GuidePage.INDEX) -> None:
    """Shows a page of the guide in the browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(page.path)))


def opens_guide(page: GuidePage) -> Callable[[], None]:
    """Returns a slot that shows a page of the guide."""
    return lambda: open_guide(page)


def add_help_button(box: QDialogButtonBox, page: GuidePage) -> QPushButton:
    """Adds a Help button to a dialog; it never answers to Enter."""
    button = box.addButton(QDialogButtonBox.StandardButton.Help)
    button.setObjectName("help_button")
    button.setAutoDefault(False)
    button.setToolTip(QCoreApplication.translate("UP42", "Opens the guide; needs no network"))
    button.clicked.connect(opens_guide(page))
    return button
