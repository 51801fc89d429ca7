"""From one area to many: each feature of the layer, file or text that the area was taken from as its own area."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Iterable, List, Optional

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.session.area import FILE_SUFFIXES
from ...core.app.session.area_reading import text_layer
from ...core.app.session.area_state import AreaSource
from ...core.domain.problems import Problem, ProblemCode
from ...core.domain.remedies import Remedy

if TYPE_CHECKING:
    from ...core.app.session.area import AreaOfInterest

# In characters: it is read in a turn of the window.
MAX_TEXT = 500_000
# What makes one area of all features.
_JOINING = frozenset((Remedy.BOUNDING_BOX, Remedy.CONVEX_HULL, Remedy.DISSOLVE))


def is_offered(area: AreaOfInterest, problems: Iterable[Problem]) -> bool:
    """Returns whether the area has several features, as far as that is known without reading them again.

    The user who had them joined into one area, with a button of the field, wants no other.
    """
    if not _JOINING.isdisjoint(area.remedies):
        return False
    if any(problem.code is ProblemCode.AREA_PENDING for problem in problems):
        return False
    layer = area.layer
    if area.source is AreaSource.LAYER and layer is not None:
        return layer.featureCount() > 1
    if area.source is AreaSource.SELECTED_FEATURES and layer is not None:
        return layer.selectedFeatureCount() > 1
    has_parts = any(problem.code is ProblemCode.SEVERAL_PARTS for problem in problems)
    if area.source is AreaSource.TEXT:
        return has_parts and len(area.text) <= MAX_TEXT
    # Of several layers one has to be chosen first.
    return area.source is AreaSource.FILE and has_parts and bool(area.layer_name or len(set(area.layer_names)) == 1)


def use_each_feature(area: AreaOfInterest) -> bool:
    """Makes each feature an area of its own; what is not in the project yet is added to it. False if it cannot be."""
    if area.source is AreaSource.TEXT:
        layer = text_layer(area.text, QCoreApplication.translate("UP42", "Pasted Areas"), area.crs)
    else:
        layer = area.layer if area.source is not AreaSource.FILE else _layer_of_file(area)
    if layer is None:
        return False
    if QgsProject.instance().mapLayer(layer.id()) is None:
        QgsProject.instance().addMapLayer(layer)
    area.use_features(layer)
    return True


def _layer_of_file(area: AreaOfInterest) -> Optional[QgsVectorLayer]:
    path, name = area.label, area.layer_name or area.layer_names[0]
    title = Path(path).stem if len(set(area.layer_names)) == 1 else f"{Path(path).stem} — {name}"
    found = (QgsVectorLayer(f"{place}|layername={name}", title, "ogr") for place in _places(path))
    return next((layer for layer in found if layer.isValid()), None)


def _places(path: str) -> List[str]:
    """Returns what QGIS opens: the file, or the members of an archive that may have layers."""
    if not path.lower().endswith(".zip"):
        return [path]
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return []
    return [f"/vsizip/{path}/{name}" for name in names if name.lower().endswith(FILE_SUFFIXES)]
