"""Delivered files as layers, grouped by job, never twice, drawn so that they need no styling by hand."""

from __future__ import annotations

from typing import List, Optional, Sequence

from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRectangle,
    QgsVectorLayer,
)

from ..domain.outputs import OutputFile, OutputKind
from .layer_groups import find_output_group, output_group

FILE_KEY = "up42/output"


def add_outputs(project: QgsProject, job_key: str, title: str, files: Sequence[OutputFile]) -> List[str]:
    """Adds what is not in the project yet to the job's group and returns one text a file that cannot be shown."""
    there = {layer.customProperty(FILE_KEY) for layer in project.mapLayers().values()}
    problems: List[str] = []
    for file in files:
        if file.path in there:
            continue
        layer = output_layer(file)
        if not layer.isValid():
            problems.append(f"{file.title}: {layer.error().message() or file.path}")
            continue
        layer.setCustomProperty(FILE_KEY, file.path)
        project.addMapLayer(layer, False)
        # Vectors stay on top of the rasters that they describe.
        group = output_group(project, job_key, title)
        position = 0 if file.kind is OutputKind.VECTOR else len(group.children())
        group.insertLayer(position, layer).setExpanded(False)
    return problems


def output_layer(file: OutputFile) -> QgsMapLayer:
    """Returns the layer of a dataset, bands in their natural order, 16 bits stretched."""
    if file.kind is OutputKind.VECTOR:
        return QgsVectorLayer(file.path, file.title, "ogr")
    layer = QgsRasterLayer(file.path, file.title, "gdal")
    if layer.isValid():
        _style(layer)
    return layer


def job_extent(project: QgsProject, job_key: str) -> Optional[QgsRectangle]:
    """Returns the extent of a job's layers in the project's CRS, None where it has none."""
    group = find_output_group(project, job_key)
    if group is None:
        return None
    extent = QgsRectangle()
    extent.setMinimal()
    for node in group.findLayers():
        layer = node.layer()
        if layer is None:
            continue
        transform = QgsCoordinateTransform(layer.crs(), project.crs(), project)
        try:
            extent.combineExtentWith(transform.transformBoundingBox(layer.extent()))
        except QgsCsException:
            # A layer that has no place in the project's CRS has no extent there either.
            continue
    return None if extent.isEmpty() else extent


def _style(layer: QgsRasterLayer) -> None:
    provider = layer.dataProvider()
    names = [provider.generateBandName(number).lower() for number in range(1, provider.bandCount() + 1)]
    renderer = layer.renderer()
    if isinstance(renderer, QgsMultiBandColorRenderer):
        for colour, setter in (
            ("red", renderer.setRedBand),
            ("green", renderer.setGreenBand),
            ("blue", renderer.setBlueBand),
        ):
            band = next((number for number, name in enumerate(names, start=1) if colour in name), 0)
            if band:
                setter(band)
    # Bands of more than 8 bits open nearly black without a stretch.
    if provider.sourceDataType(1) not in (Qgis.DataType.Byte, Qgis.DataType.UnknownDataType):
        layer.setContrastEnhancement(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum,
            QgsRasterMinMaxOrigin.Limits.CumulativeCut,
        )
