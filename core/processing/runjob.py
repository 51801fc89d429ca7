"""`runjob`: a live job within the script's budget."""

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
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import FeedbackControl, project_file, tr
from .job_parameters import JobAlgorithm

if TYPE_CHECKING:
    from ..domain.errors import Up42Error
    from ..domain.jobs.credits import Hold
    from ..domain.jobs.journal import JournalEntry
    from ..domain.parameters import JobParameters
    from ..domain.ports.gateway import JobGateway
    from ..domain.ports.journal import JobJournal
    from ..domain.products import Product
    from ..usecases.prepare_order import PreparedOrder

FIRST_PAUSE_S = 0.5
MAX_PAUSE_S = 30.0
SETTLING_LOOKS = 5
# Maximum attempts to prepare an order whose price rises or a part of which is ordered elsewhere meanwhile.
MAX_TRIES = 4


class RunJobAlgorithm(JobAlgorithm):
    """Runs a live job; MAX_CREDITS replaces the confirmation in the dock's hold dialog."""

    MAX_CREDITS = "MAX_CREDITS"
    NAME = "NAME"
    WAIT = "WAIT"
    FOLDER = "FOLDER"
    JOB_ID = "JOB_ID"
    STATUS = "STATUS"
    CREDITS_USED = "CREDITS_USED"
    OUTPUT_FILES = "OUTPUT_FILES"

    fixed_name = "runjob"
    title = QT_TRANSLATE_NOOP("UP42", "Run job (spends credits)")
    summary = QT_TRANSLATE_NOOP("UP42", "Runs a live job within a budget and downloads its outputs.")
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Runs a live job. THIS SPENDS CREDITS.\n\nThe job is estimated first. If it may cost more than “Maximum "
        "credits to spend” (the upper end of the estimate), nothing is ordered and nothing is spent. Otherwise "
        "one job is created and followed to its end, and its outputs are written to the folder.\n\nScenes that "
        "are ordered already, or that an earlier job delivered over the same area, are left out and named in the "
        "log; if nothing is left, nothing is ordered.\n\nThe create request is never repeated. "
        "If its response is lost, the algorithm reports that and names the job; “List jobs” finds its state.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_job_parameters(with_scenes=True)
        budget = QgsProcessingParameterNumber(
            self.MAX_CREDITS,
            tr("Maximum credits to spend"),
            QgsProcessingParameterNumber.Type.Integer,
            minValue=0,
        )
        budget.setHelp(tr("If the job may cost more credits than this, nothing is ordered or spent. No default."))
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
        """Makes all checks, creates one job and follows it to its end.

        Once ordered, every failure names the job and its state, and cancelling returns its id.
        """
        from ..domain.errors import Cancelled, Up42Error
        from ..domain.jobs.job import JobMode
        from ..domain.outputs.disk import expect_writable

        product, wanted = self.read_job(gateway, parameters, context, JobMode.LIVE)
        folder = Path(self.parameterAsString(parameters, self.FOLDER, context))
        is_waiting = self.parameterAsBool(parameters, self.WAIT, context)
        if is_waiting:
            # Checked before the order: afterwards it would be too late to find that the outputs have no folder.
            expect_writable(folder)
        journal = self.open_journal()
        entry = self._order(gateway, journal, product, wanted, parameters, context, feedback)
        feedback.pushInfo(tr("Job “{name}”").format(name=entry.name))
        control = FeedbackControl(feedback)
        try:
            entry = self._settle(gateway, journal, entry, control)
            if not is_waiting:
                return self._results(entry)
            entry = self._follow(gateway, journal, entry, control)
            fetching = FeedbackControl(feedback, 50.0, 100.0)
            outputs = self.fetch_outputs(gateway, entry.job_id, folder, fetching, feedback)
            journal.update(entry.key, folder=outputs.folder, files=outputs.paths)
        except Cancelled:
            entry = _newest(journal, entry)
            feedback.pushWarning(_state_text(entry))
            return self._results(entry)
        except Up42Error as error:
            if error.detail:
                feedback.pushDebugInfo(error.detail)
            entry = _newest(journal, entry)
            raise QgsProcessingException(f"{_state_text(entry)} {self._cause(entry, error)}".strip()) from error
        return {**self._results(entry), self.FOLDER: outputs.folder, self.OUTPUT_FILES: "\n".join(outputs.paths)}

    def _order(
        self,
        gateway: JobGateway,
        journal: JobJournal,
        product: Product,
        wanted: JobParameters,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> JournalEntry:
        """Places the order within MAX_CREDITS; scenes that are ordered or owned already are left out."""
        import uuid

        from ..domain.clock import utc_now
        from ..domain.errors import ErrorKind, Up42Error
        from ..domain.jobs.credits import HoldConfirmation
        from ..host.preferences import read_preferences
        from ..usecases.live_run import LiveOrder, start_live, unique_name
        from ..usecases.prepare_order import OrderRequest, prepare_order

        budget = self.parameterAsInt(parameters, self.MAX_CREDITS, context)
        caps = read_preferences().caps
        project = project_file(context)
        title = self.parameterAsString(parameters, self.NAME, context).strip() or product.title
        for tries_left in reversed(range(MAX_TRIES)):
            request = OrderRequest(self.connection.name, product, wanted, project)
            prepared = prepare_order(gateway, journal, caps, request, utc_now)
            hold = prepared.hold
            wanted = hold.parameters or wanted
            if prepared.taken:
                wanted = self._rest(prepared, wanted, feedback)
                continue
            for entry in prepared.doubted:
                feedback.pushWarning(doubt_text(entry))
            self._expect_affordable(hold, budget)
            feedback.pushInfo(tr("%Ln credit(s) will be held.", None, hold.credits))
            FeedbackControl(feedback).check()
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
            confirmation = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
            try:
                return start_live(
                    gateway, journal, order, hold, confirmation, utc_now, caps, prepared.elsewhere
                )
            except Up42Error as error:
                # The price rose, or another process ordered a part of it, since the order was prepared.
                if error.kind not in (ErrorKind.ESTIMATE_OUTDATED, ErrorKind.ALREADY_STARTED) or not tries_left:
                    raise
        raise Up42Error(ErrorKind.ALREADY_STARTED)

    def _rest(
        self, prepared: PreparedOrder, wanted: JobParameters, feedback: QgsProcessingFeedback
    ) -> JobParameters:
        """Returns what is left to order; raises ALREADY_STARTED, naming the jobs, if nothing is."""
        from ..domain.errors import ErrorKind, Up42Error
        from ..usecases.prepare_order import taken_text, without_taken

        left = without_taken(prepared, wanted)
        if left is None:
            names = ", ".join(dict.fromkeys(f"“{taken.entry.name}”" for taken in prepared.taken))
            feedback.pushWarning(tr("Already ordered with: {names}.").format(names=names))
            raise Up42Error(ErrorKind.ALREADY_STARTED, taken_text(prepared.taken))
        for taken in prepared.taken:
            text = (
                tr("You own scene {scene} already, from the job “{name}”. It is left out of this order.")
                if taken.is_owned
                else tr("Scene {scene} is on its way already, with the job “{name}”. It is left out of this order.")
            )
            feedback.pushWarning(text.format(scene=taken.scene_id, name=taken.entry.name))
        return left

    def _expect_affordable(self, hold: Hold, budget: int) -> None:
        from ..domain.errors import ErrorKind, Up42Error, nothing_spent

        with nothing_spent():
            if hold.estimate.problems:
                raise Up42Error(ErrorKind.INVALID_REQUEST, hold.estimate.problems[0].problem)
            if not hold.is_covered:
                raise Up42Error(ErrorKind.NOT_ENOUGH_CREDITS)
        if hold.max_charge > budget:
            raise QgsProcessingException(
                tr(
                    "The job may cost up to {most} credits, of which {hold} credits would be held: more than the "
                    "{budget} allowed. Nothing was ordered, no credits were spent."
                ).format(most=hold.max_charge, hold=hold.credits, budget=budget)
            )

    def _settle(
        self, gateway: JobGateway, journal: JobJournal, entry: JournalEntry, control: FeedbackControl
    ) -> JournalEntry:
        """Searches for a job whose response was lost; raises OUTCOME_UNKNOWN if it stays unknown."""
        from ..domain.errors import ErrorKind, Up42Error
        from ..domain.jobs.journal import EntryState
        from ..usecases.live_run import settle

        for _ in range(SETTLING_LOOKS):
            if entry.state is not EntryState.UNKNOWN:
                return entry
            entry = settle(gateway, journal, entry, is_list_whole=False)
            if entry.state is EntryState.UNKNOWN:
                control.pause(FIRST_PAUSE_S)
        if entry.state is EntryState.UNKNOWN:
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN)
        return entry

    def _cause(self, entry: JournalEntry, error: Up42Error) -> str:
        """Returns the failure after the order; while the job continues, without advice to retry."""
        from ..domain.errors import ErrorKind
        from ..wording.errors import error_sentence

        if error.kind is ErrorKind.OUTCOME_UNKNOWN:
            return ""
        sentence = error_sentence(error)
        return sentence if entry.status.is_final else sentence.partition(". ")[0].rstrip(".") + "."

    def _follow(
        self, gateway: JobGateway, journal: JobJournal, entry: JournalEntry, control: FeedbackControl
    ) -> JournalEntry:
        from ..domain.backoff import Backoff
        from ..domain.errors import ErrorKind, Up42Error
        from ..domain.jobs.job import JobStatus
        from ..usecases.live_run import refresh

        backoff = Backoff(FIRST_PAUSE_S, MAX_PAUSE_S)
        while not entry.status.is_final:
            control.pause(backoff.pause_s())
            try:
                entry, _ = refresh(gateway, journal, entry)
            except Up42Error as error:
                # The job continues without us; only a permanent failure ends the waiting.
                if not error.is_retryable:
                    raise
        if entry.status is not JobStatus.SUCCEEDED:
            raise Up42Error(ErrorKind.JOB_FAILED)
        return entry

    def _results(self, entry: JournalEntry) -> Dict[str, Any]:
        from ..domain.jobs.journal import EntryState

        is_known = entry.state is EntryState.CREATED
        return {
            self.JOB_ID: entry.job_id,
            self.STATUS: entry.status.value if is_known else entry.state.value.upper(),
            self.CREDITS_USED: entry.credits_used,
            self.OUTPUT_FILES: "",
        }


def _newest(journal: JobJournal, entry: JournalEntry) -> JournalEntry:
    """Returns the journal's current entry of a job; the given entry if that cannot be read."""
    from ..domain.errors import Up42Error

    try:
        return journal.entry(entry.key)
    except (Up42Error, KeyError):
        return entry


def _state_text(entry: JournalEntry) -> str:
    """Returns the state of a job whose order may have been sent, with the advice not to order it again."""
    from ..domain.jobs.journal import EntryState

    if entry.state is not EntryState.CREATED:
        return tr(
            "The response to the order was lost: whether the job “{name}” exists is not known yet. "
            "Do not run it again; run “List jobs” to find out."
        ).format(name=entry.name)
    if not entry.status.is_final:
        return tr(
            "The job “{name}” ({id}) exists, in state {status}, and holds or uses credits. Do not run it again: "
            "“List jobs” shows its state, and “Download outputs” downloads its outputs."
        ).format(name=entry.name, id=entry.job_id, status=entry.status.value)
    return tr("The job “{name}” ({id}) ended in state {status}.").format(
        name=entry.name, id=entry.job_id, status=entry.status.value
    )


def doubt_text(entry: JournalEntry) -> str:
    """Returns that the same was ordered before and not found, also by another search just now."""
    return tr(
        "The same was ordered before, with the job “{name}”, which was refused or not found. It was searched for "
        "again just now and does not exist."
    ).format(name=entry.name)
