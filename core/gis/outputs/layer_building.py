"""Builds styled, time-enabled layers from delivered files (worker thread)."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from qgis.core import QgsApplication, QgsMapLayer, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.delivery import OutputFile, OutputKind, OutputProblem
from ...domain.outputs.lineage import FileFacts, Lineage
from ...domain.plain_text import plain
from ...host.compat import set_attribution
from ..foreign.files import check_vector, open_source
from ..foreign.unstyled_layers import cloud_layer, undrawn_raster_layer, vector_layer
from ..layer_metadata import Link, describe_layer, scene_facts
from ..scenes.quicklook_layers import SCENE_KEY
from .delivered_facts import DeliveredFacts
from .looks import Looks
from .project_layers import FILE_KEY, JOB_KEY
from .rendering import draw_raster, draw_vector
from .stac_items import kept_scene, write_item

_LOG = logging.getLogger(__name__)
_translate = QCoreApplication.translate
# Abbreviations of bands in the names of DIMAP and classic products.
_SENSOR_PARTS = {"ms": "multispectral", "p": "panchromatic", "pan": "panchromatic", "pms": "pansharpened"}


@dataclass(frozen=True)
class BuiltLayer:
    """A layer that belongs to the main thread, or a file with its problem."""

    file: OutputFile
    layer: Optional[QgsMapLayer] = None


def build_layer(
    file: OutputFile, folder: Path, facts: DeliveredFacts, lineage: Lineage, looks: Optional[Looks] = None
) -> BuiltLayer:
    """Opens, samples, draws and describes one dataset, and writes the STAC item next to a raster.

    With the `looks` of a job's files the tiles of one mosaic are drawn alike. Never raises for a file that cannot be
    shown: the result has the reason.
    """
    if file.problem is not None:
        return BuiltLayer(file)
    try:
        layer = _MAKERS[file.kind](file, facts, lineage, looks or Looks((file,), facts))
    except Up42Error as error:
        return BuiltLayer(_failed(file, error.detail, is_unsafe=error.kind is ErrorKind.FILE_UNSAFE))
    except Exception as error:  # of a foreign file anything may be wrong, and the next one must still load
        _LOG.warning("No layer of %s", Path(file.path).name, exc_info=True)
        return BuiltLayer(_failed(file, str(error)))
    if not layer.isValid():
        return BuiltLayer(_failed(file, layer.error().summary()))
    layer.setCustomProperty(FILE_KEY, file_key(file, folder))
    layer.setCustomProperty(JOB_KEY, lineage.key)
    layer.moveToThread(QgsApplication.instance().thread())
    return BuiltLayer(file, layer)


def file_key(file: OutputFile, folder: Path) -> str:
    """Returns the key of a dataset within its job, independent of where the folder is."""
    path = Path(file.path)
    within = path.relative_to(folder).as_posix() if folder in path.parents else path.name
    return f"{within}|{file.part}" if file.part else within


def _raster(file: OutputFile, documents: DeliveredFacts, lineage: Lineage, looks: Looks) -> QgsRasterLayer:
    dataset = open_source(file.opened, Path(file.path))
    facts = documents.of(file, dataset)
    if facts.scene is None:
        # Today's service delivers an order's files without a word on what they show.
        scene = lineage.scene_of(Path(file.path).parts) or kept_scene(documents.item_path(file), lineage)
        facts = replace(facts, scene=scene)
    reading = looks.of(file, dataset)
    layer = undrawn_raster_layer(file.opened, _title(file, facts, lineage))
    if not layer.isValid():
        return layer
    draw_raster(layer, reading)
    _describe(layer, file, facts, lineage)
    write_item(file, dataset, facts, lineage, documents.item_path(file))
    return layer


def _vector(file: OutputFile, documents: DeliveredFacts, lineage: Lineage, looks: Looks) -> QgsVectorLayer:
    check_vector(Path(file.path))
    layer = vector_layer(file.opened, file.title)
    if layer.isValid():
        draw_vector(layer)
        _describe(layer, file, FileFacts(), lineage)
    return layer


def _cloud(file: OutputFile, documents: DeliveredFacts, lineage: Lineage, looks: Looks) -> QgsMapLayer:
    # The provider was checked when the file was found.
    layer = cloud_layer(file.path, file.title, file.provider)
    if layer.isValid():
        _describe(layer, file, FileFacts(), lineage)
    return layer


_MAKERS: Dict[OutputKind, Callable[[OutputFile, DeliveredFacts, Lineage, Looks], QgsMapLayer]] = {
    OutputKind.RASTER: _raster,
    OutputKind.VECTOR: _vector,
    OutputKind.POINT_CLOUD: _cloud,
}


def _describe(layer: QgsMapLayer, file: OutputFile, facts: FileFacts, lineage: Lineage) -> None:
    scene = facts.scene
    known = dict(scene_facts(scene)) if scene is not None else {}
    known[_translate("UP42", "Product")] = lineage.product_title
    known[_translate("UP42", "Job")] = lineage.job_id
    known[_translate("UP42", "Order")] = facts.order_id
    delivered = _translate("UP42", "Delivered by UP42 job {job} ({name}), file {file}.")
    history = [delivered.format(job=lineage.job_id, name=lineage.job_name, file=Path(file.path).name)]
    licences: List[str] = [facts.licence] if facts.licence else []
    links: List[Link] = []
    if lineage.licence is not None:
        licences.append(lineage.licence.title)
        if lineage.licence.url.startswith("https://"):
            links.append((lineage.licence.title, "WWW:LINK", lineage.licence.url))
    describe_layer(
        layer,
        scene.id if scene is not None else lineage.job_id,
        known,
        history,
        rights=facts.attribution,
        licences=licences,
        links=links,
        acquired=facts.acquired,
    )
    set_attribution(layer, plain(facts.attribution))
    if scene is not None:
        # Quicklooks and footprints have the same property, so that they find each other.
        layer.setCustomProperty(SCENE_KEY, scene.id)


def _title(file: OutputFile, facts: FileFacts, lineage: Lineage) -> str:
    """Returns family, day and ground sampling distance if known, and what the file's name adds to them.

    Only its name distinguishes an output from the quicklook of its scene.
    """
    if facts.acquired is None or facts.scene is None:
        return file.title
    name = lineage.family or facts.scene.platform or facts.scene.constellation
    parts = [f"{name} {facts.acquired:%Y-%m-%d}".strip()]
    if facts.scene.gsd_m:
        parts.append(_translate("UP42", "{number} m").format(number=QLocale().toString(facts.scene.gsd_m, "g", 6)))
    title = _translate("UP42", "{scene} (delivered)").format(scene=", ".join(parts))
    added = _added_words(file, facts)
    return " · ".join([title, *([added] if added else [])])


def _added_words(file: OutputFile, facts: FileFacts) -> str:
    scene = facts.scene
    rest = file.title
    for known in (scene.feature_id, scene.id) if scene is not None else ():
        rest = rest.replace(known, "") if known else rest
    words = [word for word in re.split(r"[^A-Za-z0-9]+", rest) if word]
    named = [_SENSOR_PARTS[word.lower()] for word in words if word.lower() in _SENSOR_PARTS]
    if named:
        return named[0]
    # Identifiers and dates only repeat the rest of the title.
    return "_".join(word for word in words if not any(letter.isdigit() for letter in word))


def _failed(file: OutputFile, detail: str, *, is_unsafe: bool = False) -> OutputFile:
    problem = OutputProblem.UNSAFE if is_unsafe else OutputProblem.UNREADABLE
    return replace(file, problem=problem, detail=detail)


def datasets_of(files: Tuple[OutputFile, ...]) -> Tuple[OutputFile, ...]:
    """Returns the files that are to become layers."""
    return tuple(file for file in files if file.kind is not OutputKind.DOCUMENT)
