"""An image's content decides how it is drawn and what it belongs to; its name is a hint."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from support import output_samples as samples
from support.rendered_pixels import PLACES, assert_only_the_frame_shows, is_clear, pixels_of

from up42_jobs.core.domain.outputs.delivery import OutputKind
from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.delivered_facts import DeliveredFacts
from up42_jobs.core.gis.outputs.layer_building import build_layer
from up42_jobs.core.gis.outputs.looks import Looks
from up42_jobs.core.gis.outputs.project_layers import add_output, job_extent
from up42_jobs.core.gis.scenes.quicklook_layers import SCENE_KEY

JOB = Lineage("job-1", "id-1", "Harbour", datetime(2026, 5, 6, tzinfo=timezone.utc))


def layers_of(folder):
    """Builds the layers of a folder as loading does, by the names of their files."""
    files = find_datasets(folder)
    facts = DeliveredFacts(files)
    looks = Looks(files, facts)
    built = [build_layer(file, folder, facts, JOB, looks) for file in files if file.kind is not OutputKind.DOCUMENT]
    assert [item.file.problem for item in built] == [None] * len(built)
    return {Path(item.file.path).name: item.layer for item in built}


def colour_image(path, dtype=np.uint8, **options):
    classes, valid = samples.landscape()
    data = samples.bands_of(classes, ("red", "green", "blue")) / (12.0 if dtype is np.uint8 else 1.0)
    data = np.where(valid, np.clip(data, 1, 255 if dtype is np.uint8 else 65_000), 0).astype(dtype)
    return samples.write_tif(path, data, nodata=0, **options)


@pytest.mark.parametrize(
    "name", ["HH_Hafen_2026", "Sar_Valley_ortho", "GEC_Ingenieure_AOI", "VV_Park", "ortho_amplitude", "EVI_Strasse"]
)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_colour_image_with_the_name_of_something_else_is_in_colours(name, dtype, tmp_path, qgis_app):
    # A harbour named Hafen was drawn as a grey radar image for its initials.
    options = {} if dtype is np.uint8 else {"names": ("red", "green", "blue")}
    colour_image(tmp_path / f"{name}.tif", dtype, **options)
    (layer,) = layers_of(tmp_path).values()
    assert layer.renderer().type() == "multibandcolor"
    pixels = pixels_of(layer)
    column, row = PLACES["field"]
    red, green, blue = (int(value) for value in pixels[row, column, :3])
    assert green > red
    assert green > blue


@pytest.mark.parametrize("name", ["EVI_Strasse_pan", "NDVI_field_P", "DEM_AG_panchromatic", "HH_Hafen_pan"])
def test_panchromatic_image_with_the_name_of_something_else_is_grey(name, tmp_path, qgis_app):
    classes, _ = samples.landscape()
    grey = samples.bands_of(classes)[:3].mean(axis=0).astype(np.uint16)
    samples.write_tif(tmp_path / f"{name}.tif", grey)
    (layer,) = layers_of(tmp_path).values()
    assert layer.renderer().type() == "singlebandgray"


@pytest.mark.parametrize("bands", [("VV", "VH"), ("HH", "HV", "VV")])
def test_bands_of_polarisations_are_radar_whatever_the_files_name(bands, tmp_path, qgis_app):
    classes, _ = samples.landscape()
    data = np.stack([samples.SPECTRA[classes, 1]] * len(bands)).astype(np.float32)
    samples.write_tif(tmp_path / "colours_of_spring.tif", data, names=bands)
    (layer,) = layers_of(tmp_path).values()
    assert layer.renderer().type() == "singlebandpseudocolor"


@pytest.mark.parametrize("name", ["Icon_Siena", "Preview_2026", "Browse_Lane_ortho", "quicklook"])
def test_image_with_the_name_of_a_preview_is_loaded(name, tmp_path, qgis_app):
    colour_image(tmp_path / f"{name}.tif")
    far = (samples.ORIGIN[0] + 50_000, *samples.ORIGIN[1:])
    colour_image(tmp_path / "other.tif", geo=far)
    assert set(layers_of(tmp_path)) == {f"{name}.tif", "other.tif"}


def test_true_preview_of_another_image_is_left_out(tmp_path, qgis_app):
    colour_image(tmp_path / "scene.tif")
    small = np.full((3, 25, 30), 90, dtype=np.uint8)
    geo = (samples.ORIGIN[0], 40.0, 0.0, samples.ORIGIN[3], 0.0, -40.0)
    samples.write_tif(tmp_path / "preview.tif", small, geo=geo)
    assert set(layers_of(tmp_path)) == {"scene.tif"}


def test_scenes_are_told_apart_by_their_whole_names(tmp_path, qgis_app):
    # scene-10 and scene-11 began with "scene-1": they had its date, cloud cover and identity.
    scenes = {"scene-1": 1, "scene-10": 10, "scene-11": 11, "scene-1_b": 2}
    features = [
        samples.feature_of(name, acquisitionDate=f"2026-05-{day:02}T10:00:00Z", cloudCover=day)
        for name, day in scenes.items()
    ]
    samples.write_data_json(tmp_path, *features)
    for name in scenes:
        colour_image(tmp_path / f"{name}_ortho.tif")
    found = {name: layer.name().split()[1].rstrip(",") for name, layer in layers_of(tmp_path).items()}
    assert found == {f"{name}_ortho.tif": f"2026-05-{day:02}" for name, day in scenes.items()}


def test_description_of_one_scene_is_not_taken_for_another(tmp_path, qgis_app):
    samples.write_data_json(tmp_path, samples.feature_of("scene-1"))
    colour_image(tmp_path / "scene-1.tif")
    colour_image(tmp_path / "scene-10.tif")
    found = {name: layer.customProperty(SCENE_KEY) for name, layer in layers_of(tmp_path).items()}
    assert found == {"scene-1.tif": "DS_scene-1", "scene-10.tif": None}


@pytest.mark.parametrize("kind", [gdal.GDT_CFloat32, gdal.GDT_CInt16])
def test_complex_image_shows_its_amplitude(kind, tmp_path, qgis_app):
    # The real part of a wave is as often below zero as above: nothing was to be seen.
    classes, _ = samples.landscape()
    random = np.random.default_rng(7)
    amplitude = np.array([9.0, 120.0, 2500.0])[classes] * random.rayleigh(1.0, classes.shape)
    wave = (amplitude * np.exp(2j * np.pi * random.random(classes.shape))).astype(np.complex64)
    samples.write_tif(tmp_path / "slc.tif", wave)
    if kind == gdal.GDT_CInt16:
        whole = gdal.Translate(str(tmp_path / "whole.tif"), gdal.Open(str(tmp_path / "slc.tif")), outputType=kind)
        assert whole is not None
        whole = None
        (tmp_path / "slc.tif").unlink()
    (layer,) = layers_of(tmp_path).values()
    pixels = pixels_of(layer)
    seen = {}
    for name, (column, row) in PLACES.items():
        seen[name] = pixels[row - 9 : row + 10, column - 8 : column + 9, :3].mean()
    assert seen["water"] < 40 < seen["field"] < 160 < seen["town"]
    assert "amplitude" in layer.name()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("nodata", [-9999, -1, 1e20])
def test_nodata_that_the_pixels_cannot_hold_leaves_no_black_collar(dtype, nodata, tmp_path, qgis_app):
    classes, valid = samples.landscape()
    data = samples.bands_of(classes, ("red", "green", "blue")) / (12.0 if dtype is np.uint8 else 1.0)
    data = np.where(valid, np.clip(data, 1, 255 if dtype is np.uint8 else 65_000), 0).astype(dtype)
    samples.write_tif(tmp_path / "scene.tif", data, names=("red", "green", "blue"))
    edited = gdal.Open(str(tmp_path / "scene.tif"), gdal.GA_Update)
    for number in (1, 2, 3):
        edited.GetRasterBand(number).SetNoDataValue(nodata)
    edited = None
    (layer,) = layers_of(tmp_path).values()
    assert_only_the_frame_shows(pixels_of(layer))


def tiles(folder, data, count=3, **options):
    """Cuts an image into columns of tiles."""
    width = data.shape[2] // count
    for number in range(count):
        geo = (samples.ORIGIN[0] + number * width * 10.0, *samples.ORIGIN[1:])
        part = data[:, :, number * width : (number + 1) * width]
        samples.write_tif(folder / f"tile_{number}.tif", np.ascontiguousarray(part), geo=geo, **options)
    return width


@pytest.mark.parametrize("kind", ["colour", "grey", "measure"])
def test_tiles_of_one_mosaic_have_one_look(kind, tmp_path, qgis_app):
    # A tile of water beside one of a town: each was stretched to its own range, and the seams showed.
    classes, _ = samples.landscape()
    data = samples.bands_of(classes, ("red", "green", "blue")).astype(np.uint16)
    data[:, 45:55] = 1000
    if kind != "colour":
        data = data[:1].astype(np.float32 if kind == "measure" else np.uint16)
    names = ("red", "green", "blue") if kind == "colour" else ()
    width = tiles(tmp_path, data, names=names)
    layers = layers_of(tmp_path)
    shown = [pixels_of(layers[f"tile_{number}.tif"], width, samples.ROWS)[50, 5] for number in range(3)]
    assert all(np.array_equal(shown[0], other) for other in shown)
    whole = [pixels_of(layers[f"tile_{number}.tif"], width, samples.ROWS)[..., :3].mean() for number in range(3)]
    assert whole[0] < whole[2] or kind == "measure"


def test_classes_have_one_colour_in_all_tiles(tmp_path, qgis_app):
    classes, _ = samples.landscape()
    tiles(tmp_path, (classes + 1).astype(np.uint8)[None])
    colours = {}
    for layer in layers_of(tmp_path).values():
        assert layer.renderer().type() == "paletted"
        for cls in layer.renderer().classes():
            colours.setdefault(cls.value, set()).add(cls.color.name())
    assert {value: len(names) for value, names in colours.items()} == {1: 1, 2: 1, 3: 1}


def test_two_images_of_one_place_keep_a_look_of_their_own(tmp_path, qgis_app):
    classes, _ = samples.landscape()
    data = samples.bands_of(classes, ("red", "green", "blue")).astype(np.uint16)
    samples.write_tif(tmp_path / "may.tif", data, names=("red", "green", "blue"))
    samples.write_tif(tmp_path / "june.tif", (data * 4).astype(np.uint16), names=("red", "green", "blue"))
    pixels = {name: pixels_of(layer)[..., :3].astype(int) for name, layer in layers_of(tmp_path).items()}
    assert np.abs(pixels["may.tif"] - pixels["june.tif"]).max() <= 2


def test_zoom_leads_to_outputs_that_have_a_place_and_nowhere_else(tmp_path, qgis_app):
    # Columns and rows of an image without a CRS were taken for degrees.
    project = QgsProject.instance()
    project.clear()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "raw.tif"), 240, 200, 1)
    dataset.GetRasterBand(1).Fill(7)
    dataset = None
    add_output(project, JOB, layers_of(tmp_path)["raw.tif"])
    assert job_extent(project, JOB.key) is None
    colour_image(tmp_path / "scene.tif")
    add_output(project, JOB, layers_of(tmp_path)["scene.tif"])
    extent = job_extent(project, JOB.key)
    assert extent.width() < 0.1
    assert -1 < extent.center().x() < 0
    project.clear()


def test_mask_of_a_file_beside_it_stays_clear(tmp_path, qgis_app):
    colour_image(tmp_path / "scene.tif")
    (layer,) = layers_of(tmp_path).values()
    assert is_clear(pixels_of(layer), 1, 1)


ODD = {
    "null members": {"type": "Feature", "id": None, "geometry": None, "properties": None},
    "a list for properties": {"type": "Feature", "id": "scene", "properties": [1, 2]},
    "figures for words": {"type": "Feature", "id": 7, "properties": {"acquisitionDate": 5, "cloudCover": {"a": 1}}},
    "deep members": {"type": "Feature", "id": {"a": []}, "properties": {"up42.data_path": ["a"], "providers": [3]}},
    "an item of odd assets": {"id": "scene", "assets": {"a": {"href": 5, "eo:bands": [1, {"name": []}]}, "b": 3}},
    "impossible dates": {"type": "Feature", "id": "scene", "properties": {"datetime": "9999-99-99T99:99:99Z"}},
}


@pytest.mark.parametrize("document", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("name", ["data.json", "item.json"])
def test_image_is_worth_more_than_an_odd_description(name, document, tmp_path, qgis_app):
    colour_image(tmp_path / "scene.tif")
    whole = {"type": "FeatureCollection", "features": [document]} if name == "data.json" else document
    (tmp_path / name).write_text(json.dumps(whole), encoding="utf-8")
    assert layers_of(tmp_path)["scene.tif"].isValid()
