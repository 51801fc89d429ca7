"""Reads areas from files: the polygons of all layers, including those in KMZ and zipped Shapefiles."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Iterator, List, NamedTuple, Optional, Sequence, Tuple

from osgeo import gdal, ogr
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from ...domain.aoi import Aoi
from ...domain.errors import ErrorKind, Up42Error
from ...domain.problems import AreaError, ProblemCode
from ..foreign.files import ForeignKind, check_vector, open_vector
from .cleaning import polygons_in
from .file_sources import ARCHIVE_SUFFIXES, MAX_TEXT_BYTES, PLAIN_SUFFIXES, FileReading
from .geometry import Shapes, aoi_from_layers
from .lonlat import wgs84
from .repair import Repair

# The members of an archive that belong to a layer; nothing else is unpacked.
_WANTED = (*PLAIN_SUFFIXES, ".shx", ".dbf", ".prj", ".cpg", ".qpj")
MAX_UNPACKED_BYTES = 512 * 2**20
_TEXT_DRIVERS = frozenset({"GeoJSON", "ESRIJSON", "TopoJSON", "GeoJSONSeq", "LIBKML", "KML"})
# All shapes of a file, 16 bytes per vertex; joining them takes several times as much.
MAX_SHAPE_BYTES = 5 * 2**20
# Other methods unpack a member in one piece of any size.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MAX_MEMBERS = 1_000
_CHUNK_BYTES = 2**20
# LIBKML reads the frame of a ground overlay as a polygon; it fills this field for placemarks only.
_OVERLAY = b"GroundOverlay"
_PLACEMARK_FIELD = "extrude"


class AreaLayer(NamedTuple):
    """A layer of a file that has polygons, among other shapes or not."""

    name: str
    shapes: Shapes


def read_area_file(
    path: str,
    layer_names: Sequence[str] = (),
    crs: Optional[QgsCoordinateReferenceSystem] = None,
    repairs: Sequence[Repair] = (),
) -> FileReading:
    """Returns what `aoi_from_file` returns or raises, with the names of all layers that have polygons."""
    names: Tuple[str, ...] = ()
    try:
        layers = area_layers(path)
        names = tuple(layer.name for layer in layers)
        return FileReading(names, _aoi_from(layers, layer_names, crs, repairs))
    except AreaError as error:
        return FileReading(names, error.problem)


def aoi_from_file(
    path: str,
    layer_names: Sequence[str] = (),
    crs: Optional[QgsCoordinateReferenceSystem] = None,
    repairs: Sequence[Repair] = (),
) -> Aoi:
    """Returns the joined polygons of the named layers of a file, else of all; a `crs` overrides the file's own.

    Raises AreaError for a file that cannot be read or has no polygon, and as `aoi_from_shapes` does.
    """
    return _aoi_from(area_layers(path), layer_names, crs, repairs)


def area_layers(path: str) -> List[AreaLayer]:
    """Returns the layers of a file that have polygons; raises AreaError if there are none."""
    file = Path(path)
    if not file.is_file():
        raise AreaError(ProblemCode.FILE_MISSING)
    if file.suffix.lower() in ARCHIVE_SUFFIXES:
        with _unpacked(file) as members:
            layers = [layer for member in members for layer in _member_layers(member)]
    else:
        layers = _layers_of(file)
    found = [layer for layer in layers if layer.shapes.geometries]
    if not found:
        raise AreaError(ProblemCode.NO_POLYGON)
    return found


def named_layer(options: str, layers: Sequence[AreaLayer]) -> Optional[str]:
    """Returns the layer that the options of a source name, None if they name none of these.

    A name may contain a `|` itself, so the longest matching name is taken.
    """
    wanted = options.partition("layername=")[2]
    fitting = [layer.name for layer in layers if wanted == layer.name or wanted.startswith(f"{layer.name}|")]
    return max(fitting, key=len, default=None)


def _aoi_from(
    layers: Sequence[AreaLayer],
    layer_names: Sequence[str],
    crs: Optional[QgsCoordinateReferenceSystem],
    repairs: Sequence[Repair],
) -> Aoi:
    chosen = [layer.shapes for layer in layers if not layer_names or layer.name in layer_names]
    if crs is not None:
        chosen = [Shapes(shapes.geometries, crs) for shapes in chosen]
    return aoi_from_layers(chosen, QgsCoordinateTransformContext(), repairs)


def _member_layers(path: Path) -> List[AreaLayer]:
    """Returns the layers of an archive member; a `.json` that is no layer has none."""
    try:
        return _layers_of(path)
    except AreaError as error:
        if path.suffix.lower() == ".json" and error.problem.code is ProblemCode.FILE_UNREADABLE:
            return []
        raise


def _layers_of(path: Path) -> List[AreaLayer]:
    dataset = _opened(path)
    driver = dataset.GetDriver().ShortName
    has_overlays = driver == "LIBKML" and _OVERLAY in path.read_bytes()
    layers: List[AreaLayer] = []
    size = 0
    try:
        for number in range(dataset.GetLayerCount()):
            layer = dataset.GetLayer(number)
            shapes: List[QgsGeometry] = []
            for feature in layer:
                shape = feature.GetGeometryRef()
                size += 0 if shape is None else shape.WkbSize()
                if size > MAX_SHAPE_BYTES:
                    raise AreaError(ProblemCode.FILE_TOO_LARGE, limit=MAX_SHAPE_BYTES >> 20)
                if not (has_overlays and _is_overlay(feature)):
                    shapes.append(_shape(feature))
            # TopoJSON is in degrees without declaring it.
            crs = wgs84() if driver == "TopoJSON" else _crs(layer)
            layers.append(AreaLayer(layer.GetName(), Shapes(polygons_in(shapes), crs)))
    except RuntimeError as error:
        raise AreaError(ProblemCode.FILE_UNREADABLE) from error
    return layers


def _opened(path: Path) -> gdal.Dataset:
    try:
        is_text = check_vector(path, ForeignKind.AREA) in _TEXT_DRIVERS
        if is_text and path.stat().st_size > MAX_TEXT_BYTES:
            raise AreaError(ProblemCode.FILE_TOO_LARGE, limit=MAX_TEXT_BYTES >> 20)
        return open_vector(path, ForeignKind.AREA)
    except Up42Error as error:
        is_unsafe = error.kind is ErrorKind.FILE_UNSAFE
        raise AreaError(ProblemCode.FILE_UNSAFE if is_unsafe else ProblemCode.FILE_UNREADABLE) from error


def _is_overlay(feature: ogr.Feature) -> bool:
    field = feature.GetFieldIndex(_PLACEMARK_FIELD)
    return field >= 0 and not feature.IsFieldSetAndNotNull(field)


def _shape(feature: ogr.Feature) -> QgsGeometry:
    shape, geometry = feature.GetGeometryRef(), QgsGeometry()
    if shape is not None:
        if ogr.GT_Flatten(shape.GetGeometryType()) in (ogr.wkbPolyhedralSurface, ogr.wkbTIN):
            # QGIS before 3.40 has no such types.
            shape = ogr.ForceToMultiPolygon(shape.Clone())
        geometry.fromWkb(bytes(shape.ExportToIsoWkb()))
    return geometry


def _crs(layer: ogr.Layer) -> QgsCoordinateReferenceSystem:
    reference = layer.GetSpatialRef()
    if reference is None:
        return QgsCoordinateReferenceSystem()
    name, code = reference.GetAuthorityName(None), reference.GetAuthorityCode(None)
    crs = QgsCoordinateReferenceSystem(f"{name}:{code}") if name and code else QgsCoordinateReferenceSystem()
    return crs if crs.isValid() else QgsCoordinateReferenceSystem.fromWkt(reference.ExportToWkt(["FORMAT=WKT2_2018"]))


@contextmanager
def _unpacked(path: Path) -> Iterator[List[Path]]:
    """Unpacks the area files of an archive into a temporary folder; yields the files to open.

    Raises AreaError: FILE_UNREADABLE for anything but an archive, FILE_TOO_LARGE beyond the limits.
    """
    with TemporaryDirectory(prefix="up42-area-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                files = _unpack(archive, Path(folder))
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError) as error:
            if isinstance(error, AreaError):
                raise
            raise AreaError(ProblemCode.FILE_UNREADABLE) from error
        yield files


def _is_wanted(name: PurePosixPath) -> bool:
    # macOS packs a metadata file with the name of each file.
    is_shadow = "__MACOSX" in name.parts or name.name.startswith("._")
    return name.suffix.lower() in _WANTED and not is_shadow


def _unpack(archive: zipfile.ZipFile, folder: Path) -> List[Path]:
    members = [member for member in archive.infolist() if _is_wanted(PurePosixPath(member.filename))]
    if len(members) > MAX_MEMBERS:
        raise AreaError(ProblemCode.FILE_TOO_LARGE, limit=MAX_UNPACKED_BYTES >> 20)
    if any(member.compress_type not in _METHODS for member in members):
        raise AreaError(ProblemCode.FILE_UNREADABLE)
    left = MAX_UNPACKED_BYTES
    files: List[Path] = []
    for member in members:
        # The files of one layer share a folder; paths in the archive are not followed.
        name = PurePosixPath(member.filename.replace("\\", "/"))
        place = folder / sha256(str(name.parent).encode()).hexdigest()[:16]
        place.mkdir(exist_ok=True)
        file = place / name.name
        with archive.open(member) as source, file.open("wb") as target:
            # The real size counts, not the declared one.
            while chunk := source.read(_CHUNK_BYTES):
                left -= len(chunk)
                if left < 0:
                    raise AreaError(ProblemCode.FILE_TOO_LARGE, limit=MAX_UNPACKED_BYTES >> 20)
                target.write(chunk)
        if file.suffix.lower() in PLAIN_SUFFIXES:
            files.append(file)
    return files
