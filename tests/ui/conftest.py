"""The application over a Sandbox of its own, in a fresh project and fresh settings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QLocale

from up42_jobs.core.app.account import AccountState
from up42_jobs.core.app.application import Application
from up42_jobs.core.domain.connections import Connection, Credentials
from up42_jobs.plugin import SandboxHolder, build_services
from up42_jobs.sandbox import Sandbox

LONLAT = QgsCoordinateReferenceSystem("EPSG:4326")
WAIT_MS = 30_000


@pytest.fixture(autouse=True)
def fresh_start(qgis_app):
    """Empties settings and project; figures read as in English."""
    locale = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    QgsSettings().remove("up42_jobs")
    QgsProject.instance().clear()
    yield
    QgsProject.instance().clear()
    QLocale.setDefault(locale)


@pytest.fixture
def sandbox():
    """A Sandbox whose jobs take a fraction of a second."""
    with Sandbox(dry_run_seconds=0.1, live_seconds=0.4) as running:
        yield running


@pytest.fixture
def application(sandbox, tmp_path, monkeypatch):
    """The application objects, not signed in yet."""
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path))

    # Read now: a test may stop the Sandbox, and its address stays what it was.
    url, credentials = sandbox.api_url, Credentials(sandbox.project_id, sandbox.project_key)

    def access(service):
        return Connection("Sandbox", service, url, url), credentials

    services = replace(build_services(SandboxHolder()), open_sandbox=access)
    built = Application(services)
    yield built
    built.shutdown()


@pytest.fixture
def signed_in(application, qtbot):
    """The application with its products and a small area over a coast."""
    application.account.select_last()
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: application.workbench.product is not None, timeout=WAIT_MS)
    application.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), LONLAT)
    application.workbench.set_limit(4)
    assert application.workbench.problems == ()
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
