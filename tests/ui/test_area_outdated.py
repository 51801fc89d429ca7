"""A scene is never ordered with an outline that its area layer no longer has."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer

from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.credits import HoldConfirmation

WAIT_MS = 60_000
HERE = QgsRectangle(-0.40, 39.40, -0.39, 39.41)
BESIDE = QgsRectangle(-0.39, 39.40, -0.38, 39.41)


@pytest.fixture
def layer(signed_in, qtbot):
    """A polygon layer that is the area, after a test query."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(HERE))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    signed_in.area.use_layer(layer, False)
    qtbot.waitUntil(lambda: signed_in.workbench.can_run, timeout=WAIT_MS)
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    return layer


def edit(layer):
    layer.startEditing()
    assert layer.changeGeometry(1, QgsGeometry.fromRect(BESIDE))


def orders(sandbox):
    return [
        request for request in sandbox.requests
        if request.method == "POST" and request.path.rstrip("/").endswith("/jobs") and "config" not in request.body
    ]


def test_scenes_of_the_old_outline_are_not_ordered(layer, signed_in, sandbox, qtbot):
    scene_id = signed_in.scenes.scenes()[0].id
    edit(layer)
    layer.commitChanges()
    with qtbot.waitSignal(signed_in.ordering.failed, timeout=WAIT_MS) as failed:
        signed_in.ordering.prepare([scene_id])
    assert failed.args[0].kind is ErrorKind.AREA_OUTDATED
    qtbot.waitUntil(lambda: signed_in.workbench.can_run, timeout=WAIT_MS)
    with qtbot.waitSignal(signed_in.ordering.failed, timeout=WAIT_MS):
        signed_in.ordering.prepare([scene_id])
    assert orders(sandbox) == []


def test_an_edit_under_the_hold_dialog_refuses_the_hold(layer, signed_in, sandbox, qtbot):
    signed_in.ordering.prepare([signed_in.scenes.scenes()[0].id])
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    assert not signed_in.ordering.is_outdated()
    edit(layer)
    assert signed_in.ordering.is_outdated()
    hold = signed_in.ordering.hold
    with qtbot.waitSignal(signed_in.ordering.failed, timeout=WAIT_MS) as failed:
        signed_in.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    assert failed.args[0].kind is ErrorKind.AREA_OUTDATED
    assert orders(sandbox) == []
    layer.rollBack()


def test_an_edit_that_was_taken_back_changes_nothing(layer, signed_in, qtbot):
    edit(layer)
    layer.rollBack()
    qtbot.waitUntil(lambda: signed_in.workbench.can_run, timeout=WAIT_MS)
    signed_in.ordering.prepare([signed_in.scenes.scenes()[0].id])
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    signed_in.ordering.refuse()


def test_another_area_for_the_next_query_leaves_the_scenes_of_this_one(layer, signed_in, qtbot):
    # Chosen by the user, and nothing of the layer has changed.
    signed_in.area.use_rectangle(BESIDE, layer.crs())
    signed_in.ordering.prepare([signed_in.scenes.scenes()[0].id])
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    signed_in.ordering.refuse()
