"""A plain HTTP client of the Sandbox's platform, signed in as its user."""

from __future__ import annotations

import requests

from up42_jobs.sandbox.world.imagery import scene_by_id
from up42_jobs.sandbox.world.scenes import covers

REALM = "/realms/public/protocol/openid-connect"
BOX = [-0.33, 39.44, -0.31, 39.455]
YEAR = "2025-01-01T00:00:00Z/2025-12-31T23:59:59Z"
PHR_DISPLAY = "647780db-5a06-4b61-b525-577a8b68bb54"
PHR_ANALYTIC = "4f1b2f62-98df-4c74-81f4-5dce45deee99"
PNEO_ANALYTIC = "6f722fb5-0323-4c97-9b1e-22870325b8db"
SPOT_DISPLAY = "acc3f9a4-b622-49c1-b1e1-c762aa3e7e13"
CAPELLA = "96072809-d820-4cf9-86dd-d3bff3337c35"


def square(west, south, east, north):
    """Returns a GeoJSON polygon."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


# No scene of the small area shows this.
FAR = square(10.0, 10.0, 10.01, 10.01)


def feature_collection(*geometries):
    """Returns the areas of an order."""
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return {"type": "FeatureCollection", "features": features}


def signed_in(sandbox, **form):
    """Returns the answer to a sign-in; `form` replaces fields, None takes one away."""
    fields = {
        "grant_type": "password",
        "username": sandbox.user,
        "password": sandbox.password,
        "client_id": "up42-api",
        "scope": "openid",
        **form,
    }
    told = {name: value for name, value in fields.items() if value is not None}
    return requests.post(f"{sandbox.auth_url}{REALM}/token", data=told, timeout=10)


class PlatformClient:
    """Signed in to a Sandbox, which can be looked into."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.http = requests.Session()
        self.sign_in()
        self.workspace = self.data("GET", f"{REALM}/userinfo")["sub"]

    def sign_in(self):
        """Takes a new access value."""
        self.http.headers["Authorization"] = "Bearer " + signed_in(self.sandbox).json()["access_token"]

    @property
    def place_path(self):
        """Where orders of the own workspace are placed."""
        return f"/v2/orders?workspaceId={self.workspace}"

    def send(self, method, path, body=None, **more):
        """Returns the answer as it is; the path may be a whole address."""
        url = path if path.startswith("http") else self.sandbox.api_url + path
        return self.http.request(method, url, json=body, timeout=30, **more)

    def data(self, method, path, body=None):
        """Returns the JSON of an answer that must be good."""
        answer = self.send(method, path, body)
        assert answer.ok, f"{answer.status_code} {answer.text}"
        return answer.json()

    def refusal(self, method, path, body=None):
        """Returns status and detail, or title, of an answer that must be no."""
        answer = self.send(method, path, body)
        assert not answer.ok, answer.text
        told = answer.json()
        return answer.status_code, told.get("detail") or told["title"]

    def scenes(self, collection="phr", host="oneatlas", **body):
        """Returns the features of one page of a host search over the small area."""
        wanted = {"collections": [collection], "bbox": BOX, "datetime": YEAR, "limit": 20, **body}
        return self.data("POST", f"/catalog/hosts/{host}/stac/search", wanted)["features"]

    def covering(self, collection="phr", host="oneatlas"):
        """Returns the id of a scene that shows the whole small area."""
        for scene in self.scenes(collection, host, limit=100):
            id = scene["properties"]["id"]
            if covers(scene_by_id(id), square(*BOX)["coordinates"][0]):
                return id
        raise AssertionError("no scene covers the area")

    def order_body(self, *areas, product=PHR_DISPLAY, scene=None, **more):
        """Returns the body of an order of a scene over areas, the small one without any."""
        return {
            "dataProduct": product,
            "displayName": "Harbour",
            "params": {"id": scene or self.covering()},
            "featureCollection": feature_collection(*(areas or (square(*BOX),))),
            **more,
        }

    def estimate(self, body):
        """Returns the answer to an estimate that must be good."""
        return self.data("POST", "/v2/orders/estimate", body)

    def place(self, body):
        """Places an order and returns the whole answer."""
        return self.data("POST", self.place_path, body)

    def placed(self, body=None):
        """Places an order of one area and returns its id."""
        (result,) = self.place(body or self.order_body())["results"]
        return result["id"]

    def fulfilled(self, body=None):
        """Places an order, lets the time pass until it is delivered and indexed, and returns its id."""
        id = self.placed(body)
        self.sandbox.clock.advance(10)
        return id

    def order(self, id):
        """Returns an order."""
        return self.data("GET", f"/v2/orders/{id}")

    def balance(self):
        """Returns the available credits."""
        return self.data("GET", "/v2/payments/balances")["available"]["amount"]

    def items(self, **body):
        """Returns the items of a storage search."""
        return self.data("POST", "/v2/assets/stac/search", body)["features"]

    def item_of(self, order_id):
        """Returns the one item of an order."""
        (item,) = self.items(filter={"op": "=", "args": [{"property": "order_id"}, order_id]})
        return item
