"""The marks of a scene's row: a tick for "in the order", an eye for "on the map"; their forms say their state."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRect, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPainterPath, QPen
from qgis.PyQt.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from ..parts.card import CardPainter, padding

# Smallest side of what is clicked.
TARGET = 24
# Below this width, in line heights, the figures of a row do not fit on one line.
_NARROW = 28


def is_narrow(view: QWidget) -> bool:
    """Returns whether a view is too narrow to show all values of a row on one line."""
    return view.width() < _NARROW * view.fontMetrics().height()


def tick_rect(option: QStyleOptionViewItem) -> QRect:
    """Returns where a click puts the scene of a row into the order."""
    return QStyle.visualRect(option.direction, option.rect, _tick_place(option))


def eye_rect(option: QStyleOptionViewItem) -> QRect:
    """Returns where a click shows or hides the quicklook of a row."""
    return QStyle.visualRect(option.direction, option.rect, _eye_place(option))


def marks_width(option: QStyleOptionViewItem) -> int:
    """Returns the width of the marks at the beginning of a row."""
    return _eye_place(option).right() + 1 - option.rect.left()


def draw_tick(painter: QPainter, card: CardPainter, option: QStyleOptionViewItem, is_ticked: bool) -> None:
    """Paints a box in the colours of plain text, so that it is seen on any selection, and its tick."""
    side = _mark_side(option)
    box = QRectF(0, 0, side, side)
    box.moveCenter(QRectF(tick_rect(option)).center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(card.base_text_color, 1.2))
    painter.setBrush(card.base_color)
    painter.drawRoundedRect(box, 2, 2)
    if is_ticked:
        pen = QPen(card.base_text_color, max(side / 6.5, 2.0))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        path = QPainterPath(_within(box, 0.2, 0.52))
        path.lineTo(_within(box, 0.42, 0.75))
        path.lineTo(_within(box, 0.82, 0.25))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
    painter.restore()


def draw_eye(painter: QPainter, card: CardPainter, option: QStyleOptionViewItem, is_open: bool) -> None:
    """Paints the eye of a row."""
    box = QRectF(0, 0, eye_side(option), eye_side(option))
    box.moveCenter(QRectF(eye_rect(option)).center())
    paint_eye(painter, box, card.text_color if is_open else card.dim_color, is_open)


def eye_side(option: QStyleOptionViewItem) -> float:
    """Returns the side of the square around an eye."""
    return _mark_side(option) * 1.25


def paint_eye(painter: QPainter, box: QRectF, color: QColor, is_open: bool) -> None:
    """Paints an open eye, or one that is struck through."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lids = QPainterPath(_within(box, 0.0, 0.5))
    lids.quadTo(_within(box, 0.5, -0.05), _within(box, 1.0, 0.5))
    lids.quadTo(_within(box, 0.5, 1.05), _within(box, 0.0, 0.5))
    painter.drawPath(lids)
    if is_open:
        painter.setBrush(color)
        painter.drawEllipse(box.center(), box.width() * 0.14, box.width() * 0.14)
    else:
        painter.drawLine(_within(box, 0.12, 0.88), _within(box, 0.88, 0.12))
    painter.restore()


def _within(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


def _mark_side(option: QStyleOptionViewItem) -> int:
    return max(round(option.fontMetrics.height() * 0.85), 13)


def _target_side(option: QStyleOptionViewItem) -> int:
    return max(TARGET, _mark_side(option) + padding(option))


def _is_stacked(option: QStyleOptionViewItem) -> bool:
    # The figures of a narrow row need the width more than its marks.
    return option.widget is not None and is_narrow(option.widget)


def _tick_place(option: QStyleOptionViewItem) -> QRect:
    side, rect = _target_side(option), option.rect
    height = rect.height() // 2 if _is_stacked(option) else rect.height()
    return QRect(rect.left() + padding(option) // 2, rect.top(), side, height)


def _eye_place(option: QStyleOptionViewItem) -> QRect:
    place = _tick_place(option)
    if _is_stacked(option):
        return place.translated(0, place.height())
    return place.translated(place.width(), 0)
