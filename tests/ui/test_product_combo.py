"""The product combo box: grouped by collection, searchable, accepts only offered products."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QStyleOptionViewItem

from up42_jobs.core.domain.products import Product, SensorKind
from up42_jobs.ui.configure.product_combo import ProductCombo, ProductOrder
from up42_jobs.ui.configure.product_picture import product_picture
from up42_jobs.ui.parts.colours import contrast

PRODUCTS = (
    Product("1", "phr-display", "Display", "Pléiades"),
    Product("2", "phr-tasking", "Mono", "Pléiades", is_orderable=False),
    Product("3", "spot-display", "Display", "SPOT"),
    Product("4", "spot-analytic", "Analytic", "SPOT"),
)


@pytest.fixture
def combo(qtbot):
    combo = ProductCombo()
    qtbot.addWidget(combo)
    combo.set_products(PRODUCTS)
    combo.show_product("1")
    combo.resize(200, combo.sizeHint().height())
    combo.show()
    qtbot.waitExposed(combo)
    return combo


def rows(combo):
    return [(combo.itemText(row), bool(combo.model().item(row).isEnabled())) for row in range(combo.count())]


def leave(combo, text):
    """Types a text in the place of what stands there and goes on to the next field."""
    combo.lineEdit().selectAll()
    QTest.keyClicks(combo.lineEdit(), text)
    QTest.keyClick(combo.lineEdit(), Qt.Key.Key_Return)


def test_products_are_listed_under_their_collection_and_what_is_not_sold_is_grey(combo):
    assert rows(combo) == [
        ("Pléiades", False),
        ("Pléiades · Display", True),
        ("Pléiades · Mono", False),
        ("SPOT", False),
        ("SPOT · Display", True),
        ("SPOT · Analytic", True),
    ]
    assert "API" in combo.itemData(2, Qt.ItemDataRole.ToolTipRole)
    assert combo.currentText() == "Pléiades · Display"


def test_a_part_of_the_name_is_enough_where_it_means_one_product(combo, qtbot):
    with qtbot.waitSignal(combo.chosen, timeout=1000) as chosen:
        leave(combo, "analyt")
    assert chosen.args == ["4"]
    assert combo.currentText() == "SPOT · Analytic"


@pytest.mark.parametrize("typed", ["display", "nothing of the kind", "SPOT", "Mono", ""])
def test_words_that_mean_several_none_or_a_grey_one_change_nothing(typed, combo, qtbot):
    with qtbot.assertNotEmitted(combo.chosen):
        if typed:
            leave(combo, typed)
        else:
            combo.lineEdit().clear()
            QTest.keyClick(combo.lineEdit(), Qt.Key.Key_Return)
    assert combo.currentText() == "Pléiades · Display"


def test_what_is_typed_offers_the_products_that_hold_it(combo, qtbot):
    combo.lineEdit().selectAll()
    QTest.keyClicks(combo.lineEdit(), "spot")
    completer = combo.completer()
    found = [completer.completionModel().index(row, 0).data() for row in range(completer.completionCount())]
    assert found == ["SPOT · Display", "SPOT · Analytic"]


def test_showing_a_product_emits_no_signal(combo, qtbot):
    with qtbot.assertNotEmitted(combo.chosen):
        combo.show_product("3")
        combo.set_products(PRODUCTS[:1])
        combo.show_product("3")
    assert combo.currentText() == ""


def test_products_without_a_collection_have_no_heading(combo):
    combo.set_products([Product("9", "k", "Pléiades Display (Download)")])
    assert rows(combo) == [("Pléiades Display (Download)", True)]


def test_a_title_that_has_its_collection_does_not_repeat_it(combo):
    combo.set_products([Product("1", "k", "SPOT 6/7 Display", "SPOT 6/7"), Product("2", "l", "Spotlight", "SPOT")])
    assert [combo.itemText(row) for row in (1, 3)] == ["SPOT 6/7 Display", "Spotlight"]
    drawn = []
    for row in (1, 3):
        option = QStyleOptionViewItem()
        combo.itemDelegate().initStyleOption(option, combo.model().index(row, 0))
        drawn.append(option.text.strip())
    assert drawn == ["Display", "Spotlight"]


CARDS = (
    Product("1", "a", "Display", "Pléiades", resolution_m=0.5, sensor=SensorKind.OPTICAL, provider="Airbus",
            credits_per_km2=1000.0, min_area_km2=0.1, max_area_km2=400.0),
    Product("2", "b", "Display", "SPOT", resolution_m=1.5, sensor=SensorKind.OPTICAL, provider="Airbus"),
    Product("3", "c", "Visual", "Sentinel-2", resolution_m=10.0, sensor=SensorKind.OPTICAL, provider="ESA",
            is_free=True),
    Product("4", "d", "Unknown", "Other"),
    Product("5", "e", "Radar", "ICEYE", resolution_m=0.25, sensor=SensorKind.RADAR),
)


def drawn(combo):
    """Returns what the open list shows, row by row."""
    texts = []
    for row in range(combo.count()):
        option = QStyleOptionViewItem()
        combo.itemDelegate().initStyleOption(option, combo.model().index(row, 0))
        texts.append([line.strip() for line in option.text.split("\u2028")])
    return texts


def test_each_product_says_what_it_is_before_it_is_chosen(combo):
    """Resolution, price and area limits decide the choice, and were found out by trying."""
    combo.set_products(CARDS)
    texts = drawn(combo)
    assert texts[1] == ["Display", "0.5 m · optical · Airbus · from ~€10/km² · min 0.1 km² · max 400 km²"]
    assert texts[3] == ["Display", "1.5 m · optical · Airbus"]
    assert texts[5] == ["Visual", "10 m · optical · ESA · free"]
    assert texts[7] == ["Unknown"]
    assert texts[9] == ["Radar", "0.25 m · radar"]
    item = combo.model().item(1)
    assert "0.5 m" in item.accessibleDescription()
    two, plain = (combo.view().sizeHintForRow(row) for row in (1, 7))
    assert two > 1.5 * plain


def test_a_price_that_an_estimate_has_shown_replaces_the_list_price(combo):
    combo.set_products(CARDS, prices={"1": 3346.0, "2": 420.0})
    texts = drawn(combo)
    assert "from ~€33/km²" in texts[1][1]
    assert "from ~€4.20/km²" in texts[3][1]


@pytest.mark.parametrize(
    ("order", "ids"),
    [(ProductOrder.RESOLUTION, ["5", "1", "2", "3", "4"]), (ProductOrder.PRICE, ["3", "2", "1", "4", "5"])],
)
def test_products_are_sorted_with_the_unknown_at_the_end(order, ids, combo):
    combo.set_products(CARDS, order, {"2": 420.0})
    assert [combo.itemData(row, Qt.ItemDataRole.UserRole) for row in range(combo.count())] == ids
    assert all(combo.model().item(row).isEnabled() for row in range(combo.count()))
    # Without headings a name stands for itself.
    assert drawn(combo)[ids.index("2")][0] == "SPOT · Display"


def test_a_product_has_a_picture_of_what_its_sensor_sees(combo):
    """Cards of words alone look the same; the services offer no pictures."""
    combo.set_products(CARDS)
    pictures = {}
    for row in (1, 3, 5, 7, 9):
        option = QStyleOptionViewItem()
        combo.itemDelegate().initStyleOption(option, combo.model().index(row, 0))
        size = option.decorationSize
        pictures[row] = None if option.icon.isNull() else option.icon.pixmap(size).toImage()
    # Of a product of which nothing is known nothing is drawn.
    assert pictures[7] is None
    drawn = [picture for picture in pictures.values() if picture is not None]
    assert all(picture.height() == 2 * combo.fontMetrics().height() for picture in drawn)
    assert all(first != second for number, first in enumerate(drawn) for second in drawn[:number])


@pytest.mark.parametrize("kind", list(SensorKind))
def test_pictures_of_coarser_sensors_have_larger_pixels(kind, qgis_app):
    counts = []
    for metres in (0.3, 1.5, 10.0, 30.0):
        image = product_picture(Product("1", "x", "X", sensor=kind, resolution_m=metres), 96).toImage()
        # Above the chip with the resolution.
        steps = sum(image.pixel(x, y) != image.pixel(x - 1, y) for y in range(10, 60) for x in range(10, 86))
        counts.append(steps)
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1.5 * counts[-1]


@pytest.mark.parametrize("metres", [0.3, 0.25, 1.5, 10.0, 1000.0])
def test_the_resolution_in_a_picture_can_be_read(metres, qgis_app):
    image = product_picture(Product("1", "x", "X", sensor=SensorKind.RADAR, resolution_m=metres), 40).toImage()
    strip = [QColor(image.pixel(x, y)) for x in range(40) for y in range(30, 40)]
    ground = max(strip[:10], key=lambda color: color.lightness())
    assert contrast(QColor("white"), ground) > 4.5
    assert any(color.lightness() > 230 for color in strip)

