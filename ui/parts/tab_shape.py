"""What a tab of the dock has room for, by its size in line heights, and a tab that is arranged by it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QSize
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QWidget

# From this width on, in line heights, all other lines are beside the list.
MIN_WIDE_LINES = 42
# The width of what is beside the list.
SIDE_LINES = 18
# Below this height of the tab, in line heights, the list would lose rows to the lines around it.
MIN_HIGH_LINES = 34
# The same where the timeline is beside the list.
MIN_HIGH_WIDE_LINES = 18
# What a high tab asks for at least: it can be made low, which is arranged otherwise and needs less.
_MIN_LINES = 12


def is_wide_tab(tab: QWidget) -> bool:
    """Returns whether a tab has room for other things beside the list."""
    return tab.width() >= MIN_WIDE_LINES * tab.fontMetrics().height()


def is_low_tab(tab: QWidget, more_lines: int = 0) -> bool:
    """Returns whether the list needs all the room that the tab has; `more_lines` are used by something else."""
    return tab.height() < (MIN_HIGH_LINES + more_lines) * tab.fontMetrics().height()


def has_timeline_room(tab: QWidget, more_lines: int = 0) -> bool:
    """Returns whether a timeline takes no rows from the list."""
    if is_wide_tab(tab):
        return tab.height() >= MIN_HIGH_WIDE_LINES * tab.fontMetrics().height()
    return not is_low_tab(tab, more_lines)


class ListTab(QWidget):
    """A tab with a list, arranged for each of its sizes and fonts so that the list keeps its rows."""

    def minimumSizeHint(self) -> QSize:
        """Returns a size to which the dock can be made smaller at once: no arrangement is for ever."""
        arranged = super().minimumSizeHint()
        height = arranged.height()
        if not is_low_tab(self):
            height = min(height, _MIN_LINES * self.fontMetrics().height())
        return QSize(arranged.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arranges the tab for another size."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arranges the tab for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        """Gives the list the room."""
        raise NotImplementedError
