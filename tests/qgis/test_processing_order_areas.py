"""`runjobareas` buys each scene over each area once, tells every row, and never more than was allowed."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from osgeo import ogr, osr
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from support.area_rows import PLACES, box, polygon, write_rows
from support.service_stage import Stage, Watch

from up42_jobs import classFactory
from up42_jobs.core.api import transport
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.host.preferences import read_preferences, write_preferences
from up42_jobs.sandbox import Fault

PRODUCTS = {Service.PLATFORM: "phr-display", Service.WORKFLOWS: "oneatlas-pleiades-display:1"}
CREATE = {Service.WORKFLOWS: r"/workflows/[^/]+/jobs$", Service.PLATFORM: r"^/v2/orders$"}
# What must not be read once an order has left.
FREE = re.compile(r"no credits were spent|nothing was (spent|ordered)|no job was started", re.IGNORECASE)
ENOUGH = 1_000_000


class Feedback(QgsProcessingFeedback):
    """Keeps what users read, and cancels once one of the words was said."""

    def __init__(self, cancel_at=""):
        super().__init__(False)
        self.said = []
        self._cancel_at = cancel_at

    def pushInfo(self, info):
        self._note(info)

    def pushWarning(self, warning):
        self._note(warning)

    def reportError(self, error, fatalError=False):
        self._note(error)

    def _note(self, text):
        self.said.append(text)
        if self._cancel_at and self._cancel_at in text:
            self.cancel()


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
        algorithm = self.provider.algorithm(name).create()
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters.setdefault("CONNECTION", "Environment")
        ok, text = algorithm.checkParameterValues(parameters, context)
        assert ok, text
        results, ok = algorithm.run(parameters, context, feedback, catchExceptions=False)
        assert ok
        return results

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
    return "DRY_RUN" not in json.dumps(job)


@contextmanager
def opened(service, folder, monkeypatch, **options):
    monkeypatch.setattr(transport, "FIRST_PAUSE_S", 0.002)
    monkeypatch.setattr(transport, "MAX_PAUSE_S", 0.02)
    QgsSettings().remove("up42_jobs")
    with Stage(service=service, name="Environment", **{"balance": 10**7, **options}) as stage:
        sandbox = stage.sandbox
        is_classic = service is Service.WORKFLOWS
        for name, value in (
            ("HOME", str(folder / "home")),
            ("API_URL", sandbox.api_url),
            ("AUTH_URL", sandbox.auth_url),
            ("SERVICE", service.value),
            ("USER", sandbox.project_id if is_classic else sandbox.user),
            ("KEY", sandbox.project_key if is_classic else sandbox.password),
        ):
            monkeypatch.setenv(f"UP42_JOBS_{name}", value)
        plugin = classFactory(None)
        plugin.initProcessing()
        try:
            yield Buyer(stage, QgsApplication.processingRegistry().providerById("up42jobs"), folder)
        finally:
            plugin.unload()


@pytest.fixture(params=Service, ids=lambda service: service.value)
def buyer(request, qgis_app, tmp_path, monkeypatch):
    with opened(request.param, tmp_path, monkeypatch) as opened_buyer:
        yield opened_buyer


def test_ten_areas_are_bought_delivered_into_their_folders_and_not_bought_again(buyer):
    # The classic project runs five jobs at once: the others wait for a place.
    rows = buyer.rows()
    found = buyer.run(rows)
    assert (found["STATUS"], found["REFUSED_COUNT"]) == ("SUCCEEDED", 0)
    assert len(buyer.bought()) == 10
    assert set(buyer.bought().values()) == {1}
    ids = found["JOB_IDS"].split(",")
    assert len(set(ids)) == 10
    files = [Path(path) for path in found["OUTPUT_FILES"].splitlines()]
    out = Path(found["FOLDER"])
    assert {path.relative_to(out).parts[0] for path in files} == {f"Area {number}" for number in range(1, 11)}
    assert all(path.is_file() for path in files)
    assert found["CREDITS_USED"] == buyer.sandbox.books.used
    again = buyer.run(rows)
    assert again == found
    assert set(buyer.bought().values()) == {1}
    assert not FREE.search("\n".join(buyer.said))
    orders = [order for row in buyer.listed() for order in row["orders"]]
    assert {(order["area"], order["scene_id"]) for order in orders} == {(row[0], row[3]) for row in rows}
    assert all(set(order) == {"id", "scene_id", "area", "state", "credits"} for order in orders)


def test_budget_binds_all_rows_together(buyer):
    rows = buyer.rows(PLACES[:3])
    with pytest.raises(QgsProcessingException) as caught:
        buyer.run(rows, MAX_CREDITS=1)
    text = str(caught.value)
    assert "Nothing was ordered" in text
    assert not buyer.bought()
    most = int(re.search(r"up to ([\d]+) credits", text)[1])
    with pytest.raises(QgsProcessingException):
        buyer.run(rows, MAX_CREDITS=most - 1)
    assert not buyer.bought()
    found = buyer.run(rows, MAX_CREDITS=most, WAIT=False)
    assert len(buyer.bought()) == 3
    # What the purchase holds already counts, so that no number of runs costs more than was allowed.
    more = [*rows, ("One more", 99, buyer.product, rows[0][3], polygon(*box(PLACES[4])))]
    with pytest.raises(QgsProcessingException) as caught:
        buyer.run(more, MAX_CREDITS=most, WAIT=False)
    assert "Nothing more was ordered" in str(caught.value)
    assert not FREE.search(str(caught.value))
    assert buyer.run(rows, MAX_CREDITS=most, WAIT=False)["JOB_IDS"] == found["JOB_IDS"]


@pytest.mark.parametrize("cap", ["max_credits_per_job", "max_credits_per_month"])
def test_caps_hold_for_all_rows_together(buyer, cap):
    rows = buyer.rows(PLACES[:2])
    with pytest.raises(QgsProcessingException) as caught:
        buyer.run(rows, MAX_CREDITS=1)
    most = int(re.search(r"up to ([\d]+) credits", str(caught.value))[1])
    write_preferences(replace(read_preferences(), **{cap: most - 1}))
    with pytest.raises(QgsProcessingException, match="limit"):
        buyer.run(rows)
    assert not buyer.bought()
    write_preferences(replace(read_preferences(), **{cap: most}))
    assert buyer.run(rows, WAIT=False)["REFUSED_COUNT"] == 0


def test_refused_area_is_told_and_a_repeat_buys_only_it(buyer):
    kind = "feature_refused" if buyer.stage.service is Service.PLATFORM else "status"
    own = {} if kind == "feature_refused" else {"status": 400}
    rows = buyer.rows(PLACES[:3])
    buyer.sandbox.faults.add(Fault(kind, path=CREATE[buyer.stage.service], method="POST", after=1, **own))
    found = buyer.run(rows, WAIT=False)
    assert len(buyer.bought()) == 2
    if buyer.stage.service is Service.PLATFORM:
        assert (found["STATUS"], found["REFUSED_COUNT"]) == ("PARTIAL", 1)
        assert any("Area 2" in text and rows[1][3] in text and "not ordered" in text for text in buyer.said)
    buyer.sandbox.clock.advance(3600)
    again = buyer.run(rows)
    assert set(buyer.bought().values()) == {1}
    if buyer.stage.service is Service.PLATFORM:
        assert (again["STATUS"], again["REFUSED_COUNT"], len(buyer.bought())) == ("SUCCEEDED", 0, 3)
    assert set(found["JOB_IDS"].split(",")) <= set(again["JOB_IDS"].split(","))


def test_lost_answer_is_found_and_a_repeat_buys_nothing(buyer):
    rows = buyer.rows(PLACES[:3])
    buyer.sandbox.faults.add(Fault("answer_lost_after", path=CREATE[buyer.stage.service], method="POST", after=1))
    found = buyer.run(rows, WAIT=False)
    assert len(found["JOB_IDS"].split(",")) == len(buyer.bought()) == 3
    assert found["REFUSED_COUNT"] == 0
    assert buyer.run(rows, WAIT=False)["JOB_IDS"] == found["JOB_IDS"]
    assert set(buyer.bought().values()) == {1}


def test_answer_that_stays_lost_is_named_and_not_ordered_again_and_the_others_are_ordered(buyer):
    rows = buyer.rows(PLACES[:3])
    buyer.sandbox.faults.add(Fault("answer_lost_before", path=CREATE[buyer.stage.service], method="POST", after=1))
    found = buyer.run(rows, WAIT=False)
    assert found["STATUS"] == "UNKNOWN"
    assert len(found["JOB_IDS"].split(",")) == len(buyer.bought()) == 2
    assert any("Area 2" in text and "not known yet" in text for text in buyer.said)
    assert not FREE.search("\n".join(buyer.said))
    assert buyer.run(rows, WAIT=False)["STATUS"] == "UNKNOWN"
    assert len(buyer.bought()) == 2


def test_overlapping_purchases_leave_out_what_is_under_way_and_go_on_with_the_rest(buyer):
    a, b, c = buyer.rows(PLACES[:3])
    first = buyer.run([a, b], WAIT=False)
    second = buyer.run([b, c], WAIT=False, NAME="Another")
    assert (second["STATUS"], second["REFUSED_COUNT"]) == ("PARTIAL", 1)
    assert any("Area 2" in text and "on its way already" in text and "Harbours" in text for text in buyer.said)
    assert not set(first["JOB_IDS"].split(",")) & set(second["JOB_IDS"].split(","))
    assert len(buyer.bought()) == 3
    third = buyer.run([a, b], WAIT=False, NAME="A third")
    assert (third["STATUS"], third["REFUSED_COUNT"], third["JOB_IDS"]) == ("REFUSED", 2, "")
    assert len(buyer.bought()) == 3


def test_one_scene_over_several_areas_is_bought_for_each_and_an_area_given_twice_only_once(buyer):
    rows = buyer.rows(PLACES[:1])
    scene = rows[0][3]
    rows += [(f"Part {number}", number, buyer.product, scene, polygon(*box(place, 0.0036)))
             for number, place in enumerate([PLACES[0], (PLACES[0][0] + 0.001, PLACES[0][1])], 2)]
    rows.append(("The first again", 4, buyer.product, scene, rows[0][4]))
    found = buyer.run(rows, WAIT=False)
    assert (found["REFUSED_COUNT"], len(found["JOB_IDS"].split(",")), len(buyer.bought())) == (0, 3, 3)
    assert set(buyer.bought().values()) == {1}


def test_row_that_cannot_be_ordered_stops_no_other(buyer):
    [good] = buyer.rows(PLACES[:1])
    west, south, _, _ = box(PLACES[1])
    inner = f"({west + 0.001} {south + 0.001},{west + 0.002} {south + 0.001},{west + 0.002} {south + 0.002}," \
            f"{west + 0.001} {south + 0.001})"
    hole = polygon(*box(PLACES[1]))[:-1] + f",{inner})"
    two = f"MULTIPOLYGON({polygon(*box(PLACES[2]))[7:]},{polygon(*box(PLACES[3]))[7:]})"
    scene = good[3]
    found = buyer.run(
        [
            ("No shape", 1, buyer.product, scene, None),
            ("A line", 2, buyer.product, scene, "LINESTRING(0 0,1 1)"),
            ("A hole", 3, buyer.product, scene, hole),
            ("Other product", 4, "nothing of the kind", scene, good[4]),
            ("No scene", 5, buyer.product, None, good[4]),
            good,
            (None, 7, buyer.product, scene, two),
        ],
        WAIT=False,
    )
    assert (found["STATUS"], found["REFUSED_COUNT"]) == ("PARTIAL", 5)
    for name in ("No shape", "A line", "A hole", "Other product", "No scene"):
        assert any(f"“{name}”" in text and "not ordered" in text for text in buyer.said), name
    # An area of two polygons is two orders.
    assert len(buyer.bought()) == 3
    assert not any("Area 7" in text and "not ordered" in text for text in buyer.said)


def test_selected_rows_alone_are_ordered(buyer):
    layer = QgsVectorLayer(buyer.write(buyer.rows(PLACES[:3])), "scenes", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([2])
    found = buyer.run(layer, WAIT=False)
    assert len(buyer.bought()) == 1
    assert found["REFUSED_COUNT"] == 0
    [row] = [row for row in buyer.listed() if row["orders"]]
    assert row["orders"][0]["area"] == "Area 2"
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize("said", ["credits will be held", "Jobs ordered"])
def test_cancelling_returns_what_was_ordered(buyer, said):
    rows = buyer.rows(PLACES[:2])
    found = buyer.run(rows, cancel_at=said)
    bought = len(buyer.bought())
    assert len([item for item in found["JOB_IDS"].split(",") if item]) == bought
    assert found["REFUSED_COUNT"] == 2 - bought
    assert bool(bought) == (said == "Jobs ordered")
    assert set(found) == {"JOB_IDS", "STATUS", "CREDITS_USED", "FOLDER", "OUTPUT_FILES", "REFUSED_COUNT"}


def test_rows_that_are_none_and_json_that_names_scenes_are_refused_before_anything_is_ordered(buyer):
    rows = buyer.rows(PLACES[:1])
    with pytest.raises(QgsProcessingException, match="no rows"):
        buyer.run([])
    other = buyer.folder / "other.geojson"
    other.write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="scene_id"):
        buyer.run(str(other))
    group = "search" if buyer.stage.service is Service.PLATFORM else buyer.product
    with pytest.raises(QgsProcessingException, match="PARAMETERS"):
        buyer.run(rows, PARAMETERS=json.dumps({group: {"ids": ["another"]}}))
    (buyer.folder / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(QgsProcessingException):
        buyer.run(rows, FOLDER=str(buyer.folder / "taken" / "out"))
    assert not buyer.bought()


@pytest.mark.parametrize("variant", ["limited", "slow-listing", "limited,basic"])
def test_ten_areas_are_bought_from_a_service_that_is_busy_or_late(qgis_app, tmp_path, monkeypatch, variant):
    """An order per second, and lists that lack a new order for a while."""
    with opened(Service.PLATFORM, tmp_path, monkeypatch, variant=variant) as buyer:
        rows = buyer.rows(PLACES[:5])
        found = buyer.run(rows, WAIT=False)
        assert (found["REFUSED_COUNT"], len(found["JOB_IDS"].split(","))) == (0, 5)
        assert sorted(buyer.bought().values()) == [1] * 5
        assert buyer.run(rows, WAIT=False)["JOB_IDS"] == found["JOB_IDS"]


AFTERWARDS = [
    ("status", {"status": 403}),
    ("status", {"status": 500}),
    ("html", {}),
    ("missing_keys", {}),
    ("rate_limit", {}),
    ("answer_lost_before", {}),
]


@pytest.mark.parametrize(("kind", "more"), AFTERWARDS, ids=lambda value: value if isinstance(value, str) else "")
def test_jobs_that_cannot_be_read_after_the_order_are_named_and_nothing_false_is_said(buyer, kind, more):
    rows = buyer.rows(PLACES[:2])
    buyer.sandbox.change(listing_lag_seconds=0.0)
    is_classic = buyer.stage.service is Service.WORKFLOWS
    path = r"/jobs(/[^/]+)?$" if is_classic else r"^/v2/orders(/[^/]+)?$"
    buyer.sandbox.faults.add(Fault(kind, path=path, method="GET", times=None, **more))
    found = buyer.run(rows, WAIT=kind not in ("status", "rate_limit", "answer_lost_before"))
    assert len(found["JOB_IDS"].split(",")) == len(buyer.bought()) == 2
    said = "\n".join(buyer.said)
    assert all(job_id in said for job_id in found["JOB_IDS"].split(","))
    assert not FREE.search(said)
    buyer.sandbox.faults.clear()
    again = buyer.run(rows)
    assert (again["STATUS"], again["JOB_IDS"]) == ("SUCCEEDED", found["JOB_IDS"])
    assert set(buyer.bought().values()) == {1}


def area_layer(folder, shapes):
    """A file of areas of that many names and shapes."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "areas.gpkg"))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    layer = source.CreateLayer("areas", crs, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for name, shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        if name is not None:
            feature.SetField("name", name)
        if shape is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    del layer, source
    return str(folder / "areas.gpkg")


def test_rows_of_a_test_query_over_areas_are_ordered_as_they_are(buyer):
    """Also several parts, a hole and equal names: what was searched and priced is what is bought."""
    west, south, east, north = box(PLACES[1], 0.010)
    hole = f"({west + 0.004} {south + 0.004},{west + 0.006} {south + 0.004},{west + 0.006} {south + 0.006}," \
           f"{west + 0.004} {south + 0.004})"
    shapes = [
        ("Größe", polygon(*box(PLACES[0]))),
        ("Größe", polygon(west, south, east, north)[:-1] + f",{hole})"),
        (None, f"MULTIPOLYGON({polygon(*box(PLACES[2]))[7:]},{polygon(*box(PLACES[3]))[7:]})"),
        ("Nothing", None),
    ]
    given = {
        "PRODUCTS": buyer.product,
        "AREAS": area_layer(buyer.folder, shapes),
        "NAME_FIELD": "name",
        "START": "2026-01-01T00:00:00",
        "LIMIT": 1,
        "QUICKLOOKS": False,
        "FOLDER": str(buyer.folder / "query"),
    }
    found = buyer.call("testqueryareas", **given)
    assert (found["AREA_COUNT"], found["FAILED_COUNT"], found["SCENE_COUNT"]) == (4, 1, 3)
    source = ogr.Open(found["SCENES"].partition("|")[0])
    rows = [(row["credits"], row.GetGeometryRef().GetGeometryCount()) for row in source.GetLayer(0)]
    del source
    credits, parts = [row[0] for row in rows], sum(row[1] for row in rows)
    assert parts > 4
    with pytest.raises(QgsProcessingException, match="Nothing was ordered"):
        buyer.run(found["SCENES"], MAX_CREDITS=sum(credits) - 1, WAIT=False, NAME="Too dear")
    done = buyer.run(found["SCENES"], MAX_CREDITS=sum(credits), WAIT=False)
    assert (done["REFUSED_COUNT"], len(done["JOB_IDS"].split(","))) == (0, parts)
    assert set(buyer.bought().values()) == {1}
    assert sum(buyer.bought().values()) == parts
    again = buyer.run(found["SCENES"], MAX_CREDITS=sum(credits), WAIT=False)
    assert again["JOB_IDS"] == done["JOB_IDS"]
