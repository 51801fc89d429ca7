"""usage.json of the last test query, fetched beside its quicklooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Up42Error
from ...domain.json_text import indented
from ...domain.scenes.scene import SceneCollection
from ...usecases.dry_run import fetch_usage
from ..session.task import Background, Latest
from .dry_run import DryRun


class QueryUsage(QObject):
    """Requested once the scenes are found, so that it delays nothing; written into the query's folder."""

    # The document has arrived, or was cleared with its test query
    changed = pyqtSignal()

    def __init__(self, dry_run: DryRun, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._dry_run = dry_run
        self._background = Background()
        self._reading = Latest(self._background)
        self._usage: Optional[Mapping[str, Any]] = None
        dry_run.scenes_found.connect(self._fetch)
        dry_run.state_changed.connect(self._forget_if_gone)

    @property
    def text(self) -> str:
        """Returns usage.json, empty while there is none."""
        return "" if self._usage is None else indented(self._usage)

    def close(self) -> None:
        """Drops running tasks."""
        self._background.close()

    def _fetch(self, collection: SceneCollection) -> None:
        query = self._dry_run
        gateway, product, parameters, job = query.gateway, query.product, query.parameters, query.job
        if gateway is None or product is None or parameters is None or job is None:
            return
        folder = Path(query.folder)

        def take(usage: Optional[Mapping[str, Any]], error: Optional[Up42Error]) -> None:
            self._usage = usage
            self.changed.emit()

        self._reading.run(
            "UP42: usage.json",
            lambda task: fetch_usage(gateway, product, parameters, job, collection, folder),
            take,
        )

    def _forget_if_gone(self) -> None:
        if self._dry_run.collection is None:
            self._reading.drop()
            if self._usage is not None:
                self._usage = None
                self.changed.emit()
