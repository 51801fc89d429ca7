"""Opens pages of the user guide, which is part of the plugin: no network is needed."""

from __future__ import annotations

from qgis.gui import QgsMessageViewer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from ...core.domain.guide import GuidePage

_translate = QCoreApplication.translate


def open_guide(parent: QWidget, page: GuidePage = GuidePage.INDEX) -> None:
    """Shows a page of the guide in the browser, or above `parent` where it is if no program opens it."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(page.path))):
        return
    # Its text can be selected and copied.
    viewer = QgsMessageViewer(parent)
    viewer.setObjectName("guide_place_dialog")
    viewer.setTitle(_translate("UP42", "Help"))
    pattern = _translate("UP42", "QGIS found no program that opens web pages. This page of the guide is here:\n{path}")
    viewer.setMessageAsPlainText(pattern.format(path=page.path))
    viewer.showMessage(False)


def add_help_button(box: QDialogButtonBox, page: GuidePage) -> QPushButton:
    """Adds a Help button to a dialog; it never answers to Enter."""
    button = box.addButton(QDialogButtonBox.StandardButton.Help)
    button.setObjectName("help_button")
    button.setAutoDefault(False)
    button.setToolTip(_translate("UP42", "Opens the guide; needs no network"))
    button.clicked.connect(lambda: open_guide(button, page))
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
