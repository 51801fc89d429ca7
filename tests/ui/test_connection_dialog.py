"""Connection dialog: both kinds of account, clear messages, secrets only in the authentication database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QLineEdit
from support.fixed_answers import FixedAnswers
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.outputs.storage import StorageState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import API_URLS, SIGN_IN_URLS, Connection, Credentials, Region, Service
from up42_jobs.core.domain.parameters import JobParameters, Period
from up42_jobs.ui.options.connection_dialog import OWN_ADDRESS, ConnectionDialog

CLASSIC, PLATFORM = Service.WORKFLOWS, Service.PLATFORM


@pytest.fixture
def auth_database(qgis_app):
    """An authentication database that is open."""
    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet():
        assert manager.setMasterPassword("a master of tests", True)
    yield manager
    for authcfg in manager.configIds():
        manager.removeAuthenticationConfig(authcfg)


@pytest.fixture
def dialog(application, auth_database, qtbot):
    """The dialog of a new connection."""
    dialog = ConnectionDialog(application.account)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def edit(dialog, name):
    return dialog.findChild(QLineEdit, name)


def choose(dialog, name, value):
    combo = dialog.findChild(QComboBox, name)
    combo.setCurrentIndex(combo.findData(value))


def fill(dialog, service, sandbox, secret=""):
    """Types the sign-in of a Sandbox at an address of one's own."""
    choose(dialog, "connection_service_combo", service.value)
    choose(dialog, "connection_region_combo", OWN_ADDRESS)
    is_classic = service is CLASSIC
    edit(dialog, "connection_name_edit").setText("Mine")
    edit(dialog, "connection_url_edit").setText(sandbox.api_url)
    edit(dialog, "connection_sign_in_edit").setText(sandbox.api_url if is_classic else sandbox.auth_url)
    edit(dialog, "connection_user_edit").setText(sandbox.project_id if is_classic else sandbox.user)
    known = sandbox.project_key if is_classic else sandbox.password
    edit(dialog, "connection_key_edit").setText(secret or known)


def click(dialog, name):
    QTest.mouseClick(dialog.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def result(dialog):
    return dialog.findChild(QLabel, "connection_result_label").text()


def test_words_of_the_fields_are_those_of_the_service(dialog):
    labels = {}
    for service in (CLASSIC, PLATFORM):
        choose(dialog, "connection_service_combo", service.value)
        labels[service] = " ".join(child.text().replace("&", "") for child in dialog.findChildren(QLabel))
    assert "Project ID" in labels[CLASSIC]
    assert "Project key" in labels[CLASSIC]
    assert "E-mail" in labels[PLATFORM]
    assert "Password" in labels[PLATFORM]


@pytest.mark.parametrize("region", list(Region))
def test_a_region_brings_both_addresses_and_hides_them(region, dialog, application, auth_database):
    choose(dialog, "connection_service_combo", PLATFORM.value)
    choose(dialog, "connection_region_combo", region.value)
    assert not edit(dialog, "connection_url_edit").isVisible()
    for name, text in (("name", "Mine"), ("user", "ana@example.org"), ("key", "a&b+c%d é")):
        edit(dialog, f"connection_{name}_edit").setText(text)
    click(dialog, "save_connection_button")
    saved = next(connection for connection in application.account.connections() if connection.name == "Mine")
    assert (saved.api_url, saved.sign_in_url) == (API_URLS[region], SIGN_IN_URLS[region])


@pytest.mark.parametrize("service", [CLASSIC, PLATFORM])
def test_a_good_sign_in_says_as_whom_and_is_used_after_saving(service, dialog, application, sandbox, qtbot):
    fill(dialog, service, sandbox)
    click(dialog, "test_connection_button")
    qtbot.waitUntil(lambda: result(dialog).startswith("Signed in as"), timeout=WAIT_MS)
    click(dialog, "save_connection_button")
    assert dialog.result() == QDialog.DialogCode.Accepted
    application.account.select("Mine")
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)
    assert application.account.connection.service is service
    assert application.account.products


@pytest.mark.parametrize(("service", "word"), [(CLASSIC, "project key"), (PLATFORM, "password")])
def test_a_wrong_secret_is_reported_in_the_words_of_the_service(service, word, dialog, sandbox, qtbot):
    fill(dialog, service, sandbox, secret="wrong")
    click(dialog, "test_connection_button")
    qtbot.waitUntil(lambda: "does not accept" in result(dialog), timeout=WAIT_MS)
    assert word in result(dialog)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, {"error": "invalid_grant", "error_description": "Account disabled"}, "“Account disabled”"),
        (400, {"error": "invalid_grant", "error_description": "Use SSO"}, "single sign-on"),
        (403, "<html><title>Guard</title></html>", "A web page arrived instead of UP42's answer (HTTP 403: Guard)"),
        (200, "<html><title>Guard</title></html>", "A web page arrived instead of UP42's answer (HTTP 200: Guard)"),
    ],
)
def test_what_refuses_a_sign_in_is_said_and_not_taken_for_a_wrong_password(status, body, words, dialog, sandbox, qtbot):
    """A user who types the same password again may be locked out."""
    fill(dialog, PLATFORM, sandbox)
    with FixedAnswers(status, body) as server:
        edit(dialog, "connection_sign_in_edit").setText(server.url)
        click(dialog, "test_connection_button")
        qtbot.waitUntil(lambda: words in result(dialog), timeout=WAIT_MS)
    assert "does not accept" not in result(dialog)
    assert "No credits were spent" in result(dialog)


@pytest.mark.parametrize(("service", "word"), [(CLASSIC, "project key"), (PLATFORM, "password")])
def test_what_is_missing_is_named_before_anything_is_sent(service, word, dialog, sandbox):
    fill(dialog, service, sandbox)
    edit(dialog, "connection_key_edit").clear()
    before = len(sandbox.requests)
    for button in ("test_connection_button", "save_connection_button"):
        click(dialog, button)
        assert word in result(dialog)
    assert len(sandbox.requests) == before
    assert dialog.isVisible()


def test_the_secret_is_in_the_authentication_database_and_nowhere_else(dialog, application, sandbox, auth_database):
    fill(dialog, PLATFORM, sandbox, secret="pass&word+of%ana")
    click(dialog, "save_connection_button")
    settings = QgsSettings()
    kept = " ".join(str(settings.value(key)) for key in settings.allKeys())
    assert "pass&word+of%ana" not in kept
    assert sandbox.user not in kept
    assert len(auth_database.configIds()) == 1


@pytest.mark.parametrize("name", ["", "Sandbox", "Sandbox Platform", "Sandbox of mine", "Environment"])
def test_a_name_that_is_kept_or_missing_is_refused(name, dialog, sandbox):
    fill(dialog, PLATFORM, sandbox)
    edit(dialog, "connection_name_edit").setText(name)
    click(dialog, "save_connection_button")
    assert dialog.isVisible()
    assert "name" in result(dialog)


def test_an_address_that_can_be_overheard_gets_nothing(dialog, sandbox, qtbot):
    fill(dialog, PLATFORM, sandbox)
    edit(dialog, "connection_url_edit").setText("http://api.example.org")
    click(dialog, "test_connection_button")
    qtbot.waitUntil(lambda: "not encrypted" in result(dialog), timeout=WAIT_MS)
    click(dialog, "save_connection_button")
    assert dialog.isVisible()


@pytest.mark.parametrize("sees_everybody", [True, False])
def test_whose_orders_are_shown_is_kept_with_the_connection(sees_everybody, dialog, application, sandbox, qtbot):
    fill(dialog, PLATFORM, sandbox)
    choose(dialog, "connection_whose_combo", sees_everybody)
    click(dialog, "save_connection_button")
    (saved,) = [connection for connection in application.account.connections() if connection.name == "Mine"]
    assert saved.sees_everybody is sees_everybody
    again = ConnectionDialog(application.account, saved)
    qtbot.addWidget(again)
    assert again.findChild(QComboBox, "connection_whose_combo").currentData() is sees_everybody


def test_a_classic_project_has_no_choice_of_workspaces(dialog):
    combo = dialog.findChild(QComboBox, "connection_whose_combo")
    choose(dialog, "connection_service_combo", PLATFORM.value)
    assert combo.isVisible()
    choose(dialog, "connection_service_combo", CLASSIC.value)
    assert not combo.isVisible()


def test_storage_shows_what_colleagues_bought_on_request_only(application, sandbox, auth_database, qtbot):
    """The list is the user's own until another choice is made; the mark at scenes counts both."""
    account, asks = application.account, Credentials(sandbox.user, sandbox.password)
    mine = Connection("Mine", PLATFORM, sandbox.api_url, sandbox.auth_url)
    account.save_connection(mine, asks)
    account.select("Mine")
    qtbot.waitUntil(lambda: account.state is AccountState.READY, timeout=WAIT_MS)
    gateway = account.gateway
    product = gateway.product(next(item.id for item in account.products if item.key == "phr-display"))
    ring = box_ring(-0.40, 39.40, -0.39, 39.41)
    end = utc_now().replace(microsecond=0)
    wanted = JobParameters(product.id, Aoi(ring, 1.0), period=Period(end - timedelta(days=180), end), limit=1)
    gateway.create_live(product, gateway.pinned(product, wanted), "Harbour")
    sandbox.clock.advance(10)
    sandbox.platform.account.orders.get(sandbox.orders[0]["id"]).workspace_id = "of a colleague"
    storage = application.storage
    for sees_everybody, count in ((False, 0), (True, 1)):
        # Signs in again.
        account.save_connection(replace(mine, sees_everybody=sees_everybody), asks, replaces="Mine")
        qtbot.waitUntil(lambda: account.state is AccountState.READY, timeout=WAIT_MS)
        storage.search(within_area=False)
        qtbot.waitUntil(lambda: storage.state is StorageState.DONE, timeout=WAIT_MS)
        assert len(storage.rows) == count


def test_each_service_keeps_its_own_fields(dialog, sandbox):
    """An e-mail and its password were offered as project ID and key, and would have been sent as such."""
    fill(dialog, PLATFORM, sandbox)
    choose(dialog, "connection_service_combo", CLASSIC.value)
    assert (edit(dialog, "connection_user_edit").text(), edit(dialog, "connection_key_edit").text()) == ("", "")
    edit(dialog, "connection_user_edit").setText("a project")
    choose(dialog, "connection_service_combo", PLATFORM.value)
    assert edit(dialog, "connection_user_edit").text() == sandbox.user
    assert edit(dialog, "connection_key_edit").text() == sandbox.password
    choose(dialog, "connection_service_combo", CLASSIC.value)
    assert edit(dialog, "connection_user_edit").text() == "a project"


@pytest.mark.parametrize("change", ["service", "user", "key", "address"])
def test_a_result_leaves_with_the_fields_that_it_was_about(change, dialog, sandbox, qtbot):
    """“Signed in” beside fields that were never tried is wrong."""
    fill(dialog, PLATFORM, sandbox)
    click(dialog, "test_connection_button")
    qtbot.waitUntil(lambda: "Signed in as" in result(dialog), timeout=WAIT_MS)
    if change == "service":
        choose(dialog, "connection_service_combo", CLASSIC.value)
    else:
        name = {"user": "user", "key": "key", "address": "url"}[change]
        QTest.keyClicks(edit(dialog, f"connection_{name}_edit"), "x")
    assert result(dialog) == ""


def test_an_answer_that_is_too_late_is_not_shown(dialog, sandbox, qtbot):
    fill(dialog, PLATFORM, sandbox)
    click(dialog, "test_connection_button")
    QTest.keyClicks(edit(dialog, "connection_user_edit"), "x")
    button = dialog.findChild(QAbstractButton, "test_connection_button")
    assert button.isEnabled()
    click(dialog, "test_connection_button")
    qtbot.waitUntil(lambda: "does not accept" in result(dialog), timeout=WAIT_MS)


def test_a_connection_that_cannot_be_tested_says_nothing_of_jobs(dialog, sandbox, qtbot):
    fill(dialog, PLATFORM, sandbox)
    sandbox.stop()
    click(dialog, "test_connection_button")
    qtbot.waitUntil(lambda: "cannot be reached" in result(dialog), timeout=WAIT_MS)
    assert "Jobs already running" not in result(dialog)
