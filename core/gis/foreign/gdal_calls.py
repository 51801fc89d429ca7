"""GDAL calls that raise RuntimeError on failure, whether GDAL's exceptions are on or off.

The switch belongs to the whole QGIS process, and other plugins and scripts change it. This plugin never touches it: a
call that may fail goes through here.
"""

from __future__ import annotations

import contextlib
from typing import Any, Iterator, Optional, Sequence, Tuple, TypeVar

from numpy.typing import NDArray
from osgeo import gdal, osr

from ...domain.aoi import Point

_T = TypeVar("_T")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps GDAL from printing errors of this thread; they are raised or queried instead."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.ErrorReset()
        yield
    finally:
        gdal.PopErrorHandler()


def checked(result: Optional[_T], what: str) -> _T:
    """Returns a result; raises RuntimeError with GDAL's message, else `what`, if it is None."""
    if result is None:
        raise RuntimeError(gdal.GetLastErrorMsg() or what)
    return result


def read_pixels(band: gdal.Band, *window: Any, **options: Any) -> NDArray[Any]:
    """Returns what `gdal.Band.ReadAsArray` returns; raises RuntimeError if the pixels cannot be read."""
    with quiet():
        return checked(band.ReadAsArray(*window, **options), "the pixels cannot be read")


def write_pixels(band: gdal.Band, pixels: NDArray[Any], left: int = 0, top: int = 0) -> None:
    """Writes pixels; raises RuntimeError if they cannot be written."""
    with quiet():
        if band.WriteArray(pixels, left, top):
            raise RuntimeError(gdal.GetLastErrorMsg() or "the pixels cannot be written")


def memory_content(path: str) -> bytes:
    """Returns the content of a file in GDAL's memory.

    Rasters are written there first: errors of the disk while GDAL closes a file are not reported.
    """
    file = gdal.VSIFOpenL(path, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file))
    finally:
        gdal.VSIFCloseL(file)


def lonlat_crs() -> osr.SpatialReference:
    """Returns longitude and latitude on WGS 84, in this order."""
    return epsg_crs(4326)


def epsg_crs(code: int) -> osr.SpatialReference:
    """Returns a CRS by its EPSG code, east before north; raises RuntimeError for a code that PROJ does not have."""
    crs = osr.SpatialReference()
    with quiet():
        if crs.ImportFromEPSG(code):
            raise RuntimeError(gdal.GetLastErrorMsg() or f"EPSG:{code}")
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def moved_points(
    points: Sequence[Point], source: osr.SpatialReference, target: osr.SpatialReference
) -> Tuple[Optional[Point], ...]:
    """Returns points in another CRS, None for each that has no place there.

    Raises RuntimeError if no transformation exists between the two.
    """
    with quiet():
        way = checked(osr.CreateCoordinateTransformation(source, target), "no way between the two CRS")
        return tuple(_moved(way, point) for point in points)


def _moved(way: osr.CoordinateTransformation, point: Point) -> Optional[Point]:
    try:
        x, y, _ = way.TransformPoint(*point)
    except RuntimeError:
        return None
    # With its exceptions off GDAL returns infinity or NaN on failure.
    return (float(x), float(y)) if abs(x) < 1e300 and abs(y) < 1e300 else None
