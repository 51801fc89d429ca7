"""All parts around the dock, registered together and removed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject

from .browser import BrowserNode
from .host import Host
from .layer_menu import LayerMenu
from .locator import Up42Locator
from .map_menu import MapMenu
from .start_watches import StartWatches

if TYPE_CHECKING:
    from ...core.app.application import Application


class Around(QObject):
    """Registers with QGIS; `close` takes everything back."""

    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self.browser = BrowserNode(host, self)
        self.watches = StartWatches(host, self)
        self._parts = (LayerMenu(host, self), MapMenu(host, self), self.browser, self.watches)
        self._locator = Up42Locator(host)
        host.iface.registerLocatorFilter(self._locator)

    def follow(self, application: Application) -> None:
        """Follows the lists of the application, once it is there."""
        # Read from its class: the application's module is imported with its first use only.
        kinds = type(application)
        self.browser.follow(application.account, application.later(kinds.jobs), application.later(kinds.storage))

    def close(self) -> None:
        """Removes everything."""
        for part in self._parts:
            part.close()
        self._host.iface.deregisterLocatorFilter(self._locator)
