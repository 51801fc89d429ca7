"""The steps of Check Connection for today's service, and their reports.

A report contains member names and counts, but no ids, amounts or addresses of the user, so that it can be published.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Set, Tuple
from urllib.parse import quote, urlsplit

from ...domain.checks import Check
from ...domain.clock import utc_now
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import text_of
from ...domain.parameters import utc_text
from .client import PlatformClient
from .products import parse_form, parse_products
from .search import GONE, CatalogSearch

STAC_PATH = "/v2/catalog/"
MAX_COLLECTION_PAGES = 50
# A harbour of which every archive has scenes.
AREA = [-0.35, 39.42, -0.30, 39.47]
PERIOD_DAYS = 180
MAX_NAMES = 40
_CLOUD = {"cloudCoverage": {"lte": 100}}
_CLOUD_FILTER = {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 100]}
_CHOICES = ("enum", "const", "anyOf", "oneOf", "allOf", "if")


class PlatformChecks:
    """The steps of one run; each keeps what later ones need. `workspace` returns the id of the user's workspace.

    `search` remembers which of the two searches works for the lifetime of its gateway.
    """

    def __init__(self, client: PlatformClient, search: CatalogSearch, workspace: Callable[[], str]) -> None:
        self._client = client
        self._search = search
        self._workspace = workspace
        self._collections: List[Mapping[str, Any]] = []
        self._stac_search = ""
        self._is_stac_fine = False

    def checks(self) -> Tuple[Check, ...]:
        """Returns the steps in the order of their dependencies."""
        return (
            Check("token", self._token, is_needed=True, is_first=True),
            Check("user", self._user),
            Check("collections", self._list_collections, is_needed=True),
            Check("catalog", self._catalog),
            Check("catalog_search", self._search_catalog),
            Check("host_search", self._search_host),
            Check("archive_form", lambda: self._form("ARCHIVE"), is_needed=True),
            Check("tasking_form", lambda: self._form("TASKING")),
            Check("budgets", self._budgets),
            Check("balance", self._balance),
            Check("orders", self._orders),
            Check("storage", self._storage),
        )

    def _token(self) -> str:
        self._client.open_access()
        claims = self._client.claims()
        granted = claims.get("scope")
        scope = f"; granted: {granted}" if isinstance(granted, str) else ""
        return f"{self._client.way_in}{scope}; members: {_names(claims)}"

    def _user(self) -> str:
        return f"members: {_names(self._client.user())}"

    def _list_collections(self) -> str:
        entries = self._client.pages("/v2/collections", {"sort": "title,asc"}, MAX_COLLECTION_PAGES)
        self._collections = [entry for entry in entries if isinstance(entry, Mapping)]
        searched = sum(bool(parse_products(entry, "", "")) for entry in self._collections)
        tasked = sum(entry.get("type") == "TASKING" for entry in self._collections)
        words = f"{len(self._collections)} collections, {searched} to search, {tasked} for tasking"
        if not searched:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, words)
        return words

    def _catalog(self) -> str:
        landing = _mapping(self._client.get(STAC_PATH), STAC_PATH)
        classes = [str(name).rsplit("/", 1)[-1] for name in _items(landing.get("conformsTo"))]
        links = [link for link in _items(landing.get("links")) if isinstance(link, Mapping)]
        searches = [link for link in links if link.get("rel") == "search" and link.get("href")]
        ways = sorted({str(link.get("method") or "GET").upper() for link in searches})
        if searches:
            post = [link for link in searches if str(link.get("method") or "").upper() == "POST"]
            self._stac_search = str((post or searches)[0]["href"])
        elsewhere = "" if self._client.is_own(self._stac_search) else "; its address is on another host"
        return f"conforms to: {', '.join(classes) or '-'}; search by: {', '.join(ways) or '-'}{elsewhere}"

    def _search_catalog(self) -> str:
        if not self._stac_search:
            raise Up42Error(ErrorKind.NOT_SUPPORTED, "no landing page with a link to a search was read")
        collection, _ = self._searchable()
        body: Dict[str, Any] = {"bbox": AREA, "datetime": _period(), "limit": 10}
        page = self._client.post(self._stac_search, body)
        lines = [f"{_count(page)}; {_shape(page)}"]
        for title, more in (
            ("one collection", {"collections": [collection]}),
            ("query", {"query": _CLOUD}),
            ("filter", {"filter": _CLOUD_FILTER, "filter-lang": "cql2-json"}),
            ("limit 500", {"limit": 500}),
        ):
            lines.append(f"{title}: {self._tried(self._stac_search, {**body, **more})}")
        self._is_stac_fine = True
        return "; ".join(lines)

    def _search_host(self) -> str:
        collection, hosts = self._searchable()
        path = f"/catalog/hosts/{quote(hosts[0], safe='')}/stac/search"
        body = {"bbox": AREA, "datetime": _period(), "collections": [collection], "limit": 10}
        try:
            page = self._client.post(path, body)
        except Up42Error as error:
            if error.status in GONE and self._is_stac_fine:
                self._search.use_stac(text_of(entry.get("name")) for entry in self._collections)
                raise Up42Error(error.kind, f"{error.detail}; the catalog is searched", status=error.status) from error
            raise
        found = self._tried(path, {**body, "query": _CLOUD, "limit": 500})
        return f"{collection} of {', '.join(hosts)}: {_count(page)}; {_shape(page)}; query, limit 500: {found}"

    def _form(self, kind: str) -> str:
        product = self._data_product(kind)
        schema = _mapping(self._client.get(f"/orders/schema/{quote(product, safe='')}"), "schema")
        fields = parse_form(schema)
        written = [name for name in _CHOICES if name in _keys(schema)]
        required = [name for name in _items(schema.get("required")) if isinstance(name, str)]
        return (
            f"{len(fields)} fields, {sum(bool(field.choices) for field in fields)} with choices; "
            f"written with: {', '.join(written) or '-'}; members: {_names(schema.get('properties'))}; "
            f"required: {', '.join(required) or '-'}"
        )

    def _budgets(self) -> str:
        settings = _mapping(self._by_plan("/v2/budgets/settings"), "budgets/settings")
        page = self._by_plan("/v2/budgets", {"status": "ACTIVE", "includeUsage": "true"})
        enforced = "enforced" if settings.get("enforcementEnabled") is True else "not enforced"
        return f"{enforced}; {len(_content(page))} active"

    def _balance(self) -> str:
        available = _mapping(self._by_plan("/v2/payments/balances"), "balances").get("available")
        amount = available.get("amount") if isinstance(available, Mapping) else None
        if isinstance(amount, bool) or not isinstance(amount, (int, float)):
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"available: {_names(available)}")
        return "available.amount is a number"

    def _orders(self) -> str:
        query = {"sort": "createdAt,desc", "size": 100}
        own = _content(self._client.get("/v2/orders", {**query, "workspaceId": self._workspace()}))
        everybody = _content(self._client.get("/v2/orders", query))
        states = sorted({str(order.get("status")) for order in everybody if isinstance(order, Mapping)})
        return f"own: {len(own)}, everybody's: {len(everybody)} on a page of 100; states: {', '.join(states) or '-'}"

    def _storage(self) -> str:
        page = self._client.post("/v2/assets/stac/search", {"limit": 10})
        return f"{_count(page)}; {_shape(page)}"

    def _by_plan(self, path: str, query: Optional[Mapping[str, Any]] = None) -> Any:
        """Returns what plan and role allow; NOT_SUPPORTED for a refusal with any status."""
        try:
            return self._client.get(path, query)
        except Up42Error as error:
            if error.status is not None and 400 <= error.status < 500 and error.status not in (401, 429):
                raise Up42Error(ErrorKind.NOT_SUPPORTED, error.detail, status=error.status) from error
            raise

    def _searchable(self) -> Tuple[str, Sequence[str]]:
        for entry in self._collections:
            products = parse_products(entry, "", "")
            if products:
                return str(products[0].raw["collection"]), products[0].raw["hosts"]
        raise Up42Error(ErrorKind.NOT_SUPPORTED, "no collection that can be searched is listed")

    def _data_product(self, kind: str) -> str:
        for entry in self._collections:
            if entry.get("type") != kind:
                continue
            for product in _items(entry.get("dataProducts")):
                if isinstance(product, Mapping) and product.get("id"):
                    return str(product["id"])
        raise Up42Error(ErrorKind.NOT_SUPPORTED, f"no data product of type {kind} is listed")

    def _tried(self, path: str, body: Mapping[str, Any]) -> str:
        """Returns how many features a search found, or the service's reason for refusing it."""
        try:
            return _count(self._client.post(path, body))
        except Up42Error as error:
            return f"HTTP {error.status} {error.detail}" if error.status else error.kind.value


def _period() -> str:
    end = utc_now().replace(microsecond=0)
    return f"{utc_text(end - timedelta(days=PERIOD_DAYS))}/{utc_text(end)}"


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{place}: no object")
    return value


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _content(page: Any) -> Sequence[Any]:
    content = page.get("content") if isinstance(page, Mapping) else None
    if not isinstance(content, list):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "content: no list")
    return content


def _features(page: Any) -> Sequence[Any]:
    features = page.get("features") if isinstance(page, Mapping) else None
    if not isinstance(features, list):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "features: no list")
    return features


def _count(page: Any) -> str:
    return f"{len(_features(page))} items"


def _shape(page: Any) -> str:
    """Returns the property and asset names of a page's first feature, and how its assets are addressed."""
    first = next((feature for feature in _features(page) if isinstance(feature, Mapping)), None)
    if first is None:
        return "nothing to describe"
    assets = first.get("assets")
    described = [_asset(key, asset) for key, asset in (assets if isinstance(assets, Mapping) else {}).items() if key]
    return f"properties: {_names(first.get('properties'))}; assets: {', '.join(described[:MAX_NAMES]) or '-'}"


def _asset(key: str, asset: Any) -> str:
    href = asset.get("href") if isinstance(asset, Mapping) else None
    way = "download-url" if isinstance(href, str) and urlsplit(href).path.endswith("/download-url") else "plain"
    roles = _items(asset.get("roles")) if isinstance(asset, Mapping) else ()
    return f"{key} ({'/'.join(str(role) for role in roles) or 'no role'}, {way})"


def _names(value: Any) -> str:
    names = [str(name) for name in value] if isinstance(value, Mapping) else []
    shown = ", ".join(names[:MAX_NAMES])
    return f"{shown}, … ({len(names)})" if len(names) > MAX_NAMES else shown or "-"


def _keys(node: Any, depth: int = 0) -> Set[str]:
    """Returns all member names of a document, up to a depth of twelve."""
    if depth > 12:
        return set()
    if isinstance(node, Mapping):
        return {str(key) for key in node}.union(*(_keys(value, depth + 1) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_keys(value, depth + 1) for value in node))
    return set()
