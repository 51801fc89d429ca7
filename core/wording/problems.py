"""Validation messages shown at a parameter's field, with the figures needed to fix it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Mapping, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.parameters import GeometryMode
from ..domain.problems import Problem, ProblemCode
from ..domain.remedies import Remedy
from .figures import area_text, counted, number_text
from .parameters import parameter_text

if TYPE_CHECKING:
    from ..domain.ports.gateway import RequestError

_translate = QCoreApplication.translate

_Values = Mapping[str, Any]


def problem_sentence(problem: Problem) -> str:
    """Returns which rule is broken and how to fix it."""
    return _SENTENCES[problem.code](problem.values)


def request_error_sentence(error: RequestError) -> str:
    """Returns where an edited request is wrong, and why."""
    reason = _request_reason(error)
    if not error.path:
        return reason
    place = " ▸ ".join(error.path)
    return _translate("UP42", "At {place}: {reason}").format(place=place, reason=reason)


def geometry_mode_text(mode: GeometryMode) -> str:
    """Returns how scenes relate to the area, as an entry of a list."""
    texts = {
        GeometryMode.BBOX: _translate("UP42", "Touch the Box"),
        GeometryMode.INTERSECTS: _translate("UP42", "Touch the Area"),
        GeometryMode.CONTAINS: _translate("UP42", "Cover the Area"),
    }
    return texts[mode]


def remedy_text(remedy: Remedy) -> str:
    """Returns what was done to an area, as shown after its size."""
    texts = {
        Remedy.BOUNDING_BOX: _translate("UP42", "bounding box"),
        Remedy.CONVEX_HULL: _translate("UP42", "convex hull"),
        Remedy.FILL_HOLES: _translate("UP42", "holes filled"),
        Remedy.SIMPLIFY: _translate("UP42", "simplified"),
        Remedy.DISSOLVE: _translate("UP42", "crossings removed"),
    }
    return texts[remedy]


def _title(values: _Values) -> str:
    return parameter_text(str(values.get("title") or _translate("UP42", "This parameter")))


def _bound(value: Any) -> str:
    """Returns a limit as given: whole numbers without decimals."""
    if isinstance(value, float):
        return number_text(int(value)) if value.is_integer() else f"{number_text(value, 6).rstrip('0')}"
    return number_text(value)


def _area_range(values: _Values, pattern: str) -> str:
    limit = values.get("minimum", values.get("maximum"))
    return pattern.format(area=_area(values.get("area")), limit=_area(limit))


def _area(area_km2: Optional[float]) -> str:
    return number_text(None) if area_km2 is None else area_text(area_km2)


def _no_product(values: _Values) -> str:
    return _translate("UP42", "Choose a product.")


def _each_feature(values: Mapping[str, Any]) -> str:
    return _translate(
        "UP42",
        "Each feature is an area of its own. Run a test query, then order scenes from its list.",
    )


def _no_area(values: _Values) -> str:
    return _translate("UP42", "Choose an area: the map extent, a drawing, a layer or a file.")


def _area_pending(values: _Values) -> str:
    return _translate("UP42", "The polygons are being read.")


def _no_polygon(values: _Values) -> str:
    return _translate("UP42", "It has no polygon. Choose a layer or file that has one.")


def _file_missing(values: _Values) -> str:
    return _translate("UP42", "The file no longer exists. Choose another one.")


def _file_unreadable(values: _Values) -> str:
    return _translate("UP42", "The file cannot be read as GeoJSON, KML, GeoPackage or Shapefile. Choose another one.")


def _file_unsafe(values: _Values) -> str:
    return _translate("UP42", "The file refers to other files or addresses, so it was not opened. Choose another one.")


def _text_unreadable(values: _Values) -> str:
    return _translate("UP42", "The text is neither WKT nor GeoJSON with polygons. Copy the area again.")


def _file_too_large(values: _Values) -> str:
    limit = values.get("limit")
    if limit is None:
        return _translate("UP42", "The file is too large. Simplify its polygons.")
    pattern = _translate(
        "UP42", "The file is too large; the limit is {limit} MB. Simplify its polygons."
    )
    return pattern.format(limit=number_text(limit))


def _crs_missing(values: _Values) -> str:
    return _translate(
        "UP42",
        "The coordinates have no coordinate reference system (CRS), so their position is unknown. Set the CRS.",
    )


def _crs_not_on_earth(values: _Values) -> str:
    pattern = _translate(
        "UP42", "The CRS “{crs}” is not a CRS of the Earth. Set the CRS that the coordinates are in."
    )
    return pattern.format(crs=values.get("crs") or "–")


def _not_on_earth(values: _Values) -> str:
    place = ", ".join(_coordinate(values.get(name)) for name in ("x", "y"))
    if not values.get("crs"):
        return _translate("UP42", "The coordinates {place} are not on Earth.").format(place=place)
    pattern = _translate(
        "UP42", "The coordinates {place} are not on Earth in the CRS “{crs}”. Set the CRS that they are in."
    )
    return pattern.format(place=place, crs=values["crs"])


def _view_too_wide(values: _Values) -> str:
    pattern = _translate("UP42", "The map shows more than its CRS “{crs}” covers. Zoom in.")
    return pattern.format(crs=values.get("crs") or "–")


def _coordinate(value: Any) -> str:
    # Without the locale's separators, so that a search in the file finds them.
    return f"{value:.10g}" if isinstance(value, float) else "–"


def _area_too_small(values: _Values) -> str:
    pattern = _translate("UP42", "The area of {area} is too small: the product needs at least {limit}.")
    return _area_range(values, pattern)


def _area_too_large(values: _Values) -> str:
    pattern = _translate("UP42", "The area of {area} is too large for a live job: the limit is {limit}.")
    return _area_range(values, pattern)


def _search_too_large(values: _Values) -> str:
    # Not every area is what the map shows, and Processing has no map: the button below the field zooms in.
    pattern = _translate(
        "UP42", "The area of {area} is too large to search: the limit is {limit}. Choose a smaller one."
    )
    return _area_range(values, pattern)


def _too_many_vertices(values: _Values) -> str:
    pattern = _translate("UP42", "The outline has {count} vertices; at most {maximum} are allowed. Simplify it.")
    return pattern.format(count=number_text(values.get("count")), maximum=number_text(values.get("maximum")))


def _self_intersection(values: _Values) -> str:
    return _translate("UP42", "The outline crosses or touches itself. Draw it without crossings.")


def _holes(values: _Values) -> str:
    count = int(values.get("count") or 1)
    text = _translate("UP42", "The area has %Ln hole(s); the service accepts areas without holes only.", None, count)
    return counted(text, count)


def _several_parts(values: _Values) -> str:
    pattern = _translate(
        "UP42", "The area has {count} separate parts; only one is allowed. Choose one, or an outline around all."
    )
    return pattern.format(count=number_text(values.get("count")))


def _geometry_mode(values: _Values) -> str:
    known = {mode.value: mode for mode in GeometryMode}
    mode = known.get(str(values.get("mode")))
    if mode is None:
        return _translate("UP42", "The product does not offer this relation between scenes and area.")
    pattern = _translate("UP42", "The product does not offer “{mode}”. Choose another relation to the area.")
    return pattern.format(mode=geometry_mode_text(mode))


def _period_reversed(values: _Values) -> str:
    return _translate("UP42", "The first date is after the last one.")


def _limit_range(values: _Values) -> str:
    if values.get("maximum") is None:
        return _translate("UP42", "Enter at least 1 scene.")
    pattern = _translate("UP42", "Enter 1 to {maximum} scenes.")
    return pattern.format(maximum=number_text(values["maximum"]))


def _cloud_cover_range(values: _Values) -> str:
    return _translate("UP42", "Cloud cover must be between 0 and 100 %.")


def _no_dry_run(values: _Values) -> str:
    return _translate("UP42", "This product has no test query. Estimate a live job instead: that is free.")


def _layer_gone(values: _Values) -> str:
    pattern = _translate(
        "UP42",
        "The areas of “{name}” are not in the project: the layer or its features were removed. Add them again and "
        "choose the layer here, or choose another area. All other parameters stay.",
    )
    return pattern.format(name=values.get("name", ""))


def _required(values: _Values) -> str:
    return _translate("UP42", "{title} is required.").format(title=_title(values))


def _not_a_number(values: _Values) -> str:
    return _translate("UP42", "{title} must be a number.").format(title=_title(values))


def _below_minimum(values: _Values) -> str:
    pattern = _translate("UP42", "{title} must be at least {minimum}.")
    return pattern.format(title=_title(values), minimum=_bound(values.get("minimum")))


def _above_maximum(values: _Values) -> str:
    pattern = _translate("UP42", "{title} must be at most {maximum}.")
    return pattern.format(title=_title(values), maximum=_bound(values.get("maximum")))


def _not_a_choice(values: _Values) -> str:
    return _translate("UP42", "{title} must be one of the values offered.").format(title=_title(values))


def _licence_not_accepted(values: _Values) -> str:
    title = str(values.get("title") or "")
    if not title:
        return _translate("UP42", "The product's licence is not accepted yet. Accept it in the console.")
    pattern = _translate("UP42", "The licence “{title}” is not accepted yet. Accept it in the console.")
    return pattern.format(title=title)


def _access_restricted(values: _Values) -> str:
    return _translate("UP42", "This account has no access to the product yet. Ask for access in the console.")


_SENTENCES: Dict[ProblemCode, Callable[[_Values], str]] = {
    ProblemCode.NO_PRODUCT: _no_product,
    ProblemCode.NO_AREA: _no_area,
    ProblemCode.EACH_FEATURE: _each_feature,
    ProblemCode.LAYER_GONE: _layer_gone,
    ProblemCode.AREA_PENDING: _area_pending,
    ProblemCode.NO_POLYGON: _no_polygon,
    ProblemCode.FILE_MISSING: _file_missing,
    ProblemCode.FILE_UNREADABLE: _file_unreadable,
    ProblemCode.FILE_UNSAFE: _file_unsafe,
    ProblemCode.FILE_TOO_LARGE: _file_too_large,
    ProblemCode.TEXT_UNREADABLE: _text_unreadable,
    ProblemCode.CRS_MISSING: _crs_missing,
    ProblemCode.CRS_NOT_ON_EARTH: _crs_not_on_earth,
    ProblemCode.NOT_ON_EARTH: _not_on_earth,
    ProblemCode.VIEW_TOO_WIDE: _view_too_wide,
    ProblemCode.AREA_TOO_SMALL: _area_too_small,
    ProblemCode.AREA_TOO_LARGE: _area_too_large,
    ProblemCode.SEARCH_TOO_LARGE: _search_too_large,
    ProblemCode.TOO_MANY_VERTICES: _too_many_vertices,
    ProblemCode.SELF_INTERSECTION: _self_intersection,
    ProblemCode.HOLES: _holes,
    ProblemCode.SEVERAL_PARTS: _several_parts,
    ProblemCode.GEOMETRY_MODE: _geometry_mode,
    ProblemCode.PERIOD_REVERSED: _period_reversed,
    ProblemCode.LIMIT_RANGE: _limit_range,
    ProblemCode.CLOUD_COVER_RANGE: _cloud_cover_range,
    ProblemCode.NO_DRY_RUN: _no_dry_run,
    ProblemCode.REQUIRED: _required,
    ProblemCode.NOT_A_NUMBER: _not_a_number,
    ProblemCode.BELOW_MINIMUM: _below_minimum,
    ProblemCode.ABOVE_MAXIMUM: _above_maximum,
    ProblemCode.NOT_A_CHOICE: _not_a_choice,
    ProblemCode.LICENCE_NOT_ACCEPTED: _licence_not_accepted,
    ProblemCode.ACCESS_RESTRICTED: _access_restricted,
}


def _request_reason(error: RequestError) -> str:
    if error.reason == "not_json":
        pattern = _translate("UP42", "This is not valid JSON: see line {line}, column {column}.")
        return pattern.format(line=error.values.get("line", 1), column=error.values.get("column", 1))
    if error.reason == "unknown_task":
        pattern = _translate("UP42", "The product has no such task. Tasks: {tasks}.")
        return pattern.format(tasks=error.values.get("tasks", ""))
    if error.reason == "unknown_member":
        pattern = _translate("UP42", "The request has no such member. Members: {members}.")
        return pattern.format(members=error.values.get("members", ""))
    if error.reason == "other_product":
        pattern = _translate("UP42", "This is not the chosen product, which is “{product}” here.")
        return pattern.format(product=error.values.get("product", ""))
    if error.reason == "one_geometry":
        pattern = _translate("UP42", "Only one geometry is allowed, and “{first}” already is one.")
        return pattern.format(first=error.values.get("first", ""))
    texts = {
        "missing_task": _translate("UP42", "This task of the product is missing."),
        "no_product": _translate("UP42", "Choose a product before you edit its request."),
        "not_a_bbox": _translate("UP42", "Four numbers in degrees are expected here: west, south, east, north."),
        "not_a_list_of_ids": _translate("UP42", "A list of strings is expected here."),
        "not_a_period": _translate(
            "UP42", "Two times are expected here, for example 2026-05-01T00:00:00Z/2026-11-22T23:59:59Z."
        ),
        "not_a_polygon": _translate("UP42", "A GeoJSON polygon without holes, in degrees, is expected here."),
        "not_a_text": _translate("UP42", "A string in quotation marks is expected here."),
        "set_by_scene": _translate("UP42", "This is determined by the chosen scenes and the area: remove it."),
        "own_tag": _translate(
            "UP42", "Tags that start with “up42-jobs” are reserved: this plugin identifies its jobs by them. Remove it."
        ),
        "not_an_integer": _translate("UP42", "A whole number of at most nine digits is expected here."),
        "not_an_object": _translate("UP42", "An object in braces is expected here."),
    }
    return texts.get(error.reason) or _translate("UP42", "The product does not accept this value here.")
