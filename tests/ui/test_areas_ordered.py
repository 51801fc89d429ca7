"""What was ordered over many areas leaves the next order, and its rows say so."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from support.many_areas import rows_of, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_columns import AREA
from up42_jobs.core.app.areas.ordered_rows import GATHER_MS
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.sandbox import Fault


@pytest.fixture
def searched(on_platform, qtbot):
    """The application after a test query over four sites."""
    search(on_platform, qtbot, sites())
    return on_platform


def order(application, rows, qtbot):
    """Orders rows and waits for the hold."""
    application.order_areas(rows)
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)


def confirm(application, qtbot):
    """Confirms the hold and waits for its outcome."""
    hold = application.ordering.hold
    with qtbot.waitSignal(application.ordering.areas_placed, timeout=WAIT_MS) as placed:
        application.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    return placed.args[0]


def ticked(application):
    return [row.key for row in application.area_list.ticked_rows()]


def test_what_was_ordered_is_out_of_the_next_order_and_says_so(searched, qtbot):
    """The button would offer to order once more what is under way already, as in the list of one area."""
    model = searched.area_list
    best = model.best_keys()
    model.tick_only(best)
    order(searched, model.ticked_rows(), qtbot)
    searched.ordering.refuse()
    qtbot.wait(300)
    # Nothing was ordered.
    assert sorted(ticked(searched)) == sorted(best)
    order(searched, model.ticked_rows(), qtbot)
    # Chosen for the next order while the dialog of this one is open.
    later = next(row.key for row in rows_of(model) if row.key not in best)
    model.tick_only([*best, later])
    confirm(searched, qtbot)
    qtbot.waitUntil(lambda: ticked(searched) == [later], timeout=WAIT_MS)
    index = model.index_of(best[0])
    assert index.data().startswith(("★ Ordered", "★ Owned"))
    assert any(text in index.data(Qt.ItemDataRole.ToolTipRole) for text in ("on its way", "own this"))
    assert any(text in index.data(Qt.ItemDataRole.AccessibleDescriptionRole) for text in ("on its way", "own this"))
    assert "Ordered" not in model.index_of(later).data()
    # Delivered.
    qtbot.waitUntil(lambda: model.index_of(best[0]).data().startswith("★ Owned"), timeout=WAIT_MS)
    # A later query over the same areas remembers it, in the flat list too.
    search(searched, qtbot, searched.area.features_layer)
    model.set_grouped(False)
    qtbot.waitUntil(lambda: "Owned" in model.index_of(best[0]).data(), timeout=WAIT_MS)
    assert ticked(searched) == []


def test_area_that_was_refused_stays_in_the_order(searched, qtbot, sandbox):
    model = searched.area_list
    model.tick_only(model.best_keys())
    sandbox.faults.add(Fault("feature_refused", path=r"^/v2/orders$", method="POST", after=1))
    order(searched, model.ticked_rows(), qtbot)
    placed = confirm(searched, qtbot)
    [refused] = [outcome.area for outcome in placed if outcome.error is not None]
    qtbot.waitUntil(lambda: [row.area.name for row in model.ticked_rows()] == [refused], timeout=WAIT_MS)
    mine = model.index_of(model.ticked_rows()[0].key)
    assert mine.siblingAtColumn(AREA).data().startswith("★ ")
    assert "Ordered" not in mine.data()


def test_jobs_of_a_purchase_that_end_together_are_read_together(searched, qtbot):
    """A reading for each of a hundred jobs took the interpreter from the window for seconds."""
    order(searched, [searched.area_list.row_at(searched.area_list.index_of(searched.area_list.best_keys()[0]))], qtbot)
    confirm(searched, qtbot)
    qtbot.waitUntil(lambda: all(row.status.is_final for row in searched.jobs.rows()), timeout=WAIT_MS)
    qtbot.wait(GATHER_MS + 500)
    manager, readings = QgsApplication.taskManager(), []

    def note(number):
        if "ordered scenes" in manager.task(number).description():
            readings.append(number)

    manager.taskAdded.connect(note)
    [row] = searched.jobs.rows()
    for _ in range(20):
        searched.monitor.job_finished.emit(row)
    qtbot.waitUntil(lambda: bool(readings), timeout=WAIT_MS)
    assert len(readings) == 1
    # What is wanted while one runs is one more, however often.
    for _ in range(5):
        searched.ordered_rows.refresh()
    qtbot.waitUntil(lambda: len(readings) > 1, timeout=WAIT_MS)
    qtbot.wait(1000)
    manager.taskAdded.disconnect(note)
    # The first may have ended before.
    assert len(readings) in (2, 3)
