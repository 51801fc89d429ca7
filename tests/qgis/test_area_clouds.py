"""Estimates of clouds over the area of interest match the Sandbox's truth."""

from __future__ import annotations

import numpy as np
import pytest
from support.quicklook_truth import as_scene, box_around, scenes_at, write_quicklook

from up42_jobs.core.domain.aoi import Aoi
from up42_jobs.core.gis.quicklooks.placing import place_quicklook
from up42_jobs.sandbox.world.clouds import cloud_opacity

# Green and bare ground, beaches, towns; nothing in a quicklook separates snow from cloud.
PLACES = {"Valencia": (-0.33, 39.45), "Berlin": (13.4, 52.5), "Cairo": (31.2, 30.0)}


def ring_around(lon, lat, half):
    ring = box_around(lon, lat, half)
    return (*ring, ring[0])


@pytest.mark.parametrize("sensor", ["phr", "sentinel-2"])
@pytest.mark.parametrize("name", sorted(PLACES))
def test_figure_is_right_within_the_error_that_it_tells(name, sensor, tmp_path):
    lon, lat = PLACES[name]
    half = 0.025 if sensor == "phr" else 0.06
    aoi = Aoi(ring_around(lon, lat, half), 20.0)
    steps = np.linspace(-half, half, 60)
    ground = np.meshgrid(lon + steps, lat + steps)
    errors, scene_wide = [], []
    for true in scenes_at(lon, lat, sensor, 8):
        u, v = true.ground_to_image(*ground)
        shown = (u > 0) & (u < 1) & (v > 0) & (v < 1) & true.has_data(u, v)
        facts = {"constellation": true.sensor.key, "properties": {"sentinel:product_id": true.name}}
        image = write_quicklook(true, tmp_path, "ground", f"{true.id}.jpg")
        placed = place_quicklook(image, as_scene(true, cloud_cover=true.cloud_cover, **facts), aoi)
        assert placed.aoi_seen == pytest.approx(shown.mean(), abs=0.03)
        if not shown.any():
            continue
        truth = 100 * float((cloud_opacity(true, *ground) > 0.5)[shown].mean())
        assert abs(placed.aoi_cloud_cover - truth) <= placed.aoi_cloud_error
        errors.append(abs(placed.aoi_cloud_cover - truth))
        scene_wide.append(abs(true.cloud_cover - truth))
    assert np.mean(errors) < 3.0
    assert np.mean(errors) < np.mean(scene_wide) / 3


def test_radar_has_no_clouds_and_no_figure(tmp_path):
    true = scenes_at(-0.33, 39.45, "capella-gec", 1)[0]
    aoi = Aoi(ring_around(*true.centre, 0.01), 4.0)
    placed = place_quicklook(write_quicklook(true, tmp_path, "ground"), as_scene(true), aoi)
    assert placed.aoi_seen == pytest.approx(1.0, abs=0.02)
    assert placed.aoi_cloud_cover is None


def test_area_outside_the_picture_is_not_seen(tmp_path):
    true = scenes_at(-0.33, 39.45, "phr", 1)[0]
    lon, lat = true.centre
    placed = place_quicklook(
        write_quicklook(true, tmp_path, "ground"), as_scene(true), Aoi(ring_around(lon + 3, lat, 0.01), 4.0)
    )
    assert (placed.aoi_seen, placed.aoi_cloud_cover) == (0.0, None)
