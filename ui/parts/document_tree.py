"""A searchable tree view of a JSON document; loads branches on demand.

Not QgsJsonEditWidget, which builds every branch of a document at once and cannot be searched.
"""

from __future__ import annotations

import json
from typing import Any, List, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from .direction import FigureDelegate

_translate = QCoreApplication.translate

_VALUE_ROLE = Qt.ItemDataRole.UserRole
# A tree of up to this many members is fully expanded; a larger one branch by branch.
OPENED_AT_ONCE = 200
NAME_WIDTH = 20


class DocumentTree(QTreeWidget):
    """Shows members and values; items are created when their branch is expanded."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._members: List[Tuple[str, Any]] = []
        self._shown: List[Tuple[str, Any]] = []
        self.setHeaderLabels([_translate("UP42", "Name"), _translate("UP42", "Value")])
        # Wide enough for the longest usual name; the rest is for values.
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, self.fontMetrics().horizontalAdvance("M" * NAME_WIDTH))
        self.setAlternatingRowColors(True)
        self.setItemDelegate(FigureDelegate(self))
        self.setUniformRowHeights(True)
        self.itemExpanded.connect(_fill)

    def show_members(self, members: List[Tuple[str, Any]]) -> None:
        """Shows named values, the first one expanded."""
        self._members = members
        self._show(members)

    def search(self, text: str) -> None:
        """Shows only branches whose names or values contain a text; all for an empty text."""
        wanted = text.strip().lower()
        if not wanted:
            self._show(self._members)
            return
        self._show([member for member in (_matching(name, value, wanted) for name, value in self._members) if member])

    def text(self) -> str:
        """Returns the selected line as `name: value`, or all shown values as JSON without a selection."""
        items = self.selectedItems()
        if items:
            name, value = items[0].text(0), items[0].data(0, _VALUE_ROLE)
            return f"{name}: {_plain(value)}"
        return json.dumps(dict(self._shown), indent=2, ensure_ascii=False)

    def _show(self, members: List[Tuple[str, Any]]) -> None:
        self._shown = members
        self.clear()
        self.addTopLevelItems([_item(name, value) for name, value in members])
        if sum(_size(value) for _, value in members) <= OPENED_AT_ONCE:
            self.expandAll()
        first = self.topLevelItem(0)
        if first is not None:
            first.setExpanded(True)


def _item(name: str, value: Any) -> QTreeWidgetItem:
    members = _members(value)
    item = QTreeWidgetItem([name, "" if members else _plain(value)])
    item.setData(0, _VALUE_ROLE, value)
    if members:
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        if _size(value) <= OPENED_AT_ONCE:
            item.addChildren([_item(*member) for member in members])
    return item


def _fill(item: QTreeWidgetItem) -> None:
    if not item.childCount():
        item.addChildren([_item(*member) for member in _members(item.data(0, _VALUE_ROLE))])


def _members(value: Any) -> List[Tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(str(name), member) for name, member in value.items()]
    # Coordinates and boxes are more readable on one line.
    if isinstance(value, (list, tuple)) and any(isinstance(member, (Mapping, list, tuple)) for member in value):
        return [(str(number), member) for number, member in enumerate(value)]
    return []


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _size(value: Any) -> int:
    return 1 + sum(_size(member) for _, member in _members(value))


def _matching(name: str, value: Any, wanted: str) -> Optional[Tuple[str, Any]]:
    """Returns a member without the branches that lack the text, None if nothing is left."""
    members = _members(value)
    if wanted in name.lower() or (not members and wanted in _plain(value).lower()):
        return name, value
    left = [item for item in (_matching(*member, wanted) for member in members) if item is not None]
    return (name, dict(left)) if left else None
