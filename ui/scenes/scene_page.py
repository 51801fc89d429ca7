"""The first page of the preview: a scene's picture and its facts."""

from __future__ import annotations

from typing import Any, List, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from ..parts.wrapped_label import WrappedLabel
from ..wording import quicklook_sentences
from .preview_rows import PreviewRows
from .scene_picture import ScenePicture


class ScenePage(QWidget):
    """Shows one scene of the list and follows its prices and its quicklook."""

    def __init__(
        self, rows: PreviewRows, crs: QgsCoordinateReferenceSystem, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._key: Any = None
        self._layer_id = ""
        self.picture = ScenePicture(crs)
        self.missing_label = self._label("preview_missing_label")
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._titles: List[QLabel] = []
        self._values: List[QLabel] = []
        layout = QVBoxLayout(self)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.missing_label)
        layout.addLayout(self._form)

    def show_scene(self, key: Any) -> None:
        """Shows a row of the list."""
        self._key, self._layer_id = key, ""
        self._show_picture()
        self.refresh()

    def refresh(self) -> None:
        """Updates facts and picture to what is known by now."""
        if self._rows.scene(self._key) is None:
            return
        if self._rows.layer_id(self._key) != self._layer_id:
            self._show_picture()
        sentences = quicklook_sentences(self._rows.quicklook(self._key))
        self.missing_label.setText("\n".join(sentences))
        self.missing_label.setVisible(bool(sentences))
        for number, (title, value) in enumerate(self._rows.facts(self._key)):
            if number == len(self._values):
                self._titles.append(self._label(f"fact_title_{number}"))
                self._values.append(self._label(f"fact_{number}"))
                self._form.addRow(self._titles[-1], self._values[-1])
            self._titles[number].setText(title)
            self._values[number].setText(value)
            self._values[number].setAccessibleName(title)

    def text(self) -> str:
        """Returns the facts, one a line."""
        return "\n".join(f"{title.text()}: {value.text()}" for title, value in zip(self._titles, self._values))

    def search(self, text: str) -> None:
        """Does nothing: six lines need no search."""

    def _show_picture(self) -> None:
        self._layer_id = self._rows.layer_id(self._key)
        layer = QgsProject.instance().mapLayer(self._layer_id) if self._layer_id else None
        self.picture.show_scene(layer, *self._rows.outlines(self._key))

    def _label(self, name: str) -> QLabel:
        label = WrappedLabel()
        label.setObjectName(name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
