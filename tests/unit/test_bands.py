"""True colour bands are found in any order and spelling, and rasters are classified for styling."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.outputs.bands import Band, common_name_of, true_colour, wavelength_of
from up42_jobs.core.domain.outputs.raster_kinds import RasterKind, RasterSigns, raster_kind

# Blue, green, red, red edge and near infrared of Pléiades Neo, in micrometres.
NEO = (0.485, 0.56, 0.655, 0.725, 0.825)


@given(st.permutations(range(len(NEO))))
def test_wavelengths_find_the_colours_in_any_order(order):
    bands = [Band(number, wavelength_um=NEO[index]) for number, index in enumerate(order, start=1)]
    chosen = true_colour(bands)
    assert chosen is not None
    assert [NEO[order[number - 1]] for number in chosen] == [0.655, 0.56, 0.485]


@pytest.mark.parametrize("order", itertools.permutations(["Blue", "GREEN", "red", "nir"]))
def test_names_find_the_colours_in_any_order(order):
    chosen = true_colour([Band(number, name=name) for number, name in enumerate(order, start=1)])
    assert [order[number - 1].lower() for number in chosen] == ["red", "green", "blue"]


def test_words_that_only_hold_a_colour_are_none():
    names = ("red edge", "near infrared", "deep blue", "green", "band red")
    assert [common_name_of(name) for name in names] == ["rededge", "nir", "coastal", "green", "red"]
    assert true_colour([Band(1, "red edge"), Band(2, "green"), Band(3, "deep blue")]) is None


def test_common_names_win_over_wavelengths_and_these_over_the_order_of_display():
    shown = [Band(number, interpretation=colour) for number, colour in enumerate(("red", "green", "blue"), start=1)]
    assert true_colour(shown) == (1, 2, 3)
    waves = [replace(band, wavelength_um=wave) for band, wave in zip(shown, (0.48, 0.56, 0.66))]
    assert true_colour(waves) == (3, 2, 1)
    named = [replace(band, common_name=name) for band, name in zip(waves, ("green", "blue", "red"))]
    assert true_colour(named) == (3, 1, 2)


def test_bands_without_any_word_have_no_true_colours():
    assert true_colour([Band(1), Band(2), Band(3)]) is None
    assert true_colour([]) is None


@pytest.mark.parametrize(
    ("text", "unit", "micrometres"),
    [
        ("665", "nm", 0.665),
        ("0.665", "Micrometers", 0.665),
        ("B4, central wavelength 665 nm", "", 0.665),
        ("665", "", 0.665),
        ("0.49", "", 0.49),
        ("B4", "", None),
        ("", "", None),
        ("nan", "", None),
    ],
)
def test_wavelengths_are_read_in_all_units(text, unit, micrometres):
    assert wavelength_of(text, unit) == (None if micrometres is None else pytest.approx(micrometres))


PLAIN = RasterSigns(("scene",), 1, is_whole=False, lowest=0.0, highest=100.0)


@pytest.mark.parametrize(
    ("signs", "kind"),
    [
        (replace(PLAIN, band_count=4), RasterKind.COLOUR),
        (replace(PLAIN, texts=("72db_ndvi",), lowest=-0.2, highest=0.9), RasterKind.INDEX),
        (replace(PLAIN, texts=("ndvi",), is_whole=True, highest=250), RasterKind.INDEX),
        (replace(PLAIN, texts=("x_ndwi",), lowest=-0.2, highest=0.9), RasterKind.WATER_INDEX),
        (replace(PLAIN, lowest=-0.4, highest=0.8), RasterKind.INDEX),
        (replace(PLAIN, texts=("ndvi_classes",), is_whole=True, values=(1, 2, 3)), RasterKind.CLASSES),
        (replace(PLAIN, texts=("SRTM_dem",), is_whole=True), RasterKind.ELEVATION),
        (replace(PLAIN, unit="m"), RasterKind.ELEVATION),
        (replace(PLAIN, texts=("TSX_gec",), is_whole=True), RasterKind.RADAR),
        (replace(PLAIN, texts=("x", "VV", "VH"), band_count=2), RasterKind.RADAR),
        (replace(PLAIN, is_radar=True), RasterKind.RADAR),
        (replace(PLAIN, is_whole=True, values=(0, 1)), RasterKind.CLASSES),
        (replace(PLAIN, is_whole=True, values=(7,)), RasterKind.GREY),
        (replace(PLAIN, is_whole=True, has_colour_table=True), RasterKind.CLASSES),
        (replace(PLAIN, is_whole=True), RasterKind.GREY),
        (PLAIN, RasterKind.MEASURE),
        (replace(PLAIN, lowest=None, highest=None), RasterKind.MEASURE),
    ],
)
def test_a_raster_is_drawn_by_what_its_name_bands_and_values_say(signs, kind):
    assert raster_kind(signs) is kind
