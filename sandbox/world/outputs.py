"""The files of a live job: real GeoTIFFs and DIMAP trees whose pixels are the true ground."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from .buildings import ROOF, built_mask, paint, roof_colours
from .clouds import cloud_opacity
from .geometry import Point
from .ground import ground_bands, ground_colours
from .images import in_memory
from .scenes import SandboxScene, clipped_ring

MAX_SIDE_PX = 800


def write_display_tif(
    path: Path,
    scene: SandboxScene,
    ring: Sequence[Sequence[float]],
    *,
    gsd_m: float = 0.0,
    crs: str = "EPSG:3857",
    bits: int = 8,
    max_side_px: int = MAX_SIDE_PX,
    driver: str = "GTiff",
) -> Path:
    """Writes the part of the area within the scene as a tiled, compressed GeoTIFF and returns its path.

    `driver` is GTiff, or COG for a cloud-optimized one. 8 bits: red, green, blue, alpha. 16 bits: red, green, blue,
    near infrared with nodata 0. Radar: grey, alpha. Pixels outside area and scene are transparent or nodata. The
    pixel is the sensor's, coarsened until the longer side fits `max_side_px`, so that the Sandbox stays small.
    `crs` is an EPSG code; `UTM` picks the zone.
    """
    from osgeo import gdal

    part = clipped_ring(scene, ring)
    if not part:
        raise ValueError("the area is outside the scene")
    target = _crs(crs, part)
    xs, ys = _transformed(part, target)
    pixel = _pixel(scene, target, (xs, ys), gsd_m or scene.sensor.gsd_m, max_side_px)
    west, north = math.floor(min(xs) / pixel) * pixel, math.ceil(max(ys) / pixel) * pixel
    columns = max(1, math.ceil((max(xs) - west) / pixel))
    rows = max(1, math.ceil((north - min(ys)) / pixel))
    lon, lat = _ground_of(target, west, north, pixel, columns, rows)
    inside = _inside(part, lon, lat)
    bits = 8 if scene.is_grey else bits
    data = _pixels(scene, lon, lat, inside, bits)
    source = in_memory(data)
    source.SetProjection(target.ExportToWkt())
    source.SetGeoTransform((west, pixel, 0.0, north, 0.0, -pixel))
    last = source.GetRasterBand(source.RasterCount)
    last.SetColorInterpretation(gdal.GCI_AlphaBand if bits == 8 else gdal.GCI_Undefined)
    if bits == 16:
        for band, name in enumerate(("red", "green", "blue", "nir"), start=1):
            source.GetRasterBand(band).SetNoDataValue(0)
            source.GetRasterBand(band).SetDescription(name)
    options = ["COMPRESS=DEFLATE", "PREDICTOR=YES", "LEVEL=1"]
    if driver == "GTiff":
        options = ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "ZLEVEL=1"]
        options += [f"PHOTOMETRIC={'MINISBLACK' if scene.is_grey else 'RGB'}", "ALPHA=YES"] if bits == 8 else []
    partial = path.with_suffix(".part")
    if gdal.GetDriverByName(driver).CreateCopy(str(partial), source, options=options) is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    os.replace(partial, path)
    return path


def write_preview(path: Path, scene: SandboxScene, ring: Sequence[Sequence[float]]) -> Path:
    """Writes a small JPEG of the part of the area within the scene, north up, and returns its path."""
    from osgeo import gdal

    image = path.with_suffix(".tif")
    write_display_tif(image, scene, ring, crs="UTM", max_side_px=256)
    gdal.Translate(str(path), str(image), format="JPEG", bandList=[1] if scene.is_grey else [1, 2, 3])
    image.unlink()
    return path


def write_dimap(folder: Path, scene: SandboxScene, ring: Sequence[Sequence[float]]) -> Path:
    """Writes a small DIMAP v2 tree as the operator delivers it and returns the `DIM_*.XML` that GDAL opens."""
    stem = f"PHR1_MS_{scene.id[:8]}"
    image_folder = folder / f"IMG_{stem}"
    image_folder.mkdir(parents=True, exist_ok=True)
    tile = image_folder / f"IMG_{stem}_R1C1.TIF"
    write_display_tif(tile, scene, ring, gsd_m=4 * scene.sensor.gsd_m, crs="EPSG:4326", bits=16)
    dimap = image_folder / f"DIM_{stem}.XML"
    dimap.write_text(_dimap_xml(tile, scene), encoding="utf-8")
    volume = folder / f"VOL_{stem}.XML"
    volume.write_text(_volume_xml(dimap.relative_to(folder)), encoding="utf-8")
    (image_folder / "LINEAGE").mkdir(exist_ok=True)
    (image_folder / "LINEAGE" / f"PROCESSING_{stem}.XML").write_text("<Processing/>\n", encoding="utf-8")
    return dimap


def _crs(code: str, part: Sequence[Point]) -> Any:
    from osgeo import osr

    crs = osr.SpatialReference()
    if code == "UTM":
        lon, lat = part[0]
        zone = int(((lon + 180.0) % 360.0) // 6.0) + 1
        crs.ImportFromEPSG((32600 if lat >= 0 else 32700) + zone)
    else:
        crs.ImportFromEPSG(int(code.split(":")[-1]))
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def _geographic() -> Any:
    return _crs("EPSG:4326", ())


def _transformed(points: Sequence[Point], crs: Any) -> Tuple[List[float], List[float]]:
    from osgeo import osr

    transform = osr.CoordinateTransformation(_geographic(), crs)
    moved = transform.TransformPoints([(lon, lat) for lon, lat in _dense(points)])
    return [x for x, _, _ in moved], [y for _, y, _ in moved]


def _dense(points: Sequence[Point], steps: int = 8) -> List[Point]:
    dense: List[Point] = []
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0])):
        dense += [(x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps) for k in range(steps)]
    return dense


def _pixel(
    scene: SandboxScene, crs: Any, extent: Tuple[List[float], List[float]], gsd_m: float, longest: int
) -> float:
    xs, ys = extent
    size = gsd_m / 111195.0 if crs.IsGeographic() else gsd_m
    return max(size, (max(xs) - min(xs)) / longest, (max(ys) - min(ys)) / longest)


def _ground_of(
    crs: Any, west: float, north: float, pixel: float, columns: int, rows: int
) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns longitude and latitude of all pixel centres, transformed on a coarse grid and interpolated between."""
    from osgeo import osr

    x = west + (np.arange(columns) + 0.5) * pixel
    y = north - (np.arange(rows) + 0.5) * pixel
    if crs.IsGeographic():
        return np.broadcast_to(x, (rows, columns)).copy(), np.broadcast_to(y[:, None], (rows, columns)).copy()
    count = 33
    coarse_x, coarse_y = np.linspace(x[0], x[-1], count), np.linspace(y[0], y[-1], count)
    transform = osr.CoordinateTransformation(crs, _geographic())
    grid = np.array(transform.TransformPoints([(a, b) for b in coarse_y for a in coarse_x]))
    weights_x, weights_y = _weights(columns, count), _weights(rows, count)
    lon = weights_y @ grid[:, 0].reshape(count, count) @ weights_x.T
    lat = weights_y @ grid[:, 1].reshape(count, count) @ weights_x.T
    return lon, lat


def _weights(size: int, count: int) -> NDArray[np.float64]:
    """Returns the matrix of linear interpolation from `count` evenly spread values to `size`."""
    at = np.linspace(0, count - 1, size) if size > 1 else np.zeros(1)
    low = np.minimum(at.astype(int), count - 2)
    matrix = np.zeros((size, count))
    matrix[np.arange(size), low] = 1.0 - (at - low)
    matrix[np.arange(size), low + 1] = at - low
    return matrix


def _inside(part: Sequence[Point], lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Returns which pixels are within a ring (crossing number)."""
    shift = 360.0 * np.round((part[0][0] - lon) / 360.0)
    x = lon + shift
    inside = np.zeros(lon.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(part, (*part[1:], part[0])):
        if y0 == y1:
            continue
        crosses = (y0 > lat) != (y1 > lat)
        inside ^= crosses & (x < (x1 - x0) * (lat - y0) / (y1 - y0) + x0)
    return inside


def _pixels(
    scene: SandboxScene,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    inside: NDArray[np.bool_],
    bits: int,
) -> NDArray[Any]:
    day = scene.acquired.timetuple().tm_yday
    size = float(abs(lat[0, 0] - lat[-1, 0]) / max(lat.shape[0] - 1, 1)) or 1e-5
    opacity = cloud_opacity(scene, lon, lat)[..., None]
    if bits == 16:
        bands = ground_bands(lon, lat, day, size).astype(np.float32)
        paint(bands, built_mask(lon, lat, scene.acquired), np.array(ROOF, dtype=np.float32) * np.float32(10000.0))
        bands += (np.float32(7800.0) - bands) * opacity
        return np.asarray(np.where(inside[..., None], np.maximum(bands, 1), 0), dtype=np.uint16)
    colours = ground_colours(lon, lat, 172, size).astype(np.float32)
    paint(colours, built_mask(lon, lat, scene.acquired), roof_colours())
    colours += (np.float32(238.0) - colours) * opacity
    colours = colours.mean(axis=2, keepdims=True) if scene.is_grey else colours
    alpha = np.where(inside, 255, 0)[..., None]
    return np.concatenate([np.where(inside[..., None], colours, 0), alpha], axis=2).astype(np.uint8)


def _dimap_xml(tile: Path, scene: SandboxScene) -> str:
    from osgeo import gdal

    image = gdal.Open(str(tile))
    left, step_x, _, top, _, step_y = image.GetGeoTransform()
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Dimap_Document>
  <Metadata_Identification>
    <METADATA_FORMAT version="2.15">DIMAP</METADATA_FORMAT>
    <METADATA_PROFILE>PHR_ORTHO</METADATA_PROFILE>
  </Metadata_Identification>
  <Dataset_Identification><DATASET_NAME>{scene.name}</DATASET_NAME></Dataset_Identification>
  <Coordinate_Reference_System>
    <Geodetic_CRS><GEODETIC_CRS_CODE>urn:ogc:def:crs:EPSG::4326</GEODETIC_CRS_CODE></Geodetic_CRS>
  </Coordinate_Reference_System>
  <Geoposition><Geoposition_Insert>
    <ULXMAP>{left + step_x / 2}</ULXMAP><ULYMAP>{top + step_y / 2}</ULYMAP>
    <XDIM>{step_x}</XDIM><YDIM>{-step_y}</YDIM>
  </Geoposition_Insert></Geoposition>
  <Raster_Data>
    <Data_Access>
      <DATA_FILE_ORGANISATION>BAND_COMPOSITE</DATA_FILE_ORGANISATION>
      <DATA_FILE_FORMAT>image/tiff</DATA_FILE_FORMAT>
      <Data_Files><Data_File tile_R="1" tile_C="1"><DATA_FILE_PATH href="{tile.name}"/></Data_File></Data_Files>
    </Data_Access>
    <Raster_Dimensions>
      <NROWS>{image.RasterYSize}</NROWS><NCOLS>{image.RasterXSize}</NCOLS><NBANDS>{image.RasterCount}</NBANDS>
      <Tile_Set><NTILES>1</NTILES>
        <Regular_Tiling><NTILES_SIZE nrows="{image.RasterYSize}" ncols="{image.RasterXSize}"/>
          <NTILES_COUNT ntiles_R="1" ntiles_C="1"/><OVERLAP_ROW>0</OVERLAP_ROW><OVERLAP_COL>0</OVERLAP_COL>
        </Regular_Tiling></Tile_Set>
    </Raster_Dimensions>
    <Raster_Encoding><DATA_TYPE>INTEGER</DATA_TYPE><NBITS>16</NBITS><SIGN>UNSIGNED</SIGN></Raster_Encoding>
    <Raster_Display>
      <Band_Display_Order><RED_CHANNEL>B2</RED_CHANNEL><GREEN_CHANNEL>B1</GREEN_CHANNEL>
        <BLUE_CHANNEL>B0</BLUE_CHANNEL></Band_Display_Order>
      <Special_Value><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>
        <SPECIAL_VALUE_COUNT>0</SPECIAL_VALUE_COUNT></Special_Value>
    </Raster_Display>
  </Raster_Data>
</Dimap_Document>
"""


def _volume_xml(dimap: Path) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Dimap_Document>
  <Metadata_Identification>
    <METADATA_FORMAT version="2.15">DIMAP</METADATA_FORMAT><METADATA_PROFILE>VOLUME</METADATA_PROFILE>
  </Metadata_Identification>
  <Dataset_Content><Dataset_Components><Component>
    <COMPONENT_TITLE>IMG</COMPONENT_TITLE><COMPONENT_TYPE>DIMAP</COMPONENT_TYPE>
    <COMPONENT_PATH href="{dimap.as_posix()}"/>
  </Component></Dataset_Components></Dataset_Content>
</Dimap_Document>
"""
