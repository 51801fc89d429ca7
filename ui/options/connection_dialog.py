"""Adds or edits a connection; secrets are stored only in QGIS's authentication database."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Optional, Tuple

from qgis.gui import QgsFilterLineEdit, QgsPasswordLineEdit
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...core.app.session.account import Account
from ...core.domain.connections import (
    API_URLS,
    ENVIRONMENT_NAME,
    SANDBOX_NAME,
    SIGN_IN_URLS,
    Connection,
    Credentials,
    Region,
    Service,
    region_of,
)
from ...core.domain.errors import Up42Error
from ...core.domain.guide import GuidePage
from ..parts.help import add_help_button
from ..parts.wrapped_label import WrappedLabel
from ..wording import error_sentence, sign_in_sentence

OWN_ADDRESS = "own"


class ConnectionDialog(QDialog):
    """Edits name, service, address, user and key; *Test* signs in and shows the result."""

    def __init__(
        self, account: Account, connection: Optional[Connection] = None, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("connection_dialog")
        self.setWindowTitle(self.tr("Edit Connection") if connection is not None else self.tr("New Connection"))
        self._account = account
        self._old = connection
        self._old_user = ""
        # What was typed for the other service: an e-mail is no project ID, and a password no project key.
        self._typed: Dict[Service, Tuple[str, str]] = {}
        self._shown_service = Service.PLATFORM
        self._is_open = True
        self._round = 0
        self._build()
        self._show(connection)
        for edit in (self._url_edit, self._sign_in_edit, self._user_edit, self._key_edit):
            edit.textEdited.connect(self._forget_result)
        self._region_combo.activated.connect(self._forget_result)
        self.finished.connect(self._on_finished)

    def _build(self) -> None:
        self._name_edit = self._line("connection_name_edit", QgsFilterLineEdit())
        self._service_combo = QComboBox()
        self._service_combo.setObjectName("connection_service_combo")
        # The current service comes first.
        for service, text in (
            (Service.PLATFORM, self.tr("UP42 account (e-mail and password)")),
            (Service.WORKFLOWS, self.tr("Classic project (project ID and key)")),
        ):
            self._service_combo.addItem(text, service.value)
        self._service_combo.setMinimumContentsLength(12)
        self._region_combo = QComboBox()
        self._region_combo.setObjectName("connection_region_combo")
        self._region_combo.addItem(self.tr("Europe"), Region.EU.value)
        self._region_combo.addItem(self.tr("Saudi Arabia"), Region.SA.value)
        self._region_combo.addItem(self.tr("Custom Address"), OWN_ADDRESS)
        self._url_edit = self._line("connection_url_edit", QgsFilterLineEdit())
        self._sign_in_edit = self._line("connection_sign_in_edit", QgsFilterLineEdit())
        self._user_edit = self._line("connection_user_edit", QgsFilterLineEdit())
        self._key_edit = self._line("connection_key_edit", QgsPasswordLineEdit())
        self._whose_combo = QComboBox()
        self._whose_combo.setObjectName("connection_whose_combo")
        self._whose_combo.addItem(self.tr("Mine"), False)
        self._whose_combo.addItem(self.tr("Everyone's in the account"), True)
        self._whose_combo.setToolTip(
            self.tr("Whose orders and stored assets are listed. New orders are always placed in your own workspace.")
        )
        self._user_label, self._key_label = QLabel(), QLabel()
        self._user_label.setBuddy(self._user_edit)
        self._key_label.setBuddy(self._key_edit)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("&Name"), self._name_edit)
        form.addRow(self.tr("&Service"), self._service_combo)
        form.addRow(self.tr("&Region"), self._region_combo)
        form.addRow(self.tr("&Address"), self._url_edit)
        form.addRow(self.tr("Sign-&in address"), self._sign_in_edit)
        self._address_rows = [
            widget for edit in (self._url_edit, self._sign_in_edit) for widget in (form.labelForField(edit), edit)
        ]
        form.addRow(self._user_label, self._user_edit)
        form.addRow(self._key_label, self._key_edit)
        form.addRow(self.tr("&Orders shown"), self._whose_combo)
        self._whose_row = (form.labelForField(self._whose_combo), self._whose_combo)
        self._test_button = QPushButton(self.tr("&Test"))
        self._test_button.setObjectName("test_connection_button")
        self._check_button = QPushButton(self.tr("C&heck Connection…"))
        self._check_button.setObjectName("check_connection_button")
        self._check_button.setToolTip(self.tr("Reports which calls of the service work; reads only, spends nothing"))
        self._result_label = WrappedLabel()
        self._result_label.setObjectName("connection_result_label")
        row = QHBoxLayout()
        column = QVBoxLayout()
        column.addWidget(self._test_button)
        column.addWidget(self._check_button)
        column.addStretch(1)
        row.addLayout(column)
        row.addWidget(self._result_label, 1)
        save, cancel = QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(save | cancel)
        buttons.button(save).setObjectName("save_connection_button")
        buttons.button(cancel).setObjectName("cancel_button")
        add_help_button(buttons, GuidePage.INSTALL)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        note = QLabel(self.tr("The credentials are stored only in QGIS's encrypted authentication database."))
        note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addLayout(row)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self._service_combo.currentIndexChanged.connect(self._change_service)
        self._region_combo.currentIndexChanged.connect(self._show_kind)
        self._test_button.clicked.connect(self._test)
        self._check_button.clicked.connect(self._check)

    def _line(self, name: str, edit: QLineEdit) -> QLineEdit:
        edit.setObjectName(name)
        return edit

    def _show(self, connection: Optional[Connection]) -> None:
        if connection is not None:
            self._name_edit.setText(connection.name)
            self._service_combo.setCurrentIndex(self._service_combo.findData(connection.service.value))
            self._typed = {}
            region = region_of(connection.api_url)
            self._region_combo.setCurrentIndex(
                self._region_combo.findData(OWN_ADDRESS if region is None else region.value)
            )
            self._url_edit.setText(connection.api_url)
            self._sign_in_edit.setText(connection.sign_in_url)
            try:
                self._old_user = self._account.stored_user(connection)
                self._user_edit.setText(self._old_user)
            except Up42Error as error:
                self._show_result(error_sentence(error))
            self._key_edit.setPlaceholderText(self.tr("unchanged"))
            self._whose_combo.setCurrentIndex(self._whose_combo.findData(connection.sees_everybody))
        self._show_kind()

    def _show_kind(self) -> None:
        service, region = self._service(), self._region_combo.currentData()
        is_classic = service is Service.WORKFLOWS
        self._user_label.setText(self.tr("&Project ID") if is_classic else self.tr("&E-mail"))
        self._key_label.setText(self.tr("Project &key") if is_classic else self.tr("Pass&word"))
        # A classic project belongs to all its members and has no workspaces.
        for widget in self._whose_row:
            widget.setVisible(not is_classic)
        is_own = region == OWN_ADDRESS
        for widget in self._address_rows:
            widget.setVisible(is_own)
        if not is_own:
            url = API_URLS[Region(region)]
            self._url_edit.setText(url)
            self._sign_in_edit.setText(url if is_classic else SIGN_IN_URLS[Region(region)])

    def _change_service(self) -> None:
        """Shows the fields of the other service with what was typed for it, and no result of the former one."""
        self._typed[self._shown_service] = (self._user_edit.text(), self._key_edit.text())
        self._shown_service = self._service()
        user, key = self._typed.get(self._shown_service, ("", ""))
        self._user_edit.setText(user)
        self._key_edit.setText(key)
        self._show_kind()
        self._forget_result()

    def _forget_result(self) -> None:
        """Drops a result that belongs to other fields, also one that is still to come."""
        self._round += 1
        self._test_button.setEnabled(True)
        self._result_label.clear()

    def _service(self) -> Service:
        return Service(self._service_combo.currentData())

    def _read(self) -> Tuple[Connection, Optional[Credentials]]:
        url = self._url_edit.text().strip().rstrip("/")
        connection = Connection(
            name=self._name_edit.text().strip(),
            service=self._service(),
            api_url=url,
            sign_in_url=self._sign_in_edit.text().strip().rstrip("/") or url,
            sees_everybody=self._service() is Service.PLATFORM and bool(self._whose_combo.currentData()),
        )
        if self._old is not None:
            connection = replace(connection, authcfg=self._old.authcfg)
        user, key = self._user_edit.text().strip(), self._key_edit.text()
        # An unchanged key of a saved connection is kept.
        if not key and self._old is not None and user == self._old_user:
            return connection, None
        return connection, Credentials(user, key)

    def _lacks_credentials(self, credentials: Optional[Credentials]) -> bool:
        """Shows what is missing and focuses it; a saved key is valid only for the user it was saved with."""
        if credentials is None or (credentials.user and credentials.key):
            return False
        is_classic = self._service() is Service.WORKFLOWS
        if credentials.user and self._old is not None:
            self._show_result(
                self.tr("Enter the project key again: the saved one belongs to the previous project.")
                if is_classic
                else self.tr("Enter the password again: the saved one belongs to the previous account.")
            )
        elif is_classic:
            self._show_result(self.tr("Enter both the project ID and the project key."))
        else:
            self._show_result(self.tr("Enter both the e-mail and the password."))
        (self._key_edit if credentials.user else self._user_edit).setFocus()
        return True

    def _lacks_name(self, name: str) -> bool:
        """Shows what is wrong with the name and focuses it."""
        taken = {connection.name for connection in self._account.connections()} - {self._replaced_name()}
        if not name:
            self._show_result(self.tr("Give the connection a name."))
        elif name in taken:
            self._show_result(self.tr("A connection with this name already exists."))
        elif name.startswith(SANDBOX_NAME) or name == ENVIRONMENT_NAME:
            self._show_result(self.tr("This name is reserved for a built-in connection."))
        else:
            return False
        self._name_edit.setFocus()
        return True

    def _replaced_name(self) -> str:
        return self._old.name if self._old is not None else ""

    def _test(self) -> None:
        connection, credentials = self._read()
        if self._lacks_credentials(credentials):
            return
        self._test_button.setEnabled(False)
        self._show_result(self.tr("Signing in…"))
        this_round = self._round
        self._account.test_connection(
            connection, credentials, lambda who, error: self._on_tested(this_round, who, error)
        )

    def _on_tested(self, this_round: int, who: str, error: Optional[Up42Error]) -> None:
        if not self._is_open or this_round != self._round:
            return
        self._test_button.setEnabled(True)
        if error is not None:
            self._show_result(sign_in_sentence(error, self._service()))
        else:
            self._show_result(self.tr("Signed in as {name}.").format(name=who))

    def _check(self) -> None:
        from .check_dialog import CheckDialog

        connection, credentials = self._read()
        if self._lacks_credentials(credentials):
            return
        CheckDialog(self._account, connection, credentials, self).exec()

    def _save(self) -> None:
        connection, credentials = self._read()
        if self._lacks_name(connection.name) or self._lacks_credentials(credentials):
            return
        try:
            self._account.save_connection(connection, credentials, self._replaced_name())
        except Up42Error as error:
            self._show_result(error_sentence(error))
            return
        self.accept()

    def _show_result(self, text: str) -> None:
        self._result_label.setText(text)
        self._grow()

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the height of all its fields, also where Qt opens it with two thirds of a low screen."""
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        """Takes the height of its sentences instead of squeezing the fields."""
        self.layout().activate()
        needed = self.layout().totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _on_finished(self) -> None:
        self._is_open = False
