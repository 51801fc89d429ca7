"""Where the list and the lines around it go in the Scenes tab: the list gets the room, in low and in wide tabs too."""

from __future__ import annotations

from typing import Sequence, Union

from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from ..parts.small import NO_LIMIT
from ..parts.tab_shape import SIDE_LINES, is_low_tab, is_wide_tab


class PanelLayout(QGridLayout):
    """The list between what is above and below it, or beside both."""

    def __init__(
        self,
        tab: QWidget,
        above: Sequence[QWidget],
        view: QWidget,
        below: Sequence[Union[QWidget, QLayout]],
    ) -> None:
        super().__init__(tab)
        self._tab, self._view = tab, view
        self._above, self.below = _box(above), _box(below)
        self._usual_gap = self.verticalSpacing()
        self.setContentsMargins(0, max(self._usual_gap, 0), 0, 0)
        self.setRowStretch(1, 1)
        self.setColumnStretch(0, 1)
        self.addWidget(self._above, 0, 0)
        self.addWidget(view, 1, 0)
        self.addWidget(self.below, 2, 0)
        self._is_beside = False

    def minimumSize(self) -> QSize:
        """Returns a width that all arrangements have room in: a wide dock can be made narrow again."""
        size = super().minimumSize()
        widths = (part.minimumSizeHint().width() for part in (self._above, self._view, self.below))
        return QSize(max(widths), size.height()) if self._is_beside else size

    def arrange(self) -> None:
        """Follows size and font of the tab."""
        is_beside, line = is_wide_tab(self._tab), self._tab.fontMetrics().height()
        is_crowded = is_low_tab(self._tab)
        for box in (self._above, self.below):
            box.setMaximumWidth(SIDE_LINES * line if is_beside else NO_LIMIT)
            gap = self._usual_gap // 2 if is_crowded else self._usual_gap
            box.layout().setSpacing(gap)
            self.setVerticalSpacing(gap)
        if is_beside is self._is_beside:
            return
        self._is_beside = is_beside
        for widget in (self._above, self._view, self.below):
            self.removeWidget(widget)
        column = 1 if is_beside else 0
        self.addWidget(self._above, 0, column)
        self.addWidget(self.below, 2, column)
        if is_beside:
            self.addWidget(self._view, 0, 0, 3, 1)
        else:
            self.addWidget(self._view, 1, 0)


def _box(parts: Sequence[Union[QWidget, QLayout]]) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return box
