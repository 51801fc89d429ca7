"""A small picture per job, which distinguishes jobs of the same product: the quicklook of its newest scene."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Callable, Dict, Iterable, Optional, Sequence

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Up42Error
from ...domain.jobs.journal import JournalEntry
from ...domain.jobs.purchase import AreaOutcome
from ...domain.jobs.request_facts import ordered_scene_ids
from ...domain.outputs.disk import make_folder, write_whole, writing_home
from ...domain.outputs.file_names import safe_name
from ...domain.scenes.scene import PlacedQuicklook
from ..scenes.dry_run import DryRun
from ..scenes.scene_list import SceneListModel
from ..session.task import Background, UseCaseTask
from .job_list import SERVICE_PREFIX, JobRow
from .ordering import Ordering

_LOG = logging.getLogger(__name__)

FOLDER_NAME = "thumbnails"


class JobThumbnails(QObject):
    """Those of live jobs are kept on disk, those of test queries for this session."""

    # Key of the job
    changed = pyqtSignal(str)

    def __init__(
        self,
        dry_run: DryRun,
        scenes: SceneListModel,
        find_quicklook: Callable[[str], Optional[PlacedQuicklook]],
        need_quicklooks: Callable[[Iterable[str]], None],
        ordering: Ordering,
        home: Path,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._dry_run = dry_run
        self._scenes = scenes
        self._find_quicklook = find_quicklook
        self._need_quicklooks = need_quicklooks
        self._home = home
        self._background = Background()
        # JPEG by key of the job, empty if there is none.
        self._images: Dict[str, bytes] = {}
        # Jobs that were ordered before a quicklook of theirs arrived, with the ids of their scenes.
        self._waiting: Dict[str, Sequence[str]] = {}
        ordering.started.connect(self._on_started)
        # Which reports the first job of a purchase only.
        ordering.areas_placed.connect(self._on_areas_placed)
        dry_run.finished.connect(self._on_query_finished)

    def of(self, row: JobRow) -> bytes:
        """Returns the JPEG of a job, empty if there is none."""
        if row.key not in self._images:
            self._images[row.key] = self._kept(row.key) if row.is_own else b""
        return self._images[row.key]

    def close(self) -> None:
        """Drops running tasks."""
        self._background.close()

    def look_again(self) -> None:
        """Takes what has arrived for jobs that were ordered before."""
        for key, scene_ids in list(self._waiting.items()):
            self._take(key, scene_ids)

    def _on_started(self, entry: JournalEntry) -> None:
        scene_ids = ordered_scene_ids(entry.request)
        self._waiting[entry.key] = scene_ids
        self._take(entry.key, scene_ids)
        if entry.key in self._waiting:
            # Of many areas only what is looked at is fetched, and what is ordered need not be.
            self._need_quicklooks(scene_ids)

    def _on_areas_placed(self, placed: Sequence[AreaOutcome]) -> None:
        for outcome in placed:
            if outcome.entry is not None and not self._images.get(outcome.entry.key):
                self._on_started(outcome.entry)

    def _take(self, key: str, scene_ids: Sequence[str]) -> None:
        image = self._first(scene_ids)
        if not image:
            return
        del self._waiting[key]
        self._put(key, image)
        path, home = self._path(key), self._home

        def work(task: UseCaseTask) -> None:
            with writing_home(home):
                make_folder(path.parent)
                write_whole(path, image)

        def take(result: None, error: Optional[Up42Error]) -> None:
            if error is not None:
                _LOG.info("The thumbnail of %s was not kept: %s", key, error)

        self._background.run("UP42: thumbnail", work, take)

    def _on_query_finished(self) -> None:
        self.look_again()
        if self._dry_run.job is not None:
            self._put(SERVICE_PREFIX + self._dry_run.job.id, self._first(scene.id for scene in self._scenes.scenes()))

    def _first(self, scene_ids: Iterable[str]) -> bytes:
        found = (self._find_quicklook(scene_id) for scene_id in scene_ids)
        return next((placed.thumbnail for placed in found if placed is not None and placed.thumbnail), b"")

    def _put(self, key: str, image: bytes) -> None:
        self._images[key] = image
        self.changed.emit(key)

    def _path(self, key: str) -> Path:
        return self._home / FOLDER_NAME / f"{safe_name(key)}.jpg"

    def _kept(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except OSError:
            return b""
