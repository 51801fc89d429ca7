"""Fetches the outputs of the jobs of a purchase into a folder per area."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Sequence

from qgis.core import QgsProcessingFeedback

from ..domain.outputs.file_names import distinct_names
from .algorithm import FeedbackControl, Up42Algorithm, tr

if TYPE_CHECKING:
    from ..domain.jobs.journal import JournalEntry
    from ..domain.ports.gateway import JobGateway


class AreaOutputs:
    """Fetches the outputs of each job once per run.

    `is_incomplete` once something that was delivered could not be fetched; the others are fetched all the same.
    """

    def __init__(
        self,
        algorithm: Up42Algorithm,
        gateway: JobGateway,
        folder: Path,
        areas: Sequence[str],
        feedback: QgsProcessingFeedback,
    ) -> None:
        self._algorithm = algorithm
        self._gateway = gateway
        self._folder = folder
        names = list(dict.fromkeys(areas))
        self._folders = dict(zip(names, distinct_names(names)))
        self._feedback = feedback
        # The files of each job that was fetched, by its key, and all jobs in their order.
        self._fetched: Dict[str, Sequence[str]] = {}
        self._keys: Sequence[str] = ()
        self.is_incomplete = False

    @property
    def files(self) -> List[str]:
        """The files on disk, in the order of the jobs, not of their ends."""
        return [path for key in self._keys for path in self._fetched.get(key, ())]

    def fetch(self, entries: Iterable[JournalEntry], control: FeedbackControl) -> None:
        """Fetches the outputs of those jobs that have succeeded since the last call, of all jobs of the purchase."""
        from ..domain.errors import Cancelled, Up42Error
        from ..domain.jobs.job import JobStatus

        entries = tuple(entries)
        self._keys = [entry.key for entry in entries]
        for entry in entries:
            if entry.status is not JobStatus.SUCCEEDED or not entry.job_id or entry.key in self._fetched:
                continue
            control.check()
            self._fetched[entry.key] = ()
            try:
                outputs = self._algorithm.fetch_outputs(
                    self._gateway, entry.job_id, self._folder_of(entry), _WithoutProgress(control), self._feedback
                )
                self._algorithm.open_journal().update(entry.key, folder=outputs.folder, files=outputs.paths)
            except Cancelled:
                self.is_incomplete = True
                raise
            except Up42Error as error:
                self.is_incomplete = True
                text = tr("Area “{area}”: the outputs of the job “{name}” ({id}) are not complete on disk.")
                self._feedback.reportError(text.format(area=entry.area, name=entry.name, id=entry.job_id))
                report(self._feedback, error)
                continue
            self.is_incomplete = self.is_incomplete or outputs.failure is not None
            self._fetched[entry.key] = outputs.paths

    def _folder_of(self, entry: JournalEntry) -> Path:
        known = Path(entry.folder)
        if entry.folder and self._folder in known.parents and known.is_dir():
            return known
        return self._folder / self._folders.get(entry.area, distinct_names([entry.area])[0])


class _WithoutProgress:
    """Passes on the cancellation, but not the progress of one job among many."""

    def __init__(self, control: Any) -> None:
        self._control = control

    def check(self) -> None:
        self._control.check()

    def report(self, fraction: float) -> None:
        pass


def report(feedback: QgsProcessingFeedback, error: Exception) -> None:
    """Reports a failure after which the run goes on to its results."""
    from ..domain.errors import Up42Error
    from ..wording.errors import error_sentence

    if isinstance(error, Up42Error) and error.detail:
        feedback.pushDebugInfo(error.detail)
    feedback.reportError(error_sentence(error) if isinstance(error, Up42Error) else str(error))
