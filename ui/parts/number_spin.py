"""A field for a whole number that groups its digits, as all numbers on screen do."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsSpinBox
from qgis.PyQt.QtWidgets import QWidget

from ...core.wording.figures import number_locale


class NumberSpin(QgsSpinBox):
    """Takes what is typed with separators or without: QGIS reads it as an expression, in which 20,000 is an error."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setGroupSeparatorShown(True)
        # QGIS leaves separators out of numbers unless its user wants them; all other numbers here have them.
        self.setLocale(number_locale())

    def valueFromText(self, text: Optional[str]) -> int:
        """Returns the number in a text."""
        return int(super().valueFromText((text or "").replace(str(self.locale().groupSeparator()), "")))
