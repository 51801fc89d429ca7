"""Areas are taken from any CRS, across the 180th meridian and near the poles, and measured on the ellipsoid."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.problems import AreaError, ProblemCode
from up42_jobs.core.gis.areas.files import aoi_from_file
from up42_jobs.core.gis.areas.geometry import (
    aoi_from_extent,
    aoi_from_geometry,
    aoi_from_shapes,
    aoi_geometry,
    layer_reader,
    share_covered,
    share_covered_together,
)

CONTEXT = QgsCoordinateTransformContext()


def crs(code):
    return QgsCoordinateReferenceSystem(f"EPSG:{code}")


@pytest.mark.parametrize(
    ("code", "extent", "expected"),
    [
        (4326, (-0.4, 39.4, -0.3, 39.5), (-0.4, 39.4, -0.3, 39.5)),
        (3857, (-45000, 4780000, -33000, 4792000), (-0.404, 39.400, -0.296, 39.483)),
        (32630, (700000, 4360000, 710000, 4370000), (-0.676, 39.363, -0.554, 39.456)),
        (4326, (179, -18, 181, -16), (179.0, -18.0, 181.0, -16.0)),
        (4326, (-181, -18, -179, -16), (179.0, -18.0, 181.0, -16.0)),
        (3857, (19926188, -2037548, 20148827, -1804722), (179.0, -18.0, 181.0, -16.0)),
        (2193, (1000000, 4700000, 2200000, 6300000), (165.0, -47.8, 181.0, -33.3)),
    ],
)
def test_extents_of_any_crs_become_boxes(code, extent, expected):
    aoi = aoi_from_extent(QgsRectangle(*extent), crs(code), CONTEXT)
    assert aoi.is_box
    assert aoi.bounds == pytest.approx(expected, abs=0.15)


def test_extent_around_the_pole_reaches_the_pole():
    aoi = aoi_from_extent(QgsRectangle(-1e6, -1e6, 1e6, 1e6), crs(3995), CONTEXT)
    assert aoi.bounds[3] == 90.0
    assert (aoi.bounds[0], aoi.bounds[2]) == (-180.0, 180.0)


@pytest.mark.parametrize("extent", [QgsRectangle(), QgsRectangle(1, 1, 1, 1), QgsRectangle(0, 0, 0, 5)])
def test_empty_extent_is_no_area(extent):
    with pytest.raises(AreaError) as caught:
        aoi_from_extent(extent, crs(4326), CONTEXT)
    assert caught.value.problem.code is ProblemCode.NO_AREA


def test_extent_without_a_crs_is_no_place():
    with pytest.raises(AreaError) as caught:
        aoi_from_extent(QgsRectangle(0, 0, 1, 1), QgsCoordinateReferenceSystem(), CONTEXT)
    assert caught.value.problem.code is ProblemCode.CRS_MISSING


@pytest.mark.parametrize(
    ("code", "extent"),
    [
        (4326, (0, 0, 150000, 80000)),
        (4326, (5e5, 5e6, 6e5, 6e6)),
        (4326, (2000, 0, 2010, 10)),
        (32633, (1e9, 0, 2e9, 1e9)),
    ],
)
def test_a_map_of_metres_is_no_place(code, extent):
    with pytest.raises(AreaError) as caught:
        aoi_from_extent(QgsRectangle(*extent), crs(code), CONTEXT)
    assert caught.value.problem.code is ProblemCode.NOT_ON_EARTH


def test_a_map_of_more_than_its_projection_covers_says_so():
    extent = QgsRectangle(-1e9, -1e9, 1e9, 1e9)
    with pytest.raises(AreaError) as caught:
        aoi_from_extent(extent, crs(32633), CONTEXT)
    assert caught.value.problem.code is ProblemCode.VIEW_TOO_WIDE
    with pytest.raises(AreaError) as caught:
        aoi_from_extent(extent, crs(32633), CONTEXT, is_view=False)
    assert caught.value.problem.code is ProblemCode.NOT_ON_EARTH


def test_only_a_view_is_cut_to_the_globe():
    # A map may be panned beyond the pole; an extent that somebody typed is meant as it is written.
    beyond = QgsRectangle(10, 80, 30, 95)
    assert aoi_from_extent(beyond, crs(4326), CONTEXT).bounds == (10, 80, 30, 90)
    with pytest.raises(AreaError):
        aoi_from_extent(beyond, crs(4326), CONTEXT, is_view=False)
    for globe in ((-180, -90, 180, 90), (-250, -130, 250, 130)):
        aoi = aoi_from_extent(QgsRectangle(*globe), crs(4326), CONTEXT, is_view=False)
        assert aoi.bounds == (-180, -90, 180, 90)


def test_area_is_measured_on_the_ellipsoid():
    # One degree square at the equator: 110.574 km by 111.320 km (WGS 84).
    aoi = aoi_from_extent(QgsRectangle(0, 0, 1, 1), crs(4326), CONTEXT)
    assert aoi.area_km2 == pytest.approx(12309, rel=0.001)


@pytest.mark.parametrize("extent", [(-180, -90, 180, 90), (-250, -130, 250, 130)])
def test_a_map_of_the_whole_world_has_the_area_of_the_ellipsoid(extent):
    # The sphere of the same area has a radius of 6,371,007.1809 m: NIMA TR8350.2, table 3.3.
    whole = 4.0 * math.pi * 6371.0071809**2
    assert aoi_from_extent(QgsRectangle(*extent), crs(4326), CONTEXT).area_km2 == pytest.approx(whole, rel=1e-8)


@settings(max_examples=60, deadline=None)
@given(st.floats(-180, 170), st.floats(-90, 80), st.floats(0.01, 360), st.floats(0.01, 180))
def test_the_area_of_an_extent_is_that_of_its_quarters(west, south, width, height):
    width, height = min(width, 180 - west), min(height, 90 - south)
    xs, ys = (west, west + width / 2, west + width), (south, south + height / 2, south + height)

    def area(left, bottom, right, top):
        return aoi_from_extent(QgsRectangle(left, bottom, right, top), crs(4326), CONTEXT).area_km2

    quarters = [area(xs[i], ys[j], xs[i + 1], ys[j + 1]) for i in (0, 1) for j in (0, 1)]
    assert area(xs[0], ys[0], xs[2], ys[2]) == pytest.approx(sum(quarters), rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.floats(-179, 179), st.floats(-80, 79), st.floats(0.001, 0.2))
def test_extents_and_polygons_of_a_place_have_the_same_area(west, south, size):
    box = QgsRectangle(west, south, west + size, south + size)
    drawn = aoi_from_geometry(QgsGeometry.fromRect(box), crs(4326), CONTEXT)
    assert aoi_from_extent(box, crs(4326), CONTEXT).area_km2 == pytest.approx(drawn.area_km2, rel=2e-5)


@settings(max_examples=60, deadline=None)
@given(st.floats(-179, 179), st.floats(-75, 75), st.floats(0.01, 1.0))
def test_area_does_not_depend_on_the_crs_or_the_meridian(lon, lat, size):
    box = QgsRectangle(lon, lat, lon + size, lat + size)
    here = aoi_from_geometry(QgsGeometry.fromRect(box), crs(4326), CONTEXT)
    moved = QgsGeometry.fromRect(box)
    moved.transform(QgsCoordinateTransform(crs(4326), crs(3857), CONTEXT))
    there = aoi_from_geometry(moved, crs(3857), CONTEXT)
    assert there.area_km2 == pytest.approx(here.area_km2, rel=0.002)
    elsewhere = aoi_from_geometry(
        QgsGeometry.fromRect(QgsRectangle(180 - size / 2, lat, 180 + size / 2, lat + size)), crs(4326), CONTEXT
    )
    assert elsewhere.area_km2 == pytest.approx(here.area_km2, rel=1e-6)


def test_parts_and_holes_are_counted_and_never_lost_silently():
    shape = QgsGeometry.fromWkt(
        "MultiPolygon(((0 0, 2 0, 2 2, 0 2, 0 0), (0.5 0.5, 1 0.5, 1 1, 0.5 0.5)), ((5 5, 6 5, 6 6, 5 5)))"
    )
    aoi = aoi_from_geometry(shape, crs(4326), CONTEXT)
    assert (aoi.part_count, aoi.hole_count) == (2, 1)


def test_crossing_outline_is_told():
    bow = QgsGeometry.fromWkt("Polygon((0 0, 2 2, 2 0, 0 2, 0 0))")
    aoi = aoi_from_geometry(bow, crs(4326), CONTEXT)
    assert not aoi.is_simple
    # Two triangles of one square degree; the loops of the bow would take each other away.
    assert aoi.area_km2 == pytest.approx(2 * 12309, rel=0.001)


@pytest.mark.parametrize("wkt", ["Point(1 1)", "LineString(0 0, 1 1)", "Polygon EMPTY"])
def test_what_is_no_polygon_is_no_area(wkt):
    with pytest.raises(AreaError):
        aoi_from_geometry(QgsGeometry.fromWkt(wkt), crs(4326), CONTEXT)


def layer_of(*wkts):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "areas", "memory")
    features = []
    for wkt in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def test_features_of_a_layer_are_dissolved_and_the_selection_is_heeded():
    layer = layer_of("Polygon((0 0, 1 0, 1 1, 0 1, 0 0))", "Polygon((1 0, 2 0, 2 1, 1 1, 1 0))")
    assert layer_reader(layer, False, CONTEXT)().bounds == (0, 0, 2, 1)
    layer.selectByIds([next(layer.getFeatures()).id()])
    assert layer_reader(layer, True, CONTEXT)().bounds == (0, 0, 1, 1)
    layer.removeSelection()
    with pytest.raises(AreaError):
        layer_reader(layer, True, CONTEXT)()


def test_lone_polygon_among_other_shapes_is_the_area_and_its_crossings_are_told():
    point = QgsGeometry.fromWkt("Point(5 5)")
    bow = QgsGeometry.fromWkt("Polygon((0 0, 2 2, 2 0, 0 2, 0 0))")
    aoi = aoi_from_shapes([point, bow], crs(4326), CONTEXT)
    assert aoi.bounds == (0, 0, 2, 2)
    assert not aoi.is_simple


@pytest.mark.parametrize(
    ("driver", "suffix"), [("GeoJSON", "geojson"), ("KML", "kml"), ("GPKG", "gpkg"), ("ESRI Shapefile", "shp")]
)
def test_files_of_every_kind_are_read(driver, suffix, tmp_path):
    layer = layer_of("Polygon((10 50, 10.1 50, 10.1 50.1, 10 50.1, 10 50))")
    path = str(tmp_path / f"area.{suffix}")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, CONTEXT, options)
    assert aoi_from_file(path).bounds == pytest.approx((10, 50, 10.1, 50.1))


def test_file_without_a_polygon_is_no_area(tmp_path):
    path = tmp_path / "points.geojson"
    path.write_text(json.dumps({"type": "Point", "coordinates": [1, 2]}))
    for name in (path, tmp_path / "missing.geojson"):
        with pytest.raises(AreaError):
            aoi_from_file(str(name))


def test_share_of_the_area_that_a_scene_covers():
    aoi = Aoi(box_ring(179.0, 0, 181.0, 1), 1.0)
    half = ((-180.0, 0.0), (-178.0, 0.0), (-178.0, 1.0), (-180.0, 1.0), (-180.0, 0.0))
    assert share_covered(half, aoi) == pytest.approx(0.5)
    assert share_covered(box_ring(10, 10, 11, 11), aoi) == 0.0


def test_what_scenes_cover_together_counts_their_overlap_once():
    aoi = Aoi(box_ring(0, 0, 10, 1), 1.0)
    rings = [box_ring(-1, -1, 4, 2), box_ring(3, -1, 6, 2), box_ring(20, 0, 21, 1)]
    assert share_covered_together(rings, aoi) == pytest.approx(0.6)
    assert share_covered_together([*rings, box_ring(-1, -1, 11, 2)], aoi) == 1.0
    assert share_covered_together([], aoi) == 0.0
    # On another turn of the globe.
    assert share_covered_together([box_ring(359, -1, 364, 2), rings[1]], aoi) == pytest.approx(0.6)


def test_area_goes_to_the_map_and_back():
    aoi = Aoi(box_ring(179.0, -17, 181.0, -16), 1.0)
    assert aoi_from_geometry(aoi_geometry(aoi), crs(4326), CONTEXT).ring == aoi.ring
    assert aoi_geometry(aoi).contains(QgsPointXY(180.5, -16.5))
