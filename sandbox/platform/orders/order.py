"""An order: its contents, its hold and its progress."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, Dict, Optional, Tuple

from ...areas import polygon_json
from ...clock import iso_from
from ...shared import Account
from ..glossary.const_title import REQUEST_NAMES
from .body import OrderBody
from .prices import Cost
from .timeline import OrderStatus, OrderTimeline

_TASKING_OPTIONS = ("acquisitionMode", "maxCloudCover", "maxIncidenceAngle")


@dataclass
class Order:
    """One feature of a body that was placed; `hold` is what was set aside for it.

    `changed` is the Unix time at which tags or budget were last changed; `workspace_id` that of another member of
    the account, empty for the user's own.
    """

    body: OrderBody
    cost: Cost
    name: str
    timeline: OrderTimeline
    hold: int
    tags: Optional[Tuple[str, ...]]
    budget_id: Optional[str]
    changed: Optional[float] = None
    is_settled: bool = False
    workspace_id: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def status(self, now: float) -> OrderStatus:
        """Returns the state at a Unix time."""
        return self.timeline.moment(now)[0]

    def fulfilled(self, now: float) -> Optional[float]:
        """Returns the Unix time at which the order was fulfilled, None as long as it is not."""
        status, since = self.timeline.moment(now)
        return since if status is OrderStatus.FULFILLED else None

    def as_json(self, account: Account, now: float) -> Dict[str, Any]:
        """Returns the order as the service does; members without a value are left out."""
        status, since = self.timeline.moment(now)
        shown: Dict[str, Any] = {
            "id": self.id,
            "displayName": self.name,
            "status": status.value,
            "type": self.body.collection.type,
            "workspaceId": self.workspace_id or account.workspace_id,
            "accountId": account.account_id,
            "dataProductId": self.body.product.id,
            "createdAt": iso_from(self.timeline.created),
            "updatedAt": iso_from(max(since, self.changed or since)),
            "createdBy": {"id": account.workspace_id, "type": "USER"},
            "updatedBy": {"id": "system", "type": "SERVICE"},
            "orderDetails": self._details(),
        }
        if self.tags is not None:
            shown["tags"] = list(self.tags)
        if self.budget_id is not None:
            shown["budgetId"] = self.budget_id
        return shown

    def _details(self) -> Dict[str, Any]:
        aoi = polygon_json(self.cost.aoi)
        if self.body.scene is not None:
            return {"aoi": aoi, "imageId": self.body.scene.id}
        params = self.body.params
        return {
            "acquisitionStart": params["acquisitionStart"],
            "acquisitionEnd": params["acquisitionEnd"],
            "geometry": aoi,
            "subStatus": "FEASIBILITY_WAITING_UPLOAD",
            **{name: params[name] for name in _TASKING_OPTIONS if name in params},
            **{name: params[asked] for name, asked in REQUEST_NAMES.items() if asked in params},
        }
