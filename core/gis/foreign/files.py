"""Opens foreign files (deliveries, quicklooks, area files) after identifying and checking their content.

GDAL goes by content and not by name: a "tif" may be a virtual raster that reads any file of this computer, or a
service description that reads any address. So the content is identified first, only the drivers that a kind of file
needs may open it, and what it refers to has to stay within its own folder (`references`).
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Dict, Iterator, Optional, Sequence, Tuple

from osgeo import gdal

from ...domain.errors import ErrorKind, Up42Error
from .pixels import check_hdf5, check_pix
from .references import (
    UnsafeReference,
    check_database,
    check_geojson,
    check_head,
    check_sidecar,
    check_words,
    companions_of,
    product_references,
    referred_file,
)

_JPEG2000 = ("JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JP2Lura")
_VECTORS = ("GeoJSON", "ESRIJSON", "TopoJSON", "GeoJSONSeq", "GPKG", "ESRI Shapefile", "LIBKML", "KML", "FlatGeobuf")
# Formats in which a whole product is described by one of its files.
_PRODUCTS = ("DIMAP", "SAFE", "SENTINEL2")
# What a delivered image, and the files that a product names, may be.
_RASTERS = (
    "GTiff",
    *_JPEG2000,
    "HFA",
    "NITF",
    "netCDF",
    "HDF5",
    "HDF5Image",
    "PNG",
    "JPEG",
    "WEBP",
    "PCIDSK",
    "ENVI",
    "MBTiles",
    "GPKG",
    *("HDF4", "HDF4Image", "BAG", "GIF", "BMP", "AAIGrid", "GRASSASCIIGrid", "EHdr", "GRIB", "ECW", "MrSID"),
    *("DTED", "SRTMHGT", "USGSDEM", "BT", "FITS", "RST", "GSAG", "GSBG", "GS7BG", "SAGA"),
)
_DATABASES = frozenset({"GPKG", "MBTiles"})
_HDF5 = frozenset({"netCDF", "HDF5", "BAG"})
_GEOJSON = frozenset({"GeoJSON", "ESRIJSON", "TopoJSON", "GeoJSONSeq"})
# Maximum length of a chain of companions (the overviews of the mask of an image).
_MAX_DEPTH = 4
_MAX_BANDS_LOOKED_AT = 1_000


class ForeignKind(Enum):
    """What a foreign file is opened as."""

    QUICKLOOK = "quicklook"
    RASTER = "raster"
    PRODUCT = "product"
    OVERVIEW = "overview"
    VECTOR = "vector"
    AREA = "area"


# The drivers that may open each kind. A new format is one more name here.
DRIVERS: Dict[ForeignKind, Tuple[str, ...]] = {
    ForeignKind.QUICKLOOK: ("JPEG", "PNG", "WEBP", "GIF", "GTiff"),
    ForeignKind.RASTER: _RASTERS,
    ForeignKind.PRODUCT: _PRODUCTS,
    ForeignKind.OVERVIEW: ("GTiff", "HFA"),
    ForeignKind.VECTOR: (*_VECTORS, "GPX", "MBTiles"),
    ForeignKind.AREA: _VECTORS,
}
_VECTOR_KINDS = frozenset({ForeignKind.VECTOR, ForeignKind.AREA})


def open_raster(path: Path, kind: ForeignKind = ForeignKind.RASTER, *, alone: bool = False) -> gdal.Dataset:
    """Opens a foreign raster; with `alone` no neighbouring file is read.

    Works with GDAL's exceptions on and off. Raises FILE_UNSAFE for content of another kind or that reaches
    elsewhere, IMAGE_UNREADABLE if it cannot be opened.
    """
    driver = check_raster(path, kind, alone=alone)
    dataset = _opened(str(path), gdal.OF_RASTER, (driver,), ErrorKind.IMAGE_UNREADABLE, (path.name,) if alone else None)
    _check_opened(dataset, path)
    return dataset


def open_vector(path: Path, kind: ForeignKind = ForeignKind.VECTOR) -> gdal.Dataset:
    """Opens a foreign vector file.

    Works with GDAL's exceptions on and off. Raises FILE_UNSAFE for content of another kind or that reaches
    elsewhere, OUTPUT_UNREADABLE if it cannot be opened.
    """
    driver = check_vector(path, kind)
    dataset = _opened(str(path), gdal.OF_VECTOR, (driver,), ErrorKind.OUTPUT_UNREADABLE)
    with _Named(path):
        check_words(_vector_words(dataset))
    return dataset


def open_source(source: str, path: Path) -> gdal.Dataset:
    """Opens what `find_datasets` named for a delivered raster: the file at `path`, a part of it, or our own mosaic.

    Raises as `open_raster`.
    """
    if Path(source).suffix.lower() == ".vrt":
        # Always our own: delivered ones are not listed as datasets.
        return _opened(source, gdal.OF_RASTER, ("VRT",), ErrorKind.IMAGE_UNREADABLE)
    if source == str(path):
        is_product = path.suffix.lower() in (".xml", ".safe")
        return open_raster(path, ForeignKind.PRODUCT if is_product else ForeignKind.RASTER)
    prefix = source.partition(":")[0]
    drivers = {
        "NETCDF": ("netCDF",),
        "HDF5": ("HDF5Image",),
        "HDF4_SDS": ("HDF4Image",),
        "HDF4_EOS": ("HDF4Image",),
        "NITF_IM": ("NITF",),
        "GPKG": ("GPKG",),
        "GTIFF_DIR": ("GTiff",),
    }
    allowed = drivers.get(prefix) or (("SENTINEL2",) if prefix.startswith("SENTINEL2_") else ())
    if not allowed or str(path) not in source:
        raise Up42Error(ErrorKind.FILE_UNSAFE, source)
    dataset = _opened(source, gdal.OF_RASTER, allowed, ErrorKind.IMAGE_UNREADABLE)
    _check_opened(dataset, path)
    return dataset


def reopened(dataset: gdal.Dataset) -> gdal.Dataset:
    """Opens again a dataset that has passed the checks."""
    name, driver = dataset.GetDescription(), dataset.GetDriver().ShortName
    return _opened(name, gdal.OF_RASTER, (driver,), ErrorKind.IMAGE_UNREADABLE)


def check_raster(path: Path, kind: ForeignKind = ForeignKind.RASTER, *, alone: bool = False, depth: int = 0) -> str:
    """Returns the driver that opens a raster without reaching beyond its folder; raises as `open_raster`."""
    driver = _identified(path, kind, ErrorKind.IMAGE_UNREADABLE)
    with _Named(path):
        if depth > _MAX_DEPTH:
            raise UnsafeReference(path.name)
        if driver in _DATABASES:
            check_database(path)
        if driver in _HDF5:
            check_hdf5(path)
        if driver == "PCIDSK":
            check_pix(path)
        if not alone:
            check_sidecar(path)
            for companion in companions_of(path):
                _check_named(companion, ForeignKind.OVERVIEW, depth + 1)
        if driver in _PRODUCTS:
            for file in product_references(path, path.parent):
                _check_named(file, ForeignKind.RASTER, depth + 1)
    return driver


def _check_named(path: Path, kind: ForeignKind, depth: int) -> None:
    """Checks a file that GDAL opens along with another; a file that no driver opens is harmless."""
    try:
        driver = check_raster(path, kind, depth=depth)
        _check_opened(_opened(str(path), gdal.OF_RASTER, (driver,), ErrorKind.IMAGE_UNREADABLE), path, depth)
    except Up42Error as error:
        if error.kind is ErrorKind.FILE_UNSAFE or _driver_of(path, 0, ()):
            raise Up42Error(ErrorKind.FILE_UNSAFE, error.detail) from error


def check_vector(path: Path, kind: ForeignKind = ForeignKind.VECTOR) -> str:
    """Returns the driver that opens a vector file without reaching elsewhere; raises as `open_vector`."""
    driver = _identified(path, kind, ErrorKind.OUTPUT_UNREADABLE)
    with _Named(path):
        if driver in _DATABASES:
            check_database(path)
        if driver in _GEOJSON:
            check_geojson(path)
    return driver


class _Named:
    """Turns UnsafeReference into FILE_UNSAFE with the name of the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: Optional[BaseException], traceback: object) -> None:
        if isinstance(error, UnsafeReference):
            raise Up42Error(ErrorKind.FILE_UNSAFE, f"{self._path.name}: {error}") from error


def _identified(path: Path, kind: ForeignKind, unreadable: ErrorKind) -> str:
    """Returns the driver of a file, which has to be the one that any program with GDAL would choose, QGIS too."""
    is_vector = kind in _VECTOR_KINDS
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise Up42Error(unreadable, f"{path.name}: {error.strerror}") from error
    with _Named(path):
        check_head(head)
    allowed = DRIVERS[kind]
    # QGIS restricts vectors to vector drivers, and rasters to none.
    driver = _driver_of(path, gdal.OF_VECTOR if is_vector else 0, ())
    if driver in allowed:
        return driver
    if driver and _driver_of(path, gdal.OF_VECTOR if is_vector else gdal.OF_RASTER, allowed):
        raise Up42Error(ErrorKind.FILE_UNSAFE, f"{path.name}: {driver}")
    raise Up42Error(unreadable, f"{path.name}: {driver}" if driver else path.name)


def _driver_of(path: Path, flags: int, allowed: Sequence[str]) -> str:
    try:
        extra = {"allowed_drivers": list(allowed)} if allowed else {}
        driver = gdal.IdentifyDriverEx(str(path), flags, **extra)
    except RuntimeError:
        return ""
    return "" if driver is None else str(driver.ShortName)


def _opened(
    name: str, flags: int, drivers: Sequence[str], unreadable: ErrorKind, siblings: Optional[Sequence[str]] = None
) -> gdal.Dataset:
    extra = {} if siblings is None else {"sibling_files": list(siblings)}
    gdal.ErrorReset()
    try:
        dataset = gdal.OpenEx(name, flags, allowed_drivers=list(drivers), **extra)
    except RuntimeError as error:
        raise Up42Error(unreadable, str(error)) from error
    if dataset is None:
        raise Up42Error(unreadable, gdal.GetLastErrorMsg() or name)
    return dataset


def _check_opened(dataset: gdal.Dataset, path: Path, depth: int = 0) -> None:
    """Checks the names that GDAL would open later, for overviews or pixels."""
    folder = path.parent.resolve()
    with _Named(path):
        for domain, key in (("OVERVIEWS", "OVERVIEW_FILE"), ("GEOLOCATION", "X_DATASET"), ("GEOLOCATION", "Y_DATASET")):
            named = dataset.GetMetadataItem(key, domain)
            file = referred_file(named, path) if named else None
            if file is not None:
                _check_named(file, ForeignKind.OVERVIEW, depth + 1)
        check_words(_raster_words(dataset))
        for name in dataset.GetFileList() or ():
            if folder not in Path(name).resolve().parents:
                raise UnsafeReference(name)


def _raster_words(dataset: gdal.Dataset) -> Iterator[str]:
    """Yields the texts of a raster that QGIS shows in the layer properties."""
    yield from (f"{key}={value}" for key, value in (dataset.GetMetadata() or {}).items())
    for number in range(1, min(dataset.RasterCount, _MAX_BANDS_LOOKED_AT) + 1):
        band = dataset.GetRasterBand(number)
        yield band.GetDescription()
        yield from (f"{key}={value}" for key, value in (band.GetMetadata() or {}).items())
        yield from band.GetCategoryNames() or ()


def _vector_words(dataset: gdal.Dataset) -> Iterator[str]:
    """Yields the texts of a vector file that QGIS shows in the layer properties."""
    for number in range(dataset.GetLayerCount()):
        layer = dataset.GetLayer(number)
        yield layer.GetName()
        yield from (f"{key}={value}" for key, value in (layer.GetMetadata() or {}).items())
        definition = layer.GetLayerDefn()
        for field in (definition.GetFieldDefn(place) for place in range(definition.GetFieldCount())):
            yield field.GetName()
            yield str(getattr(field, "GetAlternativeName", str)() or "")
