"""Small real samples of every format that UP42 delivers, written with GDAL: one landscape, many sensors.

The landscape is 120 by 100 pixels of 10 m in UTM zone 30 N: water in the west, fields in the middle, a bright town in
the east. Only pixels within a tilted frame are valid.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

COLUMNS, ROWS = 120, 100
ORIGIN = (729000.0, 10.0, 0.0, 4373000.0, 0.0, -10.0)
EPSG = 32630
# Reflectance times 10,000 of water, field, town in blue, green, red, near infrared.
SPECTRA = np.array([[420, 380, 210, 90], [480, 760, 540, 3400], [1700, 1850, 2000, 2200]], dtype=np.float64)
WATER, FIELD, TOWN = 0, 1, 2
WAVELENGTHS = {"blue": 0.49, "green": 0.56, "red": 0.665, "nir": 0.842}
TIME = "2026-05-04T10:50:38Z"


def landscape(scale=1):
    """Returns the class of each pixel, and which pixels are valid."""
    rows, columns = np.mgrid[0 : ROWS * scale, 0 : COLUMNS * scale] / scale
    classes = np.full(rows.shape, FIELD)
    classes[columns < 40] = WATER
    classes[columns > 85] = TOWN
    # A frame tilted by a tenth.
    left, top = 6 + rows / 10, 4 + (COLUMNS - columns) / 10
    valid = (columns >= left) & (columns < left + 100) & (rows >= top) & (rows < top + 80)
    return classes, valid


def bands_of(classes, order=("blue", "green", "red", "nir")):
    """Returns reflectances of bands, rows, columns with some texture."""
    names = ("blue", "green", "red", "nir")
    rows, columns = np.indices(classes.shape)
    texture = 1.0 + 0.15 * np.sin(rows / 3.0) * np.cos(columns / 4.0)
    return np.stack([SPECTRA[classes, names.index(name)] * texture for name in order])


def write_tif(path, data, *, nodata=None, names=(), metadata=None, epsg=EPSG, geo=ORIGIN, options=(), colours=()):
    """Writes bands, rows, columns as a GeoTIFF and returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data if data.ndim == 3 else data[None]
    memory = to_memory(data, geo, epsg)
    for number in range(1, len(data) + 1):
        band = memory.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if names:
            band.SetDescription(names[number - 1])
        if colours:
            band.SetColorInterpretation(colours[number - 1])
    memory.SetMetadata(metadata or {})
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory, options=["TILED=YES", "COMPRESS=DEFLATE", *options])
    return path


def to_memory(data, geo=ORIGIN, epsg=EPSG):
    """Returns a dataset in memory."""
    kinds = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "float32": gdal.GDT_Float32,
             "complex64": gdal.GDT_CFloat32}
    memory = gdal.GetDriverByName("MEM").Create("", data.shape[2], data.shape[1], len(data), kinds[data.dtype.name])
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    memory.SetProjection(crs.ExportToWkt())
    memory.SetGeoTransform(geo)
    for number, values in enumerate(data, start=1):
        memory.GetRasterBand(number).WriteArray(values)
    return memory


def multispectral(path, order=("blue", "green", "red", "nir"), names=None):
    """Writes 16 bits with wavelengths, nodata 0 outside the frame."""
    classes, valid = landscape()
    data = np.where(valid, bands_of(classes, order), 0).astype(np.uint16)
    write_tif(path, data, nodata=0, names=names or [f"{name} band" for name in order])
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number, name in enumerate(order, start=1):
        band = dataset.GetRasterBand(number)
        band.SetMetadataItem("wavelength", str(WAVELENGTHS[name]))
        band.SetMetadataItem("wavelength_units", "Micrometers")
    dataset = None
    return path


def cog(path):
    """Writes an 8-bit display COG whose dark water is zero in red, nodata 0 outside the frame."""
    classes, valid = landscape()
    data = np.clip(bands_of(classes, ("red", "green", "blue")) / 12.0, 1, 255).astype(np.uint8)
    data[0][classes == WATER] = 0
    data = np.where(valid, data, 0).astype(np.uint8)
    memory = to_memory(data)
    for number, colour in enumerate((gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand), start=1):
        memory.GetRasterBand(number).SetColorInterpretation(colour)
        memory.GetRasterBand(number).SetNoDataValue(0)
    gdal.GetDriverByName("COG").CreateCopy(str(path), memory, options=["COMPRESS=DEFLATE"])
    return path


def display_with_alpha(path):
    """Writes 8 bits, red, green, blue and alpha."""
    classes, valid = landscape()
    data = np.clip(bands_of(classes, ("red", "green", "blue")) / 12.0, 0, 255)
    data = np.concatenate([data, np.where(valid, 255, 0)[None]]).astype(np.uint8)
    return write_tif(path, data, options=["PHOTOMETRIC=RGB", "ALPHA=YES"])


def jpeg2000(path):
    """Writes 16 bits, red, green, blue, as JPEG 2000 without nodata: the frame stands in zeros."""
    classes, valid = landscape()
    data = np.where(valid, bands_of(classes, ("red", "green", "blue")), 0).astype(np.uint16)
    options = ["REVERSIBLE=YES", "QUALITY=100", "RESOLUTIONS=2"]
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(str(path), to_memory(data), options=options)
    return path


def dimap(folder):
    """Writes a DIMAP v2 bundle: multispectral in two tiles, panchromatic, previews, masks; returns both `DIM_*.XML`."""
    classes, valid = landscape()
    order = ("blue", "green", "red", "nir")
    colour = np.where(valid, bands_of(classes, order), 0).astype(np.uint16)
    fine, fine_valid = landscape(2)
    grey = np.where(fine_valid, bands_of(fine, order)[:3].mean(axis=0), 0).astype(np.uint16)[None]
    volume = folder / "VOL_PHR.XML"
    folder.mkdir(parents=True, exist_ok=True)
    volume.write_text("<Dimap_Document><Metadata_Identification><METADATA_FORMAT version='2.15'>DIMAP"
                      "</METADATA_FORMAT></Metadata_Identification></Dimap_Document>")
    return (
        _dimap_part(folder / "IMG_PHR1B_MS_001", "PHR1B_MS_202605041050381", colour, 10.0, 60),
        _dimap_part(folder / "IMG_PHR1B_P_001", "PHR1B_P_202605041050381", grey, 5.0, 240),
    )


def _dimap_part(folder, stem, data, pixel, tile_columns):
    folder.mkdir(parents=True)
    count, rows, columns = data.shape
    tiles = range(0, columns, tile_columns)
    for number, start in enumerate(tiles, start=1):
        tile = folder / f"IMG_{stem}_R1C{number}.TIF"
        geo = (ORIGIN[0] + start * pixel, pixel, 0.0, ORIGIN[3], 0.0, -pixel)
        write_tif(tile, data[:, :, start : start + tile_columns], geo=geo)
    for name in (f"PREVIEW_{stem}.JPG", f"ICON_{stem}.JPG"):
        small = to_memory(np.full((3, 20, 20), 90, dtype=np.uint8))
        gdal.GetDriverByName("JPEG").CreateCopy(str(folder / name), small)
        (folder / f"{name}.aux.xml").unlink(missing_ok=True)
    (folder / "MASKS").mkdir()
    (folder / "MASKS" / f"ROI_{stem}_MSK.GML").write_text("<gml/>")
    write_tif(folder / "MASKS" / f"CLD_{stem}_MSK.TIF", np.zeros((1, 20, 20), dtype=np.uint8))
    (folder / "LINEAGE").mkdir()
    (folder / "LINEAGE" / f"PROCESSING_{stem}.XML").write_text("<Processing/>")
    (folder / f"RPC_{stem}.XML").write_text("<Dimap_Document/>")
    names = ("B0", "B1", "B2", "B3") if count == 4 else ("P",)
    limits = {"B0": (0.43, 0.55), "B1": (0.49, 0.61), "B2": (0.6, 0.72), "B3": (0.79, 0.95), "P": (0.48, 0.83)}
    display = "<RED_CHANNEL>B2</RED_CHANNEL><GREEN_CHANNEL>B1</GREEN_CHANNEL><BLUE_CHANNEL>B0</BLUE_CHANNEL>"
    display = display if count == 4 else "<RED_CHANNEL>P</RED_CHANNEL>"
    files = "".join(
        f'<Data_File tile_R="1" tile_C="{number}"><DATA_FILE_PATH href="IMG_{stem}_R1C{number}.TIF"/></Data_File>'
        for number in range(1, len(tiles) + 1)
    )
    index = "".join(f"<Raster_Index><BAND_ID>{name}</BAND_ID><BAND_INDEX>{n}</BAND_INDEX></Raster_Index>"
                    for n, name in enumerate(names, start=1))
    spectral = "".join(
        f"<Band_Spectral_Range><BAND_ID>{name}</BAND_ID><MEASURE_UNIT>micrometers</MEASURE_UNIT>"
        f"<MIN>{limits[name][0]}</MIN><MAX>{limits[name][1]}</MAX></Band_Spectral_Range>" for name in names
    )
    document = folder / f"DIM_{stem}.XML"
    document.write_text(f"""<?xml version="1.0" encoding="UTF-8"?>
<Dimap_Document>
  <Metadata_Identification><METADATA_FORMAT version="2.15">DIMAP</METADATA_FORMAT>
    <METADATA_PROFILE>PHR_ORTHO</METADATA_PROFILE></Metadata_Identification>
  <Dataset_Identification><DATASET_NAME>DS_{stem}</DATASET_NAME></Dataset_Identification>
  <Dataset_Sources><Source_Identification><Strip_Source><MISSION>PHR</MISSION><MISSION_INDEX>1B</MISSION_INDEX>
    <IMAGING_DATE>2026-05-04</IMAGING_DATE><IMAGING_TIME>10:50:38.1</IMAGING_TIME></Strip_Source>
  </Source_Identification></Dataset_Sources>
  <Coordinate_Reference_System><Projected_CRS><PROJECTED_CRS_CODE>urn:ogc:def:crs:EPSG::{EPSG}</PROJECTED_CRS_CODE>
  </Projected_CRS></Coordinate_Reference_System>
  <Geoposition><Geoposition_Insert><ULXMAP>{ORIGIN[0] + pixel / 2}</ULXMAP><ULYMAP>{ORIGIN[3] - pixel / 2}</ULYMAP>
    <XDIM>{pixel}</XDIM><YDIM>{pixel}</YDIM></Geoposition_Insert></Geoposition>
  <Radiometric_Data><Radiometric_Calibration><Instrument_Calibration><Band_Measurement_List>{spectral}
  </Band_Measurement_List></Instrument_Calibration></Radiometric_Calibration></Radiometric_Data>
  <Raster_Data>
    <Data_Access><DATA_FILE_ORGANISATION>BAND_COMPOSITE</DATA_FILE_ORGANISATION>
      <DATA_FILE_FORMAT>image/tiff</DATA_FILE_FORMAT><Data_Files>{files}</Data_Files></Data_Access>
    <Raster_Dimensions><NROWS>{rows}</NROWS><NCOLS>{columns}</NCOLS><NBANDS>{count}</NBANDS>
      <Tile_Set><NTILES>{len(tiles)}</NTILES><Regular_Tiling>
        <NTILES_SIZE nrows="{rows}" ncols="{tile_columns}"/><NTILES_COUNT ntiles_R="1" ntiles_C="{len(tiles)}"/>
        <OVERLAP_ROW>0</OVERLAP_ROW><OVERLAP_COL>0</OVERLAP_COL></Regular_Tiling></Tile_Set></Raster_Dimensions>
    <Raster_Encoding><DATA_TYPE>INTEGER</DATA_TYPE><NBITS>16</NBITS><SIGN>UNSIGNED</SIGN></Raster_Encoding>
    <Raster_Display><Raster_Index_List>{index}</Raster_Index_List>
      <Band_Display_Order>{display}</Band_Display_Order>
      <Special_Value><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT><SPECIAL_VALUE_COUNT>0</SPECIAL_VALUE_COUNT>
      </Special_Value></Raster_Display>
  </Raster_Data>
</Dimap_Document>
""", encoding="utf-8")
    return document


def safe(folder):
    """Writes the 10 m part of a Sentinel-2 L2A product and returns its metadata file."""
    name = "S2A_MSIL2A_20260504T105031_N0510_R051_T30SYJ_20260504T160000"
    granule = "L2A_T30SYJ_A041000_20260504T105500"
    product = folder / f"{name}.SAFE"
    images = product / "GRANULE" / granule / "IMG_DATA" / "R10m"
    images.mkdir(parents=True)
    (product / "GRANULE" / granule / "QI_DATA").mkdir()
    classes, valid = landscape()
    order = {"B02": "blue", "B03": "green", "B04": "red", "B08": "nir"}
    data = np.where(valid, bands_of(classes, tuple(order.values())), 0).astype(np.uint16)
    driver = gdal.GetDriverByName("JP2OpenJPEG")
    stem = "T30SYJ_20260504T105031"
    for band, values in zip(order, data):
        path = images / f"{stem}_{band}_10m.jp2"
        driver.CreateCopy(str(path), to_memory(values[None]), options=["REVERSIBLE=YES", "QUALITY=100"])
    for target in (product / "GRANULE" / granule / "QI_DATA" / f"{stem}_PVI.jp2", images / f"{stem}_TCI_10m.jp2"):
        driver.CreateCopy(str(target), to_memory(np.full((3, 40, 40), 77, dtype=np.uint8)))
    for path in product.rglob("*.aux.xml"):
        path.unlink()
    listed = "".join(f"<IMAGE_FILE>GRANULE/{granule}/IMG_DATA/R10m/{stem}_{band}_10m</IMAGE_FILE>"
                     for band in (*order, "TCI"))
    metadata = product / "MTD_MSIL2A.xml"
    metadata.write_text(f"""<?xml version="1.0" encoding="UTF-8"?>
<n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">
  <n1:General_Info><Product_Info>
    <PRODUCT_START_TIME>2026-05-04T10:50:31.024Z</PRODUCT_START_TIME>
    <PRODUCT_STOP_TIME>2026-05-04T10:50:31.024Z</PRODUCT_STOP_TIME>
    <PRODUCT_URI>{name}.SAFE</PRODUCT_URI><PROCESSING_LEVEL>Level-2A</PROCESSING_LEVEL>
    <PRODUCT_TYPE>S2MSI2A</PRODUCT_TYPE><PROCESSING_BASELINE>05.10</PROCESSING_BASELINE>
    <Datatake datatakeIdentifier="GS2A_20260504T105031_041000_N05.10"><SPACECRAFT_NAME>Sentinel-2A</SPACECRAFT_NAME>
    </Datatake>
    <Query_Options completeSingleTile="true"><PRODUCT_FORMAT>SAFE_COMPACT</PRODUCT_FORMAT></Query_Options>
    <Product_Organisation><Granule_List>
      <Granule granuleIdentifier="S2A_OPER_MSI_L2A_TL_2APS_20260504T160000_A041000_T30SYJ_N05.10"
        imageFormat="JPEG2000">{listed}</Granule>
    </Granule_List></Product_Organisation>
  </Product_Info>
  <Product_Image_Characteristics>
    <Special_Values><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT><SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX>
    </Special_Values></Product_Image_Characteristics></n1:General_Info>
  <n1:Geometric_Info><Product_Footprint><Product_Footprint><Global_Footprint>
    <EXT_POS_LIST>39.48 -0.33 39.48 -0.32 39.47 -0.32 39.47 -0.33 39.48 -0.33 </EXT_POS_LIST>
  </Global_Footprint></Product_Footprint></Product_Footprint></n1:Geometric_Info>
  <n1:Quality_Indicators_Info><Cloud_Coverage_Assessment>3.5</Cloud_Coverage_Assessment></n1:Quality_Indicators_Info>
</n1:Level-2A_User_Product>
""", encoding="utf-8")
    sizes = "".join(
        f'<Size resolution="{size}"><NROWS>{ROWS * 10 // size}</NROWS><NCOLS>{COLUMNS * 10 // size}</NCOLS></Size>'
        f'<Geoposition resolution="{size}"><ULX>{ORIGIN[0]:.0f}</ULX><ULY>{ORIGIN[3]:.0f}</ULY>'
        f"<XDIM>{size}</XDIM><YDIM>-{size}</YDIM></Geoposition>" for size in (10, 20, 60)
    )
    (product / "GRANULE" / granule / "MTD_TL.xml").write_text(f"""<?xml version="1.0" encoding="UTF-8"?>
<n1:Level-2A_Tile_ID xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-2A_Tile_Metadata.xsd">
  <n1:Geometric_Info><Tile_Geocoding><HORIZONTAL_CS_NAME>WGS84 / UTM zone 30N</HORIZONTAL_CS_NAME>
    <HORIZONTAL_CS_CODE>EPSG:{EPSG}</HORIZONTAL_CS_CODE>{sizes}</Tile_Geocoding></n1:Geometric_Info>
</n1:Level-2A_Tile_ID>
""", encoding="utf-8")
    return metadata


def netcdf(path):
    """Writes two variables, a sea surface temperature and its error, as netCDF."""
    classes, valid = landscape()
    rows, columns = np.indices(classes.shape)
    temperature = np.where(valid, 288.0 + rows / 20.0 + columns / 30.0, -9999.0).astype(np.float32)
    parts = []
    for name, values in (("sst", temperature), ("sst_error", np.where(valid, 0.3, -9999.0).astype(np.float32))):
        memory = to_memory(values[None])
        memory.GetRasterBand(1).SetNoDataValue(-9999.0)
        memory.GetRasterBand(1).SetMetadata({"NETCDF_VARNAME": name, "units": "K", "long_name": name})
        memory.SetMetadata({f"{name}#units": "K"})
        parts.append(memory)
    stack = gdal.GetDriverByName("MEM").Create("", COLUMNS, ROWS, 2, gdal.GDT_Float32)
    stack.SetProjection(parts[0].GetProjection())
    stack.SetGeoTransform(ORIGIN)
    for number, part in enumerate(parts, start=1):
        band = stack.GetRasterBand(number)
        band.WriteArray(part.ReadAsArray())
        band.SetNoDataValue(-9999.0)
        band.SetMetadata(part.GetRasterBand(1).GetMetadata())
    gdal.GetDriverByName("netCDF").CreateCopy(str(path), stack)
    return path


def ndvi(path):
    """Writes a float index, nodata -9999 outside the frame."""
    classes, valid = landscape()
    _, _, red, nir = bands_of(classes)
    return write_tif(path, np.where(valid, (nir - red) / (nir + red), -9999.0).astype(np.float32), nodata=-9999.0)


def elevation(path):
    """Writes heights in metres, with the void of -32768 outside the frame."""
    _, valid = landscape()
    rows, columns = np.indices(valid.shape)
    heights = 40 + 900 * np.exp(-((rows - 50) ** 2 + (columns - 60) ** 2) / 900.0) + 30 * np.sin(columns / 5.0)
    return write_tif(path, np.where(valid, heights, -32768).astype(np.int16), nodata=-32768)


def radar(path):
    """Writes amplitudes with speckle over four orders of magnitude: dark water, a town that outshines all."""
    classes, _ = landscape()
    speckle = np.random.default_rng(7).rayleigh(1.0, classes.shape)
    return write_tif(path, (np.array([9.0, 120.0, 2500.0])[classes] * speckle).astype(np.float32), names=["VV"])


def classes_of(path):
    """Writes a land cover of three classes, 255 outside the frame."""
    classes, valid = landscape()
    return write_tif(path, np.where(valid, classes + 1, 255).astype(np.uint8), nodata=255)


def with_colour_table(path):
    """Writes the same classes with the provider's own colours and names."""
    classes, _ = landscape()
    memory = to_memory(classes.astype(np.uint8)[None])
    table = gdal.ColorTable()
    for number, colour in enumerate(((10, 20, 200, 255), (20, 180, 30, 255), (200, 30, 20, 255))):
        table.SetColorEntry(number, colour)
    memory.GetRasterBand(1).SetColorTable(table)
    memory.GetRasterBand(1).SetCategoryNames(["water", "field", "town"])
    path.parent.mkdir(parents=True, exist_ok=True)
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory)
    return path


def geopackage(path):
    """Writes two layers: areas and points."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    _add_vector(source, "fields", ogr.wkbPolygon)
    _add_vector(source, "wells", ogr.wkbPoint)
    return path


def shapefile(path):
    """Writes areas."""
    _add_vector(ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path)), path.stem, ogr.wkbPolygon)
    return path


def geojson(path):
    """Writes areas in longitude and latitude."""
    _add_vector(ogr.GetDriverByName("GeoJSON").CreateDataSource(str(path)), path.stem, ogr.wkbPolygon, 4326)
    return path


def _add_vector(source, name, kind, epsg=EPSG):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = source.CreateLayer(name, crs, kind)
    layer.CreateField(ogr.FieldDefn("kind", ogr.OFTString))
    x, y, size = (ORIGIN[0], ORIGIN[3] - 900.0, 300.0) if epsg == EPSG else (-0.33, 39.47, 0.003)
    for number in range(3):
        west, south = x + number * 1.2 * size, y + number * 0.5 * size
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["kind"] = ("seep", "slick", "ship")[number]
        text = f"POINT ({west} {south})"
        if kind == ogr.wkbPolygon:
            east, north = west + size, south + size
            text = f"POLYGON (({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        layer.CreateFeature(feature)


def feature_of(name="scene-1", data_path=None, **properties):
    """Returns a feature of data.json."""
    given = {"id": name, "acquisitionDate": TIME, "platform": "PHR1B", "constellation": "PHR", "cloudCover": 3.4,
             "incidenceAngle": 14.8, "resolution": 0.5, "parentIdentifier": f"DS_{name}",
             "organisationName": "AIRBUS DS GEO", **properties}
    if data_path is not None:
        given["up42.data_path"] = data_path
    ring = [[-0.33, 39.47], [-0.32, 39.47], [-0.32, 39.48], [-0.33, 39.48], [-0.33, 39.47]]
    return {"type": "Feature", "id": name, "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": given}


def write_data_json(folder: Path, *features):
    """Writes data.json with features and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "data.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path
