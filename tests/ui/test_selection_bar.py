"""The bar above the order button: what is chosen, what it covers and costs, and its share of the balance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication
from support.scene_panel import select, show_result, some_scenes
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.domain.connections import Region
from up42_jobs.core.domain.jobs.credits import EstimateLine
from up42_jobs.core.domain.scenes.order_figures import OrderFigures
from up42_jobs.ui.parts.balance_bar import BalanceBar
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel
from up42_jobs.ui.scenes.selection_bar import SelectionBar
from up42_jobs.ui.wording.order_figures import balance_share_texts, choice_texts


@pytest.mark.parametrize(
    ("figures", "choice", "balance"),
    [
        (OrderFigures(balance=12430), "Nothing selected", "balance 12,430"),
        (
            OrderFigures(2, 1.0, 6874, 6874, 0, 12430),
            "2 selected · covers 100 % · 6,874 credits (≈ €68.74)",
            "5,556 of 12,430 left",
        ),
        (
            OrderFigures(10, 0.998, 33358, 34858, 0, 12430),
            "10 selected · covers 99 % · 33,358 – 34,858 credits (≈ €348.58)",
            "⚠ 22,428 more than the balance of 12,430",
        ),
        (OrderFigures(1, None, 0, 0, 1, 12430), "1 selected · 1 price unknown", "balance 12,430"),
        (
            OrderFigures(3, 0.5, 200, 200, 2, None),
            "3 selected · covers 50 % · 200 credits (≈ €2.00) · 2 prices unknown",
            "balance unknown",
        ),
        (OrderFigures(1, 1.0, 0, 0, 0, 0), "1 selected · covers 100 % · 0 credits (≈ €0.00)", "0 of 0 left"),
    ],
)
def test_the_words_say_what_is_known_and_no_more(qgis_app, figures, choice, balance):
    assert choice_texts(figures, Region.EU)[0] == choice
    assert balance_share_texts(figures)[0] == balance


def test_credits_of_saudi_arabia_are_dollars(qgis_app):
    assert "≈ $68.74" in choice_texts(OrderFigures(2, 1.0, 6874, 6874, 0, 12430), Region.SA)[0]


def test_beyond_the_balance_is_not_said_by_colour_alone(qtbot):
    """A printed or colour-blind look has the line, the hatching and the words."""
    bar = SelectionBar()
    qtbot.addWidget(bar)
    bar.resize(400, bar.sizeHint().height())
    bar.show()
    bar.show_figures(OrderFigures(1, 1.0, 200, 200, 0, 100), Region.EU)
    assert bar.balance_label.text().startswith("⚠")
    assert "more than the balance" in bar.bar.accessibleDescription()
    image = bar.bar.grab().toImage()
    middle = image.height() // 2
    colours = [image.pixelColor(x, middle) for x in range(2, image.width() - 2)]
    first, second = colours[: len(colours) // 2 - 3], colours[len(colours) // 2 + 3 :]
    assert len({colour.name() for colour in first}) == 1
    assert len({colour.name() for colour in second}) > 1
    assert QColor(first[0]).red() > 2 * QColor(first[0]).blue()


@pytest.mark.parametrize(("share", "percent"), [(None, 0), (0.0, 0), (0.25, 25), (1.0, 100), (3.0, 100)])
def test_a_reader_hears_the_share(qtbot, share, percent):
    bar = BalanceBar()
    qtbot.addWidget(bar)
    bar.show_share(share, "words")
    assert bar.value() == percent
    assert bar.accessibleDescription() == "words"


@pytest.mark.parametrize("width", [300, 400])
def test_long_words_do_not_widen_the_dock(qtbot, width):
    bar = SelectionBar()
    qtbot.addWidget(bar)
    bar.resize(width, 100)
    bar.show()
    bar.show_figures(OrderFigures(10, 0.998, 33358, 34858, 0, 12430), Region.EU)
    assert bar.minimumSizeHint().width() <= 300
    assert bar.balance_label.text() in ("⚠ 22,428 more than 12,430", "⚠ 22,428 more than the balance of 12,430")
    metrics = bar.balance_label.fontMetrics()
    assert metrics.horizontalAdvance(bar.balance_label.text()) <= width


@pytest.mark.parametrize("width", [300, 900])
def test_a_low_tab_has_one_line_of_words_that_fit(qtbot, width):
    bar = SelectionBar()
    qtbot.addWidget(bar)
    bar.set_low(True)
    bar.resize(width, 60)
    bar.show()
    bar.show_figures(OrderFigures(10, 0.5, 3000, 3000, 2, 12430), Region.EU)
    assert bar.choice_label.minimumHeight() == bar.choice_label.fontMetrics().height()
    assert not bar.choice_label.wordWrap()
    assert "covers 50 %" in bar.choice_label.toolTip()
    assert ("covers" in bar.choice_label.text()) is (width > 500)


@pytest.mark.parametrize("width", [320, 400, 600])
def test_choosing_a_scene_moves_nothing(qtbot, width):
    """The list above must not jump below a pointer that chooses."""
    bar = SelectionBar()
    qtbot.addWidget(bar)
    bar.resize(width, 100)
    bar.show()
    QApplication.processEvents()
    heights = []
    for figures in (OrderFigures(balance=12430), OrderFigures(2, 1.0, 6874, 6874, 0, 12430)):
        bar.show_figures(figures, Region.EU)
        QApplication.processEvents()
        heights.append(bar.layout().totalHeightForWidth(width))
    assert heights[0] == heights[1]


def test_it_follows_choice_prices_and_balance(on_platform, canvas, qtbot):
    panel = ScenesPanel(on_platform, canvas)
    qtbot.addWidget(panel)
    panel.resize(400, 900)
    panel.show()
    run_query(on_platform, qtbot)
    bar = panel.selection_bar
    panel.scenes_view.clearSelection()
    qtbot.waitUntil(lambda: bar.choice_label.text() == "Nothing selected", timeout=WAIT_MS)
    select(panel, 0, 1)
    qtbot.waitUntil(lambda: "credits" in bar.choice_label.text(), timeout=WAIT_MS)
    scenes = panel.selected_scenes()
    total = sum(on_platform.scenes.cost(scene.id).max_credits for scene in scenes)
    balance = on_platform.account.balance.available_credits
    figures = on_platform.order_choice.figures([scene.id for scene in scenes])
    assert (figures.count, figures.max_credits, figures.balance) == (2, total, balance)
    assert bar.choice_label.text().startswith("2 selected · covers")
    assert f"{balance - total:,} of {balance:,} left" == bar.balance_label.text()
    dear = [EstimateLine("", balance, balance, scene.id) for scene in scenes]
    on_platform.scenes.set_costs(dear)
    qtbot.waitUntil(lambda: f"⚠ {balance:,} more" in bar.balance_label.text(), timeout=WAIT_MS)
    panel.release()


def test_a_scene_that_cannot_be_ordered_has_no_price(application, canvas, qtbot):
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    show_result(application, tuple(replace(scene, footprint=None) for scene in some_scenes(2)))
    application.scenes.set_costs([EstimateLine("", 0, 0, "scene-0", problem="AOI misses it")])
    figures = application.order_choice.figures(["scene-0", "scene-1", "gone"])
    assert figures == OrderFigures(2, None, 0, 0, 2, None)
    panel.release()


def test_a_price_of_the_result_itself_counts_as_in_its_row(application, canvas, qtbot):
    """Classic results carry a price per scene; a row that shows it beside "price unknown" would be doubted."""
    priced = [replace(scene, estimated_credits=1691) for scene in some_scenes(2)]
    show_result(application, priced)
    figures = application.order_choice.figures([scene.id for scene in priced])
    assert (figures.min_credits, figures.max_credits, figures.unpriced) == (3382, 3382, 0)


def test_bold_words_follow_a_theme_that_is_chosen_later(qtbot):
    """A label with a style sheet of its own kept the colour of the former theme: black on dark."""
    bar = SelectionBar()
    qtbot.addWidget(bar)
    bar.show()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#aaaaaa"))
    bar.setPalette(palette)
    assert bar.choice_label.palette().color(QPalette.ColorRole.WindowText) == QColor("#aaaaaa")
    bar.setStyleSheet("* { font-size: 18pt }")
    assert bar.choice_label.font().bold()
    assert bar.choice_label.styleSheet() == ""


def test_bar_and_button_speak_of_the_same_scenes_at_any_moment(application, canvas, qtbot):
    """For a tenth of a second the bar had the figures of the former choice above the button of the new one."""
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.show()
    show_result(application, some_scenes(6))
    for scene_id, number in (("scene-1", 1), ("scene-2", 2), ("scene-3", 3)):
        application.scenes.tick([scene_id])
        assert panel.selection_bar.choice_label.text().startswith(f"{number} selected")
        assert f"({number})" in panel.order_button.text()
    application.scenes.tick(["scene-1", "scene-2", "scene-3"], False)
    select(panel, 0, 1, 4, 5)
    assert panel.selection_bar.choice_label.text().startswith("4 selected")
    assert "4" in panel.order_button.text()
    panel.release()
