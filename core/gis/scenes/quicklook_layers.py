"""Builds quicklook and footprint layers with metadata and times, and adds them to the project."""

from __future__ import annotations

import contextlib
import os
from datetime import timezone
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterator, List, Optional, Sequence, Tuple

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsLayerTreeNode,
    QgsLineSymbolLayer,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ...domain.plain_text import plain
from ..areas.geometry import ring_geometry
from ..foreign.unstyled_layers import raster_layer, vector_layer
from ..layer_metadata import describe_layer, scene_facts

if TYPE_CHECKING:
    from ...domain.scenes.scene import PlacedQuicklook, Scene

_translate = QCoreApplication.translate

SCENE_KEY = "up42/scene_id"
JOB_KEY = "up42/job_id"
# Beyond this number outlines hide the quicklooks: the more there are, the paler and thinner each is drawn.
_OUTLINES_IN_SIGHT = 60
_OPACITY_OF_MANY = 0.15
_WIDTH_OF_MANY_MM = 0.3
_STYLE = Path(__file__).resolve().parents[3] / "resources" / "styles" / "footprints.qml"


def quicklook_layer(placed: PlacedQuicklook, scene: Scene, job_id: str) -> QgsRasterLayer:
    """Returns the layer of a placed quicklook; any thread may call this, the layer belongs to the main one."""
    with _without_neighbours():
        layer = raster_layer(placed.raster_path, plain(title_of(scene)))
    layer.setCustomProperty(SCENE_KEY, scene.id)
    layer.setCustomProperty(JOB_KEY, job_id)
    describe_layer(
        layer,
        scene.id,
        {
            **scene_facts(scene),
            _translate("UP42", "Placed by"): _translate("UP42", "{way}, certainty {certainty}").format(
                way=placed.placement, certainty=QLocale().toString(placed.certainty, "f", 2)
            ),
            _translate("UP42", "Evidence"): ", ".join(placed.evidence),
        },
        [_translate("UP42", "Test query quicklook, placed on its scene's outline. For viewing, not for measuring.")],
        rights=str(scene.properties.get("organisationName") or ""),
        acquired=scene.acquired,
    )
    if isinstance(layer.renderer(), QgsMultiBandColorRenderer):
        # A stretch that changes nothing is still computed for each pixel whenever the layer is drawn.
        for band in ("Red", "Green", "Blue"):
            getattr(layer.renderer(), f"set{band}ContrastEnhancement")(None)
    # Three lines that name the bands are of no use, repeated for hundreds of layers.
    layer.setLegend(None)
    layer.moveToThread(QgsApplication.instance().thread())
    return layer


@contextlib.contextmanager
def _without_neighbours() -> Iterator[None]:
    """Keeps GDAL, if its version can, from reading the whole folder for each file that this thread opens."""
    # Imported here: it takes longer than the whole dock, which imports this module.
    from osgeo import gdal

    choose = getattr(gdal, "SetThreadLocalConfigOption", None)
    if choose is None:
        yield
        return
    before = gdal.GetThreadLocalConfigOption("GDAL_DISABLE_READDIR_ON_OPEN")
    choose("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR")
    try:
        yield
    finally:
        choose("GDAL_DISABLE_READDIR_ON_OPEN", before)


def title_of(scene: Scene) -> str:
    """Returns a layer name: moment in UTC, which tells two passes of a day apart, platform, cloud cover."""
    parts = [scene.acquired.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M")] if scene.acquired is not None else []
    parts.append(scene.platform or scene.constellation or scene.id)
    if scene.cloud_cover is not None:
        parts.append(_translate("UP42", "cloud {share:.0f} %").format(share=scene.cloud_cover))
    return " · ".join(parts)


def layers_of_query(project: QgsProject, job_id: str) -> Tuple[Dict[str, str], str]:
    """Returns the layers that a test query has in the project: those of quicklooks by scene id, and the footprints'.

    Layers whose file is gone do not count.
    """
    quicklooks: Dict[str, str] = {}
    footprints = ""
    for layer_id, layer in project.mapLayers().items():
        is_there = layer.customProperty(JOB_KEY) == job_id and os.path.exists(layer.source().split("|")[0])
        if not is_there or not layer.isValid():
            continue
        scene_id = layer.customProperty(SCENE_KEY)
        if scene_id:
            quicklooks[str(scene_id)] = layer_id
        elif isinstance(layer, QgsVectorLayer):
            footprints = layer_id
    return quicklooks, footprints


def add_quicklooks(
    project: QgsProject, group: QgsLayerTreeGroup, layers: Sequence[Tuple[QgsRasterLayer, bool]]
) -> None:
    """Adds quicklooks to their group, ticked or not: below the footprints, later acquisitions above earlier ones."""
    project.addMapLayers([layer for layer, _ in layers], False)
    # A binary search: comparing each layer with each child would freeze the window.
    children = group.children()
    runs: Dict[int, List[QgsLayerTreeNode]] = {}
    for layer, is_shown in sorted(layers, key=lambda entry: _start(entry[0]), reverse=True):
        node = QgsLayerTreeLayer(layer)
        node.setExpanded(False)
        # Before it enters the tree, where each change redraws the map.
        node.setItemVisibilityChecked(is_shown)
        runs.setdefault(_position(children, _start(layer)), []).append(node)
    # From the bottom, so that the positions above stay valid.
    for position in sorted(runs, reverse=True):
        group.insertChildNodes(position, runs[position])


def _layer_of(node: QgsLayerTreeNode) -> Optional[QgsMapLayer]:
    return node.layer() if isinstance(node, QgsLayerTreeLayer) else None


def _position(children: Sequence[QgsLayerTreeNode], start: int) -> int:
    """Returns the position below all layers that are not earlier; other layers than quicklooks count as later."""
    first, end = 0, len(children)
    while first < end:
        middle = (first + end) // 2
        layer = _layer_of(children[middle])
        if isinstance(layer, QgsRasterLayer) and _start(layer) < start:
            end = middle
        else:
            first = middle + 1
    return first


def footprints_layer(path: str, title: str, job_id: str) -> QgsVectorLayer:
    """Returns the layer of a GeoPackage written by `write_scenes`, in the style of footprints.

    Any thread may call this; the layer belongs to the main one.
    """
    from .scene_file import TABLE

    layer = vector_layer(f"{path}|layername={TABLE}", plain(title))
    layer.setCustomProperty(JOB_KEY, job_id)
    apply_footprint_style(layer)
    times = layer.temporalProperties()
    times.setMode(Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField)
    times.setStartField("acquired")
    times.setIsActive(True)
    count = layer.featureCount()
    renderer = layer.renderer()
    symbol = renderer.symbol() if isinstance(renderer, QgsSingleSymbolRenderer) else None
    # On the line, not the layer, so that the outlines of selected scenes stay bright.
    line = symbol.symbolLayer(0) if symbol is not None else None
    if count > _OUTLINES_IN_SIGHT and isinstance(line, QgsLineSymbolLayer):
        color = line.color()
        color.setAlphaF(_OPACITY_OF_MANY * _OUTLINES_IN_SIGHT / count)
        line.setColor(color)
        line.setWidth(_WIDTH_OF_MANY_MM)
    layer.moveToThread(QgsApplication.instance().thread())
    return layer


def apply_footprint_style(layer: QgsVectorLayer) -> None:
    """Draws outlines without a fill, so that the quicklooks below stay visible."""
    layer.loadNamedStyle(str(_STYLE))
    layer.setReadOnly(True)


class FootprintStyler(QgsProcessingLayerPostProcessorInterface):
    """Applies the dock's style to footprints that Processing loads."""

    def postProcessLayer(self, layer: QgsMapLayer, context: object, feedback: object) -> None:
        """Styles a loaded layer."""
        if isinstance(layer, QgsVectorLayer):
            apply_footprint_style(layer)


def outline_geometry(scene: Scene) -> QgsGeometry:
    """Returns the outline of a scene in EPSG:4326, null without one."""
    ring = scene.footprint or scene.outline
    return QgsGeometry() if ring is None else ring_geometry(ring)


def select_footprints(layer: QgsVectorLayer, scene_ids: Sequence[str]) -> None:
    """Selects the footprints of scenes and nothing else."""
    wanted = set(scene_ids)
    features = layer.getFeatures(_only_ids(layer))
    layer.selectByIds([feature.id() for feature in features if feature["scene_id"] in wanted])


def selected_scene_ids(layer: QgsVectorLayer) -> List[str]:
    """Returns the ids of the scenes whose footprints are selected."""
    return [feature["scene_id"] for feature in layer.getSelectedFeatures(_only_ids(layer))]


def _only_ids(layer: QgsVectorLayer) -> QgsFeatureRequest:
    """Requests ids only, without outlines and metadata: each key press that moves through the list needs them."""
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return request.setSubsetOfAttributes(["scene_id"], layer.fields())


def project_extent(geometry: QgsGeometry, project: QgsProject) -> QgsRectangle:
    """Returns the extent of a geometry in degrees in the project's CRS, empty if it has none there."""
    moved = QgsGeometry(geometry).densifyByCount(8)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project)
    try:
        moved.transform(transform)
    except QgsCsException:
        return QgsRectangle()
    return moved.boundingBox()


def _start(layer: QgsRasterLayer) -> int:
    begin = layer.temporalProperties().fixedTemporalRange().begin()
    return begin.toMSecsSinceEpoch() if begin.isValid() else 0
