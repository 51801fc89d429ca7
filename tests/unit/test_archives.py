"""Archives are unpacked whole and harmless, or refused by name with nothing outside and nothing left."""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import subprocess
import tarfile
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from live_stage import Watch

from up42_jobs.core.api.archives import unpack_tar
from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.api.unpacking import UnpackLimits
from up42_jobs.core.domain.archive_kind import ArchiveKind, archive_kind
from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.file_names import collision_key, distinct_names, name_flaw, safe_name
from up42_jobs.core.domain.network import NetworkProfile
from up42_jobs.sandbox.world.archives import HOSTILE_KINDS, hostile_archive

GOOD = {
    "output/data.json": b"{}",
    "output/72db1212.tif": b"II*\0" + bytes(range(256)) * 9000,
    "output/scene/IMG_1/DIM_PHR1B.XML": b"<xml/>",
    "output/scene/IMG_1/Größe 1.TIF": b"x" * 513,
    "output/scene/empty.txt": b"",
}
LANDED = {name[len("output/") :]: content for name, content in GOOD.items()}


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
    downloads = HttpDownloads(NetworkProfile(), limits or UnpackLimits())
    files = downloads.unpack(archive, folder / "job", watch or Watch())
    return {path.relative_to(folder / "job").as_posix(): path.read_bytes() for path in files}


def refused(folder, content, kind=ErrorKind.ARCHIVE_UNSAFE, limits=None):
    """Unpacks what must be refused and returns the detail; nothing may be left of it anywhere."""
    with pytest.raises(Up42Error) as caught:
        unpack(folder, content, limits)
    assert caught.value.kind is kind
    assert os.listdir(folder) == ["delivery.bin"]
    return caught.value.detail


@pytest.mark.parametrize(
    "pack",
    [
        lambda members: tar_bytes(members),
        lambda members: tar_bytes(members, "w"),
        lambda members: tar_bytes(members, form=tarfile.GNU_FORMAT),
        lambda members: zip_bytes(members),
        lambda members: zip_bytes(members, zipfile.ZIP_STORED),
    ],
    ids=["tgz", "tar", "gnu", "zip", "stored"],
)
def test_what_is_packed_lands_without_its_leading_folder_whatever_the_name_of_the_archive(tmp_path, pack):
    watch = Watch()
    assert unpack(tmp_path, pack(GOOD.items()), watch=watch) == LANDED
    assert sorted(os.listdir(tmp_path / "job")) == ["72db1212.tif", "data.json", "scene"]
    assert watch.told == sorted(watch.told)
    assert watch.told[-1] == pytest.approx(1.0)


def test_archives_of_the_machine_s_own_tar_are_understood(tmp_path):
    for name, content in GOOD.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for number, options in enumerate(
        (["-cf"], ["--format=v7", "-cf"], ["--format=posix", "-czf"], ["-b", "400", "-czf"])
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        archive = folder / "made"
        subprocess.run(["tar", *options, str(archive), "-C", str(tmp_path / "source"), "."], check=True)
        content = archive.read_bytes()
        archive.unlink()
        assert unpack(folder, content) == LANDED


def test_an_archive_without_the_folder_and_one_named_like_it_are_both_kept(tmp_path):
    got = unpack(tmp_path, tar_bytes([("a/output/b.txt", b"1"), ("./c.txt", b"2"), ("d//e.txt", b"3")]))
    assert got == {"a/output/b.txt": b"1", "c.txt": b"2", "d/e.txt": b"3"}


def test_several_gzip_files_in_one_and_padding_are_read_on(tmp_path):
    plain = tar_bytes(GOOD.items(), "w")
    middle = len(plain) // 2
    packed = gzip.compress(plain[:middle]) + gzip.compress(plain[middle:]) + bytes(100)
    assert unpack(tmp_path, packed) == LANDED


def test_nothing_that_lands_can_be_executed(tmp_path):
    member = tarfile.TarInfo("run.sh")
    member.mode = 0o6777
    unpack(tmp_path, tar_bytes([(member, b"#!/bin/sh\n")]))
    assert stat.S_IMODE((tmp_path / "job" / "run.sh").stat().st_mode) & 0o7111 == 0
    info = zipfile.ZipInfo("walk.sh")
    info.external_attr = (stat.S_IFREG | 0o777) << 16
    unpack(tmp_path, zip_bytes([(info, b"#!/bin/sh\n")]))
    assert stat.S_IMODE((tmp_path / "job" / "walk.sh").stat().st_mode) & 0o7111 == 0


def test_unpacking_again_replaces_what_was_there_and_keeps_what_was_not_in_it(tmp_path):
    unpack(tmp_path, tar_bytes([("a.txt", b"old"), ("b/c.txt", b"old")]))
    (tmp_path / "job" / "mine.qgz").write_bytes(b"mine")
    unpack(tmp_path, tar_bytes([("a.txt", b"new"), ("b/d.txt", b"new")]))
    found = {path.name: path.read_bytes() for path in (tmp_path / "job").rglob("*") if path.is_file()}
    assert found == {"a.txt": b"new", "c.txt": b"old", "d.txt": b"new", "mine.qgz": b"mine"}


def test_a_refused_archive_leaves_what_was_there_untouched(tmp_path):
    unpack(tmp_path, tar_bytes([("a.txt", b"old")]))
    with pytest.raises(Up42Error):
        unpack(tmp_path, tar_bytes([("a.txt", b"new"), ("../b.txt", b"new")]))
    assert (tmp_path / "job" / "a.txt").read_bytes() == b"old"
    assert os.listdir(tmp_path / "job") == ["a.txt"]
    assert sorted(os.listdir(tmp_path)) == ["delivery.bin", "job"]


def test_what_a_killed_process_left_is_cleared_away(tmp_path):
    left = tmp_path / "job" / ".unpacking" / "half"
    left.mkdir(parents=True)
    (left / "a.tif").write_bytes(b"half")
    unpack(tmp_path, tar_bytes([("a.tif", b"whole")]))
    assert os.listdir(tmp_path / "job") == ["a.tif"]


# The bomb takes seconds to make; a smaller one is below.
@pytest.mark.parametrize("kind", sorted(set(HOSTILE_KINDS) - {"bomb"}))
def test_every_hostile_archive_of_the_sandbox_is_refused(tmp_path, kind):
    archive = hostile_archive(tmp_path / "made", kind)
    content = archive.read_bytes()
    archive.unlink()
    refused(tmp_path, content)


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
    "x" * 256,
    "é" * 128,
]


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
def test_a_name_that_is_no_plain_place_below_the_folder_is_refused_and_told(tmp_path, pack, name):
    detail = refused(tmp_path, pack([("good.tif", b"1"), (name, b"2")]))
    assert name[:20].encode("unicode_escape").decode("ascii")[:4] in detail or name[:4] in detail
    assert detail.isprintable()


def test_a_name_cut_by_a_null_is_refused(tmp_path):
    content = zip_bytes([("good.tifXevil", b"1")]).replace(b"good.tifXevil", b"good.tif\0evil")
    refused(tmp_path, content)


def test_a_name_of_broken_letters_is_refused(tmp_path):
    refused(tmp_path, tar_bytes([("bad\udcff.tif", b"1")], form=tarfile.GNU_FORMAT))


@pytest.mark.parametrize(
    "names",
    [
        ["a.tif", "a.tif"],
        ["a.tif", "A.TIF"],
        ["a.tif", "./a.tif"],
        ["a.tif", "output/a.tif"],
        ["straße.tif", "STRASSE.tif"],
        ["é.tif", "e\u0301.tif"],
        ["Dir/a.tif", "dir/b.tif"],
        ["a", "a/b"],
        ["a/b", "a"],
    ],
)
@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_meet_on_some_file_system_are_refused(tmp_path, pack, names):
    refused(tmp_path, pack([(name, str(number).encode()) for number, name in enumerate(names)]))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_whatever_is_neither_file_nor_folder_is_refused(tmp_path, kind):
    member = tarfile.TarInfo("evil")
    member.type = kind
    member.linkname = "good.tif"
    assert "evil" in refused(tmp_path, tar_bytes([("good.tif", b"1"), (member, b"")]))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_are_refused(tmp_path, kind):
    info = zipfile.ZipInfo("evil")
    info.external_attr = (kind | 0o777) << 16
    assert "evil" in refused(tmp_path, zip_bytes([("good.tif", b"1"), (info, b"/etc/passwd")]))


@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
def test_too_many_and_too_large_are_refused(tmp_path, pack):
    members = [(f"{number}.txt", b"x" * 1000) for number in range(10)]
    assert "too many" in refused(tmp_path, pack(members), limits=UnpackLimits(max_entries=9))
    assert "too large" in refused(tmp_path, pack(members), limits=UnpackLimits(max_total_bytes=9999))
    zeros = [("zeros.tif", bytes(2_000_000))]
    tight = UnpackLimits(max_ratio=100, free_bytes=1_000_000)
    assert "zeros.tif" in refused(tmp_path, pack(zeros), limits=tight)
    assert unpack(tmp_path, pack(zeros), UnpackLimits(max_ratio=100)) == dict(zeros)
    assert unpack(tmp_path, pack(members), UnpackLimits(max_entries=10, max_total_bytes=10_000)) == dict(members)


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
@pytest.mark.parametrize("before", [b"", tar_bytes([("good.tif", b"1")], "w")[:1024]], ids=["first", "second"])
def test_a_header_that_claims_to_be_huge_does_not_fill_the_memory(tmp_path, kind, before):
    member = tarfile.TarInfo("evil")
    member.type = kind
    member.size = 50_000_000
    content = gzip.compress(before + member.tobuf(tarfile.USTAR_FORMAT) + bytes(member.size), 1)
    tracemalloc.start()
    try:
        assert "header" in refused(tmp_path, content)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("mode", "share"), [("w:gz", 0.02), ("w:gz", 0.5), ("w:gz", 0.999), ("w", 0.02), ("w", 0.5), ("w", 0.9)]
)
def test_a_tar_that_was_cut_short_is_broken_and_nothing_of_it_is_kept(tmp_path, mode, share):
    content = tar_bytes(GOOD.items(), mode)
    refused(tmp_path, content[: int(len(content) * share)], ErrorKind.ARCHIVE_BROKEN)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_a_zip_that_was_cut_short_is_broken(tmp_path, share):
    content = zip_bytes(GOOD.items())
    refused(tmp_path, content[: int(len(content) * share)], ErrorKind.ARCHIVE_BROKEN)


def test_a_tar_whose_middle_is_garbage_is_broken_and_not_taken_for_shorter(tmp_path):
    content = bytearray(tar_bytes([("a", b"1" * 512), ("b", b"2" * 512), ("c", b"3" * 512)], "w"))
    content[1024:1536] = b"\xaa" * 512
    refused(tmp_path, bytes(content), ErrorKind.ARCHIVE_BROKEN)
    refused(tmp_path, gzip.compress(bytes(content)), ErrorKind.ARCHIVE_BROKEN)


def test_a_changed_byte_is_found_by_the_archive_s_own_checksum(tmp_path):
    packed = bytearray(gzip.compress(tar_bytes(GOOD.items(), "w"), 0))
    packed[len(packed) // 2] ^= 1
    refused(tmp_path, bytes(packed), ErrorKind.ARCHIVE_BROKEN)
    zipped = bytearray(zip_bytes(GOOD.items(), zipfile.ZIP_STORED))
    zipped[len(zipped) // 2] ^= 1
    refused(tmp_path, bytes(zipped), ErrorKind.ARCHIVE_BROKEN)


@pytest.mark.parametrize(
    "content", [b"", b"II*\0 a picture", b"<Error/>", gzip.compress(b"no tar inside"), b"PK\x03\x04"]
)
def test_what_is_no_archive_is_broken(tmp_path, content):
    refused(tmp_path, content, ErrorKind.ARCHIVE_BROKEN)


def test_an_encrypted_zip_is_broken(tmp_path):
    content = bytearray(zip_bytes([("a.tif", b"1" * 100)]))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.index(magic) + offset
        content[position : position + 2] = struct.pack("<H", 1)
    refused(tmp_path, bytes(content), ErrorKind.ARCHIVE_BROKEN)


def test_a_zip_that_lies_about_a_size_is_broken(tmp_path):
    content = bytearray(zip_bytes([("a.tif", bytes(100_000))]))
    position = content.index(b"PK\x01\x02") + 24
    content[position : position + 4] = struct.pack("<L", 10)
    refused(tmp_path, bytes(content), ErrorKind.ARCHIVE_BROKEN)


def test_stopping_leaves_nothing(tmp_path):
    class Impatient(Watch):
        def check(self):
            path = tmp_path / "job" / ".unpacking" / "72db1212.tif"
            if path.exists() and path.stat().st_size >= 1_000_000:
                raise Cancelled

    with pytest.raises(Cancelled):
        unpack(tmp_path, tar_bytes(GOOD.items()), watch=Impatient())
    assert os.listdir(tmp_path) == ["delivery.bin"]


def test_a_file_where_a_folder_has_to_be_stops_it_and_takes_nothing_away(tmp_path):
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "scene").write_bytes(b"mine")
    with pytest.raises(Up42Error) as caught:
        unpack(tmp_path, tar_bytes(GOOD.items()))
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE
    assert os.listdir(tmp_path / "job") == ["scene"]
    assert (tmp_path / "job" / "scene").read_bytes() == b"mine"


def test_a_tar_is_unpacked_while_it_still_arrives(tmp_path):
    content = tar_bytes([("first.tif", b"1" * 300_000), ("second.tif", os.urandom(300_000))])
    seen = []

    class Line:
        """Gives a hundred bytes at a time and notes when the first file begins to be written."""

        def __init__(self):
            self._rest = content

        def read(self, count):
            first = tmp_path / "job" / ".unpacking" / "first.tif"
            if not seen and first.exists():
                seen.append(len(self._rest))
            chunk, self._rest = self._rest[: min(count, 100)], self._rest[min(count, 100) :]
            return chunk

    files = unpack_tar(Line(), tmp_path / "job", UnpackLimits(), Watch(), is_gzip=True)
    assert [path.name for path in files] == ["first.tif", "second.tif"]
    assert seen[0] > 250_000


WHOLE = {"tgz": tar_bytes(GOOD.items()), "tar": tar_bytes(GOOD.items(), "w"), "zip": zip_bytes(GOOD.items())}


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(WHOLE)),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=40)), min_size=1, max_size=5),
)
def test_whatever_is_changed_in_an_archive_it_is_unpacked_right_or_refused_without_a_trace(kind, changes):
    content = bytearray(WHOLE[kind])
    for share, replacement in changes:
        # Headers are where the harm is: they stand in the first and the last kilobytes.
        position = int(share * 2000) if share < 0.5 else len(content) - int((share - 0.5) * 2000) - 40
        content[position : position + len(replacement)] = replacement
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        refusal = None
        try:
            unpack(folder, bytes(content))
        except Up42Error as error:
            refusal = error.kind
        assert refusal in (None, ErrorKind.ARCHIVE_BROKEN, ErrorKind.ARCHIVE_UNSAFE)
        assert refusal is None or os.listdir(folder) == ["delivery.bin"]
        assert set(os.listdir(folder)) <= {"delivery.bin", "job"}
        assert not (folder / "job" / ".unpacking").exists()


def test_the_kind_is_told_by_content():
    assert archive_kind(WHOLE["tgz"][:4096]) is ArchiveKind.GZIP_TAR
    assert archive_kind(WHOLE["tar"][:4096]) is ArchiveKind.TAR
    assert archive_kind(WHOLE["zip"][:4096]) is ArchiveKind.ZIP
    assert archive_kind(gzip.compress(b'{"type": "FeatureCollection"}')) is None
    assert archive_kind(b"II*\0" + bytes(4092)) is None
    assert archive_kind(bytes(4096)) is None
    assert archive_kind(b"") is None


@given(st.text(min_size=1))
@example("../../etc/passwd")
@example("con")
@example("日" * 200)
@example("a" * 300 + ".tif")
@example("\udc80")
def test_a_name_made_safe_is_one_that_every_system_takes(text):
    name = safe_name(text)
    assert name_flaw(name, is_windows=True) == ""
    assert len(name.encode("utf-8")) <= 100
    assert safe_name(name) == name


@given(st.lists(st.sampled_from(["a.tif", "A.TIF", "a/b", "a_b", "", "é", "e\u0301", "x" * 200, "con"]), max_size=8))
def test_names_made_distinct_never_meet(texts):
    names = distinct_names(texts)
    assert len({collision_key(name) for name in names}) == len(texts)
    assert all(name_flaw(name, is_windows=True) == "" for name in names)


def test_what_only_windows_cannot_write_is_refused_there_alone():
    assert name_flaw("12:30.tif", is_windows=False) == ""
    assert name_flaw("12:30.tif", is_windows=True)
