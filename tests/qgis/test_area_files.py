"""Area files are read completely, next to any other content, and refused with the true cause."""

from __future__ import annotations

import json
import sqlite3
import zipfile

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from support import area_samples as samples
from support.area_samples import BOTH, EAST, FAR, KML_POINT, LINE, POINT, WEST

from up42_jobs.core.domain.problems import AreaError, ProblemCode
from up42_jobs.core.gis.areas import files as area_files
from up42_jobs.core.gis.areas.file_sources import split_source
from up42_jobs.core.gis.areas.files import aoi_from_file, area_layers, named_layer, read_area_file


def bounds_of(path, *names, crs=None):
    aoi = aoi_from_file(str(path), names, crs)
    assert (aoi.part_count, aoi.hole_count, aoi.is_simple) == (1, 0, True)
    return aoi.bounds


def refused(path, **arguments):
    with pytest.raises(AreaError) as caught:
        aoi_from_file(str(path), **arguments)
    return caught.value.problem


# Until now the first layer with polygons was the area, and the others were dropped without a word: half of what was
# to be covered would have been ordered, or last year's area.
def several_layers(tmp_path):
    west, east = samples.placemark(samples.kml_polygon(WEST)), samples.placemark(samples.kml_polygon(EAST))
    return {
        "folders": samples.kml(tmp_path / "a.kml", samples.folder("North", west), samples.folder("South", east)),
        "folder in folder": samples.kml(
            tmp_path / "b.kml", samples.folder("Outer", west, samples.folder("Inner", east))
        ),
        "beside an overlay": samples.kml(tmp_path / "c.kml", samples.ground_overlay(FAR), west, east),
        "overlay in a folder": samples.kml(
            tmp_path / "d.kml", samples.folder("Scans", samples.ground_overlay(FAR)), samples.folder("AOI", west, east)
        ),
        "overlay of one colour": samples.kml(
            tmp_path / "j.kml", samples.ground_overlay(FAR, "<color>7fffffff</color>"), west, east
        ),
        "layers": samples.database(tmp_path / "e.gpkg", ("n", [samples.wkt(WEST)]), ("s", [samples.wkt(EAST)])),
        "rows without shapes first": samples.database(
            tmp_path / "f.gpkg", ("empty", ["", ""]), ("aoi", ["", samples.wkt(BOTH)])
        ),
        "kmz": samples.kmz(tmp_path / "g.kmz", samples.folder("1", west), samples.folder("2", east)),
        "kmz with an overlay": samples.kmz(tmp_path / "h.kmz", samples.ground_overlay(FAR), west, east),
        "zip of shapefiles": samples.zipped(
            tmp_path / "i.zip",
            samples.shapefile(tmp_path / "west.shp", samples.wkt(WEST)),
            samples.shapefile(tmp_path / "east.shp", samples.wkt(EAST)),
        ),
    }


@pytest.mark.parametrize(
    "kind",
    [
        "folders", "folder in folder", "beside an overlay", "overlay in a folder", "overlay of one colour", "layers",
        "rows without shapes first", "kmz", "kmz with an overlay", "zip of shapefiles",
    ],
)
def test_all_polygons_of_a_file_are_the_area(kind, tmp_path):
    assert bounds_of(several_layers(tmp_path)[kind]) == pytest.approx(BOTH)


def test_layers_that_differ_in_name_can_be_chosen(tmp_path):
    old, new = samples.placemark(samples.kml_polygon(FAR)), samples.placemark(samples.kml_polygon(WEST))
    path = samples.kml(tmp_path / "plan.kml", samples.folder("Old 2024", old), samples.folder("AOI 2026", new))
    reading = read_area_file(str(path))
    assert sorted(reading.layer_names) == ["AOI 2026", "Old 2024"]
    assert reading.outcome.part_count == 2
    assert bounds_of(path, "AOI 2026") == pytest.approx(WEST)
    assert bounds_of(path, "Old 2024") == pytest.approx(FAR)


@pytest.mark.parametrize(
    "shapes",
    [
        [samples.collection(samples.polygon(WEST), POINT)],
        [samples.collection(POINT, samples.collection(LINE, samples.polygon(WEST)))],
        [samples.collection(samples.multi(samples.polygon(WEST)))],
        [POINT, samples.polygon(WEST)],
        [samples.polygon(WEST), LINE],
        [LINE, POINT, samples.collection(), samples.polygon(WEST)],
    ],
    ids=["collection", "nested", "multi in collection", "point first", "line after", "mixed"],
)
def test_polygons_among_other_shapes_are_the_area(shapes, tmp_path):
    assert bounds_of(samples.geojson(tmp_path / "mixed.geojson", *shapes)) == pytest.approx(WEST)


@pytest.mark.parametrize(
    "marks",
    [
        (samples.placemark(KML_POINT), samples.placemark(samples.kml_polygon(WEST))),
        (samples.placemark(KML_POINT, samples.kml_polygon(WEST)),),
        (samples.placemark(KML_POINT, f"<MultiGeometry>{samples.kml_polygon(WEST)}</MultiGeometry>"),),
    ],
    ids=["pin and polygon", "multigeometry", "nested multigeometry"],
)
def test_pins_beside_a_polygon_do_no_harm(marks, tmp_path):
    assert bounds_of(samples.kml(tmp_path / "pins.kml", *marks)) == pytest.approx(WEST)


@pytest.mark.parametrize(
    "rows",
    [
        ["POINT(13 52)", samples.wkt(WEST)],
        [samples.wkt(WEST), "", "LINESTRING(0 0, 1 1)"],
        [f"GEOMETRYCOLLECTION(POINT(1 1), {samples.wkt(WEST)})"],
        ["CURVEPOLYGON(COMPOUNDCURVE((13 52, 13.1 52, 13.1 52.1, 13 52.1, 13 52)))"],
        ["POLYGON Z((13 52 5, 13.1 52 5, 13.1 52.1 5, 13 52.1 5, 13 52 5))"],
        ["TIN Z(((13 52 0, 13.1 52 0, 13.1 52.1 0, 13 52 0)), ((13 52 0, 13.1 52.1 0, 13 52.1 0, 13 52 0)))"],
    ],
    ids=["point first", "rows without shape", "collection", "curves", "heights", "triangles"],
)
def test_tables_of_any_geometry_type_are_read(rows, tmp_path):
    assert bounds_of(samples.database(tmp_path / "any.gpkg", ("any", rows))) == pytest.approx(WEST)


# Site metres fit between -180 and 180, so that only the missing CRS shows that they are no degrees: such a file was
# an area of 20 million km², and could be ordered.
@pytest.mark.parametrize(
    ("box", "epsg", "code"),
    [
        ((0.0, 0.0, 150.0, 80.0), 0, ProblemCode.CRS_MISSING),
        ((390000.0, 5820000.0, 391000.0, 5821000.0), 0, ProblemCode.CRS_MISSING),
        ((13.0, 52.0, 13.1, 52.1), 0, ProblemCode.CRS_MISSING),
        ((390000.0, 5820000.0, 391000.0, 5821000.0), 4326, ProblemCode.NOT_ON_EARTH),
        ((13.0, 95.0, 13.1, 95.1), 4326, ProblemCode.NOT_ON_EARTH),
        ((900.0, 52.0, 900.1, 52.1), 4326, ProblemCode.NOT_ON_EARTH),
        ((9e7, 52.0, 9.1e7, 1000.0), 3857, ProblemCode.NOT_ON_EARTH),
    ],
)
def test_numbers_that_are_no_place_on_earth_are_never_degrees(box, epsg, code, tmp_path):
    assert refused(samples.shapefile(tmp_path / "site.shp", samples.wkt(box), epsg=epsg)).code is code


def test_geojson_in_metres_is_refused_with_its_own_numbers(tmp_path):
    path = samples.geojson(tmp_path / "metres.geojson", samples.polygon((390000.0, 5820000.0, 391000.0, 5821000.0)))
    problem = refused(path)
    assert problem.code is ProblemCode.NOT_ON_EARTH
    assert (problem.values["x"], problem.values["y"]) == (390000.0, 5820000.0)


@pytest.mark.parametrize("number", [0, -1])
def test_the_undefined_systems_of_geopackage_are_none(number, tmp_path):
    path = samples.database(tmp_path / "site.gpkg", ("site", [samples.wkt((0.0, 0.0, 150.0, 80.0))]))
    with sqlite3.connect(path) as database:
        for table in ("gpkg_geometry_columns", "gpkg_contents"):
            database.execute(f"UPDATE {table} SET srs_id = {number}")
    database.close()
    assert refused(path).code is ProblemCode.CRS_MISSING


def test_topojson_is_in_degrees(tmp_path):
    path = tmp_path / "area.json"
    shapes = {"area": {"type": "Polygon", "arcs": [[0]]}}
    topology = {"type": "Topology", "objects": shapes, "arcs": [samples.ring(WEST)]}
    path.write_text(json.dumps(topology), encoding="utf-8")
    assert bounds_of(path) == pytest.approx(WEST)


@pytest.mark.parametrize("epsg", [0, 4326])
def test_a_crs_that_is_set_goes_before_the_one_of_the_file(epsg, tmp_path):
    box = (390000.0, 5820000.0, 391000.0, 5821000.0)
    path = samples.shapefile(tmp_path / "metres.shp", samples.wkt(box), epsg=epsg)
    aoi = aoi_from_file(str(path), crs=QgsCoordinateReferenceSystem("EPSG:32633"))
    assert aoi.bounds == pytest.approx((13.37, 52.51, 13.4, 52.53), abs=0.03)
    assert aoi.area_km2 == pytest.approx(1.0, rel=0.002)


def test_what_is_no_file_of_areas_is_called_that(tmp_path):
    broken = tmp_path / "broken.geojson"
    broken.write_text("{")
    not_zipped = tmp_path / "not.zip"
    not_zipped.write_bytes(b"PK\x03\x04 and nothing more")
    assert refused(tmp_path / "missing.gpkg").code is ProblemCode.FILE_MISSING
    for path in (broken, not_zipped):
        assert refused(path).code is ProblemCode.FILE_UNREADABLE
    assert refused(samples.geojson(tmp_path / "points.geojson", POINT)).code is ProblemCode.NO_POLYGON
    assert refused(samples.kml(tmp_path / "o.kml", samples.ground_overlay(WEST))).code is ProblemCode.NO_POLYGON
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "no layers")
    assert refused(tmp_path / "empty.zip").code is ProblemCode.NO_POLYGON


def test_archives_are_unpacked_up_to_a_bound_and_only_what_holds_areas(tmp_path, monkeypatch):
    bomb = tmp_path / "bomb.kmz"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * 4_000_000)
        archive.writestr("scan.tif", b" " * 4_000_000)
    monkeypatch.setattr(area_files, "MAX_UNPACKED_BYTES", 3_000_000)
    assert refused(bomb).code is ProblemCode.FILE_TOO_LARGE
    monkeypatch.setattr(area_files, "MAX_UNPACKED_BYTES", 5_000_000)
    # The image is not unpacked, so that only the broken document is left to complain about.
    assert refused(bomb).code is ProblemCode.FILE_UNREADABLE
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.geojson", "{}")
    monkeypatch.setattr(area_files, "MAX_MEMBERS", 10)
    assert refused(many).code is ProblemCode.FILE_TOO_LARGE


def test_what_else_is_in_an_archive_does_no_harm(tmp_path):
    area = samples.geojson(tmp_path / "area.geojson", samples.polygon(WEST))
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.write(area, "order/area.geojson")
        # What macOS adds, and what a provider delivers along.
        archive.writestr("__MACOSX/order/._area.geojson", b"\x00\x05\x16\x07")
        archive.writestr("order/._area.geojson", b"\x00\x05\x16\x07")
        archive.writestr("order/metadata.json", '{"sensor": "PHR1A"}')
        archive.writestr("order/readme.txt", "Thank you.")
    assert bounds_of(tmp_path / "packed.zip") == pytest.approx(WEST)


def test_members_of_an_archive_stay_in_their_folder(tmp_path):
    path = samples.geojson(tmp_path / "area.geojson", samples.polygon(WEST))
    with zipfile.ZipFile(tmp_path / "climbing.zip", "w") as archive:
        archive.write(path, "../../climbing.geojson")
        archive.write(path, "a\\..\\..\\climbing.geojson")
    assert bounds_of(tmp_path / "climbing.zip") == pytest.approx(WEST)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["area.geojson", "climbing.zip"]
    assert not (tmp_path.parent / "climbing.geojson").exists()


@pytest.mark.parametrize("name", ["Fields", "A|B", "A|layername=B", "ends|"])
def test_layer_names_with_a_bar_are_found(name, tmp_path):
    path = samples.database(tmp_path / "bars.gpkg", (name, [samples.wkt(WEST)]), ("A", [samples.wkt(FAR)]))
    for tail in ("", "|geometrytype=Polygon"):
        found, options = split_source(f"{path}|layername={name}{tail}")
        assert found == str(path)
        assert named_layer(options, area_layers(found)) == name
    assert bounds_of(path, name) == pytest.approx(WEST)
