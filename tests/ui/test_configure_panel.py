"""Form and JSON request stay in sync; nothing typed is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from support.signed_in_application import LONLAT

from up42_jobs.core.app.session.area import AreaSource
from up42_jobs.core.app.session.workbench import EstimateState
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Estimate, EstimateLine
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.parameters import GeometryMode
from up42_jobs.core.wording.errors import detail_text
from up42_jobs.sandbox import Fault
from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.map.map_tools import PolygonTool
from up42_jobs.ui.wording import parameter_text, step_text

WAIT_MS = 30_000


@pytest.fixture
def panel(signed_in, canvas, qtbot):
    canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    panel = ConfigurePanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    yield panel
    panel.release()


def child(panel, name, kind=QWidget):
    widget = panel.findChild(kind, name)
    assert widget is not None, name
    return widget


def text_of(panel, name):
    return child(panel, name, QLabel).text()


def drag(canvas, start, end):
    view = canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


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


def test_drawn_rectangle_becomes_the_area_and_the_map_gets_its_tool_back(panel, signed_in, canvas):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    QTest.mouseClick(child(panel, "draw_rectangle_button", QAbstractButton), Qt.MouseButton.LeftButton)
    drag(canvas, QPoint(100, 100), QPoint(200, 200))
    assert signed_in.area.source is AreaSource.RECTANGLE
    assert canvas.mapTool() is pan
    assert not child(panel, "draw_rectangle_button", QAbstractButton).isChecked()
    assert "km²" in text_of(panel, "area_label")


def click_map(canvas, x, y, button=Qt.MouseButton.LeftButton):
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def test_polygon_is_drawn_corner_by_corner(panel, signed_in, canvas):
    QTest.mouseClick(child(panel, "draw_polygon_button", QAbstractButton), Qt.MouseButton.LeftButton)
    tool = canvas.mapTool()
    assert isinstance(tool, PolygonTool)
    for x, y in ((100, 100), (200, 100), (333, 333), (200, 200)):
        click_map(canvas, x, y)
    tool.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier))
    assert len(tool.points) == 3
    click_map(canvas, 100, 200)
    click_map(canvas, 50, 50, Qt.MouseButton.RightButton)
    assert signed_in.area.source is AreaSource.POLYGON
    assert signed_in.area.aoi.vertex_count == 4
    assert canvas.mapTool() is not tool


def test_escape_gives_the_old_tool_back_and_keeps_the_area(panel, signed_in, canvas):
    before = signed_in.area.aoi
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    for name in ("draw_polygon_button", "draw_rectangle_button"):
        QTest.mouseClick(child(panel, name, QAbstractButton), Qt.MouseButton.LeftButton)
        assert canvas.mapTool() is not pan
        canvas.mapTool().keyPressEvent(
            QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        )
        assert canvas.mapTool() is pan
        assert not child(panel, name, QAbstractButton).isChecked()
    assert signed_in.area.aoi == before


def test_area_follows_the_map_until_it_is_kept(panel, signed_in, canvas, qtbot):
    combo = child(panel, "area_source_combo")
    combo.setCurrentIndex(combo.findData(AreaSource.MAP_EXTENT.value))
    combo.activated.emit(combo.currentIndex())
    first = signed_in.area.aoi
    canvas.setExtent(QgsRectangle(-0.45, 39.35, -0.35, 39.45))
    qtbot.waitUntil(lambda: signed_in.area.aoi != first, timeout=WAIT_MS)
    child(panel, "follow_map_button", QAbstractButton).click()
    kept = signed_in.area.aoi
    canvas.setExtent(QgsRectangle(10, 50, 10.1, 50.1))
    qtbot.wait(400)
    assert signed_in.area.aoi == kept


def test_polygon_layer_and_selection_are_areas(panel, signed_in, qtbot):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    for west in (0.0, 0.2):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 40, west + 0.1, 40.1)))
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    combo = child(panel, "area_source_combo")
    combo.activated.emit(combo.findData(AreaSource.LAYER.value))
    # The former area is gone at once: an order must never be about what is not shown any more.
    assert signed_in.area.aoi is None
    assert not signed_in.workbench.can_run
    qtbot.waitUntil(lambda: signed_in.area.aoi is not None, timeout=WAIT_MS)
    assert signed_in.area.aoi.part_count == 2
    assert "2" in text_of(panel, "area_problem")
    layer.selectByIds([1])
    combo.activated.emit(combo.findData(AreaSource.SELECTED_FEATURES.value))
    qtbot.waitUntil(lambda: signed_in.area.aoi is not None, timeout=WAIT_MS)
    assert signed_in.area.aoi.part_count == 1
    assert signed_in.area.geometry().contains(QgsPointXY(0.05, 40.05))


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


def test_estimate_that_failed_can_be_asked_for_again(panel, signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault("status", path="/estimate/job", status=500, times=None))
    signed_in.workbench.set_mode(JobMode.LIVE)
    signed_in.workbench.set_limit(3)
    again = child(panel, "estimate_again_button", QAbstractButton)
    qtbot.waitUntil(again.isVisible, timeout=WAIT_MS)
    assert "having a problem" in text_of(panel, "estimate_label")
    sandbox.faults.clear()
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: signed_in.workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    assert not again.isVisible()


def test_estimate_appears_automatically(panel, signed_in, qtbot):
    signed_in.workbench.set_limit(1)
    qtbot.waitUntil(lambda: signed_in.workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    assert "credits" in text_of(panel, "estimate_label")


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


def test_narrow_dock_needs_no_horizontal_scrolling(panel):
    assert panel.minimumSizeHint().width() <= 320


def test_parameters_that_the_service_refuses_show_its_own_words_where_they_are_called_details(
    on_platform, sandbox, canvas, qtbot
):
    panel = ConfigurePanel(on_platform, canvas)
    qtbot.addWidget(panel)
    on_platform.workbench.set_mode(JobMode.LIVE)
    sandbox.faults.add(Fault("status", path=r"/search$", status=422, times=None))
    on_platform.area.use_rectangle(QgsRectangle(-0.41, 39.40, -0.40, 39.41), canvas.mapSettings().destinationCrs())
    qtbot.waitUntil(lambda: on_platform.workbench.estimate_state is EstimateState.FAILED, timeout=WAIT_MS)
    error = on_platform.workbench.estimate_error
    assert error.kind is ErrorKind.INVALID_REQUEST
    assert error.detail
    assert text_of(panel, "estimate_label").endswith("\n" + detail_text(error))
    panel.release()


def test_long_words_of_the_service_leave_the_button_in_sight_and_are_whole_in_the_tool_tip(panel, signed_in):
    detail = "<b>value</b> is not what was expected; " * 60
    signed_in.workbench.set_mode(JobMode.LIVE)
    signed_in.workbench.estimate_state = EstimateState.FAILED
    signed_in.workbench.estimate_error = Up42Error(ErrorKind.INVALID_REQUEST, detail, status=422)
    signed_in.workbench.estimate_changed.emit()
    label = child(panel, "estimate_label", QLabel)
    assert label.text().endswith("…")
    assert label.heightForWidth(panel.width()) < panel.height() / 2
    assert "&lt;b&gt;value&lt;/b&gt;" in label.toolTip()
    assert label.toolTip().count("expected") == 60


def test_what_an_order_lacks_does_not_frighten_below_a_free_test_query(panel, signed_in, qtbot):
    """A refused estimate stood as a failure, with the words of the service, below a button that spends nothing."""
    bench = signed_in.workbench
    bench.estimate_state, bench.estimate = EstimateState.FAILED, None
    bench.estimate_error = Up42Error(ErrorKind.INVALID_REQUEST, "price range refused", status=422)
    bench.estimate_changed.emit()
    label = child(panel, "estimate_label", QLabel)
    assert "free" in label.text()
    assert "refused" not in label.text()
    assert "price range refused" in label.toolTip()
    bench.estimate_state, bench.estimate_error = EstimateState.READY, None
    lines = (EstimateLine("", 9, 9, scene_id="a"), EstimateLine("", 0, 0, scene_id="b", problem="AOI misses it"))
    bench.estimate = Estimate(lines, 9)
    bench.estimate_changed.emit()
    assert "cannot be ordered" not in label.text()
    # Where credits are at stake all of it is said.
    bench.set_mode(JobMode.LIVE)
    bench.estimate = Estimate(lines, 9)
    bench.estimate_state = EstimateState.READY
    bench.estimate_changed.emit()
    assert "1 of 2 parts cannot be ordered" in label.text()
    bench.estimate_state, bench.estimate = EstimateState.FAILED, None
    bench.estimate_error = Up42Error(ErrorKind.INVALID_REQUEST, "price range refused", status=422)
    bench.estimate_changed.emit()
    assert "price range refused" in label.text()


def test_the_limit_says_which_numbers_the_service_takes(panel, signed_in):
    """The bounds differ between a test query and a live job, and appeared only after a mistake."""
    assert "1 to 500" in text_of(panel, "limit_note")
    signed_in.workbench.set_mode(JobMode.LIVE)
    most = min(500, signed_in.account.limits.max_scenes)
    assert f"1 to {most}" in text_of(panel, "limit_note")
    spin = child(panel, "limit_spin")
    assert spin.minimum() == 1
    signed_in.workbench.set_limit(0)
    assert spin.value() == 0
    assert "Enter 1 to" in text_of(panel, "limit_problem")


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


def test_more_parameters_are_named_in_words_not_as_programs_name_them(panel, signed_in):
    """“oneatlas-pleiades-display:1”, “ms” and fields that say “JSON” mean nothing to an analyst."""
    group = child(panel, "more_group")
    texts = [label.text() for label in group.findChildren(QLabel) if label.text()]
    assert "OneAtlas Pléiades display" in texts
    assert "Multispectral bands" in texts
    assert "Clip to the area" in texts
    assert [text for text in texts if ":" in text or "_" in text or text[:1].islower()] == []
    hints = [edit.placeholderText() for edit in group.findChildren(QPlainTextEdit)]
    hints += [edit.placeholderText() for edit in group.findChildren(QWidget) if hasattr(edit, "placeholderText")]
    assert "JSON" not in hints
    combo = child(panel, "geometry_mode_combo")
    group.setCollapsed(False)
    QApplication.processEvents()
    needed = max(combo.fontMetrics().horizontalAdvance(combo.itemText(row)) for row in range(combo.count()))
    # The arrow and the frame take the rest.
    assert needed + combo.height() <= combo.width()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("zoom level", "Zoom level"),
        ("clip_to_aoi", "Clip to the area"),
        ("acquisition mode", "Acquisition mode"),
        ("parent_id", "Parent ID"),
        ("Sun Angle (°)", "Sun Angle (°)"),
        ("GSD", "GSD"),
        ("", ""),
    ],
)
def test_titles_of_the_service_stay_and_names_of_programs_become_words(name, text):
    assert parameter_text(name) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data-conversion-dimap:1", "Data conversion DIMAP"),
        ("oneatlas-spot-aoiclipped:2", "OneAtlas SPOT AOI-clipped (2)"),
        ("params", "Params"),
        ("delivery", "Delivery"),
        ("", ""),
    ],
)
def test_steps_are_headings(name, text):
    assert step_text(name) == text


def test_why_nothing_can_run_is_said_in_the_words_of_the_field(panel, signed_in, qtbot):
    """At the field "No polygon of this layer is selected", above the button "It has no polygon. Choose a layer"."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    QgsProject.instance().addMapLayer(layer)
    signed_in.area.use_layer(layer, True)
    qtbot.waitUntil(lambda: "selected" in text_of(panel, "reason_label"), timeout=WAIT_MS)
    assert text_of(panel, "reason_label") in text_of(panel, "area_problem")
    panel.area_field.drawing.begin(AreaSource.POLYGON)
    assert text_of(panel, "reason_label").startswith("Choose an area")
    panel.area_field.drawing.give_up()
    assert "selected" in text_of(panel, "reason_label")


def test_the_product_fills_the_room_that_the_form_leaves(panel, signed_in, qtbot):
    """Half of a high dock was blank, and what the product is could be read in the open list only."""
    card = child(panel, "product_card")
    places = []
    for height in (1100, 420):
        panel.resize(400, height)
        qtbot.wait(20)
        places.append(child(panel, "limit_spin").mapTo(panel, QPoint()))
        assert card.isVisible() is (height == 1100)
    # At its end: no field moves for it.
    assert places[0].x() == places[1].x()
    panel.resize(400, 1100)
    qtbot.wait(20)
    assert "0.5 m · optical" in text_of(panel, "product_facts")
    before = child(panel, "limit_spin").mapTo(panel, QPoint())
    card.hide()
    qtbot.wait(20)
    assert child(panel, "limit_spin").mapTo(panel, QPoint()) == before
    streaming = next(item for item in signed_in.account.products if "SPOT" in item.title)
    signed_in.workbench.select_product(streaming.id)
    qtbot.waitUntil(lambda: "1.5 m" in text_of(panel, "product_facts"), timeout=WAIT_MS)


@pytest.mark.parametrize("width", [320, 400, 600])
def test_the_common_periods_are_beside_the_dates(panel, signed_in, qtbot, width):
    """They took a line of their own below 600 px."""
    panel.resize(width, 1100)
    qtbot.wait(20)
    combo, end = child(panel, "period_preset_combo"), child(panel, "end_date")
    middles = [widget.mapTo(panel, widget.rect().center()).y() for widget in (combo, end)]
    assert abs(middles[0] - middles[1]) <= 2
    assert min(combo.width(), combo.height()) >= 24
    assert "Last 6 Months" in combo.toolTip()
    # Where there are no dates the words say so.
    combo.setCurrentIndex(combo.findData("any"))
    combo.activated.emit(combo.currentIndex())
    qtbot.wait(20)
    assert not end.isVisible()
    assert combo.width() > combo.fontMetrics().horizontalAdvance(combo.currentText())



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
