"""What the preview shows of the rows of the list of many areas."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Optional, Tuple

from qgis.core import QgsGeometry

from ...core.app.areas.area_columns import AreaRole
from ...core.app.areas.area_list import AreaListModel
from ...core.app.areas.area_map import AreaMap
from ...core.app.areas.area_pictures import AreaPictures
from ...core.app.areas.area_search import AreaSearch
from ...core.domain.areas.area_scene import AreaScene, RowKey
from ...core.domain.jobs.credits import EstimateLine
from ...core.domain.scenes.figures import SceneOnArea
from ...core.domain.scenes.scene import PlacedQuicklook, Scene
from ...core.wording.areas import row_problem_text
from ..scenes.preview_rows import PreviewRows
from ..scenes.scene_facts import scene_facts_lines
from ..wording.areas import order_refusal_text


class AreaPreviewRows(PreviewRows):
    """The rows of all listed areas, one area after the other."""

    def __init__(
        self, areas: AreaListModel, search: AreaSearch, pictures: AreaPictures, area_map: AreaMap
    ) -> None:
        super().__init__()
        self._model = areas
        self._search = search
        self._pictures = pictures
        self._map = area_map
        self._model.dataChanged.connect(self.changed)
        self._model.ticked_changed.connect(self.changed)
        self._model.listed_changed.connect(self.changed)
        self._map.layer_added.connect(self.changed)
        self._search.begun.connect(self.renewed)

    def keys(self) -> List[RowKey]:
        """Returns the keys of the rows as they are listed."""
        return self._model.listed_keys()

    def scene(self, key: RowKey) -> Optional[Scene]:
        """Returns the scene of a row."""
        row = self._model.row_of(key)
        return None if row is None else row.scene

    def is_ticked(self, key: RowKey) -> bool:
        """Returns whether a row is in the order."""
        return self._model.is_ticked(key)

    def tick(self, key: RowKey, is_ticked: bool) -> None:
        """Puts a row into the order, or takes it out."""
        self._model.tick([key], is_ticked)

    def facts(self, key: RowKey) -> List[Tuple[str, str]]:
        """Returns titles and values, of the scene over its area."""
        row = self._row(key)
        seen = SceneOnArea(row.scene, row.coverage, row.area.area_km2, self.quicklook(key), row.credits)
        problem = row_problem_text(row)
        cost = EstimateLine("", 0, 0, row.scene.id, problem=problem) if problem else None
        mark = self._model.index_of(key).data(AreaRole.ORDERED) or ""
        return scene_facts_lines(seen, cost, mark, row.area.name)

    def quicklook(self, key: RowKey) -> Optional[PlacedQuicklook]:
        """Returns the quicklook of a row, with the clouds over its area."""
        row, placed = self._row(key), self._pictures.quicklook(key[2])
        if placed is None or placed.problem:
            return placed
        # Several areas may be on the same picture.
        return replace(
            placed, aoi_cloud_cover=row.aoi_cloud_cover, aoi_cloud_error=row.aoi_cloud_error, aoi_seen=None
        )

    def layer_id(self, key: RowKey) -> str:
        """Returns the id of the quicklook's layer."""
        return self._map.layer_id(key[2])

    def outlines(self, key: RowKey) -> Tuple[QgsGeometry, QgsGeometry]:
        """Returns the outlines of scene and area."""
        found = self._model.found_of(key)
        area = QgsGeometry() if found is None else self._search.outline_of(found)
        return self._search.footprint_of(self._row(key)), area

    def order_refusal(self, key: RowKey) -> str:
        """Returns why a row cannot be ordered."""
        return order_refusal_text(self._search, [self._row(key)])

    def area_name(self, key: RowKey) -> str:
        """Returns the name of the row's area."""
        return self._row(key).area.name

    def _row(self, key: RowKey) -> AreaScene:
        row = self._model.row_of(key)
        if row is None:
            raise KeyError(key)
        return row
