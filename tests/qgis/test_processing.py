"""Processing runs the same use cases with the same messages, and never exceeds the budget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from osgeo import gdal, ogr
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from support.processing_provider import Feedback, run
from support.service_stage import creates

from up42_jobs.core.domain.connections import SANDBOX_NAME
from up42_jobs.core.host.preferences import Preferences, write_preferences
from up42_jobs.sandbox import Fault

BOX = "-0.40,-0.39,39.40,39.41 [EPSG:4326]"
MODEL = Path(__file__).resolve().parents[2] / "resources/models/clear_scenes.model3"
PLEIADES = "oneatlas-pleiades-display:1"


def test_query_writes_typed_footprints_and_georeferenced_quicklooks(provider, sandbox, tmp_path):
    found = run(
        provider,
        "testquery",
        PRODUCT=PLEIADES,
        EXTENT=BOX,
        LIMIT=3,
        MAX_CLOUD_COVER=80,
        START="2026-01-01T00:00:00",
        END="2026-06-30T00:00:00",
        FOLDER=str(tmp_path / "out"),
    )
    assert found["SCENE_COUNT"] == 3
    source = ogr.Open(found["SCENES"].split("|")[0])
    layer = source.GetLayer()
    definition = layer.GetLayerDefn()
    kinds = {definition.GetFieldDefn(n).GetName(): definition.GetFieldDefn(n).GetTypeName() for n in range(13)}
    assert kinds["acquired"] == "DateTime"
    assert kinds["cloud_cover"] == "Real"
    assert layer.GetFeatureCount() == 3
    assert len(json.loads(Path(found["DATA_JSON"]).read_text(encoding="utf-8"))["features"]) == 3
    rasters = sorted((tmp_path / "out").rglob("*.tif"))
    assert rasters
    for path in rasters:
        dataset = gdal.Open(str(path))
        assert dataset.GetRasterBand(dataset.RasterCount).GetColorInterpretation() == gdal.GCI_AlphaBand
        # A part of it can be read without the rest.
        assert dataset.GetRasterBand(1).GetBlockSize()[1] == 256 < dataset.RasterYSize
        assert "4326" in dataset.GetProjection()
    assert sandbox.books.available == 12430


def test_what_was_looked_at_before_is_not_fetched_again(provider, sandbox, tmp_path):
    def rasters(name):
        run(provider, "testquery", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=4, FOLDER=str(tmp_path / name))
        paths = sorted((tmp_path / name / "quicklooks").glob("*.tif"))
        return {path.name: gdal.Open(str(path)).ReadRaster() for path in paths}

    def fetched():
        return sum(request.path.endswith(".jpg") or "/quicklooks/" in request.path for request in sandbox.requests)

    first = rasters("first")
    assert len(first) >= 3
    assert fetched() >= len(first)
    sandbox.clear_requests()
    assert rasters("second") == first
    # A scene without a quicklook is asked for again: it may have one by now.
    assert fetched() <= 4 - len(first)


def test_without_a_connection_every_algorithm_asks_the_sandbox(provider):
    """A description names it without importing the domain; any other default could spend credits."""
    defaults = {
        algorithm.parameterDefinition("CONNECTION").defaultValue() for algorithm in provider.algorithms()
    }
    assert defaults == {SANDBOX_NAME}


def test_estimate_tells_hold_and_balance_and_spends_nothing(provider, sandbox):
    found = run(provider, "estimate", PRODUCT="Pléiades Display (Download)", EXTENT=BOX, LIMIT=1)
    assert 0 < found["MIN_CREDITS"] <= found["MAX_ESTIMATE"]
    assert found["HOLD_CREDITS"] == found["MIN_CREDITS"]
    assert found["BALANCE"] == 12430
    assert creates(sandbox) == []


def test_job_within_the_budget_ends_with_files_that_open(provider, sandbox, tmp_path):
    most = run(provider, "estimate", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1)["MAX_ESTIMATE"]
    found = run(
        provider, "runjob", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1, MAX_CREDITS=most, FOLDER=str(tmp_path / "job")
    )
    assert found["STATUS"] == "SUCCEEDED"
    assert found["CREDITS_USED"] == sandbox.books.used
    rasters = [path for path in found["OUTPUT_FILES"].splitlines() if path.endswith(".tif")]
    assert rasters
    assert all(gdal.Open(path) is not None for path in rasters)
    assert len(creates(sandbox)) == 1
    again = run(provider, "downloadoutputs", JOB_ID=found["JOB_ID"], FOLDER=str(tmp_path / "again"))
    assert len(again["OUTPUT_FILES"].splitlines()) == len(found["OUTPUT_FILES"].splitlines())
    listed = run(provider, "listjobs", FILE=str(tmp_path / "jobs.json"))
    rows = json.loads((tmp_path / "jobs.json").read_text(encoding="utf-8"))
    assert listed["JOB_COUNT"] == len(rows) == 1
    assert (rows[0]["state"], rows[0]["credits_used"], rows[0]["origin"]) == (
        "SUCCEEDED",
        found["CREDITS_USED"],
        "processing",
    )
    # The classic service has jobs and no orders.
    assert rows[0]["orders"] == []


def test_one_folder_for_everything_keeps_what_was_paid_for(provider, sandbox, tmp_path):
    """The second job replaced the first one's image, and a test query its data.json, without a word."""
    common = {"PRODUCT": PLEIADES, "EXTENT": BOX, "LIMIT": 1, "FOLDER": str(tmp_path / "one")}
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "mine.stac.json").write_text("mine")
    first = run(provider, "runjob", MAX_CREDITS=12000, **common)
    paid = {path: path.read_bytes() for path in (tmp_path / "one").rglob("*") if path.is_file()}
    second = run(provider, "runjob", MAX_CREDITS=12000, **common)
    query = run(provider, "testquery", **common)
    assert {path: path.read_bytes() for path in paid} == paid
    folders = [first["FOLDER"], second["FOLDER"], query["FOLDER"]]
    assert folders == [str(tmp_path / "one" / name) for name in ("", second["JOB_ID"], "test-query")]
    for found in (first, second):
        files = [Path(path) for path in found["OUTPUT_FILES"].splitlines()]
        assert files
        assert all(Path(found["FOLDER"]) in path.parents for path in files)
        assert {path.name for path in files} <= {path.name for path in Path(found["FOLDER"]).iterdir()}
    assert not set(first["OUTPUT_FILES"].splitlines()) & set(second["OUTPUT_FILES"].splitlines())
    assert Path(query["DATA_JSON"]).parent == tmp_path / "one" / "test-query"


def test_outputs_lie_described_in_their_folder(provider, sandbox, tmp_path):
    found = run(
        provider,
        "runjob",
        PRODUCT=PLEIADES,
        EXTENT=BOX,
        LIMIT=1,
        MAX_CREDITS=12000,
        NAME="Harbour",
        FOLDER=str(tmp_path / "job"),
    )
    run(provider, "downloadoutputs", JOB_ID=found["JOB_ID"], FOLDER=str(tmp_path / "other"))
    for folder in (tmp_path / "job", tmp_path / "other"):
        rasters = sorted(folder.rglob("*.tif"))
        assert rasters
        for raster in rasters:
            item = json.loads(raster.with_name(f"{raster.stem}.stac.json").read_text(encoding="utf-8"))
            properties = item["properties"]
            assert item["assets"]["data"]["href"] == f"./{raster.name}"
            assert properties["up42:job_id"] == found["JOB_ID"]
            assert properties["up42:job_name"].startswith("Harbour")
            assert properties["platform"]
            assert "up42:datetime_of" not in properties
            assert properties["up42:parameters"]
            assert "Signature" not in json.dumps(item)


def test_archive_that_is_refused_is_the_docks_sentence_and_leaves_no_file(provider, sandbox, tmp_path):
    sandbox.faults.add(Fault(kind="hostile_archive", name="dotdot", times=None))
    with pytest.raises(QgsProcessingException) as caught:
        run(provider, "runjob", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1, MAX_CREDITS=12000, FOLDER=str(tmp_path / "job"))
    assert "it would be written outside the folder" in str(caught.value)
    assert [path for path in (tmp_path / "job").rglob("*") if path.suffix in (".tif", ".json", ".tgz", ".part")] == []
    assert len(creates(sandbox)) == 1


def test_job_one_credit_over_the_budget_sends_no_create_request(provider, sandbox, tmp_path):
    # What the service may charge counts, not the lower end that it holds.
    estimate = run(provider, "estimate", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1)
    hold, most = estimate["HOLD_CREDITS"], estimate["MAX_ESTIMATE"]
    assert hold < most
    with pytest.raises(QgsProcessingException, match=f"{most} credits.*{hold} credits"):
        run(provider, "runjob", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1, MAX_CREDITS=most - 1, FOLDER=str(tmp_path))
    assert creates(sandbox) == []


def test_cap_of_the_options_binds_scripts_too(provider, sandbox, tmp_path):
    write_preferences(Preferences(max_credits_per_job=1))
    with pytest.raises(QgsProcessingException):
        run(provider, "runjob", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1, MAX_CREDITS=12000, FOLDER=str(tmp_path))
    assert creates(sandbox) == []


def test_budget_has_no_default(provider, tmp_path):
    with pytest.raises(QgsProcessingException):
        run(provider, "runjob", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1, FOLDER=str(tmp_path))


def test_lost_answer_is_found_again_and_paid_once(provider, sandbox, tmp_path):
    sandbox.faults.add(Fault(kind="answer_lost_after", method="POST", path=r"/workflows/[^/]+/jobs", times=1))
    found = run(
        provider, "runjob", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1, MAX_CREDITS=12000, FOLDER=str(tmp_path / "job")
    )
    assert found["STATUS"] == "SUCCEEDED"
    assert len(creates(sandbox)) == 1


def areas(*wkts):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "areas", "memory")
    for wkt in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_polygon_layer_is_an_area_and_several_parts_are_counted(provider, tmp_path):
    one = areas("Polygon((-0.40 39.40, -0.39 39.40, -0.395 39.41, -0.40 39.40))")
    found = run(provider, "estimate", PRODUCT=PLEIADES, AOI=one.id(), LIMIT=1)
    assert found["HOLD_CREDITS"] > 0
    two = areas(
        QgsGeometry.fromRect(QgsRectangle(0, 0, 0.1, 0.1)).asWkt(),
        QgsGeometry.fromRect(QgsRectangle(1, 1, 1.1, 1.1)).asWkt(),
    )
    with pytest.raises(QgsProcessingException, match="2"):
        run(provider, "estimate", PRODUCT=PLEIADES, AOI=two.id(), LIMIT=1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"PRODUCT": "nonsense"}, "oneatlas-pleiades-display:1"),
        ({"CONNECTION": "Nowhere"}, "Sandbox"),
        ({"EXTENT": None}, "extent"),
        ({"PARAMETERS": "{"}, "line 1"),
        ({"PARAMETERS": "[1]"}, "object"),
        ({"PARAMETERS": '{"unknown:1": {}}'}, "unknown:1"),
        ({"LIMIT": 501}, "500"),
        ({"START": "2026-02-01T00:00:00", "END": "2026-01-01T00:00:00"}, ""),
        ({"EXTENT": "0,0.0001,0,0.0001 [EPSG:4326]"}, "0.1"),
    ],
    ids=str,
)
def test_bad_input_gets_one_sentence(changes, words, provider, sandbox, tmp_path):
    parameters = {"PRODUCT": PLEIADES, "EXTENT": BOX, "LIMIT": 1, "FOLDER": str(tmp_path), **changes}
    with pytest.raises(QgsProcessingException) as caught:
        run(provider, "testquery", **{name: value for name, value in parameters.items() if value is not None})
    assert words in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert creates(sandbox) == []


def test_wrong_key_is_the_docks_sentence(provider, monkeypatch):
    monkeypatch.setenv("UP42_JOBS_KEY", "mistyped-4711")
    with pytest.raises(QgsProcessingException) as caught:
        run(provider, "estimate", PRODUCT=PLEIADES, EXTENT=BOX, LIMIT=1)
    assert "4711" not in str(caught.value)
    assert "key" in str(caught.value).lower()


def test_batch_and_model_run_in_the_toolbox(provider, sandbox, tmp_path):
    registry = QgsApplication.processingRegistry()
    if registry.providerById("native") is None:
        registry.addProvider(QgsNativeAlgorithms())
    boxes = (BOX, "13.40,13.41,52.50,52.51 [EPSG:4326]", "179.5,179.51,-17.01,-17 [EPSG:4326]")
    for number, box in enumerate(boxes):
        found = run(provider, "testquery", PRODUCT=PLEIADES, EXTENT=box, LIMIT=2, FOLDER=str(tmp_path / str(number)))
        assert found["SCENE_COUNT"] == 2
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(MODEL))
    parameters = {
        "connection": "Environment",
        "product": PLEIADES,
        "area": BOX,
        "limit": 12,
        "cloud": 10,
        "clear:Clear scenes": str(tmp_path / "clear.gpkg"),
    }
    context = QgsProcessingContext()
    _, ok = model.run(parameters, context, Feedback(), catchExceptions=False)
    assert ok
    source = ogr.Open(str(tmp_path / "clear.gpkg"))
    covers = [feature.GetField("cloud_cover") for feature in source.GetLayer()]
    assert covers
    assert max(covers) < 10
