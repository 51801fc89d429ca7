"""Converts workflows and the parameter schemas of their blocks to products with form fields."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Tuple

from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import id_of, mapping_of, mappings_of, number_of, text_of, texts_of, whole_of
from ...domain.parameters import GeometryMode
from ...domain.products import FieldKind, FieldSpec, Licence, Limits, Product
from .request import RESERVED

_KINDS = {
    "string": FieldKind.TEXT,
    "number": FieldKind.NUMBER,
    "integer": FieldKind.INTEGER,
    "boolean": FieldKind.BOOLEAN,
    "dateRange": FieldKind.PERIOD,
}
# Minimum and maximum area in km² from the documentation of the blocks.
_BLOCK_AREAS: Dict[str, Tuple[float, Optional[float]]] = {
    "oneatlas-pleiades-fullscene": (0.1, 400.0),
    "oneatlas-pleiades-display": (0.1, 400.0),
    "oneatlas-pleiades-primary": (0.1, None),
    "oneatlas-spot-fullscene": (0.1, 3600.0),
    "oneatlas-spot-display": (0.1, 3600.0),
    "oneatlas-worlddem-12m": (0.1, None),
    "hexagon-aerial-15cm": (0.1, 25.0),
    "hexagon-aerial-30cm": (0.1, 100.0),
}


def parse_product(workflow: Any, tasks: Any) -> Product:
    """Returns the product of a workflow and its tasks; UNEXPECTED_ANSWER without an id or a data task.

    A task without a name makes the workflow unreadable, since it would be missing from every request.
    """
    workflow, known = mapping_of(workflow), tasks if isinstance(tasks, list) else []
    tasks = [task for task in mappings_of(known) if id_of(task.get("name"))]
    if not tasks or len(tasks) < len(known) or not id_of(workflow.get("id")):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"workflow {id_of(workflow.get('id'))}: tasks")
    data = tasks[0]
    block = _block(data)
    parameters = _parameters(block)
    smallest, largest = _BLOCK_AREAS.get(text_of(block.get("name")), (None, None))
    strategy = mapping_of(mapping_of(block.get("metadata")).get("pricingStrategy"))
    fields: List[FieldSpec] = []
    for number, task in enumerate(tasks):
        for name, descriptor in _parameters(_block(task)).items():
            if number == 0 and name in RESERVED:
                continue
            fields.append(_field((id_of(task["name"]), name), descriptor))
    return Product(
        id=id_of(workflow["id"]),
        key=id_of(data["name"]),
        title=text_of(workflow.get("name")) or text_of(block.get("displayName")) or id_of(data["name"]),
        description=text_of(workflow.get("description")) or text_of(block.get("description")),
        has_dry_run=bool(block.get("isDryRunSupported")),
        has_cloud_cover="max_cloud_cover" in parameters,
        has_period="time" in parameters,
        is_free=bool(strategy) and not strategy.get("credits"),
        geometry_modes=tuple(mode for mode in GeometryMode if mode.value in parameters),
        fields=tuple(fields),
        max_scenes=whole_of(mapping_of(parameters.get("limit")).get("maximum"), 1),
        min_area_km2=smallest,
        max_area_km2=largest,
        licence=_licence(block),
        raw={
            "tasks": [_kept(task) for task in tasks],
            "block": text_of(block.get("name")),
            "reserved": [name for name in RESERVED if name in parameters],
        },
    )


def parse_limits(settings: Any) -> Limits:
    """Returns the project's limits; a setting that is missing or not a number sets no limit."""
    values = {text_of(setting.get("name")): setting.get("value") for setting in mappings_of(settings)}
    return Limits(
        max_area_km2=number_of(values.get("JOB_QUERY_MAX_AOI_SIZE"), 0.0),
        max_scenes=whole_of(values.get("JOB_QUERY_LIMIT_PARAMETER_MAX_VALUE"), 1),
        max_jobs=whole_of(values.get("MAX_CONCURRENT_JOBS"), 0),
    )


def _block(task: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping_of(task.get("block"))


def _parameters(block: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping_of(block.get("parameters"))


def _kept(task: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns the members of a workflow task that an estimate needs."""
    block = _block(task)
    return {
        "id": task.get("id"),
        "name": id_of(task["name"]),
        "parents": texts_of(task.get("parentsIds")),
        "block_id": block.get("id") or task.get("blockId"),
        "version": task.get("blockVersionTag") or block.get("version"),
        "title": text_of(block.get("displayName")) or text_of(task.get("blockName")) or id_of(task["name"]),
    }


def _field(path: Tuple[str, ...], descriptor: Any) -> FieldSpec:
    known = mapping_of(descriptor)
    choices = mapping_of(known.get("items")).get("enum")
    kind = _KINDS.get(text_of(known.get("type")), FieldKind.JSON)
    if known.get("type") == "array" and choices and isinstance(choices, list):
        kind = FieldKind.MULTI_CHOICE
    elif known.get("enum") and isinstance(known["enum"], list):
        kind, choices = FieldKind.CHOICE, known["enum"]
    return FieldSpec(
        path=path,
        kind=kind,
        title=path[-1].replace("_", " "),
        description=text_of(known.get("description")),
        required=bool(known.get("required")),
        default=known.get("default"),
        minimum=number_of(known.get("minimum")),
        maximum=number_of(known.get("maximum")),
        choices=tuple(choices) if isinstance(choices, list) else (),
    )


def _licence(block: Mapping[str, Any]) -> Optional[Licence]:
    url = text_of(mapping_of(block.get("metadata")).get("termsAndConditionsUrl"))
    return Licence(url, text_of(block.get("displayName")), url) if url else None
