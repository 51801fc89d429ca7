"""Makes sandbox/world/land.bin, where the Sandbox has land, out of the world map of Natural Earth that QGIS ships.

Run it only to change the file: `.venv/bin/python tools/make_land.py [world_map.gpkg]`. Natural Earth is in the public
domain. The format is described in sandbox/world/land.py.
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parents[1]
WORLD_MAP = "/usr/share/qgis/resources/data/world_map.gpkg"
sys.path.insert(0, str(ROOT / "tools"))


def main() -> int:
    """Writes the file and prints its size."""
    from package_path import register_package

    register_package()
    from up42_jobs.sandbox.world.land import BLOCK, FARTHEST, FILE, LEVELS, STEP_DEG

    distance = coast_distance(sys.argv[1] if len(sys.argv) > 1 else WORLD_MAP, STEP_DEG)
    values = np.clip(np.round(distance / FARTHEST * LEVELS), -LEVELS, LEVELS).astype(np.int8)
    # Blocks share their edges; the world goes round at 180 degrees.
    values = np.pad(np.pad(values, ((0, 0), (0, 1)), mode="wrap"), ((0, 1), (0, 0)), mode="edge")
    rows, columns = (values.shape[0] - 1) // BLOCK, (values.shape[1] - 1) // BLOCK
    blocks = []
    for row in range(rows):
        for column in range(columns):
            part = values[row * BLOCK : row * BLOCK + BLOCK + 1, column * BLOCK : column * BLOCK + BLOCK + 1]
            blocks.append(zlib.compress(part.tobytes(), 9))
    sizes = struct.pack(f"<{len(blocks)}H", *(len(block) for block in blocks))
    FILE.write_bytes(sizes + b"".join(blocks))
    print(f"{FILE.relative_to(ROOT)}: {FILE.stat().st_size} bytes")
    return 0


def coast_distance(world_map: str, step: float) -> np.ndarray:
    """Returns degrees to the coast at points every `step` from 90 S, 180 W on, positive on land, in rows northwards."""
    gdal.UseExceptions()
    # Twice as fine, and half a point off, so that each point is the mean of the four cells around it.
    half = step / 2.0
    columns, rows = round(360 / half), round(180 / half)
    memory = gdal.GetDriverByName("MEM")
    land = memory.Create("", columns, rows, 1, gdal.GDT_Byte)
    land.SetGeoTransform((-180.0, half, 0.0, 90.0, 0.0, -half))
    source = ogr.Open(world_map)
    gdal.RasterizeLayer(land, [1], source.GetLayerByName("countries"), burn_values=[1])
    # The map ends a little before the South Pole.
    filled = land.ReadAsArray()
    filled[-round(1.0 / half) :] = 1
    land.GetRasterBand(1).WriteArray(filled)
    away = []
    for value in (0, 1):
        distances = memory.Create("", columns, rows, 1, gdal.GDT_Float32)
        options = [f"VALUES={value}", "DISTUNITS=PIXEL", "MAXDIST=40", "NODATA=40"]
        gdal.ComputeProximity(land.GetRasterBand(1), distances.GetRasterBand(1), options)
        away.append(distances.ReadAsArray())
    signed = np.where(filled > 0, away[0] - 0.5, 0.5 - away[1]) * half
    signed = np.flipud(signed)
    around = signed + np.roll(signed, 1, axis=1)
    around = around + np.roll(around, 1, axis=0)
    # The South Pole's row would take the North Pole's with it.
    around[0] = around[1]
    return around[::2, ::2] / 4.0


if __name__ == "__main__":
    sys.exit(main())
