"""Builds archives in memory and unpacks them as a download does."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zipfile

import pytest

from support.service_stage import Watch
from up42_jobs.core.api.downloads.archives import unpack_archive
from up42_jobs.core.api.downloads.staged_extraction import Unpacking
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.outputs.unpack_limits import UnpackLimits

GOOD = {
    "output/data.json": b"{}",
    "output/72db1212.tif": b"II*\0" + bytes(range(256)) * 9000,
    "output/scene/IMG_1/DIM_PHR1B.XML": b"<xml/>",
    "output/scene/IMG_1/Größe 1.TIF": b"x" * 513,
    "output/scene/empty.txt": b"",
}
LANDED = {name[len("output/") :]: content for name, content in GOOD.items()}

# No plain places below a folder.
BAD_NAMES = [
    "/etc/evil",
    "//server/share/evil",
    "../evil",
    "a/../../evil",
    "a/..",
    "output/../evil",
    "output/../../evil",
    "C:/evil",
    "C:evil",
    "output/c:\\evil",
    "a\\..\\evil",
    "\\\\server\\evil",
    "a\nb.tif",
    "a\rb.tif",
    "a\tb.tif",
    "a\x1bb.tif",
    "a\x7fb.tif",
    "a\x85b.tif",
    "a\u2028b.tif",
    "CON",
    "con.tif",
    "output/NUL",
    "aux .json",
    "COM1.tif",
    "lpt\u00b9.tif",
    "a/PRN/b.tif",
    "evil.",
    "evil ",
    "a. /b",
    '<img src="x">.tif',
    "x" * 256,
    "é" * 128,
]

# Names that some file system takes for the same one.
MEETING_NAMES = [
    ["a.tif", "a.tif"],
    ["a.tif", "A.TIF"],
    ["a.tif", "./a.tif"],
    ["a.tif", "output/a.tif"],
    ["straße.tif", "STRASSE.tif"],
    ["é.tif", "e\u0301.tif"],
    ["Dir/a.tif", "dir/b.tif"],
    ["a", "a/b"],
    ["a/b", "a"],
]


def tar_bytes(members, mode="w:gz", form=tarfile.PAX_FORMAT):
    """A tar of (name or TarInfo, content) pairs."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, format=form) as archive:
        for name, content in members:
            member = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def zip_bytes(members, method=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, content) pairs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def unpack(folder, content, limits=None, watch=None):
    """Unpacks bytes under a name that says nothing into `folder/job`; returns what landed."""
    archive = folder / "delivery.bin"
    archive.write_bytes(content)
    files = unpack_archive(archive, Unpacking(folder / "job", limits or UnpackLimits(), watch or Watch()))
    for file in files:
        content = file.path.read_bytes()
        assert (file.size_bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    return {file.path.relative_to(folder / "job").as_posix(): file.path.read_bytes() for file in files}


def refused(folder, content, kind=ErrorKind.ARCHIVE_UNSAFE, limits=None):
    """Unpacks what must be refused and returns the detail; nothing may be left of it anywhere."""
    with pytest.raises(Up42Error) as caught:
        unpack(folder, content, limits)
    assert caught.value.kind is kind
    assert os.listdir(folder) == ["delivery.bin"]
    return caught.value.detail


# One of each kind, with the same files in it.
WHOLE = {"tgz": tar_bytes(GOOD.items()), "tar": tar_bytes(GOOD.items(), "w"), "zip": zip_bytes(GOOD.items())}
