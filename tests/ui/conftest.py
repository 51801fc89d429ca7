"""Fixtures: the application with its own Sandbox, a fresh project and fresh settings."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QLocale, QPoint
from qgis.PyQt.QtGui import QCursor
from qgis.PyQt.QtWidgets import QApplication
from support.signed_in_application import LONLAT, WAIT_MS, choose_product, set_up

from up42_jobs.core.app.application import Application
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME, Connection, Credentials, Service
from up42_jobs.plugin import SandboxHolder, build_services
from up42_jobs.sandbox import Sandbox

# In points: without a screen Qt 6 has smaller letters than Qt 5, and sizes of windows are promises.
LETTERS = 12
# Where no widget of a test is: notices do not come under the pointer.
FAR = QPoint(5000, 5000)


@pytest.fixture(autouse=True)
def fresh_start(qgis_app):
    """Clears settings, project and screen; numbers are formatted as in English."""
    font = QApplication.font()
    if font.pointSize() != LETTERS:
        font.setPointSize(LETTERS)
        QApplication.setFont(font)
    # The pointer belongs to the uppermost window, also to one that an earlier test has left open.
    for window in QApplication.topLevelWidgets():
        window.hide()
    QCursor.setPos(FAR)
    locale = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    QgsSettings().remove("up42_jobs")
    QgsProject.instance().clear()
    yield
    QgsProject.instance().clear()
    QLocale.setDefault(locale)


@pytest.fixture
def sandbox(request):
    """A Sandbox whose jobs and orders take a fraction of a second; a test may give it options of its own."""
    fast = {"dry_run_seconds": 0.1, "live_seconds": 0.4, "order_seconds": 0.4, "delivery_lag_seconds": 0.1}
    with Sandbox(**{**fast, **getattr(request, "param", {})}) as running:
        yield running
    # What it still draws belongs to this test, and must not go on beside the end of it.
    for thread in threading.enumerate():
        if "process_request" in thread.name:
            thread.join(WAIT_MS / 1000)


@pytest.fixture
def application(sandbox, tmp_path, monkeypatch, qtbot):
    """The application objects, not signed in yet."""
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path))

    # Read now: a test may stop the Sandbox, and its address stays what it was.
    url, sign_in_url = sandbox.api_url, sandbox.auth_url
    project, account = (sandbox.project_id, sandbox.project_key), (sandbox.user, sandbox.password)

    def access(service):
        if service is Service.WORKFLOWS:
            return Connection("Sandbox", service, url, url), Credentials(*project)
        return Connection("Sandbox", service, url, sign_in_url), Credentials(*account)

    services = replace(build_services(SandboxHolder()), open_sandbox=access)
    built = Application(services)
    yield built
    built.shutdown()
    # What is under way hears of its end at its next step; until then it needs the objects that began it.
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=WAIT_MS)


@pytest.fixture
def signed_in(application, qtbot):
    """The application with its products and a small area over a coast."""
    return set_up(application, "Sandbox", qtbot)


@pytest.fixture
def on_platform(application, qtbot):
    """The same in today's service, its product Pléiades Display."""
    set_up(application, SANDBOX_PLATFORM_NAME, qtbot)
    choose_product(application, "phr-display", qtbot)
    return application


@pytest.fixture
def canvas(qtbot):
    """A map in longitude and latitude."""
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    canvas.setDestinationCrs(LONLAT)
    QgsProject.instance().setCrs(LONLAT)
    canvas.resize(400, 400)
    return canvas


@pytest.fixture
def large_font(qgis_app):
    """18 pt, the choice of users who cannot read the usual size."""
    usual = QApplication.font()
    large = QApplication.font()
    large.setPointSize(18)
    QApplication.setFont(large)
    yield
    QApplication.setFont(usual)
