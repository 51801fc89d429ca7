"""`testquery`: the free test query."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFolderDestination,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import FeedbackControl, tr
from .job_parameters import JobAlgorithm

if TYPE_CHECKING:
    from ..domain.ports.gateway import JobGateway


class DryRunAlgorithm(JobAlgorithm):
    """Finds scenes and fetches their quicklooks; spends nothing."""

    FOLDER = "FOLDER"
    SCENES = "SCENES"
    DATA_JSON = "DATA_JSON"
    SCENE_COUNT = "SCENE_COUNT"
    JOB_ID = "JOB_ID"

    fixed_name = "testquery"
    title = QT_TRANSLATE_NOOP("UP42", "Test query")
    summary = QT_TRANSLATE_NOOP(
        "UP42", "Finds the scenes that a job would order and fetches their quicklooks, free of charge."
    )
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Searches the archive of a product over an area, free of charge: no credits are held or used.\n\n"
        "The scenes are written as footprints with their metadata (date, platform, cloud cover, incidence angle, "
        "ground sampling distance, price) into a GeoPackage. Each quicklook becomes a georeferenced GeoTIFF in "
        "the folder; data.json has the service's response, and usage.json the cost of the scenes if the service "
        "reports it.\n\n"
        "Use the scene ids of the GeoPackage in “Estimate” or “Run job”.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_job_parameters(with_scenes=False)
        self.addParameter(
            QgsProcessingParameterFolderDestination(self.FOLDER, tr("Folder of quicklooks and metadata"))
        )
        self.addOutput(
            QgsProcessingOutputVectorLayer(
                self.SCENES, tr("Scenes"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        self.addOutput(QgsProcessingOutputFile(self.DATA_JSON, "data.json"))
        self.addOutput(QgsProcessingOutputNumber(self.SCENE_COUNT, tr("Number of scenes")))
        self.addOutput(QgsProcessingOutputString(self.JOB_ID, tr("Job id")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Runs the use case and writes the GeoPackage."""
        import uuid

        from ..domain.clock import utc_now
        from ..domain.jobs.job import JobMode
        from ..gis.quicklooks.placing import PLACING, place_quicklook
        from ..gis.scenes.scene_file import TABLE, write_scenes
        from ..usecases.dry_run import run_dry_run
        from ..usecases.job_folder import query_folder
        from ..usecases.live_run import unique_name
        from ..usecases.quicklook_cache import cache_of

        product, wanted = self.read_job(gateway, parameters, context, JobMode.DRY_RUN)
        # A folder of its own: in a folder with paid outputs it would replace their data.json.
        folder = query_folder(Path(self.parameterAsString(parameters, self.FOLDER, context)))
        control = FeedbackControl(feedback)
        name = unique_name(product.title, utc_now(), uuid.uuid4().hex)
        result = run_dry_run(
            gateway,
            product,
            wanted,
            name,
            folder,
            lambda image, scene: place_quicklook(image, scene, wanted.aoi),
            control,
            control.pause,
            cache=cache_of(self.services.home, self.connection.name, PLACING, wanted.aoi),
        )
        scenes = result.collection.scenes
        path = write_scenes(folder / "scenes.gpkg", scenes, wanted.aoi)
        without = sum(1 for quicklook in result.quicklooks if quicklook.problem)
        unreadable = result.collection.unreadable_count
        if unreadable:
            feedback.pushWarning(tr("%Ln scene(s) in the response could not be read.", None, unreadable))
        if not scenes and not unreadable:
            feedback.pushInfo(tr("No scenes match. Try a longer period, more cloud cover or another area."))
        if without:
            pattern = tr("Without a readable quicklook: {count} of %Ln scene(s).", None, len(scenes))
            feedback.pushInfo(pattern.format(count=without))
        source = f"{path}|layername={TABLE}"
        if context.project() is not None:
            self._load_when_done(source, context)
        return {
            self.SCENES: source,
            self.DATA_JSON: str(folder / "data.json"),
            self.FOLDER: str(folder),
            self.SCENE_COUNT: len(scenes),
            self.JOB_ID: result.job.id,
        }

    def _load_when_done(self, source: str, context: QgsProcessingContext) -> None:
        from ..gis.scenes.quicklook_layers import FootprintStyler

        details = QgsProcessingContext.LayerDetails(
            tr("Scenes"), context.project(), self.SCENES, QgsProcessingUtils.LayerHint.Vector
        )
        self._styler = FootprintStyler()
        details.setPostProcessor(self._styler)
        context.addLayerToLoadOnCompletion(source, details)
