"""Base of read-only dialogs: search, copy, close."""

from __future__ import annotations

from typing import Optional, Protocol

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication, QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.domain.guide import GuidePage
from .help import add_help_button
from .small import resize_on_screen
from .text_view import TextView

WIDTH_IN_CHARACTERS = 90
HEIGHT_IN_LINES = 30


class Page(Protocol):
    """What can be searched and copied."""

    def search(self, text: str) -> None:
        """Shows where a text is."""

    def text(self) -> str:
        """Returns what is copied."""


class ReadingDialog(QDialog):
    """Searches and copies from the current page of its subclass."""

    guide_page = GuidePage.JOBS

    def __init__(self, name: str, title: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.search_edit = QgsFilterLineEdit()
        self.search_edit.setObjectName("search_edit")
        self.search_edit.setShowSearchIcon(True)
        self.search_edit.setPlaceholderText(self.tr("Search"))
        self.search_edit.setAccessibleName(self.tr("Search"))
        self.search_edit.textChanged.connect(self.search)
        self.search_edit.returnPressed.connect(self._search_next)
        self.copy_button = QPushButton(self.tr("&Copy"))
        self.copy_button.setObjectName("copy_button")
        # Enter in the search line finds the next match and presses no button.
        self.copy_button.setAutoDefault(False)
        self.copy_button.setToolTip(self.tr("Copies the selection, or everything if nothing is selected"))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.page().text()))
        buttons = self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self._help_button = add_help_button(buttons, self.guide_page)
        buttons.rejected.connect(self.reject)
        top = QHBoxLayout()
        top.addWidget(self.search_edit, 1)
        top.addWidget(self.copy_button)
        self.content = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(self.content, 1)
        layout.addWidget(buttons)
        metrics = self.fontMetrics()
        resize_on_screen(
            self, metrics.averageCharWidth() * WIDTH_IN_CHARACTERS, metrics.lineSpacing() * HEIGHT_IN_LINES
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Puts Close and Help behind the content, which a subclass adds later, in the order of the Tab key."""
        super().showEvent(event)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        # The last stop of the ring that begins with the dialog; the order of widgets that take no focus cannot be set.
        last = self.previousInFocusChain()
        while last.focusPolicy() == Qt.FocusPolicy.NoFocus or self._buttons.isAncestorOf(last):
            last = last.previousInFocusChain()
        if last is not self.copy_button:
            self.setTabOrder(last, close)
            self.setTabOrder(close, self._help_button)

    def page(self) -> Page:
        """Returns the visible page."""
        raise NotImplementedError

    def search(self) -> None:
        """Applies the search text to the visible page."""
        self.page().search(self.search_edit.text())

    def _search_next(self) -> None:
        page = self.page()
        if isinstance(page, TextView):
            page.search_next(self.search_edit.text())
