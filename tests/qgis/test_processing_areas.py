"""Areas and times of scripts: all polygons are read, and a refusal names the parameter and the true cause."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt
from support import area_samples as samples
from support.area_samples import BOTH, EAST, FAR, KML_POINT, POINT, WEST
from support.processing_provider import run

from up42_jobs.core.domain.aoi import bounds_of, normalised_ring

PLEIADES = "oneatlas-pleiades-display:1"
BOX = "-0.40,-0.39,39.40,39.41 [EPSG:4326]"
BOW = "POLYGON((13 52, 13.1 52.1, 13.1 52, 13 52.1, 13 52))"


@pytest.fixture
def asked(provider, sandbox):
    """Asks for an estimate, and returns what the service was sent of the area and the period."""

    def ask(**parameters):
        sandbox.clear_requests()
        run(provider, "estimate", PRODUCT=PLEIADES, LIMIT=1, **parameters)
        bodies = [request.body for request in sandbox.requests if request.method == "POST" and request.body]
        (sent,) = [task for body in bodies for task in body.get("inputs", {}).values() if "limit" in task]
        return sent

    return ask


def area_of(sent):
    if "bbox" in sent:
        west, south, east, north = sent["bbox"]
        return (west, south, east + 360.0 if west > east else east, north)
    return bounds_of(normalised_ring(sent["intersects"]["coordinates"][0]))


def refusal(provider, **parameters):
    with pytest.raises(QgsProcessingException) as caught:
        run(provider, "estimate", PRODUCT=PLEIADES, LIMIT=1, **parameters)
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


def layer_of(*wkts, kind="Polygon?crs=EPSG:4326"):
    layer = QgsVectorLayer(kind, "areas", "memory")
    features = []
    for wkt in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


# The dock read other polygons out of the same file than a script: the first layer of its kind in one, the first shape
# in the other.
def files(tmp_path):
    west, east = samples.placemark(samples.kml_polygon(WEST)), samples.placemark(samples.kml_polygon(EAST))
    return {
        "folders": samples.kml(tmp_path / "a.kml", samples.folder("N", west), samples.folder("S", east)),
        "overlay": samples.kml(tmp_path / "b.kml", samples.ground_overlay(FAR), west, east),
        "pins": samples.kml(tmp_path / "c.kml", samples.placemark(KML_POINT), west, east),
        "kmz": samples.kmz(tmp_path / "d.kmz", west, east),
        "layers": samples.database(tmp_path / "e.gpkg", ("n", [samples.wkt(WEST)]), ("s", [samples.wkt(EAST)])),
        "point first": samples.geojson(tmp_path / "f.geojson", POINT, samples.polygon(BOTH)),
        "collection": samples.geojson(tmp_path / "g.json", samples.collection(POINT, samples.polygon(BOTH))),
        "zip": samples.zipped(
            tmp_path / "h.zip", samples.shapefile(tmp_path / "h.shp", samples.wkt(WEST), samples.wkt(EAST))
        ),
    }


@pytest.mark.parametrize("kind", ["folders", "overlay", "pins", "kmz", "layers", "point first", "collection", "zip"])
def test_every_polygon_of_a_file_is_the_area(kind, asked, tmp_path):
    assert area_of(asked(AOI=str(files(tmp_path)[kind]))) == pytest.approx(BOTH)


# An area of seven digits came back from the JSON as another one, without a size, and was refused as too small.
def test_json_beside_an_area_of_many_digits_leaves_the_area_alone(asked, tmp_path):
    corners = [[13.123456789, 52.1], [13.2, 52.123456789], [13.1987654321, 52.2], [13.123456789, 52.1]]
    path = samples.geojson(tmp_path / "digits.geojson", {"type": "Polygon", "coordinates": [corners]})
    alone = asked(AOI=str(path))
    beside = asked(AOI=str(path), PARAMETERS=json.dumps({PLEIADES: {"max_cloud_cover": 40}}))
    assert beside["intersects"] == alone["intersects"]


def test_an_area_written_as_json_is_measured(asked, provider):
    def json_of(*box):
        return json.dumps({PLEIADES: {"bbox": list(box)}})

    assert asked(EXTENT=BOX, PARAMETERS=json_of(13.0, 52.0, 13.1, 52.1))["bbox"] == [13.0, 52.0, 13.1, 52.1]
    sentence = refusal(provider, EXTENT=BOX, PARAMETERS=json_of(13.0, 52.0, 14.0, 53.0))
    assert sentence.startswith("PARAMETERS: ")
    assert "too large" in sentence


def test_a_path_is_the_whole_file_although_one_of_its_layers_is_in_the_project(asked, tmp_path):
    path = str(files(tmp_path)["folders"])
    QgsProject.instance().addMapLayer(QgsVectorLayer(path, "N", "ogr"))
    assert area_of(asked(AOI=path)) == pytest.approx(BOTH)
    assert area_of(asked(AOI="N")) == pytest.approx(WEST)


@pytest.mark.parametrize("name", ["AOI 2026", "A|B"])
def test_a_layer_of_a_file_is_chosen_by_its_name(name, asked, tmp_path):
    layers = (("Old", [samples.wkt(FAR)]), (name, [samples.wkt(WEST)]), ("A", [samples.wkt(FAR)]))
    path = samples.database(tmp_path / "plan.gpkg", *layers)
    assert area_of(asked(AOI=f"{path}|layername={name}")) == pytest.approx(WEST)


def test_layers_by_number_and_filters_are_left_to_qgis(asked, tmp_path):
    layers = (("Old", [samples.wkt(FAR)]), ("New", [samples.wkt(WEST), samples.wkt(FAR)]))
    path = samples.database(tmp_path / "plan.gpkg", *layers)
    assert area_of(asked(AOI=f"{path}|layerid=0")) == pytest.approx(FAR)
    assert area_of(asked(AOI=f"{path}|layername=New|subset=fid = 1")) == pytest.approx(WEST)


def test_a_layer_name_that_the_file_does_not_have_is_refused(provider, tmp_path):
    path = samples.database(tmp_path / "plan.gpkg", ("Old", [samples.wkt(FAR)]))
    assert "It has: Old" in refusal(provider, AOI=f"{path}|layername=Nowhere")


def test_layers_of_the_project_and_parts_of_them_are_read_as_they_are(asked, tmp_path):
    layer = layer_of(samples.wkt(WEST), samples.wkt(FAR))
    layer.selectByIds([1])
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert area_of(asked(AOI=selected)) == pytest.approx(WEST)
    mixed = f"GeometryCollection(Point(13 52), {samples.wkt(WEST)})"
    collections = layer_of(mixed, kind="GeometryCollection?crs=EPSG:4326")
    assert area_of(asked(AOI=collections.id())) == pytest.approx(WEST)
    path = samples.database(tmp_path / "any.gpkg", ("any", ["POINT(13 52)", samples.wkt(WEST)]))
    table = QgsVectorLayer(str(path), "any", "ogr")
    QgsProject.instance().addMapLayer(table)
    assert area_of(asked(AOI=table.id())) == pytest.approx(WEST)


@pytest.mark.parametrize(
    "wkts",
    [
        ["MULTIPOLYGON(((179.9 -17, 180 -17, 180 -16.9, 179.9 -16.9, 179.9 -17)), "
         "((-180 -17, -179.9 -17, -179.9 -16.9, -180 -16.9, -180 -17)))"],
        ["POLYGON((179.9 -17, 180.1 -17, 180.1 -16.9, 179.9 -16.9, 179.9 -17))"],
    ],
    ids=["cut", "whole"],
)
def test_areas_across_the_antimeridian_are_one(wkts, asked):
    sent = asked(AOI=layer_of(*wkts, kind="MultiPolygon?crs=EPSG:4326").id())
    assert sent["bbox"] == [179.9, -17.0, -179.9, -16.9]


# QGIS puts the two longitudes in order, so that a strip of 20 km was searched as nearly the whole globe.
@pytest.mark.parametrize(
    ("extent", "bbox"),
    [
        ("179.9,-179.9,-17,-16.9 [EPSG:4326]", [179.9, -17.0, -179.9, -16.9]),
        ("179.9,180.1,-17,-16.9 [EPSG:4326]", [179.9, -17.0, -179.9, -16.9]),
        ("  1.7995e2 , -179.95,-17.05,-16.95 [EPSG:4258]", [179.95, -17.05, -179.95, -16.95]),
        ("13,13.1,52,52.1 [EPSG:4326]", [13.0, 52.0, 13.1, 52.1]),
    ],
)
def test_extents_are_asked_for_as_they_are_written(extent, bbox, asked):
    assert asked(EXTENT=extent)["bbox"] == pytest.approx(bbox)


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        ("13,13.1,52,52.1", "CRS"),
        ("390000,391000,5820000,5821000 [EPSG:4326]", "390000, 5820000"),
        ("13,13.1,95,95.1 [EPSG:4326]", "95"),
        ("13,13.1,52,99 [EPSG:4326]", "99"),
        ("391000,390000,5820000,5821000 [EPSG:32633]", "west"),
        ("0,0,0,0 [EPSG:4326]", "extent"),
        ("0,10,0,10 [IAU_2015:30100]", "Moon"),
    ],
)
def test_an_extent_that_is_no_place_is_refused_by_its_name(extent, words, provider):
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem())
    sentence = refusal(provider, EXTENT=extent)
    assert sentence.startswith("EXTENT: ")
    assert words in sentence
    assert "Choose an area" not in sentence


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda folder: samples.shapefile(folder / "a.shp", samples.wkt((0, 0, 150, 80)), epsg=0), "CRS"),
        (lambda folder: samples.geojson(folder / "b.json", samples.polygon((5e5, 5e6, 6e5, 6e6))), "500000, 5000000"),
        (lambda folder: samples.geojson(folder / "c.geojson", POINT), "no polygon"),
        (lambda folder: samples.geojson(folder / "d.geojson", samples.polygon(WEST), samples.polygon(FAR)), "2"),
        (lambda folder: folder / "missing.gpkg", "missing.gpkg"),
        (lambda folder: samples.database(folder / "e.gpkg", ("bow", [BOW])), "crosses"),
    ],
    ids=["no CRS", "metres", "points", "two parts", "no file", "crossing"],
)
def test_an_area_that_cannot_be_used_is_refused_by_its_name(made, words, provider, tmp_path):
    sentence = refusal(provider, AOI=str(made(tmp_path)))
    assert sentence.startswith("AOI: ")
    assert words in sentence
    assert "Choose an area" not in sentence


@pytest.mark.parametrize("kind", ["Polygon", "Polygon?crs=EPSG:4326&field=a:int"])
def test_project_layers_are_refused_for_their_true_cause(kind, provider):
    layer = layer_of(samples.wkt((0, 0, 150, 80)), kind=kind)
    if "crs" not in kind:
        layer.setCrs(QgsCoordinateReferenceSystem())
        assert "CRS" in refusal(provider, AOI=layer.id())
    else:
        layer.setCrs(QgsCoordinateReferenceSystem("IAU_2015:30100"))
        assert "Moon" in refusal(provider, AOI=layer.id())


def test_a_crossing_outline_ends_in_a_sentence_again_and_again(provider):
    # QGIS's own check of geometries raised its exception through Python: the next run ended the whole process.
    layer = layer_of(BOW)
    for _ in range(4):
        assert "crosses" in refusal(provider, AOI=layer.id())


def period_of(sent):
    start, end = sent["time"].split("/")
    return tuple(datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (start, end))


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


# A start with an offset was searched as if its wall clock were UTC, and the last day of a period was left out.
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-05-01T10:00:00-05:00", "2026-05-02T00:00:00+02:00", (utc(2026, 5, 1, 15), utc(2026, 5, 1, 22))),
        ("2026-05-01T10:00:00Z", "2026-05-02T00:00:00Z", (utc(2026, 5, 1, 10), utc(2026, 5, 2))),
        ("2026-05-01T10:00:00", "2026-05-02 12:30", (utc(2026, 5, 1, 10), utc(2026, 5, 2, 12, 30))),
        ("2026-05-01 10:00:00-05:00", "2026-05-02", (utc(2026, 5, 1, 15), utc(2026, 5, 2, 23, 59, 59))),
        ("2026-05-01", "2026-05-01", (utc(2026, 5, 1), utc(2026, 5, 1, 23, 59, 59))),
        (QDate(2026, 5, 1), QDate(2026, 5, 3), (utc(2026, 5, 1), utc(2026, 5, 3, 23, 59, 59))),
        (
            QDateTime(QDate(2026, 5, 1).startOfDay(Qt.TimeSpec.LocalTime)),
            QDateTime.fromString("2026-05-02T10:00:00-05:00", Qt.DateFormat.ISODate),
            (utc(2026, 5, 1), utc(2026, 5, 2, 15)),
        ),
        (
            datetime(2026, 5, 1, 10, tzinfo=timezone(timedelta(hours=-5))), datetime(2026, 5, 2, 3),
            (utc(2026, 5, 1, 15), utc(2026, 5, 2, 3)),
        ),
        ("2026-12-31T23:30:00-01:00", "2027-01-02", (utc(2027, 1, 1, 0, 30), utc(2027, 1, 2, 23, 59, 59))),
    ],
    ids=str,
)
def test_times_are_searched_in_utc_and_days_are_whole(start, end, expected, asked):
    assert period_of(asked(EXTENT=BOX, START=start, END=end)) == expected


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-02-30", "01.05.2026 25:00", "2026-05-01T99:00"])
@pytest.mark.parametrize("name", ["START", "END"])
def test_what_is_no_time_is_refused_and_not_left_out(name, text, provider):
    sentence = refusal(provider, EXTENT=BOX, **{name: text})
    assert name in sentence
    assert "2026-05-01" in sentence
