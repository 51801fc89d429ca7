"""Client of the STAC API catalog of today's service: landing page, item search, items."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional
from urllib.parse import quote, urljoin

from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import id_of, mapping_of, mappings_of, text_of, texts_of
from ...domain.parameters import JobParameters
from ...domain.products import Product
from .client import PlatformClient
from .request import search_body

PATH = "/v2/catalog/"
# The maximum page size of most STAC services.
PAGE_SIZE = 100
_CLOUD_COVER = "cloudCoverage"
# Property names of the search by host and their STAC counterparts.
_STANDARD_NAMES = {_CLOUD_COVER: "eo:cloud_cover", "resolution": "gsd", "incidenceAngle": "view:incidence_angle"}
_CQL2 = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "eq": "=", "neq": "<>", "in": "in"}
# In order of preference.
_PICTURE_ROLES = ("overview", "quicklook", "thumbnail")


@dataclass(frozen=True)
class _Offer:
    """The address of the search, and the extensions that it declares."""

    address: str
    has_query: bool
    has_filter: bool
    has_sort: bool


class StacCatalog:
    """The catalog as described by its landing page. Thread-safe."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._offer: Optional[_Offer] = None

    def is_offered(self) -> bool:
        """Returns whether there is a searchable catalog; false also if its landing page is refused."""
        try:
            return self._known_offer() is not None
        except Up42Error:
            return False

    def search(self, product: Product, parameters: JobParameters) -> StacSearch:
        """Returns a search, not sent yet; NOT_FOUND if the catalog offers none."""
        offer = self._known_offer()
        if offer is None:
            raise Up42Error(ErrorKind.NOT_FOUND, PATH)
        return StacSearch(self._client, offer, product, parameters)

    def _known_offer(self) -> Optional[_Offer]:
        with self._lock:
            known = self._offer
        if known is None:
            known = _read_offer(self._client.get(PATH), self._client.is_own)
            with self._lock:
                self._offer = known
        return known


class StacSearch:
    """One search: its pages, and the host and quicklook of each item."""

    def __init__(
        self, client: PlatformClient, offer: _Offer, product: Product, parameters: JobParameters
    ) -> None:
        self._client = client
        self._offer = offer
        self._collection = str(product.raw["collection"])
        self._hosts: List[str] = list(product.raw["hosts"])
        self._body = search_body(product, parameters, PAGE_SIZE)
        self._conditions: Mapping[str, Any] = mapping_of(self._body.pop("query", None))

    def pages(self, max_pages: int) -> Iterator[Mapping[str, Any]]:
        """Yields at most `max_pages` pages of the result.

        The caller checks cloud cover as well: if the catalog refuses that condition, or finds nothing with it because
        it uses another name, the search is repeated without it. NOT_FOUND if the collection is missing.
        """
        full = self._full_body()
        # Conditions that only the catalog can check must stay.
        can_do_without = set(self._conditions) <= {_CLOUD_COVER} and full != self._body
        pages = self._client.feature_pages(self._offer.address, full, max_pages)
        try:
            first = next(pages, None)
        except Up42Error as error:
            if error.kind is not ErrorKind.INVALID_REQUEST or not can_do_without:
                raise
            first = None
        if can_do_without and (first is None or not first["features"]):
            pages = self._client.feature_pages(self._offer.address, self._body, max_pages)
            first = next(pages, None)
        if first is None:
            return
        if not first["features"]:
            self._client.get(f"{PATH}collections/{quote(self._collection, safe='')}")
        yield first
        yield from pages

    def host_of(self, item: Any) -> str:
        """Returns the host of an item, empty if neither the item nor its collection names exactly one host."""
        properties = mapping_of(mapping_of(item).get("properties"))
        for provider in mappings_of(properties.get("providers")):
            if any(role.lower() == "host" for role in texts_of(provider.get("roles"))) and provider.get("name"):
                return id_of(provider["name"])
        return self._hosts[0] if len(self._hosts) == 1 else ""

    def quicklook_of(self, item: Any) -> Optional[str]:
        """Returns the address of an item's quicklook or thumbnail, None if it has neither."""
        assets = [entry for entry in mapping_of(mapping_of(item).get("assets")).values() if isinstance(entry, Mapping)]
        for role in _PICTURE_ROLES:
            for asset in assets:
                if role in texts_of(asset.get("roles")) and text_of(asset.get("href")):
                    return urljoin(self._offer.address, text_of(asset["href"]))
        return None

    def _full_body(self) -> Dict[str, Any]:
        body, offer = dict(self._body), self._offer
        named = {_STANDARD_NAMES.get(name, name): value for name, value in self._conditions.items()}
        if named and offer.has_filter:
            body.update({"filter": _cql2(named), "filter-lang": "cql2-json"})
        elif named and offer.has_query:
            body["query"] = named
        elif not set(self._conditions) <= {_CLOUD_COVER}:
            raise Up42Error(ErrorKind.INVALID_REQUEST, f"query: {', '.join(self._conditions)}")
        if offer.has_sort:
            body["sortby"] = [{"field": "properties.datetime", "direction": "desc"}]
        return body


def _read_offer(landing: Any, is_own: Callable[[str], bool]) -> Optional[_Offer]:
    """Parses a landing page; None without a search by POST on the service's own host."""
    known = mapping_of(landing)
    classes = {entry.rsplit("/", 1)[-1] for entry in texts_of(known.get("conformsTo"))}
    for link in mappings_of(known.get("links")) if "item-search" in classes else []:
        is_by_post = (text_of(link.get("method")) or "POST").upper() == "POST"
        href = text_of(link.get("href"))
        # Our access value is sent to no other host.
        if link.get("rel") == "search" and is_by_post and href and is_own(href):
            has_filter = "item-search#filter" in classes and "cql2-json" in classes
            return _Offer(href, "item-search#query" in classes, has_filter, "item-search#sort" in classes)
    return None


def _cql2(conditions: Mapping[str, Any]) -> Dict[str, Any]:
    """Converts conditions of the query extension to CQL2; INVALID_REQUEST for an operator without a counterpart."""
    parts: List[Dict[str, Any]] = []
    for name, operators in conditions.items():
        for operator, value in mapping_of(operators).items():
            if operator.lower() not in _CQL2:
                raise Up42Error(ErrorKind.INVALID_REQUEST, f"query.{name}: {operator}")
            parts.append({"op": _CQL2[operator.lower()], "args": [{"property": name}, value]})
    return parts[0] if len(parts) == 1 else {"op": "and", "args": parts}
