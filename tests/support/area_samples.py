"""Area files in foreign formats: one function per format writes a file and returns its path."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Iterable, Sequence, Tuple

from osgeo import gdal, ogr, osr

Box = Tuple[float, float, float, float]
WEST: Box = (13.0, 52.0, 13.1, 52.1)
EAST: Box = (13.1, 52.0, 13.2, 52.1)
FAR: Box = (20.0, 40.0, 20.1, 40.1)
BOTH: Box = (13.0, 52.0, 13.2, 52.1)


def ring(box: Box) -> list:
    west, south, east, north = box
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def wkt(box: Box) -> str:
    return "POLYGON((" + ", ".join(f"{x} {y}" for x, y in ring(box)) + "))"


def geojson(path: Path, *geometries: dict) -> Path:
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def polygon(box: Box, *holes: Sequence) -> dict:
    return {"type": "Polygon", "coordinates": [ring(box), *holes]}


def multi(*polygons: dict) -> dict:
    return {"type": "MultiPolygon", "coordinates": [shape["coordinates"] for shape in polygons]}


def collection(*geometries: dict) -> dict:
    return {"type": "GeometryCollection", "geometries": list(geometries)}


POINT = {"type": "Point", "coordinates": [13.05, 52.05]}
LINE = {"type": "LineString", "coordinates": [[13.0, 52.0], [13.2, 52.1]]}


def kml_polygon(box: Box) -> str:
    corners = " ".join(f"{x},{y}" for x, y in ring(box))
    return (
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs>"
        "</Polygon>"
    )


KML_POINT = "<Point><coordinates>13.05,52.05</coordinates></Point>"


def placemark(*shapes: str) -> str:
    inner = shapes[0] if len(shapes) == 1 else f"<MultiGeometry>{''.join(shapes)}</MultiGeometry>"
    return f"<Placemark><name>mark</name>{inner}</Placemark>"


def folder(name: str, *content: str) -> str:
    return f"<Folder><name>{name}</name>{''.join(content)}</Folder>"


def ground_overlay(box: Box, picture: str = "<Icon><href>scan.png</href></Icon>") -> str:
    west, south, east, north = box
    return (
        f"<GroundOverlay><name>scan</name>{picture}<LatLonBox>"
        f"<north>{north}</north><south>{south}</south><east>{east}</east><west>{west}</west></LatLonBox></GroundOverlay>"
    )


def kml(path: Path, *content: str) -> Path:
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>plan</name>{''.join(content)}</Document></kml>",
        encoding="utf-8",
    )
    return path


def kmz(path: Path, *content: str) -> Path:
    document = kml(path.with_name("doc.kml"), *content)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(document, "doc.kml")
        archive.writestr("files/scan.png", b"\x89PNG")
    document.unlink()
    return path


def database(path: Path, *layers: Tuple[str, Iterable[str]], epsg: int = 4326) -> Path:
    """A GeoPackage of layers of no fixed geometry type, each a name and WKT; an empty text is a row without shape."""
    return _written("GPKG", path, layers, epsg)


def shapefile(path: Path, *wkts: str, epsg: int = 4326) -> Path:
    """`epsg` 0 leaves the file without a CRS."""
    return _written("ESRI Shapefile", path, [(path.stem, wkts)], epsg, ogr.wkbPolygon)


def zipped(path: Path, *files: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            for part in sorted(file.parent.glob(f"{file.stem}.*")):
                archive.write(part, f"delivery/{part.name}")
    return path


def _written(driver: str, path: Path, layers: Iterable, epsg: int, kind: int = ogr.wkbUnknown) -> Path:
    reference = None
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = gdal.GetDriverByName(driver).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    for name, wkts in layers:
        layer = dataset.CreateLayer(name, reference, kind)
        for text in wkts:
            feature = ogr.Feature(layer.GetLayerDefn())
            if text:
                feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
            layer.CreateFeature(feature)
    dataset.FlushCache()
    return path
