"""Forty areas of every kind, with the outlines without holes that each is ordered as."""

from __future__ import annotations

from typing import NamedTuple, Tuple

from osgeo import ogr, osr

SIDE = 0.02


class Sample(NamedTuple):
    """An area: the name and WKT in the layer, the name in the results, and its parts; none for one that fails."""

    given: object
    wkt: str
    name: str
    parts: Tuple = ()


def box(west, south, side=SIDE):
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def wkt_of(*rings):
    return "(" + ", ".join("(" + ", ".join(f"{x!r} {y!r}" for x, y in ring) + ")" for ring in rings) + ")"


def plain(given, ring, name=None):
    return Sample(given, f"POLYGON{wkt_of(ring)}", name or given, (ring,))


def _with_hole():
    west, south, side = 11.5, 48.1, 0.06
    outer, inner = box(west, south, side), box(west + 0.02, south + 0.02)
    middle, east, north = west + 0.03, west + side, south + side
    lower, upper = south + 0.02, south + 0.04
    hole_west, hole_east = west + 0.02, west + 0.04
    left = (
        (west, south), (middle, south), (middle, lower), (hole_west, lower), (hole_west, upper), (middle, upper),
        (middle, north), (west, north), (west, south),
    )
    right = (
        (middle, south), (east, south), (east, north), (middle, north), (middle, upper), (hole_east, upper),
        (hole_east, lower), (middle, lower), (middle, south),
    )
    return Sample("Ring", f"POLYGON{wkt_of(outer, inner)}", "Ring", (left, right))


def _samples():
    yield plain("Zürich-Süd", box(8.53, 47.35))
    yield plain("Łódź", box(19.45, 51.75))
    yield plain("São Paulo", box(-46.64, -23.55))
    yield plain("東京", box(139.7, 35.65))
    yield plain("Feld", box(13.0, 52.0))
    yield plain("Feld", box(13.3, 52.3), "Feld (2)")
    yield plain("feld", box(13.6, 52.6), "feld (3)")
    yield plain("", box(2.3, 48.8), "Area 8")
    yield plain(None, box(2.6, 48.6), "Area 9")
    island, islet = box(10.0, 54.0), box(10.4, 54.2)
    yield Sample("Inseln", f"MULTIPOLYGON({wkt_of(island)}, {wkt_of(islet)})", "Inseln", (island, islet))
    yield _with_hole()
    bow = "POLYGON((13 52, 13.1 52.1, 13.1 52, 13 52.1, 13 52))"
    yield Sample("Schleife", bow, "Schleife")
    # The layer has longitudes within 180.
    halves = (((179.99, -17.0), (180.0, -17.0), (180.0, -16.98), (179.99, -16.98), (179.99, -17.0)),
              ((-180.0, -17.0), (-179.99, -17.0), (-179.99, -16.98), (-180.0, -16.98), (-180.0, -17.0)))
    whole = ((179.99, -17.0), (180.01, -17.0), (180.01, -16.98), (179.99, -16.98), (179.99, -17.0))
    yield Sample("Fiji", f"MULTIPOLYGON({wkt_of(halves[0])}, {wkt_of(halves[1])})", "Fiji", (whole,))
    yield Sample("Zu groß", f"POLYGON{wkt_of(box(20.0, 10.0, 12.0))}", "Zu groß")
    yield Sample("Leer", "", "Leer")
    yield plain("Svalbard", box(15.6, 78.2))
    sheared = ((-70.65, -33.45), (-70.63, -33.45), (-70.62, -33.42), (-70.64, -33.42), (-70.65, -33.45))
    yield plain("Santiago", sheared)
    for number in range(23):
        yield plain(f"Plot {number + 1}", box(-0.9 + 0.07 * number, 39.0 + 0.05 * (number % 7)))


SAMPLES = tuple(_samples())


def write_layer(path, samples=SAMPLES, epsg=4326, driver="GPKG"):
    """Writes the areas as a layer `sites` with a field `title`; the features' ids are their places from 1."""
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    crs, lonlat = osr.SpatialReference(), osr.SpatialReference()
    for reference, code in ((crs, epsg), (lonlat, 4326)):
        reference.ImportFromEPSG(code)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = source.CreateLayer("sites", crs, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("title", ogr.OFTString))
    for sample in samples:
        feature = ogr.Feature(layer.GetLayerDefn())
        if sample.given is not None:
            feature.SetField("title", sample.given)
        if sample.wkt:
            shape = ogr.CreateGeometryFromWkt(sample.wkt)
            if epsg != 4326:
                shape.Transform(osr.CoordinateTransformation(lonlat, crs))
            feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    del layer, source
    return path


def rows_of(source):
    """The rows of a GeoPackage as dictionaries, with their outlines under `rings`."""
    path, _, table = str(source).partition("|layername=")
    data = ogr.Open(path)
    layer = data.GetLayerByName(table) if table else data.GetLayer()
    rows = []
    for feature in layer:
        row = feature.items()
        shape = feature.GetGeometryRef()
        parts = [] if shape is None else [shape.GetGeometryRef(n) for n in range(shape.GetGeometryCount())]
        row["rings"] = [part.GetGeometryRef(0).GetPoints() for part in parts]
        row["hole_counts"] = [part.GetGeometryCount() - 1 for part in parts]
        rows.append(row)
    return rows
