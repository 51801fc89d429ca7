"""Storage assets: list, read, link."""

from __future__ import annotations

from ...http.routing import HttpRefusal, Request, Response, Router, page_of
from ..envelope import enveloped
from ..outputs.assets import Asset
from ..state import ProjectState


class AssetRoutes:
    """What was bought earlier."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        root = "/workspaces/{workspace}/assets"
        router.add("GET", root, self._list)
        router.add("GET", f"{root}/{{asset}}", self._read)
        router.add("GET", f"{root}/{{asset}}/downloadUrl", self._link)

    def _list(self, request: Request) -> Response:
        self._expect_workspace(request)
        assets = self._state.assets.all()
        if (request.argument("sort") or "createdAt,desc").endswith("desc"):
            assets.reverse()
        page = page_of(assets, request.whole_number("page", 0), max(1, request.whole_number("size", 10)))
        account = self._state.shared.account
        return enveloped({**page.as_json(), "content": [asset.as_json(account) for asset in page.content]})

    def _read(self, request: Request) -> Response:
        return enveloped(self._asset(request).as_json(self._state.shared.account))

    def _link(self, request: Request) -> Response:
        asset = self._asset(request)
        archives = self._state.archives
        url = self._state.shared.links.link(asset.id, "asset.zip", lambda: archives.asset(asset))
        return enveloped({"url": url})

    def _asset(self, request: Request) -> Asset:
        self._expect_workspace(request)
        asset = self._state.assets.get(request.params["asset"])
        if asset is None:
            raise HttpRefusal(404, f"Asset not found for id {request.params['asset']}", "RESOURCE_NOT_FOUND")
        return asset

    def _expect_workspace(self, request: Request) -> None:
        if request.params["workspace"] != self._state.shared.account.workspace_id:
            raise HttpRefusal(404, f"Workspace not found for id {request.params['workspace']}", "RESOURCE_NOT_FOUND")
