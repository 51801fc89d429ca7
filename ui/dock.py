"""The dock: header, message bar and three tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.gui import QgsDockWidget, QgsMapCanvas
from qgis.PyQt.QtCore import QAbstractItemModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence, QShowEvent
from qgis.PyQt.QtWidgets import QApplication, QShortcut, QVBoxLayout, QWidget

from ..core.app.application import Application
from ..core.app.scenes.last_query import DryRunState
from ..core.domain.guide import GuidePage
from .account_header import AccountHeader
from .configure.area_drops import AreaDrops
from .configure.configure_panel import ConfigurePanel
from .hold.hold_consent import HoldPresenter
from .map.stray_frame import StrayFrame
from .notice_bar import NoticeBar
from .notice_parts import notice_parts
from .notice_room import NoticeRoom
from .notices import Notices
from .parts.counted_tabs import CountedTabs
from .parts.help import open_guide
from .wording import number_text

if TYPE_CHECKING:
    from ..core.app.areas.area_search import AreaSearch
    from ..core.app.jobs.job_list import JobListModel
    from ..core.app.scenes.scene_filter import SceneFilterModel
    from ..core.domain.jobs.journal import JournalEntry
    from ..core.domain.scenes.scene import SceneCollection
    from .areas.areas_panel import AreasPanel
    from .jobs.jobs_panel import JobsPanel
    from .map.running_areas import RunningAreas
    from .scenes.scenes_panel import ScenesPanel

OBJECT_NAME = "up42_jobs_dock"
CONFIGURE, SCENES, JOBS = range(3)
# A query that was asked for longer ago would come as a surprise.
PATIENCE_MS = 20_000


class Up42Dock(QgsDockWidget):
    """Assembles the header, the message bar and the Configure, Scenes and Jobs tabs."""

    settings_requested = pyqtSignal()
    # Outcome, and whether the user sees it in the dock
    came_out = pyqtSignal(object, bool)
    # A job is to be shown, and the dock with it
    job_wanted = pyqtSignal()
    # The list of jobs has come into sight
    jobs_seen = pyqtSignal()
    # The notices of watches have come into sight
    watches_seen = pyqtSignal()

    def __init__(
        self, application: Application, canvas: QgsMapCanvas, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(OBJECT_NAME)
        self.setWindowTitle("UP42 Jobs")
        self._application = application
        self._canvas = canvas
        self._start_tab = CONFIGURE
        # Active while a test query is wanted that the form cannot run yet.
        self._run_timer = QTimer(self)
        self._run_timer.setSingleShot(True)
        self._run_timer.setInterval(PATIENCE_MS)
        self._is_released = False
        content = QWidget()
        self.header = AccountHeader(
            application.account, application.later(Application.jobs), application.held_credits
        )
        self.tabs = CountedTabs()
        self._notice_room = NoticeRoom(content, self.tabs)
        self.message_bar = NoticeBar(content, self._notice_room.room, self._notice_room.kept)
        self._notice_room.asked.connect(self.message_bar.follow_soon)
        self.configure_panel = ConfigurePanel(application, canvas)
        self._scenes_panel: Optional[ScenesPanel] = None
        self._areas_panel: Optional[AreasPanel] = None
        # Whether the last test query was over many areas, whose list takes the place of the scenes.
        self._has_many_areas = False
        self._jobs_panel: Optional[JobsPanel] = None
        self._build(content)
        self._notices = Notices(
            notice_parts(application), self.message_bar, canvas, lambda: self.tabs.currentIndex() == JOBS
        )
        self._hold_presenter = HoldPresenter(
            application.account,
            application.workbench,
            application.later(Application.ordering),
            application.later(Application.map_scenes),
            application.preferences,
            self,
        )
        self._stray_frame = StrayFrame(canvas, self)
        self._running_areas: Optional[RunningAreas] = None
        self._drops = AreaDrops(application.area, content, canvas)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Shows a welcome notice on the first opening."""
        super().showEvent(event)
        if self._application.is_first_opening:
            self._application.note_opened()
            self._notices.welcome()

    def release(self) -> None:
        """Releases the map and closes an open hold dialog before the plugin is unloaded; may be called twice."""
        if self._is_released:
            return
        self._is_released = True
        self._canvas.extentsChanged.disconnect(self._report_view)
        self._hold_presenter.close()
        self._stray_frame.release()
        self._drops.release()
        if self._running_areas is not None:
            self._running_areas.release()
        self.configure_panel.release()
        if self._scenes_panel is not None:
            self._scenes_panel.release()
        if self._areas_panel is not None:
            self._areas_panel.release()

    def scenes_panel(self) -> ScenesPanel:
        """Returns the Scenes tab, built on first use."""
        if self._scenes_panel is None:
            from .scenes.scenes_panel import ScenesPanel

            self._scenes_panel = ScenesPanel(self._application, self._canvas)
            self.tabs.widget(SCENES).layout().addWidget(self._scenes_panel)
            self._notice_room.add(self._scenes_panel.bottom, [self._scenes_panel.scenes_view])
        return self._scenes_panel

    def areas_panel(self) -> AreasPanel:
        """Returns the list of many areas in the Scenes tab, built on first use."""
        if self._areas_panel is None:
            from .areas.areas_panel import AreasPanel

            self._areas_panel = AreasPanel(self._application, self._canvas)
            self.tabs.widget(SCENES).layout().addWidget(self._areas_panel)
            self._notice_room.add(self._areas_panel.choice_label, [self._areas_panel.view])
        return self._areas_panel

    def jobs_panel(self) -> JobsPanel:
        """Returns the Jobs tab, built on first use."""
        if self._jobs_panel is None:
            from .jobs.jobs_panel import JobsPanel

            self._jobs_panel = JobsPanel(self._application, self._canvas)
            self._jobs_panel.form_requested.connect(self.show_form)
            self.tabs.widget(JOBS).layout().addWidget(self._jobs_panel)
            panel = self._jobs_panel
            self._notice_room.add(panel.action_row, [panel.jobs_view], [panel.details])
        return self._jobs_panel

    def _build(self, content: QWidget) -> None:
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        # Long words of other languages are cut: a tab that needs scrolling is easily missed.
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.addTab(self.configure_panel, self.tr("Configure"))
        for _ in (SCENES, JOBS):
            page = QWidget()
            QVBoxLayout(page).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(page, "")
        layout = QVBoxLayout(content)
        # A narrow dock has no room to spare at its edges.
        edge = max(layout.spacing(), 0)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.addWidget(self.header)
        layout.addWidget(self.tabs, 1)
        self._notice_room.add(self.configure_panel.action_area)
        self.setWidget(content)
        self._show_counts()

    def _connect(self) -> None:
        application = self._application
        self.header.settings_requested.connect(self.settings_requested)
        self.header.help_requested.connect(self._open_help)
        self.header.refresh_asked.connect(self._notices.note_refresh)
        self.header.refresh_asked.connect(lambda: application.monitor.refresh())
        self._notices.settings_requested.connect(self.settings_requested)
        self._notices.job_requested.connect(self.show_job)
        self._notices.log_requested.connect(self._show_log)
        # A notice in the dock stays until it is closed, so that a dock in sight has shown it.
        self._notices.came_out.connect(lambda outcome: self.came_out.emit(outcome, self._is_in_sight))
        self._notices.job_came_out.connect(lambda outcome: self.came_out.emit(outcome, self._is_showing_jobs))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.widget())
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._run)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.visibilityChanged.connect(self._on_visibility_changed)
        self._drops.taken.connect(self.show_form)
        application.follow(Application.scene_filter, self._follow_scenes)
        application.follow(Application.jobs, self._follow_jobs)
        application.dry_run.state_changed.connect(self._on_query_changed)
        application.dry_run.scenes_found.connect(self._on_scenes_found)
        application.follow(Application.area_search, self._follow_areas)
        application.follow(Application.ordering, lambda ordering: ordering.started.connect(self._on_job_started))
        application.workbench.problems_changed.connect(self._run_if_wanted)
        application.workbench.request_changed.connect(self._run_if_wanted)
        self._canvas.extentsChanged.connect(self._report_view)

    def _follow_scenes(self, scenes: SceneFilterModel) -> None:
        for signal in (scenes.rowsInserted, scenes.rowsRemoved, scenes.modelReset):
            signal.connect(self._show_counts)
        self._show_counts()

    def _follow_jobs(self, jobs: JobListModel) -> None:
        from .map.running_areas import RunningAreas

        for signal in (jobs.modelReset, jobs.rowsInserted):
            signal.connect(self._show_counts)
        self._running_areas = RunningAreas(jobs, self._canvas, self)
        self._show_counts()

    def _follow_areas(self, search: AreaSearch) -> None:
        search.begun.connect(self._on_areas_begun)
        search.areas_found.connect(self._on_areas_found)

    def _open_help(self) -> None:
        """Opens the guide at the page of the current tab."""
        pages = {CONFIGURE: GuidePage.TEST_QUERY, SCENES: GuidePage.LOOKING, JOBS: GuidePage.JOBS}
        open_guide(self, pages[self.tabs.currentIndex()])

    def _show_counts(self) -> None:
        application = self._application
        scenes = _count(application.made(Application.scenes))
        shown = _count(application.made(Application.scene_filter))
        jobs = _count(application.made(Application.jobs))
        if self._has_many_areas:
            scenes = shown = self._application.area_list.scene_count
        pattern = self.tr("Scenes ({count})") if shown == scenes else self.tr("Scenes ({shown} of {count})")
        counted = pattern.format(shown=number_text(shown), count=number_text(scenes))
        self.tabs.set_title(SCENES, self.tr("Scenes"), counted)
        self.tabs.set_title(JOBS, self.tr("Jobs"), self.tr("Jobs ({count})").format(count=number_text(jobs)))

    def _on_tab_changed(self, number: int) -> None:
        build: Optional[Callable[[], object]] = {SCENES: self._show_list, JOBS: self.jobs_panel}.get(number)
        if build is not None:
            build()
        if self._is_showing_jobs:
            self.jobs_seen.emit()
        self.message_bar.follow()

    def _on_visibility_changed(self, is_visible: bool) -> None:
        # Also when it comes from behind another dock.
        if is_visible:
            if self.tabs.currentIndex() == JOBS:
                self.jobs_seen.emit()
            self.watches_seen.emit()

    def _report_view(self) -> None:
        if self._application.dry_run.is_busy:
            self._application.set_map_view(
                self._canvas.extent(), self._canvas.mapSettings().destinationCrs()
            )

    def _run(self) -> None:
        if self.tabs.currentIndex() == CONFIGURE:
            self.configure_panel.run()
        elif self.tabs.currentIndex() == SCENES:
            # Of the list that is shown: the other one may have scenes in its order too.
            panel = self.areas_panel() if self._has_many_areas else self.scenes_panel()
            panel.order_button.click()

    def show_form(self) -> None:
        """Shows the Configure tab."""
        self.tabs.setCurrentIndex(CONFIGURE)

    def show_job(self, key: str, *, is_whole: bool = False) -> None:
        """Shows the Jobs tab with a job selected, or with `is_whole` the purchase that it is a part of."""
        self.job_wanted.emit()
        self.tabs.setCurrentIndex(JOBS)
        self.jobs_panel().select_job(key, is_whole=is_whole)

    def show_scene(self, scene_id: str) -> None:
        """Shows what is known of a listed scene."""
        self.tabs.setCurrentIndex(SCENES)
        self.scenes_panel().preview_scene(scene_id)

    def run_when_ready(self) -> None:
        """Runs a test query as soon as the form can: area, account and product may still be read."""
        self._run_timer.start()
        # The area is read in the next event.
        QTimer.singleShot(0, self._run_if_wanted)

    def _run_if_wanted(self) -> None:
        can_run = self._application.workbench.can_run and not self._application.dry_run.is_busy
        if self._run_timer.isActive() and can_run and self._application.area.aoi is not None:
            self._run_timer.stop()
            self._application.dry_run.start()

    def _show_log(self, key: str) -> None:
        self.show_job(key)
        self.jobs_panel().open_log()

    @property
    def _is_in_sight(self) -> bool:
        """Whether the user sees the dock: behind another one it is visible for Qt."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    @property
    def _is_showing_jobs(self) -> bool:
        return self._is_in_sight and self.tabs.currentIndex() == JOBS

    def _on_query_changed(self) -> None:
        if self._application.dry_run.state is DryRunState.STARTING:
            self._report_view()
            self._start_tab = self.tabs.currentIndex()
            self._has_many_areas = False
            # Before the scenes arrive: building the tab and filling its list at once takes longer than a frame.
            QTimer.singleShot(0, self._load_scenes_tab)

    def _on_areas_begun(self) -> None:
        self._has_many_areas = self._application.is_searching_areas
        self._start_tab = self.tabs.currentIndex()
        self._show_counts()
        if self._scenes_panel is not None or self._areas_panel is not None:
            self._show_list()

    def _on_areas_found(self) -> None:
        self._show_counts()
        if self._application.area_list.scene_count:
            QTimer.singleShot(0, self._show_scenes)

    def _show_list(self) -> None:
        """Shows the scenes of the last test query, or its areas."""
        panel = self.areas_panel() if self._has_many_areas else self.scenes_panel()
        for other in (self._scenes_panel, self._areas_panel):
            if other is not None:
                other.setVisible(other is panel)

    def _load_scenes_tab(self) -> None:
        from .scenes import scenes_panel  # noqa: F401 - loading the modules takes an event of its own

        QTimer.singleShot(0, self._build_scenes_tab)

    def _build_scenes_tab(self) -> None:
        if not self._is_released:
            self._show_list()

    def _on_scenes_found(self, collection: SceneCollection) -> None:
        if collection.scenes:
            # Filling the list takes the rest of this event.
            QTimer.singleShot(0, self._show_scenes)

    def _show_scenes(self) -> None:
        # Does not switch tabs if the user has switched in the meantime.
        if self.tabs.currentIndex() == self._start_tab:
            focus = QApplication.focusWidget()
            self.tabs.setCurrentIndex(SCENES)
            if focus is not None and self.isAncestorOf(focus) and not self._has_many_areas:
                # The next keys go through the scenes, not through the buttons of a hidden tab.
                self.scenes_panel().scenes_view.setFocus()

    def _on_job_started(self, entry: JournalEntry) -> None:
        self.show_job(entry.key, is_whole=True)


def _count(model: Optional[QAbstractItemModel]) -> int:
    return model.rowCount() if model is not None else 0
