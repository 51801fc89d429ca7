"""Footprints show where scenes are, and never hide the quicklooks inside them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.gis.scenes.quicklook_layers import footprints_layer, select_footprints
from up42_jobs.core.gis.scenes.scene_file import write_scenes

GROUND = QColor(20, 50, 80)
VIEW = QgsRectangle(-0.05, -0.05, 0.25, 0.25)


def scenes(count):
    """Scenes of one place, each some pixels beside the other, as a satellite takes them over the years."""
    place = random.Random(1)
    found = []
    for number in range(count):
        west, south = place.uniform(0.0, 0.03), place.uniform(0.0, 0.03)
        ring = ((west, south), (west + 0.17, south), (west + 0.17, south + 0.17), (west, south + 0.17), (west, south))
        found.append(Scene(f"scene-{number}", f"scene-{number}", footprint=ring))
    return found


def pixels(layer):
    """Renders a layer over the ground; height × width × RGB, 0 to 255."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(VIEW)
    settings.setOutputSize(QSize(600, 600))
    settings.setBackgroundColor(GROUND)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(job.renderedImage().Format.Format_RGB888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    rows = np.frombuffer(bits, np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


@pytest.mark.parametrize("count", [61, 200, 500, 1000])
def test_hundreds_of_outlines_leave_the_ground_below_them_in_sight(qgis_app, tmp_path, count):
    layer = footprints_layer(str(write_scenes(tmp_path / "scenes.gpkg", scenes(count), None)), "Footprints", "job")
    ground = np.array([GROUND.red(), GROUND.green(), GROUND.blue()])
    away = np.abs(pixels(layer) - ground).max(axis=2)
    assert away.max() > 8, "the outlines are to be seen at all"
    crossed = away[away > 0]
    assert np.median(crossed) < 40, "where outlines lie close together the ground is still what is seen"


@pytest.mark.parametrize("count", [5, 500])
def test_a_selected_footprint_stands_out_among_any_number(qgis_app, tmp_path, count):
    layer = footprints_layer(str(write_scenes(tmp_path / "scenes.gpkg", scenes(count), None)), "Footprints", "job")
    before = pixels(layer)
    select_footprints(layer, ["scene-3"])
    changed = np.abs(pixels(layer) - before).max(axis=2) > 100
    # Four sides of 340 pixels, at least one wide.
    assert changed.sum() > 1000
