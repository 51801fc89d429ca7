"""Detects rasters whose pixels are in other files: HDF5 with external storage, PCIDSK with linked channels.

In both formats a file of a few bytes can name any other file of this computer, whose bytes are read as pixels.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Iterator

from .references import UnsafeReference, check_name

_HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"
# An HDF5 file may start with a user block of one of these lengths.
_HDF5_PLACES = (0, *(512 * 2**power for power in range(16)))
_PIX_HEAD_BYTES, _PIX_CHANNEL_BYTES = 512, 1024
_MAX_PIX_CHANNELS = 4096


def check_hdf5(path: Path) -> None:
    """Raises UnsafeReference for an HDF5 file, which netCDF-4 is too, whose pixels are in other files.

    Source: HDF5 File Format Specification 3.0, IV.A.2.h: the names are in a local heap, to which the message "External
    Data Files" points. Files that are no HDF5 pass.
    """
    with path.open("rb") as file:
        if not path.stat().st_size:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            base = next((place for place in _HDF5_PLACES if content[place : place + 8] == _HDF5_MAGIC), None)
            if base is None:
                return
            # The superblock has the size of addresses, at an offset that depends on its version.
            size = content[base + (13 if content[base + 8] < 2 else 9)]
            for heap in _places_of(content, b"HEAP"):
                address = (heap - base).to_bytes(8, "little")
                for pointer in _places_of(content, address[:size] if size <= 8 else address):
                    if _is_external_list(content, pointer):
                        raise UnsafeReference("external data files")


def check_pix(path: Path) -> None:
    """Raises UnsafeReference for a PCIDSK file with a channel in a file outside its folder.

    Source: PCIDSK file format, image headers: each of 1,024 bytes, the name of the channel's file at byte 64; spaces
    if the pixels are inside, `/SIS=` for tiles inside.
    """
    with path.open("rb") as file:
        head = file.read(_PIX_HEAD_BYTES)
        start, count = _number(head[336:352]), _number(head[376:384])
        for number in range(min(count, _MAX_PIX_CHANNELS)):
            file.seek(max(start - 1, 0) * _PIX_HEAD_BYTES + number * _PIX_CHANNEL_BYTES)
            name = file.read(_PIX_CHANNEL_BYTES)[64:128].strip(b" \0").decode("latin-1")
            if name and not name.startswith("/SIS="):
                check_name(name)
                if name.startswith("LNK"):
                    raise UnsafeReference(name)
    if count > _MAX_PIX_CHANNELS:
        raise UnsafeReference(f"{count} channels")


def _is_external_list(content: mmap.mmap, pointer: int) -> bool:
    """Returns whether a pointer to a heap is that of a list of external files: version 1, three zeros, slots."""
    if pointer < 8 or content[pointer - 8 : pointer - 4] != b"\1\0\0\0":
        return False
    slots = int.from_bytes(content[pointer - 4 : pointer - 2], "little")
    used = int.from_bytes(content[pointer - 2 : pointer], "little")
    return 0 < used <= slots


def _places_of(content: mmap.mmap, wanted: bytes) -> Iterator[int]:
    place = content.find(wanted)
    while place >= 0:
        yield place
        place = content.find(wanted, place + 1)


def _number(text: bytes) -> int:
    try:
        return int(text.strip(b" \0") or b"0")
    except ValueError:
        raise UnsafeReference(repr(text)) from None
