"""The area as presets keep it: where it came from, so that loading a preset brings it back."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional

from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer

from ...domain.aoi import Aoi, normalised_ring
from .area import AreaOfInterest
from .area_state import AreaSource

_DRAWN = (AreaSource.RECTANGLE, AreaSource.POLYGON)
_FROM_LAYER = (AreaSource.LAYER, AreaSource.SELECTED_FEATURES, AreaSource.FEATURES)
# Of these a preset keeps which ones were selected.
_SELECTED = (AreaSource.SELECTED_FEATURES, AreaSource.FEATURES)


def area_document(area: AreaOfInterest) -> Dict[str, Any]:
    """Returns where the area came from, and its outline: a request may have only its bounding box.

    A layer is found again by its id or by a digest of its source, which itself may contain a password.
    """
    document: Dict[str, Any] = {"source": area.source.value}
    aoi, layer = area.aoi, area.layer
    if aoi is not None and not aoi.hole_count and aoi.part_count == 1:
        document["outline"] = aoi.polygon()["coordinates"][0]
    if layer is not None:
        document["layer"] = {"id": layer.id(), "key": _key(layer), "name": layer.name()}
        if area.source in _SELECTED:
            document["selected"] = sorted(layer.selectedFeatureIds())
    elif area.source in _FROM_LAYER:
        document["layer"] = {"id": "", "key": "", "name": area.label}
    if area.source is AreaSource.FEATURES:
        document["name_field"] = area.name_field
    return document


def take_area(
    area: AreaOfInterest, document: Optional[Mapping[str, Any]], aoi: Optional[Aoi], preset: str = ""
) -> None:
    """Brings an area back: from its layer, if that is in the project, with the features that were selected.

    Without the layer the area is its outline, else `aoi`, that of the request; many areas have none, and the area's
    problem is LAYER_GONE. A preset of an older release has no document. The selection of the layer changes.
    `preset` names an area that has no other name.
    """
    try:
        source = AreaSource((document or {}).get("source", AreaSource.REQUEST.value))
        if document is not None and "outline" in document:
            aoi = Aoi(normalised_ring(document["outline"]), 0.0)
        if document is None or source not in _FROM_LAYER:
            area.use_request(aoi, source if source in _DRAWN else AreaSource.REQUEST, name=preset)
            return
        layer, name = _layer_of(document["layer"]), str(document["layer"]["name"])
        selected = [int(number) for number in document.get("selected", ())]
        name_field = document.get("name_field")
    except (KeyError, TypeError, ValueError, AttributeError):
        # Settings are edited by hand.
        area.use_request(aoi, name=preset)
        return
    if layer is not None and source in _SELECTED:
        request = QgsFeatureRequest().setFilterFids(selected).setFlags(QgsFeatureRequest.Flag.NoGeometry)
        present = [feature.id() for feature in layer.getFeatures(request)] if selected else []
        layer.selectByIds(present)
        if selected and not present:
            # All of them would be searched instead.
            layer = None
    if source is AreaSource.FEATURES:
        if layer is None:
            area.lack_features(name)
        else:
            area.use_features(layer, str(name_field) if name_field is not None else None)
    elif layer is None:
        area.use_request(aoi, lost=name)
    else:
        area.use_layer(layer, source is AreaSource.SELECTED_FEATURES)


def _key(layer: QgsVectorLayer) -> str:
    import hashlib

    return hashlib.sha256(f"{layer.providerType()} {layer.source()}".encode()).hexdigest()


def _layer_of(kept: Mapping[str, Any]) -> Optional[QgsVectorLayer]:
    layers = [item for item in QgsProject.instance().mapLayers().values() if isinstance(item, QgsVectorLayer)]
    same = [layer for layer in layers if layer.id() == kept["id"]]
    return next((layer for layer in (*same, *layers) if layer in same or _key(layer) == kept["key"]), None)
