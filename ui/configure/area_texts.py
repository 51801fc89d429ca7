"""What the area field says of the area, and what its source lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.session.area import AreaOfInterest
from ...core.app.session.area_state import AreaSource
from ...core.domain.problems import Problem, ProblemCode
from ..wording import area_text, problem_sentence, remedy_text

_translate = QCoreApplication.translate
_ON_MAP = (AreaSource.MAP_EXTENT, AreaSource.RECTANGLE, AreaSource.POLYGON)


def area_line_text(area: AreaOfInterest, drawing: Optional[AreaSource], *, is_kept_for_query: bool) -> str:
    """Returns size and origin of the area, or how to draw one."""
    if drawing is AreaSource.RECTANGLE:
        return _translate("UP42", "Drag a rectangle on the map. Esc cancels.")
    if drawing is AreaSource.POLYGON:
        return _translate(
            "UP42",
            "Click the corners on the map. Right-click to finish; Backspace removes the last corner, Esc cancels.",
        )
    name = Path(area.label).name if area.source is AreaSource.FILE else area.label
    if area.aoi is None:
        # Names the file that cannot be used.
        return name if area.source is AreaSource.FILE else ""
    size = area_text(area.aoi.area_km2)
    if area.source is AreaSource.MAP_EXTENT:
        if area.follows_map:
            pattern = _translate("UP42", "{area} · follows the map")
        elif is_kept_for_query:
            pattern = _translate("UP42", "{area} · kept for the scenes found")
        else:
            pattern = _translate("UP42", "{area} · kept")
        return pattern.format(area=size)
    kept = _translate("UP42", "as it was saved; “{name}” is not in the project").format(name=area.lost_layer)
    origin = kept if area.lost_layer else name
    return " · ".join(part for part in (size, origin, *map(remedy_text, area.remedies)) if part)


def lacking_sentence(source: AreaSource, problem: Problem) -> str:
    """Returns what the source lacks; empty if the usual message covers it."""
    if source in _ON_MAP and problem.code is ProblemCode.CRS_MISSING:
        return _translate(
            "UP42",
            "The map has no coordinate reference system (CRS), so its position is unknown. Set the project's CRS.",
        )
    if problem.code not in (ProblemCode.NO_AREA, ProblemCode.NO_POLYGON):
        return ""
    texts = {
        AreaSource.SELECTED_FEATURES: _translate(
            "UP42", "No polygon of this layer is selected. Select polygons on the map."
        ),
        AreaSource.LAYER: _translate("UP42", "This layer has no usable polygon. Choose another one."),
        AreaSource.FILE: _translate("UP42", "This file has no usable polygon. Choose another one."),
        AreaSource.TEXT: _translate("UP42", "This text has no usable polygon. Copy the area again."),
        AreaSource.MAP_EXTENT: _translate("UP42", "The map is still empty. Add a layer or a base map, or drop a file."),
    }
    return texts.get(source, "")


def refused_sentence(problem: Problem) -> str:
    """Returns why what was pasted or dropped is no area, and that the present one stays."""
    return f"{problem_sentence(problem)} {_translate('UP42', 'The area is as it was.')}"


def no_layer_sentence() -> str:
    """Returns what to do with a file that QGIS itself cannot open."""
    return _translate(
        "UP42", "QGIS cannot open this as a layer. Add it to the project, then choose “Each Feature of a Layer”."
    )


def area_problem_text(problem: Problem, source: AreaSource, drawn: Optional[AreaSource]) -> str:
    """Returns a problem of the parameters, one of the area in the words that stand at its field; `drawn` is the source
    that is being drawn, during which the former area does not count.
    """
    if problem.field != "area":
        return problem_sentence(problem)
    if drawn is not None:
        return problem_sentence(Problem("area", ProblemCode.NO_AREA))
    return lacking_sentence(source, problem) or problem_sentence(problem)
