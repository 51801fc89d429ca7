"""Registers the options page; the page itself is imported when the options are opened, so that QGIS starts fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.gui import QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QWidget

if TYPE_CHECKING:
    from .options_page import OptionsPage
    from .options_parts import OptionsParts

PAGE_OBJECT_NAME = "up42_jobs_options"


class OptionsFactory(QgsOptionsWidgetFactory):
    """Creates the page when the options are opened."""

    def __init__(self, parts: Callable[[], OptionsParts], icon: str) -> None:
        super().__init__()
        self._parts = parts
        self.setTitle("UP42 Jobs")
        self.setIcon(QIcon(icon))

    def createWidget(self, parent: Optional[QWidget] = None) -> OptionsPage:
        """Returns a new page."""
        from .options_page import OptionsPage

        page = OptionsPage(self._parts(), parent)
        page.setObjectName(PAGE_OBJECT_NAME)
        return page
