"""Classifies delivered files by name: datasets, previews, documents and side files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Dict, FrozenSet, Iterable, List, Tuple

# No .vrt: a foreign one may read any file of this computer.
RASTER_SUFFIXES = frozenset(
    {".tif", ".tiff", ".jp2", ".j2k", ".nc", ".img", ".ntf", ".nitf", ".nsf", ".h5", ".hdf5", ".he5", ".hdf", ".pix"}
    | {".asc", ".grb", ".grib", ".grb2", ".grib2", ".ecw", ".sid", ".dt0", ".dt1", ".dt2", ".hgt", ".gtiff", ".cog"}
)
VECTOR_SUFFIXES = frozenset({".geojson", ".geojsonl", ".geojsons", ".topojson", ".shp", ".kml", ".fgb", ".gpx"})
# Containers whose content decides: images, vectors or both.
MIXED_SUFFIXES = frozenset({".gpkg", ".mbtiles", ".kmz"})
# Pictures: results if they are georeferenced, else previews.
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"})
CLOUD_SUFFIXES = frozenset({".las", ".laz"})
# Documents and files that accompany datasets. Files of any other name may be datasets: their content decides.
_PAPERS = frozenset(
    {".txt", ".xml", ".xsd", ".xsl", ".pdf", ".htm", ".html", ".md", ".csv", ".log", ".doc", ".docx", ".css", ".js"}
    | {".yaml", ".yml", ".md5", ".sha256", ".sha1", ".rtf", ".odt", ".xlsx", ".xls", ".svg", ".qml", ".sld", ".vrt"}
)
_SIDECARS = frozenset(
    {".dbf", ".shx", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".ovr", ".aux", ".hdr", ".tfw", ".jgw", ".pgw"}
    | {".wld", ".tifw", ".j2w", ".jpw", ".pngw", ".jpgw", ".rpb", ".rpc", ".imd", ".til", ".att", ".eph"}
    | {".geo", ".safe", ".idx", ".ind", ".id", ".map", ".msk", ".clr", ".stx", ".lic", ".license"}
)
DATA_FILE = "data.json"
ITEM_SUFFIX = ".stac.json"

# Files next to the image of an Airbus product (DIMAP) and folders within a product; never results of their own.
_DIMAP_PARTS = ("img_", "preview_", "icon_", "rpc_", "dim_", "vol_", "index")
_SIDE_FOLDERS = frozenset({"masks", "lineage", "library", "extras", "qi_data", "aux_data", "html", "rep_info"})
_SIDE_WORDS = frozenset(
    {"preview", "quicklook", "quicklooks", "thumbnail", "icon", "browse", "pvi", "udm", "udm2", "msk", "cloudmask"}
)


@dataclass(frozen=True)
class Candidates:
    """Files that may be datasets. `products` are metadata files that open a whole product. `side_rasters` are named
    like previews and masks, and count only if there is nothing else. `mixed` and `unknown` files have to be opened to
    find out; `papers` are not datasets.
    """

    products: Tuple[Path, ...] = ()
    rasters: Tuple[Path, ...] = ()
    side_rasters: Tuple[Path, ...] = ()
    pictures: Tuple[Path, ...] = ()
    vectors: Tuple[Path, ...] = ()
    mixed: Tuple[Path, ...] = ()
    clouds: Tuple[Path, ...] = ()
    documents: Tuple[Path, ...] = ()
    unknown: Tuple[Path, ...] = ()
    papers: Tuple[Path, ...] = ()


def sort_files(files: Iterable[Path], folder: Path, ours: FrozenSet[str] = frozenset()) -> Candidates:
    """Sorts the files of a folder; hidden and unfinished files and `ours` (names) are left out."""
    found: Dict[str, List[Path]] = {}
    for path in sorted(files):
        within = path.relative_to(folder)
        if not (_is_hidden(within) or path.name in ours or path.name.endswith(ITEM_SUFFIX)):
            found.setdefault(_group(path, within), []).append(path)
    return Candidates(**{name: tuple(paths) for name, paths in found.items()})


def _group(path: Path, within: PurePath) -> str:
    """Returns the name of the field of `Candidates` that a file belongs to."""
    suffix = path.suffix.lower()
    if is_product(path):
        return "products"
    if suffix in RASTER_SUFFIXES:
        return "side_rasters" if is_aside(within) else "rasters"
    if suffix in VECTOR_SUFFIXES:
        return "papers" if is_aside(within) else "vectors"
    for suffixes, name in (
        (MIXED_SUFFIXES, "mixed"),
        (PICTURE_SUFFIXES, "pictures"),
        (CLOUD_SUFFIXES, "clouds"),
        (frozenset({".json"}), "documents"),
        (_PAPERS | _SIDECARS, "papers"),
    ):
        if suffix in suffixes:
            return name
    return "unknown"


def is_product(path: PurePath) -> bool:
    """Returns whether a file opens a product of many files: DIMAP, or SAFE of Sentinel-1 and 2."""
    name = path.name.lower()
    if name.startswith("dim_") and name.endswith(".xml"):
        return True
    return bool(re.fullmatch(r"mtd_msil[12][abc]p?\.xml", name)) or (
        name == "manifest.safe" and path.parent.name.lower().startswith("s1")
    )


def is_part_of(path: Path, product: Path) -> bool:
    """Returns whether a file belongs to a product, and so is not shown separately.

    A whole SAFE folder is one product. A DIMAP document owns the images, previews and side folders next to it, but not
    the files of other deliveries in the same folder.
    """
    if path == product or product.parent not in path.parents:
        return False
    if not product.name.lower().startswith("dim_"):
        return True
    if path.parent == product.parent:
        return path.name.lower().startswith(_DIMAP_PARTS) and not is_product(path)
    return path.relative_to(product.parent).parts[0].lower() in _SIDE_FOLDERS


def product_title(product: Path) -> str:
    """Returns the name of a product: the folder of a SAFE, the document of a DIMAP without its prefix."""
    if product.name.lower().startswith("dim_"):
        return product.stem[4:]
    return product.parent.stem


def _is_hidden(within: PurePath) -> bool:
    return any(name.startswith(".") for name in within.parts) or within.suffix in (".part", ".new")


def is_aside(within: PurePath) -> bool:
    """Returns whether a file is named like a preview or mask, or is in a folder of them; `within` its delivery."""
    if any(part.lower() in _SIDE_FOLDERS for part in within.parts[:-1]):
        return True
    words = re.split(r"[^a-z0-9]+", within.stem.lower())
    return not _SIDE_WORDS.isdisjoint(words)
