"""What the list of scenes over many areas shows in its cells: texts, marks and tool tips of areas and scenes."""

from __future__ import annotations

from typing import Any, Dict, List, Set

from qgis.PyQt.QtCore import QCoreApplication, Qt

from ...domain.areas.area_scene import AreaScene, RowKey
from ...wording.areas import (
    area_note_text,
    area_problem_text,
    edited_area_text,
    found_text,
    row_minimum_text,
    row_problem_text,
)
from ...wording.figures import counted, number_text
from .area_columns import AREA, COLUMNS, EYE, AreaRole, figure_text, spoken_figures, verbatim_tip
from .area_group import AreaGroup
from .thumbnails import Thumbnails

_translate = QCoreApplication.translate
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class AreaMarks:
    """The rows in the next order, the scenes to be on the map, the areas that were edited after they were searched, and
    the rows that were ordered before.

    `ordered` says for each of those whether it was delivered; otherwise it is, or may be, under way.
    """

    def __init__(self) -> None:
        self.ticked: Set[RowKey] = set()
        self.shown: Set[str] = set()
        self.edited: Set[int] = set()
        self.ordered: Dict[RowKey, bool] = {}
        self.thumbnails = Thumbnails()

    def clear(self) -> None:
        """Removes all marks."""
        self.ticked, self.shown, self.edited, self.ordered = set(), set(), set(), {}
        self.thumbnails.clear()


def group_data(group: AreaGroup, column: int, role: int, marks: AreaMarks) -> Any:
    """Returns what a cell of an area has for a role; its figures are those of its best scene."""
    if role == AreaRole.FOUND:
        return group.found
    if role == Qt.ItemDataRole.ToolTipRole:
        texts = (_count_text(group), area_problem_text(group.found), area_note_text(group.priced))
        return verbatim_tip(group.found.area.name, *texts, *_edited_texts(group, marks))
    if role == Qt.ItemDataRole.CheckStateRole and column == AREA:
        ticked = sum(row.key in marks.ticked for row in group.rows)
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(group.rows) else Qt.CheckState.PartiallyChecked
    if role == Qt.ItemDataRole.AccessibleDescriptionRole and column == AREA:
        what = area_note_text(group.priced) or (spoken_figures(group.best) if group.best else group.found.area.name)
        return " ".join((*_edited_texts(group, marks), what))
    if role not in _TEXTS:
        return None
    if column == AREA:
        text = found_text(group.found, _count_text(group))
        # The sign is first: a narrow column cuts the end off.
        name = f"✎ {group.found.area.name}" if group.found.area.id in marks.edited else group.found.area.name
        if role == Qt.ItemDataRole.DisplayRole and text == _count_text(group):
            # The name is what a narrow column has the room for.
            return f"{name} ({number_text(len(group.rows))})"
        return f"{name} · {text}"
    return "" if group.best is None else figure_text(group.best, column)


def _edited_texts(group: AreaGroup, marks: AreaMarks) -> List[str]:
    return [edited_area_text()] if group.found.area.id in marks.edited else []


def _count_text(group: AreaGroup) -> str:
    count = len(group.rows)
    return counted(_translate("UP42", "%Ln scene(s)", None, count), count)


def row_data(row: AreaScene, group: AreaGroup, column: int, role: int, marks: AreaMarks, *, is_flat: bool) -> Any:
    """Returns what a cell of a scene has for a role; in a flat list there is no area above it."""
    is_best = group.best_key == row.key
    if role == AreaRole.ROW:
        return row
    if role == AreaRole.FOUND:
        return group.found
    if role == AreaRole.IS_BEST:
        return is_best
    if role == AreaRole.SHOWN:
        return None if marks.thumbnails.is_missing(row.scene.id) else row.scene.id in marks.shown
    if role == AreaRole.ORDERED:
        return "".join(_ordered_texts(row, marks))
    if role == Qt.ItemDataRole.CheckStateRole and column == AREA:
        return Qt.CheckState.Checked if row.key in marks.ticked else Qt.CheckState.Unchecked
    if role == Qt.ItemDataRole.DecorationRole and column == AREA:
        return marks.thumbnails.icon(row.scene.id)
    if role == Qt.ItemDataRole.AccessibleTextRole and column == EYE:
        return _eye_text(row, marks)
    if role == Qt.ItemDataRole.AccessibleDescriptionRole and column == AREA:
        texts = (spoken_figures(row), row_minimum_text(row), _eye_text(row, marks), *_ordered_texts(row, marks))
        return ", ".join(filter(None, texts))
    if role == Qt.ItemDataRole.ToolTipRole:
        return _row_tip(row, group, column, marks)
    if role not in _TEXTS:
        return None
    return _title(row, group, marks, is_flat) if column == AREA else figure_text(row, column)


def _title(row: AreaScene, group: AreaGroup, marks: AreaMarks, is_flat: bool) -> str:
    # Several products of one platform are distinguished by their titles, and their column may be out of sight.
    product = row.product_title if len(group.found.searched) > 1 else ""
    name = " · ".join(filter(None, (row.area.name, product))) if is_flat else product or _platform(row) or row.scene.id
    is_delivered = marks.ordered.get(row.key)
    if is_delivered is not None:
        mark = _translate("UP42", "Owned") if is_delivered else _translate("UP42", "Ordered")
        name = f"{mark} · {name}"
    return f"★ {name}" if group.best_key == row.key else name


def _row_tip(row: AreaScene, group: AreaGroup, column: int, marks: AreaMarks) -> str:
    if column == EYE:
        return verbatim_tip(_eye_text(row, marks))
    best = _translate("UP42", "The best scene of its area") if group.best_key == row.key else ""
    what = " · ".join(filter(None, (row.product_title, _platform(row))))
    tips = (COLUMNS[column].row_tip(row), row_minimum_text(row), best, *_ordered_texts(row, marks))
    return verbatim_tip(row.area.name, what, row.scene.id, *tips, row_problem_text(row), *_edited_texts(group, marks))


def _platform(row: AreaScene) -> str:
    return row.scene.platform or row.scene.constellation


def _ordered_texts(row: AreaScene, marks: AreaMarks) -> List[str]:
    is_delivered = marks.ordered.get(row.key)
    if is_delivered is None:
        return []
    if is_delivered:
        return [_translate("UP42", "You already own this")]
    return [_translate("UP42", "Ordered: it is on its way, or may be")]


def _eye_text(row: AreaScene, marks: AreaMarks) -> str:
    if marks.thumbnails.is_missing(row.scene.id):
        return _translate("UP42", "This scene has no usable quicklook.")
    if row.scene.id in marks.shown:
        return _translate("UP42", "On the map. Click to hide (M).")
    return _translate("UP42", "Not on the map. Click to show (M).")
