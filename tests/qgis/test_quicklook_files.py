"""Quicklooks in any file format are placed correctly or reported as unreadable."""

from __future__ import annotations

import os
import resource

import numpy as np
import pytest
from osgeo import gdal
from support.quicklook_truth import as_scene, errors_px, frame_corners, made_up, ring_of, scenes_at, write_quicklook

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.gis.quicklooks.placing import place_quicklook
from up42_jobs.sandbox.world.quicklooks import quicklook

MAX_PX = 0.25
# A picture of one pixel shows the same colour all over, up to half a pixel away.
MAX_PX_OF_ONE = 0.5
SIZES = [(1, 1), (150, 140), (900, 870)]


def frame(size=(150, 140), **changes):
    """A tilted trapezoid with a footprint of six vertices that begins anywhere and runs backwards."""
    corners = frame_corners(-0.3, 39.4, 20, 20 * size[1] / size[0], 17, 0.04, 0.12)
    return made_up(corners, size, ring_of(corners, 3, True, [(0, 0.3), (2, 0.5)]), cloud_cover=0.0, **changes)


def save(planes, path, driver, *options):
    """Writes bands, rows and columns under a name that need not be true."""
    memory = gdal.GetDriverByName("MEM").Create("", planes.shape[2], planes.shape[1], len(planes))
    for number, band in enumerate(planes, start=1):
        memory.GetRasterBand(number).WriteArray(band)
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=list(options))
    return path


@pytest.mark.parametrize("size", SIZES)
def test_a_grey_image_of_a_full_frame_lies_as_truly_as_one_in_colours(size, tmp_path):
    true = frame(size)
    coloured = gdal.Open(str(write_quicklook(true, tmp_path))).ReadAsArray()
    rasters = []
    for number, plane in enumerate(coloured):
        image = save(plane[None], tmp_path / f"grey-{number}.jpg", "PNG")
        placed = place_quicklook(image, as_scene(true))
        assert placed.placement == "corners"
        rasters.append(gdal.Open(placed.raster_path))
    alpha = rasters[0].GetRasterBand(rasters[0].RasterCount).ReadAsArray()
    whole = np.stack([*(raster.GetRasterBand(1).ReadAsArray() for raster in rasters), alpha])
    together = save(whole, tmp_path / "together.tif", "GTiff")
    target = gdal.Open(str(together), gdal.GA_Update)
    target.SetGeoTransform(rasters[0].GetGeoTransform())
    target.SetProjection(rasters[0].GetProjection())
    target = None
    errors, share = errors_px(true, str(together))
    assert errors.max() <= (MAX_PX if min(size) > 1 else MAX_PX_OF_ONE)
    assert share > 0.85


@pytest.mark.parametrize("kind", ["frame", "collar"])
@pytest.mark.parametrize("bands", [1, 3])
@pytest.mark.parametrize("driver", ["JPEG", "PNG"])
@pytest.mark.parametrize("name", ["image.jpg", "image.png", "image"])
def test_the_content_and_not_the_name_says_what_an_image_is(kind, bands, driver, name, tmp_path):
    """All ways to write the same pixels give the same raster."""
    true = frame() if kind == "frame" else scenes_at(-0.33, 39.45, "capella-gec", 1)[0]
    source = gdal.Open(str(write_quicklook(true, tmp_path, "ground", "source")))
    planes = np.atleast_3d(source.ReadAsArray().T).T[:1].repeat(bands, axis=0)
    options = ["QUALITY=95"] if driver == "JPEG" else []
    image = save(planes, tmp_path / name, driver, *options)
    decoded = gdal.Open(str(image)).ReadAsArray().reshape(planes.shape)
    plain = save(decoded, tmp_path / "plain.png", "PNG")
    placed, expected = place_quicklook(image, as_scene(true)), place_quicklook(plain, as_scene(true))
    rasters = [gdal.Open(item.raster_path) for item in (placed, expected)]
    assert placed.placement == expected.placement == ("corners" if kind == "frame" else "bounds")
    assert rasters[0].GetGeoTransform() == rasters[1].GetGeoTransform()
    assert np.array_equal(rasters[0].ReadAsArray(), rasters[1].ReadAsArray())


@pytest.mark.parametrize("form", ["jpeg", "png"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.98])
def test_an_image_that_was_cut_short_is_told_to_be_unreadable(form, share, tmp_path):
    content, _ = quicklook(frame(quicklook_format=form))
    image = tmp_path / "cut.jpg"
    image.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Up42Error) as caught:
        place_quicklook(image, as_scene(frame()))
    assert caught.value.kind is ErrorKind.IMAGE_UNREADABLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.jpg"]


@pytest.mark.parametrize("share", [0.3, 0.5, 0.6, 0.7])
@pytest.mark.parametrize("form", ["jpeg", "png"])
def test_garbage_in_the_middle_of_an_image_is_no_crash(form, share, tmp_path):
    # What libjpeg says of it depends on where it is.
    content = bytearray(quicklook(frame(quicklook_format=form))[0])
    start = int(len(content) * share)
    content[start : start + 400] = bytes(400)
    image = tmp_path / "garbage.jpg"
    image.write_bytes(content)
    with pytest.raises(Up42Error) as caught:
        place_quicklook(image, as_scene(frame()))
    assert caught.value.kind is ErrorKind.IMAGE_UNREADABLE


def test_a_wholly_transparent_image_is_placed_like_any_other(tmp_path):
    true = frame()
    clear = np.zeros((4, *true.quicklook_size[::-1]), dtype=np.uint8)
    placed = place_quicklook(save(clear, tmp_path / "clear.png", "PNG"), as_scene(true))
    assert not gdal.Open(placed.raster_path).GetRasterBand(4).ReadAsArray().any()


def test_a_disk_that_does_not_take_the_whole_raster_is_an_error_and_leaves_nothing(tmp_path):
    true = frame()
    image = write_quicklook(true, tmp_path, "ground")
    whole = os.path.getsize(place_quicklook(image, as_scene(true)).raster_path)
    image.with_suffix(".tif").unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (whole // 2, before[1]))
    try:
        with pytest.raises(Up42Error) as caught:
            place_quicklook(image, as_scene(true))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE
    assert [path.name for path in tmp_path.iterdir()] == [image.name]
