"""A folder that takes `A.TIF` and `a.tif` for the same file, as those of Windows and macOS do: a real NTFS."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.archive_samples import BAD_NAMES, LANDED, MEETING_NAMES, WHOLE, refused, tar_bytes, unpack, zip_bytes

from up42_jobs.sandbox.testing.hostile_archives import HOSTILE_KINDS, hostile_archive


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """An NTFS of 16 megabytes."""
    tools = ("mkntfs", "lowntfs-3g", "umount")
    if os.geteuid() != 0 or not all(shutil.which(tool) for tool in tools) or not Path("/dev/fuse").exists():
        pytest.skip("needs root, ntfs-3g and FUSE")
    home = tmp_path_factory.mktemp("careless")
    image, folder = home / "disk.img", home / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(16_000_000)
    subprocess.run(["mkntfs", "-q", "-F", "-f", str(image)], check=True, capture_output=True)
    options = "ignore_case,windows_names"
    if subprocess.run(["lowntfs-3g", "-o", options, str(image), str(folder)], check=False).returncode:
        pytest.skip("cannot mount here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def folder(disk):
    folder = disk / "job of a test"
    folder.mkdir()
    (folder / "Case").touch()
    assert (folder / "cASE").exists()
    (folder / "Case").unlink()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_plain_archives_land_whole(folder, kind):
    assert unpack(folder, WHOLE[kind]) == LANDED


# These take long, and names do not matter in them.
@pytest.mark.parametrize("kind", sorted(set(HOSTILE_KINDS) - {"bomb", "too_many"}))
def test_every_hostile_archive_of_the_sandbox_is_refused_and_leaves_nothing(folder, tmp_path, kind):
    refused(folder, hostile_archive(tmp_path / "made", kind).read_bytes())


@pytest.mark.parametrize("names", MEETING_NAMES)
@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_meet_are_refused_before_one_overwrites_the_other(folder, pack, names):
    refused(folder, pack([(name, str(number).encode()) for number, name in enumerate(names)]))


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("pack", [tar_bytes, zip_bytes])
def test_names_that_are_no_plain_place_are_refused(folder, pack, name):
    refused(folder, pack([("good.tif", b"1"), (name, b"2")]))


def test_what_is_delivered_again_takes_the_place_of_the_same_file_in_other_letters(folder):
    content = tar_bytes([("Image.TIF", b"old")])
    assert unpack(folder, content) == {"Image.TIF": b"old"}
    unpack(folder, tar_bytes([("image.tif", b"new")]))
    assert [path.read_bytes() for path in (folder / "job").iterdir()] == [b"new"]
