"""The plugin's groups in the layer tree, found again by custom properties, since users rename groups."""

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
    """Returns the group of a test query's scenes, created on top of the others if missing."""
    return _group(_root(project), _SCENES_KEY, job_id, title or job_id)


def has_scene_group(project: QgsProject, job_id: str) -> bool:
    """Returns whether the layer tree has a group of a test query's scenes."""
    return _find(project.layerTreeRoot(), _SCENES_KEY, job_id) is not None


def hide_other_scene_groups(project: QgsProject, job_id: str) -> None:
    """Hides and collapses the scene groups of all test queries but one; their layers stay in the project."""
    for group in project.layerTreeRoot().findGroups(True):
        if group.customProperty(_SCENES_KEY) not in (None, "", job_id):
            _hide(group)


def hide_scene_group(project: QgsProject, job_id: str) -> None:
    """Hides and collapses the scene group of one test query."""
    group = _find(project.layerTreeRoot(), _SCENES_KEY, job_id)
    if group is not None:
        _hide(group)


def remove_scene_group(project: QgsProject, job_id: str) -> None:
    """Removes the group of a test query's scenes, and the plugin's group around it, if they are empty."""
    group = _find(project.layerTreeRoot(), _SCENES_KEY, job_id)
    root = _find(project.layerTreeRoot(), _ROOT_KEY, "1")
    for node in (group, root):
        parent = node.parent() if node is not None and not node.children() else None
        if node is not None and parent is not None:
            parent.removeChildNode(node)


def output_group(project: QgsProject, job_key: str, title: str, created: datetime) -> QgsLayerTreeGroup:
    """Returns the group of a job's outputs; a missing one is created above those of older jobs."""
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
    open_filled(root)
    return group


def open_filled(group: QgsLayerTreeGroup) -> None:
    """Opens a group that has just got its first child: a view ignores the state of a group that has none."""
    if len(group.children()) == 1 and group.isExpanded():
        # Only a change is announced to the views.
        group.setExpanded(False)
        group.setExpanded(True)


def find_output_group(project: QgsProject, job_key: str) -> Optional[QgsLayerTreeGroup]:
    """Returns the group of a job's outputs, None if there is none."""
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
    if key == _SCENES_KEY:
        open_filled(parent)
    # Hundreds of layers are collapsed so that the user's own stay visible.
    group.setExpanded(key != _SCENES_KEY)
    return group


def _find(parent: QgsLayerTreeGroup, key: str, value: str) -> Optional[QgsLayerTreeGroup]:
    for child in parent.findGroups(True):
        if child.customProperty(key) == value:
            return child
    return None
