"""Secrets are stored in the authentication database only; all other user choices are restored unchanged."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsApplication, QgsSettings

from up42_jobs.core.domain.connections import Connection, Credentials, Service
from up42_jobs.core.host import credentials
from up42_jobs.core.host.network_profile import read_network_profile
from up42_jobs.core.host.preferences import (
    ConnectionStore,
    Preferences,
    PresetStore,
    read_preferences,
    write_preferences,
)


@pytest.fixture(autouse=True)
def clean(qgis_app):
    QgsApplication.authManager().setMasterPassword("a master of tests", True)
    QgsSettings().remove("up42_jobs")
    yield
    QgsSettings().remove("up42_jobs")


def all_settings():
    settings = QgsSettings()
    return "\n".join(f"{key}={settings.value(key)}" for key in settings.allKeys())


def test_secret_comes_back_and_stands_in_no_setting():
    secret = Credentials("project-id", "qZ7&+% é\"'")
    authcfg = credentials.store("Work", secret, "https://api.up42.com")
    ConnectionStore().save(Connection("Work", Service.WORKFLOWS, "https://a", "https://b", authcfg))
    assert credentials.load(authcfg) == secret
    assert "qZ7" not in all_settings()
    changed = Credentials("project-id", "other")
    assert credentials.store("Work", changed, "https://api.up42.com", authcfg) == authcfg
    assert credentials.load(authcfg) == changed
    credentials.remove(authcfg)
    assert credentials.load(authcfg) is None


def test_connections_are_kept_in_order_and_replaced_in_place():
    store = ConnectionStore()
    first = Connection("A", Service.WORKFLOWS, "https://a", "https://a", "abc1234")
    second = Connection("B", Service.PLATFORM, "https://b", "https://c", "abc1235")
    store.save(first)
    store.save(second)
    renamed = Connection("A2", Service.WORKFLOWS, "https://a", "https://a", "abc1234")
    store.save(renamed, replaces="A")
    assert ConnectionStore().connections() == (renamed, second)
    store.remove("B")
    assert ConnectionStore().connections() == (renamed,)
    store.selected = "A2"
    assert ConnectionStore().selected == "A2"


@pytest.mark.parametrize("text", ["", "nonsense", "[1, 2]", '[{"name": "x"}]', '{"a": 1}'])
def test_settings_of_another_version_do_not_break_the_plugin(text):
    for key in ("connections", "options", "presets"):
        QgsSettings().setValue(f"up42_jobs/{key}", text)
    assert ConnectionStore().connections() == ()
    assert read_preferences() == Preferences()
    PresetStore().names()


def test_preferences_come_back():
    chosen = Preferences(output_folder="/data", auto_load=False, max_credits_per_job=500, type_number_above=100)
    write_preferences(chosen)
    assert read_preferences() == chosen


def test_presets_are_saved_loaded_and_deleted():
    store = PresetStore()
    store.save("Harbour", {"product": "p", "mode": "DRY_RUN", "request": {}})
    store.save("Airport", {"product": "q"})
    assert PresetStore().names() == ["Airport", "Harbour"]
    assert store.load("Harbour") == {"product": "p", "mode": "DRY_RUN", "request": {}}
    store.remove("Harbour")
    assert store.load("Harbour") is None


def test_network_profile_has_qgis_certificates_and_time_out(tmp_path):
    profile = read_network_profile(tmp_path)
    assert profile.timeout_s > 0
    assert profile.authorities_file is not None
    assert "BEGIN CERTIFICATE" in (tmp_path / "authorities.pem").read_text()


@pytest.mark.parametrize("kept", [10**12, 2**31, -5, True, "many", 1e300])
def test_limits_that_no_field_can_show_are_kept_within_what_it_can(kept):
    # Settings are edited by hand and by administrators; the options must open all the same.
    text = json.dumps({"max_credits_per_job": kept, "cache_limit_mb": kept})
    QgsSettings().setValue("up42_jobs/options", text)
    read = read_preferences()
    assert read.max_credits_per_job is None or 0 <= read.max_credits_per_job < 2**31
    assert 0 <= read.cache_limit_mb < 2**31
    if isinstance(kept, int) and kept >= 2**31:
        assert read.max_credits_per_job is not None, "a limit must not become none"
