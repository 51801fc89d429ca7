"""Credits, money, areas, times and sizes are written as users of each language read them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from qgis.PyQt.QtCore import QLocale

from up42_jobs.core.domain.connections import Region
from up42_jobs.core.domain.outputs.transfer import Transfer
from up42_jobs.core.domain.products import Product
from up42_jobs.ui import wording


def test_one_credit_is_no_plural():
    assert wording.credits_text(1) == "1 credit"
    assert wording.credits_text(0) == "0 credits"
    assert wording.credits_text(12430) == "12,430 credits"
    assert wording.credits_text(-5) == "-5 credits"
    assert wording.credits_range_text(2875, 3004) == "2,875 – 3,004 credits"
    assert wording.credits_range_text(9, 9) == "9 credits"


def test_figures_follow_the_locale_of_the_user():
    QLocale.setDefault(QLocale("de_DE"))
    assert wording.credits_text(12430).startswith("12.430")
    assert wording.area_text(20.43) == "20,4 km²"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (75, "1 min 15 s"), (3720, "1 h 2 min"), (90000, "1 d 1 h"), (-3, "0 s")]
)
def test_elapsed_time_has_its_two_largest_units(seconds, text):
    assert wording.duration_text(timedelta(seconds=seconds)) == text


def test_what_is_unknown_is_a_dash_and_never_zero():
    assert wording.duration_text(None) == wording.UNKNOWN
    assert wording.percent_text(None) == wording.UNKNOWN
    assert wording.number_text(None) == wording.UNKNOWN
    assert wording.time_text(None) == wording.UNKNOWN


def test_a_moment_is_read_the_same_way_in_every_language_and_sorts_by_its_text():
    # A two-digit year and a month before the day are read wrongly in half of the world.
    assert wording.time_text(datetime(2026, 5, 1, 10, 28).astimezone()) == "2026-05-01 10:28"


def test_money_has_thousands_separators_even_if_qgis_omits_them():
    # QGIS omits them by default, and a digit too many then goes unnoticed.
    locale = QLocale("en_US")
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    QLocale.setDefault(locale)
    assert wording.credits_text(33358) == "33,358 credits"
    assert wording.credits_range_text(33358, 134858) == "33,358 – 134,858 credits"
    assert "Hold 33,358 Credits" in wording.confirm_hold_text(33358)
    assert wording.area_text(509098699.0) == "509,098,699 km²"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("C", "€4,802.50"),
        ("en_US", "€4,802.50"),
        ("en_GB", "€4,802.50"),
        ("de_DE", "4.802,50\xa0€"),
        ("nl_NL", "€\xa04.802,50"),
    ],
)
def test_money_is_written_as_in_the_language(locale, text):
    """Without a country Qt wrote 48.02€, which no English reader expects."""
    QLocale.setDefault(QLocale(locale))
    assert wording.money_text(480250, Region.EU) == text
    # The one way to write money, in the list of products too.
    facts = wording.product_facts_text(Product("id", "host", "Title", credits_per_km2=420.0), region=Region.EU)
    assert wording.money_text(420, Region.EU) in facts


def test_a_download_is_reported_with_its_rate_and_the_time_left():
    assert wording.transfer_text(Transfer(0)) == "0 bytes"
    text = wording.transfer_text(Transfer(300 * 1024**2, 1024**3, 12.5 * 1024**2))
    assert text == "58 s left · 12.5 MiB/s · 300.0 MiB of 1.0 GiB"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2**31, "2,147,483,648"),
        (10**15, "1,000,000,000,000,000"),
        (10**30, "1e+30"),
        (1.5e30, "1.5e+30"),
        (10**400, "1e+400"),
        (-(10**30), "-1e+30"),
        (float("nan"), wording.UNKNOWN),
        (float("inf"), wording.UNKNOWN),
    ],
)
def test_large_numbers_show_what_they_are(value, text):
    # Qt's own numbers have 32 or 64 bits, and what is larger it shows as another number or not at all.
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert wording.number_text(value) == text


@pytest.mark.parametrize("credits", [2**31 - 1, 2**31, 10**10, 10**30])
def test_credits_beyond_the_bits_of_a_plural_are_shown(credits):
    assert wording.number_text(credits) in wording.credits_text(credits)
    assert wording.number_text(credits) in wording.confirm_hold_text(credits)
    assert wording.number_text(credits) in wording.balance_text(credits, credits, is_from_service=True)


@pytest.mark.parametrize("size", [2**63, 10**30, -1])
def test_sizes_that_no_file_has_are_unknown(size):
    assert wording.volume_text(size) == wording.UNKNOWN
    assert wording.transfer_text(Transfer(max(size, 0), size, 1.0))


def test_counts_in_sentences_have_the_separators_of_the_counts_beside_them():
    """“100 areas · 1,000 of 5000 scenes” below the tab “Scenes (5,000)”: Qt counts as QGIS's setting says."""
    locale = QLocale("en_US")
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    QLocale.setDefault(locale)
    assert wording.shown_scenes_text(1000, 5000) == "1,000 of 5,000 scenes"
    assert wording.scene_count_text(999) == "999 scenes"
    assert wording.scene_count_text(1) == "1 scene"
    german = QLocale("de_DE")
    german.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    QLocale.setDefault(german)
    assert wording.counted("5000 Szenen", 5000) == "5.000 Szenen"
    # Only the number itself: not one with other digits around it, nor one that has its separators.
    assert wording.counted("15000, 5.000", 5000) == "15000, 5.000"


def test_only_nothing_is_nothing():
    """A sliver of an area read “0 km²”, “0 %” and yet 121,939,802 credits per usable km²."""
    assert wording.area_text(0.0) == "0 km²"
    assert wording.area_text(0.0000527) == "< 0.0001 km²"
    assert wording.area_text(0.0001) == "0.0001 km²"
    assert wording.coverage_text(0.0) == "0 %"
    assert wording.coverage_text(0.0015) == "< 1 %"
    assert wording.coverage_text(0.005).endswith("%")
    assert wording.coverage_text(0.97) == "97 %"
    assert wording.coverage_text(None) == wording.UNKNOWN
