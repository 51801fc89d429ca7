"""Delivered files are loaded automatically: found, drawn, described, once, and found again after a move."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsLayerTreeLayer, QgsProject, QgsRasterLayer, QgsVectorLayer
from support import output_samples as samples

from up42_jobs.core.app.outputs.output_loading import OutputLoading
from up42_jobs.core.domain.outputs.delivery import OutputKind, OutputProblem
from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.domain.products import Licence
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.project_layers import FILE_KEY, job_extent
from up42_jobs.core.gis.scenes.quicklook_layers import SCENE_KEY

WAIT_MS = 30_000
CREATED = datetime(2026, 5, 6, 8, 0, tzinfo=timezone.utc)
LINK = "https://storage.example/file.zip?Signature=abc&Expires=1"


def lineage(key="job-1", name="Harbour", created=CREATED):
    licence = Licence("eula-1", "Airbus EULA", "https://up42.com/eula")
    request = {"up42.data": {"limit": 1, "callback": LINK}}
    return Lineage(key, f"id-of-{key}", name, created, "Pléiades Display", licence, request)


@pytest.fixture
def project(qgis_app):
    QgsProject.instance().clear()
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def loading(project, tmp_path):
    loading = OutputLoading(project, tmp_path / "overviews")
    yield loading
    loading.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "project" / "UP42 Jobs" / "Harbour"
    folder.mkdir(parents=True)
    return folder


def load(loading, qtbot, folder, facts=None):
    """Loads a folder and returns how many layers were added, and the datasets."""
    with qtbot.waitSignal(loading.loaded, timeout=WAIT_MS) as done:
        loading.load(facts or lineage(), folder)
    return done.args[1], done.args[2]


def has_pixels(layer):
    block = layer.dataProvider().block(1, layer.extent(), 12, 10)
    return any(not block.isNoData(5, column) and block.value(5, column) != 0 for column in range(12))


def everything(folder):
    """Writes one sample of every format."""
    samples.multispectral(folder / "ms.tif")
    samples.cog(folder / "display.tif")
    samples.jpeg2000(folder / "scene.jp2")
    samples.dimap(folder / "bundle")
    samples.safe(folder)
    samples.netcdf(folder / "sea.nc")
    samples.ndvi(folder / "field_ndvi.tif")
    samples.geopackage(folder / "objects.gpkg")
    samples.shapefile(folder / "seeps.shp")
    samples.geojson(folder / "slicks.geojson")


def test_every_format_is_found_and_loaded_as_valid_layers(loading, project, folder, qtbot):
    everything(folder)
    count, datasets = load(loading, qtbot, folder)
    assert [dataset.problem for dataset in datasets if dataset.problem] == []
    layers = list(project.mapLayers().values())
    assert count == len(layers) == len(datasets) == 13
    assert all(layer.isValid() for layer in layers)
    assert sum(isinstance(layer, QgsVectorLayer) for layer in layers) == 4
    assert {layer.crs().authid() for layer in layers} == {"EPSG:32630", "EPSG:4326"}


def test_tiles_previews_and_masks_of_products_are_not_loaded_by_themselves(folder):
    samples.dimap(folder / "bundle")
    samples.safe(folder)
    names = {Path(dataset.path).name for dataset in find_datasets(folder) if dataset.kind is OutputKind.RASTER}
    assert names == {
        "DIM_PHR1B_MS_202605041050381.XML",
        "DIM_PHR1B_P_202605041050381.XML",
        "MTD_MSIL2A.xml",
    }


def test_single_files_of_a_job_load_the_image_and_not_its_preview_or_archive(folder):
    samples.cog(folder / "img_phr1b_pms.tif")
    gdal.GetDriverByName("JPEG").CreateCopy(str(folder / "preview.jpg"), gdal.Open(str(folder / "img_phr1b_pms.tif")))
    (folder / "metadata.xml").write_text("<Product/>")
    (folder / "original.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (found,) = [dataset for dataset in find_datasets(folder) if dataset.kind is not OutputKind.DOCUMENT]
    assert Path(found.path).name == "img_phr1b_pms.tif"


def test_a_mask_that_is_the_only_raster_is_the_result(folder):
    samples.classes_of(folder / "cloudmask.tif")
    assert [Path(dataset.path).name for dataset in find_datasets(folder)] == ["cloudmask.tif"]
    samples.cog(folder / "image.tif")
    assert [Path(dataset.path).name for dataset in find_datasets(folder)] == ["image.tif"]


def test_detections_in_data_json_are_a_layer_and_descriptions_of_rasters_are_none(folder, tmp_path):
    samples.write_data_json(folder, samples.feature_of("ship-1", acquisitionDate=None))
    (found,) = find_datasets(folder)
    assert found.kind is OutputKind.VECTOR
    other = tmp_path / "other"
    samples.write_data_json(other, samples.feature_of("scene-1", "scene-1.tif"))
    samples.cog(other / "scene-1.tif")
    assert {Path(dataset.path).name: dataset.kind for dataset in find_datasets(other)} == {
        "scene-1.tif": OutputKind.RASTER,
        "data.json": OutputKind.DOCUMENT,
    }


def test_layers_tell_scene_time_rights_and_job(loading, project, folder, qtbot):
    samples.write_data_json(folder, {**samples.feature_of("scene-1", "scene-1_ndvi.tif"), "orderID": "order-9"})
    samples.ndvi(folder / "scene-1_ndvi.tif")
    load(loading, qtbot, folder)
    (layer,) = project.mapLayers().values()
    metadata = layer.metadata()
    assert layer.name() == "PHR1B 2026-05-04, 0.5 m (delivered) · ndvi"
    assert metadata.identifier() == "DS_scene-1"
    assert "id-of-job-1" in metadata.history()[0]
    assert "order-9" in metadata.abstract()
    assert metadata.rights() == ["AIRBUS DS GEO"]
    assert layer.attribution() == "AIRBUS DS GEO"
    assert metadata.licenses() == ["Airbus EULA"]
    times = layer.temporalProperties()
    assert times.isActive()
    assert times.fixedTemporalRange().begin().toString("yyyy-MM-dd hh:mm") == "2026-05-04 00:00"


def test_stac_item_lies_beside_each_raster_and_holds_no_signature(loading, folder, qtbot):
    everything(folder)
    samples.write_data_json(folder, samples.feature_of("scene-1", "ms.tif"))
    load(loading, qtbot, folder)
    items = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("*.stac.json")}
    assert len(items) == 8
    for item in items.values():
        assert "Signature" not in json.dumps(item)
        assert item["properties"]["up42:job_id"] == "id-of-job-1"
    item = items["ms.stac.json"]
    assert item["assets"]["data"]["href"] == "./ms.tif"
    assert item["properties"]["proj:epsg"] == 32630
    assert item["properties"]["datetime"] == "2026-05-04T10:50:38Z"
    assert [band["common_name"] for band in item["assets"]["data"]["eo:bands"]] == ["blue", "green", "red", "nir"]
    west, south, east, north = item["bbox"]
    assert (west, south, east, north) == pytest.approx((-0.336, 39.468, -0.322, 39.477), abs=0.005)


def test_outputs_loaded_after_a_restart_still_show_their_scene(loading, project, folder, qtbot):
    """Nothing else remembers it: a layer "img_phr1b_pms" without a time, and the item had lost its own."""
    samples.cog(folder / "img_phr1b_pms.tif")
    moment = datetime(2026, 5, 4, 10, 50, 38, tzinfo=timezone.utc)
    properties = {"organisationName": "AIRBUS DS GEO"}
    scene = Scene("scene-9", "feature-9", moment, "PHR1B", "PHR", 12.0, 8.5, 0.5, properties=properties)
    load(loading, qtbot, folder, replace(lineage(), family="Pléiades", scenes=(scene,)))
    item = (folder / "img_phr1b_pms.stac.json").read_text(encoding="utf-8")
    (layer,) = project.mapLayers().values()
    known = (layer.name(), layer.attribution(), layer.customProperty(SCENE_KEY), layer.metadata().identifier())
    assert layer.temporalProperties().isActive()
    for _ in range(2):
        project.clear()
        load(loading, qtbot, folder, replace(lineage(), family="Pléiades"))
        (layer,) = project.mapLayers().values()
        assert known == (
            layer.name(), layer.attribution(), layer.customProperty(SCENE_KEY), layer.metadata().identifier()
        )
        assert layer.temporalProperties().isActive()
        assert (folder / "img_phr1b_pms.stac.json").read_text(encoding="utf-8") == item


def test_loading_twice_adds_nothing_and_a_removed_layer_can_be_loaded_again(loading, project, folder, qtbot):
    everything(folder)
    first, datasets = load(loading, qtbot, folder)
    again, _ = load(loading, qtbot, folder)
    assert (first, again) == (len(datasets), 0)
    project.removeMapLayer(next(iter(project.mapLayers())))
    third, _ = load(loading, qtbot, folder)
    assert third == 1
    assert len(project.mapLayers()) == len(datasets)


def test_project_and_folder_that_move_together_keep_their_layers(loading, project, folder, tmp_path, qtbot):
    everything(folder)
    _, datasets = load(loading, qtbot, folder)
    home = tmp_path / "project"
    assert project.write(str(home / "harbour.qgz"))
    project.clear()
    moved = tmp_path / "elsewhere"
    shutil.move(str(home), str(moved))
    assert project.read(str(moved / "harbour.qgz"))
    layers = list(project.mapLayers().values())
    assert len(layers) == len(datasets)
    assert [layer.source() for layer in layers if not layer.isValid()] == []
    assert all(str(home) not in layer.source() for layer in layers)
    # A mosaic opens without its images, so only pixels prove that they are found.
    assert [layer.source() for layer in layers if isinstance(layer, QgsRasterLayer) and not has_pixels(layer)] == []
    count, _ = load(loading, qtbot, moved / "UP42 Jobs" / "Harbour")
    assert count == 0
    assert len(project.mapLayers()) == len(datasets)


def test_layer_whose_file_had_gone_is_mended_and_not_added_again(loading, project, folder, tmp_path, qtbot):
    samples.ndvi(folder / "a_ndvi.tif")
    load(loading, qtbot, folder)
    project.write(str(tmp_path / "project" / "p.qgz"))
    project.clear()
    new_home = tmp_path / "new" / "Harbour"
    shutil.move(str(folder), str(new_home))
    project.read(str(tmp_path / "project" / "p.qgz"))
    (layer,) = project.mapLayers().values()
    assert not layer.isValid()
    count, _ = load(loading, qtbot, new_home)
    (layer,) = project.mapLayers().values()
    assert count == 0
    assert layer.isValid()
    assert layer.renderer().type() == "singlebandpseudocolor"


def test_newest_job_stands_on_top_and_within_it_the_newest_acquisition(loading, project, folder, tmp_path, qtbot):
    old = samples.feature_of("scene-1", "scene-1.tif", acquisitionDate="2025-01-01T00:00:00Z")
    samples.write_data_json(folder, old, samples.feature_of("scene-2", "scene-2.tif"))
    samples.cog(folder / "scene-1.tif")
    samples.cog(folder / "scene-2.tif")
    samples.geojson(folder / "objects.geojson")
    other = tmp_path / "older"
    other.mkdir()
    samples.cog(other / "x.tif")
    load(loading, qtbot, folder)
    load(loading, qtbot, other, lineage("job-0", "Older", datetime(2026, 5, 1, tzinfo=timezone.utc)))
    (root,) = project.layerTreeRoot().children()
    assert [group.name() for group in root.children()] == ["Harbour", "Older"]
    nodes = [node for node in root.children()[0].children() if isinstance(node, QgsLayerTreeLayer)]
    assert [node.layer().name()[:16] for node in nodes] == ["objects", "PHR1B 2026-05-04", "PHR1B 2025-01-01"]
    assert job_extent(project, "job-0") is not None


def test_damaged_file_is_told_and_the_others_load(loading, project, folder, qtbot):
    samples.cog(folder / "good.tif")
    (folder / "bad.tif").write_bytes(b"II*\x00 this is no image")
    (folder / "bad.gpkg").write_bytes(b"no database")
    count, datasets = load(loading, qtbot, folder)
    assert count == 1
    broken = {Path(dataset.path).name: dataset.problem for dataset in datasets if dataset.problem}
    assert broken == {"bad.tif": OutputProblem.UNREADABLE, "bad.gpkg": OutputProblem.UNREADABLE}


def test_missing_driver_is_told_by_its_name(folder):
    samples.jpeg2000(folder / "scene.jp2")
    drivers = [gdal.GetDriver(number) for number in range(gdal.GetDriverCount())]
    jpeg2000 = [driver for driver in drivers if driver.ShortName.startswith("JP2")]
    for driver in jpeg2000:
        driver.Deregister()
    try:
        (found,) = find_datasets(folder)
    finally:
        for driver in jpeg2000:
            driver.Register()
    assert (found.problem, found.detail) == (OutputProblem.FORMAT_MISSING, "JP2OpenJPEG")


def test_large_file_without_overviews_gets_them_beside_it(loading, project, folder, qtbot):
    path = folder / "large.tif"
    options = ["SPARSE_OK=TRUE", "TILED=YES", "COMPRESS=DEFLATE"]
    large = gdal.GetDriverByName("GTiff").Create(str(path), 6000, 4000, 1, gdal.GDT_UInt16, options)
    large.SetGeoTransform(samples.ORIGIN)
    large.SetProjection(gdal.Open(str(samples.ndvi(folder / "a_ndvi.tif"))).GetProjection())
    large = None
    before = path.read_bytes()
    load(loading, qtbot, folder)
    layer = next(layer for layer in project.mapLayers().values() if layer.name() == "large")
    qtbot.waitUntil(lambda: (folder / "large.tif.ovr").exists(), timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: any(item.getExists() for item in layer.dataProvider().buildPyramidList()), timeout=WAIT_MS
    )
    assert path.read_bytes() == before
    assert not (folder / "a_ndvi.tif.ovr").exists()
    assert [item.name for item in folder.iterdir() if item.name.startswith(".")] == []


def test_layers_belong_to_the_main_thread(loading, project, folder, qtbot):
    samples.cog(folder / "a.tif")
    samples.geojson(folder / "b.geojson")
    load(loading, qtbot, folder)
    for layer in project.mapLayers().values():
        assert layer.thread() == project.thread()
        assert layer.dataProvider().thread() == project.thread()
        assert layer.customProperty(FILE_KEY) in ("a.tif", "b.geojson")
        assert isinstance(layer, (QgsRasterLayer, QgsVectorLayer))
