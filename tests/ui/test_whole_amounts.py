"""Amounts of credits are the last thing to be cut: a cut amount is read as a smaller one."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import replace
from itertools import combinations

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import QApplication
from support.accessibility import painted_texts
from support.scene_panel import NOW, show_result, some_scenes, square
from support.translation import shown_in

from up42_jobs.core.app.jobs.job_list import JobRole, JobRow
from up42_jobs.core.domain.connections import Region
from up42_jobs.core.domain.jobs.credits import Budget, EstimateLine
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.ledger import LedgerSums
from up42_jobs.core.domain.scenes.order_figures import OrderFigures
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook
from up42_jobs.ui.dock import JOBS, SCENES, Up42Dock
from up42_jobs.ui.parts.card import fitting_text
from up42_jobs.ui.scenes.selection_bar import SelectionBar
from up42_jobs.ui.wording import budget_text, own_credits_texts

WIDTH = 320
# A number that ends in an ellipsis.
CUT_NUMBER = re.compile(r"\d[.,\u00a0\u202f]?…")


@pytest.fixture(params=["English", "German", "English, 18 pt", "German, 18 pt"])
def look(request):
    """The dock's languages, with the usual letters and with large ones."""
    is_german = request.param.startswith("German")
    if "18 pt" in request.param:
        request.getfixturevalue("large_font")
    with shown_in("de", "de_DE") if is_german else nullcontext():
        yield "de" if is_german else "en"


@pytest.fixture
def dock(look, application, canvas):
    """A dock as narrow as it can be."""
    dock = Up42Dock(application, canvas)
    dock.show()
    yield dock
    dock.release()
    sip.delete(dock)


def show_tab(dock, tab, height):
    dock.tabs.setCurrentIndex(tab)
    dock.message_bar.clearWidgets()
    for _ in range(3):
        dock.resize(WIDTH, height)
        QApplication.processEvents()


def amount(number, look):
    return f"{number:,}" if look == "en" else f"{number:,}".replace(",", ".")


def row_texts(view, row):
    """Returns what is painted of a row, text by text; none is painted over another."""
    view.scrollTo(view.model().index(row, 0), view.ScrollHint.PositionAtTop)
    QApplication.processEvents()
    place = view.visualRect(view.model().index(row, 0))
    painted = [(text, rect) for text, rect, _ in painted_texts(view.viewport())]
    found = [(text, rect) for text, rect in painted if place.contains(rect.center().toPoint())]
    for (text, rect), (other, beside) in combinations(found, 2):
        common = rect.intersected(beside)
        assert common.width() < 2 or common.height() < rect.height() / 2, (text, other)
    return [text for text, _ in found]


@pytest.mark.parametrize("height", [600, 900])
def test_the_credits_of_a_job_are_whole(dock, application, look, height):
    """“2 scenes · 4,80…” was what a job of 4,800 credits had cost."""
    show_tab(dock, JOBS, height)
    charges = {}
    for number in range(6):
        held, used = 4_800 if number % 2 else 88_800, 87_654 if number % 3 == 0 else None
        row = JobRow(
            key=f"key-{number}",
            name="Pléiades Display of the western harbour",
            mode=JobMode.LIVE,
            status=JobStatus.RUNNING,
            created=NOW,
            started=NOW,
            scene_count=12,
            hold_credits=held,
            credits_used=used,
        )
        charges[row.key] = held if used is None else used
        application.jobs.put(row)
    show_tab(dock, JOBS, height)
    view = dock.jobs_panel().jobs_view
    for number in range(6):
        key = view.model().index(number, 0).data(JobRole.ROW).key
        texts = row_texts(view, number)
        assert any(amount(charges[key], look) in text for text in texts), texts
        assert not any(CUT_NUMBER.search(text) for text in texts), texts


@pytest.mark.parametrize("height", [600, 900])
def test_what_is_held_and_used_is_whole_above_the_jobs(dock, look, height):
    show_tab(dock, JOBS, height)
    label = dock.jobs_panel().credits_line.label
    label.show_text(*own_credits_texts(LedgerSums(held_now=88_800, used=87_654)))
    show_tab(dock, JOBS, height)
    text = " ".join(text for text, _, _ in painted_texts(label))
    assert amount(88_800, look) in text
    assert amount(87_654, look) in text
    assert not CUT_NUMBER.search(text)
    assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("height", [600, 1100])
def test_the_prices_of_a_scene_are_whole(dock, application, look, height):
    show_tab(dock, SCENES, height)
    scenes = tuple(replace(scene, footprint=square(0), processing_level="SENSOR") for scene in some_scenes(6))
    show_result(application, scenes)
    model = application.scenes
    model.set_costs([EstimateLine("", 33_460, 88_990, scene_id=scene.id) for scene in scenes])
    model.set_owned(["scene-1"])
    places = ("not_found", "corners")
    model.set_quicklooks([PlacedQuicklook(scene.id, "x", "y", places[at % 2], 0.5) for at, scene in enumerate(scenes)])
    show_tab(dock, SCENES, height)
    view = dock.scenes_panel().scenes_view
    for number in range(6):
        texts = row_texts(view, number)
        assert any(amount(88_990, look) in text for text in texts), texts
        assert not any(CUT_NUMBER.search(text) for text in texts), texts


@pytest.mark.parametrize("is_low", [True, False])
@pytest.mark.parametrize("balance", [112_430, 12_430])
@pytest.mark.usefixtures("dock")
def test_cost_and_what_is_left_are_whole_in_the_selection_bar(look, qtbot, is_low, balance):
    bar = SelectionBar()
    qtbot.addWidget(bar)
    bar.set_low(is_low)
    bar.resize(WIDTH - 20, 100)
    bar.show()
    bar.show_figures(OrderFigures(10, 0.998, 33_358, 34_858, 2, balance), Region.EU)
    QApplication.processEvents()
    assert all(amount(credits, look) in bar.choice_label.text() for credits in (33_358, 34_858))
    assert amount(abs(balance - 34_858), look) in bar.balance_label.text()
    for label in (bar.choice_label, bar.balance_label):
        width = max(line_width(label, line) for line in label.text().split(" "))
        assert width <= label.width()
    assert bar.choice_label.wordWrap() or line_width(bar.choice_label) <= bar.choice_label.width()
    assert line_width(bar.balance_label) <= bar.balance_label.width()


def test_what_is_left_of_a_budget_is_before_its_name(look, qgis_app):
    """The list of budgets cuts long entries at their end."""
    name = "Coast and harbours of the western Mediterranean"
    text = budget_text(Budget("b", name, remaining_credits=4_800))
    assert text.endswith(name)
    assert amount(4_800, look) in text


def line_width(label, text=None):
    return label.fontMetrics().horizontalAdvance(label.text() if text is None else text)


def test_a_form_that_is_chosen_as_fitting_is_not_cut(qgis_app):
    """Widths are rounded: at some sizes a text of just the width of its line lost its unit to an ellipsis."""
    text, font = "2 selected · covers 100 % · 7,672 credits", QApplication.font()
    font.setBold(True)
    for size in range(24, 120):
        font.setPointSizeF(size / 4)
        metrics = QFontMetrics(font)
        for width in range(metrics.horizontalAdvance(text) - 2, metrics.horizontalAdvance(text) + 3):
            if fitting_text([text, "7,672 credits"], metrics, width) == text:
                assert metrics.elidedText(text, Qt.TextElideMode.ElideRight, width) == text
