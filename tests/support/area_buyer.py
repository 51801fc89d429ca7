"""Someone who orders scenes over many areas with `runjobareas`, against a Sandbox of either generation."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from qgis.core import QgsVectorLayer

from support.area_rows import PLACES, box, polygon, write_rows
from support.processing_provider import Feedback, provider_of, run
from support.service_stage import Stage, Watch
from up42_jobs.core.api import transport
from up42_jobs.core.domain.connections import Service

PRODUCTS = {Service.PLATFORM: "phr-display", Service.WORKFLOWS: "oneatlas-pleiades-display:1"}
CREATE = {Service.WORKFLOWS: r"/workflows/[^/]+/jobs$", Service.PLATFORM: r"^/v2/orders$"}
# What must not be read once an order has left.
FREE = re.compile(r"no credits were spent|nothing was (spent|ordered)|no job was started", re.IGNORECASE)
ENOUGH = 1_000_000


class Buyer:
    """Someone with rows of scenes, who runs the algorithm against a Sandbox of one generation."""

    def __init__(self, stage, provider, folder):
        self.stage, self.sandbox = stage, stage.sandbox
        self.provider, self.folder = provider, folder
        self.product = PRODUCTS[stage.service]
        self.said = []

    def scenes_of(self, place, count=1):
        """The newest scenes over one of the places."""
        product = self.stage.product(self.product.partition(":")[0])
        gateway, parameters = self.stage.gateway, self.stage.parameters(product, count, box(place))
        job = gateway.start_dry_run(product, parameters, "Rows")
        while not job.status.is_final:
            job = gateway.job(job.id)
        return [scene.id for scene in gateway.collect_scenes(product, parameters, job, Watch()).scenes]

    def rows(self, places=PLACES, count=1):
        """A row per place and scene."""
        return [
            (f"Area {number}", number, self.product, scene, polygon(*box(place)))
            for number, place in enumerate(places, 1)
            for scene in self.scenes_of(place, count)
        ]

    def write(self, rows, name="scenes"):
        """The rows as a file."""
        return write_rows(self.folder / f"{name}.gpkg", rows)

    def run(self, rows, cancel_at="", **parameters):
        """Runs the algorithm and returns its results."""
        scenes = rows if isinstance(rows, (str, QgsVectorLayer)) else self.write(rows, f"rows-{len(self.said)}")
        given = {"SCENES": scenes, "MAX_CREDITS": ENOUGH, "NAME": "Harbours", "FOLDER": str(self.folder / "out")}
        return self.call("runjobareas", cancel_at, **{**given, **parameters})

    def call(self, name, cancel_at="", **parameters):
        """Runs any algorithm as a script does."""
        feedback = Feedback(cancel_at)
        self.said = feedback.said
        return run(self.provider, name, feedback, **parameters)

    def listed(self):
        """The rows of `listjobs`."""
        found = self.call("listjobs", FILE=str(self.folder / "jobs.json"))
        return json.loads(Path(found["FILE"]).read_text(encoding="utf-8"))

    def bought(self):
        """What the service sold: how often each scene over each area."""
        if self.stage.service is Service.PLATFORM:
            return Counter(
                (order["orderDetails"]["imageId"], json.dumps(order["orderDetails"]["aoi"]))
                for order in self.sandbox.orders
            )
        return Counter(json.dumps(job["inputs"], sort_keys=True) for job in self.sandbox.jobs if is_live(job))


def is_live(job):
    """Whether a job of the classic Sandbox is no test query."""
    return "DRY_RUN" not in json.dumps(job)


@contextmanager
def opened(service, folder, monkeypatch, **options):
    """Opens a Sandbox whose account is that of the environment, with the plugin's algorithms."""
    monkeypatch.setattr(transport, "FIRST_PAUSE_S", 0.002)
    monkeypatch.setattr(transport, "MAX_PAUSE_S", 0.02)
    stage = Stage(service=service, name="Environment", **{"balance": 10**7, **options})
    with stage, provider_of(stage.sandbox, monkeypatch, folder / "home", service) as provider:
        yield Buyer(stage, provider, folder)
