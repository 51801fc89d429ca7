"""The hold dialog prevents accidental holds."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QPushButton, QScrollArea, QTreeWidget
from support.hold_dialogs import confirm_button, hold, open_hold, scene_hold, summary, text_of

from up42_jobs.core.app.jobs.ordering import OrderSummary
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.domain.jobs.credits import Balance, Budget, Estimate, EstimateLine, Hold
from up42_jobs.core.domain.products import Licence
from up42_jobs.ui.parts.balance_bar import BalanceBar


@pytest.fixture
def opened(qtbot):
    """Opens a dialog and keeps it until the end of the test."""
    return partial(open_hold, qtbot)


def test_enter_cancels(opened):
    dialog = opened()
    assert dialog.findChild(QPushButton, "cancel_button").isDefault()
    assert not confirm_button(dialog).isDefault()
    assert not confirm_button(dialog).autoDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert dialog.confirmation() is None


def test_escape_and_closing_hold_nothing(opened):
    first, second = opened(), opened()
    QTest.keyClick(first, Qt.Key.Key_Escape)
    second.close()
    assert first.confirmation() is None
    assert second.confirmation() is None


def test_nothing_is_confirmed_before_the_click(opened):
    assert opened().confirmation() is None


def test_the_click_agrees_to_exactly_what_was_shown(opened):
    dialog = opened()
    before = utc_now()
    assert confirm_button(dialog).text() == "Confirm && Run Job · Hold 2,875 Credits"
    QTest.mouseClick(confirm_button(dialog), Qt.MouseButton.LeftButton)
    consent = dialog.confirmation()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert (consent.fingerprint, consent.credits) == ("f" * 8, 2875)
    assert before <= consent.confirmed <= utc_now()


def test_it_shows_hold_range_and_both_balances(opened):
    dialog = opened()
    assert text_of(dialog, "hold_credits_label") == "2,875 credits"
    assert text_of(dialog, "final_cost_label") == "2,875 – 3,004 credits"
    assert text_of(dialog, "balance_now_label") == "12,430 credits"
    assert text_of(dialog, "balance_after_label") == "9,555 credits"
    assert text_of(dialog, "hold_area_label") == "20.4 km²"
    assert "can exceed the hold" in text_of(dialog, "hold_explanation_label")


def test_a_cost_that_cannot_exceed_the_hold_is_not_said_to(opened):
    assert "exceed" not in text_of(opened(hold(9, 9)), "hold_explanation_label")


def test_every_part_and_the_total_have_their_range(opened):
    parts = (EstimateLine("Data", 2000, 2100), EstimateLine("Conversion", 10, 10))
    dialog = opened(Hold(Estimate(parts, 2010), Balance(5000), "f"))
    tree = dialog.findChild(QTreeWidget, "costs_view")
    rows = [(tree.topLevelItem(row).text(0), tree.topLevelItem(row).text(1)) for row in range(3)]
    assert rows == [
        ("Data", "2,000 – 2,100 credits"),
        ("Conversion", "10 credits"),
        ("Total", "2,010 – 2,110 credits"),
    ]
    # The heading is above the ends of the figures.
    assert tree.headerItem().textAlignment(1) == tree.topLevelItem(0).textAlignment(1)


@pytest.mark.parametrize(
    ("the_hold", "options", "reason"),
    [
        (hold(balance=2874), {}, "1 credit"),
        (hold(), {"is_outdated": True}, "parameters have changed"),
        (hold(problem="no access"), {}, "can be ordered"),
    ],
)
def test_where_it_must_not_start_there_is_no_button_and_a_reason(opened, the_hold, options, reason):
    dialog = opened(the_hold, None, **options)
    assert dialog.confirm_button is None
    label = dialog.findChild(QLabel, "hold_reason_label")
    assert label.isVisible()
    assert reason in label.text()
    dialog.accept()
    assert dialog.confirmation() is None


def test_parameters_that_change_under_the_open_dialog_take_the_button_away(opened):
    dialog = opened()
    assert confirm_button(dialog).isVisible()
    dialog.set_outdated()
    dialog.accept()
    assert dialog.confirm_button is None
    assert dialog.confirmation() is None


def test_a_balance_that_covers_the_hold_to_the_last_credit_is_enough(opened):
    assert opened(hold(balance=2875)).confirm_button.isEnabled()


def test_an_invisible_balance_does_not_forbid_the_attempt(opened):
    dialog = opened(hold(balance=None))
    assert dialog.confirm_button.isEnabled()
    assert "not shown" in text_of(dialog, "balance_now_label")


@pytest.mark.parametrize("typed", ["2875", "2,875", " 2875 "])
def test_a_large_hold_is_confirmed_by_its_number_only(opened, typed):
    dialog = opened(hold(), None, type_number_above=2874)
    assert not dialog.confirm_button.isEnabled()
    dialog.accept()
    assert dialog.confirmation() is None
    QTest.keyClicks(dialog.typed_edit, "287")
    assert not dialog.confirm_button.isEnabled()
    dialog.typed_edit.clear()
    QTest.keyClicks(dialog.typed_edit, typed)
    QTest.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    assert dialog.confirmation().credits == 2875


def test_a_hold_at_the_limit_needs_no_typing(opened):
    assert opened(hold(), None, type_number_above=2875).typed_edit is None


def test_the_licence_is_a_link_and_its_title_no_markup(opened):
    licence = Licence("l", "EULA <b>2026</b>", "https://up42.com/eula?a=1&b=2")
    text = text_of(opened(None, summary(licence=licence)), "licence_label")
    assert "&lt;b&gt;2026&lt;/b&gt;" in text
    assert 'href="https://up42.com/eula?a=1&amp;b=2"' in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://up42.com/eula", ""])
def test_an_address_that_is_not_https_is_no_link(opened, url):
    licence = Licence("l", "EULA", url)
    assert text_of(opened(None, summary(licence=licence)), "licence_label") == "EULA"


def test_foreign_words_are_shown_verbatim(opened):
    dialog = opened(None, summary(title="<h1>Free!</h1>"))
    label = dialog.findChild(QLabel, "hold_product_label")
    assert label.text() == "<h1>Free!</h1>"
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_sandbox_says_that_nothing_real_is_spent(opened):
    order = summary()
    sandbox = OrderSummary(
        order.product, order.parameters, order.scenes, order.aoi, Connection("Sandbox", Service.WORKFLOWS, "", "")
    )
    assert "no real credits" in text_of(opened(None, sandbox), "hold_connection_label")


BUDGETS = (Budget("b1", "Field work", 950), Budget("b2", "Harbour"), Budget("b3", "Rest", 1000))


def test_an_account_with_budgets_wants_one_before_it_can_be_confirmed(opened, qtbot):
    the_hold = scene_hold([900, 100], budgets=BUDGETS, needs_budget=True)
    dialog = opened(the_hold, summary(2))
    assert "budget" in confirm_button(dialog).toolTip()
    assert not confirm_button(dialog).isEnabled()
    combo = dialog.findChild(QComboBox, "budget_combo")
    offered = [combo.itemText(row) for row in range(1, 4)]
    assert offered == ["950 credits left · Field work", "Harbour", "1,000 credits left · Rest"]
    for row, is_enough in ((0, False), (1, False), (2, True), (3, True)):
        with qtbot.waitSignal(dialog.budget_chosen, timeout=1000) as chosen:
            combo.setCurrentIndex(row)
            combo.activated.emit(row)
        parameters = replace(the_hold.parameters, budget_id=chosen.args[0])
        dialog.set_hold(replace(the_hold, parameters=parameters, fingerprint=f"of {chosen.args[0]}"))
        assert confirm_button(dialog).isEnabled() is is_enough
    QTest.mouseClick(confirm_button(dialog), Qt.MouseButton.LeftButton)
    assert dialog.confirmation().fingerprint == "of b3"


def test_a_budget_can_be_chosen_where_the_account_does_not_want_one(opened, qtbot):
    dialog = opened(scene_hold([900], budgets=BUDGETS), summary(1))
    combo = dialog.findChild(QComboBox, "budget_combo")
    assert combo.currentText() == "No budget"
    assert confirm_button(dialog).isEnabled()
    with qtbot.waitSignal(dialog.budget_chosen, timeout=1000) as chosen:
        combo.activated.emit(2)
    assert chosen.args == ["b2"]


def test_a_budget_that_was_chosen_stays_chosen(opened):
    the_hold = scene_hold([900], budgets=BUDGETS)
    dialog = opened(replace(the_hold, parameters=replace(the_hold.parameters, budget_id="b2")), summary(1))
    assert dialog.findChild(QComboBox, "budget_combo").currentText() == "Harbour"
    assert confirm_button(dialog).isEnabled()


def test_the_balance_that_is_not_shown_is_reported_for_what_it_is(opened):
    assert "checks it when the job starts" in text_of(opened(hold(balance=None)), "hold_explanation_label")
    assert "checks it when the job starts" not in text_of(opened(), "hold_explanation_label")
    failed = opened(replace(hold(balance=None), has_balance_failed=True))
    assert "unknown" in text_of(failed, "balance_now_label")
    assert "checks it when the job starts" in text_of(failed, "hold_explanation_label")


@pytest.mark.parametrize("credits", [2**31 - 1, 2**31, 5_000_000_000, 10_000_000_000])
@pytest.mark.parametrize("above", [None, 100])
def test_hold_beyond_the_bits_of_qt_is_shown_as_it_is(credits, above, opened):
    # Qt counts in 32 bits: a larger price ended the dialog in an exception.
    dialog = opened(hold(credits, credits, balance=2 * credits), type_number_above=above)
    shown = f"{credits:,}"
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    texts += [button.text() for button in dialog.findChildren(QPushButton)]
    assert any(shown in text for text in texts)
    assert any(f"{shown} Credits" in button.text() for button in dialog.findChildren(QPushButton))


def test_price_that_rose_is_said_with_both_numbers(opened):
    dialog = opened(the_summary=replace(summary(1), former_charge=1441))
    text = text_of(dialog, "risen_label")
    assert "1,441" in text
    assert "3,004" in text
    assert "credits were spent" in text


def test_the_share_of_the_balance_is_a_bar_with_words(opened):
    """Red alone would not be seen by all: what is beyond the balance is hatched and said in words."""
    dialog = opened()
    bar = dialog.findChild(BalanceBar)
    assert bar.value() == 23
    assert text_of(dialog, "balance_share_label") == "9,555 of 12,430 left"
    assert text_of(dialog, "money_label") == "€28.75 – €30.04"
    beyond = opened(hold(balance=2000))
    assert beyond.findChild(BalanceBar).value() == 100
    assert text_of(beyond, "balance_share_label") == "⚠ 875 more than the balance of 2,000"
    assert opened(hold(balance=None)).findChild(BalanceBar) is None


@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("is_late", [False, True])
def test_with_large_letters_all_rows_and_the_total_are_in_sight(opened, qgis_app, count, is_late):
    """A style sheet, as themes and QGIS's own option for the font set it, comes after the widgets are made."""
    parts = tuple(EstimateLine(f"Scene {number}", 10, 10) for number in range(count))
    before = qgis_app.styleSheet()
    try:
        if not is_late:
            qgis_app.setStyleSheet("* { font-size: 18pt }")
        dialog = opened(Hold(Estimate(parts, 10 * count), Balance(5000), "f"))
        if is_late:
            qgis_app.setStyleSheet("* { font-size: 18pt }")
        QApplication.processEvents()
        tree = dialog.findChild(QTreeWidget, "costs_view")
        total = tree.visualItemRect(tree.topLevelItem(count))
        assert total.height() > 20
        assert tree.viewport().rect().contains(total)
        assert tree.topLevelItem(count).font(1).bold()
        for name in ("hold_credits_label", "final_cost_label"):
            assert dialog.findChild(QLabel, name).font().bold()
        assert dialog.height() <= dialog.screen().availableGeometry().height()
        assert confirm_button(dialog).isVisible()
    finally:
        qgis_app.setStyleSheet(before)


def test_nothing_is_scrolled_where_the_screen_has_room(opened):
    """36 px were missing in every dialog without a warning: the sentence on what is charged was cut."""
    usual = QApplication.font()
    small = QApplication.font()
    # The screen of the tests is low.
    small.setPointSize(6)
    QApplication.setFont(small)
    try:
        dialog = opened()
        QApplication.processEvents()
        assert dialog.height() < 0.9 * dialog.screen().availableGeometry().height()
        assert dialog.findChild(QScrollArea).verticalScrollBar().maximum() == 0
    finally:
        QApplication.setFont(usual)
