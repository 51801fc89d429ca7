"""Each pixel of a quicklook layer shows the ground at its place."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsRasterLayer
from support.quicklook_truth import (
    as_scene,
    errors_px,
    scenes_at,
    write_quicklook,
)

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.gis.quicklooks.placing import place_quicklook
from up42_jobs.sandbox.world.quicklooks import quicklook

PLACES = {"Valencia": (-0.33, 39.55), "Fiji": (179.98, -17.0), "Svalbard": (20.0, 79.0), "equator": (36.8, -0.2)}
MAX_PX = 0.25


def place(true, folder, pattern="coordinates", name="quicklook.jpg", **facts):
    return place_quicklook(write_quicklook(true, folder, pattern, name), as_scene(true, **facts))


@pytest.mark.parametrize("name", sorted(PLACES))
def test_pixels_lie_within_a_quarter_of_a_pixel_of_the_truth(name, tmp_path):
    for true in scenes_at(*PLACES[name]):
        placed = place(true, tmp_path)
        assert placed.placement == "corners"
        errors, share = errors_px(true, placed.raster_path)
        assert errors.max() <= MAX_PX
        assert share > 0.9


def test_ring_start_and_direction_change_nothing(tmp_path):
    true = scenes_at(*PLACES["Valencia"])[0]
    corners = list(true.corners)
    for start in range(4):
        for step in (1, -1):
            turned = (corners[start:] + corners[:start])[::step]
            placed = place(true, tmp_path, footprint=(*turned, turned[0]))
            errors, _ = errors_px(true, placed.raster_path)
            assert errors.max() <= MAX_PX


def test_dark_water_stays_and_only_the_outside_is_transparent(tmp_path):
    true = scenes_at(*PLACES["Valencia"])[0]
    image = tmp_path / "dark.png"
    width, height = true.quicklook_size
    memory = gdal.GetDriverByName("MEM").Create("", width, height, 3)
    gdal.GetDriverByName("PNG").CreateCopy(str(image), memory)
    placed = place_quicklook(image, as_scene(true))
    dataset = gdal.Open(placed.raster_path)
    alpha = dataset.GetRasterBand(4).ReadAsArray()
    left, step_x, _, top, _, step_y = dataset.GetGeoTransform()
    rows, columns = np.indices(alpha.shape)
    u, v = true.ground_to_image(left + (columns + 0.5) * step_x, top + (rows + 0.5) * step_y)
    margin = 0.002
    inside = (u > margin) & (u < 1 - margin) & (v > margin) & (v < 1 - margin)
    outside = (u < -margin) | (u > 1 + margin) | (v < -margin) | (v > 1 + margin)
    assert placed.placement == "corners"
    assert (alpha[inside] == 255).all()
    assert (alpha[outside] == 0).all()


def test_north_up_image_with_a_collar_lies_on_its_box(tmp_path):
    for true in scenes_at(*PLACES["Valencia"], "capella-gec", 4):
        placed = place(true, tmp_path, pattern="ground", name="sar.png")
        assert placed.placement == "bounds"
        dataset = gdal.Open(placed.raster_path)
        lons, lats = [lon for lon, _ in true.corners], [lat for _, lat in true.corners]
        left, step_x, _, top, _, step_y = dataset.GetGeoTransform()
        assert left == pytest.approx(min(lons), abs=abs(step_x))
        assert top == pytest.approx(max(lats), abs=abs(step_y))
        assert dataset.GetRasterBand(dataset.RasterCount).ReadAsArray()[0, 0] == 0


def test_neighbours_show_the_same_ground(tmp_path):
    """Two clear scenes of one place agree where they overlap."""
    found = scenes_at(*PLACES["Valencia"], count=60)
    clear = [item for item in found if item.cloud_cover is not None and item.cloud_cover < 2]
    first, second = clear[0], clear[1]
    colours = []
    lon, lat = PLACES["Valencia"]
    for number, true in enumerate((first, second)):
        folder = tmp_path / str(number)
        folder.mkdir()
        placed = place(true, folder, pattern="ground", name="ql.img")
        dataset = gdal.Warp(
            "", placed.raster_path, format="MEM", outputBounds=(lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02),
            width=60, height=60, resampleAlg="average",
        )
        colours.append(dataset.ReadAsArray()[:3].astype(float).ravel())
    assert np.corrcoef(colours[0], colours[1])[0, 1] > 0.9


@pytest.mark.parametrize("content", [b"", b"not an image", b"\xff\xd8\xff\xe0 cut"])
def test_unreadable_image_is_an_error_of_its_own_kind(content, tmp_path):
    true = scenes_at(*PLACES["Valencia"])[0]
    image = tmp_path / "broken.jpg"
    image.write_bytes(content)
    with pytest.raises(Up42Error) as caught:
        place_quicklook(image, as_scene(true))
    assert caught.value.kind is ErrorKind.IMAGE_UNREADABLE


def test_image_of_one_pixel_is_placed(tmp_path):
    true = scenes_at(*PLACES["Valencia"])[0]
    image = tmp_path / "one.png"
    gdal.GetDriverByName("PNG").CreateCopy(str(image), gdal.GetDriverByName("MEM").Create("", 1, 1, 3))
    assert gdal.Open(place_quicklook(image, as_scene(true)).raster_path).RasterXSize >= 1


def test_without_a_footprint_the_place_is_told_to_be_rough(tmp_path):
    true = scenes_at(*PLACES["Valencia"])[0]
    image = tmp_path / "rough.jpg"
    image.write_bytes(quicklook(true)[0])
    scene = as_scene(true, footprint=None, outline=((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)))
    placed = place_quicklook(image, scene)
    assert placed.placement == "outline"
    assert placed.certainty < 0.5


def test_a_layer_that_is_not_drawn_reads_no_pixels_and_leaves_no_file_beside_it(tmp_path):
    placed = [place(true, tmp_path, name=f"{number}.jpg") for number, true in enumerate(scenes_at(*PLACES["Valencia"]))]
    kept = gdal.GetCacheUsed()
    layers = [QgsRasterLayer(item.raster_path, "quicklook", "gdal") for item in placed]
    assert {layer.isValid() for layer in layers} == {True}
    assert gdal.GetCacheUsed() == kept
    assert list(tmp_path.glob("*.aux.xml")) == []
    brightest = layers[0].renderer().redContrastEnhancement().maximumValue()
    assert brightest == gdal.Open(placed[0].raster_path).GetRasterBand(1).ReadAsArray().max()
