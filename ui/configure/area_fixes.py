"""Buttons that repair a problem of the area."""

from __future__ import annotations

from typing import Dict, Iterable, List, Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ...core.domain.problems import Problem, ProblemCode
from ...core.domain.remedies import Remedy, remedies
from ..parts.flow_layout import FlowLayout

_ZOOM_CODES = (ProblemCode.SEARCH_TOO_LARGE, ProblemCode.VIEW_TOO_WIDE)
_CRS_CODES = (ProblemCode.CRS_MISSING, ProblemCode.CRS_NOT_ON_EARTH, ProblemCode.NOT_ON_EARTH)


class AreaFixes(QWidget):
    """Hidden while nothing can be repaired."""

    # Remedy, and the maximum number of vertices
    remedy_chosen = pyqtSignal(object, int)
    crs_wanted = pyqtSignal()
    zoom_wanted = pyqtSignal()
    each_feature_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._max_corners = 0
        layout = FlowLayout(self)
        self.crs_button = QPushButton(self.tr("Set CRS…"))
        self.crs_button.setObjectName("set_crs_button")
        self.crs_button.setToolTip(self.tr("Choose the coordinate reference system that the coordinates are in"))
        self.crs_button.clicked.connect(self.crs_wanted)
        layout.addWidget(self.crs_button)
        self.zoom_button = QPushButton(self.tr("Zoom In"))
        self.zoom_button.setObjectName("zoom_in_button")
        self.zoom_button.setToolTip(self.tr("Zooms the map in around its centre until it can be searched"))
        self.zoom_button.clicked.connect(self.zoom_wanted)
        layout.addWidget(self.zoom_button)
        self.each_button = QPushButton(self.tr("Search Each Feature"))
        self.each_button.setObjectName("each_feature_button")
        self.each_button.setToolTip(
            self.tr("Makes each feature an area of its own, with one list of scenes; a file is added to the project")
        )
        self.each_button.clicked.connect(self.each_feature_wanted)
        layout.addWidget(self.each_button)
        texts = {
            Remedy.DISSOLVE: (
                self.tr("Remove Crossings"),
                self.tr("Keeps what the outline encloses, without crossings; compare the result with the map"),
            ),
            Remedy.FILL_HOLES: (self.tr("Fill Holes"), self.tr("Includes the holes in the area")),
            Remedy.SIMPLIFY: (self.tr("Simplify"), self.tr("Removes vertices until the outline has few enough")),
            Remedy.CONVEX_HULL: (
                self.tr("Use Convex Hull"),
                self.tr("Uses the smallest convex outline around all parts; the area grows"),
            ),
            Remedy.BOUNDING_BOX: (
                self.tr("Use Bounding Box"),
                self.tr("Uses the box around all parts; the area grows"),
            ),
        }
        self._buttons: Dict[Remedy, QPushButton] = {}
        for remedy, (text, tip) in texts.items():
            button = QPushButton(text)
            button.setObjectName(f"{remedy.value}_button")
            button.setToolTip(tip)
            button.clicked.connect(lambda _, remedy=remedy: self.remedy_chosen.emit(remedy, self._max_corners))
            layout.addWidget(button)
            self._buttons[remedy] = button
        self.show_problems(())

    def show_problems(
        self, problems: Iterable[Problem], *, is_view: bool = False, has_features: bool = False
    ) -> None:
        """Shows the repairs that fit the problems of the area.

        `is_view`: the area is what the map shows; `has_features`: each of its features can be an area of its own.
        """
        listed = list(problems)
        useful: List[Remedy] = []
        for problem in listed:
            if problem.code is ProblemCode.TOO_MANY_VERTICES:
                self._max_corners = int(problem.values.get("maximum") or 0)
            useful += remedies(problem)
        for remedy, button in self._buttons.items():
            button.setVisible(remedy in useful)
        lacks_crs = any(problem.code in _CRS_CODES for problem in listed)
        self.crs_button.setVisible(lacks_crs)
        can_zoom = is_view and any(problem.code in _ZOOM_CODES for problem in listed)
        self.zoom_button.setVisible(can_zoom)
        self.each_button.setVisible(has_features)
        self.setVisible(lacks_crs or can_zoom or has_features or bool(useful))
