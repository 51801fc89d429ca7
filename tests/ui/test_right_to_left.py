"""In languages that are written from right to left rows are mirrored; JSON, logs and dates are not."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QStyleOptionViewItem, QTreeView, QWidget

from up42_jobs.core.domain.jobs.credits import Estimate, EstimateLine
from up42_jobs.ui.areas.area_view import RowDelegate
from up42_jobs.ui.configure.json_edit import JsonEdit
from up42_jobs.ui.configure.period_field import PeriodField
from up42_jobs.ui.hold.costs_view import CostsView
from up42_jobs.ui.jobs.ledger_dialog import LedgerDialog
from up42_jobs.ui.jobs.tasks_view import TasksView
from up42_jobs.ui.map.map_chip import MapChip
from up42_jobs.ui.parts.document_tree import DocumentTree
from up42_jobs.ui.parts.elided_label import ElidedLabel
from up42_jobs.ui.parts.flow_layout import FlowLayout
from up42_jobs.ui.parts.small import wrapped_label
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


def cell(delegate, text, direction):
    """The ink of a cell with a text, as a delegate paints it, cut to its edges."""
    model = QStandardItemModel()
    item = QStandardItem(text)
    # At a whole pixel for both directions.
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    model.appendRow(item)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 300, 40)
    option.direction = direction
    option.font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    image = QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return cut(image)


def cut(image):
    """The part of a picture that differs from its corner."""
    ground = image.pixel(0, 0)
    spots = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground]
    columns, rows = [x for x, _ in spots], [y for _, y in spots]
    return image.copy(QRect(QPoint(min(columns), min(rows)), QPoint(max(columns), max(rows))))


def areas_view():
    """A table with the rows of the list of areas."""
    view = QTreeView()
    view.setItemDelegate(RowDelegate(view))
    return view


@pytest.mark.parametrize("text", ["672 credits", "3,346 – 3,990 credits", "100 %", "0.15 km²", "-57,208"])
@pytest.mark.parametrize(
    "build",
    [
        lambda: CostsView(Estimate((EstimateLine("Part", 1, 2),), 2), ()),
        lambda: TasksView(str),
        lambda: LedgerDialog([], "Sandbox"),
        areas_view,
        DocumentTree,
    ],
    ids=["costs", "tasks", "ledger", "areas", "document"],
)
def test_numbers_in_tables_come_before_their_units(build, text, qtbot):
    """Cells read "credits 672", "% 100" and "km² 0.15"."""
    # A dialog takes its table with it, so it is kept.
    window = build()
    view = getattr(window, "view", window)
    usual = cell(view.itemDelegate(), text, Qt.LayoutDirection.LeftToRight)
    assert cell(view.itemDelegate(), text, Qt.LayoutDirection.RightToLeft) == usual


@pytest.mark.parametrize("text", ["672 credits", "100 %", "2 selected · 6,886 – 7,530 credits"])
@pytest.mark.parametrize("kind", [wrapped_label, ElidedLabel])
def test_numbers_in_labels_come_before_their_units(text, kind, qgis_app, qtbot):
    pictures = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        qgis_app.setLayoutDirection(direction)
        try:
            label = kind("label")
            label.setText(text)
            if isinstance(label, ElidedLabel):
                label.show_text(text)
                label.set_one_line(True)
            qtbot.addWidget(label)
            label.resize(500, 40)
            pictures.append(cut(label.grab().toImage()))
        finally:
            qgis_app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert pictures[0] == pictures[1]


def test_the_chip_on_the_map_begins_with_its_number(canvas, qgis_app):
    """It read "km² · 10 scenes · 672 credits 2.58"."""
    pictures = []
    chip = MapChip(canvas)
    chip.text = "2.58 km² · 10 scenes · 672 credits"
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        qgis_app.setLayoutDirection(direction)
        try:
            image = QImage(400, 40, QImage.Format.Format_RGB32)
            image.fill(QColor("white"))
            painter = QPainter(image)
            painter.setLayoutDirection(direction)
            chip.paint(painter)
            painter.end()
            pictures.append(image)
        finally:
            qgis_app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert pictures[0] == pictures[1]
