"""Turns events of the application into notices in the dock; those of jobs are in `job_notices`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List, Optional, Sequence

from qgis.core import Qgis
from qgis.gui import QgsMapCanvas, QgsMessageViewer
from qgis.PyQt.QtCore import QCoreApplication, QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices

from ..core.app.scenes.last_query import DryRunState
from ..core.app.session.account import AccountState
from ..core.domain.errors import ErrorKind, Up42Error
from .map.map_zoom import zoom_to
from .notice_bar import JOURNAL, Choice, NoticeBar, Outcome
from .notice_parts import NoticeParts
from .wording import (
    counted,
    detail_text,
    error_sentence,
    error_title,
    no_scenes_sentence,
    scene_count_text,
    unreadable_text,
)

if TYPE_CHECKING:
    from ..core.app.areas.area_pictures import AreaPictures
    from ..core.app.areas.area_search import AreaSearch
    from ..core.app.areas.list_export import ListExport
    from ..core.app.areas.watches import Watches
    from ..core.app.jobs.job_monitor import JobMonitor
    from ..core.app.jobs.ordering import Ordering
    from ..core.domain.areas.kept_watch import WatchNews
    from ..core.domain.jobs.purchase import AreaOutcome
    from ..core.domain.ports.journal import JobJournal
    from ..core.domain.scenes.export import Exported
    from ..core.domain.scenes.scene import SceneCollection
    from .job_notices import JobNotices

_translate = QCoreApplication.translate

WELCOME = "welcome"
ACCOUNT = "account"
DRY_RUN = "dry_run"
ORDER = "order"
QUICKLOOKS = "quicklooks"
WATCH = "watch"
EXPORT = "export"
REFRESH = "refresh"
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
    # Those of JobNotices
    job_requested = pyqtSignal(str)
    log_requested = pyqtSignal(str)
    job_came_out = pyqtSignal(object)
    # Outcome of a watch
    came_out = pyqtSignal(object)

    def __init__(
        self,
        parts: NoticeParts,
        bar: NoticeBar,
        canvas: QgsMapCanvas,
        is_on_jobs: Callable[[], bool] = lambda: True,
    ) -> None:
        """`is_on_jobs` returns whether the Jobs tab is chosen; what a tab says in a place of its own is no notice."""
        super().__init__(bar)
        self._parts = parts
        self._account = parts.account
        self._workbench = parts.workbench
        self._dry_run = parts.dry_run
        self._bar = bar
        self._canvas = canvas
        self._is_on_jobs = is_on_jobs
        self._is_refresh_asked = False
        self._jobs: Optional[JobNotices] = None
        parts.account.state_changed.connect(self._on_account_changed)
        parts.account.failed.connect(self._on_account_failed)
        parts.workbench.failed.connect(self._on_failed)
        parts.dry_run.state_changed.connect(self._on_query_changed)
        parts.dry_run.scenes_found.connect(self._on_scenes_found)
        parts.dry_run.failed.connect(self._on_dry_run_failed)
        parts.dry_run.quicklooks_failed.connect(self._on_quicklooks_failed)
        parts.jobs.follow(lambda jobs: self._make_job_notices())
        parts.ordering.follow(self._follow_orders)
        parts.area_search.follow(self._follow_areas)
        parts.area_cover.follow(lambda cover: cover.failed.connect(self._on_failed))
        parts.area_pictures.follow(self._follow_pictures)
        parts.export.follow(self._follow_export)
        parts.watches.follow(self._follow_watches)
        parts.monitor.follow(self._follow_monitor)
        parts.journal.follow(self.show_journal_problem)

    def _make_job_notices(self) -> None:
        from .job_notices import JobNotices

        jobs = self._jobs = JobNotices(self._parts, self._bar, self._canvas, self, self)
        jobs.job_requested.connect(self.job_requested)
        jobs.log_requested.connect(self.log_requested)
        jobs.came_out.connect(self.job_came_out)

    def _follow_orders(self, ordering: Ordering) -> None:
        ordering.state_changed.connect(self._on_order_changed)
        ordering.failed.connect(self._on_order_failed)
        ordering.areas_placed.connect(self._on_areas_placed)

    def _follow_monitor(self, monitor: JobMonitor) -> None:
        monitor.failed.connect(self._on_failed)
        monitor.look_failed.connect(self._on_look_failed)
        monitor.refreshed.connect(self._on_refreshed)

    def _follow_areas(self, search: AreaSearch) -> None:
        search.failed.connect(self._on_dry_run_failed)
        search.begun.connect(lambda: self._bar.withdraw(QUICKLOOKS))

    def _follow_pictures(self, pictures: AreaPictures) -> None:
        again = (_translate("UP42", "Fetch Again"), "quicklooks_again_button", pictures.fetch_again)
        pictures.failed.connect(lambda error: self.show_error(error, QUICKLOOKS, [again]))

    def _follow_export(self, export: ListExport) -> None:
        export.written.connect(self._on_exported)
        export.failed.connect(self._on_export_failed)

    def _follow_watches(self, watches: Watches) -> None:
        watches.reported.connect(self._on_watch_reported)
        watches.failed.connect(self._on_failed)

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

    def note_refresh(self) -> None:
        """Has the next failure of the jobs' poll shown, which happens unasked as well and is not news then."""
        self._is_refresh_asked = True

    def show_journal_problem(self, journal: JobJournal) -> None:
        """Shows that the journal was damaged or cannot be opened."""
        from ..core.app.jobs.closed_journal import ClosedJournal

        if isinstance(journal, ClosedJournal) and journal.error is not None:
            again = (_translate("UP42", "Try Again"), "journal_again_button", self._reopen_journal)
            self.show_error(journal.error, JOURNAL, [again])
        elif journal.set_aside is not None:
            self.show_error(Up42Error(ErrorKind.JOURNAL_DAMAGED, str(journal.set_aside)), JOURNAL)

    def _reopen_journal(self) -> None:
        self._bar.withdraw(JOURNAL)
        self._parts.reopen_journal()
        self.show_journal_problem(self._parts.journal())

    def show_error(self, error: Up42Error, subject: str = "", choices: Sequence[Choice] = ()) -> None:
        """Shows an error with its details; a cancellation by the user is not shown."""
        if error.kind is ErrorKind.CANCELLED:
            return
        offered = list(choices)
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
            offered.append((_translate("UP42", "Details…"), "notice_details_button", self.details(error)))
        self._bar.show_notice(
            error_title(error), error_sentence(error), Qgis.MessageLevel.Warning, subject=subject, choices=offered
        )

    def _check_product(self) -> None:
        self._bar.withdraw(ORDER)
        self._workbench.reload_product()

    def _on_failed(self, error: Up42Error) -> None:
        self.show_error(error)

    def _on_look_failed(self, error: Up42Error) -> None:
        is_asked, self._is_refresh_asked = self._is_refresh_asked, False
        if is_asked and not self._is_on_jobs():
            self.show_error(error, REFRESH)

    def _on_refreshed(self) -> None:
        self._is_refresh_asked = False
        self._bar.withdraw(REFRESH)

    def _on_account_failed(self, error: Up42Error) -> None:
        self.show_error(error, ACCOUNT, [(_translate("UP42", "Try Again"), "try_again_button", self._account.refresh)])

    def _on_dry_run_failed(self, error: Up42Error) -> None:
        self.show_error(error, DRY_RUN)

    def _on_order_failed(self, error: Up42Error) -> None:
        self.show_error(error, ORDER)

    def _on_areas_placed(self, placed: Sequence[AreaOutcome]) -> None:
        from .wording.areas import placed_text

        is_whole = all(item.entry is not None for item in placed)
        level = Qgis.MessageLevel.Success if is_whole else Qgis.MessageLevel.Warning
        title = _translate("UP42", "Live Jobs")
        self._bar.show_notice(title, placed_text(placed), level, subject=ORDER, stays=not is_whole)

    def _on_watch_reported(self, news: WatchNews) -> None:
        from .wording.areas import news_text

        has_failed = bool(news.failed_count or news.unsearched or news.has_lost_memory)
        is_good = bool(news.new_count) and not has_failed
        level = Qgis.MessageLevel.Warning if has_failed else Qgis.MessageLevel.Info
        choices: List[Choice] = []
        if news.path is not None:
            shown = _translate("UP42", "Show on Map")
            choices.append((shown, "show_news_button", lambda: self._show_news(news)))
        level = Qgis.MessageLevel.Success if is_good else level
        title, text = _translate("UP42", "Watch “{name}”").format(name=news.name), news_text(news)
        subject, stays = f"{WATCH} {news.name}", bool(news.new_count) or news.has_lost_memory
        self._bar.show_notice(title, text, level, subject=subject, stays=stays, choices=choices)
        if news.new_count and news.since is not None:
            # What the first run finds is there already.
            self.came_out.emit(Outcome(subject, title, text, level, choices, [subject], news.new_count))

    def _show_news(self, news: WatchNews) -> None:
        layer = self._parts.watches().show(news)
        self._bar.withdraw(f"{WATCH} {news.name}")
        if layer is not None:
            zoom_to(self._canvas, self._parts.area_search().extent_of([item for item in news.found if item.rows]))

    def _on_exported(self, exported: Exported) -> None:
        from ..core.domain.scenes.export import ExportFormat
        from .wording.export import exported_text

        choices: List[Choice] = []
        if exported.kind is ExportFormat.GEOPACKAGE:
            choices.append(
                (
                    _translate("UP42", "Add to Project"),
                    "add_export_button",
                    lambda: self._add_exported(exported),
                )
            )
        level = Qgis.MessageLevel.Warning if exported.left_out else Qgis.MessageLevel.Success
        title = _translate("UP42", "Export")
        self._bar.show_notice(
            title, exported_text(exported), level, subject=EXPORT, stays=bool(choices), choices=choices
        )

    def _add_exported(self, exported: Exported) -> None:
        self._bar.withdraw(EXPORT)
        self._parts.export().add_layers(exported)

    def _on_export_failed(self, error: Up42Error, path: str) -> None:
        from .wording.export import export_error_sentence

        title, text = _translate("UP42", "Export"), export_error_sentence(error, path)
        offered: List[Choice] = []
        if detail_text(error):
            offered.append((_translate("UP42", "Details…"), "notice_details_button", self.details(error)))
        self._bar.show_notice(title, text, Qgis.MessageLevel.Warning, subject=EXPORT, choices=offered)

    def details(self, error: Up42Error) -> Callable[[], None]:
        """Returns the action that shows the details of an error."""

        def show() -> None:
            viewer = QgsMessageViewer(self._bar.window())
            viewer.setObjectName("details_dialog")
            viewer.setTitle(error_title(error))
            viewer.setMessageAsPlainText(detail_text(error))
            viewer.showMessage(False)

        return show

    def _on_account_changed(self) -> None:
        self._is_refresh_asked = False
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
        from ..core.app.jobs.ordering import OrderingState

        if self._parts.ordering().state is OrderingState.PREPARING:
            self._bar.withdraw(DRY_RUN)
            self._bar.withdraw(ORDER)

    def _on_scenes_found(self, collection: SceneCollection) -> None:
        unreadable = collection.unreadable_count
        level = Qgis.MessageLevel.Warning if unreadable else Qgis.MessageLevel.Info
        if not collection.scenes:
            if not self._is_on_jobs() and not self._dry_run.is_stale:
                # Configure and Scenes say it themselves, for as long as it is true.
                return
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
            lambda: zoom_to(self._canvas, self._parts.map_scenes().zoom_target(ids)),
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
