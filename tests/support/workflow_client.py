"""A plain HTTP client of the Sandbox's workflow project, and inputs for its jobs."""

from __future__ import annotations

from datetime import datetime, timezone

import requests

DATA, CONVERSION = "oneatlas-pleiades-display:1", "data-conversion-dimap:1"
BOX = [-0.33, 39.44, -0.31, 39.455]
YEAR = "2025-01-01T00:00:00+00:00/2025-12-31T23:59:59+00:00"
# The moment of Sandboxes in tests that ask for the scenes of certain dates.
MORNING = datetime(2026, 3, 4, 9, tzinfo=timezone.utc)


class Client:
    """A session with the project; `sandbox` is open to inspection."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.project = f"/projects/{sandbox.project_id}"
        self.http = requests.Session()
        answer = self.http.post(
            sandbox.api_url + "/oauth/token",
            auth=(sandbox.project_id, sandbox.project_key),
            data={"grant_type": "client_credentials"},
            timeout=10,
        )
        self.http.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
        self.flows = {flow["name"]: flow["id"] for flow in self.data("GET", f"{self.project}/workflows")}

    def send(self, method, path, body=None):
        """Returns the answer as it is."""
        return self.http.request(method, self.sandbox.api_url + path, json=body, timeout=10)

    def data(self, method, path, body=None):
        """Returns the data of an answer that must be good."""
        answer = self.send(method, path, body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["error"] is None
        return answer.json()["data"]

    def refusal(self, method, path, body=None):
        """Returns status and message of an answer that must be no."""
        answer = self.send(method, path, body)
        assert answer.json()["data"] is None
        return answer.status_code, answer.json()["error"]["message"]

    def jobs_of(self, flow="Pléiades Display (Download)"):
        return f"{self.project}/workflows/{self.flows[flow]}/jobs"

    def create(self, inputs, flow="Pléiades Display (Download)", name="A job"):
        return self.data("POST", f"{self.jobs_of(flow)}?name={name}", inputs)

    def job(self, id):
        return self.data("GET", f"{self.project}/jobs/{id}")

    def tasks(self, id):
        return self.data("GET", f"{self.project}/jobs/{id}/tasks")

    def finished(self, inputs, flow="Pléiades Display (Download)"):
        """Runs a job to its end by the Sandbox's clock and returns it."""
        job = self.create(inputs, flow)
        self.sandbox.clock.advance(10)
        return self.job(job["id"])

    def scenes(self, job):
        return self.send("GET", f"{self.project}/jobs/{job['id']}/outputs/data-json").json()["features"]

    def balance(self):
        return self.data("GET", "/accounts/me/credits/balance")["balance"]


def inputs(dry_run=True, **data):
    """Returns the body of a Pléiades job."""
    body = {DATA: {"bbox": BOX, "time": YEAR, "limit": 3, **data}, CONVERSION: {"ms": True, "pan": False}}
    return {"config": {"mode": "DRY_RUN"}, **body} if dry_run else body


def one_scene(client):
    """Returns the id of one scene that covers the area."""
    return client.scenes(client.finished(inputs(contains=box_polygon(), bbox=None)))[0]["properties"][
        "parentIdentifier"
    ]


def box_polygon(box=BOX):
    west, south, east, north = box
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def acquired(scene):
    return scene["properties"]["acquisitionDate"]
