"""The application behind the dock: connects its parts and acts on several of them; the plugin makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Sequence, Tuple

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..domain.errors import ErrorKind, Up42Error
from ..domain.ports.services import WATCHES_FOLDER
from ..domain.problems import AreaError
from ..host.preferences import Preferences, write_preferences
from .late import late
from .parts import Parts
from .session.task import call_when_all_ended

if TYPE_CHECKING:
    from ..domain.areas.area_scene import AreaScene
    from ..domain.jobs.credits import Balance, Hold
    from ..domain.jobs.journal import JournalEntry
    from ..domain.ports.services import Services
    from .areas.area_search import AreaSearch
    from .jobs.job_list import JobRow
    from .jobs.ordering import Ordering
    from .scenes.scene_list import SceneListModel

# In the order in which they are closed: before and after the reconnection, those that use others first.
_CLOSED_FIRST: Tuple[late[Any], ...] = (
    Parts.storage,
    Parts.output_check,
    Parts.outputs,
    Parts.thumbnails,
    Parts.ledger,
    Parts.monitor,
)
_CLOSED_NEXT: Tuple[late[Any], ...] = (
    Parts.ordering,
    Parts.prices,
    Parts.cover_search,
    Parts.change_search,
    Parts.area_change,
    Parts.area_timeline,
    Parts.product_comparison,
    Parts.query_cleaning,
    Parts.query_usage,
    Parts.scene_timeline,
    Parts.scene_display,
    Parts.map_scenes,
    Parts.area_cover,
    Parts.ordered_rows,
    Parts.area_edits,
    Parts.export,
    Parts.area_map,
    Parts.area_pictures,
    Parts.watches,
    Parts.area_search,
)


class Application(Parts):
    """All state and actions of the dock, without widgets; main thread only.

    The parts of jobs are made with the first sign-in, those of scenes with the first test query, those of many areas
    with a layer of features.
    """

    # What runs has changed: a test query of one area or of many, or an order
    busy_changed = pyqtSignal()

    def __init__(self, services: Services, parent: Optional[QObject] = None) -> None:
        super().__init__(services, parent)
        self._connection_name = ""
        self._is_shut_down = False
        self.account.state_changed.connect(self._on_account_changed)
        self.dry_run.state_changed.connect(self._on_query_changed)
        self.dry_run.state_changed.connect(self.busy_changed)
        self.dry_run.scenes_found.connect(self._note_queried)
        self.follow(Parts.area_search, self._connect_areas)
        self.follow(Parts.ordering, self._connect_ordering)
        self.follow(Parts.scenes, self._connect_scenes)

    def _connect_ordering(self, ordering: Ordering) -> None:
        ordering.state_changed.connect(self.busy_changed)
        ordering.failed.connect(self._on_order_failed)
        ordering.hold_ready.connect(self._show_costs)
        ordering.started.connect(self._on_started)

    def _on_started(self, entry: JournalEntry) -> None:
        ordered = self.made(Parts.ordered_rows)
        if ordered is not None and entry.purchase:
            ordered.refresh(takes_out=True)

    def _show_costs(self, hold: Hold) -> None:
        scenes = self.made(Parts.scenes)
        if scenes is not None:
            scenes.set_costs(hold.estimate.lines)

    def _connect_areas(self, search: AreaSearch) -> None:
        """Makes what has to follow a search over many areas from its beginning."""
        areas, pictures = self.area_list, self.area_pictures
        search.state_changed.connect(self.busy_changed)
        search.begun.connect(areas.clear)
        search.areas_found.connect(areas.add)
        search.rows_changed.connect(areas.update_rows)
        # They are added as they arrive, and sorted once all are there.
        search.state_changed.connect(lambda: None if search.is_busy else areas.settle())
        pictures.clouded.connect(search.add_clouds)
        pictures.arrived.connect(areas.set_quicklooks)
        self.make(Parts.area_timeline, Parts.area_map, Parts.ordered_rows)
        self.area_edits.changed.connect(lambda: areas.set_edited(self.area_edits.ids))
        areas.listed_changed.connect(lambda: self.area_timeline.set_filters(areas.filters))
        self.follow(Parts.monitor, lambda monitor: monitor.job_finished.connect(self.ordered_rows.refresh_after))
        # Its quicklooks are kept beside those of test queries.
        search.begun.connect(lambda: self.query_cleaning.clean())

    def _connect_scenes(self, scenes: SceneListModel) -> None:
        self.workbench.estimate_changed.connect(self._price_scenes)
        scenes.modelReset.connect(self._price_scenes)

    @property
    def is_first_opening(self) -> bool:
        """Returns whether the dock was never opened in this profile."""
        return not self._preferences.was_opened

    def reopen_journal(self) -> Optional[Up42Error]:
        """Opens a journal that could not be opened at the start; returns why it still cannot be."""
        from .jobs.closed_journal import ClosedJournal

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
        from ..gis.base_map import add_base_map

        add_base_map(QgsProject.instance())

    def set_preferences(self, preferences: Preferences) -> None:
        """Saves and applies preferences."""
        write_preferences(preferences)
        self._preferences = preferences

    @property
    def is_querying(self) -> bool:
        """Returns whether a test query runs, of one area or of many."""
        return self.dry_run.is_busy or self.is_searching_areas

    @property
    def is_searching_areas(self) -> bool:
        """Returns whether a test query over many areas runs."""
        search = self.made(Parts.area_search)
        return search is not None and search.is_busy

    @property
    def is_ordering(self) -> bool:
        """Returns whether an order is in progress."""
        ordering = self.made(Parts.ordering)
        return ordering is not None and ordering.is_busy

    @property
    def is_preparing_order(self) -> bool:
        """Returns whether prices are being requested, which can still be stopped."""
        ordering = self.made(Parts.ordering)
        return ordering is not None and ordering.is_preparing

    def run_test_query(self) -> None:
        """Searches the area, or each of the areas."""
        if self.area.features_layer is not None:
            self.area_search.start()
        else:
            self.dry_run.start()

    def cancel_query(self) -> None:
        """Stops the running test query."""
        self.dry_run.cancel()
        search = self.made(Parts.area_search)
        if search is not None:
            search.cancel()

    def order_areas(self, rows: Sequence[AreaScene]) -> None:
        """Prepares one order over many areas for rows of the list."""
        from ..usecases.area_orders import area_requests

        connection = self.area_search.connection
        if connection is not None and self.area_search.is_current:
            # Those of the jobs are kept when they start.
            self.make(Parts.thumbnails)
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

    def _on_account_changed(self) -> None:
        self._make_jobs()
        connection = self.account.connection
        name = connection.name if connection is not None else ""
        if name == self._connection_name:
            return
        if self._connection_name:
            # Scenes found by another connection cannot be ordered from this one.
            self.dry_run.clear()
            search, map_scenes = self.made(Parts.area_search), self.made(Parts.map_scenes)
            if search is not None:
                search.clear()
            if map_scenes is not None:
                map_scenes.forget()
        self._connection_name = name

    def _make_jobs(self) -> None:
        """Makes what has to follow the account's jobs, which needs a connection."""
        self.make(Parts.monitor, Parts.outputs)
        if (self.services.home / WATCHES_FOLDER).is_dir():
            # Those that are due run with the sign-in.
            self.make(Parts.watches)

    def _on_query_changed(self) -> None:
        """Makes what has to follow a test query from its beginning."""
        if self.dry_run.is_busy:
            self.make(
                Parts.query_usage,
                Parts.query_cleaning,
                Parts.scene_display,
                Parts.scene_timeline,
                Parts.thumbnails,
                Parts.storage,
            )

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
        from ..gis.areas.geometry import aoi_from_extent

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
        self.stop_following()
        for part in _CLOSED_FIRST:
            self._close(part)
        self.reconnection.close()
        for part in _CLOSED_NEXT:
            self._close(part)
        for kept in (self.dry_run, self.workbench, self.area, self.account):
            kept.close()

    def _close(self, part: late[Any]) -> None:
        made = self.made(part)
        if made is not None:
            made.close()

    def retire(self) -> None:
        """Shuts down, and deletes itself once no worker is left that could still emit a signal.

        A worker notices its end at its next step only; until then its signals need their sender, and news of
        an order needs the journal.
        """
        self.shutdown()
        self.setParent(None)
        journal = self.made(Parts.journal)
        if journal is not None:
            call_when_all_ended(journal.close)
        call_when_all_ended(self.deleteLater)


def _title(row: AreaScene) -> str:
    """Returns a scene in a few words: its date and platform, or its id if both are unknown."""
    date = f"{row.scene.acquired:%Y-%m-%d}" if row.scene.acquired is not None else ""
    return " · ".join(text for text in (date, row.scene.platform or row.scene.constellation) if text) or row.scene.id
