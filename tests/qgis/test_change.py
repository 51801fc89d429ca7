"""Change between two quicklooks, measured against the buildings that truly appeared in the Sandbox's world."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from osgeo import gdal
from support.change_truth import PLACES, Untouched, compared, ground_of, placed, scenes_of, score
from support.quicklook_truth import frame_corners, made_up, ring_of

from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.gis.scenes.change import NODATA, find_change
from up42_jobs.sandbox.world.buildings import FIRST_BUILT, LAST_BUILT, buildings_in, built_mask
from up42_jobs.sandbox.world.clouds import cloud_opacity


def clear(lon, lat):
    return [scene for scene in scenes_of(lon, lat) if scene.cloud_cover < 10 and scene.incidence_angle < 15]


def cloudy(lon, lat):
    return [scene for scene in scenes_of(lon, lat) if 20 < scene.cloud_cover < 50]


def oblique(lon, lat):
    return [scene for scene in scenes_of(lon, lat) if scene.incidence_angle > 20 and scene.cloud_cover < 12]


def pairs(kind, lon, lat):
    if kind == "clear":
        scenes = clear(lon, lat)
        return [(scenes[0], scenes[-1]), (scenes[1], scenes[-2])]
    if kind == "cloudy":
        return [(cloudy(lon, lat)[0], clear(lon, lat)[-1]), (clear(lon, lat)[0], cloudy(lon, lat)[-1])]
    scenes = oblique(lon, lat)
    return [(scenes[0], scenes[-1])] if len(scenes) > 1 else []


@pytest.mark.parametrize(("kind", "min_found", "max_false"), [
    ("clear", 0.85, 0.004),
    ("cloudy", 0.6, 0.006),
    ("oblique", 0.85, 0.006),
])
def test_new_buildings_are_found_and_little_else(kind, min_found, max_false, tmp_path):
    """The rates are what the documentation states; buildings of 300 m and more, pixels of about 50 m."""
    scores = []
    for lon, lat in PLACES:
        for earlier, later in pairs(kind, lon, lat):
            # Two scenes of one place may share a corner only, or no clear ground.
            with contextlib.suppress(Up42Error):
                scores.append(score(compared(earlier, later, tmp_path), earlier, later))
    visible, found = sum(item.visible for item in scores), sum(item.found for item in scores)
    false_share = float(np.mean([item.false_share for item in scores]))
    print(f"{kind}: {found} of {visible} buildings found, {100 * false_share:.2f} % of other ground marked")
    assert visible >= 15
    assert found / visible >= min_found
    assert false_share <= max_false


def test_where_nothing_was_built_next_to_nothing_is_marked(tmp_path):
    """Light, season and placement differ between any two scenes; none of them is change."""
    lon, lat = PLACES[0]
    scenes = [replace(scene, acquired=scene.acquired - timedelta(days=800)) for scene in clear(lon, lat)]
    earlier, later = scenes[0], scenes[-1]
    change = compared(earlier, later, tmp_path)
    assert later.acquired < FIRST_BUILT
    assert change.changed < 0.001
    assert change.compared > 0.6
    assert (change.earlier, change.later) == (earlier.acquired, later.acquired)


def test_clouds_of_either_scene_are_not_compared(tmp_path):
    earlier = clear(*PLACES[0])[0]
    later = replace(earlier, id="c" * 36, cloud_cover=35.0)
    change = compared(earlier, later, tmp_path)
    strength, x, y = ground_of(change.raster_path)
    is_cloud = (cloud_opacity(earlier, x, y) > 0.9) | (cloud_opacity(later, x, y) > 0.9)
    assert is_cloud.mean() > 0.1
    assert (strength[is_cloud] == NODATA).mean() > 0.98
    assert change.compared < 0.85


def test_a_darker_picture_of_the_same_ground_is_no_change(tmp_path):
    """Haze, sun and processing change brightness and contrast of a whole image."""
    true = clear(*PLACES[0])[0]
    first = placed(true, tmp_path)
    dark = tmp_path / "dark.tif"
    shutil.copy(first[1].raster_path, dark)
    dataset = gdal.Open(str(dark), gdal.GA_Update)
    for band in (1, 2, 3):
        pixels = dataset.GetRasterBand(band).ReadAsArray()
        dataset.GetRasterBand(band).WriteArray((pixels * (0.5 + 0.1 * band) + 12).astype(np.uint8))
    del dataset
    second = (replace(first[0], id="dark"), replace(first[1], raster_path=str(dark)))
    change = find_change(first, second, tmp_path / "change.tif", Untouched())
    assert change.changed < 0.001


def test_two_scenes_across_180_degrees_are_compared(tmp_path):
    """Their longitudes may be on different turns of the globe."""
    corners = frame_corners(179.99, 66.0, 20, 20, 8)
    moved = tuple((lon - 360.0, lat) for lon, lat in corners)
    day = datetime(2024, 6, 1, tzinfo=timezone.utc)
    first = made_up(corners, (300, 300), cloud_cover=0.0, acquired=day)
    second = made_up(moved, (300, 300), ring_of(moved), cloud_cover=0.0, acquired=day)
    here, there = placed(first, tmp_path), placed(replace(second, id="f" * 36), tmp_path)
    change = find_change(here, there, tmp_path / "change.tif", Untouched())
    assert change.changed < 0.01
    assert change.compared > 0.9


def test_grey_and_colour_are_compared_in_grey(tmp_path):
    first = replace(clear(*PLACES[0])[0], cloud_cover=0.0)
    change = compared(first, replace(first, id="e" * 36, is_grey=True), tmp_path)
    assert change.changed < 0.01


def test_scenes_that_share_no_ground_cannot_be_compared(tmp_path):
    first, second = clear(*PLACES[0])[0], clear(*PLACES[1])[0]
    with pytest.raises(Up42Error) as raised:
        compared(first, second, tmp_path)
    assert raised.value.kind is ErrorKind.NOT_COMPARABLE
    assert not list(tmp_path.glob("change*"))


def test_a_cancelled_comparison_leaves_no_file(tmp_path):
    class Stopped(Untouched):
        def check(self):
            raise Cancelled

    pictures = [placed(scene, tmp_path) for scene in clear(*PLACES[0])[:2]]
    with pytest.raises(Cancelled):
        find_change(*pictures, tmp_path / "change.tif", Stopped())
    assert not list(tmp_path.glob("change*"))


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are POSIX's")
def test_a_disk_that_does_not_take_the_whole_change_is_an_error_and_leaves_nothing(tmp_path):
    """GDAL reports nothing when it closes a file: half a raster was shown as a change, with figures for all of it."""
    scenes = clear(*PLACES[0])
    pictures = [placed(scene, tmp_path) for scene in (scenes[0], scenes[-1])]
    whole = os.path.getsize(find_change(*pictures, tmp_path / "change.tif", Untouched()).raster_path)
    (tmp_path / "change.tif").unlink()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (whole // 2, hard))
    try:
        with pytest.raises(Up42Error) as raised:
            find_change(*pictures, tmp_path / "change.tif", Untouched())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)
    assert raised.value.kind in (ErrorKind.DISK_FULL, ErrorKind.FOLDER_NOT_WRITABLE)
    assert not list(tmp_path.glob("*change*"))
    assert not list(tmp_path.glob(".*"))


def test_buildings_appear_once_on_land_and_stay():
    lon, lat = PLACES[0]
    found = buildings_in(lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2)
    assert len(found) > 20
    assert all(FIRST_BUILT <= building.built <= LAST_BUILT for building in found)
    x, y = np.meshgrid(np.linspace(lon - 0.1, lon + 0.1, 400), np.linspace(lat - 0.1, lat + 0.1, 400))
    masks = [built_mask(x, y, FIRST_BUILT + timedelta(days=days)) for days in range(-10, 1500, 100)]
    assert not masks[0].any()
    assert all((before <= after).all() for before, after in zip(masks, masks[1:]))
    assert masks[-1].mean() > 0.01


def test_the_mask_is_that_of_every_building_wherever_the_image_ends():
    """Only parts of an image are looked at, to be fast; none may be missed."""
    lon, lat = PLACES[0]
    for size in (37, 256):
        x, y = np.meshgrid(np.linspace(lon - 0.1, lon + 0.07, size), np.linspace(lat + 0.1, lat - 0.06, size))
        turned_x, turned_y = x + 0.2 * (y - lat), y - 0.3 * (x - lon)
        wanted = np.zeros(x.shape, dtype=bool)
        for building in buildings_in(lon - 0.3, lat - 0.3, lon + 0.3, lat + 0.3):
            wanted |= building.covers(turned_x, turned_y)
        assert (built_mask(turned_x, turned_y, LAST_BUILT) == wanted).all()
