"""The form names products, parameters and bounds in words, at every size of the dock."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from support.configure_tab import child, open_configure_tab, text_of
from support.signed_in_application import WAIT_MS

from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.ui.wording import parameter_text, step_text


@pytest.fixture
def panel(signed_in, canvas, qtbot):
    """The form of the Sandbox, as narrow as the dock can be."""
    return open_configure_tab(signed_in, canvas, qtbot)


def test_narrow_dock_needs_no_horizontal_scrolling(panel):
    assert panel.minimumSizeHint().width() <= 320


def test_the_limit_says_which_numbers_the_service_takes(panel, signed_in):
    """The bounds differ between a test query and a live job, and appeared only after a mistake."""
    assert "1 to 500" in text_of(panel, "limit_note")
    signed_in.workbench.set_mode(JobMode.LIVE)
    most = min(500, signed_in.account.limits.max_scenes)
    assert f"1 to {most}" in text_of(panel, "limit_note")
    spin = child(panel, "limit_spin")
    assert spin.minimum() == 1
    signed_in.workbench.set_limit(0)
    assert spin.value() == 0
    assert "Enter 1 to" in text_of(panel, "limit_problem")


def test_the_limit_counts_one_scene_as_one(panel, signed_in):
    """“At most 1 scenes” was what the form said for the newest scene only."""
    spin = child(panel, "limit_spin")
    for count, words in ((1, "At most 1 scene"), (2, "At most 2 scenes"), (0, "At most 0 scenes")):
        signed_in.workbench.set_limit(count)
        assert spin.text() == words
    spin.setValue(1)
    assert spin.text() == "At most 1 scene"
    assert signed_in.workbench.parameters.limit == 1


def test_more_parameters_are_named_in_words_not_as_programs_name_them(panel, signed_in):
    """“oneatlas-pleiades-display:1”, “ms” and fields that say “JSON” mean nothing to an analyst."""
    group = child(panel, "more_group")
    texts = [label.text() for label in group.findChildren(QLabel) if label.text()]
    assert "OneAtlas Pléiades display" in texts
    assert "Multispectral bands" in texts
    assert "Clip to the area" in texts
    assert [text for text in texts if ":" in text or "_" in text or text[:1].islower()] == []
    hints = [edit.placeholderText() for edit in group.findChildren(QPlainTextEdit)]
    hints += [edit.placeholderText() for edit in group.findChildren(QWidget) if hasattr(edit, "placeholderText")]
    assert "JSON" not in hints
    combo = child(panel, "geometry_mode_combo")
    group.setCollapsed(False)
    QApplication.processEvents()
    needed = max(combo.fontMetrics().horizontalAdvance(combo.itemText(row)) for row in range(combo.count()))
    # The arrow and the frame take the rest.
    assert needed + combo.height() <= combo.width()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("zoom level", "Zoom level"),
        ("clip_to_aoi", "Clip to the area"),
        ("acquisition mode", "Acquisition mode"),
        ("parent_id", "Parent ID"),
        ("Sun Angle (°)", "Sun Angle (°)"),
        ("GSD", "GSD"),
        ("", ""),
    ],
)
def test_titles_of_the_service_stay_and_names_of_programs_become_words(name, text):
    assert parameter_text(name) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data-conversion-dimap:1", "Data conversion DIMAP"),
        ("oneatlas-spot-aoiclipped:2", "OneAtlas SPOT AOI-clipped (2)"),
        ("params", "Params"),
        ("delivery", "Delivery"),
        ("", ""),
    ],
)
def test_steps_are_headings(name, text):
    assert step_text(name) == text


def test_the_product_fills_the_room_that_the_form_leaves(panel, signed_in, qtbot):
    """Half of a high dock was blank, and what the product is could be read in the open list only."""
    card = child(panel, "product_card")
    places = []
    for height in (1100, 420):
        panel.resize(400, height)
        qtbot.wait(20)
        places.append(child(panel, "limit_spin").mapTo(panel, QPoint()))
        assert card.isVisible() is (height == 1100)
    # At its end: no field moves for it.
    assert places[0].x() == places[1].x()
    panel.resize(400, 1100)
    qtbot.wait(20)
    assert "0.5 m · optical" in text_of(panel, "product_facts")
    before = child(panel, "limit_spin").mapTo(panel, QPoint())
    card.hide()
    qtbot.wait(20)
    assert child(panel, "limit_spin").mapTo(panel, QPoint()) == before
    streaming = next(item for item in signed_in.account.products if "SPOT" in item.title)
    signed_in.workbench.select_product(streaming.id)
    qtbot.waitUntil(lambda: "1.5 m" in text_of(panel, "product_facts"), timeout=WAIT_MS)


@pytest.mark.parametrize("width", [320, 400, 600])
def test_the_common_periods_are_beside_the_dates(panel, signed_in, qtbot, width):
    """They took a line of their own below 600 px."""
    panel.resize(width, 1100)
    qtbot.wait(20)
    combo, end = child(panel, "period_preset_combo"), child(panel, "end_date")
    middles = [widget.mapTo(panel, widget.rect().center()).y() for widget in (combo, end)]
    assert abs(middles[0] - middles[1]) <= 2
    assert min(combo.width(), combo.height()) >= 24
    assert "Last 6 Months" in combo.toolTip()
    # Where there are no dates the words say so.
    combo.setCurrentIndex(combo.findData("any"))
    combo.activated.emit(combo.currentIndex())
    qtbot.wait(20)
    assert not end.isVisible()
    assert combo.width() > combo.fontMetrics().horizontalAdvance(combo.currentText())
