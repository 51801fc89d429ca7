"""The options page: connections, output folder, storage limits and credit limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...core.domain.connections import Connection
from ...core.domain.errors import Up42Error
from ...core.domain.guide import GuidePage
from ..parts.flow_layout import FlowLayout
from ..parts.help import open_guide
from ..parts.number_spin import NumberSpin
from ..parts.scrolled_form import scrolled
from ..parts.wrapped_label import WrappedLabel
from ..wording import sign_in_sentence

if TYPE_CHECKING:
    from .options_parts import OptionsParts

MAX_CREDITS = 100_000_000
LIST_LINES = 7
MAX_FILES = 1_000_000
MAX_GIGABYTES = 100_000
MAX_RATIO = 1_000
MAX_QUERY_MB = 1_000_000


class OptionsPage(QgsOptionsPageWidget):
    """Connections change immediately; the other settings when QGIS applies its options."""

    def __init__(self, parts: OptionsParts, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._kept = parts
        self._account = parts.account
        content = QWidget()
        column = QVBoxLayout(content)
        column.addWidget(self._build_connections())
        column.addWidget(self._build_outputs())
        column.addWidget(self._build_queries())
        column.addWidget(self._build_guards())
        column.addStretch(1)
        QVBoxLayout(self).setContentsMargins(0, 0, 0, 0)
        self.layout().addWidget(scrolled(content))
        self._account.connections_changed.connect(self._show_connections)
        self._show_connections()

    def apply(self) -> None:
        """Saves the settings; called by QGIS."""
        self._kept.set_preferences(
            self._kept.preferences().changed(
                output_folder=self._folder_widget.filePath(),
                auto_load=self._auto_load_box.isChecked(),
                runs_watches=self._watches_box.isChecked(),
                notify_desktop=self._notify_box.isChecked(),
                most_archive_files=self._max_files.value(),
                most_archive_gb=self._max_gigabytes.value(),
                most_archive_ratio=self._max_ratio.value(),
                cache_limit_mb=self._max_query_mb.value(),
                max_credits_per_job=self._job_cap.value() or None,
                max_credits_per_month=self._month_cap.value() or None,
                max_credits_per_project=self._project_cap.value() or None,
                type_number_above=self._typing_limit.value() or None,
            )
        )

    def _build_connections(self) -> QGroupBox:
        box = QGroupBox(self.tr("Connections"))
        self._list = QListWidget()
        self._list.setObjectName("connections_list")
        self._list.setAccessibleName(self.tr("Connections"))
        self._list.setMaximumHeight(self._list.fontMetrics().lineSpacing() * LIST_LINES)
        buttons = QWidget()
        row = FlowLayout(buttons)
        self._add_button = self._button("add_connection_button", self.tr("Add…"), self._add)
        self._edit_button = self._button("edit_connection_button", self.tr("Edit…"), self._edit)
        self._test_button = self._button("test_selected_button", self.tr("Test"), self._test)
        self._check_button = self._button("check_selected_button", self.tr("Check Connection…"), self._check)
        self._check_button.setToolTip(self.tr("Reports which calls of the service work; reads only, spends nothing"))
        self._remove_button = self._button("remove_connection_button", self.tr("Remove"), self._remove)
        for button in (
            self._add_button,
            self._edit_button,
            self._test_button,
            self._check_button,
            self._remove_button,
        ):
            row.addWidget(button)
        self._result_label = WrappedLabel()
        self._result_label.setObjectName("test_result_label")
        self._result_label.hide()
        note = QLabel(self.tr("The Sandbox is always available: it needs no account and spends nothing."))
        note.setWordWrap(True)
        column = QVBoxLayout(box)
        column.addWidget(self._list)
        column.addWidget(buttons)
        column.addWidget(self._result_label)
        column.addWidget(note)
        help_button = self._button("help_button", self.tr("Help"), lambda: open_guide(self, GuidePage.INSTALL))
        help_button.setToolTip(self.tr("Opens the guide; needs no network"))
        row.addWidget(help_button)
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._list.itemDoubleClicked.connect(lambda item: self._edit())
        return box

    def _build_outputs(self) -> QGroupBox:
        preferences = self._kept.preferences()
        box = QGroupBox(self.tr("Outputs"))
        self._folder_widget = QgsFileWidget()
        self._folder_widget.setObjectName("output_folder_widget")
        self._folder_widget.lineEdit().setAccessibleName(self.tr("Output folder"))
        self._folder_widget.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._folder_widget.setFilePath(preferences.output_folder)
        self._folder_widget.lineEdit().setPlaceholderText(self.tr("next to the project"))
        self._auto_load_box = QCheckBox(self.tr("Load the outputs of a finished live job automatically"))
        self._auto_load_box.setObjectName("auto_load_box")
        self._auto_load_box.setChecked(preferences.auto_load)
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("&Folder"), self._folder_widget)
        form.addRow(self._auto_load_box)
        self._notify_box = QCheckBox(self.tr("Notify on the desktop when a job ends while QGIS is in the background"))
        self._notify_box.setObjectName("notify_box")
        self._notify_box.setChecked(preferences.notify_desktop)
        form.addRow(self._notify_box)
        self._watches_box = QCheckBox(self.tr("Run watches that did not run within a day when QGIS starts"))
        self._watches_box.setObjectName("watches_box")
        self._watches_box.setChecked(preferences.runs_watches)
        form.addRow(self._watches_box)
        self._max_files = _limit("most_files_spin", MAX_FILES, preferences.most_archive_files, "")
        self._max_gigabytes = _limit("most_gigabytes_spin", MAX_GIGABYTES, preferences.most_archive_gb, " GB")
        self._max_ratio = _limit("most_ratio_spin", MAX_RATIO, preferences.most_archive_ratio, " ×")
        form.addRow(self.tr("Maximum f&iles per archive"), self._max_files)
        form.addRow(self.tr("Maximum &unpacked size per archive"), self._max_gigabytes)
        form.addRow(self.tr("Maximum &expansion of an archive"), self._max_ratio)
        return box

    def _build_queries(self) -> QGroupBox:
        box = QGroupBox(self.tr("Test queries"))
        kept = self._kept.preferences().cache_limit_mb
        self._max_query_mb = _limit("most_query_mb_spin", MAX_QUERY_MB, kept, " MB")
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("&Keep at most"), self._max_query_mb)
        note = QLabel(
            self.tr(
                "Quicklooks and metadata of test queries. Above this size, the oldest are removed after the next query "
                "except those of the last day, those with layers in the open project and those with files of yours. "
                "Outputs and folders that you chose are never removed. Projects that are not open lose the removed "
                "quicklooks; to keep them, save them elsewhere."
            )
        )
        note.setWordWrap(True)
        form.addRow(note)
        return box

    def _build_guards(self) -> QGroupBox:
        preferences = self._kept.preferences()
        box = QGroupBox(self.tr("Credits"))
        self._job_cap = self._credits("job_cap_spin", preferences.max_credits_per_job, self.tr("no limit"))
        self._month_cap = self._credits("month_cap_spin", preferences.max_credits_per_month, self.tr("no limit"))
        self._project_cap = self._credits(
            "project_cap_spin", preferences.max_credits_per_project, self.tr("no limit")
        )
        self._typing_limit = self._credits("typing_limit_spin", preferences.type_number_above, self.tr("never"))
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("Limit per &job"), self._job_cap)
        form.addRow(self.tr("Limit per &month"), self._month_cap)
        form.addRow(self.tr("Limit per &QGIS project"), self._project_cap)
        form.addRow(self.tr("Require &typing the number above"), self._typing_limit)
        note = QLabel(
            self.tr(
                "Limits in credits, compared with the maximum cost of a job, the upper end of its estimate. They "
                "count the live jobs started on this computer, in the dock and in Processing: what finished ones "
                "used, and the maximum cost of open ones. While the cost of a job is unknown, nothing is ordered. "
                "The monthly limit also counts charges of the console and other programs if the service reports its "
                "history; the current UP42 service does not. A month is a calendar month in UTC. A project that was "
                "never saved has no limit. Sandbox jobs count only in the Sandbox."
            )
        )
        note.setWordWrap(True)
        form.addRow(note)
        return box

    def _credits(self, name: str, value: Optional[int], none_text: str) -> NumberSpin:
        spin = NumberSpin()
        spin.setObjectName(name)
        spin.setRange(0, MAX_CREDITS)
        spin.setSingleStep(100)
        spin.setSpecialValueText(none_text)
        spin.setClearValue(0)
        spin.setValue(value or 0)
        return spin

    def _button(self, name: str, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.clicked.connect(lambda: slot())
        return button

    def _show_connections(self) -> None:
        item = self._list.currentItem()
        chosen = item.text() if item is not None else ""
        names = [connection.name for connection in self._account.connections()]
        self._list.clear()
        self._list.addItems(names)
        self._list.setCurrentRow(names.index(chosen) if chosen in names else 0)

    def _chosen(self) -> Optional[Connection]:
        row, connections = self._list.currentRow(), self._account.connections()
        return connections[row] if 0 <= row < len(connections) else None

    def _own(self) -> Optional[Connection]:
        """Returns the selected connection if it is not built in, so that it has stored credentials."""
        chosen = self._chosen()
        return chosen if chosen is not None and chosen.authcfg else None

    def _on_row_changed(self) -> None:
        self._show_result("")
        is_own = self._own() is not None
        tip = "" if is_own else self.tr("This connection is built in")
        for button in (self._edit_button, self._remove_button):
            button.setEnabled(is_own)
            button.setToolTip(tip)
        # The Sandbox has no address before it starts, and nothing to test.
        chosen = self._chosen()
        self._test_button.setEnabled(chosen is not None and bool(chosen.api_url))
        self._test_button.setToolTip("" if self._test_button.isEnabled() else tip)

    def _show_result(self, text: str) -> None:
        self._result_label.setText(text)
        self._result_label.setVisible(bool(text))

    def _add(self) -> None:
        from .connection_dialog import ConnectionDialog

        ConnectionDialog(self._account, None, self).exec()

    def _edit(self) -> None:
        from .connection_dialog import ConnectionDialog

        connection = self._own()
        if connection is not None:
            ConnectionDialog(self._account, connection, self).exec()

    def _test(self) -> None:
        connection = self._chosen()
        if connection is None:
            return
        self._test_button.setEnabled(False)
        self._show_result(self.tr("Signing in…"))

        def show(who: str, error: Optional[Up42Error]) -> None:
            # The options may have been closed, or another connection selected, in the meantime.
            if sip.isdeleted(self):
                return
            self._test_button.setEnabled(True)
            if self._chosen() == connection:
                good = self.tr("Signed in as {name}.").format(name=who)
                self._show_result(good if error is None else sign_in_sentence(error, connection.service))

        self._account.test_connection(connection, None, show)

    def _check(self) -> None:
        from .check_dialog import CheckDialog

        connection = self._chosen()
        if connection is not None:
            CheckDialog(self._account, connection, None, self).exec()

    def _remove(self) -> None:
        connection = self._own()
        if connection is None:
            return
        answer = QMessageBox.question(
            self,
            self.tr("Remove Connection"),
            self.tr("Remove the connection “{name}” and its sign-in? Jobs and outputs stay.").format(
                name=connection.name
            ),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Yes:
            self._account.remove_connection(connection.name)


def _limit(name: str, maximum: int, value: int, unit: str) -> NumberSpin:
    spin = NumberSpin()
    spin.setObjectName(name)
    spin.setRange(1, maximum)
    spin.setShowClearButton(False)
    spin.setSuffix(unit)
    spin.setValue(value)
    return spin
