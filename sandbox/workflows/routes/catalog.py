"""The archive's catalog: full footprints of scenes and their quicklooks."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping

from ...areas import MAX_AREA_KM2, Ring, bounds, box_km2, box_ring, polygon_json, polygon_ring
from ...clock import Interval, iso, read_interval
from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ...world.archive_grid import ARCHIVE_START
from ...world.scenes import SandboxScene
from ...world.sensors import SENSORS
from ..ordering.selection import latest_scenes
from ..state import ProjectState

MAX_LIMIT = 500


class CatalogRoutes:
    """Search without a job."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the route; quicklooks of scenes are served by the platform's catalog, to clients of both generations."""
        router.add("POST", "/catalog/stac/search", self._search)

    def _search(self, request: Request) -> Response:
        """Answers with a bare FeatureCollection; the geometry of a feature is the footprint of the scene."""
        body: Any = request.json()
        if not isinstance(body, Mapping):
            raise _wrong("the body must be an object")
        limit = body.get("limit", 10)
        if not isinstance(limit, int) or not 1 <= limit <= MAX_LIMIT:
            raise _wrong(f"limit must be between 1 and {MAX_LIMIT}, got {limit}")
        try:
            ring = box_ring(body["bbox"]) if body.get("bbox") else polygon_ring(body.get("intersects"))
            wanted = body.get("datetime")
            now = self._state.shared.clock.now()
            interval = read_interval(wanted) if wanted else Interval(ARCHIVE_START, now)
        except ValueError as error:
            raise _wrong(str(error)) from None
        interval = Interval(interval.start, min(interval.end, now))
        if box_km2(ring) > MAX_AREA_KM2:
            raise _wrong(f"the area is larger than {MAX_AREA_KM2} km²")
        scenes = self._found(body, ring, interval, limit, request.check)
        href = f"{self._state.shared.links.base_url}/catalog/stac/search"
        return json_response(
            {
                "type": "FeatureCollection",
                "features": [_feature(scene) for scene in scenes],
                "links": [{"rel": "self", "href": href}],
            }
        )

    def _found(
        self, body: Mapping[str, Any], ring: Ring, interval: Interval, limit: int, check: Callable[[], None]
    ) -> List[SandboxScene]:
        query = body.get("query") or {}
        most = (query.get("cloudCoverage") or {}).get("lte", 100)
        field, descending = _order(body.get("sortby"))
        # Only the order by time lets a search stop at the limit.
        enough = limit if (field, descending) == ("acquisitionDate", True) else 1_000_000
        scenes: List[SandboxScene] = []
        for sensor in self._sensors(body, query):
            scenes += latest_scenes(
                sensor, ring, interval, enough, lambda scene: (scene.cloud_cover or 0) <= most, check
            )
        shown = {scene.id: _properties(scene) for scene in scenes}
        if scenes and field not in shown[scenes[0].id]:
            raise _wrong(f"sortby: unknown field {field}")
        scenes.sort(key=lambda scene: shown[scene.id][field], reverse=descending)
        return scenes[:limit]

    def _sensors(self, body: Mapping[str, Any], query: Mapping[str, Any]) -> List[str]:
        """Reads `collections`, or the data blocks that named them before; all optical archives without either."""
        blocks = (query.get("dataBlock") or {}).get("in")
        if blocks is not None:
            named = [block.sensor for block in self._state.catalogue.blocks if block.name in blocks]
            return list(dict.fromkeys(sensor for sensor in named if sensor))
        wanted = body.get("collections")
        known = {sensor.constellation.lower(): key for key, sensor in SENSORS.items() if sensor.is_optical}
        if wanted is None:
            return list(known.values())
        return [known[str(name).lower()] for name in wanted if str(name).lower() in known]


def _feature(scene: SandboxScene) -> Dict[str, Any]:
    return {
        "type": "Feature",
        "id": scene.id,
        "bbox": [round(value, 7) for value in bounds(scene.footprint)],
        "geometry": polygon_json(scene.footprint),
        "properties": _properties(scene),
    }


def _properties(scene: SandboxScene) -> Dict[str, Any]:
    return {
        "id": scene.id,
        "sceneId": scene.name,
        "acquisitionDate": iso(scene.acquired),
        "acquisitionIdentifier": scene.name,
        "constellation": scene.sensor.constellation,
        "collection": scene.sensor.constellation,
        "providerName": scene.sensor.host,
        "producer": scene.sensor.producer,
        "cloudCoverage": scene.cloud_cover,
        "snowCover": 0,
        "incidenceAngle": scene.incidence_angle,
        "resolution": scene.sensor.gsd_m,
        "deliveryTime": "MINUTES",
        "up42:usageType": ["DATA", "ANALYTICS"],
        "providerProperties": {"platform": scene.platform, "azimuthAngle": scene.azimuth_angle},
    }


def _order(sortby: Any) -> Any:
    first = sortby[0] if isinstance(sortby, list) and sortby and isinstance(sortby[0], Mapping) else {}
    field = str(first.get("field", "properties.acquisitionDate")).rpartition(".")[2]
    return field, str(first.get("direction", "desc")).lower() == "desc"


def _wrong(rule: str) -> HttpRefusal:
    return HttpRefusal(400, rule, "VALIDATION_ERROR")
