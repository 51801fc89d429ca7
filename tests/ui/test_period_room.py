"""The two dates of the form are whole at every width of the dock, in large letters and in longer words."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import combinations

import pytest
from qgis.PyQt.QtCore import QPoint, QRect
from qgis.PyQt.QtWidgets import QApplication, QLineEdit
from support.signed_in_application import choose_product
from support.translation import shown_longer

from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.configure.period_field import PeriodField


def room_of(edit):
    """The room that a date leaves beside it, before its arrow."""
    line = edit.findChild(QLineEdit)
    return line.width() - line.fontMetrics().horizontalAdvance(edit.text())


@pytest.fixture
def letters(qgis_app):
    """Sets the size of all letters, in points."""
    usual = QApplication.font()

    def choose(points):
        font = QApplication.font()
        font.setPointSize(points)
        QApplication.setFont(font)

    yield choose
    QApplication.setFont(usual)


@pytest.mark.parametrize("width", range(300, 480, 12))
@pytest.mark.parametrize("words", [nullcontext, shown_longer])
@pytest.mark.parametrize("points", [7, 9, 18])
def test_both_dates_are_whole(letters, on_platform, canvas, qtbot, words, width, points):
    """At 18 points the second date lay on the first one, and its arrow with it."""
    letters(points)
    with words():
        panel = ConfigurePanel(on_platform, canvas)
        qtbot.addWidget(panel)
        panel.show()
        choose_product(on_platform, "phr-display", qtbot)
        panel.resize(width, 900)
        for _ in range(10):
            QApplication.processEvents()
        field = panel.findChild(PeriodField)
        edits = (field.start_edit, field.end_edit)
        places = [QRect(edit.mapTo(panel, QPoint()), edit.size()) for edit in edits]
        combo, line = field.preset_combo, field.preset_combo.parentWidget()
        places.append(QRect(combo.mapTo(panel, QPoint()), combo.size()))
        assert not any(first.intersects(other) for first, other in combinations(places, 2))
        # No line is kept free for what is beside the others.
        assert line.height() == line.heightForWidth(line.width())
        assert all(panel.rect().contains(place) for place in places)
        assert min(map(room_of, edits)) >= 0
        panel.release()
