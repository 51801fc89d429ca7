"""An area that is edited after a search over many: its scenes are ordered as it was searched, and the list says so."""

from __future__ import annotations

import pytest
from qgis.core import QgsGeometry, QgsProject
from qgis.PyQt.QtCore import Qt
from support.many_areas import areas_panel, rows_of, search, sites
from support.signed_in_application import WAIT_MS

SIGN = "✎"


@pytest.fixture
def layer(on_platform, qtbot):
    """A layer of three sites, being edited, after a test query over them."""
    layer = sites(3)
    search(on_platform, qtbot, layer)
    layer.startEditing()
    return layer


def edit(layer, fid=1, dx=0.001):
    shape = QgsGeometry(layer.getFeature(fid).geometry())
    shape.translate(dx, 0.0)
    assert layer.changeGeometry(fid, shape)


def wait_for(application, qtbot, *ids):
    qtbot.waitUntil(lambda: application.area_edits.ids == set(ids), timeout=WAIT_MS)


def texts(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_an_edited_area_is_marked_in_the_list_and_named_above_it(layer, on_platform, canvas, qtbot):
    """Ordered silently with the former shape, an area is paid for that the user has just corrected."""
    with areas_panel(on_platform, canvas, qtbot) as panel:
        model = on_platform.area_list
        assert SIGN not in panel.state_label.text()
        edit(layer)
        wait_for(on_platform, qtbot, 1)
        assert "1 area was edited after the test query (✎)" in panel.state_label.text()
        marked = [text for text in texts(model) if SIGN in text]
        assert [text.startswith(SIGN) for text in marked] == [True]
        [row] = [row for row in range(model.rowCount()) if SIGN in model.index(row, 0).data()]
        area = model.index(row, 0)
        for index in (area, model.index(0, 0, area)):
            assert "ordered for the shape that was searched" in index.data(Qt.ItemDataRole.ToolTipRole)
        assert "ordered for the shape" in area.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_an_edit_that_is_undone_or_of_a_name_alone_is_none(layer, on_platform, qtbot):
    edit(layer)
    wait_for(on_platform, qtbot, 1)
    layer.undoStack().undo()
    wait_for(on_platform, qtbot)
    layer.changeAttributeValue(2, 0, "Renamed")
    edit(layer, 3)
    wait_for(on_platform, qtbot, 3)
    layer.rollBack()
    wait_for(on_platform, qtbot)


def test_a_saved_edit_and_a_deleted_feature_stay_marked_until_the_next_query(layer, on_platform, qtbot):
    edit(layer)
    layer.deleteFeature(2)
    wait_for(on_platform, qtbot, 1, 2)
    assert layer.commitChanges()
    rows = rows_of(on_platform.area_list)
    assert {row.area.id for row in rows} == {1, 2, 3}
    wait_for(on_platform, qtbot, 1, 2)
    search(on_platform, qtbot, layer)
    assert on_platform.area_edits.ids == set()
    assert not any(SIGN in text for text in texts(on_platform.area_list))


def test_a_layer_that_is_removed_marks_nothing(layer, on_platform, qtbot):
    edit(layer)
    wait_for(on_platform, qtbot, 1)
    layer.rollBack()
    wait_for(on_platform, qtbot)
    QgsProject.instance().removeMapLayer(layer.id())
    assert on_platform.area_edits.ids == set()


def test_an_edit_while_areas_are_searched_counts(on_platform, qtbot):
    layer = sites(3)
    layer.startEditing()
    on_platform.area.use_features(layer)
    on_platform.run_test_query()
    # The worker reads a copy of the features as they were when the query began.
    edit(layer)
    qtbot.waitUntil(lambda: not on_platform.area_search.is_busy, timeout=WAIT_MS)
    wait_for(on_platform, qtbot, 1)
