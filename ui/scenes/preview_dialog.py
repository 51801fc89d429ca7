"""The preview of a scene: its picture and facts, its metadata, and the documents of the test query."""

from __future__ import annotations

import json
from typing import Any, List, Mapping, Optional, Sequence, Union

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QTabWidget, QToolButton, QWidget

from ...core.domain.foreign import mappings_of, text_of
from ...core.domain.guide import GuidePage
from ...core.domain.scenes.scene import Scene
from ..parts.document_tree import DocumentTree
from ..parts.reading_dialog import HEIGHT_IN_LINES, Page, ReadingDialog
from ..parts.small import large_enough, resize_on_screen
from ..parts.text_view import TextView
from ..wording import scene_line_text
from .preview_rows import PreviewRows
from .scene_page import ScenePage

_translate = QCoreApplication.translate


class PreviewDialog(ReadingDialog):
    """Goes through the listed scenes one by one; a new list closes it."""

    # The key of the row that is shown now
    scene_shown = pyqtSignal(object)
    # The key of a row
    order_asked = pyqtSignal(object)

    guide_page = GuidePage.LOOKING

    def __init__(
        self,
        rows: PreviewRows,
        key: Any,
        crs: QgsCoordinateReferenceSystem,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__("preview_dialog", _translate("UP42", "Preview"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = rows
        rows.setParent(self)
        self._document = rows.document()
        self.key = key
        self.scene_page = ScenePage(rows, crs)
        self.tree = DocumentTree()
        self.tree.setObjectName("metadata_tree")
        self.tree.setAccessibleName(self.tr("Metadata"))
        self.json_view = TextView("")
        self.tabs = QTabWidget()
        self.tabs.setObjectName("preview_tabs")
        self._pages: List[Page] = []
        self._add_page(self.scene_page, self.tr("Scene"))
        self._add_page(self.tree, self.tr("Metadata"))
        self._add_text("scene_json_view", self.tr("JSON"), self.json_view)
        for name, (title, text) in rows.documents().items():
            self._add_text(name, title, TextView(text))
        self.content.addWidget(self.tabs)
        self.content.addLayout(self._build_buttons())
        self.tabs.currentChanged.connect(self._on_tab_changed)
        rows.changed.connect(self._show_state)
        rows.renewed.connect(self.close)
        # Room for the picture above the facts.
        resize_on_screen(self, self.width(), self.fontMetrics().lineSpacing() * HEIGHT_IN_LINES * 3 // 2)
        self._show_scene()
        self._on_tab_changed()

    def page(self) -> Page:
        """Returns the current tab."""
        return self._pages[self.tabs.currentIndex()]

    def _build_buttons(self) -> QHBoxLayout:
        self.previous_button = self._arrow("previous_scene_button", -1, self.tr("Previous scene"))
        self.next_button = self._arrow("next_scene_button", 1, self.tr("Next scene"))
        self.tick_box = QCheckBox(self.tr("&In the order"))
        self.tick_box.setObjectName("preview_tick_box")
        self.tick_box.clicked.connect(lambda is_ticked: self._rows.tick(self.key, is_ticked))
        self.order_button = QPushButton(self.tr("&Order This Scene…"))
        self.order_button.setObjectName("preview_order_button")
        self.order_button.setAutoDefault(False)
        self.order_button.clicked.connect(lambda: self.order_asked.emit(self.key))
        row = QHBoxLayout()
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        row.addStretch(1)
        row.addWidget(self.tick_box)
        row.addWidget(self.order_button)
        return row

    def _arrow(self, name: str, step: int, text: str) -> QToolButton:
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        points_left = (step < 0) is not is_mirrored
        button = QToolButton()
        button.setObjectName(name)
        button.setArrowType(Qt.ArrowType.LeftArrow if points_left else Qt.ArrowType.RightArrow)
        keys = QKeySequence("Alt+Left" if points_left else "Alt+Right")
        button.setShortcut(keys)
        button.setToolTip(f"{text} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
        button.setAccessibleName(text)
        large_enough(button)
        button.clicked.connect(lambda: self._go(step))
        return button

    def _add_text(self, name: str, title: str, view: TextView) -> None:
        view.setObjectName(name)
        view.setAccessibleName(title)
        self._add_page(view, title)

    def _add_page(self, page: Union[TextView, DocumentTree, ScenePage], title: str) -> None:
        self._pages.append(page)
        self.tabs.addTab(page, title)

    def _on_tab_changed(self) -> None:
        is_searchable = self.page() is not self.scene_page
        self.search_edit.setEnabled(is_searchable)
        self.search()

    @property
    def scene_id(self) -> str:
        """Returns the id of the scene that is shown."""
        scene = self._rows.scene(self.key)
        return "" if scene is None else scene.id

    def _show_scene(self) -> None:
        scene = self._rows.scene(self.key)
        if scene is None:
            return
        names = (self._rows.area_name(self.key), scene_line_text(scene))
        self.setWindowTitle(" · ".join(name for name in names if name))
        self.scene_page.show_scene(self.key)
        features = chosen_features(self._document, [scene])
        self.tree.show_members(list(features.items()))
        self.json_view.setPlainText(_indented(list(features.values())))
        self._show_state()

    def _show_state(self) -> None:
        if self._rows.scene(self.key) is None:
            return
        self.scene_page.refresh()
        self.tick_box.setChecked(self._rows.is_ticked(self.key))
        refusal = self._rows.order_refusal(self.key)
        self.order_button.setEnabled(not refusal)
        self.order_button.setToolTip(
            refusal or self.tr("Estimates the cost of this scene and asks you before any credits are held")
        )
        self.previous_button.setEnabled(self._neighbour(-1) is not None)
        self.next_button.setEnabled(self._neighbour(1) is not None)

    def _neighbour(self, step: int) -> Any:
        """Returns the row above or below in the list, None at its end and where the filters hide this one."""
        keys = self._rows.keys()
        place = keys.index(self.key) + step if self.key in keys else -1
        return keys[place] if 0 <= place < len(keys) else None

    def _go(self, step: int) -> None:
        key = self._neighbour(step)
        if key is not None:
            self.key = key
            self._show_scene()
            self.search()
            self.scene_shown.emit(key)


def chosen_features(document: Mapping[str, Any], scenes: Sequence[Scene]) -> Mapping[str, Any]:
    """Returns the features of scenes in a document, by scene ID.

    A scene that is not in the document has its own properties.
    """
    features = mappings_of(document.get("features"))
    by_id = {text_of(feature.get("id")) or str(number): feature for number, feature in enumerate(features)}
    return {scene.id: by_id.get(scene.feature_id) or dict(scene.properties) for scene in scenes}


def _indented(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
