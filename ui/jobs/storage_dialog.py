"""The storage dialog: lists purchased assets, filters them by text and area, and loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.gui import QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.app.outputs.storage import Storage, StorageState, StoredRow
from ...core.domain.guide import GuidePage
from ...core.domain.outputs.storage import StoredAsset
from ..map.map_zoom import zoom_to
from ..parts.direction import FigureDelegate
from ..parts.flow_layout import FlowLayout
from ..parts.help import add_help_button
from ..parts.small import icon_button, plain_tip, resize_on_screen, top_items
from ..parts.wrapped_label import WrappedLabel
from ..wording import (
    coverage_text,
    date_text,
    error_sentence,
    job_state_text,
    storage_headers,
    storage_state_text,
    stored_asset_text,
    stored_since_text,
    unreadable_text,
)

if TYPE_CHECKING:
    from ...core.app.jobs.job_list import JobListModel
    from ...core.app.session.area import AreaOfInterest

_ASSET = Qt.ItemDataRole.UserRole
WIDTH_IN_CHARACTERS = 80
LINES = 14
TITLE, DATE, COVERAGE, STATE = range(4)


class StorageDialog(QDialog):
    """A non-modal dialog; loading continues when it is closed."""

    def __init__(
        self,
        storage: Storage,
        jobs: JobListModel,
        area: AreaOfInterest,
        canvas: QgsMapCanvas,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._area = area
        self._canvas = canvas
        self.setObjectName("storage_dialog")
        self.setWindowTitle(self.tr("Storage"))
        self._build()
        self._storage.changed.connect(self._show)
        jobs.dataChanged.connect(self._show_states)
        jobs.rowsInserted.connect(self._show_states)
        jobs.modelReset.connect(self._show_states)
        area.changed.connect(self._on_area_changed)
        self.area_box.setEnabled(area.aoi is not None)
        self.area_box.setChecked(area.aoi is not None)
        char_width = self.fontMetrics().averageCharWidth()
        resize_on_screen(self, WIDTH_IN_CHARACTERS * char_width, LINES * 2 * self.fontMetrics().lineSpacing())
        self.search()

    def search(self) -> None:
        """Searches the storage with the chosen filters."""
        self._storage.search(within_area=self.area_box.isChecked())

    def selected(self) -> Optional[StoredAsset]:
        """Returns the selected asset, None without one."""
        items = self.assets_view.selectedItems()
        return items[0].data(0, _ASSET) if items else None

    def _build(self) -> None:
        note = QLabel(self.tr("What this account has bought is downloaded and loaded again free of charge."))
        note.setWordWrap(True)
        self.area_box = QCheckBox(self.tr("Within the &area of interest"))
        self.area_box.setObjectName("storage_area_box")
        self.area_box.setToolTip(self.tr("The area of the Configure tab"))
        self.area_box.clicked.connect(lambda: self.search())
        self.refresh_button = icon_button("storage_refresh_button", "mActionRefresh.svg", self.tr("Search again"))
        self.refresh_button.clicked.connect(lambda: self.search())
        self.filter_edit = QgsFilterLineEdit()
        self.filter_edit.setObjectName("storage_filter_edit")
        self.filter_edit.setShowSearchIcon(True)
        self.filter_edit.setPlaceholderText(self.tr("Filter by name, collection or date"))
        self.filter_edit.setAccessibleName(self.tr("Filter"))
        self.filter_edit.textChanged.connect(lambda text: self._filter())
        choices = QWidget()
        row = FlowLayout(choices)
        row.addWidget(self.area_box)
        row.addWidget(self.refresh_button)
        self.state_label = WrappedLabel()
        self.state_label.setObjectName("storage_state_label")
        layout = QVBoxLayout(self)
        for widget in (note, choices, self.filter_edit, self._build_view(), self.state_label, self._build_buttons()):
            layout.addWidget(widget)

    def _build_view(self) -> QTreeWidget:
        view = QTreeWidget()
        view.setItemDelegate(FigureDelegate(view))
        view.setObjectName("assets_view")
        view.setAccessibleName(self.tr("Storage"))
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setHeaderLabels(storage_headers())
        view.header().setStretchLastSection(False)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.header().setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        view.header().setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 6)
        view.setMinimumWidth(1)
        view.itemSelectionChanged.connect(self._show_buttons)
        view.itemDoubleClicked.connect(lambda item, column: self._zoom())
        self.assets_view = view
        return view

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.load_button = QPushButton(self.tr("&Load"))
        self.load_button.setObjectName("load_asset_button")
        self.load_button.setToolTip(self.tr("Downloads it if needed and adds it to the map; nothing is charged"))
        self.load_button.clicked.connect(self._load)
        self.zoom_button = QPushButton(self.tr("&Zoom To"))
        self.zoom_button.setObjectName("zoom_asset_button")
        self.zoom_button.clicked.connect(self._zoom)
        for button in (self.load_button, self.zoom_button):
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        add_help_button(box, GuidePage.STORAGE)
        box.rejected.connect(self.reject)
        return box

    def _on_area_changed(self) -> None:
        has_area = self._area.aoi is not None
        self.area_box.setEnabled(has_area)
        if not has_area:
            self.area_box.setChecked(False)

    def _show(self) -> None:
        chosen = self.selected()
        self.assets_view.clear()
        self.assets_view.addTopLevelItems([self._item(row) for row in self._storage.rows])
        # Coverage is meaningless when everything is listed.
        self.assets_view.setColumnHidden(COVERAGE, all(row.coverage is None for row in self._storage.rows))
        for number, row in enumerate(self._storage.rows):
            if chosen is not None and row.asset.id == chosen.id:
                self.assets_view.setCurrentItem(self.assets_view.topLevelItem(number))
        self.refresh_button.setEnabled(self._storage.state is not StorageState.SEARCHING)
        self._show_states()
        self._filter()

    def _item(self, row: StoredRow) -> QTreeWidgetItem:
        asset = row.asset
        texts = [stored_asset_text(asset), date_text(asset.acquired), coverage_text(row.coverage), ""]
        item = QTreeWidgetItem(texts)
        item.setData(0, _ASSET, asset)
        tip = plain_tip([asset.title, asset.collection, stored_since_text(asset), asset.scene_id])
        for column in range(len(texts)):
            item.setToolTip(column, tip)
        return item

    def _show_states(self) -> None:
        for item in top_items(self.assets_view):
            row = self._storage.job_row(item.data(0, _ASSET))
            item.setText(STATE, "" if row is None else job_state_text(row))
        self._show_buttons()

    def _filter(self) -> None:
        wanted = self.filter_edit.text().strip().lower()
        shown = 0
        for item in top_items(self.assets_view):
            asset = item.data(0, _ASSET)
            words = [asset.title, asset.collection, asset.scene_id, item.text(DATE), item.text(STATE)]
            item.setHidden(wanted not in " ".join(words).lower())
            shown += not item.isHidden()
        error = self._storage.error
        total = self.assets_view.topLevelItemCount()
        is_within = self.area_box.isChecked()
        text = error_sentence(error) if error is not None else ""
        text = text or storage_state_text(self._storage.state, shown, total, is_within=is_within)
        self.state_label.setText(f"{text} {unreadable_text(self._storage.rows.unreadable_count)}".strip())
        self._show_buttons()

    def _show_buttons(self) -> None:
        asset = self.selected()
        self.load_button.setEnabled(asset is not None)
        self.zoom_button.setEnabled(asset is not None and asset.footprint is not None)

    def _load(self) -> None:
        asset = self.selected()
        if asset is not None:
            self._storage.load(asset)

    def _zoom(self) -> None:
        asset = self.selected()
        if asset is not None:
            zoom_to(self._canvas, self._storage.zoom_target(asset))
