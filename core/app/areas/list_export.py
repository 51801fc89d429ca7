"""Exports the lists of scenes, of one area and of many, to files of the user."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Sequence

from qgis.core import QgsProject, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.areas.area_scene import AreaScene, best_of
from ...domain.areas.fields import AREA_SCENE_FIELDS, AreaRow
from ...domain.errors import ErrorKind, Up42Error
from ...domain.plain_text import plain
from ...domain.scenes.export import Exported, ExportFormat, ExportRow, ExportTable, format_of, undated_count
from ...wording.areas import row_problem_text
from ..scenes.figures import EXPORT_FIELDS
from ..scenes.scene_filter import SceneFilterModel
from ..scenes.scene_list import SceneListModel
from ..session.task import Background, UseCaseTask

if TYPE_CHECKING:
    from .area_list import AreaListModel

# The service's own document of a scene contains links that give access.
AREA_EXPORT_FIELDS = tuple(field for field in AREA_SCENE_FIELDS if field.name != "properties")


class ListExport(QObject):
    """Writes what the lists show, in the background; main thread only."""

    # Exported
    written = pyqtSignal(object)
    # Up42Error, and the path
    failed = pyqtSignal(object, str)

    def __init__(
        self,
        scenes: SceneListModel,
        scene_filter: SceneFilterModel,
        area_list: Callable[[], AreaListModel],
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._scenes = scenes
        self._filter = scene_filter
        self._area_list = area_list
        self._background = Background()

    def listed_scenes(self) -> ExportTable:
        """Returns the scenes that pass the filters, in the order of the list."""
        return self._scene_table(self._filter.scene_ids())

    def all_scenes(self) -> ExportTable:
        """Returns all scenes of the test query, in the order of the list."""
        return self._scene_table([scene.id for scene in self._scenes.scenes()])

    def area_scenes(self) -> ExportTable:
        """Returns all rows of the list of many areas, area by area."""
        return self._area_table(self._area_list().all_rows())

    def listed_area_scenes(self) -> ExportTable:
        """Returns the rows of the list of many areas that pass the filters, area by area."""
        return self._area_table([row for _, rows in self._area_list().areas() for row in rows])

    def start(self, table: ExportTable, path: Path) -> None:
        """Writes a table; the suffix of the path decides the format. A file that a layer of the project uses stays."""
        kind = format_of(path) or ExportFormat.GEOPACKAGE
        if _is_in_project(path):
            self.failed.emit(Up42Error(ErrorKind.FOLDER_NOT_WRITABLE, f"{path.name}: in use"), str(path))
            return

        def work(task: UseCaseTask) -> Exported:
            # GDAL takes longer to import than the whole dock to open.
            from ...gis.scenes.list_file import write_list

            left_out = undated_count(table) if kind is ExportFormat.STAC else 0
            return Exported(write_list(path, table, kind), kind, len(table.rows) - left_out, left_out)

        def end(exported: Optional[Exported], error: Optional[Up42Error]) -> None:
            if error is None:
                self.written.emit(exported)
            elif error.kind is not ErrorKind.CANCELLED:
                self.failed.emit(error, str(path))

        self._background.run(f"UP42: {path.name}", work, end)

    def add_layers(self, exported: Exported) -> List[QgsVectorLayer]:
        """Adds the layers of a GeoPackage to the project and returns them."""
        from ...gis.scenes.quicklook_layers import apply_footprint_style

        added = []
        for name in ("footprints", "scenes"):
            source = f"{exported.path}|layername={name}"
            layer = QgsVectorLayer(source, plain(f"{exported.path.stem} {name}"), "ogr")
            if layer.isValid():
                apply_footprint_style(layer)
                # The file is the user's own.
                layer.setReadOnly(False)
                QgsProject.instance().addMapLayer(layer)
                added.append(layer)
        return added

    def close(self) -> None:
        """Drops running exports; an unfinished file never gets its name."""
        self._background.close()

    def _area_table(self, rows: Sequence[AreaScene]) -> ExportTable:
        by_area: Dict[int, List[AreaScene]] = {}
        for row in rows:
            by_area.setdefault(row.area.id, []).append(row)
        best = {found.key for found in map(best_of, by_area.values()) if found is not None}
        written = (AreaRow(row, row.product_key, row.key in best, row_problem_text(row)) for row in rows)
        shaped = tuple(ExportRow(row, row.found.scene, row.found.parts, row.product) for row in written)
        return ExportTable(AREA_EXPORT_FIELDS, shaped, has_areas=True)

    def _scene_table(self, scene_ids: Sequence[str]) -> ExportTable:
        # Copies: prices and quicklooks go on arriving while the file is written.
        seen = [replace(self._scenes.seen(scene_id)) for scene_id in scene_ids]
        return ExportTable(EXPORT_FIELDS, tuple(ExportRow(item, item.scene) for item in seen))


def _is_in_project(path: Path) -> bool:
    wanted = os.path.realpath(path)
    for layer in QgsProject.instance().mapLayers().values():
        source = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
        if source and os.path.realpath(source) == wanted:
            return True
    return False
