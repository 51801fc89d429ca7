"""Writes virtual rasters next to delivered products, with relative sources so that the folder can be moved."""

from __future__ import annotations

import os
import re
from pathlib import Path

from osgeo import gdal

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import write_whole
from ...domain.outputs.file_names import safe_name
from ..foreign.files import open_source
from ..foreign.gdal_calls import checked

_COMPLEX_BAND = re.compile(r'<VRTRasterBand dataType="(CFloat32|CFloat64|CInt16|CInt32)"([^>]*)>')
_AMPLITUDE_BAND = (
    r'<VRTRasterBand dataType="Float32"\2 subClass="VRTDerivedRasterBand">'
    r"<PixelFunctionType>mod</PixelFunctionType><SourceTransferType>CFloat32</SourceTransferType>"
)
_SOURCE = re.compile(r'<SourceFilename([^>]*?)relativeToVRT="0"([^>]*)>([^<]+)</SourceFilename>')


def sentinel_mosaic(subdataset: str, document: Path, part: str) -> str:
    """Returns the source that opens a subdataset of a Sentinel-2 product: a mosaic next to its folder.

    The driver's names have an absolute path that QGIS cannot make relative in a project. If nothing can be written the
    subdataset itself is returned. Raises IMAGE_UNREADABLE if it cannot be opened, FILE_UNSAFE if it would read beyond
    the product's folder.
    """
    product = document.parent
    dataset = open_source(subdataset, document)
    documents = dataset.GetMetadata("xml:VRT")
    target = product.parent / (safe_name("-".join(filter(None, (product.stem, part)))) + ".vrt")
    if not documents:
        return subdataset
    content = _relative(documents[0], product.parent).encode("utf-8")
    if os.path.lexists(target) and not _holds(target, content):
        return subdataset
    try:
        write_whole(target, content)
    except Up42Error:
        return subdataset
    return str(target)


def amplitude_mosaic(path: Path, dataset: gdal.Dataset) -> str:
    """Returns the source that opens the amplitudes of a complex image: a mosaic next to it.

    Empty if nothing can be written there.
    """
    plain = checked(gdal.Translate("", dataset, format="VRT"), path.name)
    document = _relative(plain.GetMetadata("xml:VRT")[0], path.parent)
    document = _COMPLEX_BAND.sub(_AMPLITUDE_BAND, document)
    target = path.with_name(safe_name(f"{path.name}-amplitude") + ".vrt")
    content = document.encode("utf-8")
    if os.path.lexists(target) and not _holds(target, content):
        return ""
    try:
        write_whole(target, content)
    except Up42Error:
        return ""
    return str(target)


def _holds(target: Path, content: bytes) -> bool:
    """Returns whether a file is the mosaic already; any other is the user's."""
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


def _relative(document: str, folder: Path) -> str:
    def shorten(match: re.Match[str]) -> str:
        path = Path(match.group(3))
        if folder not in path.parents or ".." in path.parts:
            raise Up42Error(ErrorKind.FILE_UNSAFE, match.group(3))
        inner = path.relative_to(folder).as_posix()
        return f'<SourceFilename{match.group(1)}relativeToVRT="1"{match.group(2)}>{inner}</SourceFilename>'

    # Leaves out a copy of the product's metadata and the absolute paths of overviews.
    lean = re.sub(r'<Metadata domain="(xml:SENTINEL2|OVERVIEWS)".*?</Metadata>', "", document, flags=re.DOTALL)
    return _SOURCE.sub(shorten, lean)
