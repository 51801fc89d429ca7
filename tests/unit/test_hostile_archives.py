"""Malicious archives are refused with the name of the member; no file is written outside, and none remains."""

from __future__ import annotations

import gzip
import os
import stat
import tarfile
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.archive_samples import BAD_NAMES, MEETING_NAMES, WHOLE, refused, tar_bytes, unpack, zip_bytes

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.outputs.unpack_limits import UnpackLimits
from up42_jobs.sandbox.testing.hostile_archives import HOSTILE_KINDS, hostile_archive


# The bomb and the 60,000 files take seconds to make; smaller ones are below.
@pytest.mark.parametrize("kind", sorted(set(HOSTILE_KINDS) - {"bomb", "too_many"}))
def test_every_hostile_archive_of_the_sandbox_is_refused(tmp_path, kind):
    archive = hostile_archive(tmp_path / "made", kind)
    content = archive.read_bytes()
    archive.unlink()
    refused(tmp_path, content)


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
def test_a_name_that_is_no_plain_place_below_the_folder_is_refused_and_told(tmp_path, pack, name):
    detail = refused(tmp_path, pack([("good.tif", b"1"), (name, b"2")]))
    assert name[:20].encode("unicode_escape").decode("ascii")[:4] in detail or name[:4] in detail
    assert detail.isprintable()


@pytest.mark.parametrize("name", [".bashrc", ".config/autostart/a.desktop", "output/.profile", "./.ssh/config"])
@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
def test_a_hidden_name_at_the_top_is_refused(tmp_path, pack, name):
    """In a home folder these are the settings of a shell, or programs that start with the desktop."""
    assert "hidden" in refused(tmp_path, pack([("good.tif", b"1"), (name, b"2")]))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_with_methods_that_unpack_in_one_piece_is_refused(tmp_path, method):
    """2,445 bytes grew to 6.2 GiB of memory: the library takes no limit for these."""
    content = zip_bytes([("good.tif", b"1"), ("zeros.tif", bytes(20_000_000))], method)
    tracemalloc.start()
    assert "compression method" in refused(tmp_path, content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("is_long", [False, True])
def test_a_zip_with_an_endless_list_of_contents_is_refused(tmp_path, is_long):
    """The library reads the list whole, and each entry takes ten times its length in memory."""
    content = bytearray(zip_bytes([("good.tif", b"1")]))
    if is_long:
        record = b"PK\x06\x06" + bytes(36) + (2**40).to_bytes(8, "little") + bytes(8)
        content[-22:-22] = record + b"PK\x06\x07" + bytes(4) + bytes(8) + b"\1\0\0\0"
    else:
        content[-10:-6] = (2**31).to_bytes(4, "little")
    assert "list of contents" in refused(tmp_path, bytes(content))


def test_a_zip_with_room_for_more_than_four_gigabytes_is_unpacked(tmp_path, monkeypatch):
    """Some writers state all lengths in the long form."""
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 0)
    content = zip_bytes([("good.tif", b"1")])
    assert b"PK\x06\x06" in content
    assert unpack(tmp_path, content) == {"good.tif": b"1"}


def sparse_tar(size=10**12, map_text="0,1"):
    """A tar whose one file claims a size by a map of its parts."""
    member = tarfile.TarInfo("sparse.tif")
    member.pax_headers = {"GNU.sparse.map": map_text, "GNU.sparse.size": str(size), "GNU.sparse.name": "sparse.tif"}
    return tar_bytes([(member, b"x" * 512)])


@pytest.mark.parametrize("map_text", ["0,1", "0", "a,b", "0,1,2", "-1,9999999999999", ""])
def test_a_sparse_file_is_refused_whatever_its_map_says(tmp_path, map_text):
    archive = tmp_path / "made"
    archive.mkdir()
    with pytest.raises(Up42Error) as caught:
        unpack(archive, sparse_tar(map_text=map_text))
    assert caught.value.kind in (ErrorKind.ARCHIVE_UNSAFE, ErrorKind.ARCHIVE_BROKEN)
    assert os.listdir(archive) == ["delivery.bin"]


def test_a_chain_of_long_names_is_a_broken_archive(tmp_path):
    """The library calls itself for each of them."""
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 10
    block = header.tobuf(tarfile.GNU_FORMAT) + b"name".ljust(512, b"\0")
    refused(tmp_path, gzip.compress(block * 1500 + bytes(1024)), kind=ErrorKind.ARCHIVE_BROKEN)


def test_a_name_cut_by_a_null_is_refused(tmp_path):
    content = zip_bytes([("good.tifXevil", b"1")]).replace(b"good.tifXevil", b"good.tif\0evil")
    refused(tmp_path, content)


def test_a_name_of_broken_letters_is_refused(tmp_path):
    refused(tmp_path, tar_bytes([("bad\udcff.tif", b"1")], form=tarfile.GNU_FORMAT))


@pytest.mark.parametrize("names", MEETING_NAMES)
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
    assert UnpackLimits().max_entries < 60_000
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
        assert not any((folder / "job").glob(".unpacking*"))
