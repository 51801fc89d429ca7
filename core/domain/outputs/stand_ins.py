"""Detects, by its first bytes, a file that arrived in place of the announced one, such as an error page."""

from __future__ import annotations

import re

from .archive_kind import archive_kind
from .delivered_files import CLOUD_SUFFIXES, MIXED_SUFFIXES, PICTURE_SUFFIXES, RASTER_SUFFIXES

_ARCHIVE_SUFFIXES = (".zip", ".tar", ".tgz", ".tar.gz", ".gz")
_ARCHIVE_TYPES = ("zip", "gzip", "x-tar", "+tar")
_GZIP = b"\x1f\x8b"
_DATA_SUFFIXES = RASTER_SUFFIXES | MIXED_SUFFIXES | PICTURE_SUFFIXES | CLOUD_SUFFIXES
# An HTML page or a storage error, as sent by proxies and services in place of a file.
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(<!doctype\s+html|<html|<\?xml[^>]*>\s*<(error|html)\b|<error>"
    rb"|\{\s*\"(error|code|message)\")",
    re.IGNORECASE,
)
# TIFF and BigTIFF, JPEG 2000, HDF5, HDF4, netCDF, NITF, GRIB, PNG, JPEG, SQLite, LAS, HFA, PCIDSK.
_DATA_HEADS = (
    *(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51", b"\x89HDF", b"\x0e\x03\x13\x01"),
    *(b"CDF\x01", b"CDF\x02", b"CDF\x05", b"NITF", b"NSIF", b"GRIB", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3\0"),
    *(b"LASF", b"EHFA_HEADER_TAG", b"PCIDSK"),
)


def is_stand_in(head: bytes, file_name: str, media_type: str = "") -> bool:
    """Returns whether a file that begins with `head` cannot be the announced archive or image.

    In place of an archive only an archive or a known image format is accepted; in place of an image anything but an
    HTML page, an error or an empty file. Other files may contain anything.
    """
    name, kind = file_name.lower(), media_type.lower()
    if name.endswith(_ARCHIVE_SUFFIXES) or any(word in kind for word in _ARCHIVE_TYPES):
        # A single file may be compressed by gzip; an announced tar.gz has to contain a tar.
        is_lone = name.endswith(".gz") and not name.endswith(".tar.gz") and head.startswith(_GZIP)
        return archive_kind(head) is None and not is_lone and not head.startswith(_DATA_HEADS)
    suffix = f".{name.rpartition('.')[2]}"
    return suffix in _DATA_SUFFIXES and (not head or _PAGE.match(head) is not None)
