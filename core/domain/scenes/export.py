"""What of a list of scenes is exported, and its two text formats: CSV and STAC."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from ..aoi import Aoi, Ring
from ..csv_text import cell_text, csv_text
from ..parameters import utc_text
from .figures import SceneField
from .scene import Scene

STAC_VERSION = "1.1.0"
# Of figures that STAC has no member for; a prefix keeps them apart from those of extensions.
PREFIX = "up42_jobs:"
# GDAL and QGIS read columns with such names as geometry.
FOOTPRINT_COLUMN, AREA_COLUMN = "WKT", "_WKT_area"
_EXTENSIONS = {
    "eo:cloud_cover": "https://stac-extensions.github.io/eo/v1.1.0/schema.json",
    "view:incidence_angle": "https://stac-extensions.github.io/view/v1.0.0/schema.json",
    "processing:level": "https://stac-extensions.github.io/processing/v1.1.0/schema.json",
}
# By the names of figures: STAC's member, and the range that its schema accepts.
_STAC_MEMBERS: Dict[str, Tuple[str, Optional[Tuple[float, float]]]] = {
    "platform": ("platform", None),
    "constellation": ("constellation", None),
    "cloud_cover": ("eo:cloud_cover", (0.0, 100.0)),
    "incidence_angle": ("view:incidence_angle", (0.0, 90.0)),
    "gsd_m": ("gsd", (1e-6, 1e6)),
    "processing_level": ("processing:level", None),
}
# What an item states by its id, its time and its geometry.
_STATED = frozenset({"scene_id", "acquired"})


class ExportFormat(Enum):
    """The formats, by the suffix of their files."""

    GEOPACKAGE = ".gpkg"
    CSV = ".csv"
    STAC = ".json"


def format_of(path: Path) -> Optional[ExportFormat]:
    """Returns the format that the suffix of a path stands for, None for any other."""
    suffix = path.suffix.lower()
    if suffix == ".geojson":
        return ExportFormat.STAC
    return next((kind for kind in ExportFormat if kind.value == suffix), None)


@dataclass(frozen=True)
class ExportRow:
    """A row of the list: `source` is what the fields read, `parts` the polygons of the area that would be ordered.

    `product` keeps the same scene of two products apart.
    """

    source: Any
    scene: Scene
    parts: Tuple[Aoi, ...] = ()
    product: str = ""

    @property
    def ring(self) -> Optional[Ring]:
        """Returns the scene's footprint, else the outline in the result."""
        return self.scene.footprint or self.scene.outline


@dataclass(frozen=True)
class ExportTable:
    """Rows and what is written of each. With `has_areas` a row is a scene over one of many areas.

    Fields never hold the service's own documents: these contain links that give access.
    """

    fields: Tuple[SceneField, ...]
    rows: Tuple[ExportRow, ...]
    has_areas: bool = False


@dataclass(frozen=True)
class Exported:
    """A file that was written; `left_out` counts the rows that its format cannot hold."""

    path: Path
    kind: ExportFormat
    row_count: int
    left_out: int = 0


def table_csv(table: ExportTable) -> str:
    """Returns the table as CSV: geometry as WKT in EPSG:4326, numbers with a point, UTC times in ISO 8601.

    Unknown figures are empty cells. Outlines keep continuous longitudes across the 180th meridian.
    """
    shapes = (FOOTPRINT_COLUMN, AREA_COLUMN) if table.has_areas else (FOOTPRINT_COLUMN,)
    headings = (*shapes, *(field.name for field in table.fields))

    def cells(row: ExportRow) -> List[str]:
        shown = [_polygon_wkt(row.ring)]
        if table.has_areas:
            shown.append(_parts_wkt(row.parts))
        return [*shown, *(_cell(field.value(row.source)) for field in table.fields)]

    return csv_text(headings, (cells(row) for row in table.rows))


def table_stac(table: ExportTable) -> str:
    """Returns the table as a STAC ItemCollection: an item per scene and product, with all areas that list it.

    Scenes without an acquisition time are left out: STAC has no item without a time.
    """
    grouped: Dict[Tuple[str, str], List[ExportRow]] = {}
    for row in table.rows:
        if row.scene.acquired is not None:
            grouped.setdefault((row.scene.id, row.product), []).append(row)
    products = Counter(scene_id for scene_id, _ in grouped)
    items = [
        _item(f"{scene_id} {product}" if products[scene_id] > 1 else scene_id, rows, table)
        for (scene_id, product), rows in grouped.items()
    ]
    document = {"type": "FeatureCollection", "features": items, "links": []}
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)


def undated_count(table: ExportTable) -> int:
    """Counts the rows that a STAC document leaves out."""
    return sum(row.scene.acquired is None for row in table.rows)


def _item(item_id: str, rows: Sequence[ExportRow], table: ExportTable) -> Dict[str, Any]:
    first = rows[0]
    acquired = first.scene.acquired
    properties: Dict[str, Any] = {"datetime": None if acquired is None else utc_text(acquired)}
    own: Dict[str, Any] = {}
    for field in table.fields:
        value = _member(field.value(first.source))
        if field.name in _STATED or value is None:
            continue
        member, bounds = _STAC_MEMBERS.get(field.name, ("", None))
        is_fit = bounds is None or (isinstance(value, (int, float)) and bounds[0] <= value <= bounds[1])
        if member and is_fit:
            properties[member] = value
        elif not table.has_areas:
            own[f"{PREFIX}{field.name}"] = value
    properties.update(own)
    if table.has_areas:
        properties[f"{PREFIX}areas"] = [_area_members(row, table) for row in rows]
    item: Dict[str, Any] = {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": [address for member, address in _EXTENSIONS.items() if member in properties],
        "id": item_id,
        "geometry": None,
        "properties": properties,
        "links": [],
        "assets": {},
    }
    if first.ring is not None:
        outline = Aoi(first.ring, 0.0)
        item["geometry"] = outline.split_geometry()
        item["bbox"] = outline.bbox()
    return item


def _area_members(row: ExportRow, table: ExportTable) -> Dict[str, Any]:
    """Returns the figures of a scene on one area, with the part of the area that would be ordered."""
    members = {
        field.name: _member(field.value(row.source))
        for field in table.fields
        if field.name not in _STATED and field.name not in _STAC_MEMBERS
    }
    polygons = [part for item in row.parts for part in _polygons(item.split_geometry())]
    return {**members, "geometry": {"type": "MultiPolygon", "coordinates": polygons}}


def _polygons(geometry: Dict[str, Any]) -> List[Any]:
    coordinates = geometry["coordinates"]
    return list(coordinates) if geometry["type"] == "MultiPolygon" else [coordinates]


def _member(value: Any) -> Any:
    """Returns a value as text formats have it; neither has a number that is not finite."""
    if isinstance(value, datetime):
        return utc_text(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _cell(value: Any) -> str:
    value = _member(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return cell_text(value)
    # Numbers of other libraries, which count as these, name their type.
    return repr(float(value)) if isinstance(value, float) else str(value)


def _polygon_wkt(ring: Optional[Ring]) -> str:
    return "" if ring is None else f"POLYGON {_ring_wkt(ring)}"


def _parts_wkt(parts: Sequence[Aoi]) -> str:
    return f"MULTIPOLYGON ({', '.join(_ring_wkt(part.ring) for part in parts)})" if parts else ""


def _ring_wkt(ring: Ring) -> str:
    return f"(({', '.join(f'{lon!r} {lat!r}' for lon, lat in ring)}))"
