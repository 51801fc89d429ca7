"""Watches run when QGIS has started, although the dock is not open; nothing else happens where none is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from desktop import Desktop, wait_until
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QLabel, QPushButton
from support.service_stage import Stage

from up42_jobs import classFactory
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.areas.area import Area
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME, Connection, Service
from up42_jobs.core.host.due_watches import due_count
from up42_jobs.core.host.preferences import ConnectionStore, Preferences, write_preferences
from up42_jobs.core.usecases.area_query import ProductQuery
from up42_jobs.core.usecases.kept_watches import KeptWatches, watch_of_query

MASTER = "a master of tests"


@pytest.fixture
def watch():
    """A watch of the built-in Sandbox that ran two days ago; its memory is gone, so that it has news."""
    with Stage(service=Service.PLATFORM) as stage:
        product = stage.product()
        parameters = stage.parameters(product, 3)
        query = ProductQuery(product, replace(parameters, aoi=None))
        kept = watch_of_query(
            stage.gateway, "Coast", SANDBOX_PLATFORM_NAME, [query], [Area(1, "Coast", (parameters.aoi,))]
        )
    return replace(kept, last_run=utc_now() - timedelta(days=2))


@pytest.fixture
def started(qgis_app, tmp_path, monkeypatch):
    """QGIS with the plugin, whose dock is closed; the connection that was used last is the built-in Sandbox."""
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path))
    QgsSettings().setValue("up42_jobs/dock_open", False)
    ConnectionStore().selected = SANDBOX_PLATFORM_NAME
    desktop = Desktop()
    desktop.window.show()
    desktop.home = tmp_path
    plugin = desktop.plugin = classFactory(desktop)
    plugin.initGui()
    QApplication.processEvents()
    yield desktop
    plugin.unload()
    desktop.close()
    QgsApplication.processingRegistry().removeProvider("up42jobs")


def look(desktop):
    """Does what the timer does some time after the start, and returns whether that has begun a sign-in."""
    desktop.plugin._around.watches.look()
    return desktop.plugin.dock is not None


def shown_docks(desktop):
    return [dock for dock in desktop.window.findChildren(QDockWidget, "up42_jobs_dock") if dock.isVisible()]


def test_a_due_watch_runs_and_is_told_outside_of_the_dock_which_stays_closed(started, watch):
    KeptWatches(started.home).keep(watch)
    # The window may be hidden at that moment; what was made meanwhile must not come with it.
    started.window.hide()
    assert look(started)
    started.window.show()
    assert shown_docks(started) == []
    bar = started.messageBar()
    wait_until(lambda: any(item.findChild(QLabel, "up42_outcome_label") for item in bar.items()), 60, "news")
    [label] = [label for item in bar.items() for label in item.findChildren(QLabel, "up42_outcome_label")]
    assert "Watch “Coast”" in label.text()
    assert "3 new scenes over 1 of 1 area since" in label.text()
    assert "3 new scenes of watches" in started.toolbar.actions()[0].toolTip()
    assert shown_docks(started) == []
    assert not QgsSettings().value("up42_jobs/dock_open", False, bool)
    assert KeptWatches(started.home).all()[0].last_run > utc_now() - timedelta(hours=1)
    # Opened now, the dock has the same account and takes its usual place.
    started.toolbar.actions()[0].trigger()
    [dock] = shown_docks(started)
    assert dock is started.plugin.dock
    assert started.window.dockWidgetArea(dock) == Qt.DockWidgetArea.RightDockWidgetArea
    assert started.toolbar.actions()[0].toolTip() == "Order satellite imagery from UP42"
    assert QgsSettings().value("up42_jobs/dock_open", False, bool)
    assert started.plugin.application.account.state is AccountState.READY
    started.toolbar.actions()[0].trigger()
    assert shown_docks(started) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"last_run": timedelta(hours=3)},
        {"connection": "Another"},
        {"preferences": Preferences(runs_watches=False)},
        {"broken": True},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_without_a_due_and_wanted_watch_nothing_is_built(started, watch, changed):
    if "last_run" in changed:
        watch = replace(watch, last_run=utc_now() - changed["last_run"])
    KeptWatches(started.home).keep(replace(watch, connection=changed.get("connection", watch.connection)))
    write_preferences(changed.get("preferences", Preferences()))
    if "broken" in changed:
        [path] = (started.home / "watches").glob("*.json")
        path.write_bytes(b'{"connection": "' + SANDBOX_PLATFORM_NAME.encode() + b'", "last_run": 7}')
    assert not look(started)
    assert started.plugin._application is None


def test_a_dock_that_is_open_has_signed_in_itself(started, watch):
    started.plugin.show_dock()
    KeptWatches(started.home).keep(watch)
    assert look(started)
    assert len(shown_docks(started)) == 1


def test_the_look_reads_what_is_kept(tmp_path, watch):
    """It reads the files without the code that writes them."""
    kept = KeptWatches(tmp_path)
    for name, days in (("never", None), ("old", 2), ("young", 0)):
        kept.keep(replace(watch, name=name, last_run=None if days is None else utc_now() - timedelta(days=days)))
    assert due_count(tmp_path, SANDBOX_PLATFORM_NAME) == sum(item.is_due(utc_now()) for item in kept.all()) == 2
    assert due_count(tmp_path, "Another") == 0
    assert due_count(tmp_path / "nowhere", SANDBOX_PLATFORM_NAME) == 0


@pytest.fixture
def locked():
    """QGIS's database of secrets before its master password was given."""
    manager = QgsApplication.authManager()
    manager.setMasterPassword(MASTER, True)
    manager.clearMasterPassword()
    yield manager
    manager.setMasterPassword(MASTER, True)


def keep_with_secret(desktop, watch):
    """Keeps a due watch of a connection whose secret is in that database; nobody answers at its address."""
    store = ConnectionStore()
    store.save(Connection("Mine", Service.PLATFORM, "https://127.0.0.1:9", "https://127.0.0.1:9", "abc1234"))
    store.selected = "Mine"
    KeptWatches(desktop.home).keep(replace(watch, connection="Mine"))


def test_no_dialog_for_the_master_password_appears_unasked(started, watch, locked):
    """A dialog that appears seconds after the start takes the keys that are meant for something else."""
    keep_with_secret(started, watch)
    assert not look(started)
    button = started.messageBar().findChild(QPushButton, "up42_start_watches_button")
    [item] = started.messageBar().items()
    assert item.text() == "Watches are due: 1. Looking for new scenes needs the master password of QGIS."
    locked.setMasterPassword(MASTER, True)
    button.click()
    assert started.plugin.dock is not None
    assert started.messageBar().items() == []
    assert shown_docks(started) == []


def test_unloading_takes_the_message_back(started, watch, locked):
    keep_with_secret(started, watch)
    look(started)
    assert len(started.messageBar().items()) == 1
    started.plugin.unload()
    assert started.messageBar().items() == []
