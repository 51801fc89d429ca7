"""Turns what becomes of live jobs and their outputs into notices in the dock, and into outcomes for outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List, Optional, Protocol, Sequence, Set

from qgis.core import Qgis
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices

from ..core.app.jobs.job_list import DownloadState, JobChanges, JobRole, JobRow
from ..core.domain.errors import ErrorKind, Up42Error
from ..core.domain.jobs.job import JobMode, JobStatus
from ..core.domain.jobs.journal import EntryState, JournalEntry
from ..core.domain.jobs.notes import PartsNote
from ..core.domain.outputs.delivery import Verification
from .map.map_zoom import zoom_to
from .notice_bar import JOURNAL, Choice, NoticeBar, Outcome
from .notice_parts import NoticeParts
from .wording import (
    changes_text,
    counted,
    credits_text,
    detail_text,
    error_sentence,
    error_title,
    interruption_sentence,
    job_list_text,
    job_title_text,
    note_text,
    verification_sentence,
)

if TYPE_CHECKING:
    from ..core.app.jobs.job_monitor import JobMonitor
    from ..core.app.outputs.job_outputs import JobOutputsLoader
    from ..core.app.outputs.output_check import OutputCheck
    from .purchase_notices import PurchaseNotices

_translate = QCoreApplication.translate

MEANWHILE = "meanwhile"
# The files have arrived, so their folder can be opened even if they cannot be shown.
_IN_THE_FOLDER = (
    ErrorKind.IMAGE_UNREADABLE,
    ErrorKind.OUTPUT_UNREADABLE,
    ErrorKind.FORMAT_MISSING,
    ErrorKind.FILE_UNSAFE,
)
SUCCESS, INFO, WARNING = Qgis.MessageLevel.Success, Qgis.MessageLevel.Info, Qgis.MessageLevel.Warning


class Errors(Protocol):
    """Shows errors in the dock; `Notices` does."""

    def show_error(self, error: Up42Error, subject: str = "", choices: Sequence[Choice] = ()) -> None:
        """Shows an error."""

    def details(self, error: Up42Error) -> Callable[[], None]:
        """Returns the action that shows the details of an error."""


class JobNotices(QObject):
    """Shows the events of jobs in the message bar of the dock."""

    # Key of the job to show
    job_requested = pyqtSignal(str)
    # Key of the job whose log to show
    log_requested = pyqtSignal(str)
    # Outcome
    came_out = pyqtSignal(object)

    def __init__(
        self, parts: NoticeParts, bar: NoticeBar, canvas: QgsMapCanvas, errors: Errors, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._account = parts.account
        self._bar = bar
        self._canvas = canvas
        self._errors = errors
        # Made with the first part of a purchase.
        self._purchases: Optional[PurchaseNotices] = None
        # Jobs whose notice offers to load what another place may load meanwhile.
        self._offered: Set[str] = set()
        parts.ordering.follow(lambda ordering: ordering.started.connect(self._on_started))
        parts.monitor.follow(self._follow_monitor)
        parts.outputs.follow(self._follow_outputs)
        parts.output_check.follow(self._follow_check)
        parts.jobs.follow(lambda jobs: jobs.dataChanged.connect(self._on_data_changed))

    def _follow_monitor(self, monitor: JobMonitor) -> None:
        monitor.job_finished.connect(self._on_job_finished)
        monitor.job_settled.connect(self._on_job_settled)
        monitor.caught_up.connect(self._on_caught_up)
        monitor.rebuilt.connect(self._on_rebuilt)

    def _follow_outputs(self, outputs: JobOutputsLoader) -> None:
        outputs.loaded.connect(self._on_loaded)
        outputs.failed.connect(self._on_outputs_failed)

    def _follow_check(self, check: OutputCheck) -> None:
        check.checked.connect(self._on_checked)
        check.failed.connect(lambda row, error: self._errors.show_error(error, row.key))

    def _on_started(self, entry: JournalEntry) -> None:
        if entry.state is EntryState.UNKNOWN:
            self._errors.show_error(Up42Error(ErrorKind.OUTCOME_UNKNOWN), entry.key)
            return
        title, name = _translate("UP42", "Live Job"), self._name_of(entry.key)
        if isinstance(entry.note, PartsNote) and entry.note.ordered < entry.note.wanted:
            pattern = _translate("UP42", "“{name}” is starting. {note}")
            text = pattern.format(name=name, note=note_text(entry.note))
            self._bar.show_notice(title, text, WARNING, subject=entry.key)
            return
        pattern = _translate("UP42", "“{name}” is starting. {credits} are held until it completes.")
        text = pattern.format(name=name, credits=credits_text(entry.hold_credits))
        self._bar.show_notice(title, text, INFO, subject=entry.key)

    def _on_job_finished(self, row: JobRow) -> None:
        if row.mode is JobMode.DRY_RUN or not row.is_own or self._is_part(row):
            return
        # The loader has heard of it first, and may be downloading already.
        row = self._parts.jobs().row(row.key) or row
        level, choices, is_outcome = WARNING, [self._show_choice(row)], True
        if row.status is JobStatus.SUCCEEDED:
            pattern = _translate("UP42", "“{name}” is done.")
            if row.is_partial:
                pattern = _translate("UP42", "“{name}” is done, but some of its scenes were not delivered.")
            else:
                level = SUCCESS
            if row.is_expected:
                pattern += " " + _translate("UP42", "Its outputs are being downloaded, then they are on the map.")
                # What is worth an interruption is that they are there.
                is_outcome = row.is_partial
            else:
                choices = [self._load_choice(row), *choices]
        elif row.status is JobStatus.CANCELLED:
            pattern = _translate("UP42", "“{name}” was cancelled. Credits that it held and did not use are released.")
            level, choices, is_outcome = INFO, [], False
        else:
            pattern = _translate("UP42", "“{name}” failed. Credits that it held and did not use are released.")
            if self._account.has_task_logs:
                choices = [self._log_choice(row)]
            else:
                pattern += " " + _translate("UP42", "UP42 support can find the reason.")
        text = pattern.format(name=job_title_text(row))
        self._show(row, _translate("UP42", "Live Job"), text, level, choices, is_outcome=is_outcome)

    def _on_job_settled(self, row: JobRow) -> None:
        if row.entry_state is EntryState.CREATED:
            pattern = _translate("UP42", "“{name}” did start and is in the job list now. Do not order it again.")
            level = INFO
        else:
            pattern = _translate("UP42", "“{name}” did not start, and no credits are held. You can order it again.")
            level = WARNING
        text = pattern.format(name=job_title_text(row))
        self._show(row, _translate("UP42", "Live Job"), text, level, [self._show_choice(row)])

    def _on_caught_up(self, changes: JobChanges, is_first: bool) -> None:
        finished = [row for row in changes.finished if row.mode is JobMode.LIVE]
        if not finished and not changes.settled:
            return
        if is_first:
            pattern = _translate("UP42", "Since UP42 Jobs was last open: {changes}.")
        else:
            pattern = _translate("UP42", "While UP42 was unreachable: {changes}.")
        done = [row for row in finished if row.status is JobStatus.SUCCEEDED]
        rows = [*done, *(row for row in (*finished, *changes.settled) if row not in done)]
        text = pattern.format(changes=changes_text(JobChanges(changes.settled, tuple(finished))))
        if len(rows) > 1:
            text = f"{text}\n{job_list_text(rows)}"
        choices = [self._load_choice(done[0])] if len(done) == 1 and not done[0].is_expected else []
        level = WARNING if len(done) < len(finished) else INFO
        title, choices = _translate("UP42", "Live Jobs"), [*choices, self._show_choice(rows[0])]
        self._bar.show_notice(title, text, level, subject=MEANWHILE, choices=choices, stays=True)
        self.came_out.emit(Outcome(MEANWHILE, title, text, level, choices, [row.key for row in rows]))

    def _on_rebuilt(self, count: int) -> None:
        text = _translate(
            "UP42",
            "The record of your jobs on this computer was damaged. %Ln live job(s) missing from it (was|were) found at "
            "UP42 and (is|are) in the Jobs tab again; how many credits were held is no longer known.",
            None,
            count,
        )
        self._bar.show_notice(_translate("UP42", "Live Jobs"), counted(text, count), WARNING, subject=JOURNAL)

    def _is_part(self, row: JobRow, error: Optional[Up42Error] = None) -> bool:
        """Returns whether the notice of a purchase shows what became of a job."""
        if not row.purchase:
            return False
        if self._purchases is None:
            from .purchase_notices import PurchaseNotices

            self._purchases = PurchaseNotices(self._parts, self._bar, self._canvas, self)
            self._purchases.job_requested.connect(self.job_requested)
            self._purchases.came_out.connect(self.came_out)
        return self._purchases.take(row, error)

    def _on_loaded(self, row: JobRow, layer_count: int) -> None:
        if self._is_part(row):
            return
        text = _translate("UP42", "%Ln layer(s) of “{name}” added to the map.", None, layer_count)
        if not layer_count:
            text = _translate("UP42", "All layers of “{name}” are already on the map.")
        zoom: Choice = (
            _translate("UP42", "Zoom To"),
            "notice_zoom_button",
            lambda: zoom_to(self._canvas, self._parts.outputs().zoom_target(row.key)),
        )
        # An output without a CRS has no extent to zoom to.
        choices = [zoom] if self._parts.outputs().zoom_target(row.key) is not None else []
        text = counted(text, layer_count).format(name=job_title_text(row))
        self._show(row, _translate("UP42", "Outputs"), text, SUCCESS, choices, is_outcome=layer_count > 0)

    def _on_outputs_failed(self, row: JobRow, error: Up42Error) -> None:
        if self._is_part(row, error):
            return
        again = self._load_choice(row, _translate("UP42", "Try Again"))
        if row.download is DownloadState.INTERRUPTED:
            text = interruption_sentence(job_title_text(row))
            details = (_translate("UP42", "Details…"), "notice_details_button", self._errors.details(error))
            choices = [again, details] if detail_text(error) else [again]
            self._show(row, error_title(error), text, WARNING, choices, is_outcome=False)
            return
        choices = [self._folder_choice(row)] if error.kind in _IN_THE_FOLDER else []
        choices += [again] if row.download is DownloadState.FAILED else []
        self._errors.show_error(error, row.key, choices)
        if error.kind is not ErrorKind.CANCELLED:
            pattern = _translate("UP42", "“{name}”: {sentence}")
            text = pattern.format(name=job_title_text(row), sentence=error_sentence(error))
            choices = [self._show_choice(row)]
            self.came_out.emit(Outcome(row.key, error_title(error), text, WARNING, choices, [row.key]))

    def _on_checked(self, row: JobRow, found: Verification) -> None:
        again: Choice = (
            _translate("UP42", "Fetch Again"),
            "notice_fetch_again_button",
            lambda: self._parts.output_check().fetch_again(row.key, found),
        )
        text = verification_sentence(row.name, found)
        level, choices = (WARNING, [again]) if found.flaws else (SUCCESS, [])
        self._show(row, _translate("UP42", "Files"), text, level, choices, is_outcome=False)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Withdraws offers to load what is loading already."""
        for number in range(first.row(), last.row() + 1) if self._offered else ():
            row: JobRow = self._parts.jobs().index(number, 0).data(JobRole.ROW)
            if row.is_fetching and row.key in self._offered:
                self._offered.discard(row.key)
                self._bar.withdraw(row.key)

    def _show(
        self,
        row: JobRow,
        title: str,
        text: str,
        level: Qgis.MessageLevel,
        choices: List[Choice],
        *,
        is_outcome: bool = True,
    ) -> None:
        self._offered.discard(row.key)
        if any(name == "notice_load_button" for _, name, _ in choices):
            self._offered.add(row.key)
        self._bar.show_notice(title, text, level, subject=row.key, choices=choices, stays=True)
        if is_outcome:
            self.came_out.emit(Outcome(row.key, title, text, level, choices, [row.key]))

    def _name_of(self, key: str) -> str:
        row = self._parts.jobs().row(key)
        return "" if row is None else job_title_text(row)

    def _load_choice(self, row: JobRow, words: str = "") -> Choice:
        return (
            words or _translate("UP42", "Load"),
            "notice_load_button",
            lambda: self._parts.outputs().load(row.key),
        )

    def _folder_choice(self, row: JobRow) -> Choice:
        return (
            _translate("UP42", "Open Folder"),
            "notice_folder_button",
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._parts.outputs().folder(row.key))),
        )

    def _show_choice(self, row: JobRow) -> Choice:
        return (
            _translate("UP42", "Show Job"),
            "notice_job_button",
            lambda: self.job_requested.emit(row.key),
        )

    def _log_choice(self, row: JobRow) -> Choice:
        return (
            _translate("UP42", "Show Log…"),
            "notice_log_button",
            lambda: self.log_requested.emit(row.key),
        )
