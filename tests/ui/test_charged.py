"""A product that is not sold for so small an area says so before it costs: in form, list and hold dialog."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel
from support.area_rows import PLACES, box, polygon
from support.signed_in_application import WAIT_MS, choose_product, run_query

from up42_jobs.core.app.areas.area_list import AREA
from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.sandbox import Fault
from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.hold.hold_dialog import HoldDialog

CHARGED = "is charged as 10.0 km²"


@pytest.fixture
def small(on_platform, sandbox, qtbot):
    """The Sandbox's product with a minimum of 10 km², over less than one."""
    sandbox.platform.account.licences.grant("bjn")
    choose_product(on_platform, "bjn-display", qtbot)
    return on_platform


@pytest.fixture
def panel(small, canvas, qtbot):
    panel = ConfigurePanel(small, canvas)
    qtbot.addWidget(panel)
    yield panel
    panel.release()


def estimated(application, qtbot):
    ends = (EstimateState.READY, EstimateState.FAILED)
    qtbot.waitUntil(lambda: application.workbench.estimate_state in ends, timeout=WAIT_MS)


def test_the_form_has_it_from_the_estimate(panel, small, qtbot):
    estimated(small, qtbot)
    assert small.workbench.estimate is not None
    text = panel.findChild(QLabel, "estimate_label").text()
    assert CHARGED in text
    assert "not sold for so small an area" in text


def test_the_form_has_it_from_the_description_while_there_is_no_price(panel, small, sandbox, qtbot):
    """Until then a user sees the size of the area only, and may order at once with *Live job*."""
    sandbox.faults.add(Fault("status", path="orders/estimate", status=500, times=None))
    small.workbench.set_limit(3)
    estimated(small, qtbot)
    assert small.workbench.estimate is None
    text = panel.findChild(QLabel, "estimate_label").text()
    assert "states a minimum of 10.0 km²" in text
    assert "may be charged as that" in text


def test_a_product_without_a_minimum_says_nothing(panel, small, qtbot):
    choose_product(small, "phr-display", qtbot)
    estimated(small, qtbot)
    text = panel.findChild(QLabel, "estimate_label").text()
    assert "charged as" not in text
    assert "minimum" not in text


def test_the_hold_dialog_has_it_before_the_credits_are_held(small, qtbot):
    run_query(small, qtbot)
    small.ordering.prepare([small.scenes.scenes()[0].id])
    qtbot.waitUntil(lambda: small.ordering.hold is not None, timeout=WAIT_MS)
    dialog = HoldDialog(small.ordering.hold, small.ordering.order_summary)
    qtbot.addWidget(dialog)
    assert CHARGED in dialog.findChild(QLabel, "charged_label").text()


def test_many_areas_have_it_at_each_area_and_in_the_hold_dialog(small, qtbot):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Sites", "memory")
    features = []
    for place in PLACES[:2]:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(polygon(*box(place))))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    small.area.use_features(layer)
    small.run_test_query()
    qtbot.waitUntil(lambda: small.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    model = small.area_list

    def tip(number):
        return model.index(number, AREA).data(Qt.ItemDataRole.ToolTipRole)

    # It comes with the prices.
    qtbot.waitUntil(lambda: all(CHARGED in tip(number) for number in range(2)), timeout=WAIT_MS)
    rows = [row for _, found in model.areas() for row in found[:1]]
    small.order_areas(rows)
    qtbot.waitUntil(lambda: small.ordering.hold is not None, timeout=WAIT_MS)
    dialog = HoldDialog(small.ordering.hold, small.ordering.order_summary)
    qtbot.addWidget(dialog)
    text = dialog.findChild(QLabel, "charged_label").text()
    assert text.count(CHARGED) == 2
    assert "Area 1: " in text
