"""Form and JSON request stay in sync; nothing typed is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit
from support.configure_tab import child, open_configure_tab, text_of
from support.signed_in_application import LONLAT, WAIT_MS, choose_product

from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.parameters import GeometryMode
from up42_jobs.core.domain.products import default_options


@pytest.fixture
def panel(signed_in, canvas, qtbot):
    """The form of the Sandbox, as narrow as the dock can be."""
    return open_configure_tab(signed_in, canvas, qtbot)


def test_typed_numbers_reach_the_request(panel, signed_in):
    for name, text in (("limit_spin", "7"), ("cloud_spin", "35")):
        spin = child(panel, name)
        spin.setFocus()
        spin.selectAll()
        QTest.keyClicks(spin, text)
        QTest.keyClick(spin, Qt.Key.Key_Tab)
    task = json.loads(signed_in.workbench.request_text)["oneatlas-pleiades-display:1"]
    assert (task["limit"], task["max_cloud_cover"]) == (7, 35)


def test_limit_beyond_the_product_gets_a_sentence_and_is_not_cut(panel, signed_in):
    signed_in.workbench.set_limit(501)
    assert child(panel, "limit_problem").isVisibleTo(panel)
    assert "500" in text_of(panel, "limit_problem")
    assert child(panel, "limit_spin").value() == 501
    assert not child(panel, "run_button").isEnabled()
    assert text_of(panel, "reason_label")


def test_edited_request_drives_the_form(panel, signed_in, qtbot):
    request = json.loads(signed_in.workbench.request_text)
    task = request["oneatlas-pleiades-display:1"]
    task.update(limit=3, max_cloud_cover=12, bbox=[10.0, 50.0, 10.1, 50.1], made_up=[1, {"kept": True}])
    child(panel, "request_edit", QPlainTextEdit).setPlainText(json.dumps(request))
    qtbot.waitUntil(lambda: signed_in.workbench.parameters.limit == 3, timeout=WAIT_MS)
    assert child(panel, "limit_spin").value() == 3
    assert child(panel, "cloud_spin").value() == 12
    assert signed_in.area.source is AreaSource.REQUEST
    assert signed_in.area.aoi.area_km2 == pytest.approx(79.5, rel=0.02)
    again = json.loads(signed_in.workbench.request_text)["oneatlas-pleiades-display:1"]
    assert again["made_up"] == [1, {"kept": True}]


@pytest.mark.parametrize(
    "broken",
    [
        '{"a": ',
        "[]",
        '{"oneatlas-pleiades-display:1": {}}',
        '{"oneatlas-pleiades-display:1": 5, "data-conversion-dimap:1": {}}',
    ],
)
def test_request_that_is_none_stays_as_typed_and_is_explained(broken, panel, signed_in, qtbot):
    before = signed_in.workbench.parameters
    edit = child(panel, "request_edit", QPlainTextEdit)
    edit.setPlainText(broken)
    qtbot.waitUntil(lambda: text_of(panel, "request_problem") != "", timeout=WAIT_MS)
    assert edit.toPlainText() == broken
    assert signed_in.workbench.parameters == before


def test_two_geometries_name_the_second_one(panel, signed_in):
    request = json.loads(signed_in.workbench.request_text)
    task = request["oneatlas-pleiades-display:1"]
    task["intersects"] = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    error = signed_in.workbench.apply_request_text(json.dumps(request))
    assert error.path == ("oneatlas-pleiades-display:1", "intersects")


def test_fields_of_the_product_are_checked_where_they_are_typed(panel, signed_in, qtbot):
    streaming = next(product for product in signed_in.account.products if "spot" in product.key)
    signed_in.workbench.select_product(streaming.id)
    line = child(panel, "parameter_oneatlas-spot-aoiclipped:1_zoom_level", QLineEdit)
    assert line.text() == "17"
    line.setText("99")
    assert not signed_in.workbench.can_run
    assert "17" in text_of(panel, "problem_oneatlas-spot-aoiclipped:1_zoom_level")
    line.setText("often")
    assert text_of(panel, "problem_oneatlas-spot-aoiclipped:1_zoom_level")
    line.setText("15")
    assert signed_in.workbench.parameters.options[streaming.key]["zoom_level"] == 15
    assert signed_in.workbench.can_run


def test_product_without_test_query_says_so(panel, signed_in):
    product = next(item for item in signed_in.account.products if not item.has_dry_run)
    signed_in.workbench.select_product(product.id)
    assert not child(panel, "run_button").isEnabled()
    signed_in.workbench.set_mode(JobMode.LIVE)
    assert child(panel, "run_button").isEnabled()


def test_preset_brings_everything_back(panel, signed_in):
    workbench = signed_in.workbench
    workbench.set_limit(9)
    workbench.set_max_cloud_cover(15)
    workbench.set_geometry_mode(GeometryMode.CONTAINS)
    request = workbench.request_text
    signed_in.presets.save("Harbour")
    other = next(product for product in signed_in.account.products if product.id != workbench.product.id)
    workbench.select_product(other.id)
    workbench.set_limit(2)
    signed_in.presets.load("Harbour")
    assert workbench.request_text == request
    signed_in.presets.remove("Harbour")
    assert signed_in.presets.names() == []


def test_a_query_without_scenes_says_so_below_the_form_until_it_changes(panel, signed_in, qtbot):
    """The notice leaves after some seconds, and nothing would say why the tab did not change."""
    signed_in.workbench.set_max_cloud_cover(0)
    signed_in.workbench.set_limit(1)
    signed_in.area.use_rectangle(QgsRectangle(-30.0, 45.0, -29.99, 45.01), LONLAT)
    signed_in.workbench.set_period(replace_days(signed_in.workbench.parameters.period, 1))
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: not signed_in.dry_run.is_busy, timeout=WAIT_MS)
    assert signed_in.dry_run.collection is not None
    assert not signed_in.dry_run.collection.scenes
    assert "No scenes" in text_of(panel, "reason_label")
    assert child(panel, "run_button").isEnabled()
    signed_in.workbench.set_max_cloud_cover(100)
    assert not child(panel, "reason_label").isVisible()


def replace_days(period, days):
    return replace(period, start=period.end - timedelta(days=days))


def test_the_focus_stays_with_run_and_cancel(panel, signed_in, qtbot):
    """In QGIS it went to the map, which the arrow keys for the scenes then moved."""
    run, cancel = child(panel, "run_button", QAbstractButton), child(panel, "cancel_button", QAbstractButton)
    panel.activateWindow()
    qtbot.waitUntil(lambda: signed_in.workbench.can_run and run.isEnabled(), timeout=WAIT_MS)
    run.setFocus()
    qtbot.waitUntil(run.hasFocus, timeout=WAIT_MS)
    signed_in.dry_run.start()
    assert cancel.hasFocus()
    assert not run.isVisible()
    signed_in.dry_run.cancel()
    assert run.hasFocus()
    assert not cancel.isVisible()


@pytest.mark.parametrize("service", ["signed_in", "on_platform"])
def test_signing_in_again_keeps_the_form(request, service, qtbot):
    """Saved settings sign in again: options that decide what is delivered, and its price, must not change unseen."""
    application = request.getfixturevalue(service)
    workbench = application.workbench
    if service == "on_platform":
        choose_product(application, "phr-analytic", qtbot)
    changed = next(spec for spec in workbench.product.fields if spec.name in ("clip_to_aoi", "spectralProcessing"))
    workbench.set_option(changed.path, changed.choices[-1] if changed.choices else True)
    workbench.set_geometry_mode(GeometryMode.CONTAINS)
    kept = workbench.parameters
    assert kept.options != default_options(workbench.product)
    application.account.refresh()
    assert workbench.product is None
    qtbot.waitUntil(lambda: workbench.product is not None, timeout=WAIT_MS)
    assert workbench.parameters == kept
    qtbot.waitUntil(lambda: workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
