"""A small picture per job, which distinguishes jobs of the same product: the quicklook of its newest scene."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Callable, Dict, Iterable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Up42Error
from ...domain.jobs.journal import JournalEntry
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
        ordering: Ordering,
        home: Path,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._dry_run = dry_run
        self._scenes = scenes
        self._find_quicklook = find_quicklook
        self._home = home
        self._background = Background()
        # JPEG by key of the job, empty if there is none.
        self._images: Dict[str, bytes] = {}
        ordering.started.connect(self._on_started)
        dry_run.finished.connect(self._on_query_finished)

    def of(self, row: JobRow) -> bytes:
        """Returns the JPEG of a job, empty if there is none."""
        if row.key not in self._images:
            self._images[row.key] = self._kept(row.key) if row.is_own else b""
        return self._images[row.key]

    def close(self) -> None:
        """Drops running tasks."""
        self._background.close()

    def _on_started(self, entry: JournalEntry) -> None:
        image = self._first(ordered_scene_ids(entry.request))
        if not image:
            return
        self._put(entry.key, image)
        path, home = self._path(entry.key), self._home

        def work(task: UseCaseTask) -> None:
            with writing_home(home):
                make_folder(path.parent)
                write_whole(path, image)

        def take(result: None, error: Optional[Up42Error]) -> None:
            if error is not None:
                _LOG.info("The thumbnail of %s was not kept: %s", entry.name, error)

        self._background.run("UP42: thumbnail", work, take)

    def _on_query_finished(self) -> None:
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
