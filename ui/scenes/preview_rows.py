"""What the preview goes through: the rows of a list of scenes, each with its picture, facts and tick."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional, Tuple

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.app.scenes.dry_run import DryRun
from ...core.app.scenes.map_scenes import MapScenes
from ...core.app.scenes.query_usage import QueryUsage
from ...core.app.scenes.scene_filter import SceneFilterModel
from ...core.app.scenes.scene_list import SceneListModel
from ...core.domain.scenes.scene import PlacedQuicklook, Scene
from ..wording import owned_texts
from .scene_facts import scene_facts_lines


class PreviewRows(QObject):
    """Rows by key: a scene's id in the list of one area, area, product and scene in that of many."""

    # Ticks or figures of rows
    changed = pyqtSignal()
    # No key is valid any more
    renewed = pyqtSignal()

    def keys(self) -> List[Any]:
        """Returns the keys of the listed rows, in their order."""
        raise NotImplementedError

    def scene(self, key: Any) -> Optional[Scene]:
        """Returns the scene of a row, listed or hidden by the filters; None for any other."""
        raise NotImplementedError

    def is_ticked(self, key: Any) -> bool:
        """Returns whether a row is in the order."""
        raise NotImplementedError

    def tick(self, key: Any, is_ticked: bool) -> None:
        """Puts a row into the order, or takes it out."""
        raise NotImplementedError

    def facts(self, key: Any) -> List[Tuple[str, str]]:
        """Returns titles and values."""
        raise NotImplementedError

    def quicklook(self, key: Any) -> Optional[PlacedQuicklook]:
        """Returns the quicklook of a row, None before it arrived."""
        raise NotImplementedError

    def layer_id(self, key: Any) -> str:
        """Returns the id of the quicklook's layer, empty while there is none."""
        raise NotImplementedError

    def outlines(self, key: Any) -> Tuple[QgsGeometry, QgsGeometry]:
        """Returns the outlines of scene and area in EPSG:4326, null where unknown."""
        raise NotImplementedError

    def order_refusal(self, key: Any) -> str:
        """Returns why a row cannot be ordered, empty if it can."""
        return ""

    def area_name(self, key: Any) -> str:
        """Returns the name of the row's area, empty where the list has but one."""
        return ""

    def documents(self) -> Dict[str, Tuple[str, str]]:
        """Returns the documents of the test query as title and text, by the names of their views."""
        return {}

    def document(self) -> Mapping[str, Any]:
        """Returns the document with the features of the scenes, empty without one."""
        return {}


class SceneRows(PreviewRows):
    """The rows of the list of one area."""

    def __init__(
        self,
        scene_filter: SceneFilterModel,
        scenes: SceneListModel,
        map_scenes: MapScenes,
        dry_run: DryRun,
        usage: QueryUsage,
    ) -> None:
        super().__init__()
        self._model = scenes
        self._filter = scene_filter
        self._map_scenes = map_scenes
        self._texts = (dry_run.document_text(), usage.text)
        self._model.dataChanged.connect(self.changed)
        self._model.ticked_changed.connect(self.changed)
        self._model.modelReset.connect(self.renewed)

    def keys(self) -> List[str]:
        """Returns the ids of the listed scenes."""
        return self._filter.scene_ids()

    def scene(self, key: str) -> Optional[Scene]:
        """Returns a scene by its id."""
        return self._model.scene_of(key)

    def is_ticked(self, key: str) -> bool:
        """Returns whether a scene is in the order."""
        return self._model.is_ticked(key)

    def tick(self, key: str, is_ticked: bool) -> None:
        """Puts a scene into the order, or takes it out."""
        self._model.tick([key], is_ticked)

    def facts(self, key: str) -> List[Tuple[str, str]]:
        """Returns titles and values."""
        mark = owned_texts()[0] if self._model.is_owned(key) else ""
        return scene_facts_lines(self._model.seen(key), self._model.cost(key), mark)

    def quicklook(self, key: str) -> Optional[PlacedQuicklook]:
        """Returns the quicklook of a scene."""
        return self._model.quicklook(key)

    def layer_id(self, key: str) -> str:
        """Returns the id of the quicklook's layer."""
        return self._map_scenes.layer_id(key)

    def outlines(self, key: str) -> Tuple[QgsGeometry, QgsGeometry]:
        """Returns the outlines of scene and area."""
        return self._map_scenes.footprint_geometry(key), self._map_scenes.area_geometry()

    def documents(self) -> Dict[str, Tuple[str, str]]:
        """Returns data.json and usage.json, as far as there are any."""
        named = (("document_view", "data.json"), ("usage_view", "usage.json"))
        return {name: (title, text) for (name, title), text in zip(named, self._texts) if text}

    def document(self) -> Mapping[str, Any]:
        """Returns data.json."""
        return json.loads(self._texts[0]) if self._texts[0] else {}
