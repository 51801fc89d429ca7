"""Nothing of the product card, the list of products, the tabs and the line of tools is cut in a narrow dock."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QLabel, QStyle, QWidget
from support.signed_in_application import WAIT_MS
from support.translation import shown_in, shown_longer

from up42_jobs.ui.dock import CONFIGURE, SCENES, Up42Dock

LOOKS = ["en", "de", "long"]
WRAP = int(Qt.TextFlag.TextWordWrap)


def shown_as(look):
    return {"en": nullcontext, "de": lambda: shown_in("de", "de_DE"), "long": shown_longer}[look]()


@pytest.fixture(params=[0, 18], ids=["usual font", "18 pt"])
def points(request, qgis_app):
    before = QApplication.font()
    font = QApplication.font()
    font.setPointSize(request.param or font.pointSize())
    QApplication.setFont(font)
    yield request.param
    QApplication.setFont(before)


@pytest.fixture(params=LOOKS)
def dock(request, points, on_platform, canvas, qtbot):
    with shown_as(request.param):
        dock = Up42Dock(on_platform, canvas)
        qtbot.addWidget(dock)
        dock.show()
        yield dock
        dock.release()


@pytest.mark.parametrize("width", [320, 400, 600])
def test_the_product_card_is_whole_or_not_there(width, dock, on_platform, qtbot):
    """“Red, green, blue in 8 bit, pansh…”: what cannot be read whole takes another line, or is left out."""
    dock.resize(width, 1500)
    qtbot.waitUntil(lambda: bool(dock.findChild(QLabel, "product_facts").text()), timeout=WAIT_MS)
    card = dock.findChild(QWidget, "product_card")
    qtbot.waitUntil(card.isVisible, timeout=WAIT_MS)
    qtbot.wait(20)
    for name in ("product_facts", "product_description"):
        label = dock.findChild(QLabel, name)
        assert label.isVisible()
        lines = label.fontMetrics().boundingRect(0, 0, label.width(), 10_000, WRAP, label.text())
        assert label.height() >= lines.height()
        assert label.geometry().bottom() < card.height()
    assert dock.findChild(QLabel, "product_description").text() == on_platform.workbench.product.description


def test_a_card_without_room_for_the_description_has_the_figures(dock, qtbot):
    card, description = dock.findChild(QWidget, "product_card"), dock.findChild(QLabel, "product_description")
    seen = set()
    for height in range(1500, 300, -20):
        dock.resize(400, height)
        qtbot.wait(1)
        seen.add((card.isVisible(), description.isVisible()))
        facts = dock.findChild(QLabel, "product_facts")
        assert not card.isVisible() or facts.height() >= facts.heightForWidth(facts.width())
    assert (True, True) in seen
    assert (False, False) in seen
    assert (False, True) not in seen


@pytest.mark.parametrize("width", [320, 600])
def test_the_open_list_is_as_wide_as_its_widest_entry(width, dock, on_platform, qtbot):
    """The largest entry was cut by some pixels, by the frames around the list, or at a number of letters."""
    dock.resize(width, 900)
    combo = dock.findChild(QWidget, "product_combo")
    limits = {"min_area_km2": 0.25, "max_area_km2": 400.0, "credits_per_km2": 700.0}
    combo.set_products([replace(on_platform.workbench.product, **limits)])
    combo.showPopup()
    QApplication.processEvents()
    view = combo.view()
    needed = max(view.sizeHintForIndex(combo.model().index(row, 0)).width() for row in range(combo.count()))
    room, screen = view.viewport().width(), view.screen().availableSize().width()
    combo.hidePopup()
    # The bar and the edge of the screen take the rest.
    assert room >= min(needed, int(0.85 * screen))
    assert view.width() <= screen


@pytest.mark.parametrize("width", [320, 360, 400])
def test_no_tab_is_cut(width, dock, points, qtbot):
    """The counts go first: “Config…”, “Scenes (…” and “Jobs …” were at 320 px."""
    dock.resize(width, 900)
    QApplication.processEvents()
    bar = dock.tabs.tabBar()
    room = bar.style().pixelMetric(QStyle.PixelMetric.PM_TabBarTabHSpace, None, bar)
    wide = [bar.tabRect(index).width() - room for index in range(bar.count())]
    needed = [bar.fontMetrics().horizontalAdvance(bar.tabText(index)) for index in range(bar.count())]
    # Large letters, or words longer than any language of ours, need a wider dock.
    is_usual = not points and dock.tabs.tabText(CONFIGURE) in ("Configure", "Formular")
    if is_usual or sum(needed) + 3 * room <= bar.width():
        assert [text for text, has in zip(needed, wide) if text > has] == []


def test_the_line_of_tools_is_whole_in_a_low_narrow_dock(dock, qtbot):
    """“Werkzeuge” was cut at 356 px in a large font."""
    dock.tabs.setCurrentIndex(SCENES)
    dock.resize(dock.minimumSizeHint().width(), 480)
    button = dock.findChild(QWidget, "tools_menu_button")
    qtbot.waitUntil(button.isVisible, timeout=WAIT_MS)
    QApplication.processEvents()
    assert button.width() >= button.sizeHint().width()
    assert button.geometry().right() < button.parentWidget().width()
    assert button.mapTo(dock, button.rect().topRight()).x() < dock.width()
    slider = dock.findChild(QWidget, "opacity_slider")
    box = dock.findChild(QWidget, "all_shown_box")
    assert box.width() >= box.minimumSizeHint().width()
    assert slider.width() >= 36
