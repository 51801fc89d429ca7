"""The preview of a scene: picture, facts, the whole document, and the scenes after it."""

from __future__ import annotations

import json

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog
from support.scene_panel import select, shown_ids
from support.scene_query import open_after_query
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.scene_list import SceneRole
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.ui.scenes.preview_dialog import chosen_features


@pytest.fixture
def queried(signed_in, canvas, qtbot):
    """The tab after a real test query against the Sandbox, quicklooks on the map."""
    return open_after_query(signed_in, canvas, qtbot)


def test_the_preview_has_the_whole_document_and_finds_a_member(queried):
    select(queried, 0)
    QTest.mouseClick(queried.preview_button, Qt.MouseButton.LeftButton)
    dialog = queried.findChild(QDialog, "preview_dialog")
    tabs = [dialog.tabs.tabText(number) for number in range(dialog.tabs.count())]
    assert tabs[:4] == ["Scene", "Metadata", "JSON", "data.json"]
    assert not dialog.search_edit.isEnabled()
    dialog.tabs.setCurrentIndex(1)
    assert dialog.tree.topLevelItemCount() == 1
    assert dialog.tabs.widget(3).toPlainText() == queried.application.dry_run.document_text()
    QTest.keyClicks(dialog.search_edit, "cloudcover")
    shown = json.dumps(json.loads(dialog.tree.text())).lower()
    assert "cloudcover" in shown
    assert "coordinates" not in shown
    dialog.tabs.setCurrentIndex(3)
    assert len(dialog.tabs.widget(3).extraSelections()) == len(queried.application.scenes.scenes())
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "cloudcover" in QApplication.clipboard().text().lower()
    dialog.close()


def test_the_preview_shows_the_picture_the_facts_and_the_scenes_after_it(queried, canvas, qtbot):
    """It was a tree of JSON without a picture, in a window that was called Metadata."""
    application = queried.application
    row = next(row for row, item in enumerate(shown_ids(queried)) if application.map_scenes.layer_id(item))
    queried.scenes_view.setCurrentIndex(queried.scenes_view.model().index(row, 0))
    scene = queried.selected_scenes()[0]
    QTest.keyClick(queried.scenes_view, Qt.Key.Key_P)
    dialog = queried.findChild(QDialog, "preview_dialog")
    picture = dialog.scene_page.picture
    assert dialog.windowTitle() == f"{scene.acquired:%Y-%m-%d} · {scene.platform}"
    assert [layer.id() for layer in picture.layers()] == [application.map_scenes.layer_id(scene.id)]
    assert picture.area_band.asGeometry().isGeosEqual(application.map_scenes.area_geometry())
    assert picture.extent().contains(application.map_scenes.footprint_geometry(scene.id).boundingBox())
    facts = dialog.scene_page.text().split("\n")
    assert [fact.split(":")[0] for fact in facts] == ["Platform", "Date", "Cloud", "Area", "Incidence Angle", "Price"]
    assert f"{scene.acquired:%Y-%m-%d %H:%M} UTC" in facts[1]
    assert "over your area" in facts[2]
    assert "credits" in facts[5]
    assert dialog.next_button.isEnabled()
    QTest.mouseClick(dialog.next_button, Qt.MouseButton.LeftButton)
    following = shown_ids(queried)[row + 1]
    assert dialog.scene_id == following
    assert queried.scenes_view.currentIndex().data(SceneRole.SCENE).id == following
    dialog.tick_box.click()
    assert application.scenes.ticked_ids() == [following]
    for _ in range(len(shown_ids(queried))):
        dialog.next_button.click()
    assert dialog.scene_id == shown_ids(queried)[-1]
    assert not dialog.next_button.isEnabled()
    # Users click twice: the second click cancelled the estimate, and nothing happened any more.
    for _ in range(2):
        QTest.mouseClick(dialog.order_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    assert [scene.id for scene in application.ordering.order_summary.scenes] == [dialog.scene_id]
    application.ordering.refuse()
    dialog.close()


def test_a_scene_that_the_document_does_not_know_shows_its_own_properties():
    scene = Scene("s", "unknown", properties={"a": 1})
    assert chosen_features({"features": [{"id": "other"}]}, [scene]) == {"s": {"a": 1}}
