"""Removes the oldest test query folders beyond the user's limit."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.ports.journal import JobJournal
from ...host.preferences import Preferences
from ...usecases.kept_queries import clean_queries, queries_of
from ..session.task import Background
from .dry_run import DryRun

_MEGABYTE = 1_000_000


class QueryCleaning(QObject):
    """Runs after each test query; folders used by the project's layers or the journal are kept."""

    # Names of the folders that were removed
    cleaned = pyqtSignal(object)

    def __init__(
        self,
        home: Path,
        dry_run: DryRun,
        journal: JobJournal,
        preferences: Callable[[], Preferences],
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._dry_run = dry_run
        self._journal = journal
        self._preferences = preferences
        self._background = Background()
        dry_run.finished.connect(self.clean)

    def clean(self) -> None:
        """Removes the oldest test queries beyond the limit, on a worker thread."""
        home, bound = self._home, self._preferences().cache_limit_mb * _MEGABYTE
        # Layers may be read on the main thread only.
        sources = [layer.source() for layer in QgsProject.instance().mapLayers().values()]
        sources.append(os.path.join(self._dry_run.folder, "data.json"))
        journal = self._journal
        self._background.run(
            "UP42: earlier test queries",
            lambda task: clean_queries(
                home,
                bound,
                queries_of(home, [*sources, *(entry.folder for entry in journal.entries() if entry.folder)]),
                time.time(),
                task,
            ),
            lambda names, error: self.cleaned.emit(names or ()),
        )

    def close(self) -> None:
        """Stops; no signal is emitted afterwards."""
        self._background.close()
