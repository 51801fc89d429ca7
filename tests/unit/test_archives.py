"""Archives are unpacked completely, or refused as broken with no file left."""

from __future__ import annotations

import errno
import gzip
import os
import stat
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from support.archive_samples import GOOD, LANDED, WHOLE, refused, tar_bytes, unpack, zip_bytes
from support.service_stage import Watch

from up42_jobs.core.api.downloads.archives import unpack_archive, unpack_tar
from up42_jobs.core.api.downloads.staged_extraction import Unpacking
from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.outputs.archive_kind import ArchiveKind, archive_kind
from up42_jobs.core.domain.outputs.delivery import Placement
from up42_jobs.core.domain.outputs.unpack_limits import UnpackLimits


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


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_every_file_is_on_the_disk_before_it_takes_its_name(tmp_path, monkeypatch, kind):
    # A test cannot cut the power, but it can check the order of the system calls.
    synced, moved = {}, []
    fsync, replace = os.fsync, os.replace

    def note_sync(descriptor):
        found = os.fstat(descriptor)
        synced[found.st_ino] = found.st_size
        fsync(descriptor)

    def note_move(source, target):
        found = os.stat(source)
        moved.append((synced.get(found.st_ino), found.st_size))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_move)
    assert unpack(tmp_path, WHOLE[kind]) == LANDED
    assert len(moved) == len(LANDED)
    assert all(on_disk == size for on_disk, size in moved)


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
            for path in (tmp_path / "job").glob(".unpacking-*/72db1212.tif"):
                if path.stat().st_size >= 1_000_000:
                    raise Cancelled

    with pytest.raises(Cancelled):
        unpack(tmp_path, tar_bytes(GOOD.items()), watch=Impatient())
    assert os.listdir(tmp_path) == ["delivery.bin"]


def test_where_a_file_has_the_name_of_a_folder_all_goes_to_a_folder_of_its_own(tmp_path):
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "scene").write_bytes(b"mine")
    found = unpack(tmp_path, tar_bytes(GOOD.items()))
    assert found == {f"outputs/{name}": content for name, content in LANDED.items()}
    assert sorted(os.listdir(tmp_path / "job")) == ["outputs", "scene"]
    assert (tmp_path / "job" / "scene").read_bytes() == b"mine"


def own_files(tmp_path):
    """A folder of the user's with files of their own, and a link to another folder of theirs."""
    folder, private = tmp_path / "job", tmp_path / "private"
    for path in (folder / "thesis.tif", folder / "scene" / "notes.txt", private / "IMG_1" / "mine.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"mine")
    (folder / "linked").symlink_to(private)
    return folder


@pytest.mark.parametrize("name", ["thesis.tif", "scene/notes.txt", "linked/a.tif", "thesis.tif/a.tif", "scene"])
@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
def test_what_was_there_is_neither_replaced_nor_followed(tmp_path, pack, name):
    """Only what an earlier delivery brought may be replaced: the rest of the folder is the user's."""
    folder = own_files(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    archive = tmp_path / "delivery.bin"
    archive.write_bytes(pack([("new.tif", b"new"), (name, b"theirs")]))
    placement = Placement(is_own=lambda path: False, elsewhere="job-1")
    files = unpack_archive(archive, Unpacking(folder, UnpackLimits(), Watch(), placement))
    assert {file.path: file.path.read_bytes() for file in files} == {
        folder / "job-1" / "new.tif": b"new",
        folder / "job-1" / name: b"theirs",
    }
    assert {path: path.read_bytes() for path in before} == before
    again = unpack_archive(archive, Unpacking(folder, UnpackLimits(), Watch(), placement))
    assert {file.path.relative_to(folder).parts[0] for file in again} == {"job-1-2"}


def test_a_move_that_fails_in_the_middle_restores_what_was_there(tmp_path, monkeypatch):
    """Its last file cannot be moved: files that were replaced come back, new ones and new folders go."""
    unpack(tmp_path, tar_bytes([("a.tif", b"old"), ("b/c.tif", b"old")]))
    (tmp_path / "delivery.bin").unlink()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    move = os.replace

    def failing(source, target):
        if Path(target).name == "z.tif":
            raise OSError(errno.EIO, "cannot move")
        move(source, target)

    monkeypatch.setattr(os, "replace", failing)
    members = [("a.tif", b"new"), ("b/c.tif", b"new"), ("d/e.tif", b"new"), ("z.tif", b"new")]
    with pytest.raises(Up42Error) as caught:
        unpack(tmp_path, tar_bytes(members))
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE
    (tmp_path / "delivery.bin").unlink()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert sorted(os.listdir(tmp_path / "job")) == ["a.tif", "b"]


def test_a_link_in_the_place_of_our_folder_is_left_alone(tmp_path):
    private = tmp_path / "private"
    private.mkdir()
    (private / "mine.txt").write_bytes(b"mine")
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / ".unpacking").symlink_to(private)
    unpack(tmp_path, tar_bytes([("a.tif", b"1")]))
    assert os.listdir(private) == ["mine.txt"]


def test_a_tar_is_unpacked_while_it_still_arrives(tmp_path):
    content = tar_bytes([("first.tif", b"1" * 300_000), ("second.tif", os.urandom(300_000))])
    seen = []

    class Line:
        """Gives a hundred bytes at a time and notes when the first file begins to be written."""

        def __init__(self):
            self._rest = content

        def read(self, count):
            if not seen and any((tmp_path / "job").glob(".unpacking-*/first.tif")):
                seen.append(len(self._rest))
            chunk, self._rest = self._rest[: min(count, 100)], self._rest[min(count, 100) :]
            return chunk

    files = unpack_tar(Line(), Unpacking(tmp_path / "job", UnpackLimits(), Watch()), is_gzip=True)
    assert [file.path.name for file in files] == ["first.tif", "second.tif"]
    assert seen[0] > 250_000


def test_the_kind_is_told_by_content():
    assert archive_kind(WHOLE["tgz"][:4096]) is ArchiveKind.GZIP_TAR
    assert archive_kind(WHOLE["tar"][:4096]) is ArchiveKind.TAR
    assert archive_kind(WHOLE["zip"][:4096]) is ArchiveKind.ZIP
    assert archive_kind(gzip.compress(b'{"type": "FeatureCollection"}')) is None
    assert archive_kind(b"II*\0" + bytes(4092)) is None
    assert archive_kind(bytes(4096)) is None
    assert archive_kind(b"") is None
