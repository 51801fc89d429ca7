"""Images in odd places load: an outline without degrees stops neither its image nor the next one."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from qgis.core import QgsProject
from support import output_samples as samples

from up42_jobs.core.app.outputs.output_loading import OutputLoading
from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.gis.foreign.files import open_raster
from up42_jobs.core.gis.foreign.gdal_calls import epsg_crs, lonlat_crs, moved_points, read_pixels
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.stac_items import write_items

WAIT_MS = 60_000
JOB = Lineage("job-1", "id-1", "Harbour", datetime(2026, 5, 6, tzinfo=timezone.utc))
NO_PLACE = None
GEOSTATIONARY = "+proj=geos +lon_0=-75 +h=35786023 +sweep=x +ellps=GRS80 +units=m"
FULL_DISK_M = 5_434_894.9


def local_crs():
    return 'LOCAL_CS["site",UNIT["metre",1],AXIS["x",EAST],AXIS["y",NORTH]]'


def engineering_crs():
    return (
        'ENGCRS["works",EDATUM["corner of the works"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],'
        'LENGTHUNIT["metre",1]]'
    )


# The CRS, west and north of the image in it, the size of its 40 by 20 pixels, and the box of its item in degrees
# (None for an image that has no place on Earth).
PLACES = {
    "edges a hair beyond the poles": ("EPSG:4326", -180, 90.000000001, 9.0, 9.0000000001, (-180, -90, 180, 90)),
    "pixels centred on the poles": ("EPSG:4326", -0.5, 94.5, 9.0, 9.45, (-180, -90, 180, 90)),
    "longitudes from 0 to 360": ("EPSG:4326", 0, 45, 9.0, 2.0, (-180, 5, 180, 45)),
    "another datum beyond the pole": ("EPSG:4258", 10, 91, 0.5, 0.5, (10, 81, 30, 90)),
    "full disk": (GEOSTATIONARY, -FULL_DISK_M, FULL_DISK_M, FULL_DISK_M / 20, FULL_DISK_M / 10, (-156, -81, 6, 81)),
    "disk over the antimeridian": (
        GEOSTATIONARY.replace("-75", "140.7"), -FULL_DISK_M, FULL_DISK_M, FULL_DISK_M / 20, FULL_DISK_M / 10,
        (60, -81, -139, 81),
    ),
    "Mollweide": ("ESRI:54009", -18_040_095, 9_020_048, 902_005, 902_005, (-180, -90, 180, 90)),
    "orthographic": (
        "+proj=ortho +lat_0=20 +lon_0=10 +a=6371000 +b=6371000", -6_400_000, 6_400_000, 320_000, 640_000, "any",
    ),
    "over the north pole": ("EPSG:3413", -400_000, 300_000, 20_000, 20_000, (-180, 85, 180, 90)),
    "over the south pole": ("EPSG:3031", -700_000, 350_000, 35_000, 35_000, (-180, -90, 180, -82)),
    "beyond the map's end": ("EPSG:3857", -30_000_000, 40_000_000, 1_500_000, 4_000_000, (-180, -90, 180, 90)),
    "site metres": (local_crs(), 0, 20, 1, 1, NO_PLACE),
    "engineering": (engineering_crs(), 0, 20, 1, 1, NO_PLACE),
    "Mars": ("+proj=longlat +a=3396190 +b=3376200", 10, 20, 0.1, 0.1, NO_PLACE),
    "Moon in metres": ("+proj=eqc +a=1737400 +b=1737400 +units=m", 0, 10_000, 500, 500, NO_PLACE),
    "none": ("", 0, 20, 1, 1, NO_PLACE),
}


def write_at(path, definition, west, north, width, height):
    """Writes 40 by 20 pixels of a gradient."""
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 40, 20, 1, gdal.GDT_Float32)
    if definition:
        crs = osr.SpatialReference()
        crs.SetFromUserInput(definition)
        dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((west, width, 0, north, 0, -height))
    dataset.GetRasterBand(1).WriteArray(np.linspace(270, 300, 800, dtype=np.float32).reshape(20, 40))
    return path


def switch_exceptions(is_on):
    """Switches GDAL's exceptions; they can only be taken off in the order in which they were put on."""
    modules = (gdal, ogr, osr)
    if bool(gdal.GetUseExceptions()) != is_on:
        for module in modules if is_on else reversed(modules):
            module.UseExceptions() if is_on else module.DontUseExceptions()


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_image_anywhere_gets_an_item_where_it_has_a_place_and_none_elsewhere(place, tmp_path, qgis_app):
    # One such image ended the whole run with a traceback, after the credits were spent.
    *where, bounds = place
    write_at(tmp_path / "a.tif", *where)
    samples.cog(tmp_path / "z.tif")
    write_items(find_datasets(tmp_path), JOB)
    assert (tmp_path / "z.stac.json").exists()
    target = tmp_path / "a.stac.json"
    assert target.exists() == (bounds is not None)
    if bounds is not None:
        item = json.loads(target.read_text(encoding="utf-8"))
        west, south, east, north = item["bbox"]
        assert -180 <= west <= 180
        assert -90 <= south < north <= 90
        if bounds != "any":
            assert (west, south, east, north) == pytest.approx(bounds, abs=5)
        rings = item["geometry"]["coordinates"]
        for polygon in rings if item["geometry"]["type"] == "MultiPolygon" else [rings]:
            assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in polygon[0])
            assert polygon[0][0] == polygon[0][-1]


def test_all_of_them_come_onto_the_map_together(tmp_path, qgis_app, qtbot):
    project = QgsProject.instance()
    project.clear()
    for number, (*where, _) in enumerate(PLACES.values()):
        write_at(tmp_path / "job" / f"{number:02}.tif", *where)
    samples.cog(tmp_path / "job" / "zz.tif")
    loading = OutputLoading(project, tmp_path / "overviews")
    try:
        with qtbot.waitSignal(loading.loaded, timeout=WAIT_MS) as done:
            loading.load(JOB, tmp_path / "job")
    finally:
        loading.close()
    assert [arg.problem for arg in done.args[2]] == [None] * (len(PLACES) + 1)
    assert done.args[1] == len(PLACES) + 1
    project.clear()


def test_item_of_an_image_over_the_pole_holds_the_pole(tmp_path, qgis_app):
    # The sides of such an image never come near the pole: a box of its corners would leave out what it shows.
    write_at(tmp_path / "polar.tif", *PLACES["over the north pole"][:-1])
    write_items(find_datasets(tmp_path), JOB)
    item = json.loads((tmp_path / "polar.stac.json").read_text(encoding="utf-8"))
    assert item["bbox"][0::2] == [-180, 180]
    assert item["bbox"][3] == 90
    ring = item["geometry"]["coordinates"][0]
    assert max(lat for _, lat in ring) == 90
    assert len(ring) > 20


def test_files_that_differ_in_their_suffix_have_an_item_each(tmp_path, qgis_app):
    samples.cog(tmp_path / "scene.tif")
    samples.jpeg2000(tmp_path / "scene.jp2")
    samples.cog(tmp_path / "other.tif")
    write_items(find_datasets(tmp_path), JOB)
    items = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.stac.json")}
    assert {name: item["assets"]["data"]["href"] for name, item in items.items()} == {
        "scene.tif.stac.json": "./scene.tif",
        "scene.jp2.stac.json": "./scene.jp2",
        "other.stac.json": "./other.tif",
    }
    assert len({item["id"] for item in items.values()}) == 3


@pytest.mark.parametrize("is_on", [False, True], ids=["off", "on"])
def test_failures_are_the_same_with_gdals_exceptions_on_and_off(is_on, tmp_path, qgis_app):
    # The switch is the process's: any plugin, script or the Python console may have turned it.
    before = bool(gdal.GetUseExceptions())
    switch_exceptions(is_on)
    try:
        with pytest.raises(RuntimeError):
            moved_points([(0.0, 0.0)], lonlat_crs(), epsg_crs(1))
        cut = samples.cog(tmp_path / "cut.tif")
        cut.write_bytes(cut.read_bytes()[:2_000])
        dataset = open_raster(cut)
        with pytest.raises(RuntimeError):
            read_pixels(dataset.GetRasterBand(1))
    finally:
        switch_exceptions(before)
