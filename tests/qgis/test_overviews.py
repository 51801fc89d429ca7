"""Large images get overviews in little memory, complete or not at all, also if their folder is read-only."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProject
from support import output_samples as samples

from up42_jobs.core.app.outputs.output_loading import OutputLoading
from up42_jobs.core.domain.errors import Cancelled
from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.gis.outputs.overviews import build_overviews, needs_overviews
from up42_jobs.core.gis.outputs.readings import read_raster

WAIT_MS = 30_000
MEBIBYTE = 1024 * 1024
JOB = Lineage("job-1", "id-1", "Harbour", datetime(2026, 5, 6, tzinfo=timezone.utc))


class Told:
    """A Control that keeps the reported shares and GDAL's memory use at each; stops at a share."""

    def __init__(self, stop_at=2.0):
        self.shares = [0.0]
        self.before = gdal.GetCacheUsed()
        self.most_bytes = 0
        self._stop_at = stop_at

    def check(self):
        if self.shares[-1] >= self._stop_at:
            raise Cancelled

    def report(self, fraction):
        self.shares.append(fraction)
        self.most_bytes = max(self.most_bytes, gdal.GetCacheUsed() - self.before)


def write_large(path, columns=4601, rows=3703, bands=3, tiled=True, nodata=0):
    """Writes 16 bits: noise, and a corner without values."""
    options = ["TILED=YES"] if tiled else ["INTERLEAVE=BAND"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform(samples.ORIGIN)
    dataset.SetProjection(samples.to_memory(np.zeros((1, 1, 1), np.uint8)).GetProjection())
    numbers = np.random.default_rng(7)
    for number in range(1, bands + 1):
        pixels = numbers.integers(200, 2000, (rows, columns), dtype=np.uint16)
        pixels[:901, :1203] = 0
        if number == 1:
            # Dark water, which is not empty for it.
            pixels[1500:2500] = 0
        band = dataset.GetRasterBand(number)
        band.WriteArray(pixels)
        if nodata is not None:
            band.SetNoDataValue(nodata)
    return str(path)


@pytest.fixture
def sealed_folder(tmp_path):
    """A folder, and what makes it take no file any more."""
    folder = tmp_path / "share"
    folder.mkdir()
    is_root = os.geteuid() == 0
    mounted = []
    if is_root and shutil.which("mount") is None:
        pytest.skip("nobody can keep root from writing here")

    def seal():
        if not is_root:
            folder.chmod(0o555)
            return
        for options in (["--bind", str(folder)], ["-o", "remount,bind,ro"]):
            if subprocess.run(["mount", *options, str(folder)], check=False).returncode:
                pytest.skip("nobody can keep root from writing here")
            mounted.append(folder)

    yield folder, seal
    if mounted:
        # QGIS may close its files a moment later.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.chmod(0o755)


@pytest.mark.parametrize("tiled", [True, False], ids=["tiles", "strips"])
def test_overviews_are_the_average_of_what_is_there_and_take_little_memory(tiled, tmp_path, qgis_app):
    source = write_large(tmp_path / "image.tif", tiled=tiled)
    before = Path(source).read_bytes()
    told = Told()
    assert needs_overviews(source)
    assert build_overviews(source, told, tmp_path / "elsewhere") == source
    assert not needs_overviews(source)
    assert Path(source).read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["image.tif", "image.tif.ovr"]
    assert told.most_bytes < 24 * MEBIBYTE
    assert told.shares == sorted(told.shares)
    assert told.shares[-1] == pytest.approx(1.0)
    opened = gdal.Open(source)
    image = opened.GetRasterBand(2)
    sizes = [(image.GetOverview(number).XSize, image.GetOverview(number).YSize) for number in range(5)]
    assert sizes == [(2301, 1852), (1151, 926), (576, 463), (288, 232), (144, 116)]
    # The edge of the corner lies within pixels of the overviews, which must not be half as bright for it.
    for number in range(5):
        values = image.GetOverview(number).ReadAsArray()
        assert set(values[values < 200]) == {0}
    # GDAL's own ones, which fill the memory, differ where windows of this way meet within a pixel.
    copy = shutil.copy(source, tmp_path / "copy.tif")
    own = gdal.Open(str(copy))
    own.BuildOverviews("AVERAGE", [2, 4, 8, 16, 32])
    for number in range(5):
        mine, theirs = (item.GetRasterBand(2).GetOverview(number).ReadAsArray() for item in (opened, own))
        assert (mine != theirs).mean() < 0.05
        assert np.abs(mine.astype(float) - theirs).mean() < 1.0


def test_overviews_of_even_sides_are_exact_averages(tmp_path, qgis_app):
    source = write_large(tmp_path / "image.tif", 4096, 4096, bands=1, nodata=None)
    build_overviews(source, Told(), tmp_path / "elsewhere")
    opened = gdal.Open(source)
    band = opened.GetRasterBand(1)
    full = band.ReadAsArray().astype(float)
    first = band.GetOverview(0).ReadAsArray()
    assert np.abs(full.reshape(2048, 2, 2048, 2).mean(axis=(1, 3)) - first).max() <= 0.5
    second = band.GetOverview(1).ReadAsArray()
    assert np.abs(first.astype(float).reshape(1024, 2, 1024, 2).mean(axis=(1, 3)) - second).max() <= 0.5


def test_overviews_of_classes_hold_only_classes_that_are_there(tmp_path, qgis_app):
    path = tmp_path / "landcover.tif"
    image = gdal.GetDriverByName("GTiff").Create(str(path), 4200, 4200, 1, gdal.GDT_Byte, ["TILED=YES"])
    image.WriteArray(np.random.default_rng(7).choice([1, 9], (4200, 4200)).astype(np.uint8))
    image = None
    build_overviews(str(path), Told(), tmp_path / "elsewhere")
    opened = gdal.Open(str(path))
    band = opened.GetRasterBand(1)
    for number in range(band.GetOverviewCount()):
        assert set(np.unique(band.GetOverview(number).ReadAsArray())) == {1, 9}


@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_overviews_that_are_stopped_leave_nothing_and_are_built_the_next_time(share, tmp_path, qgis_app):
    source = write_large(tmp_path / "image.tif", bands=1)
    with pytest.raises(Cancelled):
        build_overviews(source, Told(stop_at=share), tmp_path / "elsewhere")
    assert os.listdir(tmp_path) == ["image.tif"]
    # What a process that was killed leaves is no part of the next attempt.
    (tmp_path / ".image.tif.overviews.vrt.ovr").write_bytes(b"half")
    (tmp_path / ".image.tif.overviews.vrt.ovr.new").write_bytes(b"half")
    build_overviews(source, Told(), tmp_path / "elsewhere")
    assert sorted(os.listdir(tmp_path)) == ["image.tif", "image.tif.ovr"]


def test_image_in_a_folder_that_takes_no_file_gets_its_overviews_elsewhere(sealed_folder, tmp_path, qtbot, qgis_app):
    folder, seal = sealed_folder
    write_large(folder / "image.tif")
    seal()
    project = QgsProject.instance()
    loading = OutputLoading(project, tmp_path / "elsewhere")

    def load():
        project.clear()
        with qtbot.waitSignal(loading.loaded, timeout=WAIT_MS):
            loading.load(JOB, folder)
        (layer,) = project.mapLayers().values()
        looks = [layer.renderer().type(), layer.dataProvider().userNoDataValues(1)]
        qtbot.waitUntil(lambda: layer.source().endswith(".vrt"), timeout=WAIT_MS)
        assert any(item.getExists() for item in layer.dataProvider().buildPyramidList())
        assert [layer.renderer().type(), layer.dataProvider().userNoDataValues(1)] == looks
        assert layer.dataProvider().useSourceNoDataValue(1) is False
        return Path(layer.source())

    try:
        virtual = load()
        assert virtual.parent == tmp_path / "elsewhere"
        assert os.listdir(folder) == ["image.tif"]
        built = virtual.with_name(virtual.name + ".ovr").stat().st_mtime_ns
        # Once is enough, also for another project.
        assert load() == virtual
        assert virtual.with_name(virtual.name + ".ovr").stat().st_mtime_ns == built
    finally:
        loading.close()
        project.clear()


def test_a_large_image_on_the_map_keeps_no_pixels_in_memory_and_no_figures_beside_it(tmp_path, qtbot, qgis_app):
    folder = tmp_path / "job"
    folder.mkdir()
    write_large(folder / "image.tif", nodata=None)
    before = gdal.GetCacheUsed()
    loading = OutputLoading(QgsProject.instance(), tmp_path / "elsewhere")
    try:
        with qtbot.waitSignal(loading.loaded, timeout=WAIT_MS):
            loading.load(JOB, folder)
        qtbot.waitUntil(lambda: (folder / "image.tif.ovr").exists(), timeout=WAIT_MS)
        assert gdal.GetCacheUsed() - before < MEBIBYTE
        # QGIS would compute a stretch and write its statistics.
        assert sorted(os.listdir(folder)) == ["image.stac.json", "image.tif", "image.tif.ovr"]
    finally:
        loading.close()
        QgsProject.instance().clear()


def test_what_is_read_to_draw_an_image_does_not_stay_in_memory(tmp_path, qgis_app):
    image = gdal.Open(write_large(tmp_path / "image.tif", nodata=None))
    before = gdal.GetCacheUsed()
    read_raster(image, "image")
    assert gdal.GetCacheUsed() - before < MEBIBYTE


def test_a_mosaic_is_read_like_its_files(tmp_path, qgis_app):
    source = write_large(tmp_path / "image.tif", nodata=None)
    mosaic = str(tmp_path / "image.vrt")
    gdal.BuildVRT(mosaic, [source]).FlushCache()
    whole, parts = gdal.Open(source), gdal.Open(mosaic)
    before = gdal.GetCacheUsed()
    assert read_raster(parts, "image").ranges == read_raster(whole, "image").ranges
    assert gdal.GetCacheUsed() - before < MEBIBYTE
