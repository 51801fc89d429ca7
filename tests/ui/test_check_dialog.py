"""The Check Connection dialog: each call with its result, and a report without secrets."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QPushButton
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.connections import Connection, Credentials, Service
from up42_jobs.sandbox.testing.faults import Fault
from up42_jobs.ui.options.check_dialog import CheckDialog
from up42_jobs.ui.options.connection_dialog import ConnectionDialog
from up42_jobs.ui.options.options_page import OptionsPage

PLATFORM, CLASSIC = Service.PLATFORM, Service.WORKFLOWS


def opened(application, qtbot, sandbox, service=PLATFORM, key=""):
    """The dialog over a connection to the Sandbox whose sign-in was typed."""
    is_classic = service is CLASSIC
    where = Connection("Mine", service, sandbox.api_url, sandbox.api_url if is_classic else sandbox.auth_url)
    user = sandbox.project_id if is_classic else sandbox.user
    known = sandbox.project_key if is_classic else sandbox.password
    dialog = CheckDialog(application.account, where, Credentials(user, key or known))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def lines(dialog):
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def finish(dialog, qtbot):
    qtbot.waitUntil(lambda: "No credits were spent" in dialog.state_label.text(), timeout=WAIT_MS)


@pytest.mark.parametrize(("service", "count"), [(PLATFORM, 12), (CLASSIC, 6)])
def test_every_call_has_a_line_with_a_sign_and_words(service, count, application, sandbox, qtbot):
    dialog = opened(application, qtbot, sandbox, service)
    finish(dialog, qtbot)
    assert len(lines(dialog)) == count
    assert all(": OK" in line for line in lines(dialog))
    assert not any(dialog.list.item(row).icon().isNull() for row in range(count))
    assert "works" in dialog.state_label.text()


def test_the_report_has_all_lines_and_nothing_secret(application, sandbox, qtbot):
    sandbox.faults.add(Fault("status", path="balances", status=403, times=None))
    dialog = opened(application, qtbot, sandbox)
    finish(dialog, qtbot)
    dialog.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[1:] == lines(dialog)
    assert "Balance: not offered. HTTP 403: The service is not available (status 403)" in text
    assert sandbox.api_url in text
    for secret in (sandbox.user, sandbox.password, "Bearer", "eyJ"):
        assert secret not in text


def test_a_call_that_fails_is_named_in_the_summary(application, sandbox, qtbot):
    sandbox.faults.add(Fault("status", path="balances", status=500, times=None))
    dialog = opened(application, qtbot, sandbox)
    finish(dialog, qtbot)
    assert "Some calls failed: Balance." in dialog.state_label.text()


def test_a_wrong_password_leaves_the_other_calls_unchecked(application, sandbox, qtbot):
    dialog = opened(application, qtbot, sandbox, key="wrong")
    finish(dialog, qtbot)
    assert lines(dialog)[0] == "Sign-in: failed. HTTP 401: Invalid user credentials"
    assert all(line.endswith("not checked") for line in lines(dialog)[1:])


def test_closing_the_dialog_ends_the_check(application, sandbox, qtbot):
    sandbox.faults.add(Fault("latency", path="collections", seconds=60, times=None))
    dialog = opened(application, qtbot, sandbox)
    qtbot.waitUntil(lambda: len(lines(dialog)) == 2, timeout=WAIT_MS)
    dialog.close()
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=WAIT_MS)
    assert len(lines(dialog)) == 2


def test_a_dialog_that_is_deleted_takes_its_check_along(application, sandbox, qtbot, caplog):
    """Its worker may be within a call, whose result belongs to a dialog that is gone: that ended the process once."""
    sandbox.faults.add(Fault("latency", path="collections", seconds=1, times=None))
    where = Connection("Mine", PLATFORM, sandbox.api_url, sandbox.auth_url)
    dialog = CheckDialog(application.account, where, Credentials(sandbox.user, sandbox.password))
    dialog.show()
    qtbot.waitUntil(lambda: len(lines(dialog)) == 2, timeout=WAIT_MS)
    sip.delete(dialog)
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=WAIT_MS)
    assert not [record for record in caplog.records if record.exc_info]


def test_the_signed_in_connection_is_checked_by_its_own_gateway(application, sandbox, qtbot):
    """What the check finds out, the session keeps; and nobody signs in twice."""
    application.account.select("Sandbox Platform")
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)
    sandbox.clear_requests()
    dialog = CheckDialog(application.account, application.account.connection)
    qtbot.addWidget(dialog)
    finish(dialog, qtbot)
    assert not [request for request in sandbox.requests if request.path.endswith("/token")]
    # The gateway is the account's, and stays open.
    assert application.account.gateway.balance() is not None


@pytest.mark.parametrize(
    "make", [lambda account, app: ConnectionDialog(account), lambda account, app: OptionsPage(app)]
)
def test_both_places_of_connections_offer_it(make, application, qtbot):
    widget = make(application.account, application)
    qtbot.addWidget(widget)
    names = {button.objectName() for button in widget.findChildren(QPushButton)}
    assert names & {"check_connection_button", "check_selected_button"}
