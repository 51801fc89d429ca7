"""The same small image in each format that providers deliver, and files that the plugin cannot open."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
from osgeo import gdal

from support import output_samples as samples

# Formats with their driver, options and how many bands they take.
RASTERS = {
    "scene.ntf": ("NITF", ("ICORDS=N",), 3),
    "scene.NITF": ("NITF", ("ICORDS=N",), 1),
    "scene.pix": ("PCIDSK", (), 3),
    "heights.asc": ("AAIGrid", (), 1),
    "scene.dat": ("ENVI", (), 3),
    "scene": ("ENVI", (), 3),
    "tiles.mbtiles": ("MBTiles", (), 3),
    "ortho.gpkg": ("GPKG", (), 3),
    "sst.h5": ("netCDF", ("FORMAT=NC4",), 1),
    "scene.img": ("HFA", (), 3),
    "rain.grb2": ("GRIB", (), 1),
    "scene.bil": ("EHdr", (), 3),
    "ortho.png": ("PNG", ("WORLDFILE=YES",), 3),
    "ortho.jpg": ("JPEG", ("WORLDFILE=YES",), 3),
}
NOT_SHOWN = {
    "scene.mrsid": b"\x00\x01\x02 of a maker that nobody has heard of" * 50,
    "signal.raw": bytes(range(1, 255)) * 40,
    "model.obj": b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
}


def write(folder: Path, name: str) -> Path:
    """Writes the image as a file of that name."""
    driver, options, bands = RASTERS[name]
    folder.mkdir(parents=True, exist_ok=True)
    classes, valid = samples.landscape()
    data = np.clip(samples.bands_of(classes, ("red", "green", "blue")) / 12.0, 1, 255)
    memory = samples.to_memory(np.where(valid, data, 0).astype(np.uint8)[:bands])
    path = folder / name
    written = gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=list(options))
    # The netCDF driver gives nothing back for its newer format, and writes the file.
    assert written is not None or path.exists(), gdal.GetLastErrorMsg()
    return path


def point_cloud(path: Path) -> Path:
    """Writes three points as LAS 1.2, format 0."""
    points = [(0, 0, 0), (100, 0, 50), (0, 100, 80)]
    header = struct.pack(
        "<4sHHIHH8sBB32s32sHHHIIBHI5I12d",
        *(b"LASF", 0, 0, 0, 0, 0, bytes(8), 1, 2, b"test", b"test", 1, 2026, 227, 227, 0, 0, 20, len(points)),
        *(len(points), 0, 0, 0, 0, 0.01, 0.01, 0.01, 729000.0, 4373000.0, 0.0),
        *(729001.0, 729000.0, 4373001.0, 4373000.0, 0.8, 0.0),
    )
    body = b"".join(struct.pack("<iiiHBBbBH", x, y, z, 1, 1, 1, 0, 0, 1) for x, y, z in points)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header + body)
    return path


def zip_of(folder: Path, archive: Path) -> Path:
    """Packs a folder."""
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())
    return archive


def raster_database(path: Path, tables=("ortho", "dem")) -> Path:
    """Writes a GeoPackage with several tables of raster tiles."""
    classes, _ = samples.landscape()
    data = np.clip(samples.bands_of(classes, ("red", "green", "blue")) / 12.0, 1, 255).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    for number, table in enumerate(tables):
        options = [f"RASTER_TABLE={table}", *(["APPEND_SUBDATASET=YES"] if number else [])]
        gdal.GetDriverByName("GPKG").CreateCopy(str(path), samples.to_memory(data), options=options)
    return path
