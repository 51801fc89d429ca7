"""The Scenes tab: viewing, filtering and selecting scenes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from qgis.PyQt.QtGui import QHelpEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog, QMenu, QToolTip
from support.pointer import double_click
from support.scene_panel import click_eye, click_tick, select, set_query, show_result, shown_ids, some_scenes, square

from up42_jobs.core.app.scenes.figures import SceneColumn
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.scenes.scene_list import SHOWN_UNASKED, SceneRole
from up42_jobs.core.domain.jobs.credits import EstimateLine
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook
from up42_jobs.ui.scenes.row_marks import tick_rect
from up42_jobs.ui.scenes.scene_delegate import scene_marks, scene_tip
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel
from up42_jobs.ui.wording import no_scenes_sentence

WAIT_MS = 30_000


@pytest.fixture
def panel(application, canvas, qtbot):
    """The tab, before any test query."""
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    return panel


def test_before_the_first_test_query_it_says_how_to_begin(panel):
    assert "Configure" in panel.empty_page.empty_label.text()
    assert panel.empty_page.empty_label.isVisible()
    assert not panel.order_button.isEnabled()
    assert not panel.preview_button.isEnabled()


def test_no_scenes_is_a_sentence_and_no_error(panel, application):
    show_result(application, ())
    assert panel.empty_page.empty_label.text() == no_scenes_sentence()
    assert not panel.empty_page.clear_filters_button.isVisible()


@pytest.mark.parametrize("count", [1, 500])
def test_every_scene_found_is_listed_newest_first(panel, application, count):
    show_result(application, some_scenes(count))
    assert shown_ids(panel) == [f"scene-{number}" for number in range(count)]
    assert panel.status.state_label.text() == ("1 scene" if count == 1 else "500 scenes")


def test_filters_act_at_once_and_keep_scenes_without_the_figure(panel, application):
    show_result(application, some_scenes(60))
    bar = panel.filter_bar
    bar.cloud_spin.setValue(9)
    assert shown_ids(panel) == [f"scene-{number}" for number in range(10)]
    assert panel.status.state_label.text() == "10 of 60 scenes"
    bar.angle_spin.setValue(3)
    assert shown_ids(panel) == ["scene-0", "scene-1", "scene-2", "scene-3", "scene-5"]
    QTest.keyClicks(bar.filter_edit, "spot")
    assert shown_ids(panel) == ["scene-0", "scene-2"]


def test_filtering_by_dates_takes_whole_days(panel, application):
    show_result(application, some_scenes(10))
    bar = panel.filter_bar
    bar.first_date.setDate(bar.last_date.date().addDays(-2))
    assert shown_ids(panel) == ["scene-0", "scene-1", "scene-2"]
    bar.first_date.clear()
    assert len(shown_ids(panel)) == 10


def test_filters_that_hide_everything_can_be_cleared_on_the_spot(panel, application):
    show_result(application, some_scenes(5))
    QTest.keyClicks(panel.filter_bar.filter_edit, "no such platform")
    assert "hide all of the 5 scenes" in panel.empty_page.empty_label.text()
    QTest.mouseClick(panel.empty_page.clear_filters_button, Qt.MouseButton.LeftButton)
    assert len(shown_ids(panel)) == 5


@pytest.mark.parametrize("column", list(SceneColumn))
def test_every_column_sorts_both_ways(panel, application, column):
    show_result(application, some_scenes(20))
    bar = panel.filter_bar
    bar.sort_combo.setCurrentIndex(int(column))
    first = [application.scenes.sort_value(application.scenes.row_of(item), column) for item in shown_ids(panel)]
    QTest.mouseClick(bar.sort_direction_button, Qt.MouseButton.LeftButton)
    second = [application.scenes.sort_value(application.scenes.row_of(item), column) for item in shown_ids(panel)]
    known = [value for value in first if value is not None]
    assert known == sorted(known, reverse=True)
    assert [value for value in second if value is not None] == sorted(known)


def test_an_incomplete_result_says_so(panel, application):
    show_result(application, some_scenes(3), is_complete=False)
    assert "newer ones may be missing" in panel.status.state_label.text()


def test_a_scene_without_a_quicklook_can_be_ordered_but_not_shown_and_says_why(panel, application):
    """Its picture is missing, the scene is not: it had to be selectable for an order before too."""
    show_result(application, some_scenes(1))
    application.scenes.set_quicklooks([PlacedQuicklook("scene-0", problem="not_found")])
    index = panel.scenes_view.model().index(0, 0)
    assert index.data(SceneRole.SHOWN) is None
    click_eye(panel, 0)
    assert not application.scenes.is_shown("scene-0")
    click_tick(panel, 0)
    assert application.scenes.ticked_ids() == ["scene-0"]
    assert any("no usable quicklook" in line for line in scene_tip(index))


def test_a_tool_tip_shows_foreign_words_verbatim(panel, application):
    show_result(application, (replace(some_scenes(1)[0], id="<img src=x>"),))
    view = panel.scenes_view
    spot = view.visualRect(view.model().index(0, 0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), event)
    assert "&lt;img src=x&gt;" in QToolTip.text()


def test_a_key_shows_all_selected_scenes_the_way_the_current_one_goes(panel, application):
    show_result(application, some_scenes(6))
    model, view = application.scenes, panel.scenes_view
    for number in (0, 1, 2, 4):
        problem = "not_found" if number == 2 else ""
        model.set_quicklooks([PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9, problem)])
    model.set_shown(["scene-1"], False)
    view.setCurrentIndex(view.model().index(0, 0))
    select(panel, 0, 1, 2, 3)
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    QTest.keyClick(view, Qt.Key.Key_M)
    assert [model.is_shown(f"scene-{number}") for number in range(6)] == [False, False, False, False, True, False]
    QTest.keyClick(view, Qt.Key.Key_M)
    assert [model.is_shown(f"scene-{number}") for number in range(6)] == [True, True, False, False, True, False]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_key_puts_all_selected_scenes_into_the_order_the_way_the_current_one_goes(panel, application, key):
    show_result(application, some_scenes(6))
    model, view = application.scenes, panel.scenes_view
    model.tick(["scene-1", "scene-5"])
    select(panel, 0, 1, 2)
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    QTest.keyClick(view, key)
    assert model.ticked_ids() == ["scene-0", "scene-1", "scene-2", "scene-5"]
    QTest.keyClick(view, key)
    assert model.ticked_ids() == ["scene-5"]


def test_the_list_is_walked_and_used_by_keys_alone(panel, application, canvas):
    scenes = tuple(replace(scene, footprint=square(number)) for number, scene in enumerate(some_scenes(30)))
    show_result(application, scenes)
    view = panel.scenes_view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert [scene.id for scene in panel.selected_scenes()] == ["scene-1"]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert [scene.id for scene in panel.selected_scenes()] == ["scene-29"]
    QTest.keyClick(view, Qt.Key.Key_F)
    assert canvas.extent().contains(QgsPointXY(29.5, 0.5))
    assert not canvas.extent().contains(QgsPointXY(1.5, 0.5))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert [scene.id for scene in panel.selected_scenes()] == ["scene-0"]
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.selected_scenes()) == 30
    assert panel.findChild(QDialog, "preview_dialog") is None
    QTest.keyClick(view, Qt.Key.Key_P)
    panel.findChild(QDialog, "preview_dialog").close()


def test_of_hundreds_the_first_are_shown_and_the_others_wait_for_their_tick(panel, application, qtbot):
    show_result(application, some_scenes(60))
    for number in range(60):
        application.scenes.set_quicklooks([PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9)])
    shown = [application.scenes.is_shown(f"scene-{number}") for number in range(60)]
    assert shown == [True] * SHOWN_UNASKED + [False] * (60 - SHOWN_UNASKED)
    text = f"{SHOWN_UNASKED} of 60 quicklooks on the map"
    qtbot.waitUntil(lambda: text in panel.status.state_label.text(), timeout=WAIT_MS)
    panel.display_row.all_shown_box.click()
    assert all(application.scenes.is_shown(f"scene-{number}") for number in range(60))


def test_show_all_means_the_scenes_in_the_list(panel, application):
    show_result(application, some_scenes(4))
    for number in range(4):
        application.scenes.set_quicklooks([PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9)])
    panel.filter_bar.cloud_spin.setValue(1)
    assert panel.display_row.all_shown_box.isEnabled()
    panel.display_row.all_shown_box.click()
    assert [application.scenes.is_shown(f"scene-{number}") for number in range(4)] == [False, False, True, True]


def test_active_filters_are_taken_off_by_one_click_beside_the_count(panel, application):
    show_result(application, some_scenes(60))
    assert not panel.status.take_filters_off_button.isVisible()
    panel.filter_bar.cloud_spin.setValue(9)
    panel.filter_bar.first_date.setDate(panel.filter_bar.last_date.date().addDays(-3))
    assert panel.status.state_label.text() == "4 of 60 scenes"
    QTest.mouseClick(panel.status.take_filters_off_button, Qt.MouseButton.LeftButton)
    assert len(shown_ids(panel)) == 60
    assert not panel.status.take_filters_off_button.isVisible()


def test_clouds_over_the_area_arrive_with_the_quicklooks_and_are_sorted_and_filtered_at_once(panel, application):
    show_result(application, some_scenes(3))
    bar = panel.filter_bar
    bar.sort_combo.setCurrentIndex(int(SceneColumn.AREA_CLOUD))
    bar.area_cloud_spin.setValue(50)
    for number, cloud in enumerate((10.0, 30.0, 90.0)):
        placed = PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9, aoi_cloud_cover=cloud)
        application.scenes.set_quicklooks([placed])
    assert shown_ids(panel) == ["scene-1", "scene-0"]


def test_a_doubtful_place_is_reported_in_words(panel, application):
    show_result(application, some_scenes(2))
    for number, certainty in enumerate((0.5, 0.95)):
        placed = PlacedQuicklook(f"scene-{number}", "x", "y", "corners", certainty, aoi_cloud_cover=12.0, aoi_seen=0.4)
        application.scenes.set_quicklooks([placed])
    first, second = (panel.scenes_view.model().index(row, 0) for row in (0, 1))
    assert scene_marks(first) == ["Position uncertain"]
    assert any("uncertain" in line for line in scene_tip(first))
    assert scene_marks(second) == []
    assert any("40 %" in line for line in scene_tip(second))


def test_a_narrow_row_still_paints_all_figures(panel, application):
    show_result(application, some_scenes(3))
    for width in (180, 280, 600):
        panel.resize(width, 500)
        assert not panel.grab().isNull()
    assert panel.minimumSizeHint().width() <= 320
    assert panel.scenes_view.indexAt(QPoint(5, 5)).isValid()


def test_an_estimate_puts_price_or_reason_at_each_scene(panel, application):
    show_result(application, some_scenes(3))
    application.scenes.set_costs(
        [
            EstimateLine("first", 900, 900, scene_id="scene-0"),
            EstimateLine("second", 0, 0, scene_id="scene-1", problem="AOI does not intersect the scene"),
            EstimateLine("of no scene here", 5, 5, scene_id="scene-99"),
        ]
    )
    tips = ["\n".join(scene_tip(application.scenes.index(row, 0))) for row in range(3)]
    assert "Price: 900" in tips[0]
    assert "AOI does not intersect the scene" in tips[1]
    assert "Price: –" in tips[1]
    assert "Price: –" in tips[2]
    assert [application.scenes.sort_value(row, SceneColumn.PRICE) for row in range(3)] == [900, None, None]


def test_a_scene_that_the_account_has_says_so(panel, application):
    show_result(application, some_scenes(2))
    application.scenes.set_owned(["scene-1"])
    tips = ["\n".join(scene_tip(application.scenes.index(row, 0))) for row in range(2)]
    assert "already own" not in tips[0]
    assert "already own" in tips[1]
    application.scenes.set_owned([])
    assert "already own" not in "\n".join(scene_tip(application.scenes.index(1, 0)))


def test_a_new_result_forgets_prices_and_marks_of_the_old_one(panel, application):
    show_result(application, some_scenes(1))
    application.scenes.set_costs([EstimateLine("first", 900, 900, scene_id="scene-0")])
    application.scenes.set_owned(["scene-0"])
    show_result(application, some_scenes(1))
    assert application.scenes.cost("scene-0") is None
    assert not application.scenes.is_owned("scene-0")


def test_what_is_ordered_is_what_the_button_says(panel, application):
    """Ticked and selected are two things; an order of what somebody only looked at would cost money."""
    show_result(application, some_scenes(5))
    assert panel.order_button.text() == "Order This Scene…"
    click_tick(panel, 1)
    click_tick(panel, 3)
    select(panel, 0)
    assert [scene.id for scene in panel.scenes_to_order()] == ["scene-1", "scene-3"]
    assert panel.order_button.text() == "Order Selected (2)…"
    click_tick(panel, 1)
    click_tick(panel, 3)
    select(panel, 0, 1, 2)
    assert [scene.id for scene in panel.scenes_to_order()] == ["scene-0", "scene-1", "scene-2"]
    assert panel.order_button.text() == "Order 3 Scenes…"


def test_nothing_is_ordered_that_the_filters_hide_and_the_list_says_so(panel, application, qtbot):
    show_result(application, some_scenes(5))
    application.scenes.tick(["scene-0", "scene-4"])
    panel.filter_bar.cloud_spin.setValue(2)
    assert [scene.id for scene in panel.scenes_to_order()] == ["scene-0"]
    assert "1 scene left out" in panel.status.state_label.text()
    application.scenes.tick(["scene-0"], False)
    select(panel, 1)
    assert panel.scenes_to_order() == []
    assert not panel.order_button.isEnabled()
    assert "filters hide" in panel.order_button.toolTip()


def test_a_folded_filter_that_is_active_is_seen_on_its_button(panel, application):
    """The funnel looked the same with and without filters, which made scenes disappear for no visible reason."""
    show_result(application, some_scenes(60))
    bar = panel.filter_bar
    assert bar.filters_button.text() == ""
    bar.cloud_spin.setValue(9)
    bar.angle_spin.setValue(20)
    assert bar.filters_button.text() == "2"
    assert "2 filters active" in bar.filters_button.toolTip()
    bar.clear()
    assert bar.filters_button.text() == ""


def test_the_count_of_a_filtered_list_is_shown_while_quicklooks_arrive(panel, application):
    show_result(application, some_scenes(60))
    panel.filter_bar.cloud_spin.setValue(9)
    set_query(application, DryRunState.QUICKLOOKS)
    assert "10 of 60 scenes" in panel.status.state_label.text()
    set_query(application, DryRunState.DONE)


def test_a_new_result_begins_at_its_top_with_its_first_scene_and_an_empty_order(panel, application):
    """The list kept the place of the last one, so that the newest scenes were out of sight."""
    show_result(application, some_scenes(60))
    application.scenes.tick(["scene-3"])
    view = panel.scenes_view
    view.scrollToBottom()
    assert view.verticalScrollBar().value() > 0
    show_result(application, some_scenes(50))
    QApplication.processEvents()
    assert view.verticalScrollBar().value() == 0
    assert [scene.id for scene in panel.selected_scenes()] == ["scene-0"]
    assert application.scenes.ticked_ids() == []


def test_two_quick_clicks_on_a_tick_toggle_it_twice_and_zoom_nowhere(panel, application):
    show_result(application, some_scenes(2))
    view, asked = panel.scenes_view, []
    view.zoom_asked.connect(lambda: asked.append(True))
    spot = tick_rect(view.row_option(view.model().index(0, 0))).center()
    double_click(view.viewport(), spot)
    assert asked == []


def test_the_menu_of_a_scene_offers_what_the_keys_do(panel, application, qtbot):
    show_result(application, some_scenes(3))
    view = panel.scenes_view
    view.setCurrentIndex(view.model().index(1, 0))
    view.menu_asked.emit(view.mapToGlobal(QPoint(5, 5)))
    menu = panel.findChild(QMenu, "scene_menu")
    texts = [action.text().replace("&", "").split("\t") for action in menu.actions() if not action.isSeparator()]
    assert [text[0] for text in texts] == [
        "In the Order",
        "On the Map",
        "Preview…",
        "Zoom to Scene",
        "Copy Scene ID",
        "Compare for Change",
        "Order This Scene…",
    ]
    menu.tick_action.trigger()
    menu.copy_action.trigger()
    assert application.scenes.ticked_ids() == ["scene-1"]
    assert QApplication.clipboard().text() == "scene-1"
    assert not menu.eye_action.isEnabled()
    menu.close()


def test_no_row_moves_when_the_last_quicklook_is_in(signed_in, canvas, qtbot):
    """The progress above the list went away, and a click hit the row below the one that was aimed at."""
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.resize(400, 800)
    panel.show()
    tops = []

    def is_done():
        state = signed_in.dry_run.state
        if panel.scenes_view.isVisible() and state in (DryRunState.QUICKLOOKS, DryRunState.DONE):
            tops.append((state, panel.scenes_view.mapTo(panel, QPoint(0, 0)).y()))
            assert panel.status.progress_bar.isVisible() == (state is DryRunState.QUICKLOOKS)
        return state is DryRunState.DONE

    signed_in.dry_run.start()
    qtbot.waitUntil(is_done, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not panel.status.progress_bar.isVisible(), timeout=WAIT_MS)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    is_done()
    assert {state for state, _ in tops} == {DryRunState.QUICKLOOKS, DryRunState.DONE}
    assert len({top for _, top in tops}) == 1
