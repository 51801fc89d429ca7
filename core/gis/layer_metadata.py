"""Writes a layer's metadata: identity, facts, rights, history, extent and time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Mapping, Optional, Sequence, Tuple

from qgis.core import Qgis, QgsBox3d, QgsLayerMetadata, QgsMapLayer, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..domain.plain_text import plain, plain_address
from ..host.compat import day_of, set_metadata_date

if TYPE_CHECKING:
    from ..domain.scenes.scene import Scene

_translate = QCoreApplication.translate

# Name, type and address.
Link = Tuple[str, str, str]


def scene_facts(scene: Scene) -> Mapping[str, object]:
    """Returns the known facts of a scene by their translated labels."""
    return {
        _translate("UP42", "Scene"): scene.id,
        _translate("UP42", "Acquired (UTC)"): scene.acquired.isoformat() if scene.acquired is not None else None,
        _translate("UP42", "Platform"): scene.platform or scene.constellation,
        _translate("UP42", "Cloud cover (%)"): scene.cloud_cover,
        _translate("UP42", "Incidence angle (°)"): scene.incidence_angle,
        _translate("UP42", "Ground sampling distance (m)"): scene.gsd_m,
        _translate("UP42", "Processing level"): scene.processing_level,
    }


def describe_layer(
    layer: QgsMapLayer,
    identifier: str,
    facts: Mapping[str, object],
    history: Sequence[str],
    *,
    rights: str = "",
    licences: Sequence[str] = (),
    links: Sequence[Link] = (),
    acquired: Optional[datetime] = None,
) -> None:
    """Writes the metadata of a layer; a raster with an acquisition time also gets that day as its temporal range.

    All values are written as plain text: QGIS renders metadata and names as HTML, in a browser that runs scripts.
    """
    layer.setName(plain(layer.name()))
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(plain(identifier))
    metadata.setTitle(layer.name())
    metadata.setType("dataset")
    known = [f"{name}: {value}" for name, value in facts.items() if value not in (None, "")]
    metadata.setAbstract(plain("\n".join(known)))
    metadata.setHistory([plain(line) for line in history])
    metadata.setRights([plain(rights)] if rights else [])
    metadata.setLicenses([plain(licence) for licence in licences])
    metadata.setLinks(
        [QgsLayerMetadata.Link(plain(name), kind, plain_address(address)) for name, kind, address in links]
    )
    metadata.setCrs(layer.crs())
    extent = QgsLayerMetadata.Extent()
    spatial = QgsLayerMetadata.SpatialExtent()
    spatial.extentCrs = layer.crs()
    box = layer.extent()
    spatial.bounds = QgsBox3d(box.xMinimum(), box.yMinimum(), 0.0, box.xMaximum(), box.yMaximum(), 0.0)
    extent.setSpatialExtents([spatial])
    if acquired is not None:
        extent.setTemporalExtents([day_of(acquired)])
        set_metadata_date(metadata, acquired)
    metadata.setExtent(extent)
    layer.setMetadata(metadata)
    if acquired is not None and isinstance(layer, QgsRasterLayer):
        times = layer.temporalProperties()
        times.setMode(Qgis.RasterTemporalMode.FixedTemporalRange)
        times.setFixedTemporalRange(day_of(acquired))
        times.setIsActive(True)
