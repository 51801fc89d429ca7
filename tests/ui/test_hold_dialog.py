"""The hold dialog prevents accidental holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QPushButton, QScrollArea, QTreeWidget
from support.journal_entries import entry

from up42_jobs.core.app.jobs.ordering import OrderSummary
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.domain.jobs.claims import Taken
from up42_jobs.core.domain.jobs.credits import Balance, Budget, Estimate, EstimateLine, Hold
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.domain.parameters import JobParameters
from up42_jobs.core.domain.products import Licence, Product
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.usecases.prepare_order import PreparedOrder
from up42_jobs.ui.hold.hold_dialog import HoldDialog
from up42_jobs.ui.parts.balance_bar import BalanceBar

AOI = Aoi(box_ring(-0.4, 39.4, -0.3, 39.5), 20.4)
NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)


def hold(least=2875, most=3004, balance=12430, problem=""):
    """A hold of one part."""
    line = EstimateLine("Pléiades Display", least, most, problem=problem)
    available = None if balance is None else Balance(balance)
    return Hold(Estimate((line,), least), available, "f" * 8)


def summary(scene_count=2, licence=None, title="Pléiades Display"):
    """An order of some scenes."""
    scenes = tuple(
        Scene(f"id{number}", f"f{number}", NOW - timedelta(days=number), "PHR1A") for number in range(scene_count)
    )
    product = Product("w", "k", title, licence=licence)
    connection = Connection("Mine", Service.WORKFLOWS, "https://a", "https://a")
    return OrderSummary(product, JobParameters("w", AOI, limit=5), scenes, AOI, connection)


@pytest.fixture
def opened(qtbot):
    """Opens a dialog and keeps it until the end of the test."""

    def build(the_hold=None, the_summary=None, **options):
        dialog = HoldDialog(the_hold or hold(), the_summary or summary(), **options)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return build


def text_of(dialog, name):
    return dialog.findChild(QLabel, name).text()


def confirm_button(dialog):
    return dialog.findChild(QPushButton, "confirm_button")


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


def test_many_scenes_are_named_and_counted(opened):
    text = text_of(opened(None, summary(30)), "hold_scenes_label")
    assert text.startswith("30 scenes")
    assert "2026-11-22 · PHR1A" in text
    assert "and 27 more" in text


def test_without_chosen_scenes_it_says_which_ones_the_parameters_take(opened):
    assert "5 most recent scenes" in text_of(opened(None, summary(0)), "hold_scenes_label")


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


def scene_hold(prices, **options):
    """A hold of one line a scene, None for a scene that the service refuses."""
    lines = tuple(
        EstimateLine(f"Scene {number}", price or 0, price or 0, f"id{number}", problem="" if price else "AOI misses it")
        for number, price in enumerate(prices)
    )
    total = sum(price or 0 for price in prices)
    return Hold(Estimate(lines, total), Balance(5000), "f" * 8, JobParameters("w", AOI), **options)


def test_scenes_that_are_refused_are_named_and_the_others_can_be_ordered_without_them(opened, qtbot):
    dialog = opened(scene_hold([900, None, 100]), summary(3))
    tree = dialog.findChild(QTreeWidget, "costs_view")
    assert [tree.topLevelItem(row).text(1) for row in range(3)] == ["900 credits", "–", "100 credits"]
    assert [tree.topLevelItem(row).childCount() for row in range(3)] == [0, 1, 0]
    assert tree.topLevelItem(1).child(0).text(0) == "AOI misses it"
    assert tree.topLevelItem(1).isExpanded()
    assert dialog.confirm_button is None
    assert "1 of 3" in text_of(dialog, "hold_reason_label")
    with qtbot.waitSignal(dialog.fewer_scenes_wanted, timeout=1000):
        QTest.mouseClick(dialog.findChild(QPushButton, "fewer_scenes_button"), Qt.MouseButton.LeftButton)
    assert dialog.confirmation() is None


def test_where_every_scene_is_refused_nothing_is_left_to_order(opened):
    dialog = opened(scene_hold([None, None]), summary(2))
    assert dialog.findChild(QPushButton, "fewer_scenes_button") is None
    assert "Nothing of this job" in text_of(dialog, "hold_reason_label")


BUDGETS = (Budget("b1", "Field work", 950), Budget("b2", "Harbour"), Budget("b3", "Rest", 1000))


def test_an_account_with_budgets_wants_one_before_it_can_be_confirmed(opened, qtbot):
    the_hold = scene_hold([900, 100], budgets=BUDGETS, needs_budget=True)
    dialog = opened(the_hold, summary(2))
    assert "budget" in confirm_button(dialog).toolTip()
    assert not confirm_button(dialog).isEnabled()
    combo = dialog.findChild(QComboBox, "budget_combo")
    offered = [combo.itemText(row) for row in range(1, 4)]
    assert offered == ["Field work · 950 credits left", "Harbour", "Rest · 1,000 credits left"]
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


def test_a_scene_that_is_owned_already_says_so_beside_its_name_and_what_it_means(opened):
    order = summary(3)
    parameters = replace(order.parameters, scene_ids=tuple(scene.id for scene in order.scenes))
    dialog = opened(scene_hold([1, 1, 1]), replace(order, parameters=parameters, owned_ids=frozenset({"id1"})))
    lines = text_of(dialog, "hold_scenes_label").splitlines()
    assert ["already own" in line for line in lines] == [False, False, True, False]
    assert "1 scene of this job" in text_of(dialog, "owned_label")
    assert "costs again" in text_of(dialog, "owned_label")
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


def before(**changes):
    """An entry of an earlier order."""
    return replace(entry("a", name="Harbour 2026-11-22 10.00 abcdef12"), **changes)


def with_prepared(the_summary, **parts):
    """A summary with what was found out before the order."""
    ids = tuple(scene.id for scene in the_summary.scenes)
    parameters = replace(the_summary.parameters, scene_ids=ids)
    return replace(the_summary, parameters=parameters, prepared=PreparedOrder(hold(), **parts))


def test_the_only_scene_of_an_order_is_counted_as_one(opened):
    owned = Taken("id0", before(state=EntryState.CREATED, status=JobStatus.SUCCEEDED))
    dialog = opened(the_summary=with_prepared(summary(1), taken=(owned,)))
    assert "of 1 scene: 1 scene already yours" in text_of(dialog, "hold_reason_label")


def test_scenes_that_would_be_bought_twice_take_the_button_away_and_offer_the_others(opened, qtbot):
    under_way, owned = before(), before(state=EntryState.CREATED, status=JobStatus.SUCCEEDED)
    taken = (Taken("id0", under_way), Taken("id1", owned))
    dialog = opened(the_summary=with_prepared(summary(3), taken=taken))
    assert confirm_button(dialog) is None
    text = text_of(dialog, "hold_reason_label")
    assert "1 scene on the way" in text
    assert "1 scene already yours" in text
    assert "of 3 scenes:" in text
    assert "“Harbour”" in text
    with qtbot.waitSignal(dialog.fewer_scenes_wanted):
        dialog.findChild(QPushButton, "fewer_scenes_button").click()


def test_job_of_which_nothing_is_left_offers_nothing(opened):
    taken = (Taken("id0", before()), Taken("id1", before()))
    dialog = opened(the_summary=with_prepared(summary(2), taken=taken))
    assert confirm_button(dialog) is None
    assert dialog.findChild(QPushButton, "fewer_scenes_button") is None
    same = opened(the_summary=with_prepared(summary(2), taken=(Taken("", before()),)))
    assert confirm_button(same) is None
    assert "may be" in text_of(same, "hold_reason_label")


def test_earlier_attempt_that_was_looked_for_once_more_is_said_and_does_not_forbid(opened):
    doubted = (before(state=EntryState.ABSENT),)
    dialog = opened(the_summary=with_prepared(summary(1), doubted=doubted))
    assert confirm_button(dialog) is not None
    text = text_of(dialog, "doubt_label")
    assert "“Harbour”" in text
    assert "both are charged" in text


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


def test_what_the_scenes_cover_together_is_a_figure_and_a_small_map(opened):
    west, east = box_ring(-0.5, 39.3, -0.35, 39.6), box_ring(-0.36, 39.3, -0.32, 39.6)
    order = summary(2)
    scenes = tuple(replace(scene, footprint=ring) for scene, ring in zip(order.scenes, (west, east)))
    dialog = opened(None, replace(order, scenes=scenes))
    assert text_of(dialog, "hold_coverage_label") == "80 %"
    assert dialog.order_map.isVisible()
    assert "2 scenes" in dialog.order_map.accessibleDescription()


def test_a_footprint_on_the_other_turn_of_the_globe_is_drawn_at_its_area(opened):
    """A scene across 180° may be given from -181° on; its outline must not leave the map."""
    aoi = Aoi(box_ring(179.9, -17.1, 180.1, -16.9), 400.0)
    order = replace(summary(1), aoi=aoi)
    scene = replace(order.scenes[0], footprint=box_ring(-180.15, -17.2, -179.9, -16.8))
    dialogs = [opened(None, replace(order, scenes=scenes)) for scenes in ((scene,), ())]
    drawn, empty = (dialog.order_map.grab().toImage() for dialog in dialogs)
    assert drawn != empty


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
