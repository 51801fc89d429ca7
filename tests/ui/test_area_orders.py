"""The scenes of many areas are ordered under one hold, each exactly once."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QLabel, QPushButton
from support.many_areas import all_priced, rows_of, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import Up42Dock
from up42_jobs.ui.hold.hold_dialog import HoldDialog
from up42_jobs.ui.parts.small import top_items
from up42_jobs.ui.wording import credits_range_text
from up42_jobs.ui.wording.areas import placed_text


@pytest.fixture
def searched(on_platform, qtbot):
    """The application after a test query over four sites and one feature without a shape."""
    search(on_platform, qtbot, sites(extra=[None]))
    return on_platform


def bought(sandbox):
    """How often each scene over each area was sold."""
    return Counter(
        (order["orderDetails"]["imageId"], json.dumps(order["orderDetails"]["aoi"])) for order in sandbox.orders
    )


def confirm(dock, qtbot, application):
    """Waits for the one hold dialog, reads it, and confirms."""
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    [dialog] = dock.findChildren(QDialog, "hold_dialog")
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    button = dialog.findChild(QPushButton, "confirm_button")
    button.click()
    return texts


@pytest.fixture
def dock(searched, qtbot):
    canvas = QgsMapCanvas()
    built = Up42Dock(searched, canvas)
    qtbot.addWidget(built)
    built.show()
    yield built
    built.release()


def test_one_dialog_orders_the_best_scene_of_every_area_exactly_once(dock, searched, qtbot, sandbox):
    all_priced(searched, qtbot)
    panel = dock.areas_panel()
    panel.best_button.click()
    wanted = panel.rows_to_order()
    hold = sum(row.credits for row in wanted)
    panel.order_button.click()
    texts = confirm(dock, qtbot, searched)
    assert any("Größe 4" in text for text in texts)
    assert {line.title.partition(": ")[0] for line in searched.ordering.hold.estimate.lines} == {
        "Area 3", "Größe 1", "Größe 2", "Größe 4"
    }
    qtbot.waitUntil(lambda: searched.ordering.state is OrderingState.IDLE, timeout=WAIT_MS)
    assert set(bought(sandbox).values()) == {1}
    assert len(bought(sandbox)) == 4
    entries = searched.journal.entries()
    assert sorted(entry.area for entry in entries) == ["Area 3", "Größe 1", "Größe 2", "Größe 4"]
    assert sum(entry.hold_credits for entry in entries) == hold
    assert len({entry.purchase for entry in entries}) == 1
    qtbot.waitUntil(lambda: searched.jobs.rowCount() == 4, timeout=WAIT_MS)
    # What is delivered for an area is in a folder of that name.
    qtbot.waitUntil(lambda: all(entry.folder for entry in searched.journal.entries()), timeout=WAIT_MS)
    for entry in searched.journal.entries():
        assert Path(entry.folder).parent.name == entry.area
    # The same again is refused as a whole, by name.
    failures = []
    searched.ordering.failed.connect(failures.append)
    searched.order_areas(wanted)
    qtbot.waitUntil(lambda: bool(failures), timeout=WAIT_MS)
    assert "Größe 1" in failures[0].detail
    assert len(bought(sandbox)) == 4


def test_area_that_is_refused_is_named_and_the_others_are_ordered(dock, searched, qtbot, sandbox):
    all_priced(searched, qtbot)
    outcomes = []
    searched.ordering.areas_placed.connect(outcomes.append)
    sandbox.faults.add(Fault("feature_refused", path=r"^/v2/orders$", method="POST", after=1))
    searched.area_list.tick_only(searched.area_list.best_keys())
    searched.order_areas(searched.area_list.ticked_rows())
    confirm(dock, qtbot, searched)
    qtbot.waitUntil(lambda: bool(outcomes), timeout=WAIT_MS)
    assert [outcome.error is None for outcome in outcomes[0]].count(False) == 1
    assert len(bought(sandbox)) == 3
    shown = " ".join(label.text() for label in dock.message_bar.findChildren(QLabel))
    refused = next(outcome for outcome in outcomes[0] if outcome.error is not None)
    assert "3 of 4 jobs" in shown
    assert refused.area in shown


def test_declined_hold_orders_nothing_and_another_connection_cannot_order_the_list(dock, searched, qtbot, sandbox):
    searched.order_areas(rows_of(searched.area_list)[:2])
    qtbot.waitUntil(lambda: searched.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    searched.ordering.refuse()
    assert sandbox.orders == []
    # Another connection cannot order what this one found.
    searched.account.refresh()
    searched.order_areas(rows_of(searched.area_list)[:2])
    assert not searched.ordering.is_busy


def test_classic_hold_has_a_line_per_area_with_its_tasks_in_the_tool_tip(signed_in, qtbot):
    """Twelve lines for six areas, each of which named its area and its task again."""
    search(signed_in, qtbot, sites(3))
    signed_in.area_list.tick_only(signed_in.area_list.best_keys())
    signed_in.order_areas(signed_in.area_list.ticked_rows())
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold, many = signed_in.ordering.hold, signed_in.ordering.order_summary.many
    dialog = HoldDialog(hold, signed_in.ordering.order_summary)
    qtbot.addWidget(dialog)
    items = top_items(dialog.costs_view)
    estimates = [part.hold.estimate for part in many.parts]
    wanted = [credits_range_text(each.min_credits, each.max_credits) for each in estimates]
    assert [item.text(0) for item in items] == [*(part.request.area for part in many.parts), "Total"]
    assert [item.text(1) for item in items[:-1]] == wanted
    assert items[-1].text(1) == credits_range_text(hold.estimate.min_credits, hold.estimate.max_credits)
    for item, each in zip(items, estimates):
        assert len(each.lines) > 1
        for line in each.lines:
            cost = credits_range_text(line.min_credits, line.max_credits)
            assert f"{line.title}: {cost}" in item.data(0, Qt.ItemDataRole.AccessibleDescriptionRole)
            assert escape(line.title) in item.toolTip(1)


@pytest.mark.parametrize("sandbox", [{"max_concurrent_jobs": 2}], indirect=True)
def test_classic_project_has_one_job_per_area_and_names_those_that_found_no_place(signed_in, qtbot, sandbox):
    """It runs a limited number of jobs at once; no credits of the others are held, and they can be ordered later."""
    search(signed_in, qtbot, sites(3))
    signed_in.area_list.tick_only(signed_in.area_list.best_keys())
    signed_in.order_areas(signed_in.area_list.ticked_rows())
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    outcomes = []
    signed_in.ordering.areas_placed.connect(outcomes.append)
    hold = signed_in.ordering.hold
    sandbox.clock.speed(0)
    signed_in.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    qtbot.waitUntil(lambda: bool(outcomes), timeout=WAIT_MS)
    refused = [outcome for outcome in outcomes[0] if outcome.error is not None]
    assert [outcome.error.kind for outcome in refused] == [ErrorKind.TOO_MANY_JOBS]
    assert len([job for job in sandbox.jobs if "DRY_RUN" not in json.dumps(job)]) == 2
    assert refused[0].area in placed_text(outcomes[0])
