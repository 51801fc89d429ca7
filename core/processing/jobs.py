"""`downloadoutputs` and `listjobs`: outputs and states of existing jobs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import FeedbackControl, Up42Algorithm, tr, write_json

if TYPE_CHECKING:
    from ..domain.jobs.job import Job
    from ..domain.jobs.journal import JournalEntry
    from ..domain.ports.gateway import JobGateway


class DownloadOutputsAlgorithm(Up42Algorithm):
    """Downloads the outputs of a finished job, except files that are complete already."""

    JOB_ID = "JOB_ID"
    FOLDER = "FOLDER"
    OUTPUT_FILES = "OUTPUT_FILES"

    fixed_name = "downloadoutputs"
    title = QT_TRANSLATE_NOOP("UP42", "Download outputs")
    summary = QT_TRANSLATE_NOOP("UP42", "Downloads the outputs of a finished job.")
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Downloads and unpacks the outputs of a finished job, started by this or another client. An "
        "interrupted download resumes where it stopped; complete files are not downloaded again. Spends nothing.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_connection_parameter()
        self.addParameter(QgsProcessingParameterString(self.JOB_ID, tr("Job id")))
        self.addParameter(QgsProcessingParameterFolderDestination(self.FOLDER, tr("Folder of the outputs")))
        self.addOutput(QgsProcessingOutputString(self.OUTPUT_FILES, tr("Files, joined by line breaks")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Runs the use case."""
        folder = Path(self.parameterAsString(parameters, self.FOLDER, context))
        job_id = self.parameterAsString(parameters, self.JOB_ID, context).strip()
        outputs = self.fetch_outputs(gateway, job_id, folder, FeedbackControl(feedback), feedback)
        return {self.FOLDER: outputs.folder, self.OUTPUT_FILES: "\n".join(outputs.paths)}


class ListJobsAlgorithm(Up42Algorithm):
    """Writes every job of the journal and the service, after resolving those whose response was lost."""

    FILE = "FILE"
    JOB_COUNT = "JOB_COUNT"

    fixed_name = "listjobs"
    title = QT_TRANSLATE_NOOP("UP42", "List jobs")
    summary = QT_TRANSLATE_NOOP("UP42", "Lists all jobs with state, hold and credits used.")
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Writes a JSON file with every job of this profile's journal and of the service: name, kind, state, "
        "credits held and used. A job whose response was lost is first searched for on the service. "
        "Spends nothing.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_connection_parameter()
        self.addParameter(QgsProcessingParameterFileDestination(self.FILE, tr("Jobs"), "JSON (*.json)"))
        self.addOutput(QgsProcessingOutputNumber(self.JOB_COUNT, tr("Number of jobs")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Resolves unknown jobs, joins journal and service, and writes the list."""
        from ..domain.clock import utc_now
        from ..usecases.watch import look_at_jobs

        looked = look_at_jobs(
            gateway, self.open_journal(), self.connection.name, utc_now, FeedbackControl(feedback)
        )
        if looked.jobs.unreadable_count:
            unreadable = looked.jobs.unreadable_count
            feedback.pushWarning(tr("%Ln job(s) in the service's list could not be read.", None, unreadable))
        known = {entry.job_id for entry in looked.entries if entry.job_id}
        jobs = {job.id: job for job in (*looked.jobs, *looked.followed.values())}
        rows = [_own_row(entry, jobs.get(entry.job_id)) for entry in looked.entries]
        rows += [_service_row(job) for job in looked.jobs if job.id not in known]
        path = Path(self.parameterAsFileOutput(parameters, self.FILE, context))
        write_json(path, rows)
        return {self.FILE: str(path), self.JOB_COUNT: len(rows)}


def _orders(job: Optional[Job], entry: Optional[JournalEntry] = None) -> List[Dict[str, Any]]:
    """Returns the service's orders of a job; a job of the classic service has none.

    The `area` of an order over many areas is the area's name, any other is the ordered geometry. Of many areas the
    classic service has one job per area: each of its scenes is listed with the id of the job.
    """
    tasks = job.tasks if job is not None else ()
    name = entry.area if entry is not None else ""
    found = [
        {
            "id": task.id,
            "scene_id": task.scene_id or None,
            "area": name or task.area,
            "state": task.status.value,
            "credits": task.credits,
        }
        for task in tasks
        if task.id and (task.scene_id or task.area is not None)
    ]
    if found or entry is None or not name:
        return found
    scenes = [scene for scene in entry.claims.values() if scene]
    credits = entry.credits_used if len(scenes) == 1 else None
    return [
        {"id": entry.job_id or None, "scene_id": scene, "area": name, "state": _state(entry), "credits": credits}
        for scene in scenes
    ]


def _state(entry: JournalEntry) -> str:
    from ..domain.jobs.journal import EntryState

    return entry.status.value if entry.state is EntryState.CREATED else entry.state.value.upper()


def _own_row(entry: JournalEntry, job: Optional[Job]) -> Dict[str, Any]:
    from ..domain.parameters import utc_text

    return {
        "job_id": entry.job_id or None,
        "name": entry.name,
        "mode": entry.mode.value,
        "state": _state(entry),
        "product": entry.product_title,
        "created": utc_text(entry.created),
        "hold_credits": entry.hold_credits if entry.is_open else 0,
        "credits_used": entry.credits_used,
        "origin": entry.origin,
        "is_own": True,
        "orders": _orders(job, entry),
    }


def _service_row(job: Job) -> Dict[str, Any]:
    from ..domain.parameters import utc_text

    return {
        "job_id": job.id,
        "name": job.name,
        "mode": job.mode.value,
        "state": job.status.value,
        "product": job.product_title,
        "created": utc_text(job.created) if job.created is not None else None,
        "hold_credits": None,
        "credits_used": job.credits_used,
        "origin": None,
        "is_own": False,
        "orders": _orders(job),
    }
