"""Storage: scenes bought by download blocks stay there and can be used again at no cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from ...clock import Clock, iso_from
from ...shared import Account
from ..jobs.job import Job
from ..jobs.store import JobStore
from ..ordering.selection import ScenePart
from ..project.blocks import Delivery


@dataclass(frozen=True)
class Asset:
    """A scene that a job has bought; `created` is Unix time."""

    id: str
    job: Job
    part: ScenePart
    created: float

    def as_json(self, account: Account) -> Dict[str, Any]:
        """Returns the asset as the service does; the size is that of the uncompressed image."""
        created = iso_from(self.created, 6)
        return {
            "id": self.id,
            "displayId": self.id[:8],
            "workspaceId": account.workspace_id,
            "createdAt": created,
            "updatedAt": created,
            "createdBy": dict(self.job.creator),
            "updatedBy": dict(self.job.creator),
            "name": self.part.scene_id,
            "type": "ARCHIVED",
            "source": "BLOCK",
            "size": self.part.size_bytes,
        }


class AssetStore:
    """The assets of the workspace: one for each scene of each live job of a download block that has succeeded."""

    def __init__(self, jobs: JobStore, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock

    def all(self) -> List[Asset]:
        """Returns the assets from the oldest to the newest."""
        found: Dict[str, Asset] = {}
        now = self._clock.timestamp()
        for job in self._jobs.all():
            if job.is_dry_run or job.steps[0].task.block.delivery is not Delivery.DOWNLOAD:
                continue
            moment = job.step_moments(now)[0]
            if job.has_succeeded(0, now) and moment.finished is not None:
                for part in job.parts:
                    id = part.asset_id(job.id)
                    found.setdefault(id, Asset(id, job, part, moment.finished))
        return list(found.values())

    def get(self, id: str) -> Optional[Asset]:
        """Returns an asset, or None when there is none of that id."""
        return next((asset for asset in self.all() if asset.id == id), None)

    def part(self, id: str) -> Optional[ScenePart]:
        """Returns the scene of an asset, or None when there is none of that id."""
        asset = self.get(id)
        return None if asset is None else asset.part
