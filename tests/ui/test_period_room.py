"""The two dates of the form are whole at every width of the dock, in large letters and in longer words."""

from __future__ import annotations

from contextlib import nullcontext

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


@pytest.mark.parametrize("width", [300, 320, 340, 360, 400, 460])
@pytest.mark.parametrize("words", [nullcontext, shown_longer])
@pytest.mark.parametrize("is_large", [False, True])
def test_both_dates_are_whole(request, on_platform, canvas, qtbot, words, width, is_large):
    """At 18 points the second date lay on the first one, and its arrow with it."""
    if is_large:
        request.getfixturevalue("large_font")
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
        assert not places[0].intersects(places[1])
        assert all(panel.rect().contains(place) for place in places)
        assert min(map(room_of, edits)) >= 0
        panel.release()
