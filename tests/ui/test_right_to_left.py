"""In languages that are written from right to left rows are mirrored; JSON, logs and dates are not."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QRect, Qt
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QWidget

from up42_jobs.ui.configure.json_edit import JsonEdit
from up42_jobs.ui.configure.period_field import PeriodField
from up42_jobs.ui.parts.flow_layout import FlowLayout
from up42_jobs.ui.parts.text_view import TextView
from up42_jobs.ui.scenes.scene_filter_bar import SceneFilterBar

TEXT = '{\n  "datetime": "2026-03-15T00:00:00Z/2026-09-15T23:59:59Z"\n}'


def places(qtbot, is_right):
    """Returns the left edges of two buttons in a row that has room for more."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow = FlowLayout(widget, is_right=is_right)
    first, second = QPushButton("First"), QPushButton("Second")
    flow.addWidget(first)
    flow.addWidget(second)
    widget.resize(600, 60)
    widget.show()
    return first.geometry(), second.geometry()


def test_a_row_begins_at_the_right(qtbot):
    """Its buttons were at the left, away from the fields that they belong to."""
    first, second = places(qtbot, is_right=False)
    assert first.right() == 599
    assert second.right() < first.left()


def test_the_end_of_a_row_is_at_the_left(qtbot):
    first, second = places(qtbot, is_right=True)
    assert second.left() == 0
    assert first.left() > second.right()


@pytest.mark.parametrize("build", [lambda: JsonEdit(3, 9), lambda: TextView("")], ids=["form", "dialog"])
def test_json_is_read_from_left_to_right(build, qtbot):
    """Short lines were out of sight: a long line moved the text to the other end."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    edit = build()
    edit.setParent(window)
    edit.setPlainText(TEXT)
    edit.resize(120, 100)
    # The cursor is a mark too.
    edit.setCursorWidth(0)
    window.show()
    QApplication.processEvents()
    edit.horizontalScrollBar().setValue(0)
    QApplication.processEvents()
    picture = edit.viewport().grab(QRect(0, 0, 30, 3 * edit.fontMetrics().lineSpacing())).toImage()
    ground = picture.pixel(picture.width() - 1, 0)
    rows = range(edit.fontMetrics().lineSpacing())
    assert any(picture.pixel(x, y) != ground for y in rows for x in range(picture.width())), "no brace at the left"


def test_dates_keep_the_order_of_their_parts(application, qgis_app, qtbot):
    """The 3rd of December was shown as 03-12-2026 here, and as 2026-12-03 in the list of scenes."""
    qgis_app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        bar, field = SceneFilterBar(application.scene_filter, application.scenes), PeriodField(application.workbench)
        for widget in (bar, field):
            qtbot.addWidget(widget)
        for edit in (bar.first_date, bar.last_date, field.start_edit, field.end_edit):
            assert edit.displayFormat() == "yyyy-MM-dd"
    finally:
        qgis_app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
