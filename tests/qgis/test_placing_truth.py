"""Frames of any shape, rotation and place on Earth are placed correctly, with an honest certainty."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from support.quicklook_truth import (
    KM_PER_DEGREE,
    as_scene,
    errors_px,
    frame_corners,
    made_up,
    opaque_places,
    ring_of,
    scenes_at,
    write_quicklook,
)

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.gis.quicklooks.placing import place_quicklook

MAX_PX = 0.25
# Along a side of one pixel all colours are the same, up to half a pixel away.
MAX_PX_OF_ONE = 0.5


@st.composite
def rings(draw, corners):
    """The footprint of a frame with 4 to 12 vertices, any start, either direction."""
    spots = st.tuples(st.integers(0, 3), st.sampled_from([0.15, 0.3, 0.5, 0.62, 0.85]))
    extra = draw(st.lists(spots, max_size=8, unique=True))
    return ring_of(corners, draw(st.integers(0, 11)), draw(st.booleans()), extra)


@st.composite
def frames(draw, tilts):
    lon, lat = draw(st.one_of(st.floats(-180, 180), st.just(179.98))), draw(st.floats(-80, 80))
    width, height = draw(st.floats(8, 60)), draw(st.floats(8, 60))
    tilt = draw(tilts)
    shape = (lon, lat, width, height, tilt, draw(st.floats(-0.1, 0.1)), draw(st.floats(-0.05, 0.05)))
    size = (draw(st.integers(90, 260)), 0)
    return shape, (size[0], max(40, round(size[0] * height / width)))


def check(true, scene, method="corners"):
    with tempfile.TemporaryDirectory() as folder:
        placed = place_quicklook(write_quicklook(true, Path(folder)), scene)
        errors, share = errors_px(true, placed.raster_path)
        assert placed.placement == method
        assert errors.max() <= MAX_PX
        assert share > 0.85
        return placed


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_frame_of_a_descending_pass_needs_no_metadata(data):
    shape, size = data.draw(frames(st.floats(0, 45)))
    corners = frame_corners(*shape)
    true = made_up(corners, size, data.draw(rings(corners)))
    check(true, as_scene(true))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_azimuth_of_the_metadata_turns_a_frame_any_way(data):
    shape, size = data.draw(frames(st.floats(0, 359)))
    corners = frame_corners(*shape)
    true = made_up(corners, size, data.draw(rings(corners)))
    placed = check(true, as_scene(true, properties={"providerProperties": {"azimuthAngle": (180 + shape[4]) % 360}}))
    assert "azimuth" in placed.evidence


@settings(max_examples=40, deadline=None)
@given(st.data(), st.booleans(), st.booleans())
def test_radar_in_slant_range_is_mirrored_when_it_looks_to_the_right(data, is_ascending, looks_right):
    shape, size = data.draw(frames(st.floats(0, 30)))
    turn = (0 if is_ascending else 180) + (-1 if is_ascending else 1) * shape[4]
    corners = frame_corners(*shape[:4], turn - 180, *shape[5:], is_mirrored=looks_right)
    true = made_up(corners, size, data.draw(rings(corners)))
    facts = {
        "productType": "SLC",
        "sat:orbit_state": "ascending" if is_ascending else "descending",
        "sar:observation_direction": "right" if looks_right else "left",
    }
    placed = check(true, as_scene(true, properties=facts))
    assert ("mirror" in placed.evidence) == looks_right


def test_frame_that_could_lie_two_ways_is_told_to_be_doubtful(tmp_path):
    corners = frame_corners(10, 45, 20, 20, -35)
    true = made_up(corners, (120, 120))
    placed = place_quicklook(write_quicklook(true, tmp_path), as_scene(true))
    assert placed.certainty < 0.6


@pytest.mark.parametrize("lat", [-80, -52, 0, 47, 80])
@pytest.mark.parametrize("tilt", [3, 12, 30, 45])
@pytest.mark.parametrize("is_grey", [False, True])
def test_north_up_picture_with_a_collar_lies_on_the_box_of_its_footprint(lat, tilt, is_grey, tmp_path):
    corners = frame_corners(179.97, lat, 12, 9, tilt, 0.05, 0.03)
    true = made_up(corners, (180, 170), sensor="capella-gec" if is_grey else "phr", is_grey=is_grey, cloud_cover=10.0)
    true = collared(true)
    placed = place_quicklook(write_quicklook(true, tmp_path, "ground", "x.jpg"), as_scene(true))
    assert (placed.placement, placed.evidence) == ("bounds", ("collar",))
    _rows, _columns, lon, lat_of = opaque_places(placed.raster_path)
    u, v = true.ground_to_image(lon, lat_of)
    margin = 1.0 / 100
    assert min(u.min(), v.min()) > -margin
    assert max(u.max(), v.max()) < 1 + margin
    # The picture's own pixels are kept as they are: its frame is the footprint's box.
    dataset = gdal.Open(placed.raster_path)
    left, step_x, _, top, _, step_y = dataset.GetGeoTransform()
    assert (dataset.RasterXSize, dataset.RasterYSize) == true.quicklook_size
    lons, lats = zip(*true.footprint)
    assert (left, top) == pytest.approx((min(lons), max(lats)))
    assert (left + 180 * step_x, top + 170 * step_y) == pytest.approx((max(lons), min(lats)))


def collared(true):
    from dataclasses import replace

    return replace(true, sensor=replace(true.sensor, quicklook_kind="collar"))


@pytest.mark.parametrize("symmetry", range(1, 8))
def test_collar_shows_how_a_picture_was_turned_or_mirrored(symmetry, tmp_path):
    true = collared(made_up(frame_corners(10, 45, 14, 9, 15, 0.05, 0.3), (200, 200), cloud_cover=0.0))
    upright, placed = turned_and_placed(true, symmetry, tmp_path)
    assert np.array_equal(gdal.Open(placed.raster_path).ReadAsArray(), gdal.Open(upright.raster_path).ReadAsArray())
    assert placed.evidence == ("collar", "mirror" if symmetry in (4, 5, 6, 7) else "turned")
    assert placed.certainty > 0.9


@pytest.mark.parametrize("symmetry", range(4, 8))
def test_mirrored_parallelogram_is_seen_but_half_a_turn_stays_in_doubt(symmetry, tmp_path):
    true = collared(made_up(frame_corners(10, 45, 14, 9, 15, 0.05), (200, 200), cloud_cover=0.0))
    _, placed = turned_and_placed(true, symmetry, tmp_path)
    assert placed.evidence == ("collar", "mirror")
    assert placed.certainty < 0.8


def turned_and_placed(true, symmetry, folder):
    upright = place_quicklook(write_quicklook(true, folder, "ground", "plain.png"), as_scene(true))
    source = gdal.Open(str(folder / "plain.png")).ReadAsArray()
    moved = np.stack([np.rot90(np.fliplr(band) if symmetry >= 4 else band, symmetry % 4) for band in source])
    save(moved, folder / "moved.png")
    return upright, place_quicklook(folder / "moved.png", as_scene(true))


TILES = {"Valencia": (-0.33, 39.55), "Fiji": (179.9, -17.0), "Svalbard": (20.0, 78.6), "equator": (36.8, -0.2)}


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("name", sorted(TILES))
def test_sentinel_2_lies_on_its_utm_tile_and_not_on_its_footprint(name, is_named, tmp_path):
    kinds = set()
    for true in scenes_at(*TILES[name], "sentinel-2", 12):
        facts = {"sentinel:product_id": true.name} if is_named else {}
        scene = as_scene(true, id="x" if not is_named else true.id, constellation="sentinel-2", properties=facts)
        placed = place_quicklook(write_quicklook(true, tmp_path), scene)
        errors, share = errors_px(true, placed.raster_path)
        assert placed.placement == "tile"
        assert ("tile" in placed.evidence) == is_named
        assert errors.max() <= MAX_PX
        assert placed.certainty >= 0.8
        # Only where the swath ends is anything transparent.
        data = float(true.has_data(*np.meshgrid(np.linspace(0, 1, 101), np.linspace(0, 1, 101))).mean())
        assert share == pytest.approx(data, abs=0.02)
        kinds.add(true.swath is None)
    assert kinds


def test_black_sea_around_an_island_is_no_collar(tmp_path):
    true = made_up(frame_corners(10, 45, 20, 20, 14), (160, 160))
    pixels = np.zeros((160, 160), np.uint8)
    pixels[60:100, 60:100] = 120
    save(pixels[None], tmp_path / "island.png")
    placed = place_quicklook(tmp_path / "island.png", as_scene(true))
    assert placed.placement == "corners"
    assert opaque_share(placed) == pytest.approx(1.0, abs=0.05)


def test_white_and_transparent_collars_are_seen_too(tmp_path):
    true = collared(made_up(frame_corners(10, 45, 20, 20, 14), (160, 160), cloud_cover=0.0))
    source = gdal.Open(str(write_quicklook(true, tmp_path, "ground"))).ReadAsArray()
    empty = source.max(axis=0) <= 8
    white = np.where(empty, 255, source)
    clear = np.concatenate([source, np.where(empty, 0, 255)[None]])
    for number, planes in enumerate((white, clear)):
        save(planes.astype(np.uint8), tmp_path / f"{number}.jpg")
        assert place_quicklook(tmp_path / f"{number}.jpg", as_scene(true)).evidence == ("collar",)


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (4000, 3800)])
def test_images_of_any_size_are_placed(size, tmp_path):
    true = made_up(frame_corners(10, 45, 20, 20 * size[1] / size[0], 10), size)
    placed = place_quicklook(write_quicklook(true, tmp_path), as_scene(true))
    errors, share = errors_px(true, placed.raster_path)
    assert len(errors) > 0
    assert errors.max() <= (MAX_PX if min(size) > 1 else MAX_PX_OF_ONE)
    # A turned picture of 4,000 pixels would need more than the 4,096 that are written a side.
    assert share > 0.75


def nearest_alpha(true, raster, alpha):
    """The alpha of the image's pixel at each pixel of a raster, and which are too near to a border to decide."""
    dataset = gdal.Open(raster)
    left, step_x, _, top, _, step_y = dataset.GetGeoTransform()
    rows, columns = np.indices((dataset.RasterYSize, dataset.RasterXSize))
    width, height = true.quicklook_size
    u, v = true.ground_to_image(left + (columns + 0.5) * step_x, top + (rows + 0.5) * step_y)
    x, y = u * width, v * height
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    shown = np.where(inside, alpha[np.clip(y, 0, height - 1).astype(int), np.clip(x, 0, width - 1).astype(int)], 0)
    return shown, (np.abs(x - np.round(x)) < 0.01) | (np.abs(y - np.round(y)) < 0.01)


@pytest.mark.parametrize("bands", [1, 3])
@pytest.mark.parametrize("has_holes", [False, True])
@pytest.mark.parametrize("colour", [1, 90, 255])
def test_edges_stay_clean(bands, has_holes, colour, tmp_path):
    """Beside the border and beside empty pixels no colour is mixed with black, and nothing is half transparent."""
    true = made_up(frame_corners(10, 45, 20, 20, 17, 0.05, 0.04), (120, 110))
    alpha = np.full((110, 120), 255, np.uint8)
    if has_holes:
        alpha[np.random.default_rng(5).random(alpha.shape) < 0.3] = 0
        alpha[:, -9:] = 0
        alpha[40:60, 30:50] = 0
    planes = np.concatenate([np.where(alpha > 0, np.uint8(colour), 0)[None].repeat(bands, axis=0), alpha[None]])
    save(planes, tmp_path / "clean.png")
    placed = place_quicklook(tmp_path / "clean.png", as_scene(true))
    assert placed.placement == "corners"
    found = gdal.Open(placed.raster_path).ReadAsArray()
    wanted, is_close = nearest_alpha(true, placed.raster_path, alpha)
    assert np.array_equal(found[-1][~is_close], wanted[~is_close])
    assert set(np.unique(found[-1])) == {0, 255}
    assert (found[:-1, found[-1] == 255] == colour).all()
    assert (found[:-1, found[-1] == 0] == 0).all()


def test_footprint_without_an_area_is_an_error_and_no_crash(tmp_path):
    true = made_up(frame_corners(10, 45, 20, 20, 10), (60, 60))
    image = write_quicklook(true, tmp_path)
    for ring in (((1.0, 1.0),) * 5, ((0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (0.5, 0.5), (0.0, 0.0))):
        with pytest.raises(Up42Error) as caught:
            place_quicklook(image, as_scene(true, footprint=ring))
        assert caught.value.kind is ErrorKind.IMAGE_UNREADABLE


def save(planes, path):
    memory = gdal.GetDriverByName("MEM").Create("", planes.shape[2], planes.shape[1], len(planes))
    for number, band in enumerate(planes, start=1):
        memory.GetRasterBand(number).WriteArray(band)
    if len(planes) in (2, 4):
        memory.GetRasterBand(len(planes)).SetColorInterpretation(gdal.GCI_AlphaBand)
    gdal.GetDriverByName("PNG").CreateCopy(str(path), memory)


def opaque_share(placed):
    dataset = gdal.Open(placed.raster_path)
    rows, _, _, _ = opaque_places(placed.raster_path)
    corners = 20 * 20 / KM_PER_DEGREE**2 / math.cos(math.radians(45))
    _, step_x, _, _, _, step_y = dataset.GetGeoTransform()
    return len(rows) * abs(step_x * step_y) / corners
