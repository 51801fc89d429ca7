"""Table of the scenes of several products over one area, sorted by any column; prices are marked with their age."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence

from qgis.PyQt.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    Qt,
)

from ...domain.areas.area_scene import AreaScene, RowKey, best_of
from ...wording.areas import row_problem_text
from ...wording.figures import (
    UNKNOWN,
    area_text,
    coverage_text,
    credits_text,
    number_text,
    percent_text,
    price_age_text,
)
from .product_comparison import ProductComparison

_translate = QCoreApplication.translate

# The item role of the AreaScene of a row.
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class _Figure(NamedTuple):
    title: str
    value: Callable[[AreaScene], Any]
    text: Callable[[Any], str] = str


def _cloud(row: AreaScene) -> Optional[float]:
    return row.scene.cloud_cover if row.aoi_cloud_cover is None else row.aoi_cloud_cover


class ProductColumn(IntEnum):
    """The columns, in order."""

    figure: _Figure

    def __new__(cls, *members: Any) -> ProductColumn:
        """Numbers the columns from 0."""
        column = int.__new__(cls, len(cls.__members__))
        column._value_ = len(cls.__members__)
        column.figure = _Figure(*members)
        return column

    DATE = QT_TRANSLATE_NOOP("UP42", "Date (UTC)"), lambda row: row.scene.acquired, lambda day: f"{day:%Y-%m-%d %H:%M}"
    PRODUCT = QT_TRANSLATE_NOOP("UP42", "Product"), lambda row: row.product_title
    GSD = (
        QT_TRANSLATE_NOOP("UP42", "GSD"),
        lambda row: row.scene.gsd_m,
        lambda metres: f"{QLocale().toString(float(metres), 'g', 3)} m",
    )
    CLOUD = QT_TRANSLATE_NOOP("UP42", "Cloud"), _cloud, lambda cloud: percent_text(cloud / 100.0)
    COVERS = QT_TRANSLATE_NOOP("UP42", "Covers"), lambda row: row.coverage, coverage_text
    PRICE = QT_TRANSLATE_NOOP("UP42", "Price"), lambda row: row.credits, credits_text
    USABLE_PRICE = (
        QT_TRANSLATE_NOOP("UP42", "Per Usable km²"),
        lambda row: row.credits_per_usable_km2,
        lambda value: number_text(float(value), 0 if value >= 10 else 1),
    )
    USABLE = QT_TRANSLATE_NOOP("UP42", "Usable"), lambda row: row.usable_km2, area_text

    @property
    def title(self) -> str:
        """Returns the heading."""
        return _translate("UP42", self.figure.title)


class ProductListModel(QAbstractTableModel):
    """Follows a comparison; unknown figures sort last in either direction."""

    def __init__(self, comparison: ProductComparison, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._comparison = comparison
        self._rows: List[AreaScene] = []
        self._numbers: Dict[RowKey, int] = {}
        self._best: Optional[RowKey] = None
        self._sorted_by = (ProductColumn.DATE, Qt.SortOrder.DescendingOrder)
        comparison.changed.connect(self._refresh)
        comparison.priced.connect(self._take_prices)

    def row(self, index: QModelIndex) -> AreaScene:
        """Returns the scene of a row."""
        return self._rows[index.row()]

    def show_ages(self) -> None:
        """Updates the ages of the prices, which grow without a signal."""
        if self._rows:
            last = len(self._rows) - 1
            self.dataChanged.emit(self.index(0, ProductColumn.PRICE), self.index(last, ProductColumn.PRICE))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the scenes."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the columns."""
        return 0 if parent.isValid() else len(ProductColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns a column's title."""
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return ProductColumn(section).title if is_title else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns texts, the alignment of figures, and the scene."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], ProductColumn(index.column())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column > ProductColumn.PRODUCT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            best = _translate("UP42", "The best of all: lowest price per usable km²") if row.key == self._best else ""
            return "\n".join(text for text in (row.scene.id, best, row_problem_text(row)) if text)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column."""
        self._sorted_by = (ProductColumn(column), order)
        self._arrange()

    def _text(self, row: AreaScene, column: ProductColumn) -> str:
        value = column.figure.value(row)
        text = UNKNOWN if value is None else column.figure.text(value)
        if column is ProductColumn.PRODUCT and row.key == self._best:
            return f"★ {text}"
        if column is ProductColumn.PRICE:
            age = self._comparison.age_s(row)
            if row.problem:
                return _translate("UP42", "⚠ no price")
            if age is None:
                return "…" if self._comparison.has_prices else UNKNOWN
            return " · ".join(filter(None, (text, price_age_text(age))))
        return text

    def _refresh(self) -> None:
        self.beginResetModel()
        self._rows = self._sorted(self._comparison.rows)
        self._number()
        self.endResetModel()

    def _take_prices(self, priced: Sequence[AreaScene]) -> None:
        for row in priced:
            if row.key in self._numbers:
                self._rows[self._numbers[row.key]] = row
        self._arrange()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(ProductColumn) - 1))

    def _arrange(self) -> None:
        """Moves the rows to their sorted places, and the views' persistent indexes with them."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        keys = [self._rows[index.row()].key for index in kept]
        self._rows = self._sorted(self._rows)
        self._number()
        self.changePersistentIndexList(
            kept, [self.index(self._numbers[key], index.column()) for key, index in zip(keys, kept)]
        )
        self.layoutChanged.emit()

    def _number(self) -> None:
        self._numbers = {row.key: number for number, row in enumerate(self._rows)}
        best = best_of(self._rows)
        self._best = best.key if best is not None else None

    def _sorted(self, rows: Sequence[AreaScene]) -> List[AreaScene]:
        column, order = self._sorted_by
        known = [(column.figure.value(row), row) for row in rows]
        found = sorted(
            (entry for entry in known if entry[0] is not None),
            key=lambda entry: entry[0],
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        return [row for _, row in found] + [row for value, row in known if value is None]
