"""Storage as a list of assets: content, title and tags, links and bytes."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from ...clock import iso_from, read_time
from ...http.file_delivery import file_response
from ...http.routing import HttpRefusal, Request, Response, Router, json_response, page_of
from ...testing.faults import FaultKind
from ..refusals import object_body
from ..state import PlatformState
from .deliveries import Delivery, StoredFile, asset_json
from .files import StorageFiles

PAGE_SIZE = 20
MAX_PAGE = 1000
_Stored = Tuple[Delivery, StoredFile]


class AssetRoutes:
    """The archives of deliveries as assets; files of items have asset ids too, but appear in no list."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state
        self._files = StorageFiles(state.shared)

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        asset = "/v2/assets/{asset}"
        router.add("GET", "/v2/assets", self._list)
        router.add("GET", asset, self._bytes)
        router.add("GET", f"{asset}/metadata", self._read)
        router.add("POST", f"{asset}/metadata", self._relabel)
        router.add("POST", f"{asset}/download-url", self._link)

    def _list(self, request: Request) -> Response:
        field, _, direction = (request.argument("sort") or "createdAt,desc").partition(",")
        wanted = [each for each in self._state.deliveries.all() if self._is_wanted(request, each)]
        if field not in ("createdAt", "updatedAt"):
            raise HttpRefusal(400, "Bad Request", details="sort: must be createdAt or updatedAt")
        if direction.lower() == "asc":
            wanted.reverse()
        size = max(1, request.whole_number("size", PAGE_SIZE, MAX_PAGE))
        page = page_of(wanted, request.whole_number("page", 0), size)
        content = [self._shown((each, each.original)) for each in page.content]
        return json_response({**page.as_json(), "content": content})

    def _is_wanted(self, request: Request, delivery: Delivery) -> bool:
        order, labels = delivery.order, self._state.deliveries.labels(delivery)
        search = (request.argument("search") or "").lower()
        texts = (order.id, delivery.original.name, labels.title or "")
        if search and not any(search in text.lower() for text in texts):
            return False
        for argument, values in (
            ("workspaceId", [self._state.shared.account.workspace_id]),
            ("collectionNames", [order.body.collection.name]),
            ("producerNames", [delivery.scene.sensor.producer]),
            ("tags", labels.tags or []),
            ("sources", [order.body.collection.type]),
            ("geospatialMetadataExtractionStatus", ["SUCCESSFUL"]),
        ):
            chosen: List[str] = [part for text in request.arguments(argument) for part in text.split(",")]
            if chosen and not set(chosen) & set(values):
                return False
        return _bound(request, "createdAfter", 0.0) <= delivery.created <= _bound(request, "createdBefore", 1e12)

    def _read(self, request: Request) -> Response:
        return json_response(self._shown(self._found(request)))

    def _relabel(self, request: Request) -> Response:
        """Sets title and tags; what is null or missing is taken away."""
        delivery, file = self._found(request)
        body = object_body(request)
        self._state.deliveries.relabel(delivery, body.get("title"), body.get("tags"))
        return json_response(self._shown((delivery, file)))

    def _link(self, request: Request) -> Response:
        delivery, file = self._found(request)
        hostile = request.take_fault(FaultKind.HOSTILE_ARCHIVE)
        if hostile is not None:
            return json_response({"url": self._files.hostile_link(hostile.name or "dotdot")})
        return json_response({"url": self._files.link(delivery, file)})

    def _bytes(self, request: Request) -> Response:
        delivery, file = self._found(request)
        return file_response(request, self._files.path(delivery, file), file.media_type)

    def _shown(self, stored: _Stored) -> Dict[str, Any]:
        delivery, file = stored
        account, created = self._state.shared.account, iso_from(delivery.created)
        shared = {
            "accountId": account.account_id,
            "workspaceId": account.workspace_id,
            "createdAt": created,
            "updatedAt": created,
        }
        size = self._files.path(delivery, file).stat().st_size
        return asset_json(delivery, file, size, self._state.deliveries.labels(delivery), shared)

    def _found(self, request: Request) -> _Stored:
        found = self._state.deliveries.file(request.params["asset"])
        if found is None:
            raise HttpRefusal(404, "Not Found", details=f"Asset {request.params['asset']} does not exist")
        return found


def _bound(request: Request, name: str, default: float) -> float:
    text = request.argument(name)
    try:
        return default if text is None else read_time(text).timestamp()
    except ValueError as error:
        raise HttpRefusal(400, "Bad Request", details=f"{name}: {error}") from None
