"""The buttons beside what is wrong with the area, each of which puts it right."""

from __future__ import annotations

from typing import Dict, Iterable, List, Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ...core.domain.problems import Problem, ProblemCode
from ...core.domain.remedies import Remedy, remedies
from ..parts.flow_layout import FlowLayout

_CRS_CODES = (ProblemCode.CRS_MISSING, ProblemCode.CRS_NOT_ON_EARTH, ProblemCode.NOT_ON_EARTH)


class AreaFixes(QWidget):
    """Takes no room while nothing can be done."""

    # Remedy, and the number of corners that are allowed
    remedy_chosen = pyqtSignal(object, int)
    crs_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._max_corners = 0
        layout = FlowLayout(self)
        self.crs_button = QPushButton(self.tr("Set CRS…"))
        self.crs_button.setObjectName("set_crs_button")
        self.crs_button.setToolTip(self.tr("Choose the coordinate reference system that the coordinates are in"))
        self.crs_button.clicked.connect(self.crs_wanted)
        layout.addWidget(self.crs_button)
        texts = {
            Remedy.DISSOLVE: (
                self.tr("Remove Crossings"),
                self.tr("Takes what the outline encloses, without the crossings; compare it with the map"),
            ),
            Remedy.FILL_HOLES: (self.tr("Fill Holes"), self.tr("Takes the holes into the area")),
            Remedy.SIMPLIFY: (self.tr("Simplify"), self.tr("Leaves out corners until the outline has few enough")),
            Remedy.CONVEX_HULL: (
                self.tr("Use Convex Hull"),
                self.tr("Takes the smallest outline without dents around all parts; the area grows"),
            ),
            Remedy.BOUNDING_BOX: (
                self.tr("Use Bounding Box"),
                self.tr("Takes the box around all parts; the area grows"),
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

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Shows what can be done about problems of the area."""
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
        self.setVisible(lacks_crs or bool(useful))
