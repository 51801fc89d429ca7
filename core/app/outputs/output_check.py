"""Compares the outputs on the disk with the delivery and downloads differing files again."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Cancelled, ErrorKind, Up42Error
from ...domain.outputs.delivery import Verification
from ...usecases.verify_outputs import verify_outputs
from ..jobs.job_list import DownloadState, JobListModel
from ..session.task import Background, UseCaseTask
from .job_outputs import JobOutputsLoader
from .reported import Reported


class OutputCheck(QObject):
    """One task per job; works without the service."""

    # JobRow, Verification
    checked = pyqtSignal(object, object)
    # JobRow, Up42Error
    failed = pyqtSignal(object, object)
    # Key, progress 0 to 1; from the worker thread
    _advanced = pyqtSignal(str, float)

    def __init__(self, jobs: JobListModel, outputs: JobOutputsLoader, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._outputs = outputs
        self._background = Background()
        self._tasks: Dict[str, UseCaseTask] = {}
        self._advanced.connect(self._on_advanced)

    def check(self, key: str) -> None:
        """Reads all files of a job whose outputs are completely on the disk."""
        row = self._jobs.row(key)
        if row is None or not row.folder or key in self._tasks or row.is_expected:
            return
        folder, before = Path(row.folder), row.download
        self._jobs.change(key, download=DownloadState.CHECKING, progress=0.0)

        def work(task: UseCaseTask) -> Verification:
            control = Reported(task, lambda share, transfer: self._advanced.emit(key, share))
            return verify_outputs(row.job_id, folder, control)

        def take(found: Optional[Verification], error: Optional[Up42Error]) -> None:
            self._tasks.pop(key, None)
            self._jobs.change(key, download=before, progress=None)
            now = self._jobs.row(key)
            if now is None or isinstance(error, Cancelled):
                return
            if found is None:
                self.failed.emit(now, error or Up42Error(ErrorKind.INTERNAL))
            else:
                self.checked.emit(now, found)

        self._tasks[key] = self._background.run(f"UP42: {row.name}", work, take)

    def cancel(self, key: str) -> None:
        """Stops a check."""
        task = self._tasks.get(key)
        if task is not None:
            task.cancel()

    def fetch_again(self, key: str, found: Verification) -> None:
        """Downloads the differing files and leaves all others alone."""
        row = self._jobs.row(key)
        if row is not None:
            self._outputs.download(key, distrusted=[Path(row.folder) / name for name, _ in found.flaws])

    def close(self) -> None:
        """Stops all checks."""
        self._background.close()

    def _on_advanced(self, key: str, share: float) -> None:
        row = self._jobs.row(key)
        if row is not None and row.download is DownloadState.CHECKING:
            self._jobs.change(key, progress=share)
