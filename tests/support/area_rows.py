"""Rows of scenes over areas, in the shape of a test query over areas, with real scenes of a Sandbox."""

from __future__ import annotations

from osgeo import ogr, osr

# Ten places of the Sandbox's coast, a few hundred metres wide, in degrees; none touches another.
PLACES = tuple((-0.400 + 0.016 * column, 39.380 + 0.016 * row) for row in range(2) for column in range(5))
SIDE = 0.004


def box(place, side=SIDE):
    """West, south, east, north of an area."""
    west, south = place
    return west, south, west + side, south + side


def polygon(west, south, east, north):
    """The WKT of a box."""
    return f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


def write_rows(path, rows):
    """Writes rows of (area, id of the area, product, scene, WKT or None) as a GeoPackage and returns its path."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = source.CreateLayer("scenes", crs, ogr.wkbUnknown)
    for name, kind in (
        ("area", ogr.OFTString),
        ("area_id", ogr.OFTInteger64),
        ("product", ogr.OFTString),
        ("scene_id", ogr.OFTString),
        ("credits", ogr.OFTInteger),
    ):
        layer.CreateField(ogr.FieldDefn(name, kind))
    for area, number, product, scene, shape in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in (("area", area), ("area_id", number), ("product", product), ("scene_id", scene)):
            if value is None:
                feature.SetFieldNull(name)
            else:
                feature.SetField(name, value)
        if shape is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    del layer, source
    return str(path)
