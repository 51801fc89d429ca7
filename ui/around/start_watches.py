"""Has the due watches run after QGIS has started, although the dock is not open."""

from __future__ import annotations

from typing import Optional

from qgis.core import Qgis, QgsApplication
from qgis.gui import QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer
from qgis.PyQt.QtWidgets import QPushButton

from .host import Host

_translate = QCoreApplication.translate
# QGIS is still busy with its project before.
LOOK_AFTER_MS = 15_000


class StartWatches(QObject):
    """Looks once, some time after the start, at the files of the watches; only if one is due, it signs in.

    Signing in runs what is due. Where that would ask for the master password of QGIS, a message asks first.
    """

    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._item: Optional[QgsMessageBarItem] = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_AFTER_MS)

    def look(self) -> None:
        """Signs in if a watch of the last connection is due and wanted, and the dock did not do so already."""
        from ...core.host.due_watches import due_count
        from ...core.host.preferences import ConnectionStore, home_folder, read_preferences

        store = ConnectionStore()
        is_wanted = not self._host.is_signed_in() and read_preferences().runs_watches
        count = due_count(home_folder(), store.selected) if is_wanted else 0
        if not count:
            return
        # Connections of the user have their secret in QGIS's database; those that are built in do not.
        is_own = store.connection(store.selected) is not None
        if is_own and not QgsApplication.authManager().masterPasswordIsSet():
            self._ask(count)
        else:
            self._host.sign_in()

    def close(self) -> None:
        """Does not look any more, and takes the message back."""
        self._timer.stop()
        self._drop()

    def _ask(self, count: int) -> None:
        from ...core.wording.figures import number_text

        pattern = _translate(
            "UP42", "Watches are due: {count}. Looking for new scenes needs the master password of QGIS."
        )
        bar = self._host.iface.messageBar()
        item = self._item = bar.createMessage("UP42 Jobs", pattern.format(count=number_text(count)))
        button = QPushButton(_translate("UP42", "Look for New Scenes"), item)
        button.setObjectName("up42_start_watches_button")
        button.clicked.connect(self._sign_in)
        item.layout().addWidget(button)
        bar.pushWidget(item, Qgis.MessageLevel.Info, 0)

    def _sign_in(self) -> None:
        self._drop()
        self._host.sign_in()

    def _drop(self) -> None:
        item, self._item = self._item, None
        if item is not None and not sip.isdeleted(item):
            self._host.iface.messageBar().popWidget(item)
