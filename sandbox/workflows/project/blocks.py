"""A block: a step of a workflow, and how the service describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from ...access import named_id

Schema = Dict[str, Dict[str, Any]]


class Delivery(Enum):
    """What a block produces."""

    DOWNLOAD = "download"
    STREAMING = "streaming"
    CLIPPED_SCENE = "clipped scene"
    VECTOR = "vector"
    CONVERSION = "conversion"
    ENHANCEMENT = "enhancement"


class Unit(Enum):
    """What is charged: its name in the price list, the estimate and the bill, and the units of the bill per unit.
    """

    SQUARE_KM = ("SQUARE_KM_OUTPUT", "SQUARE_KM", "SQUARE_METERS", 1_000_000)
    TILE = ("TILE_OUTPUT", "TILE", "TILES", 1)
    SCENE = ("SCENE_INPUT", "SCENE", "SCENES", 1)
    MEGABYTE = ("MEGABYTE_OUTPUT", "MEGABYTE", "BYTES", 1_000_000)

    def __init__(self, pricing: str, estimated: str, billed: str, billed_factor: int) -> None:
        self.pricing = pricing
        self.estimated = estimated
        self.billed = billed
        self.billed_factor = billed_factor


@dataclass(frozen=True)
class Block:
    """A public block; prices are whole credits a unit, areas km².

    `sensor` names the satellites whose scenes a data block produces. `schema` makes the parameter descriptors
    for the year that the service has. `accepts` and `produces` are the capabilities that decide which block may
    follow.
    """

    id: str
    name: str
    title: str
    version: str
    delivery: Delivery
    unit: Unit
    price: int
    schema: Callable[[int], Schema] = field(repr=False)
    sensor: Optional[str] = None
    has_dry_run: bool = False
    area_km2: Tuple[float, float] = (0.0, float("inf"))
    accepts: Tuple[str, ...] = ()
    produces: Tuple[str, ...] = ()
    machine: str = "SMALL"
    provider: str = "Airbus"
    description: str = ""

    @property
    def is_data(self) -> bool:
        """Returns whether the block produces data instead of processing it."""
        return not self.accepts

    def full_json(self, year: int, created: str) -> Dict[str, Any]:
        """Returns the block as a single read and the tasks of a workflow show it."""
        return {
            **self.short_json(created),
            "parameters": self.schema(year),
            "isDryRunSupported": self.has_dry_run,
            "metadata": {
                "overview": self.description,
                "termsAndConditionsUrl": None,
                "blockThumbnailUrl": None,
                "blockMarketplaceSampleData": [],
                "pricingStrategy": self._pricing(created),
            },
        }

    def short_json(self, created: str) -> Dict[str, Any]:
        """Returns the block as lists show it: without parameters."""
        return {
            "id": self.id,
            "displayId": self.id[:8],
            "createdAt": created,
            "updatedAt": created,
            "name": self.name,
            "displayName": self.title,
            "description": self.description,
            "type": "DATA" if self.is_data else "PROCESSING",
            "version": self.version,
            "inputCapabilities": [{"name": name} for name in self.accepts],
            "outputCapabilities": [{"name": name} for name in self.produces],
            "provider": self.provider,
            "providerWebsite": None,
            "providerLogoUrl": None,
            "containerUrl": None,
            "tags": [],
            "isPublic": True,
            "isPublicVersion": True,
            "isValid": True,
            "machineName": self.machine,
            "metadata": {"blockThumbnailUrl": None, "pricingStrategy": self._pricing(created)},
        }

    def job_task_json(self) -> Dict[str, Any]:
        """Returns the block as the tasks of a job show it: four members, all others null, a version's id."""
        empty = dict.fromkeys([*self.full_json(2020, "")], None)
        return {
            **empty,
            "id": named_id("block version", self.name, self.version),
            "name": self.name,
            "type": "DATA" if self.is_data else "PROCESSING",
            "version": self.version,
            "manifestVersion": 0,
            "capabilities": None,
        }

    def _pricing(self, created: str) -> Dict[str, Any]:
        id = named_id("pricing", self.name)
        return {
            "id": id,
            "displayId": id[:8],
            "createdAt": created,
            "updatedAt": created,
            "type": self.unit.pricing,
            "credits": self.price,
        }


class BlockCatalogue:
    """The public blocks, found by id or name."""

    def __init__(self, blocks: Tuple[Block, ...]) -> None:
        self.blocks = blocks
        self._by_id: Mapping[str, Block] = {block.id: block for block in blocks}
        self._by_name: Mapping[str, Block] = {block.name: block for block in blocks}

    def by_id(self, id: str) -> Optional[Block]:
        """Returns a block, or None when there is none of that id."""
        return self._by_id.get(id)

    def by_name(self, name: str) -> Block:
        """Returns a block by name; KeyError if there is none."""
        return self._by_name[name]

    def following(self, block: Optional[Block]) -> List[Block]:
        """Returns the blocks that may follow `block`; the data blocks when it is None."""
        if block is None:
            return [each for each in self.blocks if each.is_data]
        return [each for each in self.blocks if set(each.accepts) & set(block.produces)]
