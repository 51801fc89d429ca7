"""Where a delivered file comes from: what its layer and its STAC item tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping, Optional, Tuple

from ..products import Licence
from ..scenes.scene import Scene
from .bands import Band


@dataclass(frozen=True)
class Lineage:
    """The job that delivered; `key` is how layers and groups are found again, `request` what the job was asked."""

    key: str
    job_id: str
    job_name: str
    created: datetime
    product_title: str = ""
    licence: Optional[Licence] = None
    request: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class FileFacts:
    """What data.json, a STAC item or the file itself tell of one file; nothing where nobody tells.

    `bands` are those that a STAC item describes, `licence` its SPDX identifier or `proprietary`.
    """

    scene: Optional[Scene] = None
    order_id: str = ""
    licence: str = ""
    bands: Tuple[Band, ...] = ()

    @property
    def acquired(self) -> Optional[datetime]:
        """Returns the time of acquisition, None where it is not known."""
        return self.scene.acquired if self.scene is not None else None

    @property
    def attribution(self) -> str:
        """Returns who has to be named beside the image, empty where nobody is known."""
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
