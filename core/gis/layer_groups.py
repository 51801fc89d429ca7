"""Groups of ours in the layer tree, found again by what is written on them, since people rename groups."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from qgis.core import QgsLayerTreeGroup, QgsProject

from ..domain.parameters import utc_text
from ..domain.plain_text import plain

ROOT_TITLE = "UP42 Jobs"
_ROOT_KEY = "up42/root"
_SCENES_KEY = "up42/scenes"
_OUTPUTS_KEY = "up42/outputs"
_CREATED_KEY = "up42/created"


def scene_group(project: QgsProject, job_id: str, title: str = "") -> QgsLayerTreeGroup:
    """Returns the group of a test query's scenes, made on top of the others where there is none."""
    return _group(_root(project), _SCENES_KEY, job_id, title or job_id)


def has_scene_group(project: QgsProject, job_id: str) -> bool:
    """Tells whether the layer tree has a group of a test query's scenes."""
    return _find(project.layerTreeRoot(), _SCENES_KEY, job_id) is not None


def hide_scene_groups(project: QgsProject) -> None:
    """Takes the scenes of all test queries off the map and folds them; their layers stay."""
    for group in project.layerTreeRoot().findGroups(True):
        if group.customProperty(_SCENES_KEY):
            _hide(group)


def hide_scene_group(project: QgsProject, job_id: str) -> None:
    """Takes the scenes of one test query off the map and folds them."""
    group = _find(project.layerTreeRoot(), _SCENES_KEY, job_id)
    if group is not None:
        _hide(group)


def remove_scene_group(project: QgsProject, job_id: str) -> None:
    """Takes the group of a test query's scenes off the tree once it is empty, and the group of ours around it."""
    group = _find(project.layerTreeRoot(), _SCENES_KEY, job_id)
    root = _find(project.layerTreeRoot(), _ROOT_KEY, "1")
    for node in (group, root):
        if node is not None and not node.children():
            node.parent().removeChildNode(node)


def output_group(project: QgsProject, job_key: str, title: str, created: datetime) -> QgsLayerTreeGroup:
    """Returns the group of a job's outputs; where there is none it is made above those of older jobs."""
    found = find_output_group(project, job_key)
    if found is not None:
        return found
    root, moment = _root(project), utc_text(created)
    children = root.children()
    newer = [
        number for number, child in enumerate(children) if str(child.customProperty(_CREATED_KEY, "")) > moment
    ]
    group = root.insertGroup(newer[-1] + 1 if newer else 0, plain(title or job_key))
    group.setCustomProperty(_OUTPUTS_KEY, job_key)
    group.setCustomProperty(_CREATED_KEY, moment)
    return group


def find_output_group(project: QgsProject, job_key: str) -> Optional[QgsLayerTreeGroup]:
    """Returns the group of a job's outputs, None where there is none."""
    return _find(project.layerTreeRoot(), _OUTPUTS_KEY, job_key)


def _hide(group: QgsLayerTreeGroup) -> None:
    group.setItemVisibilityChecked(False)
    group.setExpanded(False)


def _root(project: QgsProject) -> QgsLayerTreeGroup:
    return _group(project.layerTreeRoot(), _ROOT_KEY, "1", ROOT_TITLE)


def _group(parent: QgsLayerTreeGroup, key: str, value: str, title: str) -> QgsLayerTreeGroup:
    found = _find(parent, key, value)
    if found is not None:
        return found
    group = parent.insertGroup(0, plain(title))
    group.setCustomProperty(key, value)
    # Hundreds of layers under one line, so that a person's own stay in sight.
    group.setExpanded(key != _SCENES_KEY)
    return group


def _find(parent: QgsLayerTreeGroup, key: str, value: str) -> Optional[QgsLayerTreeGroup]:
    for child in parent.findGroups(True):
        if child.customProperty(key) == value:
            return child
    return None
