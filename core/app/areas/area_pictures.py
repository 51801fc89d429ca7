"""The quicklooks of the scenes over many areas: fetched in the background for what is looked at, few at a time."""

from __future__ import annotations

import uuid
from heapq import nsmallest
from pathlib import Path
from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey
from ...domain.clock import utc_now
from ...domain.errors import Cancelled, Up42Error
from ...domain.outputs.disk import writing_home
from ...domain.outputs.file_names import safe_name
from ...domain.scenes.scene import PlacedQuicklook, Scene
from ...usecases.area_figures import Look, with_clouds
from ...usecases.kept_queries import FOLDER_NAME
from ...usecases.live_run import unique_name
from ...usecases.quicklook_cache import image_cache_of
from ...wording.figures import counted
from ..session.task import Background, Latest, UseCaseTask
from .area_search import AreaSearch

# Scenes fetched in one step; what is in view may have changed by the next.
FETCHED_PER_STEP = 12
# Threads that fetch. The search and the prices need the service, and the window the interpreter, at the same time.
WORKERS = 4
# Scenes of each area, and of all, whose quicklooks are fetched without being in view: those that may be the best.
MAX_UNSEEN_PER_AREA, MAX_UNSEEN = 3, 300
# Quicklooks that arrive within this time go into the list together.
GATHER_MS = 100
# The cache is cut to its limit after so many steps: reading all of its folder takes long.
STEPS_PER_CLEANING = 20


class AreaPictures(QObject):
    """Keeps the quicklook of each scene, however many areas it shows, and reads the clouds over each of them.

    First comes the row that is looked at, then those to be shown on the map, those in view, and of each area the scenes
    with the most to use.
    """

    # List of PlacedQuicklook
    arrived = pyqtSignal(object)
    # List of AreaScene with the clouds over their area
    clouded = pyqtSignal(object)
    # Up42Error: no quicklook is fetched any more, for example because the disk is full, until `fetch_again`
    failed = pyqtSignal(object)
    # PlacedQuicklook or AreaScene, and number of the query, from the workers
    _found = pyqtSignal(object, int)

    def __init__(self, search: AreaSearch, home: Path, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._search = search
        self._home = home
        self._background = Background()
        self._step = Latest(self._background)
        self._number = 0
        self._steps = 0
        self._is_fetching = False
        self._has_failed = False
        self._rows: Dict[RowKey, AreaScene] = {}
        self._by_scene: Dict[str, List[RowKey]] = {}
        # Rows whose quicklook was not requested yet, and the place of those that are fetched without being in view.
        self._waiting: Set[RowKey] = set()
        self._ranks: Dict[RowKey, int] = {}
        self._unseen = 0
        self._current: Optional[RowKey] = None
        self._needed: Dict[RowKey, None] = {}
        self._in_view: Tuple[RowKey, ...] = ()
        self._quicklooks: Dict[str, PlacedQuicklook] = {}
        self._gathered: List[object] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._hand_out)
        self._query_key = ""
        self._title = ""
        self._found.connect(self._gather)
        search.begun.connect(self._begin)
        search.areas_found.connect(self._add)

    @property
    def query_key(self) -> str:
        """Returns the name of the query's folder, which its layers remember; empty before the first query."""
        return self._query_key

    @property
    def title(self) -> str:
        """Returns the name of the group of the query's layers."""
        return self._title

    def look_at(self, key: Optional[RowKey]) -> None:
        """Fetches the quicklook of a row before all others; one that failed once more."""
        self._current = key
        row = self._rows.get(key) if key is not None else None
        found = self._quicklooks.get(row.scene.id) if row is not None else None
        if row is not None and found is not None and found.problem:
            self._waiting.add(row.key)
        self._fetch()

    def need(self, scene_ids: Iterable[str]) -> None:
        """Fetches the quicklooks of scenes, whether they are in view or not."""
        self._needed.update(dict.fromkeys(key for scene_id in scene_ids for key in self._by_scene.get(scene_id, ())))
        self._fetch()

    def want(self, keys: Sequence[RowKey]) -> None:
        """Fetches the quicklooks of these rows, which are in view, before those that nobody looks at."""
        self._in_view = tuple(keys)
        self._fetch()

    def fetch_again(self) -> None:
        """Goes on after a failure."""
        self._has_failed = False
        self._fetch()

    def quicklook(self, scene_id: str) -> Optional[PlacedQuicklook]:
        """Returns the quicklook of a scene, None before it arrived."""
        return self._quicklooks.get(scene_id)

    def row_of(self, scene_id: str) -> Optional[AreaScene]:
        """Returns one of the rows of a scene, None for any other."""
        keys = self._by_scene.get(scene_id)
        return self._rows[keys[0]] if keys else None

    def with_quicklook(self, scene_id: str) -> Optional[Tuple[Scene, PlacedQuicklook]]:
        """Returns a scene with its quicklook, None before that arrived."""
        row, placed = self.row_of(scene_id), self._quicklooks.get(scene_id)
        return None if row is None or placed is None else (row.scene, placed)

    def close(self) -> None:
        """Drops running tasks."""
        self._timer.stop()
        self._background.close()

    def _begin(self) -> None:
        self._number += 1
        self._step.drop()
        self._background.cancel()
        self._timer.stop()
        self._is_fetching = self._has_failed = False
        self._rows, self._by_scene, self._waiting, self._ranks = {}, {}, set(), {}
        self._unseen, self._steps = 0, 0
        self._current, self._needed, self._in_view = None, {}, ()
        self._quicklooks, self._gathered = {}, []
        if not self._search.is_busy:
            self._query_key, self._title = "", ""
            return
        count = self._search.area_count
        several = len(self._search.chosen_products)
        product = self._search.queries[0].product.title
        if several > 1:
            product = counted(QCoreApplication.translate("UP42", "%Ln product(s)", None, several), several)
        areas = counted(QCoreApplication.translate("UP42", "%Ln area(s)", None, count), count)
        self._title = f"{product} · {areas}"
        self._query_key = safe_name(unique_name(self._title, utc_now(), uuid.uuid4().hex))

    def _add(self, arrived: Sequence[AreaFound]) -> None:
        for found in arrived:
            for row in found.rows:
                self._rows[row.key] = row
                self._by_scene.setdefault(row.scene.id, []).append(row.key)
                self._waiting.add(row.key)
            best = sorted(found.rows, key=lambda row: -(row.usable_km2 or 0.0))[:MAX_UNSEEN_PER_AREA]
            self._ranks.update((row.key, rank) for rank, row in enumerate(best))
        self._fetch()

    def _next(self) -> List[AreaScene]:
        """Returns the rows whose quicklooks are fetched next: all areas of each scene."""
        self._needed = {key: None for key in self._needed if key in self._waiting}
        first = () if self._current is None else (self._current,)
        keys = [key for key in (*first, *self._needed, *self._in_view) if key in self._waiting]
        if not keys and self._unseen < MAX_UNSEEN:
            self._ranks = {key: rank for key, rank in self._ranks.items() if key in self._waiting}
            keys = nsmallest(FETCHED_PER_STEP, self._ranks, key=self._ranks.__getitem__)
            self._unseen += len(keys)
        chosen = list(dict.fromkeys(self._rows[key].scene.id for key in keys))[:FETCHED_PER_STEP]
        found = [key for scene_id in chosen for key in self._by_scene[scene_id] if key in self._waiting]
        self._waiting.difference_update(found)
        return [self._rows[key] for key in found]

    def _fetch(self) -> None:
        gateway, connection = self._search.gateway, self._search.connection
        if self._is_fetching or self._has_failed or gateway is None or connection is None or not self._query_key:
            return
        rows = self._next()
        if not rows:
            return
        self._is_fetching = True
        self._steps += 1
        home, number, step = self._home, self._number, self._steps
        folder, cache = home / FOLDER_NAME / self._query_key, image_cache_of(home, connection.name)
        # A scene whose further areas arrive later is placed again, beside the picture that a layer may show.
        scenes = list(dict.fromkeys(row.scene.id for row in rows))
        look = Look(
            lambda quicklook: self._found.emit(quicklook, number),
            WORKERS,
            {scene_id: f"{step:04d}-{place:02d}" for place, scene_id in enumerate(scenes)},
            step % STEPS_PER_CLEANING == 0,
        )

        def work(task: UseCaseTask) -> None:
            # GDAL and numpy take longer to import than the whole dock to open.
            from ...gis.quicklooks.placing import place_over_areas

            with writing_home(home):
                with_clouds(
                    gateway,
                    rows,
                    folder,
                    place_over_areas,
                    task,
                    lambda row: self._found.emit(row, number),
                    cache,
                    look,
                )

        def end(result: None, error: Optional[Up42Error]) -> None:
            self._is_fetching = False
            if error is None:
                self._fetch()
                return
            self._waiting.update(row.key for row in rows if row.scene.id not in self._quicklooks)
            if not isinstance(error, Cancelled):
                self._has_failed = True
                self.failed.emit(error)

        self._step.run("UP42: quicklooks", work, end)

    def _gather(self, found: object, number: int) -> None:
        if number == self._number:
            self._gathered.append(found)
            if not self._timer.isActive():
                self._timer.start()

    def _hand_out(self) -> None:
        gathered, self._gathered = self._gathered, []
        quicklooks = [item for item in gathered if isinstance(item, PlacedQuicklook)]
        self._quicklooks.update((item.scene_id, item) for item in quicklooks)
        rows = [item for item in gathered if isinstance(item, AreaScene)]
        if rows:
            self.clouded.emit(rows)
        if quicklooks:
            self.arrived.emit(quicklooks)
