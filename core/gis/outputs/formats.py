"""The GDAL drivers that formats need, and the names of subdatasets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from osgeo import gdal

# The drivers that open a kind of file, by its suffix or the first four characters of its name; any of them is enough.
_JPEG2000 = ("JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JP2Lura")
_NEEDED: Dict[str, Tuple[str, ...]] = {
    ".jp2": _JPEG2000,
    ".j2k": _JPEG2000,
    ".nc": ("netCDF",),
    ".h5": ("HDF5", "netCDF"),
    ".hdf5": ("HDF5", "netCDF"),
    ".he5": ("HDF5", "netCDF"),
    ".hdf": ("HDF4", "HDF5"),
    ".img": ("HFA",),
    ".ntf": ("NITF",),
    ".nitf": ("NITF",),
    ".nsf": ("NITF",),
    ".pix": ("PCIDSK",),
    ".ecw": ("ECW",),
    ".sid": ("MrSID",),
    ".grb": ("GRIB",),
    ".grib": ("GRIB",),
    ".grb2": ("GRIB",),
    ".grib2": ("GRIB",),
    ".gpkg": ("GPKG",),
    ".mbtiles": ("MBTiles",),
    ".kml": ("LIBKML", "KML"),
    ".kmz": ("LIBKML",),
    ".fgb": ("FlatGeobuf",),
    "dim_": ("DIMAP",),
    "mtd_": ("SENTINEL2",),
    "mani": ("SAFE",),
}


def missing_driver(path: Path) -> str:
    """Returns the driver that a file needs and this GDAL lacks, empty if it has one."""
    needed = _NEEDED.get(path.suffix.lower()) or _NEEDED.get(path.name[:4].lower(), ())
    return needed[0] if needed and not any(gdal.GetDriverByName(name) for name in needed) else ""


def part_names(names: Sequence[str], path: Path) -> List[str]:
    """Returns short names for the subdatasets of a file, without driver and path."""
    return [_part_name(name, path) for name in names]


def _part_name(name: str, path: Path) -> str:
    pieces = re.split(r"[:\"]+", name.replace(str(path), ""))[1:]
    return ":".join(piece.strip("/") for piece in pieces if piece.strip("/"))
