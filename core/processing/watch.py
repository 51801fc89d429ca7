"""`watch`: what is new over many areas since the last run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import FeedbackControl, refusal, tr
from .areas_parameters import AreasAlgorithm

if TYPE_CHECKING:
    from ..domain.ports.gateway import JobGateway


class WatchAlgorithm(AreasAlgorithm):
    """Finds the scenes over each feature of a layer that no earlier run reported; spends nothing."""

    WATCH = "WATCH"
    NEW_SCENES = "NEW_SCENES"
    NEW_COUNT = "NEW_COUNT"

    fixed_name = "watch"
    title = QT_TRANSLATE_NOOP("UP42", "Watch areas")
    summary = QT_TRANSLATE_NOOP("UP42", "Finds the scenes that are new over each feature of a layer, free of charge.")
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Searches one or several products over each polygon of a layer, free of charge, and reports each scene once: "
        "“New scenes” has those that no earlier run of this watch reported. Run it from a scheduler.\n\n"
        "A scene counts as reported once the output is on disk. Scenes over an area that fails are reported by a later "
        "run. An area that is moved or renamed keeps its memory if it keeps its feature id and half of its shape. If "
        "there are more new scenes than the limit, the next run reports the rest, except after the first one.\n\n"
        "Select rows of “New scenes” and give them to “Run job over areas” to order them.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_area_parameters()
        self._add(
            QgsProcessingParameterString(self.WATCH, tr("Name of the watch")),
            tr("Runs with the same name, over the same account, report each scene once."),
        )
        self.add_area_outputs(self.NEW_SCENES, tr("New scenes"))
        self.addOutput(QgsProcessingOutputNumber(self.NEW_COUNT, tr("Number of new rows")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Searches, and writes both GeoPackages; the memory changes exactly when the new scenes are on disk."""
        from ..domain.clock import utc_now
        from ..gis.areas.kept import share_kept
        from ..gis.scenes.area_scene_file import NEW_SCENES, write_area_scene_part
        from ..usecases.watched_areas import open_watch
        from ..wording.areas import lost_memory_text

        name = " ".join(self.parameterAsString(parameters, self.WATCH, context).split())
        if not name:
            raise refusal(self.WATCH, tr("Give the watch a name; runs with the same name report each scene once."))
        areas = self.read_areas(parameters, context)
        query = self.read_query(gateway, areas, parameters, context)
        folder = self.read_folder(parameters, context)
        memory, control = self.open_journal().watches, FeedbackControl(feedback)
        with open_watch(memory, self.services.home, name, gateway.account(), control, utc_now) as run:
            if run.has_lost_memory:
                feedback.pushWarning(lost_memory_text())
            query = run.narrowed(query, areas, share_kept)
            found = self.search(gateway, areas, query, folder, parameters, context, feedback)
            rows = self.written_rows(found, query)
            report = self.write_report(folder, found)
            target = folder / f"{NEW_SCENES}.gpkg"
            run.report(found, query, target, lambda part: write_area_scene_part(part, rows, NEW_SCENES))
        scenes = f"{target}|layername={NEW_SCENES}"
        self.load_when_done(
            {
                self.NEW_SCENES: (tr("New scenes: {watch}").format(watch=name), scenes),
                self.AREAS_REPORT: (tr("Report on the areas"), report),
            },
            context,
        )
        return {
            self.NEW_SCENES: scenes,
            self.AREAS_REPORT: report,
            self.FOLDER: str(folder),
            self.NEW_COUNT: len(rows),
            self.SCENE_COUNT: len(rows) + sum(item.known_count for item in found),
            self.AREA_COUNT: len(found),
            self.FAILED_COUNT: sum(1 for item in found if item.problems),
        }
