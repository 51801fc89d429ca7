"""A quicklook is left off only if it is hidden: the map must look as it does with all of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, osr
from qgis.core import (
    QgsContrastEnhancement,
    QgsGeometry,
    QgsRasterLayer,
    QgsRasterRange,
    QgsRasterTransparency,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QPainter

from up42_jobs.core.domain.scenes.placement import four_corners
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.gis.areas.geometry import ring_geometry
from up42_jobs.core.gis.scenes.occlusion import hides_below, outline_of, seen_from_above

# In square degrees, of frames about a degree wide: rounding of coordinates, no pixel.
NOTHING = 1e-9


def seen(stack):
    """Rings from the top with whether they hide what is below; which of them are seen."""
    return seen_from_above([ring for ring, _ in stack], lambda number: stack[number][1])


@st.composite
def frames(draw):
    """Closed rings of skewed frames near each other, some with vertices near the middle of their sides."""
    x, y = draw(st.floats(0.0, 1.0)), draw(st.floats(0.0, 1.0))
    size, turn, skew = draw(st.floats(0.3, 1.2)), draw(st.floats(-0.6, 0.6)), draw(st.floats(-0.2, 0.2))
    bulge = draw(st.sampled_from([None, 0.0, 0.02, 0.008, -0.008]))
    corners = []
    for u, v in ((0, 0), (1, 0), (1, 1), (0, 1)):
        u, v = size * (u - 0.5) + skew * v, size * (v - 0.5)
        corners.append((x + u * math.cos(turn) - v * math.sin(turn), y + u * math.sin(turn) + v * math.cos(turn)))
    ring = []
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]]):
        ring.append((x0, y0))
        if bulge is not None:
            ring.append(((x0 + x1) / 2 + bulge * (y1 - y0), (y0 + y1) / 2 - bulge * (x1 - x0)))
    return (*ring, ring[0])


def filled(ring):
    """The shapes that the pixels of a ring may fill: the ring itself, or its frame where it has one."""
    corners = four_corners(ring)
    if corners is None:
        return [ring_geometry(ring)]
    return [ring_geometry(ring), ring_geometry([*corners, corners[0]])]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(frames(), st.booleans()), max_size=25), st.data())
def test_nothing_of_what_is_left_off_could_be_seen(stack, data):
    shapes = [data.draw(st.sampled_from(filled(ring))) for ring, _ in stack]
    above = QgsGeometry()
    for is_seen, shape, (_, is_opaque) in zip(seen(stack), shapes, stack):
        if not is_seen:
            assert shape.difference(above).area() < NOTHING
        if is_opaque:
            above = shape if above.isEmpty() else above.combine(shape)


def box(west, south, east, north):
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def test_what_lies_well_inside_another_is_left_off():
    assert seen([(box(0, 0, 2, 2), True), (box(0.5, 0.5, 1.5, 1.5), True)]) == [True, False]


def test_what_lies_under_two_that_overlap_is_left_off():
    stack = [(box(0, 0, 1.1, 2), True), (box(0.9, 0, 2, 2), True), (box(0.5, 0.5, 1.5, 1.5), True)]
    assert seen(stack) == [True, True, False]


def test_what_another_lets_through_is_seen():
    assert seen([(box(0, 0, 2, 2), False), (box(0.5, 0.5, 1.5, 1.5), True)]) == [True, True]


def test_two_on_the_same_outline_are_both_seen_since_their_edges_are_rounded_to_pixels():
    assert seen([(box(0, 0, 1, 1), True)] * 2) == [True, True]


def test_a_frame_on_four_corners_does_not_fill_what_bulges_beyond_them():
    bulging = ((0, 0), (1, 0), (1, 1), (0.5, 1.035), (0, 1), (0, 0))
    assert len(four_corners(bulging)) == 4
    assert seen([(bulging, True), (box(0.46, 0.9, 0.54, 1.015), True)]) == [True, True]


def test_a_frame_on_four_corners_fills_the_dents_between_them():
    cover = ((-1, -1), (2, -1), (2, 1.02), (0.5, 0.985), (-1, 1.02), (-1, -1))
    dented = ((0, 0), (1, 0), (1, 0.968), (0.5, 0.955), (0, 0.968), (0, 0))
    lower = ((0, 0), (1, 0), (1, 0.955), (0.5, 0.955), (0, 0.955), (0, 0))
    assert seen([(cover, True), (dented, True), (lower, True)]) == [True, True, False]


@pytest.mark.parametrize("ring", [None, ((0, 0), (2, 2), (2, 0), (0, 2), (0, 0))], ids=["none", "crosses itself"])
def test_what_has_no_sure_outline_is_seen_and_hides_nothing(ring):
    small = box(0.9, 0.9, 1.0, 1.0)
    assert seen([(ring, True), (small, True)]) == [True, True]
    assert seen([(box(-1, -1, 3, 3), True), (ring, True)]) == [True, True]


def raster(path, epsg, west, north, size):
    """A layer of one opaque colour."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 8, 8, 4)
    dataset.SetGeoTransform((west, size / 8, 0, north, 0, -size / 8))
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    dataset.SetProjection(system.ExportToWkt())
    for band in range(1, 5):
        dataset.GetRasterBand(band).WriteArray(np.full((8, 8), 255 if band == 4 else 90, dtype=np.uint8))
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset = None
    layer = QgsRasterLayer(str(path), "quicklook", "gdal")
    assert layer.isValid()
    return layer


@pytest.fixture
def layer(tmp_path, qgis_app):
    return raster(tmp_path / "degrees.tif", 4326, 0, 1, 1)


def see_through_dark(layer):
    transparency = QgsRasterTransparency()
    transparency.initializeTransparentPixelList(0, 0, 0)
    layer.renderer().setRasterTransparency(transparency)


def clip_dark(layer):
    clipping = QgsContrastEnhancement(layer.dataProvider().dataType(1))
    clipping.setMinimumValue(100, False)
    clipping.setMaximumValue(200, False)
    clipping.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.ClipToMinimumMaximum, True
    )
    layer.renderer().setRedContrastEnhancement(clipping)


def colour_by_value(layer):
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1))


STYLES = {
    "values that are clipped away": clip_dark,
    "colours that may be transparent": colour_by_value,
    "opacity of the layer": lambda layer: layer.setOpacity(0.9),
    "opacity of its pixels": lambda layer: layer.renderer().setOpacity(0.5),
    "blending": lambda layer: layer.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply),
    "a transparent colour": see_through_dark,
    "a value without data": lambda layer: layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(0, 0)]),
    "scales": lambda layer: layer.setScaleBasedVisibility(True),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_quicklook_that_was_styled_to_be_seen_through_hides_nothing(layer, style):
    assert hides_below(layer)
    STYLES[style](layer)
    assert not hides_below(layer)


def test_pixels_in_degrees_fill_the_footprint_and_without_one_the_box_of_the_outline(layer):
    ring = ((0, 0), (1, 0.1), (0.9, 1), (0, 0.9), (0, 0))
    assert outline_of(layer, Scene("a", "a", footprint=ring, outline=box(0, 0, 5, 5))) == ring
    assert outline_of(layer, Scene("a", "a", outline=ring)) == box(0, 0, 1, 1)
    assert outline_of(layer, Scene("a", "a")) is None


def test_pixels_that_are_drawn_without_their_alpha_fill_more_than_the_ring(layer):
    layer.renderer().setAlphaBand(-1)
    assert outline_of(layer, Scene("a", "a", footprint=box(0, 0, 1, 1))) is None


def test_pixels_in_utm_are_told_by_no_ring_in_degrees(tmp_path, qgis_app):
    tile = raster(tmp_path / "utm.tif", 32630, 600000, 4400000, 109800)
    assert outline_of(tile, Scene("a", "a", footprint=box(0, 0, 1, 1))) is None
