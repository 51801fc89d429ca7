"""Seeded archives with odd headers: each is unpacked right, or refused in words without a trace.

A change of any byte is found by checksums before it gets far; so headers are changed field by field, and their
checksums are set right again.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import tarfile
import tempfile
import traceback
import zipfile
from enum import Enum
from pathlib import Path

from support.service_stage import Watch

from up42_jobs.core.api.downloads.archives import unpack_archive
from up42_jobs.core.api.downloads.staged_extraction import Unpacking
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.outputs.unpack_limits import UnpackLimits

KINDS = (ErrorKind.ARCHIVE_BROKEN, ErrorKind.ARCHIVE_UNSAFE, ErrorKind.DISK_FULL)
# Claims beyond them are refused before the disk is asked.
LIMITS = UnpackLimits(max_entries=500, max_total_bytes=2_000_000, free_bytes=1_000_000)
NAMES = ("a.tif", "b/c.tif", "output/data.json", "x" * 120 + ".tif", "é/ü.tif", "../evil", "/etc/evil", ".bashrc", "a")
ODD_NUMBERS = (0, 1, -1, 7, 511, 512, 513, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1, 2**33, 2**63 - 1, 2**63, 10**18)
ODD_TEXTS = ("", "0", "-1", "1e9", "nan", "²", "a,b", "0,1,2", "9" * 30, "\0", "\n", "../evil", "é" * 60)
PAX_KEYS = (
    "path", "linkpath", "size", "uid", "mtime", "GNU.sparse.map", "GNU.sparse.size", "GNU.sparse.name",
    "GNU.sparse.major", "GNU.sparse.minor", "GNU.sparse.realsize", "GNU.sparse.numblocks", "hdrcharset", "comment",
)  # fmt: skip
# Of a tar header: where each field begins and how long it is.
TAR_FIELDS = {"name": (0, 100), "mode": (100, 8), "size": (124, 12), "mtime": (136, 12), "type": (156, 1),
              "link": (157, 100), "magic": (257, 8), "major": (329, 8), "prefix": (345, 155)}  # fmt: skip
TAR_TYPES = b"0\0001234567xgLKSVMNAD\xff"
# Of the headers of a zip, by their first four bytes.
ZIP_FIELDS = {
    b"PK\3\4": {"version": (4, 2), "flags": (6, 2), "method": (8, 2), "crc": (14, 4), "packed": (18, 4),
                "size": (22, 4), "name": (26, 2), "extra": (28, 2)},
    b"PK\1\2": {"version": (6, 2), "flags": (8, 2), "method": (10, 2), "crc": (16, 4), "packed": (20, 4),
                "size": (24, 4), "name": (28, 2), "extra": (30, 2), "comment": (32, 2), "disk": (34, 2),
                "mode": (38, 4), "place": (42, 4)},
    b"PK\5\6": {"disk": (4, 2), "entries": (8, 2), "all": (10, 2), "length": (12, 4), "place": (16, 4),
                "comment": (20, 2)},
    b"PK\6\6": {"length": (4, 8), "entries": (24, 8), "all": (32, 8), "contents": (40, 8), "place": (48, 8)},
}  # fmt: skip


class Kind(Enum):
    """What the desk is called among those of the services."""

    ARCHIVES = "archives"


class ArchiveDesk:
    """Makes and unpacks archives; the same seed makes the same one."""

    service = Kind.ARCHIVES

    def __enter__(self):
        self._home = tempfile.TemporaryDirectory(prefix="up42-fuzz-")
        return self

    def __exit__(self, *error):
        self._home.cleanup()

    def play(self, seed):
        """Returns what was made, and what is wrong with its end, None if that is sound."""
        chance = random.Random(seed)
        name, content = archive(chance)
        with tempfile.TemporaryDirectory(dir=self._home.name) as folder:
            return name, _flaw(Path(folder), content)


def archive(chance):
    """Returns the name of a form and an archive of it with odd headers."""
    make = chance.choice((_tar, _tar, _zip))
    name, content = make(chance)
    if chance.random() < 0.2:
        content = content[: chance.randrange(len(content) + 1)]
    if chance.random() < 0.2 and content:
        changed = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        content = bytes(changed)
    if chance.random() < 0.1:
        content += chance.randbytes(chance.randrange(2000))
    return name, content


def _flaw(folder, content):
    (folder / "delivery.bin").write_bytes(content)
    unpacking = Unpacking(folder / "job", LIMITS, Watch())
    try:
        files = unpack_archive(folder / "delivery.bin", unpacking)
    except Up42Error as error:
        if error.kind not in KINDS:
            return f"ends as {error.kind.value}: {error}"
        return None if os.listdir(folder) == ["delivery.bin"] else f"left {sorted(os.listdir(folder))}"
    except Exception:
        return traceback.format_exc()
    there = {path for path in (folder / "job").rglob("*") if not path.is_dir()}
    if there != {file.path for file in files} or set(os.listdir(folder)) - {"delivery.bin", "job"}:
        return f"returned {files}, left {sorted(there)}"
    for file in files:
        content = file.path.read_bytes()
        is_right = (file.size_bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        if not is_right or file.path.is_symlink() or file.path.stat().st_mode & 0o111:
            return f"{file} is not what is on the disk"
    return None


def _tar(chance):
    form = chance.choice((tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form, errors="surrogateescape") as made:
        for _ in range(chance.randint(1, 5)):
            member = tarfile.TarInfo(chance.choice(NAMES)[: 90 if form == tarfile.USTAR_FORMAT else 200])
            if form == tarfile.PAX_FORMAT and chance.random() < 0.6:
                odd = [chance.choice(PAX_KEYS) for _ in range(chance.randint(1, 4))]
                member.pax_headers = {key: chance.choice((*ODD_TEXTS, *map(str, ODD_NUMBERS))) for key in odd}
                # Words that are no numbers of ours go to the header as they are.
                member.pax_headers.pop("\0", None)
            content = chance.randbytes(chance.choice((0, 1, 511, 512, 513, 3000)))
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    content = bytearray(buffer.getvalue())
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        _change_tar_header(chance, content)
    if chance.random() < 0.1:
        content = bytearray(content[:512] * chance.choice((2, 1200)) + content)
    wrapped = bytes(content)
    if chance.random() < 0.6:
        wrapped = gzip.compress(wrapped, chance.choice((0, 6)), mtime=0)
    return f"tar {form}", wrapped


def _change_tar_header(chance, content):
    places = [place for place in range(0, len(content) - 511, 512) if content[place + 257 : place + 262] == b"ustar"]
    if not places:
        return
    place = chance.choice(places)
    field = chance.choice(list(TAR_FIELDS))
    begin, length = TAR_FIELDS[field]
    if field == "type":
        value = bytes([chance.choice(TAR_TYPES)])
    elif field in ("name", "link", "prefix"):
        value = chance.choice((*NAMES, *ODD_TEXTS)).encode("utf-8", "surrogateescape")
    else:
        number = chance.choice(ODD_NUMBERS)
        value = chance.choice((
            b"%o" % max(number, 0), b"-1", b" ", b"9", b"\xff" * length,
            b"\x80" + (number % 2**64).to_bytes(length - 1, "big") if length > 9 else b"\x80",
        ))  # fmt: skip
    content[place + begin : place + begin + length] = value[:length].ljust(length, b"\0")
    content[place + 148 : place + 156] = b" " * 8
    content[place + 148 : place + 156] = b"%06o\0 " % sum(content[place : place + 512])


def _zip(chance):
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name in chance.sample(NAMES, chance.randint(1, 4)):
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            info.external_attr = chance.choice((0, 0o644, 0o755, 0o120777, 0o60644)) << 16
            with made.open(info, "w", force_zip64=chance.random() < 0.2) as member:
                member.write(chance.randbytes(chance.choice((0, 1, 700))) + bytes(chance.choice((0, 5000))))
    content = bytearray(buffer.getvalue())
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        _change_zip_header(chance, content)
    return f"zip {method}", bytes(content)


def _change_zip_header(chance, content):
    sign = chance.choice(list(ZIP_FIELDS))
    place = content.find(sign, chance.randrange(len(content)))
    place = place if place >= 0 else content.find(sign)
    if place < 0:
        return
    begin, length = ZIP_FIELDS[sign][chance.choice(list(ZIP_FIELDS[sign]))]
    number = chance.choice((*ODD_NUMBERS, 8, 12, 14, 93, 99, len(content), chance.randrange(2**16)))
    content[place + begin : place + begin + length] = (number % 2 ** (8 * length)).to_bytes(length, "little")
