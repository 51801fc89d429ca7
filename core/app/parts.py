"""The parts of the application, each with its module imported and made when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject

from ..domain.clock import utc_now
from ..domain.errors import Up42Error
from ..host.preferences import ConnectionStore, Preferences, PresetStore, read_preferences
from .late import Late, late
from .scenes.dry_run import DryRun
from .session.account import Account, Reconnection
from .session.area import AreaOfInterest
from .session.presets import Presets
from .session.workbench import Workbench

if TYPE_CHECKING:
    from ..domain.ports.journal import JobJournal
    from ..domain.ports.services import Services
    from ..domain.scenes.scene import PlacedQuicklook, Scene
    from .areas.area_cover import AreaCover
    from .areas.area_edits import AreaEdits
    from .areas.area_list import AreaListModel
    from .areas.area_map import AreaMap
    from .areas.area_pictures import AreaPictures
    from .areas.area_search import AreaSearch
    from .areas.area_timeline import AreaTimeline
    from .areas.list_export import ListExport
    from .areas.ordered_rows import OrderedRows
    from .areas.watches import Watches
    from .jobs.job_list import JobListModel
    from .jobs.job_monitor import JobMonitor
    from .jobs.job_thumbnails import JobThumbnails
    from .jobs.ledger import Ledger
    from .jobs.ordering import Ordering
    from .outputs.job_outputs import JobOutputsLoader
    from .outputs.output_check import OutputCheck
    from .outputs.storage import Storage
    from .scenes.change_search import ChangeSearch
    from .scenes.cover_search import CoverSearch
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


class Parts(Late):
    """What the form needs is made at once, everything else with its first use.

    Those who listen to a part's signals use `follow`, so that opening the dock makes and imports none of them.
    """

    def __init__(self, services: Services, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.services = services
        self.started = utc_now()
        self._preferences = read_preferences()
        self.account = Account(services, ConnectionStore(), self)
        self.reconnection = Reconnection(self.account, self)
        self.area = AreaOfInterest(self)
        self.workbench = Workbench(self.account, self.area, self)
        self.presets = Presets(self.workbench, self.area, self.later(Parts.area_search), PresetStore(), self)
        self.dry_run = DryRun(self.account, self.workbench, services.home, self)

    def preferences(self) -> Preferences:
        """Returns the preferences set in the options."""
        return self._preferences

    def listed_scene(self, scene_id: str) -> Optional[Scene]:
        """Returns a scene that the last test query found, over one area or over many; None for any other."""
        pictures = self.made(Parts.area_pictures)
        row = pictures.row_of(scene_id) if pictures is not None else None
        return row.scene if row is not None else self.scenes.scene_of(scene_id)

    def listed_quicklook(self, scene_id: str) -> Optional[PlacedQuicklook]:
        """Returns the quicklook of such a scene, None before it arrived."""
        pictures = self.made(Parts.area_pictures)
        found = pictures.quicklook(scene_id) if pictures is not None else None
        return found if found is not None else self.scenes.quicklook(scene_id)

    @late
    def journal(self) -> JobJournal:
        """The journal of our jobs; a stand-in while it cannot be opened."""
        try:
            return self.services.open_journal()
        except Up42Error as error:
            from .jobs.closed_journal import ClosedJournal

            return ClosedJournal(error, self.services.open_journal)

    @late
    def jobs(self) -> JobListModel:
        """The list of jobs."""
        from .jobs.job_list import JobListModel

        return JobListModel(self)

    @late
    def ordering(self) -> Ordering:
        """Places orders."""
        from .jobs.ordering import Ordering

        return Ordering(
            self.account,
            self.workbench,
            self.dry_run,
            self.journal,
            self.preferences,
            lambda scene_id: self.storage.owns(scene_id),
            self,
        )

    @late
    def monitor(self) -> JobMonitor:
        """Follows jobs at the service."""
        from .jobs.job_monitor import JobMonitor

        return JobMonitor(
            self.account, self.jobs, self.journal, self.workbench, self.dry_run, self.ordering, self
        )

    @late
    def thumbnails(self) -> JobThumbnails:
        """A picture per job."""
        from .jobs.job_thumbnails import JobThumbnails

        thumbnails = JobThumbnails(
            self.dry_run,
            self.scenes,
            self.listed_quicklook,
            self._need_quicklooks,
            self.ordering,
            self.services.home,
            self,
        )
        self.follow(Parts.area_pictures, lambda pictures: pictures.arrived.connect(thumbnails.look_again))
        return thumbnails

    def _need_quicklooks(self, scene_ids: Iterable[str]) -> None:
        """Has the quicklooks of scenes over many areas fetched; those over one area come without asking."""
        pictures = self.made(Parts.area_pictures)
        if pictures is not None:
            pictures.need(scene_ids)

    @late
    def ledger(self) -> Ledger:
        """What live jobs cost, compared with the service."""
        from .jobs.ledger import Ledger

        return Ledger(self.account, self.journal, self)

    @late
    def outputs(self) -> JobOutputsLoader:
        """Downloads and loads outputs."""
        from .outputs.job_outputs import JobOutputsLoader

        return JobOutputsLoader(
            self.services,
            self.account,
            self.jobs,
            self.journal,
            self.monitor,
            self.preferences,
            self.listed_scene,
            self,
        )

    @late
    def output_check(self) -> OutputCheck:
        """Verifies downloaded outputs."""
        from .outputs.output_check import OutputCheck

        return OutputCheck(self.jobs, self.outputs, self)

    @late
    def storage(self) -> Storage:
        """What the account has bought."""
        from .outputs.storage import Storage

        return Storage(
            self.account,
            self.area,
            self.dry_run,
            self.scenes,
            self.jobs,
            self.outputs,
            self.monitor,
            self.journal,
            self,
        )

    @late
    def area_search(self) -> AreaSearch:
        """The test query over many areas; its list and its timeline are made with it."""
        from .areas.area_search import AreaSearch

        return AreaSearch(self.account, self.workbench, self.area, self)

    @late
    def area_timeline(self) -> AreaTimeline:
        """The scenes of many areas in time."""
        from .areas.area_timeline import AreaTimeline

        return AreaTimeline(self.area_search, self)

    @late
    def area_list(self) -> AreaListModel:
        """The list of scenes over many areas."""
        from .areas.area_list import AreaListModel

        return AreaListModel(self)

    @late
    def area_pictures(self) -> AreaPictures:
        """Quicklooks and clouds over many areas."""
        from .areas.area_pictures import AreaPictures

        return AreaPictures(self.area_search, self.services.home, self)

    @late
    def area_map(self) -> AreaMap:
        """The quicklooks of many areas on the map."""
        from .areas.area_map import AreaMap

        return AreaMap(self.area_pictures, self.area_list, QgsProject.instance(), self)

    @late
    def area_stack(self) -> QuicklookStack:
        """The quicklooks of many areas among the layers of a map."""
        from .scenes.scene_display import QuicklookStack

        return QuicklookStack(self.area_map.scene_of, self.area_map, QgsProject.instance())

    @late
    def area_cover(self) -> AreaCover:
        """Finds the cheapest scenes that cover many areas."""
        from .areas.area_cover import AreaCover

        return AreaCover(self.area_list, self)

    @late
    def area_change(self) -> ChangeSearch:
        """Finds what changed between two scenes over one of many areas."""
        from .scenes.change_search import ChangeSearch

        search = ChangeSearch(
            self.area_pictures.with_quicklook, self.area_map.own_group, QgsProject.instance(), self
        )
        self.area_search.begun.connect(search.clear)
        return search

    @late
    def ordered_rows(self) -> OrderedRows:
        """Marks the rows of many areas that were ordered before."""
        from .areas.ordered_rows import OrderedRows

        return OrderedRows(self.area_search, self.area_list, self.journal, self)

    @late
    def area_edits(self) -> AreaEdits:
        """Which of many areas were edited after their search."""
        from .areas.area_edits import AreaEdits

        return AreaEdits(self.area_search, self.area, self)

    @late
    def watches(self) -> Watches:
        """Searches that are kept and repeated."""
        from .areas.watches import Watches

        return Watches(
            self.account, self.area_search, self.journal, self.services.home, self.preferences, self
        )

    @late
    def query_usage(self) -> QueryUsage:
        """usage.json of the test query."""
        from .scenes.query_usage import QueryUsage

        return QueryUsage(self.dry_run, self)

    @late
    def query_cleaning(self) -> QueryCleaning:
        """Removes folders of earlier test queries."""
        from .scenes.query_cleaning import QueryCleaning

        return QueryCleaning(self.services.home, self.dry_run, self.journal, self.preferences, self)

    @late
    def scenes(self) -> SceneListModel:
        """The scenes of the last test query."""
        from .scenes.scene_list import SceneListModel

        return SceneListModel(self)

    @late
    def scene_filter(self) -> SceneFilterModel:
        """The scenes that pass the filters, sorted."""
        from .scenes.scene_filter import SceneFilterModel

        return SceneFilterModel(self.scenes, self)

    @late
    def export(self) -> ListExport:
        """Writes the lists of scenes to files."""
        from .areas.list_export import ListExport

        return ListExport(self.scenes, self.scene_filter, self.later(Parts.area_list), self)

    @late
    def map_scenes(self) -> MapScenes:
        """The scenes' layers."""
        from .scenes.map_scenes import MapScenes

        return MapScenes(self.dry_run, self.scenes, QgsProject.instance(), self)

    @late
    def quicklook_stack(self) -> QuicklookStack:
        """The quicklooks among the layers of a map."""
        from .scenes.scene_display import QuicklookStack

        return QuicklookStack(self.scenes.scene_of, self.map_scenes, QgsProject.instance())

    @late
    def scene_display(self) -> SceneDisplay:
        """Keeps list and map the same."""
        from .scenes.scene_display import SceneDisplay

        return SceneDisplay(self.scenes, self.scene_filter, self.map_scenes, QgsProject.instance(), self)

    @late
    def scene_time(self) -> SceneTime:
        """The day that is played."""
        from .scenes.scene_time import SceneTime

        return SceneTime(QgsProject.instance(), self)

    @late
    def scene_timeline(self) -> SceneTimeline:
        """The scenes in time."""
        from .scenes.scene_timeline import SceneTimeline

        return SceneTimeline(self.scenes, self.scene_filter, self.scene_time, self)

    @late
    def cover_search(self) -> CoverSearch:
        """Finds scenes that cover the area together."""
        from .scenes.cover_search import CoverSearch

        return CoverSearch(self.dry_run, self.scenes, self.scene_filter, self)

    @late
    def change_search(self) -> ChangeSearch:
        """Finds what changed between two scenes."""
        from .scenes.change_search import ChangeSearch

        search = ChangeSearch(self.scenes.with_quicklook, self.map_scenes.own_group, QgsProject.instance(), self)
        self.scenes.modelReset.connect(search.clear)
        return search

    @late
    def product_comparison(self) -> ProductComparison:
        """Searches several products over one area."""
        from .scenes.product_comparison import ProductComparison

        return ProductComparison(self.account, self.workbench, self)

    @late
    def product_list(self) -> ProductListModel:
        """The compared products."""
        from .scenes.product_list import ProductListModel

        return ProductListModel(self.product_comparison, self)

    @late
    def order_choice(self) -> OrderChoice:
        """Figures of the scenes chosen for the order."""
        from .scenes.order_choice import OrderChoice

        return OrderChoice(self.account, self.dry_run, self.scenes, self)

    @late
    def prices(self) -> ScenePrices:
        """Prices of single scenes."""
        from .scenes.prices import ScenePrices

        return ScenePrices(self.account, self.dry_run, self.scenes, self)
