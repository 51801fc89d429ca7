"""Small files that claim gigabytes are refused with a message, in bounded memory and time.

Each is opened by a process of its own, which reports the peak of its memory: sizes have to be bounded before memory
is taken.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from support.archive_samples import zip_bytes

ROOT = Path(__file__).resolve().parents[2]
MAX_GROWTH_MB = 300
# Of a busy machine; each of them ends within seconds.
DEADLINE_S = 240

CHILD = """
import os, resource, sys, threading, time
sys.path[:0] = [sys.argv[1] + "/tests", sys.argv[1] + "/tools"]
from package_path import register_package
register_package()
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
from pathlib import Path
from support.service_stage import Watch
from support.quicklook_truth import as_scene, frame_corners, made_up, ring_of
from up42_jobs.core.api.downloads.archives import unpack_archive
from up42_jobs.core.api.downloads.staged_extraction import Unpacking
from up42_jobs.core.domain.outputs.unpack_limits import UnpackLimits
from up42_jobs.core.domain.errors import Up42Error
from up42_jobs.core.domain.problems import AreaError
from up42_jobs.core.gis.areas.files import aoi_from_file
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.delivered_facts import DeliveredFacts
from up42_jobs.core.gis.quicklooks.placing import place_quicklook

def rss():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20

def quicklook(path):
    corners = frame_corners(-0.3, 39.4, 20, 20, 17, 0.04, 0.12)
    place_quicklook(path, as_scene(made_up(corners, (64, 64), ring_of(corners, 3, True, []), cloud_cover=0.0)))

def archive(path):
    unpack_archive(path, Unpacking(path.parent / "job", UnpackLimits(), Watch()))

def outputs(path):
    DeliveredFacts(find_datasets(path.parent))

def area(path):
    aoi_from_file(str(path))

before = rss()
peak = [before]
def look():
    while True:
        peak[0] = max(peak[0], rss())
        time.sleep(0.005)
threading.Thread(target=look, daemon=True).start()
try:
    globals()[sys.argv[2]](Path(sys.argv[3]))
    words = ""
except (Up42Error, AreaError) as error:
    words = str(error)
print("grown", max(peak[0], rss()) - before, words, flush=True)
os._exit(0)
"""


def opened(kind, path):
    """Opens a file in a process of its own; returns the growth of its memory in MB and the error's words."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(ROOT), kind, str(path)],
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        env=environment,
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("grown ")), "")
    assert line, done.stdout + done.stderr
    _, grown, words = [*line.split(" ", 2), ""][:3]
    return int(grown), words


def tiff(path, columns, rows, bands=1, kind=gdal.GDT_Byte, *options):
    """A TIFF that claims pixels and holds next to none."""
    options = ["SPARSE_OK=TRUE", "COMPRESS=DEFLATE", "BIGTIFF=YES", *options]
    gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, kind, options=options).FlushCache()
    return path


BOMBS = {
    "a wide image": lambda path: tiff(path, 29_999, 29_999),
    "numbers of sixteen bytes": lambda path: tiff(path, 4096, 4096, 4, gdal.GDT_CFloat64),
    "many bands": lambda path: tiff(path, 2000, 2000, 1000, gdal.GDT_Float64, "INTERLEAVE=PIXEL"),
    "more bands than any": lambda path: tiff(path, 4000, 4000, 60_000),
    "one large tile": lambda path: tiff(
        path, 100, 100, 1, gdal.GDT_Float64, "TILED=YES", "BLOCKXSIZE=20000", "BLOCKYSIZE=20000"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_quicklook_that_claims_gigabytes_is_refused_by_its_limit(name, tmp_path):
    path = BOMBS[name](tmp_path / "a.tif")
    assert path.stat().st_size < 20_000_000
    grown, words = opened("quicklook", path)
    assert "the limit is" in words
    assert grown < MAX_GROWTH_MB


@pytest.mark.parametrize("kind", [gdal.GDT_Byte, gdal.GDT_UInt16, gdal.GDT_Float32])
def test_the_largest_quicklook_that_is_read_stays_within_the_bounds(kind, tmp_path):
    size = gdal.GetDataTypeSize(kind) // 8
    side = int((128 * 2**20 / 3 / size) ** 0.5) // 16 * 16
    path = tmp_path / "a.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), side, side, 3, kind, options=["COMPRESS=DEFLATE", "TILED=YES", "INTERLEAVE=PIXEL"]
    )
    for number in range(3):
        dataset.GetRasterBand(number + 1).Fill(number * 50 + 50)
    dataset = None
    grown, words = opened("quicklook", path)
    assert words == ""
    assert grown < MAX_GROWTH_MB


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_an_archive_that_grows_without_end_is_refused(method, tmp_path):
    members = [(f"{number}.tif", bytes(600_000_000)) for number in range(1)]
    path = tmp_path / "a.zip"
    path.write_bytes(zip_bytes(members, method))
    grown, words = opened("archive", path)
    assert "compression method" in words or "expands too much" in words
    assert grown < MAX_GROWTH_MB


def test_a_delivered_list_of_features_of_any_length_is_bounded(tmp_path):
    feature = json.dumps({"type": "Feature", "id": "a", "properties": {"a": 1}, "geometry": None})
    with (tmp_path / "data.json").open("w") as file:
        file.write('{"type": "FeatureCollection", "features": [' + feature)
        for _ in range(50_000):
            file.write(f",{feature}" * 50)
        file.write("]}")
    assert (tmp_path / "data.json").stat().st_size > 150_000_000
    (tmp_path / "a.tif").write_bytes(b"II*\0")
    grown, words = opened("outputs", tmp_path / "data.json")
    assert words == ""
    assert grown < MAX_GROWTH_MB


def vertices(count):
    """A ring with that many corners."""
    angles = np.linspace(0, 2 * np.pi, count)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    ring[-1] = ring[0]
    return json.dumps(ring.tolist())


def shapes_of(form, corners):
    """Polygons with that many corners in all, as one ring or as many squares."""
    if form == "one ring":
        return [f'{{"type": "Polygon", "coordinates": [{vertices(corners)}]}}']
    return [f'{{"type": "Polygon", "coordinates": [{vertices(5)}]}}'] * (corners // 5)


def area_file(folder, form, corners):
    """GeoJSON of such polygons."""
    features = ",".join(
        f'{{"type": "Feature", "properties": {{}}, "geometry": {shape}}}' for shape in shapes_of(form, corners)
    )
    path = folder / "a.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}')
    return path


@pytest.mark.parametrize("form", ["one ring", "many squares"])
def test_a_text_of_areas_beyond_the_limit_is_refused_before_it_is_read(form, tmp_path):
    path = area_file(tmp_path, form, 600_000)
    assert path.stat().st_size > 20_000_000
    grown, words = opened("area", path)
    assert words == "file_too_large"
    assert grown < MAX_GROWTH_MB


@pytest.mark.parametrize(
    ("driver", "form", "corners"),
    [
        ("GPKG", "one ring", 250_000),
        ("GPKG", "many squares", 600_000),
        ("GeoJSON", "one ring", 230_000),
        ("GeoJSON", "many squares", 95_000),
    ],
)
def test_an_area_file_is_read_or_refused_within_the_bounds(form, driver, corners, tmp_path):
    """Just below each limit, and well beyond that of the shapes, which only shows while they are read."""
    path = area_file(tmp_path, form, corners)
    if driver == "GPKG":
        gdal.VectorTranslate(str(tmp_path / "a.gpkg"), str(path), format="GPKG")
        path = tmp_path / "a.gpkg"
    grown, words = opened("area", path)
    assert (words == "file_too_large") == (corners == 600_000), words
    assert grown < MAX_GROWTH_MB
