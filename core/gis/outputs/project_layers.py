"""Adds layers of delivered files to a project: each once, in its job's group, newest first."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Iterable, Mapping, Optional, Set, Tuple

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
)

from ...domain.outputs.lineage import Lineage
from ..foreign.unstyled_layers import set_source
from ..layer_groups import find_output_group, open_filled, output_group

# On a layer: the file within the job's folder, and the key of the job.
FILE_KEY = "up42/output"
JOB_KEY = "up42/output_job"


def layers_there(project: QgsProject, job_key: str) -> Dict[str, QgsMapLayer]:
    """Returns the layers of a job that are in the project, by their file within the job's folder.

    Custom properties survive a restart and a moved folder.
    """
    return {
        str(layer.customProperty(FILE_KEY)): layer
        for layer in project.mapLayers().values()
        if layer.customProperty(JOB_KEY) == job_key
    }


def sources_there(project: QgsProject) -> Set[str]:
    """Returns the sources of all layers of files, so that a file that the user added is not added again."""
    found: Set[str] = set()
    for layer in project.mapLayers().values():
        provider = layer.dataProvider()
        if provider is not None and layer.isValid() and provider.name() in ("gdal", "ogr"):
            found.add(layer.source())
    return found


def same_files(sources: Iterable[str]) -> Set[str]:
    """Returns sources in one form for all spellings; for a worker, since it asks the disk, which may not answer."""
    return {_normal(source) for source in sources}


def is_there(source: str, files: Set[str]) -> bool:
    """Returns whether a source is among those of `same_files`."""
    return _normal(source) in files


def add_output(project: QgsProject, lineage: Lineage, layer: QgsMapLayer) -> None:
    """Adds a built layer to its job's group: vectors above the rasters that they describe, then newest first."""
    project.addMapLayer(layer, False)
    group = output_group(project, lineage.key, lineage.group_title or lineage.job_name, lineage.created)
    node = group.insertLayer(_position(group, layer), layer)
    node.setExpanded(False)
    open_filled(group)


def repoint_output(layer: QgsMapLayer, fresh: QgsMapLayer) -> None:
    """Points a layer with a missing file at the source of a fresh layer; the user's style stays."""
    _point_at(layer, fresh.source(), fresh)


def top_layer(project: QgsProject, job_key: str) -> Optional[QgsMapLayer]:
    """Returns the topmost layer of a job's outputs, None without one."""
    group = find_output_group(project, job_key)
    layers = [node.layer() for node in group.findLayers()] if group is not None else []
    return next((layer for layer in layers if layer is not None), None)


def job_extent(project: QgsProject, job_key: str) -> Optional[QgsRectangle]:
    """Returns the extent of a job's layers in the project's CRS, None if it has none.

    Layers without a CRS are left out: their columns and rows would count as map coordinates.
    """
    group = find_output_group(project, job_key)
    if group is None:
        return None
    extent = QgsRectangle()
    extent.setMinimal()
    for node in group.findLayers():
        layer = node.layer()
        if layer is None or not layer.crs().isValid():
            continue
        transform = QgsCoordinateTransform(layer.crs(), project.crs(), project)
        try:
            extent.combineExtentWith(transform.transformBoundingBox(layer.extent()))
        except QgsCsException:
            # A layer that has no place in the project's CRS has no extent there either.
            continue
    return None if extent.isEmpty() else extent


def reopen_layers(project: QgsProject, sources: Mapping[str, str]) -> None:
    """Reopens the files of layers, since an open file does not see overviews that were built later.

    `sources` maps the source of a layer to the source that opens its image with overviews.
    """
    wanted = {_normal(source): opened for source, opened in sources.items()}
    for layer in project.mapLayers().values():
        opened = wanted.get(_normal(layer.source())) if isinstance(layer, QgsRasterLayer) else None
        if opened is None:
            continue
        if _normal(opened) == _normal(layer.source()):
            layer.reload()
        else:
            _point_at(layer, opened, layer)
        layer.triggerRepaint()


def _point_at(layer: QgsMapLayer, source: str, model: QgsMapLayer) -> None:
    """Gives a layer another source, with the nodata settings of `model`, which a new provider resets."""
    empty = []
    old = model.dataProvider() if isinstance(layer, QgsRasterLayer) and isinstance(model, QgsRasterLayer) else None
    if old is not None:
        numbers = range(1, old.bandCount() + 1)
        empty = [(item, old.useSourceNoDataValue(item), old.userNoDataValues(item)) for item in numbers]
    set_source(layer, source, model.providerType())
    # None if the source cannot be opened.
    fresh = layer.dataProvider() if isinstance(layer, QgsRasterLayer) else None
    if fresh is not None:
        for number, is_own_used, ranges in empty:
            fresh.setUseSourceNoDataValue(number, is_own_used)
            fresh.setUserNoDataValue(number, ranges)


def _position(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> int:
    children = group.children()
    for number, child in enumerate(children):
        other = child.layer() if isinstance(child, QgsLayerTreeLayer) else None
        if other is not None and _rank(layer) < _rank(other):
            return number
    return len(children)


def _rank(layer: QgsMapLayer) -> Tuple[float, float, float]:
    """Returns the sort key of layers: vectors first, then newest first, colours before single bands."""
    if not isinstance(layer, QgsRasterLayer):
        return (0.0, 0.0, 0.0)
    times = layer.temporalProperties()
    begin = times.fixedTemporalRange().begin()
    moment = float(begin.toMSecsSinceEpoch()) if times.isActive() and begin.isValid() else 0.0
    return (1.0, -moment, 0.0 if layer.bandCount() >= 3 else 1.0)


def _normal(source: str) -> str:
    """Returns one normal form for all spellings of the same file and part."""
    parts = QgsProviderRegistry.instance().decodeUri("gdal", source.partition("|")[0])
    path = str(parts.get("path") or "")
    name = str(parts.get("layerName") or "") + source.partition("|layername=")[2].partition("|")[0]
    return f"{Path(path).resolve() if path else source}|{name}"
