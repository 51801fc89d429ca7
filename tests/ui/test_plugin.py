"""QGIS loads, unloads and reloads the plugin without leftovers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from desktop import Desktop, wait_until
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtWidgets import QApplication, QDockWidget

from up42_jobs import classFactory
from up42_jobs.core.app.session.account import AccountState


@pytest.fixture
def desktop(qgis_app):
    desktop = Desktop()
    desktop.window.show()
    yield desktop
    desktop.close()
    # What a test that failed left behind must not fail the others.
    QgsApplication.processingRegistry().removeProvider("up42jobs")


def docks(desktop):
    return [child for child in desktop.window.findChildren(QDockWidget) if child.objectName() == "up42_jobs_dock"]


def test_two_rounds_leave_nothing_behind(desktop):
    registry = QgsApplication.processingRegistry()
    items = len(desktop.canvas.scene().items())
    for _ in range(2):
        QgsSettings().setValue("up42_jobs/dock_open", False)
        plugin = classFactory(desktop)
        plugin.initGui()
        assert len(desktop.toolbar.actions()) == 1
        assert registry.providerById("up42jobs") is not None
        assert docks(desktop) == []
        desktop.toolbar.actions()[0].trigger()
        assert len(docks(desktop)) == 1
        wait_until(lambda plugin=plugin: plugin.application.account.state is AccountState.READY, 30, "sign-in")
        plugin.unload()
        QApplication.processEvents()
        assert desktop.toolbar.actions() == []
        assert desktop.help_menu.actions() == []
        assert desktop.options_factories == []
        assert docks(desktop) == []
        assert registry.providerById("up42jobs") is None
        assert len(desktop.canvas.scene().items()) == items


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="handles are listed on Linux only")
def test_reloads_leave_no_handle_of_the_journal_open(desktop, tmp_path, monkeypatch):
    # A journal of its own: that of the test before may still be closed while this one counts.
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path))

    def handles():
        targets = [os.path.realpath(handle) for handle in Path("/proc/self/fd").iterdir()]
        return [target for target in targets if target.startswith(str(tmp_path)) and "journal.sqlite" in target]

    QgsSettings().setValue("up42_jobs/dock_open", False)
    for _ in range(3):
        plugin = classFactory(desktop)
        plugin.initGui()
        plugin.show_dock()
        wait_until(lambda plugin=plugin: plugin.application.account.state is AccountState.READY, 30, "sign-in")
        assert handles()
        plugin.unload()
        # Work that was under way may still write what it learns of an order.
        wait_until(lambda: not handles(), 30, "the journal is closed")


def test_dock_that_was_open_comes_back_once_when_qgis_is_ready(desktop):
    QgsSettings().setValue("up42_jobs/dock_open", True)
    desktop.window.hide()
    plugin = classFactory(desktop)
    plugin.initGui()
    assert docks(desktop) == []
    desktop.window.show()
    desktop.initializationCompleted.emit()
    QApplication.processEvents()
    assert len(docks(desktop)) == 1
    assert desktop.toolbar.actions()[0].isChecked()
    plugin.unload()


def by_its_action(desktop):
    desktop.toolbar.actions()[0].trigger()


def by_its_own_button(desktop):
    docks(desktop)[0].close()


@pytest.mark.parametrize("close", [None, by_its_action, by_its_own_button])
def test_after_a_reload_the_dock_is_as_open_as_it_was(desktop, close):
    QgsSettings().setValue("up42_jobs/dock_open", False)
    plugin = classFactory(desktop)
    plugin.initGui()
    plugin.show_dock()
    if close is not None:
        close(desktop)
    plugin.unload()
    QApplication.processEvents()
    assert docks(desktop) == []
    again = classFactory(desktop)
    again.initGui()
    is_there, is_checked = [dock.isVisible() for dock in docks(desktop)], desktop.toolbar.actions()[0].isChecked()
    again.unload()
    assert (is_there, is_checked) == (([], False) if close else ([True], True))


def test_unloading_in_the_middle_of_a_query_is_quiet(desktop):
    plugin = classFactory(desktop)
    plugin.initGui()
    desktop.toolbar.actions()[0].trigger()
    application = plugin.application
    wait_until(lambda: application.workbench.product is not None, 30, "products")
    application.area.use_rectangle(_rectangle(), _lonlat())
    application.dry_run.start()
    assert application.dry_run.is_busy
    plugin.unload()
    QApplication.processEvents()


def test_without_a_window_only_processing_is_there(qgis_app):
    plugin = classFactory(None)
    try:
        plugin.initProcessing()
        provider = QgsApplication.processingRegistry().providerById("up42jobs")
        names = {algorithm.name() for algorithm in provider.algorithms()}
    finally:
        # A provider that stays makes every later test of this process fail.
        plugin.unload()
    assert names == {
        *("testquery", "testqueryareas", "watch", "estimate", "runjob", "runjobareas"),
        *("downloadoutputs", "listjobs", "checkconnection"),
    }


def _rectangle():
    from qgis.core import QgsRectangle

    return QgsRectangle(-0.40, 39.40, -0.39, 39.41)


def _lonlat():
    from qgis.core import QgsCoordinateReferenceSystem

    return QgsCoordinateReferenceSystem("EPSG:4326")
