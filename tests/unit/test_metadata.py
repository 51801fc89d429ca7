"""What the plugin manager and the store read about the plugin."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
from check_package import NEEDED_KEYS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def general():
    # With interpolation, as the store and QGIS read: a lone percent sign fails here too.
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read_string((ROOT / "metadata.txt").read_text(encoding="utf-8"))
    return dict(parser.items("general"))


def test_every_key_that_the_store_needs_has_a_value(general):
    assert [key for key in NEEDED_KEYS if not general.get(key)] == []
    assert "<" not in general["description"] + general["about"]
    assert "\n" not in general["description"]


def test_version_is_three_numbers_and_has_its_entry_in_the_changelog(general):
    version = general["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert general["changelog"].startswith(version)
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_plugin_is_offered_from_the_oldest_tested_qgis_to_the_fourth_generation(general):
    assert general["qgisMinimumVersion"] == "3.22"
    assert general["qgisMaximumVersion"].split(".")[0] == "4"
    assert "supportsQt6" not in general


def test_links_are_links(general):
    for key in ("homepage", "tracker", "repository"):
        assert general[key].startswith("https://")


def test_what_the_metadata_names_exists(general):
    assert (ROOT / general["icon"]).is_file()
    is_provider = "def initProcessing" in (ROOT / "plugin.py").read_text(encoding="utf-8")
    assert general["hasProcessingProvider"] == ("yes" if is_provider else "no")


def test_about_names_the_account_and_the_way_without_one(general):
    assert "account" in general["about"]
    assert "Sandbox" in general["about"]
