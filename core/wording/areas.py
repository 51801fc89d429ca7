"""Sentences about many areas: what stopped one of them, and what its result leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Mapping, Sequence, Union

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.errors import Up42Error
from ..domain.problems import Problem, ProblemCode
from .errors import error_sentence
from .figures import area_text, counted, number_text, unreadable_text
from .problems import problem_sentence

if TYPE_CHECKING:
    from ..domain.areas.area_scene import AreaFound, AreaProblem, AreaScene

_translate = QCoreApplication.translate


def area_problem_text(found: AreaFound) -> str:
    """Returns why an area, or a product over it, was not searched; empty if nothing failed."""
    return _problems_text(found.problems)


def own_problem_text(found: AreaFound) -> str:
    """Returns the same without what a product has over every area."""
    return _problems_text(found.own_problems)


def found_text(found: AreaFound, scenes: str) -> str:
    """Returns what came of an area in one line, given its number of scenes in words."""
    problem = own_problem_text(found)
    if problem and found.rows:
        # Of several products some were searched. The sign is first: a narrow list cuts the end off.
        return f"⚠ {scenes} · {problem}"
    return problem or scenes


def _problems_text(problems: Iterable[AreaProblem]) -> str:
    return " ".join(
        _translate("UP42", "{product}: {sentence}").format(product=item.product_title, sentence=_cause(item.cause))
        if item.product_title
        else _cause(item.cause)
        for item in problems
    )


def unsearched_texts(problems: Iterable[AreaProblem]) -> List[str]:
    """Returns for each product that was not searched over any area which one it is, and why."""
    pattern = _translate("UP42", "{product} was not searched: {sentence}")
    return [pattern.format(product=item.product_title, sentence=_cause(item.cause)) for item in problems]


def row_problem_text(row: AreaScene) -> str:
    """Returns why a scene has no price; empty if it has one or none was requested."""
    return error_sentence(row.problem) if isinstance(row.problem, Up42Error) else row.problem


def row_minimum_text(row: AreaScene) -> str:
    """Returns as which size the area of a row is charged if its product sells none so small; mostly empty."""
    if row.minimum_km2 is None:
        return ""
    return " ".join((smallest_sentence(), charged_text(row.area.area_km2, row.minimum_km2)))


def cloud_text(row: AreaScene) -> str:
    """Returns the clouds of a row and where they were measured: over the area, or in the whole scene."""
    value = row.scene.cloud_cover if row.aoi_cloud_cover is None else row.aoi_cloud_cover
    if value is None:
        return ""
    pattern = (
        _translate("UP42", "{number} % (scene)") if row.aoi_cloud_cover is None else _translate("UP42", "{number} %")
    )
    return pattern.format(number=number_text(value, 0))


def cloud_source_text(row: AreaScene) -> str:
    """Returns where the clouds of a row, and what is usable of it, come from."""
    if row.aoi_cloud_cover is not None:
        pattern = _translate("UP42", "Clouds over the area from the quicklook: {number} ± {error} %.")
        error = number_text(row.aoi_cloud_error or 0.0, 0)
        return pattern.format(number=number_text(row.aoi_cloud_cover, 0), error=error)
    if row.scene.cloud_cover is not None:
        pattern = _translate("UP42", "Clouds of the whole scene from its metadata: {number} %.")
        return pattern.format(number=number_text(row.scene.cloud_cover, 0))
    return _translate("UP42", "The cloud cover is unknown.")


def area_note_text(found: AreaFound) -> str:
    """Returns what the result of an area leaves out, and how a hole or several parts are ordered; often empty."""
    notes: List[str] = []
    count = len(found.area.parts)
    if count > 1:
        text = _translate("UP42", "It is searched and ordered as %Ln part(s), each a request of its own.", None, count)
        notes.append(counted(text, count))
    if found.area.hole_count:
        holes = found.area.hole_count
        text = _translate("UP42", "It was cut at %Ln hole(s), which (is|are) not ordered.", None, holes)
        notes.append(counted(text, holes))
    notes += _minimum_texts(found)
    if found.cut:
        pattern = _translate("UP42", "There are more scenes than LIMIT: {products}.")
        notes.append(pattern.format(products=_titles(found, found.cut)))
    if found.incomplete:
        pattern = _translate("UP42", "The catalog has more scenes than were read, perhaps newer ones: {products}.")
        notes.append(pattern.format(products=_titles(found, found.incomplete)))
    if found.unreadable_count:
        notes.append(unreadable_text(found.unreadable_count))
    return " ".join(notes)


def lost_memory_text() -> str:
    """Returns that a watch may repeat itself."""
    return _translate(
        "UP42",
        "The record of this watch on this computer was damaged and its memory was lost: scenes that were already "
        "reported may be reported again. From now on each new scene is reported once.",
    )


def smallest_sentence() -> str:
    """Returns why an area is charged as a larger one; `charged_text` follows."""
    return _translate("UP42", "The product is not sold for so small an area:")


def edited_area_text() -> str:
    """Returns what an edit of an area after its search means for its scenes."""
    return _translate(
        "UP42",
        "The feature was edited or removed after the test query: scenes are ordered for the shape that was searched. "
        "Run the test query again for the new one.",
    )


def charged_text(area_km2: float, charged_km2: float) -> str:
    """Returns as which size an area is charged, by the estimate."""
    pattern = _translate("UP42", "this area of {area} is charged as {minimum}.")
    return pattern.format(area=area_text(area_km2), minimum=area_text(charged_km2))


def stated_minimum_text(area_km2: float, stated_km2: float) -> str:
    """Returns as which size an area may be charged, by the description of the product."""
    pattern = _translate(
        "UP42",
        "The description of the product states a minimum of {minimum}: this area of {area} may be charged as that.",
    )
    return pattern.format(area=area_text(area_km2), minimum=area_text(stated_km2))


def _minimum_texts(found: AreaFound) -> List[str]:
    """Returns for each product that sells no area as small as this one what is charged instead."""
    minimums = {row.product_title: row.minimum_km2 for row in found.rows if row.minimum_km2 is not None}
    pattern = _translate("UP42", "{product}: {sentence}")
    return [
        pattern.format(product=title, sentence=charged_text(found.area.area_km2, minimum))
        for title, minimum in minimums.items()
    ]


def _titles(found: AreaFound, product_ids: Sequence[str]) -> str:
    return ", ".join(found.searched.get(product_id, product_id) for product_id in product_ids)


def _cause(cause: Union[Problem, Up42Error]) -> str:
    if isinstance(cause, Up42Error):
        # The service's own reason is what distinguishes one refused area from the next.
        return " ".join(text for text in (error_sentence(cause), cause.detail) if text)
    own = _OF_ONE_OF_MANY.get(cause.code)
    return own(cause.values) if own is not None else problem_sentence(cause)


def _no_polygon(values: Mapping[str, Any]) -> str:
    return _translate("UP42", "The feature has no polygon.")


def _several_parts(values: Mapping[str, Any]) -> str:
    pattern = _translate("UP42", "The feature makes {count} parts; at most {maximum} are searched. Divide it.")
    return pattern.format(count=number_text(values.get("count")), maximum=number_text(values.get("maximum")))


_OF_ONE_OF_MANY: Dict[ProblemCode, Callable[[Mapping[str, Any]], str]] = {
    ProblemCode.NO_POLYGON: _no_polygon,
    ProblemCode.SEVERAL_PARTS: _several_parts,
}
