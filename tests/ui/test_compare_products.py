"""Several products compared for one area: scenes side by side, prices of what is in view, kept for the session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from support.many_areas import sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.scenes import product_comparison
from up42_jobs.core.app.scenes.product_list import ProductColumn
from up42_jobs.core.domain.parameters import GeometryMode, JobParameters
from up42_jobs.core.domain.products import Product
from up42_jobs.core.usecases.compare_products import parameters_for
from up42_jobs.core.wording.figures import UNKNOWN
from up42_jobs.sandbox import Fault
from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.configure.products_dialog import ProductsDialog
from up42_jobs.ui.wording import product_name_text


def ids_of(application, *keys):
    return [next(product.id for product in application.account.products if product.key == key) for key in keys]


def dialog_for(application):
    return ProductsDialog(application.product_comparison, application.product_list, application.workbench)


@pytest.fixture
def opened(on_platform, qtbot):
    """The dialog over the application with two optical products ticked."""
    dialog = dialog_for(on_platform)
    qtbot.addWidget(dialog)
    dialog.show()
    for product_id in ids_of(on_platform, "phr-display", "sentinel-2-level-2a"):
        dialog.checklist.items[product_id].setCheckState(Qt.CheckState.Checked)
    return dialog


def compare(dialog, application, qtbot):
    QTest.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not application.product_comparison.is_busy, timeout=WAIT_MS)
    assert application.product_comparison.error is None


def estimates(sandbox):
    return sum(request.path.endswith("/estimate") for request in sandbox.requests)


def has_all_prices(application, dialog):
    return all(application.product_comparison.age_s(row) is not None for row in dialog._rows_in_view())


def test_scenes_of_two_products_are_listed_side_by_side_with_prices(opened, on_platform, qtbot):
    compare(opened, on_platform, qtbot)
    comparison, model = on_platform.product_comparison, on_platform.product_list
    titles = {row.product_title for row in comparison.rows}
    assert len(titles) == 2
    assert opened.state_label.text().startswith(f"{len(comparison.rows)} scenes of 2 products")
    qtbot.waitUntil(lambda: has_all_prices(on_platform, opened), timeout=WAIT_MS)
    texts = [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]
    assert all(cells[ProductColumn.GSD].endswith(" m") for cells in texts)
    assert {cells[ProductColumn.GSD] for cells in texts} == {"0.5 m", "10 m"}
    assert any("credits" in cells[ProductColumn.PRICE] for cells in texts)
    # One best of all.
    assert sum(cells[ProductColumn.PRODUCT].startswith("★") for cells in texts) == 1


def test_a_choice_that_an_order_needs_is_assumed_and_named(opened, on_platform, qtbot):
    """Without it the service gives no price, and a comparison without prices compares nothing."""
    (analytic,) = ids_of(on_platform, "phr-analytic")
    opened.checklist.items[analytic].setCheckState(Qt.CheckState.Checked)
    compare(opened, on_platform, qtbot)
    qtbot.waitUntil(lambda: has_all_prices(on_platform, opened), timeout=WAIT_MS)
    assert [row.problem for row in opened._rows_in_view() if row.problem] == []
    assert "prices are for" in opened.state_label.text()


def test_a_product_that_cannot_be_read_is_named_and_the_other_is_compared(opened, on_platform, qtbot, sandbox):
    sentinel, other = ids_of(on_platform, "sentinel-2-level-2a", "phr-display")
    sandbox.faults.add(Fault("status", path=f"orders/schema/{sentinel}", status=400, times=None))
    compare(opened, on_platform, qtbot)
    assert {row.product_id for row in on_platform.product_comparison.rows} == {other}
    title = next(product.title for product in on_platform.account.products if product.id == sentinel)
    assert f"{title}: " in opened.state_label.text()


def test_every_column_sorts_both_ways_with_unknown_figures_last(opened, on_platform, qtbot):
    compare(opened, on_platform, qtbot)
    qtbot.waitUntil(lambda: has_all_prices(on_platform, opened), timeout=WAIT_MS)
    model = on_platform.product_list
    for column in ProductColumn:
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            model.sort(int(column), order)
            values = [column.figure.value(model.row(model.index(row, 0))) for row in range(model.rowCount())]
            known = [value for value in values if value is not None]
            assert known == sorted(known, reverse=order == Qt.SortOrder.DescendingOrder)
            assert values[len(known) :] == [None] * (len(values) - len(known))


def test_prices_in_view_are_asked_for_once_per_session_and_marked_with_their_age(
    opened, on_platform, sandbox, qtbot, monkeypatch
):
    compare(opened, on_platform, qtbot)
    qtbot.waitUntil(lambda: has_all_prices(on_platform, opened), timeout=WAIT_MS)
    asked = estimates(sandbox)
    assert asked > 0
    compare(opened, on_platform, qtbot)
    opened._want_prices()
    assert not on_platform.product_comparison._is_pricing
    assert estimates(sandbox) == asked
    later = product_comparison.utc_now() + timedelta(minutes=7)
    monkeypatch.setattr(product_comparison, "utc_now", lambda: later)
    on_platform.product_list.show_ages()
    row = opened._rows_in_view()[0]
    place = on_platform.product_list._numbers[row.key]
    assert "7 min ago" in on_platform.product_list.index(place, ProductColumn.PRICE).data()
    QTest.mouseClick(opened.ask_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: has_all_prices(on_platform, opened), timeout=WAIT_MS)
    assert estimates(sandbox) > asked
    assert "ago" not in on_platform.product_list.index(place, ProductColumn.PRICE).data()


def test_only_what_is_in_view_is_priced(opened, on_platform, sandbox, qtbot):
    on_platform.workbench.set_limit(40)
    opened.resize(900, 260)
    compare(opened, on_platform, qtbot)
    qtbot.waitUntil(lambda: bool(opened._rows_in_view()) and has_all_prices(on_platform, opened), timeout=WAIT_MS)
    assert on_platform.product_list.rowCount() > 20
    assert estimates(sandbox) < on_platform.product_list.rowCount()


def test_the_product_of_a_scene_goes_into_the_form(opened, on_platform, qtbot):
    compare(opened, on_platform, qtbot)
    (wanted,) = ids_of(on_platform, "sentinel-2-level-2a")
    model = on_platform.product_list
    rows = [row for row in range(model.rowCount()) if model.row(model.index(row, 0)).product_id == wanted]
    assert not opened.use_button.isEnabled()
    opened.view.setCurrentIndex(model.index(rows[0], 0))
    QTest.mouseClick(opened.use_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: on_platform.workbench.product.id == wanted, timeout=WAIT_MS)
    assert not opened.isVisible()


def test_products_are_filtered_and_the_last_choice_is_kept(opened, on_platform, qtbot):
    compare(opened, on_platform, qtbot)
    again = dialog_for(on_platform)
    qtbot.addWidget(again)
    assert again.checklist.chosen_ids() == opened.checklist.chosen_ids()
    again.show()
    again.checklist.filter_edit.setText("sentinel")
    shown = [item.text() for item in again.checklist.items.values() if not item.isHidden()]
    assert shown
    assert all("sentinel" in text.lower() for text in shown)


def test_without_an_area_it_says_what_to_do_first(on_platform, qtbot):
    on_platform.area.clear()
    assert on_platform.workbench.parameters.aoi is None
    dialog = dialog_for(on_platform)
    qtbot.addWidget(dialog)
    assert not dialog.compare_button.isEnabled()
    assert "area" in dialog.state_label.text()


def test_another_connection_forgets_what_was_found(opened, on_platform, qtbot):
    compare(opened, on_platform, qtbot)
    on_platform.account.select("Sandbox")
    qtbot.waitUntil(lambda: on_platform.product_comparison.rows == [], timeout=WAIT_MS)
    assert on_platform.product_list.rowCount() == 0


def test_the_names_are_those_of_the_form(opened, on_platform):
    product = on_platform.workbench.product
    assert opened.checklist.items[product.id].text() == product_name_text(product)


def test_another_product_keeps_the_form_s_filters_and_its_own_options():
    form = JobParameters("a", limit=50, max_cloud_cover=20, options={"x": 1}, budget_id="b", scene_ids=("s",))
    same = parameters_for(Product("a", "a", "A"), form)
    assert (same.options, same.budget_id, same.scene_ids) == ({"x": 1}, "b", ())
    other = Product("r", "r", "R", has_cloud_cover=False, max_scenes=20, geometry_modes=(GeometryMode.INTERSECTS,))
    radar = parameters_for(other, form)
    assert (radar.product_id, radar.limit, radar.max_cloud_cover) == ("r", 20, None)
    assert (radar.options, radar.budget_id, radar.geometry_mode) == ({}, "", GeometryMode.INTERSECTS)


def test_the_form_opens_the_comparison(on_platform, canvas, qtbot):
    panel = ConfigurePanel(on_platform, canvas)
    qtbot.addWidget(panel)
    panel.show()
    QTest.mouseClick(panel.products_button, Qt.MouseButton.LeftButton)
    dialog = panel.window().findChild(ProductsDialog)
    assert dialog.isVisible()
    dialog.close()
    panel.release()


def test_a_service_without_prices_of_scenes_promises_none(signed_in, qtbot):
    """Its cells said "…" for ever, and a button asked for prices that never came."""
    dialog = dialog_for(signed_in)
    qtbot.addWidget(dialog)
    dialog.show()
    compare(dialog, signed_in, qtbot)
    model = signed_in.product_list
    assert model.rowCount() > 0
    assert {model.index(row, ProductColumn.PRICE).data() for row in range(model.rowCount())} == {UNKNOWN}
    assert not dialog.ask_button.isEnabled()


def test_names_and_dates_are_whole(signed_in, qtbot):
    """In the fonts of some systems "2026-11-29 10:25" and the names of the products were cut."""
    dialog = dialog_for(signed_in)
    qtbot.addWidget(dialog)
    dialog.show()
    compare(dialog, signed_in, qtbot)
    for column in (ProductColumn.DATE, ProductColumn.USABLE):
        assert dialog.view.sizeHintForColumn(column) <= dialog.view.columnWidth(column), column.name
    products = dialog.checklist.view
    assert products.sizeHintForColumn(0) <= products.viewport().width()


def test_with_many_areas_in_the_form_it_says_where_products_are_compared_over_all_of_them(on_platform, qtbot):
    """*Choose an area in the form first* was what a user read who had just chosen a hundred."""
    on_platform.area.use_features(sites(2))
    dialog = dialog_for(on_platform)
    qtbot.addWidget(dialog)
    assert not dialog.compare_button.isEnabled()
    assert "Products…, below the layer" in dialog.state_label.text()
    assert "first" not in dialog.state_label.text()
