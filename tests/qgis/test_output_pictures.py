"""Each kind of image opens in a style that needs no manual work: checked on rendered pixels."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from support import output_samples as samples
from support.rendered_pixels import PLACES, assert_only_the_frame_shows, colours_at, is_clear, pixels_of

from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.delivered_facts import DeliveredFacts
from up42_jobs.core.gis.outputs.layer_building import build_layer

JOB = Lineage("job-1", "id-1", "Harbour", datetime(2026, 5, 6, tzinfo=timezone.utc))


def layers_of(folder):
    """Builds the layers of a folder as loading does."""
    files = find_datasets(folder)
    built = [build_layer(file, folder, DeliveredFacts(files), JOB) for file in files]
    return [item.layer for item in built if item.layer is not None]


def assert_true_colours(pixels):
    """Water is dark and bluish, fields are green, the town is bright, and the stretch uses the range."""
    seen = colours_at(pixels)
    assert seen["water"].max() < 60
    assert seen["field"][1] == max(seen["field"])
    assert seen["town"].min() > 190
    shown = pixels[pixels[..., 3] > 0][:, :3]
    assert np.percentile(shown, 99) > 245
    assert np.percentile(shown, 1) < 12


WRITERS = {
    "bands in any order with wavelengths": lambda folder: samples.multispectral(
        folder / "ms.tif", ("nir", "green", "blue", "red"), ["1", "2", "3", "4"]
    ),
    "JPEG 2000 without nodata": lambda folder: samples.jpeg2000(folder / "scene.jp2"),
    "SAFE": samples.safe,
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS.keys())
def test_sixteen_bits_open_in_true_colours_and_stretched(writer, tmp_path, qgis_app):
    writer(tmp_path)
    (layer,) = layers_of(tmp_path)
    pixels = pixels_of(layer)
    assert_only_the_frame_shows(pixels)
    assert_true_colours(pixels)


def test_dimap_bundle_is_a_coloured_and_a_grey_mosaic_of_its_tiles(tmp_path, qgis_app):
    samples.dimap(tmp_path)
    colour, grey = sorted(layers_of(tmp_path), key=lambda layer: -layer.bandCount())
    assert [layer.name().rpartition(" · ")[2] for layer in (colour, grey)] == ["multispectral", "panchromatic"]
    assert_only_the_frame_shows(pixels_of(colour))
    assert_true_colours(pixels_of(colour))
    pixels = pixels_of(grey, 2 * samples.COLUMNS, 2 * samples.ROWS)
    shown = pixels[pixels[..., 3] > 0][:, :3]
    assert (shown.max(axis=1) == shown.min(axis=1)).all()
    assert np.percentile(shown, 99) > 245
    assert is_clear(pixels, 2, 2)


@pytest.mark.parametrize("write", [samples.cog, samples.display_with_alpha], ids=["nodata", "alpha"])
def test_display_images_keep_their_own_values_and_dark_water(write, tmp_path, qgis_app):
    source = write(tmp_path / "display.tif")
    (layer,) = layers_of(tmp_path)
    pixels = pixels_of(layer)
    assert_only_the_frame_shows(pixels)
    _, valid = samples.landscape()
    stored = np.moveaxis(gdal.Open(str(source)).ReadAsArray()[:3], 0, -1)
    assert np.array_equal(pixels[valid][:, :3], stored[valid])


@pytest.mark.parametrize("width", [3, 40], ids=["open sea", "forest"])
def test_dark_display_image_keeps_its_own_values(width, tmp_path, qgis_app):
    # Stretched alone, calm water would have a few loud colours unlike its quicklook.
    noise = np.random.default_rng(7).integers(0, width, (3, 64, 64))
    data = (np.array([26, 49, 44])[:, None, None] + noise).astype(np.uint8)
    samples.write_tif(tmp_path / "sea.tif", data, names=("red", "green", "blue"))
    (layer,) = layers_of(tmp_path)
    assert np.array_equal(pixels_of(layer, 64, 64)[..., :3], np.moveaxis(data, 0, -1))


def test_calm_water_of_sixteen_bits_is_not_torn_into_loud_colours(tmp_path, qgis_app):
    noise = np.random.default_rng(7).integers(0, 3, (3, 64, 64))
    data = (np.array([210, 260, 300])[:, None, None] + noise).astype(np.uint16)
    samples.write_tif(tmp_path / "sea.tif", data, names=("red", "green", "blue"))
    (layer,) = layers_of(tmp_path)
    shown = pixels_of(layer, 64, 64)[..., :3].astype(int)
    assert (shown.max(axis=(0, 1)) - shown.min(axis=(0, 1))).max() < 40
    # Still the colour of water.
    red, green, blue = shown.mean(axis=(0, 1))
    assert 40 < red < green < blue < 160


def test_open_sea_with_a_swell_keeps_its_colour(tmp_path, qgis_app):
    rows, columns = np.mgrid[0:64, 0:64]
    swell = np.stack([np.sin(rows / 9), np.cos(columns / 7), np.sin((rows + columns) / 11)])
    data = (np.array([416, 1010, 1445])[:, None, None] * (1 + 0.08 * swell)).astype(np.uint16)
    samples.write_tif(tmp_path / "sea.tif", data, names=("red", "green", "blue"))
    (layer,) = layers_of(tmp_path)
    shown = pixels_of(layer, 64, 64)[..., :3].astype(int)
    assert (shown[..., 0] < shown[..., 1]).all()
    assert (shown[..., 1] < shown[..., 2]).all()
    assert shown.max() < 160


def test_an_image_of_one_grey_is_no_noise(tmp_path, qgis_app):
    data = np.random.default_rng(7).integers(300, 310, (1, 64, 64)).astype(np.uint16)
    samples.write_tif(tmp_path / "pan.tif", data)
    (layer,) = layers_of(tmp_path)
    shown = pixels_of(layer, 64, 64)[..., :3].astype(int)
    assert shown.max() - shown.min() < 30


def test_water_that_is_zero_in_one_band_keeps_its_place_in_sixteen_bits(tmp_path, qgis_app):
    classes, valid = samples.landscape()
    data = np.where(valid, samples.bands_of(classes, ("red", "green", "blue")), 0).astype(np.uint16)
    data[0][classes == samples.WATER] = 0
    samples.write_tif(tmp_path / "dark.tif", data, nodata=0, names=("red", "green", "blue"))
    (layer,) = layers_of(tmp_path)
    assert_only_the_frame_shows(pixels_of(layer))


def test_index_runs_from_brown_over_pale_to_green(tmp_path, qgis_app):
    samples.ndvi(tmp_path / "field_ndvi.tif")
    (layer,) = layers_of(tmp_path)
    pixels = pixels_of(layer)
    assert_only_the_frame_shows(pixels)
    seen = colours_at(pixels)
    assert seen["field"][1] > seen["field"][0] + 60
    assert seen["water"][0] > seen["water"][2] + 60
    assert seen["town"].min() > 200
    curve = layer.renderer().shader().rasterShaderFunction()
    assert (curve.minimumValue(), curve.maximumValue()) == (-1.0, 1.0)


def test_heights_are_green_below_and_white_above(tmp_path, qgis_app):
    samples.elevation(tmp_path / "dem.tif")
    (layer,) = layers_of(tmp_path)
    pixels = pixels_of(layer)
    assert_only_the_frame_shows(pixels)
    assert pixels[50, 60, :3].min() > 200
    low = pixels[50, 14, :3].astype(int)
    assert low[1] == max(low)


def test_radar_shows_water_fields_and_town_by_their_decibels(tmp_path, qgis_app):
    samples.radar(tmp_path / "gec.tif")
    (layer,) = layers_of(tmp_path)
    seen = {name: colour.mean() for name, colour in colours_at(pixels_of(layer)).items()}
    assert seen["water"] < 25
    # A linear stretch would leave them at 10.
    assert 60 < seen["field"] < 140
    assert seen["town"] > 190


def test_classes_get_a_colour_each_and_the_files_own_colours_win(tmp_path, qgis_app):
    samples.classes_of(tmp_path / "a" / "landcover.tif")
    samples.with_colour_table(tmp_path / "b" / "landcover.tif")
    (plain,), (own,) = layers_of(tmp_path / "a"), layers_of(tmp_path / "b")
    assert_only_the_frame_shows(pixels_of(plain))
    assert len({tuple(colour) for colour in colours_at(pixels_of(plain)).values()}) == 3
    assert [tuple(colour) for colour in colours_at(pixels_of(own)).values()] == [
        (10, 20, 200),
        (20, 180, 30),
        (200, 30, 20),
    ]
    assert [cls.label for cls in own.renderer().classes()] == ["water", "field", "town"]


def test_mask_of_two_values_shows_what_it_marks_only(tmp_path, qgis_app):
    classes, _ = samples.landscape()
    samples.write_tif(tmp_path / "change.tif", (classes == samples.TOWN).astype(np.uint8))
    (layer,) = layers_of(tmp_path)
    pixels = pixels_of(layer)
    assert is_clear(pixels, *PLACES["field"])
    assert not is_clear(pixels, *PLACES["town"])


def test_variables_of_a_netcdf_are_a_layer_each_with_their_range_used(tmp_path, qgis_app):
    samples.netcdf(tmp_path / "sea.nc")
    layers = layers_of(tmp_path)
    assert [layer.name() for layer in layers] == ["sea · sst1", "sea · sst_error2"]
    pixels = pixels_of(layers[0])
    assert_only_the_frame_shows(pixels)
    assert np.abs(pixels[30, 20, :3].astype(int) - pixels[80, 90, :3]).sum() > 200


@pytest.mark.parametrize("write", [samples.shapefile, samples.geojson])
def test_vectors_are_drawn_so_that_the_image_below_stays_in_sight(write, tmp_path, qgis_app):
    write(Path(tmp_path / ("objects.shp" if write is samples.shapefile else "objects.geojson")))
    (layer,) = layers_of(tmp_path)
    alpha = pixels_of(layer)[..., 3]
    assert (alpha > 200).any()
    assert ((alpha > 10) & (alpha < 100)).sum() > 500
