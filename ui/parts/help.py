"""Opens pages of the user guide, which is part of the plugin: no network is needed."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialogButtonBox, QPushButton, QWidget

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
    box.installEventFilter(_TabOrder(box))
    return button


class _TabOrder(QObject):
    """Lets the Tab key go through the buttons of a box as they are read, wherever the platform's style puts them."""

    def eventFilter(self, box: QObject, event: QEvent) -> bool:
        """Sets the order once the buttons are in their places."""
        if event.type() == QEvent.Type.Show and isinstance(box, QDialogButtonBox):
            is_mirrored = box.layoutDirection() == Qt.LayoutDirection.RightToLeft
            buttons = sorted(box.buttons(), key=lambda button: button.x(), reverse=is_mirrored)
            for before, after in zip(buttons, buttons[1:]):
                QWidget.setTabOrder(before, after)
        return False
