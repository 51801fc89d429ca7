"""The catalog over HTTP: search by host, quicklooks and thumbnails."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Tuple

from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ...testing.faults import FaultKind
from ...world.imagery import scene_by_id
from ...world.images import CORRUPT_IMAGE
from ...world.scenes import SandboxScene
from ..refusals import envelope, object_body
from ..state import PlatformState
from .features import host_feature
from .hosts import archives_of, host_of
from .search import read_search


class HostCatalogRoutes:
    """The older half of the catalog, with an error envelope of its own."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state
        self.router = Router(state.claims, envelope)
        self.router.add("POST", "/catalog/hosts/{host}/stac/search", self._search)
        # Both generations fetch pictures here.
        anyone = state.shared.claims
        self.router.add("GET", "/catalog/{host}/image/{scene}/quicklook", self._quicklook, guard=anyone)
        self.router.add("GET", "/catalog/{host}/image/{scene}/thumbnail", self._thumbnail, guard=anyone)

    def _search(self, request: Request) -> Response:
        """Answers with a page and, unless it is the last, with the address of the next one for the same body."""
        host = request.params["host"]
        hosted = archives_of(host, self._state.glossary, self._state.shared.options)
        if not hosted:
            raise HttpRefusal(404, f"Host {host} not found", "NOT_FOUND")
        sensors: Dict[str, str] = {each.name: each.name for each in hosted}
        search = read_search(object_body(request), sensors, self._state.shared.clock.now())
        search = replace(search, host=host)
        page = self._state.searches.page(search, request.argument("next"), request.check)
        address = f"{self._state.api}/catalog/hosts/{host}/stac/search"
        links = [{"rel": "self", "href": address}]
        if page.token is not None:
            links.append({"rel": "next", "href": f"{address}?next={page.token}"})
        features = [host_feature(scene, host) for scene in page.scenes]
        return json_response({"type": "FeatureCollection", "features": features, "links": links})

    def _quicklook(self, request: Request) -> Response:
        from ...world.quicklooks import quicklook

        scene, is_corrupt = self._pictured(request)
        pattern = self._state.shared.options.quicklook_pattern
        return _picture(*((CORRUPT_IMAGE, "image/jpeg") if is_corrupt else quicklook(scene, pattern)))

    def _thumbnail(self, request: Request) -> Response:
        from ...world.quicklooks import thumbnail

        scene, is_corrupt = self._pictured(request)
        return _picture(*((CORRUPT_IMAGE, "image/jpeg") if is_corrupt else thumbnail(scene)))

    def _pictured(self, request: Request) -> Tuple[SandboxScene, bool]:
        """Returns the scene whose picture is asked for, and whether the picture is to be broken; HttpRefusal 404."""
        id = request.params["scene"]
        scene = scene_by_id(id)
        options = self._state.shared.options
        hosted = scene is not None and host_of(scene, options) == request.params["host"]
        if scene is None or not hosted or not scene.has_quicklook or request.take_fault(FaultKind.NO_QUICKLOOK):
            raise HttpRefusal(404, f"Quicklook not found for image {id}", "RESOURCE_NOT_FOUND")
        return scene, request.take_fault(FaultKind.CORRUPT_QUICKLOOK) is not None


def _picture(body: bytes, media_type: str) -> Response:
    """Returns an image as the service does: named and declared as a JPEG in any format."""
    headers = {"Content-Disposition": 'inline; filename="quicklook.jpg"'}
    return Response(200, body, "image/jpg" if media_type == "image/jpeg" else "image/jpeg", headers)
