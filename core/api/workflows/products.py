"""Converts workflows and the parameter schemas of their blocks to products with form fields."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import id_of, mapping_of, mappings_of, number_of, text_of, texts_of, whole_of
from ...domain.parameters import GeometryMode
from ...domain.products import FieldKind, FieldSpec, Licence, Limits, Product, SensorKind
from .request import RESERVED

_KINDS = {
    "string": FieldKind.TEXT,
    "number": FieldKind.NUMBER,
    "integer": FieldKind.INTEGER,
    "boolean": FieldKind.BOOLEAN,
    "dateRange": FieldKind.PERIOD,
}


class _BlockFacts(NamedTuple):
    """What the documentation of a block says and its description does not: km², metres, who takes the images."""

    min_area_km2: Optional[float] = None
    max_area_km2: Optional[float] = None
    resolution_m: Optional[float] = None
    sensor: SensorKind = SensorKind.OPTICAL
    provider: str = ""


_BLOCKS: Dict[str, _BlockFacts] = {
    "oneatlas-pleiades-fullscene": _BlockFacts(0.1, 400.0, 0.5, provider="Airbus"),
    "oneatlas-pleiades-display": _BlockFacts(0.1, 400.0, 0.5, provider="Airbus"),
    "oneatlas-pleiades-aoiclipped": _BlockFacts(None, None, 0.5, provider="Airbus"),
    "oneatlas-pleiades-primary": _BlockFacts(0.1, None, 0.5, provider="Airbus"),
    "oneatlas-spot-fullscene": _BlockFacts(0.1, 3600.0, 1.5, provider="Airbus"),
    "oneatlas-spot-display": _BlockFacts(0.1, 3600.0, 1.5, provider="Airbus"),
    "oneatlas-spot-aoiclipped": _BlockFacts(None, None, 1.5, provider="Airbus"),
    "oneatlas-worlddem-12m": _BlockFacts(0.1, None, 12.0, SensorKind.ELEVATION, "Airbus"),
    "hexagon-aerial-15cm": _BlockFacts(0.1, 25.0, 0.15, provider="Hexagon"),
    "hexagon-aerial-30cm": _BlockFacts(0.1, 100.0, 0.3, provider="Hexagon"),
    "esa-s2-l2a-gtiff-visual": _BlockFacts(None, None, 10.0, provider="ESA"),
    "esa-s2-l2a-gtiff-analytic": _BlockFacts(None, None, 10.0, provider="ESA"),
    "sobloo-s1-grd-fullscene": _BlockFacts(None, None, 10.0, SensorKind.RADAR, "ESA"),
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
    facts = _BLOCKS.get(text_of(block.get("name")))
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
        min_area_km2=facts.min_area_km2 if facts is not None else None,
        max_area_km2=facts.max_area_km2 if facts is not None else None,
        resolution_m=facts.resolution_m if facts is not None else None,
        sensor=facts.sensor if facts is not None else None,
        provider=facts.provider if facts is not None else "",
        credits_per_km2=_price_per_km2(strategy),
        licence=_licence(block),
        raw={
            "tasks": [_kept(task) for task in tasks],
            "block": text_of(block.get("name")),
            "reserved": [name for name in RESERVED if name in parameters],
        },
    )


def _price_per_km2(strategy: Mapping[str, Any]) -> Optional[float]:
    """Returns the credits per km², None for a product that is priced by tiles, scenes or bytes."""
    is_by_area = text_of(strategy.get("type")).startswith("SQUARE_KM")
    return number_of(strategy.get("credits"), 0.0) if is_by_area else None


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
    """Returns the members of a workflow task that an estimate needs, and the title of its block."""
    block = _block(task)
    title = text_of(block.get("displayName")) or text_of(task.get("blockName")) or id_of(task["name"])
    return {
        "id": task.get("id"),
        "name": id_of(task["name"]),
        "parents": texts_of(task.get("parentsIds")),
        "block_id": block.get("id") or task.get("blockId"),
        "version": task.get("blockVersionTag") or block.get("version"),
        # The service types arrows as two characters.
        "title": title.replace("->", "→"),
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
