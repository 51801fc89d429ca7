"""The size that an area is charged for: some products sell none below a size, and charge a smaller one as that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Iterable, Optional, Set

if TYPE_CHECKING:
    from .credits import EstimateLine

# Services round sizes, and measure areas in their own way.
ROUNDING = 1.05
# No product asks for more; beyond it is some other figure of the text.
_MAX_STATED_KM2 = 10_000.0
_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?)"
_UNIT = r"\s*(?:km²|km2|km\^2|sq\.?\s?km|square\s?kilomet(?:re|er)s?)(?![\w/])"
_STATED = re.compile(
    rf"(?:at\s+least|\bmin(?:imum|\.)?)[^.;\d]{{0,40}}?{_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}[^.;\d]{{0,20}}?\bminimum", re.I
)


def larger_charge(charged_km2: Optional[float], area_km2: float) -> Optional[float]:
    """Returns the size that is charged if it is certainly larger than the area."""
    return charged_km2 if charged_km2 is not None and charged_km2 > area_km2 * ROUNDING else None


def charged_for_scene(lines: Iterable[EstimateLine], area_km2: float) -> Optional[float]:
    """Returns the largest size for which a scene is charged, None unless it is larger than the area.

    A price without a size, or of several scenes together, says nothing of that.
    """
    sizes = [line.quantity for line in lines if line.scene_id and line.unit == "km²" and not line.problem]
    return larger_charge(max((size for size in sizes if size is not None), default=None), area_km2)


def stated_minimum_km2(text: str) -> Optional[float]:
    """Returns the smallest size that is charged as the description of a product states it, None unless that is clear.

    No member of the service has it. What is stated may be out of date: it is shown, and nothing is computed from it.
    """
    found: Set[float] = set()
    for first, second in _STATED.findall(text):
        digits = first or second
        is_grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits) is not None
        found.add(float(digits.replace(",", "" if is_grouped else ".")))
    size = found.pop() if len(found) == 1 else 0.0
    return size if 0.0 < size <= _MAX_STATED_KM2 else None
