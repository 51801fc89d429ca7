"""A layout that wraps its items into rows, so that long words fit a narrow dock.

Qt has such a layout as an example only.
"""

from __future__ import annotations

from typing import List, Optional, Tuple

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class FlowLayout(QLayout):
    """Places items in the direction of reading, in as many rows as needed; `is_right` moves rows to its end."""

    def __init__(self, parent: Optional[QWidget] = None, *, is_right: bool = False) -> None:
        super().__init__(parent)
        self._is_right = is_right
        self._items: List[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Appends an item."""
        self._items.append(item)

    def count(self) -> int:
        """Returns the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> Optional[QLayoutItem]:
        """Returns an item, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> Optional[QLayoutItem]:
        """Removes and returns an item, None beyond the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Does not expand."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Returns the height of all rows at a width."""
        return self._arrange(QRect(0, 0, width, 0), is_moving=False)

    def setGeometry(self, rect: QRect) -> None:
        """Positions the items."""
        super().setGeometry(rect)
        self._arrange(rect, is_moving=True)

    def sizeHint(self) -> QSize:
        """Returns the minimum size: the height follows from the width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Returns the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, is_moving: bool) -> int:
        gap = max(self.spacing(), 0)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        y = rect.y()
        for number, row in enumerate(self._rows(rect.width(), gap)):
            y += gap if number else 0
            used = sum(size.width() for _, size in row) + gap * (len(row) - 1)
            x = rect.x() + (max(rect.width() - used, 0) if self._is_right else 0)
            height = max(size.height() for _, size in row)
            for item, size in row:
                if is_moving:
                    width = min(size.width(), rect.width())
                    place = QRect(QPoint(x, y + (height - size.height()) // 2), QSize(width, size.height()))
                    item.setGeometry(QStyle.visualRect(direction, rect, place))
                x += size.width() + gap
            y += height
        return y - rect.y()

    def _rows(self, width: int, gap: int) -> List[List[Tuple[QLayoutItem, QSize]]]:
        rows: List[List[Tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if not rows or used + gap + size.width() > width:
                rows.append([])
                used = -gap
            rows[-1].append((item, size))
            used += gap + size.width()
        return rows
