"""The inputs of a job: checked in the service's order, then parsed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from ...areas import MAX_AREA_KM2, Ring, box_km2, box_ring, polygon_ring
from ...clock import Interval, read_interval
from ...http.routing import HttpRefusal
from ..project.blocks import Block, Delivery
from ..project.workflow_store import WorkflowTask

GEOMETRIES = ("bbox", "intersects", "contains")
DRY_RUN, LIVE = "DRY_RUN", "DEFAULT"


@dataclass(frozen=True)
class DataRequest:
    """What the data task of a job asks for; the ring is the area of interest, None where none was given.

    `relation` names the parameter that gave the area; an empty `intervals` means any time.
    """

    ring: Optional[Ring]
    relation: str
    intervals: Tuple[Interval, ...]
    limit: int
    ids: Tuple[str, ...]
    asset_ids: Tuple[str, ...]
    max_cloud_cover: float
    zoom: int
    options: Mapping[str, Any]


@dataclass(frozen=True)
class JobInputs:
    """The inputs of a job; `body` is the echo of what was sent, `data` what its data task asks for."""

    body: Mapping[str, Any]
    is_dry_run: bool
    data: DataRequest


def read_inputs(body: Any, chain: Sequence[WorkflowTask], year: int) -> JobInputs:
    """Checks and reads the body of a job; HttpRefusal 400 names the task, the parameter and the rule.

    `year` is the one that the default period of the blocks ends with.
    """
    if not isinstance(body, Mapping):
        raise _wrong("inputs", "must be an object with one member for each task")
    _check_task_names(body, chain)
    for task in chain:
        given = body[task.name]
        if not isinstance(given, Mapping):
            raise _wrong(task.name, "must be an object")
        _check_values(task, given, year)
    is_dry_run = _is_dry_run(body)
    if is_dry_run and not chain[0].block.has_dry_run:
        raise _wrong("config.mode", f"{chain[0].block.name} does not support test queries")
    return JobInputs(body, is_dry_run, _data_request(chain[0], body[chain[0].name], year))


def _check_task_names(body: Mapping[str, Any], chain: Sequence[WorkflowTask]) -> None:
    names = [task.name for task in chain]
    extra = [name for name in body if name not in names and name != "config"]
    missing = [name for name in names if name not in body]
    parts = []
    if extra:
        parts.append(f"There were additional tasks/queries specified: {', '.join(extra)}")
    if missing:
        parts.append(f"There were missing tasks/queries: {', '.join(missing)}")
    if parts:
        raise HttpRefusal(400, ", ".join(parts), "VALIDATION_ERROR")
    if not names:
        raise HttpRefusal(400, "The workflow has no tasks", "VALIDATION_ERROR")


def _is_dry_run(body: Mapping[str, Any]) -> bool:
    config = body.get("config")
    if config is None:
        return False
    mode = config.get("mode", LIVE) if isinstance(config, Mapping) else config
    if mode not in (DRY_RUN, LIVE):
        raise _wrong("config.mode", f"must be {DRY_RUN} or {LIVE}, got {mode}")
    return bool(mode == DRY_RUN)


def _check_values(task: WorkflowTask, given: Mapping[str, Any], year: int) -> None:
    schema = task.block.schema(year)
    for name, value in given.items():
        if name not in schema:
            raise _wrong(f"{task.name}.{name}", f"is not a parameter of {task.block.name}")
        _refuse_wrong(f"{task.name}.{name}", schema[name], value)
    for name, descriptor in schema.items():
        if descriptor.get("required") and given.get(name) is None:
            raise _wrong(f"{task.name}.{name}", "is required")
    given_geometries = [name for name in GEOMETRIES if given.get(name) is not None]
    if len(given_geometries) > 1:
        raise _wrong(task.name, f"only one of {', '.join(given_geometries)} may be given")
    for name in given_geometries:
        _read_ring(task.name, name, given[name])
    if given.get("ms") and given.get("pan"):
        raise _wrong(task.name, "only one of ms and pan may be true")


def _refuse_wrong(place: str, descriptor: Mapping[str, Any], value: Any) -> None:
    try:
        _check_value(descriptor, value)
    except ValueError as error:
        raise _wrong(place, str(error)) from None


def _check_value(descriptor: Mapping[str, Any], value: Any) -> None:
    kind = descriptor["type"]
    if value is None:
        if kind == "boolean":
            raise ValueError("must be true or false")
        return
    if kind in ("integer", "number"):
        _check_number(descriptor, value)
    elif kind == "array":
        _check_array(descriptor, value)
    elif kind == "dateRange":
        read_interval(value)
    elif kind == "boolean" and not isinstance(value, bool):
        raise ValueError("must be true or false")
    elif kind == "string":
        _check_choice(descriptor, value)


def _check_number(descriptor: Mapping[str, Any], value: Any) -> None:
    whole = descriptor["type"] == "integer"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise ValueError(f"must be {'a whole number' if whole else 'a number'}")
    if "minimum" in descriptor and value < descriptor["minimum"]:
        raise ValueError(f"must be at least {descriptor['minimum']}, got {value}")
    if "maximum" in descriptor and value > descriptor["maximum"]:
        raise ValueError(f"must be at most {descriptor['maximum']}, got {value}")


def _check_array(descriptor: Mapping[str, Any], value: Any) -> None:
    if not isinstance(value, list):
        raise ValueError("must be a list")
    for item in value if "items" in descriptor else ():
        _check_choice(descriptor["items"], item)


def _check_choice(descriptor: Mapping[str, Any], value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError("must be text")
    choices = descriptor.get("enum")
    if choices and value not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}, got {value}")


def _data_request(task: WorkflowTask, given: Mapping[str, Any], year: int) -> DataRequest:
    schema = task.block.schema(year)

    def value(name: str) -> Any:
        default = schema[name].get("default") if name in schema else None
        return given.get(name, default)

    relation = next((name for name in GEOMETRIES if given.get(name) is not None), "")
    ring = None
    if relation:
        ring = _read_ring(task.name, relation, given[relation])
    request = DataRequest(
        ring=ring,
        relation=relation,
        intervals=_intervals(task, value("time"), value("time_series")),
        limit=value("limit") or 1,
        ids=_texts(task, "ids", value("ids")),
        asset_ids=_texts(task, "asset_ids", value("asset_ids")),
        max_cloud_cover=100.0 if value("max_cloud_cover") is None else float(value("max_cloud_cover")),
        zoom=value("zoom_level") or int(schema.get("zoom_level", {}).get("default", 0)),
        options=given,
    )
    if ring is None and not request.asset_ids and not (request.ids and _takes_whole_scenes(task.block)):
        raise _wrong(task.name, "one of bbox, intersects, contains is needed")
    return request


def _read_ring(task_name: str, relation: str, value: Any) -> Ring:
    """Reads the value of bbox, intersects or contains as a closed ring; HttpRefusal 400 names the rule it breaks."""
    try:
        ring = (box_ring if relation == "bbox" else polygon_ring)(value)
    except ValueError as error:
        raise _wrong(f"{task_name}.{relation}", str(error)) from None
    if box_km2(ring) > MAX_AREA_KM2:
        raise _wrong(f"{task_name}.{relation}", f"the area is larger than {MAX_AREA_KM2} km²")
    return ring


def _takes_whole_scenes(block: Block) -> bool:
    return block.delivery in (Delivery.DOWNLOAD, Delivery.CLIPPED_SCENE)


def _texts(task: WorkflowTask, name: str, value: Any) -> Tuple[str, ...]:
    if value is None:
        return ()
    if not all(isinstance(item, str) for item in value):
        raise _wrong(f"{task.name}.{name}", "must be a list of texts")
    return tuple(value)


def _intervals(task: WorkflowTask, time: Any, series: Any) -> Tuple[Interval, ...]:
    texts: List[Any] = list(series or []) or ([time] if time is not None else [])
    try:
        return tuple(read_interval(text) for text in texts)
    except ValueError as error:
        raise _wrong(f"{task.name}.time_series", str(error)) from None


def _wrong(place: str, rule: str) -> HttpRefusal:
    return HttpRefusal(400, f"{place}: {rule}", "VALIDATION_ERROR")
