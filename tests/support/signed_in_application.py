"""Prepares an application for tests: signed in, with an area and a product."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState

LONLAT = QgsCoordinateReferenceSystem("EPSG:4326")
WAIT_MS = 30_000


def set_up(application, connection, qtbot):
    """Signs in, chooses a small area over a coast and four scenes."""
    application.account.select(connection)
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: application.workbench.product is not None, timeout=WAIT_MS)
    application.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), LONLAT)
    application.workbench.set_limit(4)
    assert application.workbench.problems == ()
    return application


def choose_product(application, key, qtbot):
    """Changes to a product and waits for its form."""
    wanted = next(product for product in application.account.products if product.key == key)
    application.workbench.select_product(wanted.id)
    qtbot.waitUntil(lambda: application.workbench.product.id == wanted.id, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not application.workbench.is_loading_product, timeout=WAIT_MS)


def run_query(application, qtbot):
    """Runs a test query until its last layer is on the map: none may outlive QGIS when the tests end."""
    application.dry_run.start()
    qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    model = application.scenes
    qtbot.waitUntil(lambda: all(model.quicklook(scene.id) for scene in model.scenes()), timeout=WAIT_MS)
