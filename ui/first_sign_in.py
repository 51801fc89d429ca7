"""Signs in once the dock was painted, and imports before what follows jobs."""

from __future__ import annotations

import importlib
from typing import Callable, List

from qgis.PyQt.QtCore import QObject, QTimer

# After it the window system has had the dock painted.
PAINTED_MS = 50
_PACKAGE = __name__.split(".", 1)[0]
_MODULES = (
    "core.usecases.prepare_orders",
    "core.app.jobs.ordering",
    "core.journal.store",
    "core.app.jobs.job_monitor",
    "core.usecases.collect_outputs",
    "core.app.outputs.job_outputs",
    "ui.job_notices",
    "ui.map.running_areas",
)


class FirstSignIn(QObject):
    """Calls `sign_in` after one module per turn of the event loop: all at once would freeze the new dock."""

    def __init__(self, sign_in: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._sign_in = sign_in
        self._left: List[str] = list(_MODULES)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(PAINTED_MS)

    def stop(self) -> None:
        """Does not sign in any more."""
        self._timer.stop()

    def _go_on(self) -> None:
        if self._left:
            importlib.import_module(f"{_PACKAGE}.{self._left.pop(0)}")
            self._timer.start(0)
        else:
            self._sign_in()
