"""The Scenes tab after a real test query: opened, and its ticked scenes ordered."""

from __future__ import annotations

from support.signed_in_application import WAIT_MS, run_query
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.session.task import call_when_all_ended
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
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


def order_what_is_ticked(application, canvas, qtbot):
    """Orders two ticked scenes from the tab, ticks a third meanwhile: only the ticks of what was ordered go."""
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    ids = [scene.id for scene in application.scenes.scenes()]
    application.scenes.tick(ids[:2])
    panel.order_button.click()
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    application.ordering.refuse()
    # Nothing was ordered.
    assert set(application.scenes.ticked_ids()) == set(ids[:2])
    panel.order_button.click()
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    # Chosen for the next order while the dialog of this one is open.
    application.scenes.tick(ids[2:3])
    hold = application.ordering.hold
    with qtbot.waitSignal(application.ordering.started, timeout=WAIT_MS):
        application.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    assert application.scenes.ticked_ids() == ids[2:3]
    panel.release()
