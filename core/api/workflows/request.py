"""Lossless conversion between job parameters and requests of the classic service."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Mapping, Optional, Tuple

from ...domain.jobs.claims import claims_of
from ...domain.jobs.job import JobMode
from ...domain.parameters import GeometryMode, JobParameters
from ...domain.ports.gateway import RequestError
from ...domain.products import Product
from ..request_members import GEOMETRIES, read_geometry, read_ids, read_integer, read_period

# Parameters of data blocks that have their own field.
RESERVED = (*GEOMETRIES, "time", "limit", "ids", "max_cloud_cover")
CONFIG = "config"


def task_names(product: Product) -> Tuple[str, ...]:
    """Returns the keys of the job's inputs in workflow order; the first is that of the data task."""
    return tuple(task["name"] for task in product.raw["tasks"])


def request_json(product: Product, parameters: JobParameters, mode: JobMode) -> Dict[str, Any]:
    """Returns the body of a job: one member per task, and the mode of a test query."""
    names = task_names(product)
    request: Dict[str, Any] = {CONFIG: {"mode": mode.value}} if mode is JobMode.DRY_RUN else {}
    for name in names:
        options = parameters.options.get(name)
        request[name] = dict(options) if isinstance(options, Mapping) else {}
    request[names[0]] = {**_data_inputs(product, parameters), **request[names[0]]}
    return request


def claims(product: Product, parameters: JobParameters) -> Dict[str, str]:
    """Returns what a job buys; see JobGateway.claims. The options of every task matter."""
    return claims_of(parameters, {name: parameters.options[name] for name in sorted(parameters.options)})


def parse_request(product: Product, request: Mapping[str, Any]) -> JobParameters:
    """Parses a body; members without a field are kept in `options`. Raises RequestError."""
    names = task_names(product)
    unknown = [name for name in request if name not in names and name != CONFIG]
    if unknown:
        raise RequestError((unknown[0],), "unknown_task", tasks=", ".join(names))
    missing = [name for name in names if name not in request]
    if missing:
        raise RequestError((missing[0],), "missing_task")
    for name in request:
        if not isinstance(request[name], Mapping):
            raise RequestError((name,), "not_an_object")
    inputs = dict(request[names[0]])
    data = names[0]
    mode, aoi = read_geometry((data,), inputs)
    period = read_period((data,), inputs, "time")
    ids = read_ids((data,), inputs)
    parameters = JobParameters(
        product_id=product.id,
        aoi=aoi,
        geometry_mode=mode,
        period=period,
        limit=len(ids) if ids else read_integer((data,), inputs, "limit", 1),
        max_cloud_cover=_read_cloud_cover(data, inputs),
        scene_ids=ids,
    )
    options: Dict[str, Any] = {}
    rest = {name: value for name, value in inputs.items() if name not in RESERVED}
    if rest:
        options[data] = rest
    for name in names[1:]:
        if request[name]:
            options[name] = dict(request[name])
    return replace(parameters, options=options)


def _data_inputs(product: Product, parameters: JobParameters) -> Dict[str, Any]:
    inputs: Dict[str, Any] = {}
    aoi = parameters.aoi
    if aoi is not None:
        mode = parameters.geometry_mode
        inputs[mode.value] = aoi.bbox() if mode is GeometryMode.BBOX else aoi.polygon()
    if parameters.scene_ids:
        # Ids override every filter; a period next to them would look as if it still applied.
        inputs["ids"] = list(parameters.scene_ids)
        inputs["limit"] = len(parameters.scene_ids)
        return inputs
    if product.has_period and parameters.period is not None:
        inputs["time"] = parameters.period.text()
    if "limit" in product.raw["reserved"]:
        inputs["limit"] = parameters.limit
    if product.has_cloud_cover and parameters.max_cloud_cover is not None:
        inputs["max_cloud_cover"] = parameters.max_cloud_cover
    return inputs


def _read_cloud_cover(task: str, inputs: Mapping[str, Any]) -> Optional[int]:
    if inputs.get("max_cloud_cover") is None:
        return None
    return read_integer((task,), inputs, "max_cloud_cover", 100)
