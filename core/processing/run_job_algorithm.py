"""`runjob`: a live job within a budget that the script states."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..domain.clock import utc_now
from .algorithm import FeedbackControl, tr
from .job_parameters import JobAlgorithm

if TYPE_CHECKING:
    from ..domain.jobs.journal import JournalEntry
    from ..domain.ports import JobGateway, JobJournal

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
GROWTH = 1.3


class RunJobAlgorithm(JobAlgorithm):
    """Runs a live job; MAX_CREDITS is the consent that the hold dialog asks for in the dock."""

    MAX_CREDITS = "MAX_CREDITS"
    NAME = "NAME"
    WAIT = "WAIT"
    FOLDER = "FOLDER"
    JOB_ID = "JOB_ID"
    STATUS = "STATUS"
    CREDITS_USED = "CREDITS_USED"
    OUTPUT_FILES = "OUTPUT_FILES"

    def name(self) -> str:
        """Returns the fixed name."""
        return "runjob"

    def displayName(self) -> str:
        """Returns the name in the toolbox."""
        return tr("Run job (spends credits)")

    def shortDescription(self) -> str:
        """Returns one sentence."""
        return tr("Runs a live job within a budget and fetches its outputs.")

    def shortHelpString(self) -> str:
        """Returns what a newcomer needs to know."""
        return tr(
            "Runs a live job. THIS SPENDS CREDITS.\n\nThe job is estimated first. When the credits to be held are "
            "more than “Most credits to hold”, nothing is ordered and nothing is spent. Otherwise one job is created, "
            "followed to its end, and its outputs are written to the folder.\n\nThe create request is never repeated. "
            "If its answer is lost the algorithm says so and names the job; “List jobs” settles what became of it."
        )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_job_parameters(with_scenes=True)
        budget = QgsProcessingParameterNumber(
            self.MAX_CREDITS,
            tr("Most credits to hold"),
            QgsProcessingParameterNumber.Type.Integer,
            minValue=0,
        )
        budget.setHelp(tr("The job is refused, spending nothing, when more credits would be held. No default."))
        self.addParameter(budget)
        self.addParameter(QgsProcessingParameterString(self.NAME, tr("Name of the job"), optional=True))
        self.addParameter(
            QgsProcessingParameterBoolean(self.WAIT, tr("Wait for the job and fetch its outputs"), True)
        )
        self.addParameter(QgsProcessingParameterFolderDestination(self.FOLDER, tr("Folder of the outputs")))
        self.addOutput(QgsProcessingOutputString(self.JOB_ID, tr("Job id")))
        self.addOutput(QgsProcessingOutputString(self.STATUS, tr("State of the job")))
        self.addOutput(QgsProcessingOutputNumber(self.CREDITS_USED, tr("Credits used")))
        self.addOutput(QgsProcessingOutputString(self.OUTPUT_FILES, tr("Files, joined by line breaks")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Estimates, compares with the budget, creates one job and follows it."""
        import uuid

        from ..domain.errors import ErrorKind, Up42Error
        from ..domain.jobs.credits import HoldConfirmation
        from ..domain.jobs.job import JobMode, JobStatus
        from ..domain.jobs.journal import EntryState
        from ..gis.settings.preferences import read_preferences
        from ..usecases.jobs.hold import check_caps, prepare_hold, spent_elsewhere
        from ..usecases.jobs.live_run import LiveOrder, start_live, unique_name

        product, wanted = self.read_job(gateway, parameters, context, JobMode.LIVE)
        budget = self.parameterAsInt(parameters, self.MAX_CREDITS, context)
        hold = prepare_hold(gateway, self.connection.name, product, wanted)
        wanted = hold.parameters or wanted
        if hold.estimate.problems:
            raise Up42Error(ErrorKind.INVALID_REQUEST, hold.estimate.problems[0].problem)
        if hold.credits > budget:
            raise QgsProcessingException(
                tr(
                    "The job would hold {hold} credits, more than the {budget} allowed. "
                    "Nothing was ordered, nothing was spent."
                ).format(hold=hold.credits, budget=budget)
            )
        journal = self.open_journal()
        caps = read_preferences().caps
        project = context.project().fileName() if context.project() is not None else ""
        name = self.connection.name
        entries = journal.entries()
        elsewhere = spent_elsewhere(gateway, caps, entries, utc_now())
        check_caps(caps, hold.credits, entries, utc_now(), connection=name, project=project, elsewhere=elsewhere)
        if not hold.is_covered:
            raise Up42Error(ErrorKind.NOT_ENOUGH_CREDITS)
        feedback.pushInfo(tr("{count} credits will be held.").format(count=hold.credits))
        title = self.parameterAsString(parameters, self.NAME, context).strip() or product.title
        order = LiveOrder(
            connection=self.connection.name,
            service=self.connection.service.value,
            product=product,
            parameters=wanted,
            name=unique_name(title, utc_now(), uuid.uuid4().hex),
            origin="processing",
            scene_count=len(wanted.scene_ids) or wanted.limit,
            project=project,
        )
        control = FeedbackControl(feedback)
        control.check()
        confirmation = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        entry = start_live(gateway, journal, order, hold, confirmation, utc_now, caps, elsewhere)
        feedback.pushInfo(tr("Job “{name}”").format(name=entry.name))
        if entry.state is EntryState.UNKNOWN:
            entry = self._settle(gateway, journal, entry, control)
        results = self._results(entry)
        if not self.parameterAsBool(parameters, self.WAIT, context):
            return results
        entry = self._follow(gateway, journal, entry, control)
        results = self._results(entry)
        if entry.status is not JobStatus.SUCCEEDED:
            raise Up42Error(ErrorKind.JOB_FAILED, f"{entry.name}: {entry.status.value}")
        folder = Path(self.parameterAsString(parameters, self.FOLDER, context))
        control = FeedbackControl(feedback, 50.0, 100.0)
        outputs = self.fetch_outputs(gateway, entry.job_id, folder, control, feedback)
        journal.update(entry.key, folder=outputs.folder, files=outputs.paths)
        return {**results, self.FOLDER: outputs.folder, self.OUTPUT_FILES: "\n".join(outputs.paths)}

    def _settle(
        self, gateway: JobGateway, journal: JobJournal, entry: JournalEntry, control: FeedbackControl
    ) -> JournalEntry:
        """Looks for a job whose answer was lost; raises the sentence that names it when it stays unknown."""
        from ..domain.jobs.journal import EntryState
        from ..usecases.jobs.live_run import settle

        for _ in range(5):
            entry = settle(gateway, journal, entry, utc_now)
            if entry.state is EntryState.CREATED:
                return entry
            control.pause(FIRST_PAUSE_S)
        raise QgsProcessingException(
            tr(
                "The answer to the order was lost: whether the job “{name}” exists is not known yet. "
                "Do not run it again; “List jobs” finds out."
            ).format(name=entry.name)
        )

    def _follow(
        self, gateway: JobGateway, journal: JobJournal, entry: JournalEntry, control: FeedbackControl
    ) -> JournalEntry:
        from ..domain.errors import Up42Error
        from ..usecases.jobs.live_run import refresh

        pause = FIRST_PAUSE_S
        while not entry.status.is_final:
            control.pause(pause)
            pause = min(pause * GROWTH, LONGEST_PAUSE_S)
            try:
                entry, _ = refresh(gateway, journal, entry)
            except Up42Error as error:
                # The job goes on whether we see it or not; only what cannot get better ends the waiting.
                if not error.is_retryable:
                    raise
        return entry

    def _results(self, entry: JournalEntry) -> Dict[str, Any]:
        return {
            self.JOB_ID: entry.job_id,
            self.STATUS: entry.status.value,
            self.CREDITS_USED: entry.credits_used,
            self.OUTPUT_FILES: "",
        }
