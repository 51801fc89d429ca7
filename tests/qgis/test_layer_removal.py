"""Hundreds of layers are removed a few at a time, and the memory that they held is given back in parts."""

from __future__ import annotations

from qgis.core import QgsProject, QgsVectorLayer

from up42_jobs.core.app.scenes.layer_removal import REMOVED_A_PART, LayerRemoval

WAIT_MS = 30_000


def test_parts_are_reported_while_layers_are_removed_and_the_end_once(qgis_app, qtbot):
    """All at once, a thread that gives back a gigabyte makes the window wait for a tenth of a second."""
    project = QgsProject.instance()
    layers = [QgsVectorLayer("Polygon?crs=EPSG:4326", f"Layer {number}", "memory") for number in range(150)]
    project.addMapLayers(layers)
    ids = [layer.id() for layer in layers]
    removal = LayerRemoval(project)
    left = []
    removal.remove(ids, lambda: left.append("end"), lambda: left.append(project.count()))
    qtbot.waitUntil(lambda: "end" in left, timeout=WAIT_MS)
    assert left == [2 * REMOVED_A_PART, REMOVED_A_PART, "end"]
    assert project.count() == 0
    # Few layers are one part.
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Layer", "memory")
    project.addMapLayer(layer)
    removal.remove([layer.id()], lambda: left.append("end"), lambda: left.append("part"))
    qtbot.waitUntil(lambda: left.count("end") == 2, timeout=WAIT_MS)
    assert "part" not in left
