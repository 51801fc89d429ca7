"""The hold dialog names the scenes of an order: refused, owned, bought before, and what they cover."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QPushButton, QTreeWidget
from support.hold_dialogs import confirm_button, hold, open_hold, scene_hold, summary, text_of
from support.journal_entries import entry

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.jobs.claims import Taken
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.usecases.prepare_order import PreparedOrder


@pytest.fixture
def opened(qtbot):
    """Opens a dialog and keeps it until the end of the test."""
    return partial(open_hold, qtbot)


def test_many_scenes_are_named_and_counted(opened):
    text = text_of(opened(None, summary(30)), "hold_scenes_label")
    assert text.startswith("30 scenes")
    assert "2026-11-22 · PHR1A" in text
    assert "and 27 more" in text


def test_without_chosen_scenes_it_says_which_ones_the_parameters_take(opened):
    assert "5 most recent scenes" in text_of(opened(None, summary(0)), "hold_scenes_label")


def test_scenes_that_are_refused_are_named_and_the_others_can_be_ordered_without_them(opened, qtbot):
    dialog = opened(scene_hold([900, None, 100]), summary(3))
    tree = dialog.findChild(QTreeWidget, "costs_view")
    assert [tree.topLevelItem(row).text(1) for row in range(3)] == ["900 credits", "–", "100 credits"]
    assert [tree.topLevelItem(row).childCount() for row in range(3)] == [0, 1, 0]
    assert tree.topLevelItem(1).child(0).text(0) == "AOI misses it"
    assert tree.topLevelItem(1).isExpanded()
    assert dialog.confirm_button is None
    assert "1 of 3" in text_of(dialog, "hold_reason_label")
    with qtbot.waitSignal(dialog.fewer_scenes_wanted, timeout=1000):
        QTest.mouseClick(dialog.findChild(QPushButton, "fewer_scenes_button"), Qt.MouseButton.LeftButton)
    assert dialog.confirmation() is None


def test_where_every_scene_is_refused_nothing_is_left_to_order(opened):
    dialog = opened(scene_hold([None, None]), summary(2))
    assert dialog.findChild(QPushButton, "fewer_scenes_button") is None
    assert "Nothing of this job" in text_of(dialog, "hold_reason_label")


def test_a_scene_that_is_owned_already_says_so_beside_its_name_and_what_it_means(opened):
    order = summary(3)
    parameters = replace(order.parameters, scene_ids=tuple(scene.id for scene in order.scenes))
    dialog = opened(scene_hold([1, 1, 1]), replace(order, parameters=parameters, owned_ids=frozenset({"id1"})))
    lines = text_of(dialog, "hold_scenes_label").splitlines()
    assert ["already own" in line for line in lines] == [False, False, True, False]
    assert "1 scene of this job" in text_of(dialog, "owned_label")
    assert "costs again" in text_of(dialog, "owned_label")
    assert confirm_button(dialog).isEnabled()


def before(**changes):
    """An entry of an earlier order."""
    return replace(entry("a", name="Harbour 2026-11-22 10.00 abcdef12"), **changes)


def with_prepared(the_summary, **parts):
    """A summary with what was found out before the order."""
    ids = tuple(scene.id for scene in the_summary.scenes)
    parameters = replace(the_summary.parameters, scene_ids=ids)
    return replace(the_summary, parameters=parameters, prepared=PreparedOrder(hold(), **parts))


def test_the_only_scene_of_an_order_is_counted_as_one(opened):
    owned = Taken("id0", before(state=EntryState.CREATED, status=JobStatus.SUCCEEDED))
    dialog = opened(the_summary=with_prepared(summary(1), taken=(owned,)))
    text = text_of(dialog, "hold_reason_label")
    assert "You already own this scene over this area" in text
    assert "1 scene" not in text


def test_scenes_that_would_be_bought_twice_take_the_button_away_and_offer_the_others(opened, qtbot):
    under_way, owned = before(), before(state=EntryState.CREATED, status=JobStatus.SUCCEEDED)
    taken = (Taken("id0", under_way), Taken("id1", owned))
    dialog = opened(the_summary=with_prepared(summary(3), taken=taken))
    assert confirm_button(dialog) is None
    text = text_of(dialog, "hold_reason_label")
    assert "1 scene on the way" in text
    assert "1 scene already yours" in text
    assert "of 3 scenes:" in text
    assert "“Harbour”" in text
    with qtbot.waitSignal(dialog.fewer_scenes_wanted):
        dialog.findChild(QPushButton, "fewer_scenes_button").click()


def test_job_of_which_nothing_is_left_offers_nothing(opened):
    taken = (Taken("id0", before()), Taken("id1", before()))
    dialog = opened(the_summary=with_prepared(summary(2), taken=taken))
    assert confirm_button(dialog) is None
    assert dialog.findChild(QPushButton, "fewer_scenes_button") is None
    same = opened(the_summary=with_prepared(summary(2), taken=(Taken("", before()),)))
    assert confirm_button(same) is None
    assert "may be" in text_of(same, "hold_reason_label")


def test_earlier_attempt_that_was_looked_for_once_more_is_said_and_does_not_forbid(opened):
    doubted = (before(state=EntryState.ABSENT),)
    dialog = opened(the_summary=with_prepared(summary(1), doubted=doubted))
    assert confirm_button(dialog) is not None
    text = text_of(dialog, "doubt_label")
    assert "“Harbour”" in text
    assert "both are charged" in text


def test_what_the_scenes_cover_together_is_a_figure_and_a_small_map(opened):
    west, east = box_ring(-0.5, 39.3, -0.35, 39.6), box_ring(-0.36, 39.3, -0.32, 39.6)
    order = summary(2)
    scenes = tuple(replace(scene, footprint=ring) for scene, ring in zip(order.scenes, (west, east)))
    dialog = opened(None, replace(order, scenes=scenes))
    assert text_of(dialog, "hold_coverage_label") == "80 %"
    assert dialog.order_map.isVisible()
    assert "2 scenes" in dialog.order_map.accessibleDescription()


def test_a_footprint_on_the_other_turn_of_the_globe_is_drawn_at_its_area(opened):
    """A scene across 180° may be given from -181° on; its outline must not leave the map."""
    aoi = Aoi(box_ring(179.9, -17.1, 180.1, -16.9), 400.0)
    order = replace(summary(1), aoi=aoi)
    scene = replace(order.scenes[0], footprint=box_ring(-180.15, -17.2, -179.9, -16.8))
    dialogs = [opened(None, replace(order, scenes=scenes)) for scenes in ((scene,), ())]
    drawn, empty = (dialog.order_map.grab().toImage() for dialog in dialogs)
    assert drawn != empty
