"""All formats that GDAL or QGIS open are loaded; the others get a message with their name, never "not found"."""

from __future__ import annotations

import shutil
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import Qgis, QgsPointCloudLayer, QgsProviderRegistry, QgsRasterLayer, QgsVectorLayer
from support import format_samples as formats
from support import output_samples as samples
from support.rendered_pixels import pixels_of

from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.outputs.delivery import OutputKind, OutputProblem
from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.gis.foreign.unstyled_layers import set_source
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.delivered_facts import DeliveredFacts
from up42_jobs.core.gis.outputs.layer_building import build_layer
from up42_jobs.core.usecases.show_problems import show_problem

JOB = Lineage("job-1", "id-1", "Harbour", datetime(2026, 5, 6, tzinfo=timezone.utc))


def built(folder):
    """Builds what loading builds."""
    files = find_datasets(folder)
    facts = DeliveredFacts(files)
    return [build_layer(file, folder, facts, JOB) for file in files if file.kind is not OutputKind.DOCUMENT]


@pytest.mark.parametrize("name", formats.RASTERS)
def test_every_format_that_gdal_opens_is_a_layer(name, tmp_path, qgis_app):
    path = formats.write(tmp_path, name)
    (found,) = built(tmp_path)
    assert found.file.problem is None
    assert Path(found.file.path) == path
    assert isinstance(found.layer, QgsRasterLayer)
    assert found.layer.isValid()
    block = found.layer.dataProvider().block(1, found.layer.extent(), 12, 10)
    assert not all(block.isNoData(row, column) for row in range(10) for column in range(12))


def image_without_a_place(path):
    """Writes four bands with neither a transform nor control points."""
    image = gdal.GetDriverByName("GTiff").Create(str(path), 64, 48, 4, gdal.GDT_UInt16)
    for number in range(1, 5):
        image.GetRasterBand(number).WriteArray(np.arange(64 * 48, dtype=np.uint16).reshape(48, 64))
    return path


# Newer versions of QGIS put a handler of their own over ours, which prints what GDAL says of an image without a place.
prints_on_its_own = pytest.mark.skipif(Qgis.QGIS_VERSION_INT >= 34000, reason="this QGIS prints GDAL's errors itself")


@pytest.mark.parametrize("has_place", [pytest.param(False, marks=prints_on_its_own), True])
def test_loading_an_image_prints_nothing(has_place, tmp_path, qgis_app, capfd):
    # QGIS tries to warp an image without georeference, and GDAL printed the failure to the terminal: scripts that
    # read it took a loaded file for a broken one.
    path = samples.cog(tmp_path / "scene.tif") if has_place else image_without_a_place(tmp_path / "scene.tif")
    assert path.is_file()
    (found,) = built(tmp_path)
    assert found.layer.isValid()
    assert capfd.readouterr() == ("", "")


@prints_on_its_own
def test_moved_image_without_a_place_is_found_again_in_silence(tmp_path, qgis_app, capfd):
    path = image_without_a_place(tmp_path / "scene.tif")
    (found,) = built(tmp_path)
    fresh = path.rename(tmp_path / "moved.tif")
    set_source(found.layer, str(fresh), "gdal")
    assert found.layer.isValid()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["sst.h5", "sst.he5", "sst.hdf5"])
def test_a_netcdf_that_is_called_hdf5_keeps_its_place(name, tmp_path, qgis_app):
    # As plain figures it had no place and stood on its head.
    formats.write(tmp_path, "sst.h5").rename(tmp_path / name)
    (found,) = built(tmp_path)
    assert found.layer.crs().authid() == "EPSG:32630"
    pixels = pixels_of(found.layer)
    _, valid = samples.landscape()
    assert (pixels[..., 3] > 0)[valid].mean() > 0.97


def test_pictures_without_a_place_are_left_out_beside_images_and_shown_alone(tmp_path, qgis_app):
    classes, _ = samples.landscape()
    memory = samples.to_memory(samples.bands_of(classes)[:3].clip(0, 255).astype("uint8"))
    tmp_path.joinpath("job").mkdir()
    gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "job" / "legend.png"), memory)
    (tmp_path / "job" / "legend.png.aux.xml").unlink()
    assert [Path(dataset.path).name for dataset in find_datasets(tmp_path / "job")] == ["legend.png"]
    formats.write(tmp_path / "job", "ortho.jpg")
    (tmp_path / "job" / "ortho.jpg.aux.xml").unlink()
    assert [Path(dataset.path).name for dataset in find_datasets(tmp_path / "job")] == ["ortho.jpg"]
    samples.cog(tmp_path / "job" / "scene.tif")
    assert [Path(dataset.path).name for dataset in find_datasets(tmp_path / "job")] == ["scene.tif"]


def test_a_database_of_images_and_areas_gives_a_layer_of_each(tmp_path, qgis_app):
    formats.raster_database(tmp_path / "all.gpkg")
    source = ogr.GetDriverByName("GPKG").Open(str(tmp_path / "all.gpkg"), 1)
    samples._add_vector(source, "fields", ogr.wkbPolygon)
    source = None
    found = built(tmp_path)
    assert [item.file.problem for item in found] == [None, None, None]
    assert [type(item.layer) for item in found] == [QgsRasterLayer, QgsRasterLayer, QgsVectorLayer]
    assert sorted(item.file.part for item in found) == ["dem", "fields", "ortho"] or found[2].file.part == ""
    assert len({item.layer.source() for item in found}) == 3


def test_an_empty_database_is_told_and_stops_nothing(tmp_path, qgis_app):
    (tmp_path / "a.gpkg").write_bytes(b"")
    (tmp_path / "b.mbtiles").write_bytes(b"SQLite format 3\0" + bytes(100))
    samples.cog(tmp_path / "z.tif")
    found = built(tmp_path)
    assert {Path(item.file.path).name: item.file.problem is None for item in found} == {
        "a.gpkg": False, "b.mbtiles": False, "z.tif": True,
    }


@pytest.mark.parametrize("name", ["cloud.las", "cloud.LAZ", "tile.copc.laz"])
def test_a_point_cloud_is_a_layer_where_qgis_has_them_and_named_where_not(name, tmp_path, qgis_app):
    formats.point_cloud(tmp_path / name)
    (found,) = find_datasets(tmp_path)
    assert found.kind is OutputKind.POINT_CLOUD
    if found.provider in QgsProviderRegistry.instance().providerList() and name.endswith(".las"):
        (one,) = built(tmp_path)
        assert isinstance(one.layer, QgsPointCloudLayer)
    elif found.provider not in QgsProviderRegistry.instance().providerList():
        assert found.problem is OutputProblem.FORMAT_MISSING
        error = show_problem([found])
        assert error.kind is ErrorKind.FORMAT_MISSING
        assert name in error.detail


@pytest.mark.parametrize("name", formats.NOT_SHOWN)
def test_what_nothing_opens_is_named_and_nothing_else_is_lost(name, tmp_path, qgis_app):
    (tmp_path / name).write_bytes(formats.NOT_SHOWN[name])
    (tmp_path / "licence.txt").write_text("free")
    (found,) = find_datasets(tmp_path)
    assert (found.kind, found.problem) == (OutputKind.OTHER, OutputProblem.UNKNOWN_FORMAT)
    error = show_problem([found])
    assert (error.kind, error.files) == (ErrorKind.IMAGE_UNREADABLE, (name,))
    samples.cog(tmp_path / "scene.tif")
    assert [Path(dataset.path).name for dataset in find_datasets(tmp_path)] == ["scene.tif"]


def test_papers_alone_are_named(tmp_path, qgis_app):
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "readme.txt").write_text("see the report")
    error = show_problem(find_datasets(tmp_path))
    assert (error.kind, set(error.files)) == (ErrorKind.IMAGE_UNREADABLE, {"report.pdf", "readme.txt"})


def test_outlines_of_scenes_are_no_result_beside_files_that_cannot_be_shown(tmp_path, qgis_app):
    # The classic service's data.json came onto the map as if it were what was bought.
    samples.write_data_json(tmp_path, samples.feature_of("scene-1", "scene-1.mrsid"))
    (tmp_path / "scene-1.mrsid").write_bytes(formats.NOT_SHOWN["scene.mrsid"])
    kinds = {Path(dataset.path).name: dataset.kind for dataset in find_datasets(tmp_path)}
    assert kinds == {"scene-1.mrsid": OutputKind.OTHER, "data.json": OutputKind.DOCUMENT}


def test_a_file_that_is_damaged_in_any_format_stops_no_other(tmp_path, qgis_app):
    for name in formats.RASTERS:
        path = formats.write(tmp_path / Path(name).name.replace(".", "-"), name)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    samples.cog(tmp_path / "zz.tif")
    layers = {Path(item.file.path).name: item.layer for item in built(tmp_path)}
    assert layers["zz.tif"] is not None


def test_parts_of_a_file_survive_a_folder_with_blanks_and_umlauts(tmp_path, qgis_app):
    folder = tmp_path / "Auftrag für Müller"
    formats.raster_database(folder / "karte nord.gpkg")
    samples.netcdf(folder / "sea.nc")
    found = built(folder)
    assert [item.file.problem for item in found] == [None] * 4
    assert all(item.layer.isValid() for item in found)
    shutil.rmtree(folder)
