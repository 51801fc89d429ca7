"""Provenance of a delivered file, as recorded in its layer and its STAC item."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping, Optional, Sequence, Tuple

from ..products import Licence
from ..scenes.scene import Scene
from .bands import Band


@dataclass(frozen=True)
class Lineage:
    """The job behind a delivery; `key` identifies its layers and groups, `request` is the job's create request.

    `family` is the collection or product by which layers are named, `group_title` the name of the job's group. `scenes`
    are all scenes that were ordered, none of them if one is not known any more.
    """

    key: str
    job_id: str
    job_name: str
    created: datetime
    product_title: str = ""
    licence: Optional[Licence] = None
    request: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    family: str = ""
    group_title: str = ""
    scenes: Tuple[Scene, ...] = ()

    def scene_of(self, parts: Sequence[str]) -> Optional[Scene]:
        """Returns the ordered scene that a file with these parts of its path shows, None if that is not certain.

        Files of several scenes, or their folders, begin with the day of theirs.
        """
        if len(self.scenes) == 1:
            return self.scenes[0]
        fitting = [scene for scene in self.scenes if any(_begins_with_day(part, scene) for part in parts)]
        return fitting[0] if len(fitting) == 1 else None


def _begins_with_day(name: str, scene: Scene) -> bool:
    return scene.acquired is not None and name.startswith(f"{scene.acquired:%Y-%m-%d}_")


@dataclass(frozen=True)
class FileFacts:
    """Facts on one file from data.json, a STAC item or the file itself; empty if unknown.

    `bands` are those described by a STAC item, `licence` is its SPDX identifier or `proprietary`.
    """

    scene: Optional[Scene] = None
    order_id: str = ""
    licence: str = ""
    bands: Tuple[Band, ...] = ()

    @property
    def acquired(self) -> Optional[datetime]:
        """Returns the time of acquisition, None if it is unknown."""
        return self.scene.acquired if self.scene is not None else None

    @property
    def attribution(self) -> str:
        """Returns the attribution that has to accompany the image, empty if none is known."""
        properties: Mapping[str, Any] = self.scene.properties if self.scene is not None else {}
        named = properties.get("organisationName")
        providers = properties.get("providers")
        if not named and isinstance(providers, (list, tuple)):
            named = ", ".join(
                str(provider["name"])
                for provider in providers
                if isinstance(provider, Mapping) and provider.get("name")
            )
        return str(named or "")
