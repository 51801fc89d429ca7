"""`testqueryareas`: the free test query over many areas and products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import tr
from .areas_parameters import AreasAlgorithm

if TYPE_CHECKING:
    from ..domain.ports.gateway import JobGateway


class AreaQueryAlgorithm(AreasAlgorithm):
    """Finds scenes over each feature of a layer; spends nothing."""

    SCENES = "SCENES"

    fixed_name = "testqueryareas"
    title = QT_TRANSLATE_NOOP("UP42", "Test query over areas")
    summary = QT_TRANSLATE_NOOP("UP42", "Finds scenes over each feature of a layer, with their prices, free of charge.")
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Searches one or several products over each polygon of a layer, free of charge: no credits are held or "
        "used.\n\n“Scenes” has a row per area, product and scene, with the part of the area that would be ordered, "
        "its coverage, the clouds over it, its price and the price per usable km². “Report on the areas” has a row "
        "per area with its best scene, and what went wrong there: one area that fails stops no other.\n\n"
        "Select rows of “Scenes” and give them to “Run job over areas” to order them.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_area_parameters()
        self.add_area_outputs(self.SCENES, tr("Scenes"))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Searches, and writes both GeoPackages."""
        from ..gis.scenes.area_scene_file import SCENES, write_area_scenes

        areas = self.read_areas(parameters, context)
        query = self.read_query(gateway, areas, parameters, context)
        folder = self.read_folder(parameters, context)
        found = self.search(gateway, areas, query, folder, parameters, context, feedback)
        rows = self.written_rows(found, query)
        scenes = f"{write_area_scenes(folder / f'{SCENES}.gpkg', rows)}|layername={SCENES}"
        report = self.write_report(folder, found)
        self.load_when_done(
            {self.SCENES: (tr("Scenes"), scenes), self.AREAS_REPORT: (tr("Report on the areas"), report)}, context
        )
        return {
            self.SCENES: scenes,
            self.AREAS_REPORT: report,
            self.FOLDER: str(folder),
            self.SCENE_COUNT: len(rows),
            self.AREA_COUNT: len(found),
            self.FAILED_COUNT: sum(1 for item in found if item.problems),
        }
