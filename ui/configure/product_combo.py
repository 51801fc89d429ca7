"""A searchable combo box of products with what they are: grouped by collection, or sorted by resolution or price."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QModelIndex, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFocusEvent, QIcon, QPixmap, QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ..parts.small import MAX_SCREEN_SHARE, plain_tip
from ..wording import product_facts_text, product_name_text, product_short_text, why_not_orderable_text
from .product_picture import can_be_drawn, product_picture

if TYPE_CHECKING:
    from ...core.domain.connections import Region
    from ...core.domain.products import Product

_ID = int(Qt.ItemDataRole.UserRole)
_SHORT = _ID + 1
_FACTS = _ID + 2
_PICTURE = _ID + 3
_INDENT = "    "
_LINE = "\u2028"


class ProductOrder(Enum):
    """How the products are listed."""

    COLLECTION = "collection"
    RESOLUTION = "resolution"
    PRICE = "price"


class ProductCombo(QComboBox):
    """An editable combo box that accepts only its products; those that cannot be ordered are grey, with the reason."""

    # Product id
    chosen = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._product_id = ""
        self._pictures: Dict[Tuple[object, ...], QPixmap] = {}
        self._list = QStandardItemModel(self)
        self.setModel(self._list)
        self.setItemDelegate(_GroupedDelegate(self))
        # Long names are cut in a narrow dock; the tool tip has the full name.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(20)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._found = _ProductsOnly(self)
        self._found.setSourceModel(self._list)
        completer = QCompleter(self._found, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.lineEdit().setPlaceholderText(self.tr("Type to search"))
        self.lineEdit().editingFinished.connect(self._settle)
        self.activated.connect(self._choose)

    def set_products(
        self,
        products: Sequence[Product],
        order: ProductOrder = ProductOrder.COLLECTION,
        prices: Optional[Mapping[str, float]] = None,
        region: Optional[Region] = None,
    ) -> None:
        """Replaces all entries; emits no signal.

        `prices` are credits per km² by product id, as estimates have shown them. Only by collection there are headings.
        """
        known = prices or {}
        self.blockSignals(True)
        self._list.clear()
        if order is ProductOrder.COLLECTION:
            for collection, members in _grouped(products):
                if collection:
                    self._list.appendRow(_heading(collection))
                for product in members:
                    self._append(product, known.get(product.id), region, is_grouped=bool(collection))
        else:
            for product in sorted(products, key=lambda item: _sort_key(item, order, known)):
                self._append(product, known.get(product.id), region, is_grouped=False)
        self.setCurrentIndex(-1)
        self.blockSignals(False)

    def _append(self, product: Product, price: Optional[float], region: Optional[Region], *, is_grouped: bool) -> None:
        item = _entry(product, price, region, is_grouped=is_grouped)
        self._list.appendRow(item)
        if not can_be_drawn(product):
            return
        # As high as its two lines. Products of the same sensor and resolution look the same and share a picture.
        side = 2 * self.fontMetrics().height()
        look = (product.sensor, product.resolution_m, side)
        if look not in self._pictures:
            self._pictures[look] = product_picture(product, side)
        item.setData(self._pictures[look], _PICTURE)

    def show_product(self, product_id: str) -> None:
        """Shows a product, or none if it is not offered; emits no signal."""
        self._product_id = product_id
        self._go_back()

    def showPopup(self) -> None:
        """Opens the list as wide as its widest entry, even if the dock is narrow; at most as wide as the screen."""
        view = self.view()
        frames = 2 * (view.frameWidth() + view.window().contentsMargins().left())
        bar = view.verticalScrollBar().sizeHint().width()
        screen = int(MAX_SCREEN_SHARE * self.screen().availableSize().width())
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + bar + frames, screen))
        super().showPopup()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Restores the product name if something else was typed."""
        super().focusOutEvent(event)
        popup = self.completer().popup()
        if popup is None or not popup.isVisible():
            self._settle()

    def _go_back(self) -> None:
        """Shows the chosen product again, in place of typed text."""
        row = self.findData(self._product_id, _ID) if self._product_id else -1
        self.blockSignals(True)
        self.setCurrentIndex(row)
        self.blockSignals(False)
        self.setEditText(self.itemText(row) if row >= 0 else "")
        # If the name does not fit, its beginning says most.
        self.lineEdit().setCursorPosition(0)

    def _settle(self) -> None:
        """Chooses the product that the typed text identifies, or restores the chosen one."""
        text = self.currentText().strip().lower()
        rows = [row for row in range(self.count()) if self._is_choice(row)]
        same = [row for row in rows if self.itemText(row).lower() == text]
        fitting = same or [row for row in rows if text and text in self.itemText(row).lower()]
        self._choose(fitting[0] if len(fitting) == 1 else -1)

    def _is_choice(self, row: int) -> bool:
        return bool(self.itemData(row, _ID)) and bool(self._list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled)

    def _choose(self, row: int) -> None:
        wanted = self.itemData(row, _ID) if row >= 0 and self._is_choice(row) else self._product_id
        is_other = wanted != self._product_id
        self._product_id = wanted
        # Qt selects a heading if exactly its text was typed.
        self._go_back()
        if is_other:
            self.chosen.emit(wanted)


class _ProductsOnly(QSortFilterProxyModel):
    """Excludes the headings from the search."""

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        """Returns whether a row is a product."""
        return bool(self.sourceModel().index(row, 0).data(_ID))


class _GroupedDelegate(QStyledItemDelegate):
    """Shows the short product name, indented below the heading of its collection."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Replaces the full name by the short one."""
        super().initStyleOption(option, index)
        short = index.data(_SHORT)
        if short:
            facts = index.data(_FACTS)
            # Qt draws several lines if they are parted by this character.
            option.text = f"{short}{_LINE}{facts}" if facts else short
            picture = index.data(_PICTURE)
            if picture is not None:
                option.icon = QIcon(picture)
                option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
                option.decorationSize = picture.size()
        elif not index.data(_ID):
            # A heading cannot be chosen either, but must not look disabled.
            option.state |= QStyle.StateFlag.State_Enabled


def _grouped(products: Sequence[Product]) -> List[Tuple[str, List[Product]]]:
    """Returns the products by collection, both in their original order."""
    groups: List[Tuple[str, List[Product]]] = []
    for product in products:
        known = next((members for name, members in groups if name == product.collection), None)
        if known is None:
            groups.append((product.collection, [product]))
        else:
            known.append(product)
    return groups


def _heading(collection: str) -> QStandardItem:
    item = QStandardItem(collection)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _sort_key(product: Product, order: ProductOrder, prices: Mapping[str, float]) -> Tuple[bool, float]:
    """Sorts what is unknown to the end."""
    if order is ProductOrder.RESOLUTION:
        value = product.resolution_m
    else:
        value = 0.0 if product.is_free else prices.get(product.id, product.credits_per_km2)
    return value is None, value or 0.0


def _entry(
    product: Product, credits_per_km2: Optional[float], region: Optional[Region], *, is_grouped: bool
) -> QStandardItem:
    reason = why_not_orderable_text(product)
    name = product_name_text(product)
    item = QStandardItem(name)
    item.setData(product.id, _ID)
    short = product_short_text(product) if is_grouped else name
    if reason:
        short = f"{short} – {reason}"
    item.setData(f"{_INDENT}{short}" if is_grouped else short, _SHORT)
    facts = product_facts_text(product, credits_per_km2, region)
    item.setData(f"{_INDENT}{facts}" if is_grouped and facts else facts, _FACTS)
    # A screen reader reads the name alone otherwise.
    item.setAccessibleDescription(facts)
    item.setToolTip(plain_tip([name, facts, product.description, reason]))
    if reason:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
