"""Pairs of Sandbox scenes of one place, compared, and held against the buildings that truly appeared in between."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import NamedTuple

import numpy as np
from osgeo import gdal

from support.quicklook_truth import as_scene, box_around
from up42_jobs.core.domain.scenes.change import CHANGED
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook
from up42_jobs.core.gis.quicklooks.placing import place_quicklook
from up42_jobs.core.gis.scenes.change import NODATA, find_change
from up42_jobs.sandbox.world.buildings import buildings_in, built_mask
from up42_jobs.sandbox.world.clouds import cloud_opacity
from up42_jobs.sandbox.world.imagery import find_scenes
from up42_jobs.sandbox.world.quicklooks import quicklook

START = datetime(2025, 1, 1, tzinfo=timezone.utc)
END = datetime(2026, 11, 1, tzinfo=timezone.utc)
# Inland places on four continents, in the Sandbox and on the real Earth.
PLACES = ((25.98, 48.46), (-95.8, 37.49), (-49.53, -15.92), (21.45, -3.37), (137.91, -23.28), (102.69, 33.11))
# A building counts as found if so much of it is marked; one of fewer pixels is not expected to be.
FOUND_SHARE, MIN_PIXELS = 0.3, 20


class Untouched:
    """A Control of a task that is not cancelled."""

    def check(self):
        """Goes on."""

    def report(self, fraction):
        """Shows nothing."""


class Score(NamedTuple):
    """Buildings that appeared and are visible in both scenes, those found, and the share of marked other ground."""

    visible: int
    found: int
    false_share: float


def scenes_of(lon, lat):
    """Returns the Sandbox's scenes with a quicklook over a place, oldest first."""
    found = find_scenes("phr", box_around(lon, lat), START, END)
    return [scene for scene in reversed(found) if scene.has_quicklook]


def placed(true, folder):
    """Returns a scene as the plugin reads it, and its quicklook placed."""
    image = folder / f"{true.id}.jpg"
    image.write_bytes(quicklook(true)[0])
    scene = as_scene(true, cloud_cover=true.cloud_cover)
    raster = place_quicklook(image, scene)
    return scene, PlacedQuicklook(
        scene.id, str(image), raster.raster_path, raster.placement, raster.certainty, evidence=raster.evidence
    )


def compared(earlier, later, folder):
    """Compares two Sandbox scenes."""
    target = folder / f"change_{earlier.id}_{later.id}.tif"
    return find_change(placed(earlier, folder), placed(later, folder), target, Untouched())


def ground_of(path):
    """Returns the strength of a written change, and longitude and latitude of its pixels."""
    dataset = gdal.Open(path)
    strength = dataset.ReadAsArray()
    left, step_x, _, top, _, step_y = dataset.GetGeoTransform()
    rows, columns = strength.shape
    lon, lat = np.meshgrid(left + (np.arange(columns) + 0.5) * step_x, top + (np.arange(rows) + 0.5) * step_y)
    return strength, lon, lat


def score(change, earlier, later):
    """Holds a change against the buildings that appeared."""
    strength, lon, lat = ground_of(change.raster_path)
    visible = found = 0
    for building in buildings_in(lon.min(), lat.min(), lon.max(), lat.max()):
        mask = building.covers(lon, lat)
        is_new = earlier.acquired < building.built <= later.acquired
        is_visible = all(_shows(scene, lon[mask], lat[mask]) for scene in (earlier, later)) if mask.any() else False
        if is_new and is_visible and mask.sum() >= MIN_PIXELS:
            visible += 1
            found += (strength[mask] >= CHANGED).mean() >= FOUND_SHARE
    new = built_mask(lon, lat, later.acquired) & ~built_mask(lon, lat, earlier.acquired)
    # The rim of a building is spread over its neighbours.
    other = (strength != NODATA) & ~_grown(new, 3)
    return Score(visible, int(found), float((strength[other] >= CHANGED).mean()))


def _shows(scene, lon, lat):
    u, v = scene.ground_to_image(lon, lat)
    is_inside = min(u.min(), v.min()) > 0.01 and max(u.max(), v.max()) < 0.99
    return is_inside and (cloud_opacity(scene, lon, lat) > 0.1).mean() < 0.05


def _grown(mask, pixels):
    for _ in range(pixels):
        wider = np.pad(mask, 1)
        mask = wider[1:-1, 1:-1] | wider[:-2, 1:-1] | wider[2:, 1:-1] | wider[1:-1, :-2] | wider[1:-1, 2:]
    return mask
