"""Workflows and their blocks' parameter schemas as products with a form."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import ErrorKind, Up42Error
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
# Areas that the blocks' own documentation names, in km²: smallest and largest.
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


def parse_product(workflow: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]]) -> Product:
    """Returns the product of a workflow and its tasks; UNEXPECTED_ANSWER without a data task."""
    if not tasks:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"workflow {workflow.get('id')}: tasks")
    data = tasks[0]
    block = _block(data)
    parameters = _parameters(block)
    smallest, largest = _BLOCK_AREAS.get(str(block.get("name")), (None, None))
    limit = parameters.get("limit")
    strategy = (block.get("metadata") or {}).get("pricingStrategy") or {}
    fields: List[FieldSpec] = []
    for number, task in enumerate(tasks):
        for name, descriptor in _parameters(_block(task)).items():
            if number == 0 and name in RESERVED:
                continue
            fields.append(_field((str(task["name"]), name), descriptor))
    return Product(
        id=str(workflow["id"]),
        key=str(data["name"]),
        title=str(workflow.get("name") or block.get("displayName") or data["name"]),
        description=str(workflow.get("description") or block.get("description") or ""),
        has_dry_run=bool(block.get("isDryRunSupported")),
        has_cloud_cover="max_cloud_cover" in parameters,
        has_period="time" in parameters,
        is_free=bool(strategy) and not strategy.get("credits"),
        geometry_modes=tuple(mode for mode in GeometryMode if mode.value in parameters),
        fields=tuple(fields),
        max_scenes=_whole(limit.get("maximum")) if isinstance(limit, Mapping) else None,
        min_area_km2=smallest,
        max_area_km2=largest,
        licence=_licence(block),
        raw={
            "tasks": [_kept(task) for task in tasks],
            "block": block.get("name", ""),
            "reserved": [name for name in RESERVED if name in parameters],
        },
    )


def parse_limits(settings: Sequence[Mapping[str, Any]]) -> Limits:
    """Returns the project's limits; settings that are missing bind nothing."""
    values: Dict[str, float] = {}
    for setting in settings:
        try:
            values[str(setting["name"])] = float(setting["value"])
        except (KeyError, TypeError, ValueError):
            # A setting without a number is none of those that are looked up.
            continue
    return Limits(
        max_area_km2=values.get("JOB_QUERY_MAX_AOI_SIZE"),
        max_scenes=_whole(values.get("JOB_QUERY_LIMIT_PARAMETER_MAX_VALUE")),
        max_jobs=_whole(values.get("MAX_CONCURRENT_JOBS")),
    )


def _block(task: Mapping[str, Any]) -> Mapping[str, Any]:
    block = task.get("block")
    return block if isinstance(block, Mapping) else {}


def _parameters(block: Mapping[str, Any]) -> Mapping[str, Any]:
    parameters = block.get("parameters")
    return parameters if isinstance(parameters, Mapping) else {}


def _kept(task: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns what an estimate needs of a workflow task."""
    block = _block(task)
    return {
        "id": task.get("id"),
        "name": str(task["name"]),
        "parents": list(task.get("parentsIds") or []),
        "block_id": block.get("id") or task.get("blockId"),
        "version": task.get("blockVersionTag") or block.get("version"),
        "title": block.get("displayName") or task.get("blockName") or str(task["name"]),
    }


def _field(path: Tuple[str, ...], descriptor: Any) -> FieldSpec:
    known: Mapping[str, Any] = descriptor if isinstance(descriptor, Mapping) else {}
    items = known.get("items")
    choices = items.get("enum") if isinstance(items, Mapping) else None
    kind = _KINDS.get(str(known.get("type")), FieldKind.JSON)
    if known.get("type") == "array" and choices:
        kind = FieldKind.MULTI_CHOICE
    elif known.get("enum"):
        kind, choices = FieldKind.CHOICE, known["enum"]
    return FieldSpec(
        path=path,
        kind=kind,
        title=path[-1].replace("_", " "),
        description=str(known.get("description") or ""),
        required=bool(known.get("required")),
        default=known.get("default"),
        minimum=known.get("minimum"),
        maximum=known.get("maximum"),
        choices=tuple(choices or ()),
    )


def _licence(block: Mapping[str, Any]) -> Optional[Licence]:
    url = (block.get("metadata") or {}).get("termsAndConditionsUrl")
    return Licence(str(url), str(block.get("displayName") or ""), str(url)) if url else None


def _whole(value: Any) -> Optional[int]:
    return int(value) if isinstance(value, (int, float)) else None
