"""What a layer of the project is to the plugin, read from its properties without the rest of the application."""

from __future__ import annotations

from typing import Any, Set

from qgis.core import QgsMapLayer, QgsProject

from ...gis.outputs.project_layers import JOB_KEY
from ...gis.scenes.quicklook_layers import SCENE_KEY
from ...host.compat import raster_type, vector_type


def job_key_of(layer: QgsMapLayer) -> str:
    """Returns the key of the job that delivered a layer, empty for any other layer."""
    return str(layer.customProperty(JOB_KEY) or "")


def jobs_on_map(project: QgsProject) -> Set[str]:
    """Returns the keys of the jobs of which at least one layer in the project can be drawn."""
    return {job_key_of(layer) for layer in project.mapLayers().values() if layer.isValid()} - {""}


def scene_id_of(layer: QgsMapLayer) -> str:
    """Returns the scene that a layer shows, empty if it is not known."""
    return str(layer.customProperty(SCENE_KEY) or "")


def raster_layers() -> Any:
    """Returns the type of raster layers in this version of QGIS."""
    return raster_type()


def vector_layers() -> Any:
    """Returns the type of vector layers in this version of QGIS."""
    return vector_type()
