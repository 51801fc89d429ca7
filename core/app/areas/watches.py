"""The watches of the dock: kept, run on demand and when QGIS starts, and what they report."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, List, Optional, Sequence, Set, Tuple

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.areas.area_scene import AreaScene
from ...domain.areas.fields import AreaRow
from ...domain.areas.kept_watch import KeptWatch, WatchNews
from ...domain.clock import utc_now
from ...domain.errors import ErrorKind, Up42Error
from ...domain.plain_text import plain
from ...domain.ports.journal import JobJournal
from ...host.preferences import Preferences
from ...usecases.found_files import clean_found, note_shown
from ...usecases.kept_watches import KeptWatches, run_kept_watch, watch_of_query
from ..session.account import Account, AccountState
from ..session.task import Background, UseCaseTask
from .area_search import AreaSearch

TABLE = "new_scenes"


class Watches(QObject):
    """Keeps and runs watches over the areas of a test query; main thread only."""

    # WatchNews
    reported = pyqtSignal(object)
    # Up42Error
    failed = pyqtSignal(object)

    def __init__(
        self,
        account: Account,
        area_search: AreaSearch,
        journal: JobJournal,
        home: Path,
        preferences: Callable[[], Preferences],
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._area_search = area_search
        self._journal = journal
        self._home = home
        self._preferences = preferences
        self._background = Background()
        self._kept = KeptWatches(home)
        self._running: Set[str] = set()
        # Watches that were replaced while their former version was running: they run after it.
        self._replaced: Set[str] = set()
        # Runs that the user did not ask for: they report nothing if nothing is new.
        self._unasked: Set[str] = set()
        # Connections of which the due watches were run in this session.
        self._started: Set[str] = set()
        account.state_changed.connect(self._run_due)
        self._run_due()

    @property
    def can_keep(self) -> bool:
        """Returns whether the last test query over areas can be kept as a watch."""
        return self._area_search.is_current and any(found.area.parts for found in self._area_search.found)

    def kept(self) -> List[KeptWatch]:
        """Returns the watches of the open connection, by name."""
        connection = self._account.connection
        name = connection.name if connection is not None else ""
        return [watch for watch in self._kept.all() if watch.connection == name]

    def is_running(self, name: str) -> bool:
        """Returns whether a watch is running."""
        return name in self._running

    def keep(self, name: str) -> None:
        """Keeps the last test query over areas as a watch and runs it, so that later runs report what is new."""
        gateway, connection = self._account.gateway, self._area_search.connection
        name = " ".join(name.split())
        if gateway is None or connection is None or not name or not self.can_keep:
            return
        areas = [found.area for found in self._area_search.found]
        try:
            watch = watch_of_query(gateway, name, connection.name, self._area_search.queries, areas)
            self._kept.keep(watch)
        except Up42Error as error:
            self.failed.emit(error)
            return
        if watch.name in self._running:
            self._replaced.add(watch.name)
        else:
            self.run(watch)

    def remove(self, watch: KeptWatch) -> None:
        """Removes a watch; what it has reported stays known."""
        try:
            self._kept.remove(watch)
        except Up42Error as error:
            self.failed.emit(error)

    def run(self, watch: KeptWatch) -> None:
        """Searches for what is new, in the background."""
        gateway, home, journal = self._account.gateway, self._home, self._journal
        if gateway is None or watch.name in self._running:
            return
        self._running.add(watch.name)
        # Layers may be read on the main thread only.
        sources = [layer.source() for layer in QgsProject.instance().mapLayers().values()]

        def work(task: UseCaseTask) -> WatchNews:
            # GDAL and numpy take longer to import than the whole dock to open.
            from ...gis.areas.geometry import share_covered
            from ...gis.areas.kept import share_kept

            news = run_kept_watch(
                gateway,
                journal.watches,
                home,
                watch,
                share_covered,
                share_kept,
                _write,
                task,
                task.pause,
                utc_now,
            )
            clean_found(home, sources, utc_now())
            return news

        def end(news: Optional[WatchNews], error: Optional[Up42Error]) -> None:
            self._running.discard(watch.name)
            is_unasked = watch.name in self._unasked
            self._unasked.discard(watch.name)
            if news is not None and (news.new_count or news.has_lost_memory or news.unsearched or not is_unasked):
                self.reported.emit(news)
            elif error is not None and error.kind is not ErrorKind.CANCELLED:
                self.failed.emit(error)
            if watch.name in self._replaced:
                self._replaced.discard(watch.name)
                for newer in [item for item in self.kept() if item.name == watch.name]:
                    self.run(newer)

        self._background.run(f"UP42: {watch.name}", work, end)

    def show(self, news: WatchNews) -> Optional[QgsVectorLayer]:
        """Adds the new scenes to the project as a layer and returns it; None if there are none."""
        from ...gis.layer_groups import scene_group
        from ...gis.scenes.quicklook_layers import apply_footprint_style

        if news.path is None:
            return None
        layer = QgsVectorLayer(f"{news.path}|layername={TABLE}", plain(news.name), "ogr")
        if not layer.isValid():
            return None
        note_shown(news.path)
        apply_footprint_style(layer)
        project = QgsProject.instance()
        project.addMapLayer(layer, False)
        scene_group(project, f"watch {news.name}", news.name).addLayer(layer)
        return layer

    def close(self) -> None:
        """Drops running tasks; what a run has not put on disk is reported by the next one."""
        self._background.close()

    def _run_due(self) -> None:
        """Runs the watches that did not run within a day, once per session and connection."""
        connection = self._account.connection
        if self._account.state is not AccountState.READY or connection is None or connection.name in self._started:
            return
        self._started.add(connection.name)
        if self._preferences().runs_watches:
            for watch in self.kept():
                if watch.is_due(utc_now()):
                    self._unasked.add(watch.name)
                    self.run(watch)


def _write(path: Path, rows: Sequence[AreaScene]) -> None:
    from ...gis.scenes.area_scene_file import write_area_scene_part

    written: Tuple[AreaRow, ...] = tuple(AreaRow(row, row.product_id) for row in rows)
    write_area_scene_part(path, written, TABLE)
