"""How much of an area's former shape its present one keeps."""

from __future__ import annotations

from qgis.core import QgsGeometry

from ...domain.aoi import WHOLE_TURN
from ...domain.areas.watch import Rings
from .geometry import ring_geometry


def share_kept(former: Rings, present: Rings) -> float:
    """Returns the share of the former shape, 0 to 1, that is in the present one, on any turn of the globe."""
    if not former or not present:
        return 0.0
    old, new = _shape(former), _shape(present)
    shift = WHOLE_TURN * round((old.boundingBox().center().x() - new.boundingBox().center().x()) / WHOLE_TURN)
    new.translate(shift, 0.0)
    whole = old.area()
    # Both are at one place of the globe, so square degrees can be compared.
    return min(1.0, old.intersection(new).area() / whole) if whole > 0.0 else 0.0


def _shape(rings: Rings) -> QgsGeometry:
    return QgsGeometry.unaryUnion([ring_geometry(ring) for ring in rings]).makeValid()
