"""Turns events of the application into notices in the dock."""

from __future__ import annotations

from typing import Callable, List, Optional

from qgis.core import Qgis
from qgis.gui import QgsMapCanvas, QgsMessageViewer
from qgis.PyQt.QtCore import QCoreApplication, QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices

from ..core.app.application import Application
from ..core.app.jobs.closed_journal import ClosedJournal
from ..core.app.jobs.job_list import DownloadState, JobChanges, JobRow
from ..core.app.jobs.ordering import OrderingState
from ..core.app.scenes.dry_run import DryRunState
from ..core.app.session.account import AccountState
from ..core.domain.errors import ErrorKind, Up42Error
from ..core.domain.jobs.job import JobMode, JobStatus, short_name
from ..core.domain.jobs.journal import EntryState, JournalEntry
from ..core.domain.jobs.notes import PartsNote
from ..core.domain.outputs.delivery import Verification
from ..core.domain.ports.journal import JobJournal
from ..core.domain.scenes.scene import SceneCollection
from .map.map_zoom import zoom_to
from .notice_bar import Choice, NoticeBar
from .wording import (
    changes_text,
    counted,
    credits_text,
    detail_text,
    error_sentence,
    error_title,
    interruption_sentence,
    no_scenes_sentence,
    note_text,
    scene_count_text,
    unreadable_text,
    verification_sentence,
)

_translate = QCoreApplication.translate

WELCOME = "welcome"
ACCOUNT = "account"
DRY_RUN = "dry_run"
ORDER = "order"
MEANWHILE = "meanwhile"
JOURNAL = "journal"
QUICKLOOKS = "quicklooks"
# The files have arrived, so their folder can be opened even if they cannot be shown.
_IN_THE_FOLDER = (
    ErrorKind.IMAGE_UNREADABLE,
    ErrorKind.OUTPUT_UNREADABLE,
    ErrorKind.FORMAT_MISSING,
    ErrorKind.FILE_UNSAFE,
)
# Errors that the user fixes in the settings.
_FIXED_IN_SETTINGS = (
    ErrorKind.NO_CREDENTIALS,
    ErrorKind.SIGN_IN_REFUSED,
    ErrorKind.SIGN_IN_DENIED,
    ErrorKind.SINGLE_SIGN_ON,
    ErrorKind.INSECURE_ADDRESS,
    ErrorKind.OVER_CREDIT_CAP,
    ErrorKind.FOLDER_NOT_WRITABLE,
)
# Errors that the user fixes in the console; the product is then checked again.
_FIXED_IN_CONSOLE = (ErrorKind.LICENCE_NOT_ACCEPTED, ErrorKind.ACCESS_RESTRICTED)


class Notices(QObject):
    """Shows the events of the application objects in the message bar."""

    settings_requested = pyqtSignal()
    # key of the job to show
    job_requested = pyqtSignal(str)

    def __init__(self, application: Application, bar: NoticeBar, canvas: QgsMapCanvas) -> None:
        super().__init__(bar)
        self._account = application.account
        self._workbench = application.workbench
        self._dry_run = application.dry_run
        self._ordering = application.ordering
        self._map_scenes = application.map_scenes
        self._monitor = application.monitor
        self._outputs = application.outputs
        self._bar = bar
        self._canvas = canvas
        application.account.state_changed.connect(self._on_account_changed)
        application.account.failed.connect(self._on_account_failed)
        application.workbench.failed.connect(self._on_failed)
        application.dry_run.state_changed.connect(self._on_query_changed)
        application.dry_run.scenes_found.connect(self._on_scenes_found)
        application.dry_run.failed.connect(self._on_dry_run_failed)
        application.dry_run.quicklooks_failed.connect(self._on_quicklooks_failed)
        application.ordering.state_changed.connect(self._on_order_changed)
        application.ordering.started.connect(self._on_started)
        application.ordering.failed.connect(self._on_order_failed)
        application.monitor.failed.connect(self._on_failed)
        application.monitor.job_finished.connect(self._on_job_finished)
        application.monitor.job_settled.connect(self._on_job_settled)
        application.monitor.caught_up.connect(self._on_caught_up)
        application.monitor.rebuilt.connect(self._on_rebuilt)
        application.outputs.loaded.connect(self._on_loaded)
        application.outputs.failed.connect(self._on_outputs_failed)
        self._check = application.output_check
        application.output_check.checked.connect(self._on_checked)
        application.output_check.failed.connect(lambda row, error: self.show_error(error, row.key))

    def welcome(self) -> None:
        """Shows how to begin, on the first opening."""
        self._bar.show_notice(
            _translate("UP42", "Welcome"),
            _translate("UP42", "Try everything free of charge in the Sandbox, or sign in to your account."),
            Qgis.MessageLevel.Info,
            subject=WELCOME,
            stays=True,
            choices=[(_translate("UP42", "Sign In…"), "sign_in_button", self.settings_requested.emit)],
        )

    def show_journal_problem(self, journal: JobJournal) -> None:
        """Shows that the journal was damaged or cannot be opened."""
        if isinstance(journal, ClosedJournal):
            self.show_error(journal.error, JOURNAL)
        elif journal.set_aside is not None:
            self.show_error(Up42Error(ErrorKind.JOURNAL_DAMAGED, str(journal.set_aside)), JOURNAL)

    def show_error(self, error: Up42Error, subject: str = "", choices: Optional[List[Choice]] = None) -> None:
        """Shows an error with its details; a cancellation by the user is not shown."""
        if error.kind is ErrorKind.CANCELLED:
            return
        offered = list(choices or [])
        if error.kind in _FIXED_IN_SETTINGS:
            offered.append((_translate("UP42", "Settings…"), "notice_settings_button", self.settings_requested.emit))
        if error.link and error.link.startswith("https://"):
            link = error.link
            offered.append(
                (
                    _translate("UP42", "Open Page"),
                    "notice_link_button",
                    lambda: QDesktopServices.openUrl(QUrl(link)),
                )
            )
        if error.kind in _FIXED_IN_CONSOLE:
            offered.append((_translate("UP42", "Check Again"), "notice_check_button", self._check_product))
        if detail_text(error):
            offered.append((_translate("UP42", "Details…"), "notice_details_button", self._details(error)))
        self._bar.show_notice(
            error_title(error), error_sentence(error), Qgis.MessageLevel.Warning, subject=subject, choices=offered
        )

    def _check_product(self) -> None:
        self._bar.withdraw(ORDER)
        self._workbench.reload_product()

    def _on_failed(self, error: Up42Error) -> None:
        self.show_error(error)

    def _on_account_failed(self, error: Up42Error) -> None:
        self.show_error(error, ACCOUNT, [(_translate("UP42", "Try Again"), "try_again_button", self._account.refresh)])

    def _on_dry_run_failed(self, error: Up42Error) -> None:
        self.show_error(error, DRY_RUN)

    def _on_order_failed(self, error: Up42Error) -> None:
        self.show_error(error, ORDER)

    def _details(self, error: Up42Error) -> Callable[[], None]:
        def show() -> None:
            viewer = QgsMessageViewer(self._bar.window())
            viewer.setObjectName("details_dialog")
            viewer.setTitle(error_title(error))
            viewer.setMessageAsPlainText(detail_text(error))
            viewer.showMessage(False)

        return show

    def _on_account_changed(self) -> None:
        if self._account.state is not AccountState.READY:
            return
        self._bar.withdraw(ACCOUNT)
        unreadable = self._account.products.unreadable_count
        if unreadable:
            title, text = _translate("UP42", "Products"), unreadable_text(unreadable)
            self._bar.show_notice(title, text, Qgis.MessageLevel.Warning, subject=ACCOUNT)

    def _on_query_changed(self) -> None:
        if self._dry_run.state is DryRunState.STARTING:
            self._bar.withdraw(WELCOME)
            self._bar.withdraw(DRY_RUN)
        if self._dry_run.state in (DryRunState.STARTING, DryRunState.QUICKLOOKS):
            self._bar.withdraw(QUICKLOOKS)

    def _on_order_changed(self) -> None:
        if self._ordering.state is OrderingState.PREPARING:
            self._bar.withdraw(DRY_RUN)
            self._bar.withdraw(ORDER)

    def _on_scenes_found(self, collection: SceneCollection) -> None:
        unreadable = collection.unreadable_count
        level = Qgis.MessageLevel.Warning if unreadable else Qgis.MessageLevel.Info
        if not collection.scenes:
            text = no_scenes_sentence(unreadable)
            self._bar.show_notice(_translate("UP42", "Test Query"), text, level, subject=DRY_RUN)
            return
        pattern = _translate("UP42", "{scenes} found. Nothing was charged.")
        text = pattern.format(scenes=scene_count_text(len(collection.scenes)))
        if unreadable:
            text = f"{text} {unreadable_text(unreadable)}"
        else:
            level = Qgis.MessageLevel.Success
        ids = [scene.id for scene in collection.scenes]
        zoom = (
            _translate("UP42", "Zoom To"),
            "notice_zoom_button",
            lambda: zoom_to(self._canvas, self._map_scenes.zoom_target(ids)),
        )
        title = _translate("UP42", "Test Query")
        self._bar.show_notice(title, text, level, subject=DRY_RUN, choices=[zoom])

    def _on_quicklooks_failed(self, count: int, error: Up42Error) -> None:
        text = _translate("UP42", "%Ln quicklook(s) could not be fetched.", None, count)
        again = (_translate("UP42", "Fetch Again"), "quicklooks_again_button", self._dry_run.fetch_again)
        self._bar.show_notice(
            _translate("UP42", "Test Query"),
            f"{counted(text, count)} {error_sentence(error)}",
            Qgis.MessageLevel.Warning,
            subject=QUICKLOOKS,
            choices=[again],
        )

    def _on_started(self, entry: JournalEntry) -> None:
        if entry.state is EntryState.UNKNOWN:
            self.show_error(Up42Error(ErrorKind.OUTCOME_UNKNOWN), entry.key)
            return
        title = _translate("UP42", "Live Job")
        if isinstance(entry.note, PartsNote) and entry.note.ordered < entry.note.wanted:
            pattern = _translate("UP42", "“{name}” is starting. {note}")
            text = pattern.format(name=short_name(entry.name), note=note_text(entry.note))
            self._bar.show_notice(title, text, Qgis.MessageLevel.Warning, subject=entry.key)
            return
        pattern = _translate("UP42", "“{name}” is starting. {credits} are held until it completes.")
        text = pattern.format(name=short_name(entry.name), credits=credits_text(entry.hold_credits))
        self._bar.show_notice(title, text, Qgis.MessageLevel.Info, subject=entry.key)

    def _on_job_finished(self, row: JobRow) -> None:
        if row.mode is JobMode.DRY_RUN or not row.is_own:
            return
        title = _translate("UP42", "Live Job")
        if row.status is JobStatus.SUCCEEDED and row.is_partial:
            pattern = _translate("UP42", "“{name}” is done, but some of its scenes were not delivered.")
            level, choices = Qgis.MessageLevel.Warning, [self._load_choice(row), self._show_choice(row)]
        elif row.status is JobStatus.SUCCEEDED:
            pattern = _translate("UP42", "“{name}” is done.")
            level, choices = Qgis.MessageLevel.Success, [self._load_choice(row)]
        elif row.status is JobStatus.CANCELLED:
            pattern = _translate("UP42", "“{name}” was cancelled. Credits that it held and did not use are released.")
            level, choices = Qgis.MessageLevel.Info, []
        else:
            pattern = _translate(
                "UP42", "“{name}” failed. Credits that it held and did not use are released."
            )
            if self._account.has_task_logs:
                pattern += " " + _translate("UP42", "See its log for the reason.")
            else:
                pattern += " " + _translate("UP42", "UP42 support can find the reason.")
            level, choices = Qgis.MessageLevel.Warning, [self._show_choice(row)]
        text = pattern.format(name=short_name(row.name))
        self._bar.show_notice(title, text, level, subject=row.key, choices=choices, stays=True)

    def _on_job_settled(self, row: JobRow) -> None:
        title = _translate("UP42", "Live Job")
        if row.entry_state is EntryState.CREATED:
            pattern = _translate("UP42", "“{name}” did start and is in the job list now. Do not order it again.")
            level = Qgis.MessageLevel.Info
        else:
            pattern = _translate("UP42", "“{name}” did not start, and no credits are held. You can order it again.")
            level = Qgis.MessageLevel.Warning
        text = pattern.format(name=short_name(row.name))
        self._bar.show_notice(title, text, level, subject=row.key, choices=[self._show_choice(row)], stays=True)

    def _on_caught_up(self, changes: JobChanges, is_first: bool) -> None:
        if is_first:
            pattern = _translate("UP42", "Since UP42 Jobs was last open: {changes}.")
        else:
            pattern = _translate("UP42", "While UP42 was unreachable: {changes}.")
        done = [row for row in changes.finished if row.status is JobStatus.SUCCEEDED]
        shown = (*done, *changes.finished, *changes.settled)[0]
        choices = [self._load_choice(done[0])] if len(done) == 1 else []
        is_bad = len(done) < len(changes.finished)
        self._bar.show_notice(
            _translate("UP42", "Live Jobs"),
            pattern.format(changes=changes_text(changes)),
            Qgis.MessageLevel.Warning if is_bad else Qgis.MessageLevel.Info,
            subject=MEANWHILE,
            choices=[*choices, self._show_choice(shown)],
            stays=True,
        )

    def _on_rebuilt(self, count: int) -> None:
        text = _translate(
            "UP42",
            "The record of your jobs on this computer was damaged. %Ln live job(s) missing from it were found at UP42 "
            "and are in the Jobs tab again; how many credits were held for them is no longer known.",
            None,
            count,
        )
        title = _translate("UP42", "Live Jobs")
        self._bar.show_notice(title, counted(text, count), Qgis.MessageLevel.Warning, subject=JOURNAL)

    def _on_loaded(self, row: JobRow, layer_count: int) -> None:
        text = _translate("UP42", "%Ln layer(s) of “{name}” added to the map.", None, layer_count)
        if not layer_count:
            text = _translate("UP42", "All layers of “{name}” are already on the map.")
        zoom = (
            _translate("UP42", "Zoom To"),
            "notice_zoom_button",
            lambda: zoom_to(self._canvas, self._outputs.zoom_target(row.key)),
        )
        self._bar.show_notice(
            _translate("UP42", "Outputs"),
            counted(text, layer_count).format(name=short_name(row.name)),
            Qgis.MessageLevel.Success,
            subject=row.key,
            # An output without a CRS has no extent to zoom to.
            choices=[zoom] if self._outputs.zoom_target(row.key) is not None else [],
            stays=True,
        )

    def _on_outputs_failed(self, row: JobRow, error: Up42Error) -> None:
        again = self._load_choice(row, _translate("UP42", "Try Again"))
        if row.download is DownloadState.INTERRUPTED:
            text = interruption_sentence(short_name(row.name))
            details = (_translate("UP42", "Details…"), "notice_details_button", self._details(error))
            choices = [again, details] if detail_text(error) else [again]
            level = Qgis.MessageLevel.Warning
            self._bar.show_notice(error_title(error), text, level, subject=row.key, choices=choices, stays=True)
            return
        choices = [self._folder_choice(row)] if error.kind in _IN_THE_FOLDER else []
        self.show_error(error, row.key, [*choices, *([again] if row.download is DownloadState.FAILED else [])])

    def _on_checked(self, row: JobRow, found: Verification) -> None:
        again = (
            _translate("UP42", "Fetch Again"),
            "notice_fetch_again_button",
            lambda: self._check.fetch_again(row.key, found),
        )
        self._bar.show_notice(
            _translate("UP42", "Files"),
            verification_sentence(row.name, found),
            Qgis.MessageLevel.Warning if found.flaws else Qgis.MessageLevel.Success,
            subject=row.key,
            choices=[again] if found.flaws else [],
            stays=True,
        )

    def _load_choice(self, row: JobRow, words: str = "") -> Choice:
        return (
            words or _translate("UP42", "Load"),
            "notice_load_button",
            lambda: self._outputs.load(row.key),
        )

    def _folder_choice(self, row: JobRow) -> Choice:
        return (
            _translate("UP42", "Open Folder"),
            "notice_folder_button",
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._outputs.folder(row.key))),
        )

    def _show_choice(self, row: JobRow) -> Choice:
        return (
            _translate("UP42", "Show Job"),
            "notice_job_button",
            lambda: self.job_requested.emit(row.key),
        )
