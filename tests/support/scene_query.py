"""The Scenes tab after a real test query."""

from __future__ import annotations

from support.signed_in_application import WAIT_MS, run_query
from up42_jobs.core.app.session.task import call_when_all_ended
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel


def open_after_query(application, canvas, qtbot):
    """Opens the tab and runs a test query until all quicklooks are on the map."""
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    run_query(application, qtbot)
    panel.application = application
    return panel


def wait_until_built(qtbot):
    """Waits for all that was begun to build layers, so that what comes too often is seen."""
    ended = []
    call_when_all_ended(lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)
