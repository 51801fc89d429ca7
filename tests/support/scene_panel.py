"""Scenes for the scene list, and how tests read and click it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from qgis.PyQt.QtCore import QItemSelectionModel, Qt
from qgis.PyQt.QtTest import QTest

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.scenes.scene_list import SceneRole
from up42_jobs.core.domain.scenes.scene import Scene, SceneCollection
from up42_jobs.ui.scenes.row_marks import eye_rect, tick_rect

NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)


def some_scenes(count):
    """Scenes whose figures grow with their number; every fifth lacks an angle."""
    return tuple(
        Scene(
            f"scene-{number}",
            f"feature-{number}",
            NOW - timedelta(days=number),
            platform="PHR1A" if number % 2 else "SPOT7",
            cloud_cover=float(number % 100),
            incidence_angle=None if number % 5 == 0 else float(number % 30),
            gsd_m=0.5 if number % 2 else 1.5,
        )
        for number in range(count)
    )


def square(west):
    """Returns the ring of a square degree on the equator."""
    return ((west, 0.0), (west + 1.0, 0.0), (west + 1.0, 1.0), (west, 1.0), (west, 0.0))


def show_result(application, scenes, is_complete=True):
    """Puts a result in the place of a test query's."""
    collection = SceneCollection(scenes, '{"type": "FeatureCollection", "features": []}', is_complete)
    application.scenes.set_collection(collection, None)
    set_query(application, DryRunState.DONE, collection)


def set_query(application, state, collection=None):
    """Gives the test query a state, and scenes that no service returned; nothing else sets it from outside."""
    application.dry_run._state = state
    if collection is not None:
        application.dry_run._collection = collection
    application.dry_run.state_changed.emit()


def select(panel, *rows):
    """Selects rows as a click does."""
    view = panel.scenes_view
    view.clearSelection()
    for row in rows:
        flags = QItemSelectionModel.SelectionFlag.Select
        view.selectionModel().select(view.model().index(row, 0), flags)


def shown_ids(panel):
    """Returns the scene ids in the order of the list."""
    model = panel.scenes_view.model()
    return [model.index(row, 0).data(SceneRole.SCENE).id for row in range(model.rowCount())]


def click_tick(panel, row):
    """Clicks where the tick of a row is drawn: into the order, or out of it."""
    _click(panel, row, tick_rect)


def click_eye(panel, row):
    """Clicks where the eye of a row is drawn: onto the map, or off it."""
    _click(panel, row, eye_rect)


def _click(panel, row, place):
    view = panel.scenes_view
    spot = place(view.row_option(view.model().index(row, 0))).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
