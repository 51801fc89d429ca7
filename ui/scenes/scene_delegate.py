"""Paints a row of the scene list: check box, thumbnail and values in columns."""

from __future__ import annotations

from typing import Iterable, List

from qgis.PyQt.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QHelpEvent, QImage, QPainter
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ...core.app.scenes.figures import CAPTIONED, SceneColumn
from ...core.app.scenes.scene_list import SceneRole
from ..parts.card import CardPainter, bold_width, padding
from ..parts.small import plain_tip
from ..wording import (
    UNKNOWN,
    area_cloud_text,
    credits_range_text,
    credits_text,
    number_text,
    owned_texts,
    quicklook_mark_text,
    quicklook_sentences,
)

_translate = QCoreApplication.translate

# Lines of text per row; a narrow row needs one more.
LINES = 4
# Below this width, in line heights, the values do not fit on one line.
_NARROW = 28


class SceneDelegate(QStyledItemDelegate):
    """Paints a scene from the roles of its row; a click on the check box, or Space, toggles the quicklook."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Returns the same height for every row, so that long lists stay fast."""
        self.initStyleOption(option, QModelIndex())
        count = LINES + 1 if option.widget is not None and is_narrow(option.widget) else LINES
        height = count * option.fontMetrics.height() + 2 * padding(option)
        return QSize(2 * height, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paints the row."""
        frame = QStyleOptionViewItem(option)
        self.initStyleOption(frame, QModelIndex())
        frame.rect = option.rect
        card = CardPainter(painter, frame)
        painter.save()
        card.draw_frame()
        self._draw_tick(painter, frame, index)
        self._draw_thumbnail(painter, card, _thumbnail_rect(frame), index)
        self._draw_lines(card, frame, _text_rect(frame), index)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Toggles the check box on a click on it and on Space."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if event.type() == QEvent.Type.KeyPress:
            is_asked = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            # Handled here, so that toggling does not change the selection.
            return _is_on_tick(event, option)
        else:
            is_asked = event.type() == QEvent.Type.MouseButtonRelease and _is_on_tick(event, option)
        if not is_asked:
            return False
        is_checked = _is_checked(index)
        value = Qt.CheckState.Unchecked if is_checked else Qt.CheckState.Checked
        return model.setData(index, value, Qt.ItemDataRole.CheckStateRole)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Shows a tool tip with all values of a scene, including those cut off."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(scene_tip(index)), view)
        return True

    def _draw_tick(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return
        box = QStyleOptionViewItem(option)
        box.rect = tick_rect(option)
        mark = QStyle.StateFlag.State_On if _is_checked(index) else QStyle.StateFlag.State_Off
        box.state = QStyle.StateFlag.State_Enabled | mark
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, option.widget)

    def _draw_thumbnail(self, painter: QPainter, card: CardPainter, rect: QRect, index: QModelIndex) -> None:
        image = index.data(SceneRole.THUMBNAIL)
        if isinstance(image, QImage) and not image.isNull():
            size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(rect.topLeft(), size)
            place.moveCenter(rect.center())
            painter.drawImage(place, image)
            return
        line = QColor(card.text_color)
        line.setAlphaF(0.3)
        painter.setPen(line)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        quicklook = index.data(SceneRole.QUICKLOOK)
        text = _translate("UP42", "none") if quicklook is not None else "…"
        room = card.metrics.horizontalAdvance(text)
        inner = QRect(rect)
        inner.setLeft(rect.center().x() - room // 2)
        card.draw_text(inner, text, is_dim=True)

    def _draw_lines(self, card: CardPainter, option: QStyleOptionViewItem, rect: QRect, index: QModelIndex) -> None:
        height = card.metrics.height()
        lines = [
            QRect(rect.left(), rect.top() + number * height, rect.width(), height)
            for number in range(rect.height() // height)
        ]
        dates, prices = _date_texts(index), _price_texts(index)
        left = rect.width() - bold_width(option, dates[-1]) - card.padding
        price = next((text for text in prices if card.metrics.horizontalAdvance(text) <= left), prices[-1])
        price_width = card.draw_text(lines[0], price, is_right=True)
        first = lines[0].adjusted(0, 0, -(price_width + card.padding) if price_width else 0, 0)
        date = next((text for text in dates if bold_width(option, text) <= first.width()), dates[-1])
        card.draw_text(first, date, is_bold=True)
        if len(lines) > LINES:
            self._draw_kind(card, lines[1], index)
            self._draw_narrow(card, lines, index)
        else:
            self._draw_kind(card, self._draw_marks(card, lines[1], index), index)
            self._draw_columns(card, lines, index)

    def _draw_kind(self, card: CardPainter, line: QRect, index: QModelIndex) -> None:
        """Draws why the scene cannot be ordered, or its platform and level; and whether the account owns it."""
        kind = _joined(_text(index, column) for column in (SceneColumn.PLATFORM, SceneColumn.LEVEL))
        cost = index.data(SceneRole.COST)
        if cost is not None and cost.problem:
            kind = f"⚠ {cost.problem}"
        owned_width = 0
        if index.data(SceneRole.OWNED):
            words = owned_texts()
            left = line.width() - card.metrics.horizontalAdvance(kind) - card.padding
            fitting = (text for text in words if card.metrics.horizontalAdvance(text) <= left)
            owned_width = card.draw_text(line, next(fitting, words[-1]), is_right=True) + card.padding
        card.draw_text(line.adjusted(0, 0, -owned_width, 0), kind)

    def _draw_columns(self, card: CardPainter, lines: List[QRect], index: QModelIndex) -> None:
        left = lines[0].left()
        for column in CAPTIONED:
            widest = max(column.short, column.figure.widest, key=card.metrics.horizontalAdvance)
            width = card.metrics.horizontalAdvance(widest) + 2 * card.padding
            if left + width - 2 * card.padding > lines[0].right():
                break
            card.draw_text(QRect(left, lines[2].top(), width, lines[2].height()), column.short, is_dim=True)
            card.draw_text(QRect(left, lines[3].top(), width, lines[3].height()), _text(index, column) or UNKNOWN)
            left += width

    def _draw_narrow(self, card: CardPainter, lines: List[QRect], index: QModelIndex) -> None:
        """Paints two columns; without enough room, a title is omitted if the unit of its value makes it clear."""
        cloud, area, covers = (
            column.short for column in (SceneColumn.CLOUD_COVER, SceneColumn.AREA_CLOUD, SceneColumn.COVERAGE)
        )
        angle, gsd = SceneColumn.INCIDENCE.short, SceneColumn.GSD.short
        coverage = _text(index, SceneColumn.COVERAGE)
        used = self._draw_pair(card, lines[2], cloud, _text(index, SceneColumn.CLOUD_COVER)) + card.padding
        right = max(used, lines[2].width() - _pair_width(card, covers, coverage))
        self._draw_pair(card, lines[2].adjusted(right, 0, 0, 0), covers, coverage)
        used = self._draw_pair(card, lines[3], area, _text(index, SceneColumn.AREA_CLOUD)) + card.padding
        place = lines[3].adjusted(max(used, right), 0, 0, 0)
        self._draw_pair(card, place, gsd, _text(index, SceneColumn.GSD), is_title_needed=False)
        place = self._draw_marks(card, lines[4], index)
        self._draw_pair(card, place, angle, _text(index, SceneColumn.INCIDENCE), is_title_needed=False)

    def _draw_pair(
        self, card: CardPainter, rect: QRect, title: str, value: str, is_title_needed: bool = True
    ) -> int:
        """Paints a title and its value and returns their width; if both do not fit, the title is cut."""
        if not is_title_needed and _pair_width(card, title, value) > rect.width():
            return card.draw_text(rect, value)
        room = rect.adjusted(0, 0, card.metrics.horizontalAdvance(title) - _pair_width(card, title, value), 0)
        used = card.draw_text(room, title, is_dim=True) + card.metrics.horizontalAdvance(" ")
        return used + card.draw_text(rect.adjusted(used, 0, 0, 0), value)

    def _draw_marks(self, card: CardPainter, line: QRect, index: QModelIndex) -> QRect:
        """Paints the warning marks of a quicklook on the right and returns the remaining rectangle."""
        marks = scene_marks(index)
        width = card.draw_text(line, _joined(marks), is_right=True) if marks else 0
        return line.adjusted(0, 0, -(width + card.padding) if width else 0, 0)


def is_narrow(view: QWidget) -> bool:
    """Returns whether a view is too narrow to show all values of a row on one line."""
    return view.width() < _NARROW * view.fontMetrics().height()


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


def tick_rect(option: QStyleOptionViewItem) -> QRect:
    """Returns the rectangle of the check box in a row."""
    style = option.widget.style() if option.widget is not None else QApplication.style()
    width = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, option, option.widget)
    height = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorHeight, option, option.widget)
    rect = QRect(option.rect.left() + padding(option), 0, width, height)
    rect.moveTop(option.rect.top() + (option.rect.height() - height) // 2)
    return rect


def _thumbnail_rect(option: QStyleOptionViewItem) -> QRect:
    room = padding(option)
    height = option.rect.height() - 2 * room
    # In a narrow dock the values need the room more.
    width = min(height, option.rect.width() // 7)
    return QRect(tick_rect(option).right() + room, option.rect.top() + room, width, height)


def _text_rect(option: QStyleOptionViewItem) -> QRect:
    room = padding(option)
    rect = QRect(option.rect)
    rect.setLeft(_thumbnail_rect(option).right() + room + room // 2)
    return rect.adjusted(0, room, -room, -room)


def _is_on_tick(event: QEvent, option: QStyleOptionViewItem) -> bool:
    room = padding(option)
    is_left = event.button() == Qt.MouseButton.LeftButton
    return is_left and tick_rect(option).adjusted(-room, -room, room, room).contains(event.pos())


def _pair_width(card: CardPainter, title: str, value: str) -> int:
    # The widths of parts are rounded, so a title and its value need one more space.
    return card.metrics.horizontalAdvance(title + value) + 2 * card.metrics.horizontalAdvance(" ")


def _is_checked(index: QModelIndex) -> bool:
    # PyQt 5 returns the check states of a proxied model as numbers.
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def _text(index: QModelIndex, column: SceneColumn) -> str:
    return str(index.sibling(index.row(), column).data(Qt.ItemDataRole.DisplayRole) or "")


def _tip_text(index: QModelIndex, column: SceneColumn) -> str:
    if column is SceneColumn.AREA_CLOUD:
        return area_cloud_text(index.data(SceneRole.QUICKLOOK))
    return _text(index, column)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in texts if text not in ("", UNKNOWN))


def _date_texts(index: QModelIndex) -> List[str]:
    """Returns the acquisition time, longest form first."""
    text = _text(index, SceneColumn.DATE)
    if text in ("", UNKNOWN):
        return [_translate("UP42", "Unknown date")]
    return [_translate("UP42", "{moment} UTC").format(moment=text), text, text.split(" ")[0]]


def _price_texts(index: QModelIndex) -> List[str]:
    """Returns the price, longest form first."""
    cost = index.data(SceneRole.COST)
    if cost is not None and not cost.problem:
        prices = [credits_range_text(cost.min_credits, cost.max_credits), number_text(cost.max_credits)]
        return list(dict.fromkeys(prices))
    credits = index.data(SceneRole.SCENE).estimated_credits
    return [""] if credits is None or cost is not None else [credits_text(credits), number_text(credits)]
