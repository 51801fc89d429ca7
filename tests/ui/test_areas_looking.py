"""Looking closer at scenes over many areas: the preview of a row, and the change between two of an area."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QItemSelectionModel, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog, QPushButton, QStyle
from support.many_areas import rows_of, sites_beside_the_map
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_columns import AREA, AreaRole
from up42_jobs.core.app.jobs.ordering import OrderingState


@pytest.fixture
def panel(on_platform, canvas, qtbot):
    """The list after a test query over four sites, a map that follows the layer tree beside it."""
    with sites_beside_the_map(on_platform, canvas, qtbot) as panel:
        yield panel


def select(panel, rows):
    """Selects rows of the list, the first as the current one."""
    model, flag = panel.view.model(), QItemSelectionModel.SelectionFlag
    for number, row in enumerate(rows):
        how = flag.Select if number else flag.ClearAndSelect
        panel.view.selectionModel().setCurrentIndex(model.index_of(row.key), how | flag.Rows)


def test_preview_goes_through_the_rows_of_all_areas(panel, on_platform, qtbot):
    """The same dialog as for one area: without it nobody sees a scene larger than its thumbnail."""
    model = on_platform.area_list
    rows = rows_of(model)
    last = [row for row in rows if row.area.id == rows[0].area.id][-1]
    select(panel, [last])
    QTest.keyClick(panel.view, Qt.Key.Key_P)
    dialog = panel.findChild(QDialog, "preview_dialog")
    assert dialog.windowTitle() == f"{last.area.name} · {last.scene.acquired:%Y-%m-%d} · {last.scene.platform}"
    picture = dialog.scene_page.picture
    qtbot.waitUntil(lambda: bool(on_platform.area_map.layer_id(last.scene.id)), timeout=WAIT_MS)
    assert [layer.id() for layer in picture.layers()] == [on_platform.area_map.layer_id(last.scene.id)]
    found = model.areas()[0]
    assert found[0].id == last.area.id
    outline = on_platform.area_search.outline_of(next(f for f in on_platform.area_search.found if f.area == found[0]))
    assert picture.area_band.asGeometry().isGeosEqual(outline)
    assert f"{last.area.name} · " in dialog.scene_page.text()
    # Over the border to the next area, and the list with it.
    following = rows[rows.index(last) + 1]
    assert following.area.id != last.area.id
    QTest.mouseClick(dialog.next_button, Qt.MouseButton.LeftButton)
    assert dialog.key == following.key
    assert model.row_at(panel.view.currentIndex()).key == following.key
    dialog.tick_box.click()
    assert [row.key for row in model.ticked_rows()] == [following.key]
    QTest.mouseClick(dialog.previous_button, Qt.MouseButton.LeftButton)
    assert dialog.key == last.key
    assert not dialog.tick_box.isChecked()
    for _ in range(len(rows)):
        dialog.previous_button.click()
    assert dialog.key == rows[0].key
    assert not dialog.previous_button.isEnabled()
    # Grouped or not, the rows are the same; a new query closes it.
    panel.group_button.click()
    assert dialog.isVisible()
    # Users click twice: the second click cancelled the estimate, and nothing happened any more.
    for _ in range(2):
        QTest.mouseClick(dialog.order_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: on_platform.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    [part] = on_platform.ordering.order_summary.many.parts
    assert (part.request.area, part.request.parameters.scene_ids) == (rows[0].area.name, (rows[0].scene.id,))
    on_platform.ordering.refuse()
    on_platform.run_test_query()
    qtbot.waitUntil(lambda: panel.findChild(QDialog, "preview_dialog") is None, timeout=WAIT_MS)


def test_preview_says_why_a_row_cannot_be_ordered(panel, on_platform):
    QTest.mouseClick(panel.findChild(QPushButton, "preview_area_scene_button"), Qt.MouseButton.LeftButton)
    dialog = panel.findChild(QDialog, "preview_dialog")
    assert dialog.key == rows_of(on_platform.area_list)[0].key
    assert dialog.order_button.isEnabled()
    on_platform.account.refresh()
    on_platform.area_list.tick_only([dialog.key])
    assert not dialog.order_button.isEnabled()
    assert "another connection" in dialog.order_button.toolTip()
    dialog.close()


def test_change_between_two_scenes_of_an_area_is_a_layer(panel, on_platform, canvas, qtbot):
    model, search_of_change = on_platform.area_list, on_platform.area_change
    first, other = model.areas()[0][1], model.areas()[1][1]
    button = panel.change_tool.button
    select(panel, first[:1])
    assert not button.isEnabled()
    assert "two scenes of one area" in button.toolTip()
    on_platform.area_pictures.need([row.scene.id for row in (*first[:2], *other[:2])])
    usable = on_platform.area_pictures.with_quicklook
    qtbot.waitUntil(lambda: all(usable(row.scene.id) for row in (*first[:2], *other[:2])), timeout=WAIT_MS)
    # Of two areas: their pictures may not even overlap.
    select(panel, [first[0], next(row for row in other if row.scene.id != first[0].scene.id)])
    assert not button.isEnabled()
    select(panel, first[:2])
    qtbot.waitUntil(button.isEnabled, timeout=WAIT_MS)
    button.click()
    qtbot.waitUntil(lambda: not search_of_change.is_busy, timeout=WAIT_MS)
    assert search_of_change.error is None
    assert panel.change_tool.label.isVisible()
    assert panel.change_tool.label.text()
    # Above the picture of the current row, which is above all others.
    qtbot.waitUntil(lambda: canvas.layers()[0].name().startswith("Change"), timeout=WAIT_MS)
    current = model.row_at(panel.view.currentIndex())
    qtbot.waitUntil(
        lambda: canvas.layers()[1].id() == on_platform.area_map.layer_id(current.scene.id), timeout=WAIT_MS
    )
    # What is said goes with the selection, and with a new query.
    select(panel, first[:1])
    assert not panel.change_tool.label.isVisible()
    on_platform.run_test_query()
    assert search_of_change.change is None


def test_keys_of_the_list_are_named_for_screen_readers(panel):
    description = panel.view.accessibleDescription()
    assert "P previews" in description
    assert panel.view.model().index(0, AREA).isValid()


@pytest.mark.parametrize("width", [320, 400])
def test_names_of_areas_and_how_many_scenes_they_have_are_whole_in_a_narrow_dock(panel, width):
    """They read "Größe 1 · 4 sce…"."""
    panel.resize(width, 760)
    model, view = panel.view.model(), panel.view
    for row in range(model.rowCount()):
        index = model.index(row, AREA)
        name = index.data(AreaRole.FOUND).area.name
        assert index.data() == f"{name} ({model.rowCount(index)})"
        assert f"{model.rowCount(index)} scenes" in index.data(Qt.ItemDataRole.AccessibleTextRole)
        lead = view.indentation() + view.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
        gaps = 4 * (view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
        assert lead + gaps + view.fontMetrics().horizontalAdvance(index.data()) <= view.columnWidth(AREA)


@pytest.mark.parametrize("width", [320, 400, 600])
def test_the_list_keeps_rows_beside_timeline_and_open_filters(panel, width, qtbot):
    """In a dock of 900 pixels one row was left of it."""
    panel.resize(width, 760)
    view = panel.view
    qtbot.waitUntil(panel.timeline.isVisible, timeout=WAIT_MS)
    row = view.rowHeight(view.model().index(0, AREA))
    qtbot.waitUntil(lambda: view.viewport().height() >= 4 * row, timeout=WAIT_MS)
    panel.filter_bar.filters_button.click()
    qtbot.waitUntil(lambda: not panel.timeline.isVisible(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: view.viewport().height() >= 2 * row, timeout=WAIT_MS)
    panel.filter_bar.filters_button.click()
    qtbot.waitUntil(panel.timeline.isVisible, timeout=WAIT_MS)
