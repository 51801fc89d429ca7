"""Looks whether outputs are on the disk, beside the window: on a share that hangs an answer may never come."""

from __future__ import annotations

import os
from typing import Callable, Dict, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Up42Error
from ..session.task import Background, UseCaseTask

_Look = Callable[[], Callable[[], None]]


class DiskLooks(QObject):
    """One look after the other, so that a share that hangs takes one of QGIS's threads and not all of them."""

    # A folder turned out to be there, or not to be there, against the last answer
    folders_changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._background = Background()
        self._is_busy = False
        # Looks that wait, by what they are for; a newer one takes the place of an older one.
        self._waiting: Dict[str, Tuple[str, _Look]] = {}
        self._is_there: Dict[str, bool] = {}

    def has_folder(self, folder: str) -> bool:
        """Returns the last answer about a folder; one that was recorded counts as there until it was looked at."""
        return bool(folder) and self._is_there.get(folder, True)

    def look_at(self, folders: Sequence[str]) -> None:
        """Looks whether folders are there, in place of those that still wait for it."""
        wanted = tuple(folder for folder in folders if folder)
        if not wanted:
            return

        def look() -> Callable[[], None]:
            found = {folder: os.path.isdir(folder) for folder in wanted}
            return lambda: self._keep(found)

        self._add("", "UP42: " + os.path.basename(wanted[0]), look)

    def look_for(self, key: str, title: str, paths: Sequence[str], then: Callable[[bool], None]) -> None:
        """Calls back with whether all files of a job are there, on the main thread; once for all who ask meanwhile."""

        def look() -> Callable[[], None]:
            are_there = all(os.path.exists(path) for path in paths)
            return lambda: then(are_there)

        self._add(key, f"UP42: {title}", look)

    def close(self) -> None:
        """Stops; nobody is called back any more."""
        self._waiting.clear()
        self._background.close()

    def _keep(self, found: Dict[str, bool]) -> None:
        is_news = any(self.has_folder(folder) is not is_there for folder, is_there in found.items())
        self._is_there.update(found)
        if is_news:
            self.folders_changed.emit()

    def _add(self, what: str, title: str, look: _Look) -> None:
        self._waiting[what] = (title, look)
        self._do_next()

    def _do_next(self) -> None:
        if self._is_busy or not self._waiting or self._background.is_closed:
            return
        # Who waits for a layer comes before a button's look.
        what = next((key for key in self._waiting if key), "")
        title, look = self._waiting.pop(what)
        self._is_busy = True

        def work(task: UseCaseTask) -> Callable[[], None]:
            return look()

        def take(then: Optional[Callable[[], None]], error: Optional[Up42Error]) -> None:
            self._is_busy = False
            if then is not None:
                then()
            self._do_next()

        self._background.run(title, work, take)
