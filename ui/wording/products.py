"""Texts of the comparison of products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication

from ...core.wording.areas import area_problem_text
from ...core.wording.figures import counted
from .scenes import scene_count_text

if TYPE_CHECKING:
    from ...core.app.scenes.product_comparison import ProductComparison

_translate = QCoreApplication.translate


def comparison_state_text(comparison: ProductComparison, chosen: int) -> str:
    """Returns what was found and which products failed, or what to do first."""
    if comparison.is_busy:
        return _translate("UP42", "Searching the products…")
    lines = [] if comparison.found is None else [area_problem_text(comparison.found)]
    rows = comparison.rows
    if rows:
        products = len({row.product_id for row in rows})
        text = counted(_translate("UP42", "{scenes} of %Ln product(s)", None, products), products)
        lines.insert(0, text.format(scenes=scene_count_text(len(rows))))
    elif comparison.found is not None:
        lines.insert(0, _translate("UP42", "No scenes were found. Try a longer period or more cloud cover."))
    elif comparison.has_many_areas:
        text = _translate(
            "UP42",
            "Each feature of the layer is an area of its own. Choose several products with Products…, below the layer "
            "in the form: they are compared in the list over all areas. Or choose one area.",
        )
        lines.append(text)
    elif not comparison.has_area:
        lines.append(_translate("UP42", "Choose an area in the form first."))
    elif not chosen:
        lines.append(_translate("UP42", "Tick the products to compare for the area and dates of the form."))
    else:
        lines.append(_translate("UP42", "The area, dates, cloud cover and limit are those of the form. It is free."))
    pattern = _translate("UP42", "{product}: prices are for {parameter} “{choice}”.")
    lines += [
        pattern.format(product=product, parameter=parameter, choice=choice)
        for product, parameter, choice in comparison.assumed
    ]
    return "\n".join(line for line in lines if line)
