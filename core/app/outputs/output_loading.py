"""Loads delivered files: layers are built by a worker, added a few at a time, overviews follow."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Deque, Dict, List, Optional, Tuple

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.errors import Up42Error
from ...domain.outputs.delivery import OutputFile
from ...domain.outputs.lineage import Lineage
from ...domain.scenes.scene import Scene
from ...gis.outputs import project_layers
from ...usecases.output_manifest import delivered_files
from ..session.task import Background, UseCaseTask

if TYPE_CHECKING:
    from ...gis.outputs.layer_building import BuiltLayer

_LOG = logging.getLogger(__name__)


class OutputLoading(QObject):
    """One task per job; layers that are in the project already are not added again.

    `overviews` is the folder for overviews of images in read-only folders.
    """

    # Key of the job, number of added layers, all datasets (tuple of OutputFile, with their problems)
    loaded = pyqtSignal(str, int, object)
    # Key of the job, Up42Error
    failed = pyqtSignal(str, object)
    # Lineage, BuiltLayer; from the worker thread
    _built = pyqtSignal(object, object)

    def __init__(self, project: QgsProject, overviews: Path, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._project = project
        self._overviews = overviews
        self._background = Background()
        self._waiting: Deque[Callable[[], None]] = deque()
        self._running: Dict[str, UseCaseTask] = {}
        self._counts: Dict[str, int] = {}
        self._timer = QTimer(self)
        # One layer per turn of the event loop: each takes milliseconds, and the window is drawn in between.
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._do_next)
        self._built.connect(self._on_built)

    def is_loading(self, key: str) -> bool:
        """Returns whether the outputs of a job are being loaded."""
        return key in self._running

    def load(
        self,
        lineage: Lineage,
        folder: Path,
        files: Optional[Tuple[OutputFile, ...]] = None,
        find_scenes: Callable[[UseCaseTask], Tuple[Scene, ...]] = lambda task: (),
    ) -> None:
        """Loads the datasets among `files`, or of the whole folder; does nothing if already loading.

        `find_scenes` may read from disk; it is asked if `lineage` has no scenes.
        """
        key = lineage.key
        if key in self._running:
            return
        there = project_layers.layers_there(self._project, key)
        states = {name: layer.isValid() for name, layer in there.items()}
        sources = project_layers.sources_there(self._project)
        self._counts[key] = 0

        def work(task: UseCaseTask) -> Tuple[OutputFile, ...]:
            from ...gis.outputs.datasets import find_datasets
            from ...gis.outputs.delivered_facts import DeliveredFacts
            from ...gis.outputs.layer_building import build_layer, datasets_of, file_key
            from ...gis.outputs.looks import Looks

            found = files if files is not None else find_datasets(folder, delivered_files(folder))
            facts = DeliveredFacts(found)
            full = lineage if lineage.scenes else replace(lineage, scenes=find_scenes(task))
            looks = Looks(found, facts)
            known = project_layers.same_files(sources)
            datasets: List[OutputFile] = []
            for file in datasets_of(found):
                task.check()
                if not states.get(file_key(file, folder), project_layers.is_there(file.opened, known)):
                    built = build_layer(file, folder, facts, full, looks)
                    file = built.file
                    self._built.emit(full, built)
                datasets.append(file)
            return tuple(datasets)

        def take(datasets: Optional[Tuple[OutputFile, ...]], error: Optional[Up42Error]) -> None:
            self._then(lambda: self._end(key, datasets, error))

        self._running[key] = self._background.run(f"UP42: {lineage.job_name}", work, take)

    def close(self) -> None:
        """Stops; layers in the project stay."""
        self._timer.stop()
        self._waiting.clear()
        # Layers that a worker still emits are ignored.
        self._running.clear()
        self._background.close()

    def _then(self, step: Callable[[], None]) -> None:
        self._waiting.append(step)
        self._timer.start()

    def _do_next(self) -> None:
        if self._waiting:
            self._waiting.popleft()()
        if not self._waiting:
            self._timer.stop()

    def _on_built(self, lineage: Lineage, built: BuiltLayer) -> None:
        layer = built.layer
        if layer is not None and lineage.key in self._running:
            self._then(lambda: self._add(lineage, built))

    def _add(self, lineage: Lineage, built: BuiltLayer) -> None:
        if built.layer is None:
            return
        name = str(built.layer.customProperty(project_layers.FILE_KEY))
        broken = project_layers.layers_there(self._project, lineage.key).get(name)
        if broken is not None:
            project_layers.repoint_output(broken, built.layer)
            return
        project_layers.add_output(self._project, lineage, built.layer)
        self._counts[lineage.key] += 1

    def _end(self, key: str, datasets: Optional[Tuple[OutputFile, ...]], error: Optional[Up42Error]) -> None:
        self._running.pop(key, None)
        count = self._counts.pop(key, 0)
        if datasets is None:
            self.failed.emit(key, error)
            return
        self.loaded.emit(key, count, datasets)
        self._build_overviews([dataset.opened for dataset in datasets if dataset.problem is None])

    def _build_overviews(self, sources: List[str]) -> None:
        def work(task: UseCaseTask) -> Dict[str, str]:
            from ...gis.outputs.overviews import build_overviews, needs_overviews

            done: Dict[str, str] = {}
            for source in sources:
                task.check()
                if not needs_overviews(source):
                    continue
                try:
                    done[source] = build_overviews(source, task, self._overviews)
                except Up42Error as error:
                    task.check()
                    # The image is on the map without overviews; it only draws more slowly.
                    _LOG.warning("No overviews for %s: %s", Path(source).name, error)
            return done

        def take(done: Optional[Dict[str, str]], error: Optional[Up42Error]) -> None:
            if done:
                project_layers.reopen_layers(self._project, done)

        self._background.run("UP42: overviews", work, take)
