"""Finds what foreign files refer to (other files, addresses, code) without opening it."""

from __future__ import annotations

import contextlib
import html
import json
import re
import sqlite3
from pathlib import Path
from typing import Iterable, Iterator, List, Optional, Set

# Documents that make GDAL open what they name. None of them is the content of a delivered file.
_FORBIDDEN_HEADS = re.compile(
    rb"<\s*(VRTDataset|OGRVRTDataSource|OGRVRTLayer|GDAL_WMS|GDAL_WMTS|WMS_|WCS_GDAL|GDALTileIndexDataset|MRF_META"
    rb"|OGRWFSDataSource|OGRCSWDataSource|WMT_MS_Capabilities|WMS_Capabilities|Capabilities)",
    re.IGNORECASE,
)
# Elements whose `href` the DIMAP and SAFE drivers open; others are plain links.
_OPENED_ELEMENTS = re.compile(
    r"<(?:[\w.-]+:)?(?:DATA_FILE_PATH|COMPONENT_PATH|fileLocation)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE
)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
# The same as an element, which GDAL also accepts, and the names of Sentinel-2 images and granules.
_NAMES = re.compile(
    r"<(?:[\w.-]+:)?(?:href|IMAGE_FILE(?:_2A)?|IMAGE_ID(?:_2A)?)\b[^>]*>([^<]*)<"
    r"|\b(?:granuleIdentifier|datastripIdentifier)\s*=\s*[\"']([^\"']*)",
    re.IGNORECASE,
)
_SIDECAR_REFERENCE = re.compile(rb"OVERVIEW_FILE|X_DATASET|Y_DATASET|<!ENTITY|/vsi", re.IGNORECASE)
_LIVE_MARKUP = re.compile(
    r"<\s*(img|image|script|iframe|frame|object|embed|link|style|svg|video|audio|source|input|base|meta|body)\b",
    re.IGNORECASE,
)
_MAX_DOCUMENT_BYTES = 20_000_000
_MAX_SIDECAR_BYTES = 20_000_000
_MAX_PRODUCT_FILES = 5_000
# Virtual tables of SQLite that read nothing outside the database.
_HARMLESS_MODULES = frozenset({"rtree", "rtree_i32", "fts3", "fts4", "fts5", "geopoly"})
_MODULE = re.compile(r"\bUSING\s+[\"'`\[]?(\w+)", re.IGNORECASE)
# The key "crs" in any JSON spelling; GDAL ignores its case.
_CRS_KEY = re.compile(rb'"(?:[cC]|\\u00[46]3)(?:[rR]|\\u00[57]2)(?:[sS]|\\u00[57]3)"\s*:\s*(?=\{)')
_CRS_BYTES = 65_536
_CHUNK_BYTES = 1024 * 1024
_IMAGE_SUFFIXES = frozenset({".tif", ".tiff", ".jp2", ".j2k"})
# TIFF and BigTIFF of both byte orders, JPEG 2000 as a file and as a bare code stream.
_IMAGE_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")


class UnsafeReference(Exception):
    """A reference that leaves the file's own folder, with what it names."""


def check_head(head: bytes) -> None:
    """Raises UnsafeReference for a document that makes GDAL open what it names."""
    found = _FORBIDDEN_HEADS.search(head.replace(b"\0", b""))
    if found is not None:
        raise UnsafeReference(found.group(1).decode("ascii"))


def check_name(name: str) -> None:
    """Raises UnsafeReference for a name that is not a plain path below its own folder."""
    parts = re.split(r"[/\\]", name)
    if not name or "\0" in name or parts[0] == "" or ".." in parts or ":" in name or name.startswith("<"):
        raise UnsafeReference(name)


def check_words(texts: Iterable[str]) -> None:
    """Raises UnsafeReference for text with markup that loads or runs something.

    QGIS shows names of bands and fields, and the metadata within a file, as HTML in the layer's properties.
    """
    for text in texts:
        found = _LIVE_MARKUP.search(text)
        if found is not None:
            raise UnsafeReference(text[max(found.start() - 10, 0) : found.end() + 60])


def companions_of(path: Path) -> List[Path]:
    """Returns the neighbours of a raster that GDAL opens with it: overviews and masks."""
    wanted = {f"{path.name}{suffix}".lower() for suffix in (".ovr", ".msk")}
    with contextlib.suppress(OSError):
        return sorted(file for file in path.parent.iterdir() if file.name.lower() in wanted)
    return []


def check_sidecar(path: Path) -> None:
    """Raises UnsafeReference if GDAL's sidecar of a raster (`.aux.xml`) names other files."""
    wanted = f"{path.name}.aux.xml".lower()
    with contextlib.suppress(OSError):
        for sidecar in path.parent.iterdir():
            if sidecar.name.lower() != wanted:
                continue
            if sidecar.stat().st_size > _MAX_SIDECAR_BYTES:
                raise UnsafeReference(sidecar.name)
            found = _SIDECAR_REFERENCE.search(html.unescape(sidecar.read_text("latin-1")).encode("latin-1", "replace"))
            if found is not None:
                raise UnsafeReference(f"{sidecar.name}: {found.group(0).decode('ascii')}")


def referred_file(named: str, path: Path) -> Optional[Path]:
    """Returns the neighbour that a raster's own metadata name, None for a part of the raster itself.

    Raises UnsafeReference for anything else.
    """
    for prefix in ("NETCDF", "HDF5", "SENTINEL2_"):
        if named.startswith(prefix) and re.match(rf'\w+:"?{re.escape(str(path))}"?(:|$)', named):
            return None
    if Path(named).parent == path.parent:
        # The Sentinel-2 driver uses the whole path.
        inner = Path(named).name
    else:
        marker, _, inner = named.partition(":::BASE:::")
        if marker:
            raise UnsafeReference(named)
    check_name(inner)
    return path.parent / inner if (path.parent / inner).is_file() else None


def product_references(document: Path, root: Path) -> List[Path]:
    """Returns the images that a product's documents name, all of them within `root`.

    Raises UnsafeReference for a name that leaves it, or for a document that cannot be parsed.
    """
    found: Set[Path] = set()
    waiting, seen = [document], {document}
    while waiting:
        current = waiting.pop()
        for named in _document_names(current):
            check_name(named)
            file = current.parent / named
            if root.resolve() not in file.resolve().parents:
                raise UnsafeReference(named)
            if file in seen or not file.is_file():
                continue
            seen.add(file)
            if len(seen) > _MAX_PRODUCT_FILES:
                raise UnsafeReference(document.name)
            head = _head(file)
            check_head(head)
            if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                waiting.append(file)
            elif file.suffix.lower() in _IMAGE_SUFFIXES or head.startswith(_IMAGE_HEADS):
                found.add(file)
    if document.name.lower().startswith("mtd_"):
        # The driver derives the image names.
        found.update(file for file in root.rglob("*") if file.suffix.lower() in _IMAGE_SUFFIXES)
    return sorted(found)


def check_database(path: Path) -> None:
    """Raises UnsafeReference for an SQLite database whose tables read other files; a broken one passes,
    and fails when it is opened.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    for options in ("", "&immutable=1"):
        try:
            with contextlib.closing(sqlite3.connect(address + options, uri=True)) as database:
                statements = database.execute(
                    "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' LIMIT 1000"
                ).fetchall()
        except sqlite3.Error:
            continue
        for (statement,) in statements:
            module = _MODULE.search(statement)
            if module is None or module.group(1).lower() not in _HARMLESS_MODULES:
                raise UnsafeReference(statement[:100])
        return


def check_geojson(path: Path) -> None:
    """Raises UnsafeReference for GeoJSON whose coordinate reference system is an address: GDAL would fetch it."""
    for text in _crs_texts(path):
        try:
            crs, _ = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            raise UnsafeReference(text[:100]) from None
        kinds = [str(value).lower() for key, value in crs.items() if key.lower() == "type"]
        if any(kind in ("link", "url") for kind in kinds):
            raise UnsafeReference(json.dumps(crs)[:100])


def _crs_texts(path: Path) -> Iterator[str]:
    """Yields the text after each key "crs", read in chunks."""
    with path.open("rb") as file:
        before, ahead = b"", file.read(_CHUNK_BYTES)
        while ahead or before:
            following = file.read(_CHUNK_BYTES) if ahead else b""
            piece = before + ahead
            # The end of a chunk is searched again together with the next one.
            end = len(piece) - (_CRS_BYTES if following else 0)
            for match in _CRS_KEY.finditer(piece):
                if match.start() < end:
                    yield piece[match.end() : match.end() + _CRS_BYTES].decode("utf-8", "replace")
            before = piece[max(end, 0) :] if following else b""
            ahead = following


def _document_names(document: Path) -> Iterator[str]:
    try:
        if document.stat().st_size > _MAX_DOCUMENT_BYTES:
            raise UnsafeReference(document.name)
        content = document.read_bytes()
    except OSError as error:
        raise UnsafeReference(f"{document.name}: {error.strerror}") from error
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content or b"<!ENTITY" in content.upper():
        raise UnsafeReference(document.name)
    text = content.decode("utf-8", "replace")
    for element in _OPENED_ELEMENTS.finditer(text):
        for match in _HREF.finditer(element.group(1)):
            yield html.unescape(match.group(1) or match.group(2) or "").strip()
    for match in _NAMES.finditer(text):
        yield html.unescape(match.group(1) or match.group(2) or "").strip()


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return content.read(4096)
    except OSError as error:
        raise UnsafeReference(f"{file.name}: {error.strerror}") from error
