"""A button that a narrow dock cuts."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QPaintEvent
from qgis.PyQt.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter


class ElidedButton(QPushButton):
    """Cuts its text with an ellipsis if the dock is narrow; the tool tip has the full text."""

    def minimumSizeHint(self) -> QSize:
        """Needs room for a few characters."""
        height = super().minimumSizeHint().height()
        return QSize(3 * height, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the button with the text that fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.painted_text()
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def painted_text(self) -> str:
        """Returns the text as it is painted."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        # Two ampersands show one: measured as two, a text that fits would be cut.
        text = option.text.replace("&&", "&")
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
