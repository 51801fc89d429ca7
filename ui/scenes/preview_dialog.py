"""A dialog with the metadata of scenes: as a tree, as JSON, and the documents of the test query."""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional, Sequence, Union

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QTabWidget, QWidget

from ...core.domain.foreign import mappings_of, text_of
from ...core.domain.guide import GuidePage
from ...core.domain.scenes.scene import Scene
from ..parts.document_tree import DocumentTree
from ..parts.reading_dialog import ReadingDialog
from ..parts.text_view import TextView

_translate = QCoreApplication.translate


class PreviewDialog(ReadingDialog):
    """Shows the given scenes, or all of the document if none is given; read-only."""

    guide_page = GuidePage.LOOKING

    def __init__(
        self, scenes: Sequence[Scene], document_text: str, usage_text: str, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__("preview_dialog", _translate("UP42", "Metadata"), parent)
        features = chosen_features(json.loads(document_text) if document_text else {}, scenes)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("preview_tabs")
        self.tree = DocumentTree()
        self.tree.setObjectName("metadata_tree")
        self.tree.setAccessibleName(self.tr("Metadata"))
        self.tree.show_members(list(features.items()))
        self.tabs.addTab(self.tree, self.tr("Metadata"))
        self._add_text("scene_json_view", self.tr("JSON"), _indented(list(features.values())))
        if document_text:
            self._add_text("document_view", "data.json", document_text)
        if usage_text:
            self._add_text("usage_view", "usage.json", usage_text)
        self.tabs.currentChanged.connect(lambda number: self.search())
        self.content.addWidget(self.tabs)

    def page(self) -> Union[TextView, DocumentTree]:
        """Returns the current tab."""
        shown = self.tabs.currentWidget()
        return shown if isinstance(shown, TextView) else self.tree

    def _add_text(self, name: str, title: str, text: str) -> None:
        view = TextView(text)
        view.setObjectName(name)
        view.setAccessibleName(title)
        self.tabs.addTab(view, title)


def chosen_features(document: Mapping[str, Any], scenes: Sequence[Scene]) -> Mapping[str, Any]:
    """Returns the features of a document by scene ID, all of them if no scene is given.

    A scene that is not in the document has its own properties.
    """
    features = mappings_of(document.get("features"))
    by_id = {text_of(feature.get("id")) or str(number): feature for number, feature in enumerate(features)}
    if not scenes:
        return by_id
    return {scene.id: by_id.get(scene.feature_id) or dict(scene.properties) for scene in scenes}


def _indented(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
