"""Several products over many areas in the dock: one query, one list, the best per area across them, one purchase."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QStyle
from support.many_areas import areas_panel, rows_of, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas import area_search
from up42_jobs.core.app.areas.area_columns import COLUMNS, EYE
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.areas.area_scene import best_of
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.sandbox import Fault
from up42_jobs.ui.areas.areas_panel import AreasPanel
from up42_jobs.ui.areas.products_button import ProductsButton
from up42_jobs.ui.wording.areas import areas_state_text

PRODUCT = next(number for number, column in enumerate(COLUMNS) if column.title == "Product")


def id_of(application, key):
    return next(product.id for product in application.account.products if product.key == key)


@pytest.fixture
def both(on_platform, qtbot):
    """The application after a test query for two products over three sites."""
    on_platform.area_search.search_more([id_of(on_platform, "sentinel-2-level-2a")])
    search(on_platform, qtbot, sites(3))
    return on_platform


def all_priced(application, qtbot):
    qtbot.waitUntil(
        lambda: all(row.credits is not None or row.problem for row in rows_of(application.area_list)), timeout=WAIT_MS
    )


def test_each_product_is_searched_over_each_area_with_a_limit_of_its_own(both):
    model, search_ = both.area_list, both.area_search
    first, second = [query.product for query in search_.queries]
    assert first.id == both.workbench.product.id
    for _, rows in model.areas():
        counts = [sum(row.product_id == product.id for row in rows) for product in (first, second)]
        assert all(0 < count <= both.workbench.parameters.limit for count in counts)
    shown = {model.index_of(row.key).siblingAtColumn(PRODUCT).data() for row in rows_of(model)}
    assert shown == {first.title, second.title}


def test_best_scene_of_an_area_is_the_best_of_all_products(both, qtbot):
    all_priced(both, qtbot)
    model = both.area_list
    for (_, rows), key in zip(model.areas(), model.best_keys()):
        assert best_of(rows).key == key
        prices = [row.credits_per_usable_km2 for row in rows if row.credits_per_usable_km2 is not None]
        best = next(row for row in rows if row.key == key)
        assert best.credits_per_usable_km2 == min(prices)


def test_scenes_of_two_products_are_one_purchase_with_a_job_per_area_and_product(both, qtbot, sandbox):
    all_priced(both, qtbot)
    model = both.area_list
    chosen = []
    for _, rows in model.areas():
        for query in both.area_search.queries:
            chosen.append(next(row for row in rows if row.product_id == query.product.id and row.credits is not None))
    both.order_areas(chosen)
    qtbot.waitUntil(lambda: both.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = both.ordering.hold
    assert hold.credits == sum(row.credits for row in chosen)
    both.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    qtbot.waitUntil(lambda: both.ordering.state is OrderingState.IDLE, timeout=WAIT_MS)
    entries = both.journal.entries()
    assert {(entry.area, entry.product_id) for entry in entries} == {
        (row.area.name, row.product_id) for row in chosen
    }
    assert len({entry.purchase for entry in entries}) == 1
    assert len(sandbox.orders) == len(chosen)


def test_product_with_an_open_choice_is_listed_and_priced_and_not_ordered(on_platform, canvas, qtbot):
    """A first choice is good enough for a price; what is bought is for the user to decide."""
    analytic = id_of(on_platform, "phr-analytic")
    on_platform.area_search.search_more([analytic])
    search(on_platform, qtbot, sites(2))
    assert analytic in on_platform.area_search.assumed
    panel = AreasPanel(on_platform, canvas)
    qtbot.addWidget(panel)
    model = on_platform.area_list
    rows = rows_of(model)
    model.tick_only([next(row.key for row in rows if row.product_id == analytic)])
    assert not panel.order_button.isEnabled()
    assert "needs a choice before an order" in panel.order_button.toolTip()
    assert "prices are for" in panel.state_label.text()
    model.tick_only([next(row.key for row in rows if row.product_id != analytic)])
    assert panel.order_button.isEnabled()
    panel.release()


def test_a_product_that_cannot_be_read_is_named_once_and_the_others_arrive(on_platform, canvas, qtbot, sandbox):
    """Each area has it, but a hundred rows that say the same hide what is wrong with a single area."""
    sentinel = id_of(on_platform, "sentinel-2-level-2a")
    on_platform.area_search.search_more([sentinel])
    sandbox.faults.add(Fault("status", path=f"orders/schema/{sentinel}", status=400, times=None))
    panel = AreasPanel(on_platform, canvas)
    qtbot.addWidget(panel)
    search(on_platform, qtbot, sites(3))
    model = on_platform.area_list
    assert {row.product_id for row in rows_of(model)} == {on_platform.workbench.product.id}
    [line] = [line for line in panel.state_label.text().split("\n") if "was not searched" in line]
    title = next(product.title for product in on_platform.account.products if product.id == sentinel)
    assert line.startswith(f"{title} was not searched: ")
    assert "could not be searched" not in panel.state_label.text()
    for row in range(model.rowCount()):
        assert "⚠" not in model.index(row, 0).data()
        assert title in model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
    panel.release()


def test_a_product_that_fails_over_one_area_is_named_there_beside_the_other_scenes(on_platform, qtbot, sandbox):
    on_platform.area_search.search_more([id_of(on_platform, "sentinel-2-level-2a")])
    sandbox.faults.add(Fault("status", path="stac/search", status=400, times=1))
    search(on_platform, qtbot, sites(3))
    model = on_platform.area_list
    texts = [model.index(row, 0).data() for row in range(model.rowCount())]
    [failed] = [text for text in texts if "⚠" in text]
    # The sign is first: in a narrow dock the end of the line is cut off.
    assert re.search(r" · ⚠ \d+ scenes? · ", failed)
    assert any(f" · {query.product.title}: " in failed for query in on_platform.area_search.queries)
    assert "1 area could not be searched for every product (⚠)" in areas_state_text(on_platform.area_search)


def test_products_are_ticked_in_a_dialog_and_that_of_the_form_stays(on_platform, qtbot):
    button = ProductsButton(on_platform.area_search, on_platform.workbench)
    qtbot.addWidget(button)
    assert button.text() == "Products (1)…"
    sentinel, own = id_of(on_platform, "sentinel-2-level-2a"), on_platform.workbench.product.id

    def tick():
        dialog = QApplication.activeModalWidget()
        items = dialog.checklist.items
        assert not items[own].flags() & Qt.ItemFlag.ItemIsEnabled
        assert items[own].checkState() == Qt.CheckState.Checked
        items[sentinel].setCheckState(Qt.CheckState.Checked)
        dialog.accept()

    QTimer.singleShot(0, tick)
    button.click()
    assert button.text() == "Products (2)…"
    assert [product.id for product in on_platform.area_search.chosen_products] == [own, sentinel]
    # Another account has other products: what it does not know is not searched.
    on_platform.area_search.search_more(["unknown"])
    assert [product.id for product in on_platform.area_search.chosen_products] == [own]


def test_prices_are_requested_of_each_product_before_a_second_scene_of_any(on_platform, qtbot, monkeypatch):
    """Radar has no clouds and no usable km²: ranked with all scenes of an area, its prices were never requested, and
    an expensive product with the clearest sky hid the cheapest one.
    """
    products = [id_of(on_platform, key) for key in ("spot-display", "capella-gec-full-scene")]
    monkeypatch.setattr(area_search, "PRICED_PER_STEP", len(products) + 1)
    on_platform.area_search.search_more(products)
    steps = []
    on_platform.area_search.rows_changed.connect(
        lambda rows: steps.append([row for row in rows if row.credits is not None or row.problem])
    )
    search(on_platform, qtbot, sites(2))
    qtbot.waitUntil(lambda: any(steps), timeout=WAIT_MS)
    first = next(step for step in steps if step)
    wanted = {on_platform.workbench.product.id, *products}
    for area_id in {row.area.id for row in first}:
        assert {row.product_id for row in first if row.area.id == area_id} == wanted


def test_an_area_in_view_has_a_price_of_each_product_also_while_it_is_closed(on_platform, canvas, qtbot, monkeypatch):
    """What an area shows is its best scene: without prices that is not the cheapest one."""
    # As after the first hundreds of prices that nobody looked at.
    monkeypatch.setattr(area_search, "MAX_PRICED_UNSEEN", 0)
    on_platform.area_search.search_more([id_of(on_platform, "capella-gec-full-scene")])
    with areas_panel(on_platform, canvas, qtbot) as panel:
        search(on_platform, qtbot, sites(2))
        panel.view.collapseAll()
        model = on_platform.area_list

        def priced():
            rows = rows_of(model)
            return {row.key[:2] for row in rows if row.credits is not None or row.problem} == {
                row.key[:2] for row in rows
            }

        qtbot.waitUntil(priced, timeout=WAIT_MS)


def test_rows_of_several_products_are_named_after_them(both):
    """Platforms alone do not say which product a row is of, and in a narrow dock no other column is seen."""
    model = both.area_list
    titles = {query.product.title for query in both.area_search.queries}
    for row in rows_of(model):
        index = model.index_of(row.key)
        assert index.data().replace("★ ", "") == row.product_title
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        assert row.product_title in tip
        assert (row.scene.platform or row.scene.constellation) in tip
    model.set_grouped(False)
    shown = {model.index(row, 0).data().replace("★ ", "") for row in range(model.rowCount())}
    names = {area.name for area, _ in model.areas()}
    assert shown == {f"{name} · {title}" for name in names for title in titles}


def test_headings_of_figures_are_whole_with_the_arrow_of_their_order(both, canvas, qtbot):
    """What is compared by is what the list is sorted by: *Credits per Usable km²* lost its end to the arrow."""
    with areas_panel(both, canvas, qtbot, width=1200) as panel:
        view, header = panel.view, panel.view.header()
        for number, column in enumerate(COLUMNS[EYE + 1 :], EYE + 1):
            view.sortByColumn(number, Qt.SortOrder.AscendingOrder)
            mark = header.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMarkSize, None, header)
            wanted = header.fontMetrics().horizontalAdvance(column.title) + mark
            assert view.columnWidth(number) >= wanted, column.title


def test_a_row_in_view_that_also_leads_its_open_area_is_priced_once(both, canvas, qtbot, monkeypatch):
    """Requested twice in a step, it ended the pricing of the whole list."""
    monkeypatch.setattr(area_search, "MAX_PRICED_UNSEEN", 0)
    search_ = both.area_search
    search(both, qtbot, both.area.features_layer)
    first = rows_of(both.area_list)[0].key
    search_.want_prices([first, first])
    qtbot.waitUntil(lambda: both.area_list.row_of(first).credits is not None, timeout=WAIT_MS)


def test_layers_of_several_products_are_not_grouped_under_the_name_of_the_first(both, qtbot):
    assert both.area_pictures.title == "2 products · 3 areas"
    both.area_search.search_more(())
    search(both, qtbot, both.area.features_layer)
    assert both.area_pictures.title == f"{both.workbench.product.title} · 3 areas"


def cover(application, qtbot):
    application.area_cover.start()
    qtbot.waitUntil(lambda: not application.area_cover.is_busy, timeout=WAIT_MS)
    return application.area_list.ticked_rows()


def test_cheapest_cover_does_not_take_a_scene_of_unknown_price_where_a_priced_one_suffices(
    on_platform, qtbot, monkeypatch
):
    """Over a hundred areas it ticked scenes for 464,572 credits where others covered as much for 66,000."""
    monkeypatch.setattr(area_search, "MAX_PRICED_UNSEEN", 0)
    on_platform.area_search.search_more([id_of(on_platform, "sentinel-2-level-2a")])
    search(on_platform, qtbot, sites(3))
    model, wanted = on_platform.area_list, []
    for _, rows in model.areas():
        # Of equal ones the last would not be taken.
        wanted.append(max((row for row in rows if row.coverage > 0.9999), key=lambda row: row.scene.id))
    model.update_rows([replace(row, credits=10) for row in wanted])
    assert {row.key for row in cover(on_platform, qtbot)} == {row.key for row in wanted}


def test_cheapest_cover_takes_a_scene_of_two_products_once(on_platform, qtbot):
    """Both rows of it were ticked: the same picture twice, in two qualities."""
    on_platform.area_search.search_more([id_of(on_platform, "phr-analytic")])
    search(on_platform, qtbot, sites(2))
    all_priced(on_platform, qtbot)
    ticked = cover(on_platform, qtbot)
    assert ticked
    assert len({(row.area.id, row.scene.id) for row in ticked}) == len(ticked)
    assert {row.product_id for row in ticked} == {on_platform.workbench.product.id}
