"""What the Layers panel shows of jobs: a paid image must be found at a glance, and not be taken for its quicklook."""

from __future__ import annotations

import re

import pytest
from desktop import Desktop, wait_until
from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtCore import QSignalBlocker
from support.plugin_user import SECONDS, buy, query, ready

from up42_jobs import classFactory
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME
from up42_jobs.core.gis.layer_groups import open_filled
from up42_jobs.core.gis.outputs.project_layers import JOB_KEY
from up42_jobs.core.gis.scenes.quicklook_layers import SCENE_KEY


@pytest.fixture
def desktop(qgis_app, tmp_path, monkeypatch):
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path))
    QgsSettings().setValue("up42_jobs/dock_open", False)
    desktop = Desktop()
    desktop.window.show()
    yield desktop
    desktop.close()


def bought(desktop, connection):
    """Buys one scene of a query, and returns the plugin once its output is on the map."""
    plugin = classFactory(desktop)
    plugin.initGui()
    application = ready(plugin, connection, 2)
    query(application)
    wait_until(lambda: len(layers(SCENE_KEY)) >= 2, SECONDS, "layers of quicklooks")
    buy(application)
    return plugin


def layers(key):
    return [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(key)]


@pytest.mark.parametrize("connection", ["Sandbox", SANDBOX_PLATFORM_NAME])
def test_an_output_is_in_sight_current_and_named_as_what_it_is(desktop, connection):
    plugin = bought(desktop, connection)
    try:
        root = QgsProject.instance().layerTreeRoot().children()[0]
        group = next(child for child in root.children() if child.customProperty("up42/outputs"))
        for node in (root, group):
            assert desktop.tree.isExpanded(desktop.tree.node2index(node)), node.name()
        outputs = layers(JOB_KEY)
        assert desktop.activeLayer() in outputs
        quicklooks = [layer for layer in layers(SCENE_KEY) if layer not in outputs]
        for output in outputs:
            assert re.search(r"\d{4}-\d\d-\d\d, 0\.5 m \(delivered\)", output.name()), output.name()
        for quicklook in quicklooks:
            assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d · PHR1[AB] · cloud \d+ %$", quicklook.name()), quicklook.name()
        # Product, size and time; not the digits that make a name unique for the service.
        for child in root.children():
            wanted = r"Pl.iades Display( Download)? · 0\.9\d km² · \d{4}-\d\d-\d\d \d\d:\d\d$"
            assert re.match(wanted, child.name()), child.name()
    finally:
        plugin.unload()


def test_a_group_whose_view_is_closed_is_opened_by_its_first_child(desktop):
    """A view may ignore the state of a group without children, and does not ask again when it gets some."""
    group = QgsProject.instance().layerTreeRoot().insertGroup(0, "UP42 Jobs")
    index = desktop.tree.node2index
    with QSignalBlocker(desktop.tree):
        desktop.tree.collapse(index(group))
    group.insertGroup(0, "Pléiades Display")
    assert group.isExpanded()
    assert not desktop.tree.isExpanded(index(group))
    open_filled(group)
    assert desktop.tree.isExpanded(index(group))
