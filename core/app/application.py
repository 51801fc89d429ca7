"""Builds and connects the application objects; the plugin makes one, the widgets receive it."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QObject

from ..domain.areas.area_scene import AreaScene
from ..domain.clock import utc_now
from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs.credits import Balance
from ..domain.ports.journal import JobJournal
from ..domain.ports.services import Services
from ..domain.problems import AreaError
from ..gis.areas.geometry import aoi_from_extent
from ..gis.base_map import add_base_map
from ..host.preferences import ConnectionStore, Preferences, PresetStore, read_preferences, write_preferences
from ..usecases.area_orders import area_requests
from .areas.area_cover import AreaCover
from .areas.area_list import AreaListModel
from .areas.area_map import AreaMap
from .areas.area_pictures import AreaPictures
from .areas.area_search import AreaSearch
from .areas.area_timeline import AreaTimeline
from .areas.list_export import ListExport
from .areas.watches import Watches
from .jobs.closed_journal import ClosedJournal
from .jobs.job_list import JobListModel, JobRow
from .jobs.job_monitor import JobMonitor
from .jobs.job_thumbnails import JobThumbnails
from .jobs.ledger import Ledger
from .jobs.ordering import Ordering
from .outputs.job_outputs import JobOutputsLoader
from .outputs.output_check import OutputCheck
from .outputs.storage import Storage
from .scenes.change_search import ChangeSearch
from .scenes.cover_search import CoverSearch
from .scenes.dry_run import DryRun
from .scenes.map_scenes import MapScenes
from .scenes.order_choice import OrderChoice
from .scenes.prices import ScenePrices
from .scenes.product_comparison import ProductComparison
from .scenes.product_list import ProductListModel
from .scenes.query_cleaning import QueryCleaning
from .scenes.query_usage import QueryUsage
from .scenes.scene_display import QuicklookStack, SceneDisplay
from .scenes.scene_filter import SceneFilterModel
from .scenes.scene_list import SceneListModel
from .scenes.scene_time import SceneTime
from .scenes.scene_timeline import SceneTimeline
from .session.account import Account, Reconnection
from .session.area import AreaOfInterest
from .session.presets import Presets
from .session.task import call_when_all_ended
from .session.workbench import Workbench


class Application(QObject):
    """All state and actions of the dock, without widgets; main thread only."""

    def __init__(self, services: Services, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.services = services
        self.started = utc_now()
        self.journal = _open_journal(services)
        self._preferences = read_preferences()
        self.account = Account(services, ConnectionStore(), self)
        self.reconnection = Reconnection(self.account, self)
        self._connection_name = ""
        self._is_shut_down = False
        self.area = AreaOfInterest(self)
        self.workbench = Workbench(self.account, self.area, self)
        self.presets = Presets(self.workbench, self.area, PresetStore(), self)
        self.dry_run = DryRun(self.account, self.workbench, services.home, self)
        self.area_search = AreaSearch(self.account, self.workbench, self.area, self)
        self.area_timeline = AreaTimeline(self.area_search, self)
        self.area_pictures = AreaPictures(self.area_search, services.home, self)
        self.area_list = AreaListModel(self)
        self.area_map = AreaMap(self.area_pictures, self.area_list, QgsProject.instance(), self)
        self.area_stack = QuicklookStack(self.area_map.scene_of, self.area_map, QgsProject.instance())
        self.area_cover = AreaCover(self.area_list, self)
        self.area_search.begun.connect(self.area_list.clear)
        self.area_search.areas_found.connect(self.area_list.add)
        self.area_search.rows_changed.connect(self.area_list.update_rows)
        self.area_pictures.clouded.connect(self.area_search.add_clouds)
        self.area_pictures.arrived.connect(self.area_list.set_quicklooks)
        self.watches = Watches(
            self.account, self.area_search, self.journal, services.home, self.preferences, self
        )
        self.query_usage = QueryUsage(self.dry_run, self)
        self.scenes = SceneListModel(self)
        self.scene_filter = SceneFilterModel(self.scenes, self)
        self.export = ListExport(self.scenes, self.scene_filter, self.area_list, self)
        self.map_scenes = MapScenes(self.dry_run, self.scenes, QgsProject.instance(), self)
        self.quicklook_stack = QuicklookStack(self.scenes.scene_of, self.map_scenes, QgsProject.instance())
        self.scene_display = SceneDisplay(
            self.scenes, self.scene_filter, self.map_scenes, QgsProject.instance(), self
        )
        self.scene_time = SceneTime(QgsProject.instance(), self)
        self.scene_timeline = SceneTimeline(self.scenes, self.scene_filter, self.scene_time, self)
        self.cover_search = CoverSearch(self.dry_run, self.scenes, self.scene_filter, self)
        self.change_search = ChangeSearch(self.scenes, self.map_scenes, QgsProject.instance(), self)
        self.ordering = Ordering(
            self.account,
            self.workbench,
            self.dry_run,
            self.journal,
            self.preferences,
            lambda scene_id: self.storage.owns(scene_id),
            self,
        )
        self.ordering.failed.connect(self._on_order_failed)
        self.ordering.hold_ready.connect(lambda hold: self.scenes.set_costs(hold.estimate.lines))
        self.workbench.estimate_changed.connect(self._price_scenes)
        self.scenes.modelReset.connect(self._price_scenes)
        self.product_comparison = ProductComparison(self.account, self.workbench, self)
        self.product_list = ProductListModel(self.product_comparison, self)
        self.order_choice = OrderChoice(self.account, self.dry_run, self.scenes, self)
        self.prices = ScenePrices(self.account, self.dry_run, self.scenes, self)
        self.jobs = JobListModel(self)
        self.monitor = JobMonitor(
            self.account, self.jobs, self.journal, self.workbench, self.dry_run, self.ordering, self
        )
        self.thumbnails = JobThumbnails(self.dry_run, self.scenes, self.ordering, services.home, self)
        self.ledger = Ledger(self.account, self.journal, self)
        self.outputs = JobOutputsLoader(
            services,
            self.account,
            self.jobs,
            self.journal,
            self.monitor,
            self._preferences,
            self.scenes.scene_of,
            self,
        )
        self.output_check = OutputCheck(self.jobs, self.outputs, self)
        self.storage = Storage(
            self.account, self.area, self.dry_run, self.scenes, self.jobs, self.outputs, self.monitor, self
        )

        self.query_cleaning = QueryCleaning(services.home, self.dry_run, self.journal, self.preferences, self)

        self.account.state_changed.connect(self._on_account_changed)
        self.dry_run.scenes_found.connect(self._note_queried)

    @property
    def is_first_opening(self) -> bool:
        """Returns whether the dock was never opened in this profile."""
        return not self._preferences.was_opened

    def reopen_journal(self) -> Optional[Up42Error]:
        """Opens a journal that could not be opened at the start; returns why it still cannot be."""
        if isinstance(self.journal, ClosedJournal):
            try:
                self.journal.reopen()
            except Up42Error as error:
                return error
        self.monitor.show_journal()
        return None

    def note_opened(self) -> None:
        """Records that the dock was opened."""
        if not self._preferences.was_opened:
            self.set_preferences(self._preferences.changed(was_opened=True))

    @property
    def has_queried(self) -> bool:
        """Returns whether a test query was ever answered in this profile."""
        return self._preferences.has_queried

    def _note_queried(self) -> None:
        if not self._preferences.has_queried:
            self.set_preferences(self._preferences.changed(has_queried=True))

    def add_base_map(self) -> None:
        """Adds a base map to the project."""
        add_base_map(QgsProject.instance())

    def preferences(self) -> Preferences:
        """Returns the preferences set in the options."""
        return self._preferences

    def set_preferences(self, preferences: Preferences) -> None:
        """Saves and applies preferences."""
        write_preferences(preferences)
        self._preferences = preferences
        self.outputs.preferences = preferences

    @property
    def is_querying(self) -> bool:
        """Returns whether a test query runs, of one area or of many."""
        return self.dry_run.is_busy or self.area_search.is_busy

    def run_test_query(self) -> None:
        """Searches the area, or each of the areas."""
        if self.area.features_layer is not None:
            self.area_search.start()
        else:
            self.dry_run.start()

    def cancel_query(self) -> None:
        """Stops the running test query."""
        self.dry_run.cancel()
        self.area_search.cancel()

    def order_areas(self, rows: Sequence[AreaScene]) -> None:
        """Prepares one order over many areas for rows of the list."""
        connection = self.area_search.connection
        if connection is not None and self.area_search.is_current:
            project = QgsProject.instance().fileName()
            wanted = area_requests(rows, self.area_search.queries, connection.name, project)
            self.ordering.prepare_areas(wanted, connection, {row.scene.id: _title(row) for row in rows})

    def held_credits(self) -> Optional[int]:
        """Returns the credits held now: the service's figure, else the sum of our open jobs in the journal."""
        balance: Optional[Balance] = self.account.balance
        connection = self.account.connection
        if balance is not None and balance.held_credits is not None:
            return balance.held_credits
        if connection is None:
            return None
        return sum(row.hold_credits or 0 for row in self.jobs.rows() if row.is_own)

    def is_of_gone_sandbox(self, row: JobRow) -> bool:
        """Returns whether a job ran in a Sandbox that ended with an earlier QGIS session."""
        connection = self.account.connection
        is_sandbox = connection is not None and connection.is_sandbox
        return is_sandbox and row.is_own and row.created is not None and row.created < self.started

    @property
    def held_is_from_service(self) -> bool:
        """Returns whether the held credits are the service's own figure."""
        return self.account.balance is not None and self.account.balance.held_credits is not None

    def _on_account_changed(self) -> None:
        connection = self.account.connection
        name = connection.name if connection is not None else ""
        if name == self._connection_name:
            return
        if self._connection_name:
            # Scenes found by another connection cannot be ordered from this one.
            self.dry_run.clear()
            self.area_search.clear()
            self.map_scenes.forget()
        self._connection_name = name

    def _on_order_failed(self, error: Up42Error) -> None:
        summary, product = self.ordering.order_summary, self.workbench.product
        if error.kind is ErrorKind.ACCESS_RESTRICTED and summary is not None and product is not None:
            if summary.product.id == product.id:
                self.workbench.note_restricted()
        elif error.kind is ErrorKind.LICENCE_NOT_ACCEPTED:
            self.workbench.reload_product()

    def _price_scenes(self) -> None:
        """Shows the form's estimate per scene, as long as the form is the query that found the scenes."""
        if self.workbench.estimate is not None and not self.dry_run.is_stale:
            self.scenes.set_costs(self.workbench.estimate.lines)

    def set_map_view(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Sets the extent of the map: quicklooks of scenes in it are fetched before the rest."""
        try:
            self.dry_run.set_view(aoi_from_extent(extent, crs, QgsProject.instance().transformContext()).bounds)
        except (AreaError, QgsCsException):
            self.dry_run.set_view(None)

    def shutdown(self) -> None:
        """Stops timers and tasks and disconnects from the project; no signal is emitted afterwards.

        Further calls do nothing.
        """
        if self._is_shut_down:
            return
        self._is_shut_down = True
        for part in (
            self.storage,
            self.output_check,
            self.outputs,
            self.thumbnails,
            self.ledger,
            self.monitor,
            self.reconnection,
            self.ordering,
            self.cover_search,
            self.change_search,
            self.area_timeline,
            self.product_comparison,
            self.query_cleaning,
            self.query_usage,
            self.scene_timeline,
            self.scene_display,
            self.map_scenes,
            self.area_cover,
            self.export,
            self.area_map,
            self.area_pictures,
            self.watches,
            self.area_search,
            self.dry_run,
            self.workbench,
            self.area,
            self.account,
        ):
            part.close()

    def retire(self) -> None:
        """Shuts down, and deletes itself once no worker is left that could still emit a signal.

        A worker notices its end at its next step only; until then its signals need their sender, and news of
        an order needs the journal.
        """
        self.shutdown()
        self.setParent(None)
        call_when_all_ended(self.journal.close)
        call_when_all_ended(self.deleteLater)


def _title(row: AreaScene) -> str:
    """Returns a scene in a few words: its date and platform, or its id if both are unknown."""
    date = f"{row.scene.acquired:%Y-%m-%d}" if row.scene.acquired is not None else ""
    return " · ".join(text for text in (date, row.scene.platform or row.scene.constellation) if text) or row.scene.id


def _open_journal(services: Services) -> JobJournal:
    try:
        return services.open_journal()
    except Up42Error as error:
        return ClosedJournal(error, services.open_journal)
