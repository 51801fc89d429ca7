"""Collections, the providers that host and produce them, and the data products that are ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

from ...access import named_id
from ...world.sensors import SENSORS, Sensor

ARCHIVE, TASKING = "ARCHIVE", "TASKING"
SEARCH, RESTRICTED = "SEARCH_AVAILABLE", "ACCESS_APPROVAL_REQUIRED"
SQ_KM, SCENE = "SQ_KM", "SCENE"


@dataclass(frozen=True)
class Provider:
    """A company that hosts a catalog, produces the data, or both."""

    name: str
    title: str
    description: str
    roles: Tuple[str, ...]

    def as_json(self) -> Dict[str, Any]:
        """Returns the provider as the service does."""
        return {**self.__dict__, "roles": list(self.roles)}


@dataclass(frozen=True)
class DataProduct:
    """What is ordered: one way of processing a collection.

    `price` is in credits a km² or a scene; less than `least_km2` is charged as that much. `form` names the order
    form. `bits` and `bands` are those of the delivered image. `id` and `eula` are None where there is none.
    """

    name: str
    title: str
    description: str
    id: Optional[str]
    price: int
    unit: str = SQ_KM
    least_km2: float = 0.0
    form: str = "plain"
    eula: Optional[str] = None
    bits: int = 8
    delivery: str = "zip"

    @property
    def eula_id(self) -> Optional[str]:
        """Returns the id of the licence that must be accepted, or None."""
        return None if self.eula is None else named_id("eula", self.eula)

    def as_json(self) -> Dict[str, Any]:
        """Returns the product as collections show it: members without a value are left out."""
        members = {"id": self.id, "eulaId": self.eula_id}
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            **{name: value for name, value in members.items() if value is not None},
        }


@dataclass(frozen=True)
class Collection:
    """A family of data; `metadata` is as the service shows it, None where it is missing."""

    name: str
    title: str
    description: str
    integrations: Tuple[str, ...]
    providers: Tuple[Provider, ...]
    products: Tuple[DataProduct, ...]
    metadata: Optional[Dict[str, Any]]
    type: str = ARCHIVE

    @property
    def sensor(self) -> Optional[Sensor]:
        """Returns the sensor whose archive this is; None for tasking."""
        return SENSORS.get(self.name) if self.type == ARCHIVE else None

    @property
    def host(self) -> str:
        """Returns the name of the provider that hosts it."""
        return next(provider.name for provider in self.providers if "HOST" in provider.roles)

    @property
    def is_restricted(self) -> bool:
        """Returns whether access to it must be asked for."""
        return RESTRICTED in self.integrations

    def as_json(self) -> Dict[str, Any]:
        """Returns the collection as the service does."""
        shown: Dict[str, Any] = {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "type": self.type,
            "integrations": list(self.integrations),
            "providers": [provider.as_json() for provider in self.providers],
            "dataProducts": [product.as_json() for product in self.products],
        }
        return shown if self.metadata is None else {**shown, "metadata": self.metadata}


class Glossary:
    """Every collection, in the order of the service."""

    def __init__(self, collections: Tuple[Collection, ...]) -> None:
        self.collections = collections
        self._by_product = {each.id: (item, each) for item in collections for each in item.products if each.id}

    def collection(self, name: str) -> Optional[Collection]:
        """Returns a collection by its name, upper case or lower, or None."""
        return next((each for each in self.collections if each.name == name.lower()), None)

    def product(self, id: str) -> Optional[Tuple[Collection, DataProduct]]:
        """Returns a data product with its collection by the product's id, or None."""
        return self._by_product.get(id)

    def eulas(self) -> Dict[str, str]:
        """Returns the names of all licences by their ids."""
        products = [each for item in self.collections for each in item.products]
        return {each.eula_id: each.eula for each in products if each.eula_id and each.eula}
