"""Quicklook images as GeoTIFFs that lie where the scene lies."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

from ..domain.aoi import Point
from ..domain.errors import ErrorKind, Up42Error
from ..domain.placement import Corners, Placement, place_on_bounds, place_on_corners
from ..domain.ports import PlacedRaster
from ..domain.scenes import Scene

# Above this value a pixel is no collar: JPEG smears black by a few steps.
COLLAR_VALUE = 8
# Pixels a side that are looked at to tell a collar.
COLLAR_PROBE = 128
LARGEST_SIDE_PX = 4096


def place_quicklook(image: Path, scene: Scene) -> PlacedRaster:
    """Writes `<image>.tif` beside a quicklook: EPSG:4326, alpha from the place of the frame, never from black.

    A full sensor frame is laid on the footprint's corners by a homography; a north-up image with an empty collar on
    the footprint's box. Longitudes stay continuous across the 180th meridian. Safe in several threads. Raises
    IMAGE_UNREADABLE.
    """
    pixels = read_image(image)
    placement = choose_placement(pixels, scene)
    if placement is None:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, "there is no outline to place the quicklook on")
    target = image.with_suffix(".tif")
    mask = _collar_mask(pixels, scene.footprint) if placement.method == "bounds" and scene.footprint else None
    write_placed(pixels, placement.corners, target, mask)
    return PlacedRaster(str(target), placement.method, placement.certainty)


def choose_placement(pixels: NDArray[np.uint8], scene: Scene) -> Optional[Placement]:
    """Returns where the image lies by the evidence of its pixels and the footprint, None without any outline."""
    size = (pixels.shape[1], pixels.shape[0])
    if scene.footprint is None:
        return None if scene.outline is None else _doubtful(place_on_bounds(scene.outline, 0.1))
    on_corners = place_on_corners(scene.footprint, size)
    fit = collar_fit(pixels, scene.footprint)
    if fit > 0.9:
        return place_on_bounds(scene.footprint, round(fit, 2))
    return on_corners or place_on_bounds(scene.footprint, 0.4)


def collar_fit(pixels: NDArray[np.uint8], footprint: Sequence[Point]) -> float:
    """Returns how well black lies outside and picture inside the footprint drawn in its box, 0 to 1.

    Zero where the footprint fills its box, so that there is no collar to be seen. Dark water inside cannot lift the
    figure: it is the share of the collar's place that is empty, times the share of the inside that is not.
    """
    outside = ~_inside_box(footprint, COLLAR_PROBE)
    if outside.mean() < 0.02:
        return 0.0
    rows = (np.arange(COLLAR_PROBE) * pixels.shape[0]) // COLLAR_PROBE
    columns = (np.arange(COLLAR_PROBE) * pixels.shape[1]) // COLLAR_PROBE
    probe = pixels[rows[:, None], columns[None, :], :3].max(axis=2)
    is_empty = probe <= COLLAR_VALUE
    return float(is_empty[outside].mean()) * (1.0 - float(is_empty[~outside].mean()) ** 2)


def read_image(image: Path) -> NDArray[np.uint8]:
    """Returns an image as rows, columns, bands (1 grey or 3 colours), whatever its name says."""
    gdal.UseExceptions()
    try:
        dataset = gdal.OpenEx(str(image), gdal.OF_RASTER, allowed_drivers=["JPEG", "PNG", "WEBP", "GIF", "GTiff"])
        bands = 3 if dataset.RasterCount >= 3 else 1
        table = dataset.GetRasterBand(1).GetColorTable()
        data = dataset.ReadAsArray()
    except RuntimeError as error:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, str(error)) from error
    planes = data[None] if data.ndim == 2 else data
    if table is not None:
        colours = np.array([table.GetColorEntry(number)[:3] for number in range(table.GetCount())], dtype=np.uint8)
        return np.asarray(colours[np.minimum(planes[0], len(colours) - 1)])
    planes = planes[:bands]
    if planes.dtype != np.uint8:
        top = float(planes.max()) or 1.0
        planes = (planes.astype(np.float32) * (255.0 / top)).astype(np.uint8)
    return np.ascontiguousarray(np.moveaxis(planes, 0, 2))


def write_placed(
    pixels: NDArray[np.uint8], corners: Corners, target: Path, mask: Optional[NDArray[np.bool_]] = None
) -> None:
    """Writes pixels whose image corners lie at `corners` (upper left first, clockwise) as a GeoTIFF with alpha.

    `mask` marks the image pixels that show something; without it all do. Each pixel of the result shows the nearest
    pixel of the image, by the homography through the four corners, so that a place is right within half a pixel.
    """
    height, width = pixels.shape[:2]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    step_x, step_y = _steps(corners, width, height)
    columns = min(max(1, math.ceil((east - west) / step_x)), LARGEST_SIDE_PX)
    rows = min(max(1, math.ceil((north - south) / step_y)), LARGEST_SIDE_PX)
    step_x, step_y = (east - west) / columns, (north - south) / rows
    # Relative to the corner of the box: longitudes far from zero would cost digits in single precision.
    local = [(lon - west, north - lat) for lon, lat in corners]
    matrix = _to_image(local, width, height).astype(np.float32)
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * np.float32(step_x))[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * np.float32(step_y))[:, None]
    scale = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    column = np.floor((matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / scale).astype(np.int32)
    row = np.floor((matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / scale).astype(np.int32)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    at = np.where(inside, row * width + column, 0)
    if mask is not None:
        inside &= mask.ravel()[at]
    warped = [np.where(inside, pixels[..., band].ravel()[at], 0) for band in range(pixels.shape[2])]
    _write(target, [*warped, np.where(inside, 255, 0)], (west, step_x, 0.0, north, 0.0, -step_y))


def _steps(corners: Corners, width: int, height: int) -> Tuple[float, float]:
    """Returns the size of a square pixel on the ground in degrees of longitude and latitude."""
    lat = sum(place[1] for place in corners) / 4.0
    squeeze = max(math.cos(math.radians(lat)), 0.01)
    (x0, y0), (x1, y1), _, (x3, y3) = corners
    across = math.hypot((x1 - x0) * squeeze, y1 - y0) / width
    down = math.hypot((x3 - x0) * squeeze, y3 - y0) / height
    step = max(min(across, down), 1e-9)
    return step / squeeze, step


def _to_image(corners: Sequence[Point], width: int, height: int) -> NDArray[np.float64]:
    """Returns the homography from places to image pixels (direct linear transform of four point pairs)."""
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height))):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y])
        right += [float(u), float(v)]
    try:
        solved = np.linalg.solve(np.array(rows), np.array(right))
    except np.linalg.LinAlgError as error:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, "the footprint has no area") from error
    return np.append(solved, 1.0).reshape(3, 3)


def _write(target: Path, bands: Sequence[NDArray[Any]], transform: Tuple[float, ...]) -> None:
    gdal.UseExceptions()
    rows, columns = bands[0].shape
    memory = gdal.GetDriverByName("MEM").Create("", columns, rows, len(bands), gdal.GDT_Byte)
    memory.SetProjection(_WGS84)
    memory.SetGeoTransform(transform)
    for number, band in enumerate(bands, start=1):
        memory.GetRasterBand(number).WriteArray(band.astype(np.uint8))
    memory.GetRasterBand(len(bands)).SetColorInterpretation(gdal.GCI_AlphaBand)
    options = ["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1", "PREDICTOR=2", "ALPHA=YES"]
    if len(bands) == 4:
        options.append("PHOTOMETRIC=RGB")
    part = target.with_suffix(".part")
    try:
        written = gdal.GetDriverByName("GTiff").CreateCopy(str(part), memory, options=options)
        # Closing is what writes the last block; QGIS must not open the file before.
        written = None  # noqa: F841
        os.replace(part, target)
    except (OSError, RuntimeError) as error:
        raise Up42Error(ErrorKind.FOLDER_NOT_WRITABLE, str(error)) from error


def _collar_mask(pixels: NDArray[np.uint8], footprint: Sequence[Point]) -> NDArray[np.bool_]:
    """Marks the pixels of a north-up image that lie within the footprint."""
    size = max(pixels.shape[:2])
    inside = _inside_box(footprint, size)
    rows = (np.arange(pixels.shape[0]) * size) // pixels.shape[0]
    columns = (np.arange(pixels.shape[1]) * size) // pixels.shape[1]
    return np.asarray(inside[rows[:, None], columns[None, :]])


def _inside_box(footprint: Sequence[Point], size: int) -> NDArray[np.bool_]:
    """Draws a footprint in its own box, `size` pixels a side (crossing number at the pixel centres)."""
    lons, lats = [lon for lon, _ in footprint], [lat for _, lat in footprint]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    x = (west + (np.arange(size) + 0.5) / size * (east - west))[None, :]
    y = (north - (np.arange(size) + 0.5) / size * (north - south))[:, None]
    inside = np.zeros((size, size), dtype=bool)
    for (x0, y0), (x1, y1) in zip(footprint, (*footprint[1:], footprint[0])):
        if y0 != y1:
            inside ^= ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return inside


def _doubtful(placement: Placement) -> Placement:
    return Placement(placement.corners, "outline", placement.certainty)


_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
