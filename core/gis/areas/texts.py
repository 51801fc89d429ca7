"""Reads areas from text that was pasted or dropped: WKT, rows of features copied in QGIS, GeoJSON."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, List, Optional, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from ...domain.problems import AreaError, ProblemCode
from .file_sources import MAX_TEXT_BYTES
from .geometry import Shapes, aoi_from_layers
from .lonlat import wgs84

if TYPE_CHECKING:
    from ...domain.aoi import Aoi
    from .repair import Repair

# The beginning of well-known text, with the code of the CRS that PostGIS puts before it (EWKT).
_WKT = re.compile(
    r"\s*(?:SRID\s*=\s*(\d{4,6})\s*;)?\s*((?:multi)?(?:polygon|surface)|curvepolygon|geometrycollection|triangle)"
    r"\s*(?:z|m|zm)?\s*\(",
    re.IGNORECASE,
)
# The first column of features that were copied in QGIS.
_COPIED = "wkt_geom"


def looks_like_area(text: str) -> bool:
    """Returns whether a text begins like one that can be read; cheap, for a text that is still being dragged."""
    start = text[:200].lstrip("\ufeff \t\r\n")
    return start.startswith(("{", "[", _COPIED)) or _WKT.match(start) is not None


def aoi_from_text(
    text: str, crs: Optional[QgsCoordinateReferenceSystem] = None, repairs: Sequence[Repair] = ()
) -> Aoi:
    """Returns the joined polygons of a text, in longitude and latitude unless it names a CRS or a `crs` is given.

    Raises AreaError for a text that cannot be read or has no polygon, and as `aoi_from_layers` does.
    """
    return aoi_from_layers(shapes_of_text(text, crs), QgsCoordinateTransformContext(), repairs)


def shapes_of_text(text: str, crs: Optional[QgsCoordinateReferenceSystem] = None) -> List[Shapes]:
    """Returns the shapes of a text one by one, as `aoi_from_text` reads them."""
    if len(text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        raise AreaError(ProblemCode.FILE_TOO_LARGE, limit=MAX_TEXT_BYTES >> 20)
    cleaned = text.strip("\ufeff \t\r\n")
    layers = _geojson_layers(cleaned) if cleaned.startswith(("{", "[")) else [_wkt_shapes(cleaned)]
    return layers if crs is None else [Shapes(shapes.geometries, crs) for shapes in layers]


def _geojson_layers(text: str) -> List[Shapes]:
    # GDAL takes longer to import than many widgets to build.
    from .files import area_layers

    # Through a file, so that pasted text is checked like any foreign file.
    with TemporaryDirectory(prefix="up42-area-") as folder:
        path = Path(folder) / "pasted.geojson"
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            return [layer.shapes for layer in area_layers(str(path))]
        except AreaError as error:
            raise _as_text(error) from error


def _wkt_shapes(text: str) -> Shapes:
    rows = text.splitlines()[1:] if text.startswith(_COPIED) else [text]
    shapes: List[QgsGeometry] = []
    crs = wgs84()
    for row in rows:
        # The attributes of a copied feature follow its shape.
        wkt = row.split("\t")[0]
        found = _WKT.match(wkt)
        if found is None:
            continue
        if found.group(1):
            crs = QgsCoordinateReferenceSystem(f"EPSG:{found.group(1)}")
        shape = QgsGeometry.fromWkt(wkt[found.start(2) :])
        if not shape.isNull():
            shapes.append(shape)
    if not shapes:
        raise AreaError(ProblemCode.TEXT_UNREADABLE)
    return Shapes(shapes, crs)


def _as_text(error: AreaError) -> AreaError:
    is_about_files = error.problem.code in (ProblemCode.FILE_UNREADABLE, ProblemCode.FILE_UNSAFE)
    return AreaError(ProblemCode.TEXT_UNREADABLE) if is_about_files else error
