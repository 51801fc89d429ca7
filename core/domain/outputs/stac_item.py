"""Builds the STAC item of a delivered raster (STAC 1.0.0, extensions projection, EO, view, processing)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ..aoi import Aoi
from ..parameters import utc_text
from .bands import Band
from .lineage import FileFacts, Lineage

VERSION = "1.0.0"
_EXTENSIONS = "https://stac-extensions.github.io"
_PROJECTION = f"{_EXTENSIONS}/projection/v1.1.0/schema.json"
_EO = f"{_EXTENSIONS}/eo/v1.1.0/schema.json"
_VIEW = f"{_EXTENSIONS}/view/v1.0.0/schema.json"
_PROCESSING = f"{_EXTENSIONS}/processing/v1.1.0/schema.json"
_COMMON_NAMES = frozenset(
    {"coastal", "blue", "green", "yellow", "red", "rededge", "nir", "nir08", "nir09", "swir16", "swir22", "pan"}
)
# The signature of a signed link is in its query.
_QUERY = re.compile(r"(https?://[^\s?\"']+)\?[^\s\"']*")


@dataclass(frozen=True)
class Grid:
    """The grid of a raster: `outline` in longitude and latitude, `transform` as six affine row-major figures."""

    outline: Aoi
    columns: int
    rows: int
    transform: Tuple[float, ...] = ()
    epsg: Optional[int] = None
    wkt: str = ""


def stac_item(
    name: str, href: str, media_type: str, grid: Grid, bands: Sequence[Band], facts: FileFacts, lineage: Lineage
) -> Dict[str, Any]:
    """Returns the item of one raster; `href` is relative to the item. Contains no secret and no query of a link.

    If the acquisition time is unknown, the item has the job's time and records this: STAC requires a time.
    """
    properties: Dict[str, Any] = {}
    used = [_PROJECTION, _PROCESSING]
    scene = facts.scene
    if facts.acquired is not None:
        properties["datetime"] = utc_text(facts.acquired)
    else:
        properties.update({"datetime": utc_text(lineage.created), "up42:datetime_of": "job"})
    if scene is not None:
        given: Dict[str, Any] = {
            "platform": scene.platform.lower(),
            "constellation": scene.constellation.lower(),
            "gsd": scene.gsd_m,
            "eo:cloud_cover": scene.cloud_cover,
            "view:incidence_angle": scene.incidence_angle,
            "up42:scene_id": scene.id,
        }
        properties.update({key: value for key, value in given.items() if value not in (None, "")})
    properties.update(
        {
            "license": facts.licence or "proprietary",
            "providers": _providers(facts),
            "proj:epsg": grid.epsg,
            "proj:shape": [grid.rows, grid.columns],
            "processing:lineage": _lineage_text(lineage),
            "up42:job_id": lineage.job_id,
            "up42:job_name": lineage.job_name,
            "up42:product": lineage.product_title,
        }
    )
    if grid.transform:
        properties["proj:transform"] = list(grid.transform)
    if grid.epsg is None and grid.wkt:
        properties["proj:wkt2"] = grid.wkt
    if facts.order_id:
        properties["up42:order_id"] = facts.order_id
    if lineage.request:
        properties["up42:parameters"] = without_queries(lineage.request)
    asset: Dict[str, Any] = {"href": href, "type": media_type, "title": name, "roles": ["data"]}
    described = [_band(band) for band in bands if band.interpretation != "alpha"]
    if any(len(item) > 1 for item in described):
        asset["eo:bands"] = described
    if "eo:bands" in asset or "eo:cloud_cover" in properties:
        used.append(_EO)
    if "view:incidence_angle" in properties:
        used.append(_VIEW)
    return {
        "type": "Feature",
        "stac_version": VERSION,
        "stac_extensions": used,
        "id": name,
        "geometry": grid.outline.split_geometry(),
        "bbox": grid.outline.bbox(),
        "properties": properties,
        "links": _links(lineage),
        "assets": {"data": asset},
    }


def without_queries(value: Any) -> Any:
    """Returns a JSON value with the queries of its links removed."""
    if isinstance(value, Mapping):
        return {str(key): without_queries(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_queries(item) for item in value]
    return _QUERY.sub(r"\1", value) if isinstance(value, str) else value


def _band(band: Band) -> Dict[str, Any]:
    described: Dict[str, Any] = {"name": band.name or str(band.number)}
    if band.common_name in _COMMON_NAMES:
        described["common_name"] = band.common_name
    if band.wavelength_um is not None:
        described["center_wavelength"] = round(band.wavelength_um, 4)
    return described


def _providers(facts: FileFacts) -> List[Dict[str, Any]]:
    providers: List[Dict[str, Any]] = []
    if facts.attribution:
        providers.append({"name": facts.attribution, "roles": ["producer", "licensor"]})
    providers.append({"name": "UP42", "roles": ["host"], "url": "https://up42.com"})
    return providers


def _links(lineage: Lineage) -> List[Dict[str, Any]]:
    if lineage.licence is None or not lineage.licence.url.startswith("https://"):
        return []
    return [{"rel": "license", "href": without_queries(lineage.licence.url), "title": lineage.licence.title}]


def _lineage_text(lineage: Lineage) -> str:
    what = f" of {lineage.product_title}" if lineage.product_title else ""
    return f"Delivered by UP42 job {lineage.job_id} ({lineage.job_name}){what}."
