"""`runjobareas`: live jobs for scenes over many areas, within one budget."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import FeedbackControl, project_file, tr
from .job_parameters import JobAlgorithm

if TYPE_CHECKING:
    from ..domain.ports.gateway import JobGateway


class RunJobAreasAlgorithm(JobAlgorithm):
    """Orders scenes over many areas; MAX_CREDITS for all together replaces the confirmation in the dock."""

    guide_page = "many-areas"
    SCENES = "SCENES"
    MAX_CREDITS = "MAX_CREDITS"
    NAME = "NAME"
    WAIT = "WAIT"
    FOLDER = "FOLDER"
    JOB_IDS = "JOB_IDS"
    STATUS = "STATUS"
    CREDITS_USED = "CREDITS_USED"
    OUTPUT_FILES = "OUTPUT_FILES"
    REFUSED_COUNT = "REFUSED_COUNT"

    fixed_name = "runjobareas"
    title = QT_TRANSLATE_NOOP("UP42", "Run jobs over areas (spends credits)")
    summary = QT_TRANSLATE_NOOP(
        "UP42", "Orders scenes over many areas within one budget and downloads their outputs."
    )
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Orders the scenes of “Test query over areas” or “Watch areas”. THIS SPENDS CREDITS.\n\nThe selected rows "
        "are ordered, or all if none is selected. All prices are requested first. If the rows together may cost "
        "more than “Maximum credits to spend”, nothing is ordered. Otherwise each area and product becomes one "
        "job, and the outputs of each area are written to a folder of its own.\n\nA row that the service refuses, "
        "or that you own or have ordered already, is left out and named in the log; the others are ordered.\n\n"
        "No request to order is ever repeated. After an interruption run the algorithm again with the same name "
        "and rows: it is the same purchase, which orders only what is missing.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_connection_parameter()
        self._add(
            QgsProcessingParameterFeatureSource(
                self.SCENES, tr("Scenes over areas"), [QgsProcessing.SourceType.TypeVectorAnyGeometry]
            ),
            tr("Rows of “Test query over areas” or “Watch areas”; the selected ones, or all if none is selected."),
        )
        self._add(
            QgsProcessingParameterNumber(
                self.MAX_CREDITS,
                tr("Maximum credits to spend"),
                QgsProcessingParameterNumber.Type.Integer,
                minValue=0,
            ),
            tr("For all rows together, earlier runs of the same purchase included. No default."),
        )
        self._add(
            QgsProcessingParameterString(self.NAME, tr("Name of the purchase"), optional=True),
            tr("Start of the names of the jobs. The same name and rows are the same purchase."),
        )
        self.addParameter(
            QgsProcessingParameterBoolean(self.WAIT, tr("Wait for the jobs and fetch their outputs"), True)
        )
        self.addParameter(QgsProcessingParameterFolderDestination(self.FOLDER, tr("Folder of the outputs")))
        self.add_extra_parameter()
        self.addOutput(QgsProcessingOutputString(self.JOB_IDS, tr("Job ids, joined by commas")))
        self.addOutput(QgsProcessingOutputString(self.STATUS, tr("State of the jobs")))
        self.addOutput(QgsProcessingOutputNumber(self.CREDITS_USED, tr("Credits used")))
        self.addOutput(QgsProcessingOutputString(self.OUTPUT_FILES, tr("Files, joined by line breaks")))
        self.addOutput(QgsProcessingOutputNumber(self.REFUSED_COUNT, tr("Number of rows without an order")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Makes all checks, places the orders and follows them to their end.

        Once an order may have been sent, every failure is reported and the results are returned.
        """
        from ..domain.errors import Cancelled, Up42Error
        from ..domain.outputs.disk import expect_writable
        from .area_outputs import report
        from .area_run import AreaRun
        from .order_rows import RowReader

        project = project_file(context)
        rows = RowReader(self, gateway, parameters, context, project).read(self.SCENES)
        folder = Path(self.parameterAsString(parameters, self.FOLDER, context))
        is_waiting = self.parameterAsBool(parameters, self.WAIT, context)
        if is_waiting:
            # Checked before the order: afterwards it would be too late to find that the outputs have no folder.
            expect_writable(folder)
        run = AreaRun(self, gateway, rows, folder, feedback, is_waiting=is_waiting)
        title = self.parameterAsString(parameters, self.NAME, context).strip()
        budget = self.parameterAsInt(parameters, self.MAX_CREDITS, context)
        try:
            with contextlib.suppress(Cancelled):
                run.order(title, budget)
        except (Up42Error, QgsProcessingException) as error:
            if not run.has_ordered:
                raise
            report(feedback, error)
        # Raises at once if the user cancelled the ordering.
        with contextlib.suppress(Cancelled):
            run.follow(FeedbackControl(feedback))
        state = run.finish()
        return {
            self.JOB_IDS: ",".join(state.job_ids),
            self.STATUS: run.status,
            self.CREDITS_USED: state.credits_used,
            self.FOLDER: str(folder),
            self.OUTPUT_FILES: "\n".join(run.outputs.files),
            self.REFUSED_COUNT: run.refused_count,
        }
