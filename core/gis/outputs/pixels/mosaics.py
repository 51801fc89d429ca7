"""Virtual rasters of ours beside delivered products, with relative sources, so that a folder can be moved."""

from __future__ import annotations

import re
from pathlib import Path

from osgeo import gdal

from ....domain.errors import Up42Error
from ....domain.outputs.disk import write_whole
from ....domain.outputs.file_names import safe_name

_SOURCE = re.compile(r'<SourceFilename([^>]*?)relativeToVRT="0"([^>]*)>([^<]+)</SourceFilename>')


def sentinel_mosaic(subdataset: str, product: Path, part: str) -> str:
    """Returns what opens a subdataset of a Sentinel-2 product: a mosaic beside its folder.

    The driver's own names hold an absolute path that QGIS cannot make relative in a project. Where nothing can be
    written the subdataset itself is returned. Raises RuntimeError where it cannot be opened.
    """
    dataset = gdal.Open(subdataset)
    documents = dataset.GetMetadata("xml:VRT")
    target = product.parent / (safe_name("-".join(filter(None, (product.stem, part)))) + ".vrt")
    if not documents:
        return subdataset
    try:
        write_whole(target, _relative(documents[0], product.parent).encode("utf-8"))
    except Up42Error:
        return subdataset
    return str(target)


def _relative(document: str, folder: Path) -> str:
    def shorten(match: re.Match[str]) -> str:
        path = Path(match.group(3))
        if folder not in path.parents:
            return match.group(0)
        inner = path.relative_to(folder).as_posix()
        return f'<SourceFilename{match.group(1)}relativeToVRT="1"{match.group(2)}>{inner}</SourceFilename>'

    # The product's whole metadata would be repeated in it, and the place of overviews is absolute.
    lean = re.sub(r'<Metadata domain="(xml:SENTINEL2|OVERVIEWS)".*?</Metadata>', "", document, flags=re.DOTALL)
    return _SOURCE.sub(shorten, lean)
