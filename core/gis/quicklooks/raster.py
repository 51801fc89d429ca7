"""Writes placed quicklooks as GeoTIFFs with alpha; sensor frames are warped by a homography in numpy.

`gdal.Warp` with control points on the four corners is not enough: for a frame turned by 12° whose sides converge by
2 %, its affine fit is wrong by up to 3.0 pixels and its thin plate spline by up to 3.4, at about the same cost (11 to
20 ms per image of 512 × 512 pixels). Control points that QGIS itself resolves (VRT, GeoTIFF) cost 1 to 6 ms, but QGIS
3.22 warps them without alpha: black wedges cover the neighbouring quicklooks, and each layer takes 1 to 2.5 MiB.
"""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

from ...domain.aoi import Box, Point
from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import write_whole
from ...domain.scenes.placement import Corners
from ..foreign.gdal_calls import checked, memory_content, write_pixels
from .image import MAX_KEPT_SIDE_PX, QuicklookImage
from .resampling import PLACE_OF_CORNER, PLACES_A_PIXEL, Places, Planes, resampled

WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_POINTS_A_SIDE = 32
_ROWS_A_BLOCK = 256


def write_north_up(
    image: QuicklookImage, inside: NDArray[np.bool_], box: Box, target: Path, crs: str = WGS84
) -> Planes:
    """Writes an image whose frame is `box` (west, south, east, north) in `crs`; `inside` marks the valid pixels.

    No pixel moves. Returns the written bands, alpha last. Raises DISK_FULL, FOLDER_NOT_WRITABLE.
    """
    west, south, east, north = box
    rows, columns = inside.shape
    bands = np.ascontiguousarray(np.moveaxis(image.pixels, 2, 0))
    bands *= inside
    _write(target, bands, (west, (east - west) / columns, 0.0, north, 0.0, (south - north) / rows), crs)
    return bands


def write_frame(image: QuicklookImage, corners: Corners, target: Path) -> Tuple[Planes, Box]:
    """Writes an image whose corners are at `corners` (upper left first, clockwise) in EPSG:4326.

    The sides of a sensor frame are straight on the ground: the image is taken to the corners by a homography in the
    gnomonic plane around them, in which great circles are straight. Colours are interpolated: a place is right within
    a quarter of a pixel, and so is the edge of the opaque part. Returns the written bands, alpha last, and their box.
    Raises IMAGE_UNREADABLE for corners without an area, DISK_FULL, FOLDER_NOT_WRITABLE.
    """
    width, height = image.size
    centre = (sum(lon for lon, _ in corners) / 4.0, sum(lat for _, lat in corners) / 4.0)
    plane = _plane(corners, centre)
    lons, lats = _outline(plane, centre)
    west, south, east, north = (float(value) for value in (lons.min(), lats.min(), lons.max(), lats.max()))
    step_x, step_y = _steps(corners, width, height)
    columns = min(max(1, math.ceil((east - west) / step_x)), MAX_KEPT_SIDE_PX)
    rows = min(max(1, math.ceil((north - south) / step_y)), MAX_KEPT_SIDE_PX)
    step_x, step_y = (east - west) / columns, (north - south) / rows
    away = np.radians(west - centre[0] + (np.arange(columns) + 0.5) * step_x)
    lat = north - (np.arange(rows) + 0.5) * step_y
    sides = (lons - west) / step_x, (north - lats) / step_y
    across, down = _terms(_to_image(plane, width, height), away, lat, centre[1])
    bands = resampled(image, Places(across, down, sides))
    _write(target, bands, (west, step_x, 0.0, north, 0.0, -step_y), WGS84)
    return bands, (west, south, east, north)


def _terms(
    matrix: NDArray[np.float64], away: NDArray[np.float64], lat: NDArray[np.float64], middle_deg: float
) -> Tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Returns a homography as sums of what depends on the column and on the row alone, fit for single precision.

    A place of the gnomonic plane in homogeneous coordinates is (cos φ sin Δλ, sin(φ - φ0) + sin φ0 b, cos(φ - φ0) -
    cos φ0 b) with b = cos φ (1 - cos Δλ), and as good divided by cos φ; so is any linear map of them.
    """
    middle = math.radians(middle_deg)
    here = np.radians(lat)
    # The same map into the unit of places.
    scaled = PLACES_A_PIXEL * matrix[:2] + PLACE_OF_CORNER * matrix[2]
    east, north, depth = np.array([*scaled, matrix[2]]).T[..., None]
    bulge = 2.0 * np.sin(away / 2.0) ** 2
    across = east * np.sin(away) + (north * math.sin(middle) - depth * math.cos(middle)) * bulge
    down = (north * np.sin(here - middle) + depth * np.cos(here - middle)) / np.cos(here)
    return across.astype(np.float32), down.astype(np.float32)


def _plane(places: Sequence[Point], centre: Point) -> List[Point]:
    """Returns places in the gnomonic plane, in radii of the Earth."""
    middle, found = math.radians(centre[1]), []
    for lon, lat in places:
        away, here = math.radians(lon - centre[0]), math.radians(lat)
        bulge = math.cos(here) * (1.0 - math.cos(away))
        depth = math.cos(here - middle) - math.cos(middle) * bulge
        x, y = math.cos(here) * math.sin(away), math.sin(here - middle) + math.sin(middle) * bulge
        found.append((x / depth, y / depth))
    return found


def _outline(plane: Sequence[Point], centre: Point) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns longitudes and latitudes of points on a frame's sides, closed: sides bulge beyond corners polewards."""
    middle = math.radians(centre[1])
    corners = np.array([*plane, plane[0]])
    share = np.arange(_POINTS_A_SIDE)[:, None] / _POINTS_A_SIDE
    sides = [start + (end - start) * share for start, end in zip(corners, corners[1:])]
    x, y = np.concatenate([*sides, corners[-1:]]).T
    sine = (math.sin(middle) + y * math.cos(middle)) / np.sqrt(1.0 + x * x + y * y)
    away = np.arctan2(x, math.cos(middle) - y * math.sin(middle))
    return centre[0] + np.degrees(away), np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))


def _steps(corners: Corners, width: int, height: int) -> Tuple[float, float]:
    """Returns the size of a square pixel on the ground in degrees of longitude and latitude."""
    squeeze = max(math.cos(math.radians(sum(lat for _, lat in corners) / 4.0)), 0.01)

    def length(first: int, second: int) -> float:
        (x0, y0), (x1, y1) = corners[first], corners[second]
        return math.hypot((x1 - x0) * squeeze, y1 - y0)

    across, down = (length(0, 1) + length(3, 2)) / 2.0 / width, (length(0, 3) + length(1, 2)) / 2.0 / height
    step = max(min(across, down), 1e-9)
    return step / squeeze, step


def _to_image(plane: Sequence[Point], width: int, height: int) -> NDArray[np.float64]:
    """Returns the homography from the plane to image pixels: the inverse of the unit square's way to the corners.

    By hand, since the libraries behind numpy's linear algebra keep all processors busy waiting for eight unknowns.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = plane
    right_x, right_y, low_x, low_y = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    odd_x, odd_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    spread = right_x * low_y - low_x * right_y
    if spread == 0.0:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, "the footprint has no area")
    g, h = (odd_x * low_y - low_x * odd_y) / spread, (right_x * odd_y - odd_x * right_y) / spread
    a, b, d, e = x1 - x0 + g * x1, x3 - x0 + h * x3, y1 - y0 + g * y1, y3 - y0 + h * y3
    scale = a * e - b * d
    if scale == 0.0:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, "the footprint has no area")
    across = [e - y0 * h, x0 * h - b, b * y0 - x0 * e]
    down = [y0 * g - d, a - x0 * g, x0 * d - a * y0]
    depth = [d * h - e * g, b * g - a * h, scale]
    return np.array([[width * item for item in across], [height * item for item in down], depth]) / scale


def _write(target: Path, bands: Planes, transform: Tuple[float, ...], crs: str) -> None:
    count, rows, columns = bands.shape
    driver = gdal.GetDriverByName("GTiff")
    has_zstd = "ZSTD" in (driver.GetMetadataItem("DMD_CREATIONOPTIONLIST") or "")
    options = [f"BLOCKYSIZE={_ROWS_A_BLOCK}", "INTERLEAVE=BAND", "ALPHA=YES"]
    options += ["COMPRESS=ZSTD", "ZSTD_LEVEL=1"] if has_zstd else ["COMPRESS=DEFLATE", "ZLEVEL=1"]
    if count == 4:
        options.append("PHOTOMETRIC=RGB")
    # In memory first: errors of the disk while GDAL closes a file are not reported.
    path = f"/vsimem/up42-quicklook-{threading.get_ident()}.tif"
    try:
        written = checked(driver.Create(path, columns, rows, count, gdal.GDT_Byte, options=options), path)
        written.SetProjection(crs)
        written.SetGeoTransform(transform)
        for number, values in enumerate(bands, start=1):
            # Unlike WriteRaster it lets other threads run meanwhile.
            write_pixels(written.GetRasterBand(number), values)
        # QGIS needs statistics for each new layer: without them it would read the whole file again, keep it in memory
        # and write a sidecar file. Newer versions of GDAL count opaque pixels only, and fail if there are none.
        for number in range(1, count + 1 if bands[-1].any() else 1):
            written.GetRasterBand(number).ComputeStatistics(False)
        # Closing is what writes the last block.
        written = None
        content = memory_content(path)
    finally:
        gdal.Unlink(path)
    write_whole(target, content)
