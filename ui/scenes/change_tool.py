"""The button that shows where two scenes differ, and what is said of the result."""

from __future__ import annotations

from typing import Callable, List, Optional

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QToolButton

from ...core.app.scenes.change_search import ChangeSearch
from ...core.domain.scenes.scene import Scene
from ..parts.small import wrapped_label
from ..wording import change_limits, change_text, error_sentence


class ChangeTool(QObject):
    """Button and label; `comparable` returns the chosen scenes that can be compared, `selected` all chosen ones."""

    def __init__(
        self,
        search: ChangeSearch,
        comparable: Callable[[], List[Scene]],
        selected: Callable[[], List[Scene]],
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._comparable = comparable
        self._selected = selected
        # What to do where two scenes cannot be compared.
        self.hint = self.tr("Select two scenes with quicklooks first")
        self.button = QToolButton()
        self.button.setObjectName("change_button")
        self.button.setText(self.tr("Chan&ge"))
        self.button.clicked.connect(self.start)
        self.label = wrapped_label("change_label")
        self.label.hide()
        search.changed.connect(self.show_state)

    def start(self) -> None:
        """Shows what has changed between the two chosen scenes, as a layer."""
        self._search.start([scene.id for scene in self._comparable()])

    def show_state(self) -> None:
        """Updates button and label for the chosen scenes and the result."""
        is_possible = self._search.can_compare([scene.id for scene in self._comparable()])
        self.button.setEnabled(is_possible)
        tip = self.tr("Shows as a heat map where two scenes differ, by their quicklooks. Free of charge")
        self.button.setToolTip(tip if is_possible or self._search.is_busy else self.hint)
        change, error = self._search.change, self._search.error
        text = self.tr("Comparing the quicklooks…") if self._search.is_busy else ""
        if change is not None:
            text = change_text(change)
        elif error is not None:
            text = error_sentence(error)
        # What is said of two scenes goes when others are chosen, and is back with them.
        if text and not self._search.is_busy and not self._search.is_about(scene.id for scene in self._selected()):
            text = ""
        self.label.setText(text)
        self.label.setVisible(bool(text))
        self.label.setToolTip("\n".join(change_limits(change)) if change is not None else "")
