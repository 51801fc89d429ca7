"""Parses orders of today's service and groups them into jobs; unknown members and states are tolerated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.connections import CREATE_DEADLINE_S, CREATE_LEAVES_WITHIN_S
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import MAX_CREDITS, id_of, mapping_of, moment_of, text_of, texts_of, whole_of
from ...domain.jobs.job import Job, JobMode, JobStatus, JobTask
from ...domain.jobs.notes import NO_NOTE, DeliveryStep, Note, PartsNote, ServiceText, TaskingStep, tasking_note
from .request import CREDITS_TAG, group_of, parse_display_name, request_of_orders

FULFILLED = "FULFILLED"
# A state of old orders whose delivery was downloaded; the documentation still filters by it.
DOWNLOADED = "DOWNLOADED"
_STATES = {
    "CREATED": JobStatus.NOT_STARTED,
    "BEING_PLACED": JobStatus.PENDING,
    "PLACED": JobStatus.PENDING,
    "PLACEMENT_FAILED": JobStatus.PENDING,
    "BEING_FULFILLED": JobStatus.RUNNING,
    FULFILLED: JobStatus.SUCCEEDED,
    "FAILED_PERMANENTLY": JobStatus.FAILED,
    DOWNLOADED: JobStatus.SUCCEEDED,
    "DOWNLOAD_FAILED": JobStatus.FAILED,
    "DELIVERY_INITIALIZATION_FAILED": JobStatus.FAILED,
    "CANCELED": JobStatus.CANCELLED,
    "CANCELLED": JobStatus.CANCELLED,
}
_CANCELLABLE = ("CREATED", "PLACEMENT_FAILED")
# The order of a further scene is requested within this time after the request of the last one that was placed, or not
# at all.
MAX_GAP_S = 300.0
# How long after the others were first seen an unlisted order may still appear: its request may not have left or ended
# yet, and lists may lag. After a day nothing lags any more.
LATEST_ARRIVAL = timedelta(seconds=MAX_GAP_S + CREATE_LEAVES_WITHIN_S + CREATE_DEADLINE_S + 600.0)
_OLD = timedelta(days=1)


@dataclass(frozen=True)
class Order:
    """One order as the service returns it; `status` is the service's value, `geometry` the ordered area.

    `sub_status` is what a tasking order waits for.
    """

    id: str
    name: str
    status: str
    product_id: str
    tags: Tuple[str, ...] = ()
    created: Optional[datetime] = None
    updated: Optional[datetime] = None
    scene_id: str = ""
    workspace_id: str = ""
    geometry: Optional[Mapping[str, Any]] = None
    sub_status: str = ""

    @property
    def group(self) -> str:
        """Returns the tag of its job, empty for an order of another client."""
        return group_of(self.tags)

    @property
    def job_id(self) -> str:
        """Returns the id of its job."""
        return self.group or self.id

    @property
    def can_cancel(self) -> bool:
        """Returns whether the service still allows cancelling it."""
        return self.status in _CANCELLABLE

    @property
    def is_fulfilled(self) -> bool:
        """Returns whether the provider has delivered it."""
        return self.status in (FULFILLED, DOWNLOADED)

    @property
    def estimated_credits(self) -> Optional[int]:
        """Returns its estimate at the time of placement, None if no tag records it."""
        texts = [tag[len(CREDITS_TAG) :] for tag in self.tags if tag.startswith(CREDITS_TAG)]
        return whole_of(texts[0], 0, MAX_CREDITS) if len(texts) == 1 else None


@dataclass
class OrderGroup:
    """What only this session knows about a group of orders: its scenes, and why some were refused."""

    scene_ids: Tuple[str, ...]
    order_ids: List[str] = field(default_factory=list)
    refused: Dict[str, Tuple[ErrorKind, str]] = field(default_factory=dict)


def parse_order(data: Any) -> Order:
    """Returns an order; UNEXPECTED_ANSWER without an id."""
    known = mapping_of(data)
    order_id = id_of(known.get("id"))
    if not order_id:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "order: id")
    details = mapping_of(known.get("orderDetails"))
    return Order(
        id=order_id,
        name=text_of(known.get("displayName")),
        status=text_of(known.get("status")).upper(),
        product_id=id_of(known.get("dataProductId")),
        tags=tuple(texts_of(known.get("tags"))),
        created=moment_of(known.get("createdAt")),
        updated=moment_of(known.get("updatedAt")),
        scene_id=id_of(details.get("imageId")),
        workspace_id=id_of(known.get("workspaceId")),
        geometry=_area(details.get("aoi")) or _area(details.get("geometry")),
        sub_status=text_of(details.get("subStatus")).upper(),
    )


def _area(geometry: Any) -> Optional[Mapping[str, Any]]:
    """Returns a GeoJSON geometry, a MultiPolygon of one part as a Polygon; None for anything else."""
    given = mapping_of(geometry)
    kind, parts = given.get("type"), given.get("coordinates")
    if not isinstance(kind, str) or not isinstance(parts, list):
        return None
    if kind == "MultiPolygon" and len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return given


def state_of(order: Order, *, is_stored: bool) -> JobStatus:
    """Returns the state of an order, running until its delivery is in storage; unknown states count as running."""
    state = _STATES.get(order.status, JobStatus.RUNNING)
    return JobStatus.RUNNING if state is JobStatus.SUCCEEDED and not is_stored else state


def job_of(
    orders: Sequence[Order],
    stored: Mapping[str, bool],
    group: Optional[OrderGroup],
    title: str,
    now: datetime,
    seen_for: timedelta = timedelta(0),
) -> Job:
    """Returns the job for the orders of one group, or for a single order of another client.

    `stored` says by order id whether storage shows its delivery. Scenes without an order become tasks too: refused
    ones with the reason, if this session placed the group, and those whose answer was lost, which keep the job open
    while they may still appear. `seen_for` is how long exactly these orders have been seen, by a monotonic clock.
    """
    # In the order in which they were requested; the list has the newest first.
    parts = sorted(orders, key=lambda order: (parse_display_name(order.name)[1], order.id))
    tasks = [_task(order, state_of(order, is_stored=stored.get(order.id, True))) for order in parts]
    missing, unknown, reason = _missing(parts, group, now, seen_for)
    wanted = len({parse_display_name(part.name)[1] for part in parts}) + len(missing)
    status = _joint([task.status for task in tasks], is_open=unknown > 0)
    moments = [order.created for order in parts if order.created is not None]
    ends = [order.updated for order in parts if order.updated is not None]
    note: Note = NO_NOTE
    if any(order.status == "PLACEMENT_FAILED" for order in parts):
        note = ErrorKind.PLACEMENT_FAILED
    elif not (status.is_final or unknown) and all(
        task.status.is_final or task.note is DeliveryStep.BEING_INDEXED for task in tasks
    ):
        note = DeliveryStep.BEING_INDEXED
    elif len(parts) == 1 and isinstance(tasks[0].note, TaskingStep):
        note = tasks[0].note
    elif missing:
        note = PartsNote(wanted - len(missing), wanted, unknown, reason)
    first = parts[0]
    name, _, _ = parse_display_name(first.name) if first.group else (first.name, 1, 1)
    scenes = list(dict.fromkeys(order.scene_id for order in parts if order.scene_id))
    return Job(
        id=first.job_id,
        name=name,
        mode=JobMode.LIVE,
        status=status,
        product_id=first.product_id,
        product_title=title,
        created=min(moments, default=None),
        started=min(moments, default=None),
        finished=max(ends, default=None) if status.is_final else None,
        tasks=(*tasks, *missing),
        can_cancel=any(order.can_cancel for order in parts),
        note=note,
        request=request_of_orders(first.product_id, first.geometry, scenes),
    )


def _task(order: Order, status: JobStatus) -> JobTask:
    if order.status == "PLACEMENT_FAILED":
        note: Note = ErrorKind.PLACEMENT_FAILED
    elif order.is_fulfilled and not status.is_final:
        note = DeliveryStep.BEING_INDEXED
    elif order.sub_status and not status.is_final:
        note = tasking_note(order.sub_status)
    else:
        note = NO_NOTE if order.status in _STATES else ServiceText(order.status)
    return JobTask(
        id=order.id,
        name=order.name,
        status=status,
        title=order.scene_id or order.name,
        started=order.created,
        finished=order.updated if status.is_final else None,
        note=note,
        can_cancel=order.can_cancel,
        scene_id=order.scene_id,
        area=order.geometry,
        credits=0 if status in (JobStatus.FAILED, JobStatus.CANCELLED) else order.estimated_credits,
    )


def _missing(
    parts: Sequence[Order], group: Optional[OrderGroup], now: datetime, seen_for: timedelta
) -> Tuple[List[JobTask], int, Optional[ErrorKind]]:
    """Returns tasks for scenes without an order, how many may still appear, and the first reason of a refusal."""
    numbered = [parse_display_name(order.name) for order in parts]
    wanted = max((total for _, _, total in numbered), default=1) if parts[0].group else 1
    there = {number for _, number, _ in numbered}
    newest = max((order.created for order in parts if order.created is not None), default=None)
    is_young = newest is not None and now - newest < _OLD and seen_for < LATEST_ARRIVAL
    found: List[JobTask] = []
    unknown = 0
    reason: Optional[ErrorKind] = None
    for number in range(1, wanted + 1):
        if number in there:
            continue
        scene_id = group.scene_ids[number - 1] if group is not None and number <= len(group.scene_ids) else ""
        refusal = group.refused.get(scene_id) if group is not None else None
        # A session that did not place the orders cannot distinguish a refused scene from a late one.
        may_appear = is_young and refusal is None
        note: Note = NO_NOTE
        if refusal is not None:
            reason = reason or refusal[0]
            note = ServiceText(refusal[1]) or refusal[0]
        elif may_appear:
            unknown += 1
            note = ErrorKind.OUTCOME_UNKNOWN
        status = JobStatus.PENDING if may_appear else JobStatus.FAILED
        name = f"{numbered[0][0]} {number}/{wanted}"
        found.append(JobTask("", name, status, title=scene_id or name, note=note, scene_id=scene_id))
    return found, unknown, reason


def _joint(states: Sequence[JobStatus], *, is_open: bool) -> JobStatus:
    """Returns the state of a group: final when all parts are final, a success if one of them is."""
    if is_open or not all(state.is_final for state in states):
        for state in (JobStatus.RUNNING, JobStatus.SUCCEEDED, JobStatus.PENDING):
            if state in states:
                return JobStatus.RUNNING if state is JobStatus.SUCCEEDED else state
        return JobStatus.NOT_STARTED if JobStatus.NOT_STARTED in states else JobStatus.RUNNING
    for state in (JobStatus.SUCCEEDED, JobStatus.FAILED):
        if state in states:
            return state
    return JobStatus.CANCELLED
