"""Paints a row of the scene list: its two marks, thumbnail and figures in columns."""

from __future__ import annotations

from typing import List, Optional, Tuple

from qgis.PyQt.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, QPoint, QRect, QSize, Qt
from qgis.PyQt.QtGui import QHelpEvent, QImage, QMouseEvent, QPainter
from qgis.PyQt.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ...core.app.scenes.figures import CAPTIONED, SceneColumn
from ...core.app.scenes.scene_list import SceneRole
from ..parts.card import CardPainter, padding
from ..parts.colours import blended
from ..parts.small import plain_tip
from ..wording import (
    UNKNOWN,
    area_cloud_text,
    owned_texts,
    quicklook_mark_text,
    quicklook_sentences,
)
from .row_forms import RowForms, date_texts, figure_text, forms_of, joined, platform_texts, price_text
from .row_marks import draw_eye, draw_tick, eye_rect, is_narrow, marks_width, tick_rect

_translate = QCoreApplication.translate

# Lines of text per row; a narrow row needs one more, a compact one shows less.
LINES = 4
COMPACT_LINES = 3
# The figures of a narrow row, and those that need no caption.
_NARROW = (SceneColumn.CLOUD_COVER, SceneColumn.AREA_CLOUD, SceneColumn.COVERAGE)
# Letters of a platform, or of a caption, below which it is left out.
_MIN_LETTERS = 4
# A list that is narrower, in line heights, has few letters.
_FEW_LETTERS = 14
_WITH_UNITS = (SceneColumn.USABLE_PRICE, SceneColumn.GSD, SceneColumn.INCIDENCE)


class SceneDelegate(QStyledItemDelegate):
    """Paints a scene from the roles of its row; a click on the tick or on the eye toggles it and selects nothing."""

    # Whether the list is too low for more than the most important figures.
    is_compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Returns the same height for every row, so that long lists stay fast."""
        self.initStyleOption(option, QModelIndex())
        line, room = option.fontMetrics.height(), padding(option)
        count = LINES + 1 if option.widget is not None and is_narrow(option.widget) else LINES
        height = COMPACT_LINES * line + room if self.is_compact else count * line + 2 * room
        return QSize(2 * height, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paints the row."""
        frame = QStyleOptionViewItem(option)
        self.initStyleOption(frame, QModelIndex())
        frame.rect = option.rect
        card = CardPainter(painter, frame)
        painter.save()
        card.draw_frame()
        draw_tick(painter, card, frame, is_ticked(index))
        is_shown = index.data(SceneRole.SHOWN)
        if is_shown is not None:
            draw_eye(painter, card, frame, is_shown)
        self._draw_thumbnail(painter, card, _thumbnail_rect(frame), index)
        self._draw_lines(card, frame, _text_rect(frame), index)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Toggles tick or eye on a click on it."""
        clicks = (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonDblClick,
            QEvent.Type.MouseButtonRelease,
        )
        if not isinstance(event, QMouseEvent) or event.type() not in clicks:
            return False
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        role = mark_at(option, index, event.pos())
        # A press is taken too, so that toggling does not change the selection.
        if role is None or event.type() != QEvent.Type.MouseButtonRelease:
            return role is not None
        if role == SceneRole.SHOWN:
            return model.setData(index, not index.data(SceneRole.SHOWN), SceneRole.SHOWN)
        value = Qt.CheckState.Unchecked if is_ticked(index) else Qt.CheckState.Checked
        return model.setData(index, value, Qt.ItemDataRole.CheckStateRole)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Shows a tool tip: of a mark what it means, else all values of a scene, including those cut off."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        role = mark_at(option, index, event.pos())
        QToolTip.showText(event.globalPos(), plain_tip(scene_tip(index) if role is None else [_mark_tip(index, role)]))
        return True

    def _draw_thumbnail(self, painter: QPainter, card: CardPainter, rect: QRect, index: QModelIndex) -> None:
        image = index.data(SceneRole.THUMBNAIL)
        if isinstance(image, QImage) and not image.isNull():
            size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(rect.topLeft(), size)
            place.moveCenter(rect.center())
            painter.drawImage(card.place(place), image)
            return
        painter.setPen(blended(card.ground, card.text_color, 0.3))
        painter.drawRect(card.place(rect).adjusted(0, 0, -1, -1))
        quicklook = index.data(SceneRole.QUICKLOOK)
        # A part of the word would be beside the frame.
        words = [_translate("UP42", "none"), UNKNOWN] if quicklook is not None else ["…"]
        text = card.fitting(words, rect.width())
        inner = QRect(rect)
        inner.setLeft(rect.center().x() - card.metrics.horizontalAdvance(text) // 2)
        card.draw_text(inner, text, is_dim=True)

    def _draw_lines(self, card: CardPainter, option: QStyleOptionViewItem, rect: QRect, index: QModelIndex) -> None:
        height = card.metrics.height()
        lines = [
            QRect(rect.left(), rect.top() + number * height, rect.width(), height)
            for number in range(rect.height() // height)
        ]
        if len(lines) < LINES:
            self._draw_compact(card, option, lines, index)
            return
        _draw_first(card, lines[0], index, forms_of(card, option, lines[0].width(), index, has_kind=False))
        if len(lines) > LINES:
            self._draw_kind(card, lines[1], index)
            self._draw_narrow(card, lines, index)
        else:
            self._draw_kind(card, self._draw_marks(card, lines[1], index), index)
            self._draw_columns(card, lines, index)

    def _draw_kind(self, card: CardPainter, line: QRect, index: QModelIndex) -> None:
        """Draws why the scene cannot be ordered, or its platform; and whether the account owns it."""
        kind = _kind_text(card, line, index)
        owned_width = 0
        if index.data(SceneRole.OWNED):
            words = owned_texts()
            left = line.width() - card.metrics.horizontalAdvance(kind) - card.padding
            owned_width = card.draw_text(line, card.fitting(words, left), is_right=True) + card.padding
        card.draw_text(line.adjusted(0, 0, -owned_width, 0), kind)

    def _draw_columns(self, card: CardPainter, lines: List[QRect], index: QModelIndex) -> None:
        """Paints captions and figures below each other, as many as fit."""
        left = 0
        for column in CAPTIONED:
            width = _column_width(card, column)
            if left + width - 2 * card.padding > lines[0].width():
                break
            _draw_figure(card, lines[2], lines[3], left, width, column.short, column, index)
            left += width

    def _draw_compact(
        self, card: CardPainter, option: QStyleOptionViewItem, lines: List[QRect], index: QModelIndex
    ) -> None:
        """Paints date, platform and price on one line, and figures below captions, which give way to warnings."""
        first, captions, values = lines[:COMPACT_LINES]
        forms = forms_of(card, option, first.width(), index, has_kind=True)
        rest, kinds = _draw_first(card, first, index, forms), _kind_texts(index)
        # Why a scene cannot be ordered is worth a part of it; of a platform, a letter or two say nothing.
        if len(kinds) == 1:
            card.draw_text(rest, kinds[0])
        elif forms.kind is not None and rest.width() > card.metrics.horizontalAdvance(
            kinds[forms.kind][:_MIN_LETTERS] + "…"
        ):
            card.draw_text(rest, kinds[forms.kind])
        words = [*scene_marks(index), *(owned_texts()[-1:] if index.data(SceneRole.OWNED) else ())]
        width = card.draw_text(captions, joined(words), is_right=True) if words else 0
        captions = captions.adjusted(0, 0, -(width + card.padding) if width else 0, 0)
        if option.widget is not None and is_narrow(option.widget):
            columns = _narrow_columns(card, values.width())
        else:
            columns = [(column, column.short, _column_width(card, column)) for column in CAPTIONED]
        left = 0
        for column, caption, width in columns:
            if left + width - 2 * card.padding > values.width():
                break
            _draw_figure(card, captions, values, left, width, caption, column, index)
            left += width

    def _draw_narrow(self, card: CardPainter, lines: List[QRect], index: QModelIndex) -> None:
        """Paints the most important figures below captions, and then those whose unit says what they are."""
        left = 0
        for column, caption, width in _narrow_columns(card, lines[0].width()):
            _draw_figure(card, lines[2], lines[3], left, width, caption, column, index)
            left += width
        figures = [figure_text(index, column) for column in _WITH_UNITS]
        marks = joined(scene_marks(index))
        left = lines[4].width() - (card.metrics.horizontalAdvance(marks) + card.padding if marks else 0)
        # The price per usable km² is never cut, but a mark is.
        shown = card.fitting([joined(figures[:count]) for count in range(len(figures), 0, -1)], left)
        width = card.draw_text(lines[4], shown) + card.padding
        card.draw_text(lines[4].adjusted(width, 0, 0, 0), marks, is_right=True)

    def _draw_marks(self, card: CardPainter, line: QRect, index: QModelIndex) -> QRect:
        """Paints the warning marks of a quicklook on the right and returns the remaining rectangle."""
        marks = scene_marks(index)
        width = card.draw_text(line, joined(marks), is_right=True) if marks else 0
        return line.adjusted(0, 0, -(width + card.padding) if width else 0, 0)


def is_ticked(index: QModelIndex) -> bool:
    """Returns whether a scene is in the order."""
    # PyQt 5 returns the check states of a proxied model as numbers.
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def mark_at(option: QStyleOptionViewItem, index: QModelIndex, spot: QPoint) -> Optional[int]:
    """Returns the role that a click on a spot toggles, None beside the marks."""
    if tick_rect(option).contains(spot):
        return int(Qt.ItemDataRole.CheckStateRole)
    if eye_rect(option).contains(spot) and index.data(SceneRole.SHOWN) is not None:
        return int(SceneRole.SHOWN)
    return None


def is_narrow_line(card: CardPainter, line: QRect) -> bool:
    """Returns whether a line has room for the most important only."""
    return line.width() < 16 * card.metrics.height()


def scene_marks(index: QModelIndex) -> List[str]:
    """Returns the short warning marks of a scene, from its quicklook."""
    return [mark for mark in (quicklook_mark_text(index.data(SceneRole.QUICKLOOK)),) if mark]


def scene_tip(index: QModelIndex) -> List[str]:
    """Returns the lines of a scene's tool tip: every column, warnings and ownership."""
    pattern = _translate("UP42", "{title}: {value}")
    lines = [pattern.format(title=column.title, value=_tip_text(index, column) or UNKNOWN) for column in SceneColumn]
    lines += quicklook_sentences(index.data(SceneRole.QUICKLOOK))
    cost = index.data(SceneRole.COST)
    if cost is not None and cost.problem:
        lines.append(f"⚠ {cost.problem}")
    if index.data(SceneRole.OWNED):
        lines.append(owned_texts()[0])
    return lines


def _mark_tip(index: QModelIndex, role: int) -> str:
    if role == SceneRole.SHOWN:
        if index.data(SceneRole.SHOWN):
            return _translate("UP42", "On the map. Click to hide (M).")
        return _translate("UP42", "Not on the map. Click to show (M).")
    if is_ticked(index):
        return _translate("UP42", "In the order. Click to leave out (Space).")
    return _translate("UP42", "Not in the order. Click to add (Space).")


def _kind_text(card: CardPainter, line: QRect, index: QModelIndex) -> str:
    """Returns why a scene cannot be ordered, or its platform and, where there is room, its level."""
    return _kind_texts(index)[-1 if is_narrow_line(card, line) else 0]


def _kind_texts(index: QModelIndex) -> List[str]:
    """Returns why a scene cannot be ordered, or its platform with and without its level."""
    cost = index.data(SceneRole.COST)
    if cost is not None and cost.problem:
        return [f"⚠ {cost.problem}"]
    return platform_texts(index)


def _edge(option: QStyleOptionViewItem) -> int:
    """Returns the room above and below the lines of a row."""
    return option.rect.height() % option.fontMetrics.height() // 2


def _thumbnail_rect(option: QStyleOptionViewItem) -> QRect:
    room, edge = padding(option), _edge(option)
    height = option.rect.height() - 2 * edge
    # In a narrow dock the values need the room more, and in a large font the more.
    is_large = option.rect.width() < _FEW_LETTERS * option.fontMetrics.height()
    width = min(height, option.rect.width() // (12 if is_large else 7))
    return QRect(option.rect.left() + marks_width(option) + room // 2, option.rect.top() + edge, width, height)


def _text_rect(option: QStyleOptionViewItem) -> QRect:
    room = padding(option)
    rect = QRect(option.rect)
    rect.setLeft(_thumbnail_rect(option).right() + room + room // 2)
    return rect.adjusted(0, _edge(option), -room, -_edge(option))


def _column_width(card: CardPainter, column: SceneColumn) -> int:
    widest = max(column.short, column.figure.widest, key=card.metrics.horizontalAdvance)
    return card.metrics.horizontalAdvance(widest) + 2 * card.padding


def _narrow_columns(card: CardPainter, room: int) -> List[Tuple[SceneColumn, str, int]]:
    """Returns what a narrow row has, with captions and widths: figures have their room, captions share what is left.

    In a large font captions are brief, and the last figures, which then have no room, are left out: 100 % that is cut
    reads as 10.
    """
    advance = card.metrics.horizontalAdvance
    least = [advance(column.figure.widest) + card.padding for column in _NARROW]
    while len(least) > 1 and sum(least) - card.padding > room:
        least.pop()
    # The last column ends with the row and needs no gap.
    spare = room + card.padding
    for captions in ([column.short for column in _NARROW], [column.brief for column in _NARROW]):
        # Widths are rounded, and a text of exactly that width may be cut.
        wanted = [max(low, advance(caption) + 1 + card.padding) for low, caption in zip(least, captions)]
        if sum(wanted) <= spare:
            break
    share = max(min((spare - sum(least)) / max(sum(wanted) - sum(least), 1), 1.0), 0.0)
    widths = [low + int((high - low) * share) for low, high in zip(least, wanted)]
    # What is left is between the columns.
    gap = min(max(spare - sum(widths), 0) // len(widths), card.padding)
    return [(column, caption, width + gap) for column, caption, width in zip(_NARROW, captions, widths)]


def _draw_figure(
    card: CardPainter,
    captions: QRect,
    values: QRect,
    left: int,
    width: int,
    caption: str,
    column: SceneColumn,
    index: QModelIndex,
) -> None:
    """Paints a figure below its caption; of that, a letter or two beside a mark say nothing."""
    value = figure_text(index, column) or UNKNOWN
    for line, text, is_dim in ((captions, caption, True), (values, value, False)):
        room = min(width - card.padding, line.width() - left)
        least = card.metrics.horizontalAdvance(f"{text[:_MIN_LETTERS]}…" if len(text) > _MIN_LETTERS + 1 else text)
        if room >= (least if is_dim else 1):
            card.draw_text(QRect(line.left() + left, line.top(), room, line.height()), text, is_dim=is_dim)


def _tip_text(index: QModelIndex, column: SceneColumn) -> str:
    if column is SceneColumn.AREA_CLOUD:
        return area_cloud_text(index.data(SceneRole.QUICKLOOK))
    return figure_text(index, column)


def _draw_first(card: CardPainter, line: QRect, index: QModelIndex, forms: RowForms) -> QRect:
    """Paints price and date, and returns the room between them."""
    price_width = card.draw_text(line, price_text(index, forms.price), is_right=True)
    left = line.adjusted(0, 0, -(price_width + card.padding) if price_width else 0, 0)
    dates = date_texts(index)
    date = dates[min(forms.date, len(dates) - 1)]
    # Where it does not fit, the year goes and not the day.
    width = card.draw_text(left, date, is_bold=True, elide=Qt.TextElideMode.ElideLeft)
    return left.adjusted(width + card.padding, 0, 0, 0)
