"""`runjobareas` buys each scene over each area once, tells every row, and never more than was allowed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from osgeo import ogr, osr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from support.area_buyer import FREE, opened
from support.area_rows import PLACES, box, polygon
from support.processing_provider import Feedback

from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.host.preferences import read_preferences, write_preferences
from up42_jobs.core.processing.algorithm import FeedbackControl
from up42_jobs.core.processing.area_outputs import AreaOutputs


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


def test_files_are_listed_in_the_order_of_the_jobs_not_of_their_ends(buyer):
    """A model or script that reads the files of the first area first does so on each run."""
    found = buyer.run(buyer.rows(PLACES[:2]))
    algorithm, feedback = buyer.provider.algorithm("runjobareas").create(), Feedback()
    assert algorithm.prepare({"CONNECTION": "Environment"}, QgsProcessingContext(), feedback)
    first, second = sorted(algorithm.open_journal().entries(), key=lambda entry: entry.created)
    outputs = AreaOutputs(algorithm, buyer.stage.gateway, Path(found["FOLDER"]), [first.area, second.area], feedback)
    outputs.fetch([replace(first, status=JobStatus.RUNNING), second], FeedbackControl(feedback))
    assert len(outputs.files) * 2 == len(found["OUTPUT_FILES"].splitlines())
    outputs.fetch([first, second], FeedbackControl(feedback))
    assert outputs.files == found["OUTPUT_FILES"].splitlines()


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


def test_one_scene_over_several_areas_is_bought_for_each_and_an_area_given_twice_only_once(buyer):
    rows = buyer.rows(PLACES[:1])
    scene = rows[0][3]
    rows += [
        (f"Part {number}", number, buyer.product, scene, polygon(*box(place, 0.0036)))
        for number, place in enumerate([PLACES[0], (PLACES[0][0] + 0.001, PLACES[0][1])], 2)
    ]
    rows.append(("The first again", 4, buyer.product, scene, rows[0][4]))
    found = buyer.run(rows, WAIT=False)
    assert (found["REFUSED_COUNT"], len(found["JOB_IDS"].split(",")), len(buyer.bought())) == (0, 3, 3)
    assert set(buyer.bought().values()) == {1}


def test_row_that_cannot_be_ordered_stops_no_other(buyer):
    [good] = buyer.rows(PLACES[:1])
    west, south, _, _ = box(PLACES[1])
    inner = (
        f"({west + 0.001} {south + 0.001},{west + 0.002} {south + 0.001},{west + 0.002} {south + 0.002},"
        f"{west + 0.001} {south + 0.001})"
    )
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
    hole = (
        f"({west + 0.004} {south + 0.004},{west + 0.006} {south + 0.004},{west + 0.006} {south + 0.006},"
        f"{west + 0.004} {south + 0.004})"
    )
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
