"""Comparing two scenes for change from the list: a layer on the map and an honest word."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsRectangle, QgsSingleBandPseudoColorRenderer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from support.scene_panel import select
from support.signed_in_application import LONLAT, WAIT_MS, run_query

from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.scenes.change import Change
from up42_jobs.core.gis.scenes.change_layer import CHANGE_KEY
from up42_jobs.ui.scenes.scene_menu import SceneMenu
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel
from up42_jobs.ui.wording import change_limits, change_text, error_sentence


@pytest.fixture
def queried(signed_in, canvas, qtbot):
    """The tab after a real test query over an inland place, quicklooks on the map."""
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.resize(400, 900)
    panel.show()
    signed_in.area.use_rectangle(QgsRectangle(25.97, 48.45, 25.99, 48.47), LONLAT)
    signed_in.workbench.set_limit(6)
    run_query(signed_in, qtbot)
    panel.application = signed_in
    yield panel
    panel.release()


def rows_with_images(panel):
    scenes = panel.application.scenes
    return [row for row, scene in enumerate(scenes.scenes()) if scenes.has_image(scene.id)]


def change_layers():
    return [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(CHANGE_KEY)]


def compare(panel, qtbot, rows):
    select(panel, *rows)
    search = panel.application.change_search
    QTest.mouseClick(panel.tools.change_button, Qt.MouseButton.LeftButton)
    assert not panel.tools.change_button.isEnabled()
    qtbot.waitUntil(lambda: not search.is_busy, timeout=WAIT_MS)
    return search


def comparable_pair(panel, qtbot):
    """Compares pairs until two share clear ground, which those of one place mostly do."""
    rows = rows_with_images(panel)
    for first in rows:
        for second in rows:
            if first < second and compare(panel, qtbot, (first, second)).change is not None:
                return first, second
    raise AssertionError("no two scenes of this place can be compared")


def test_two_scenes_make_a_heat_map_with_its_limits(queried, qtbot):
    tools = queried.tools
    select(queried, rows_with_images(queried)[0])
    assert not tools.change_button.isEnabled()
    assert "Select two" in tools.change_button.toolTip()
    pair = comparable_pair(queried, qtbot)
    (layer,) = change_layers()
    change = queried.application.change_search.change
    assert layer.isValid()
    assert isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer)
    labels = [item.label for item in layer.renderer().shader().rasterShaderFunction().colorRampItemList()]
    assert "clearly different (5 × usual)" in labels
    assert layer.renderer().shader().rasterShaderFunction().colorRampItemList()[0].color.alpha() == 0
    history = layer.metadata().history()
    assert all(limit in history for limit in change_limits(change))
    assert tools.change_label.text() == change_text(change)
    assert "quicklooks" in tools.change_label.text()
    assert "before you order" in tools.change_label.text()
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    assert node.parent().children()[0] is node
    assert node.isVisible()
    # Again: the same layer, not a second one.
    compare(queried, qtbot, pair)
    assert len(change_layers()) == 1


def test_the_earlier_scene_comes_first_in_whatever_order_they_are_selected(queried, qtbot):
    pair = comparable_pair(queried, qtbot)
    first = queried.application.change_search.change
    compare(queried, qtbot, reversed(pair))
    again = queried.application.change_search.change
    assert first.earlier < first.later
    assert (again.earlier_id, again.later_id) == (first.earlier_id, first.later_id)


def test_what_is_said_of_two_scenes_goes_with_their_selection_and_their_layer(queried, qtbot):
    """It stayed below other scenes, as if it were about them, and nothing closed it."""
    label = queried.tools.change_label
    pair = comparable_pair(queried, qtbot)
    said = label.text()
    assert label.isVisible()
    other = next(row for row in rows_with_images(queried) if row not in pair)
    select(queried, pair[0], other)
    assert not label.isVisible()
    select(queried, *pair)
    assert (label.isVisible(), label.text()) == (True, said)
    QgsProject.instance().removeMapLayer(change_layers()[0].id())
    assert queried.application.change_search.change is None
    assert not label.isVisible()


def test_the_menu_compares_too(queried):
    rows = rows_with_images(queried)
    select(queried, rows[0], rows[1])
    menu = SceneMenu(queried.scenes_view.model().index(rows[0], 0), queried)
    assert menu.change_action.text().startswith("Compare")


def test_a_failed_comparison_says_why(queried, qtbot):
    """Here because the file of a quicklook was removed by another program."""
    scenes, rows = queried.application.scenes, rows_with_images(queried)[:2]
    Path(scenes.quicklook(scenes.scene(rows[1]).id).raster_path).unlink()
    search = compare(queried, qtbot, rows)
    assert search.error.kind is ErrorKind.NOT_COMPARABLE
    assert queried.tools.change_label.text() == error_sentence(search.error)
    assert "overlap" in queried.tools.change_label.text()
    search.clear()
    assert not queried.tools.change_label.isVisible()


def test_the_words_give_days_and_shares(qgis_app):
    days = datetime(2025, 1, 25, tzinfo=timezone.utc), datetime(2026, 11, 17, tzinfo=timezone.utc)
    text = change_text(Change("a", "b", *days, "x.tif", 0.85, 0.0123, 52.4))
    assert text.startswith("Change 2025-01-25 → 2026-11-17: 1.2 % differs clearly, 85 % could be compared.")
    assert "52 m" in text
    doubtful = change_text(Change("a", "b", *days, "x.tif", 0.85, 0.0, 52.4, is_doubtful=True))
    assert "uncertain" in doubtful
