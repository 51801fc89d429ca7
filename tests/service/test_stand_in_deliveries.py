"""Deliveries are recognized by content: web pages and noise are refused, nested archives are extracted."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.custom_deliveries import Shelf, find_rasters, listing
from support.service_stage import Stage, Watch

from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import NetworkProfile
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.usecases.collect_outputs import collect_outputs
from up42_jobs.sandbox.testing.hostile_archives import hostile_archive
from up42_jobs.sandbox.world.packing import pack_tgz, pack_zip


@pytest.fixture(scope="module")
def sandbox_stage():
    with Stage() as stage:
        yield stage


@pytest.fixture
def stage(sandbox_stage):
    sandbox_stage.sandbox.clear_requests()
    return sandbox_stage


@pytest.fixture
def shelf(stage, tmp_path):
    return Shelf(stage, tmp_path / "shelf")


@pytest.fixture
def collect(tmp_path):
    """Collects what a shelf offers into `out`."""

    def run(gateway):
        downloads = HttpDownloads(NetworkProfile(timeout_s=60.0), pauses_s=(0.01, 0.01))
        return collect_outputs(gateway, downloads, "job", tmp_path / "out", find_rasters, Watch())

    return run


NOISE = bytes(range(7, 256)) * 40
PAGE = b"<!DOCTYPE html><html><body>Sign in to the guest network</body></html>"
CUT_GZIP = b"\x1f\x8b\x08\x00" + bytes(range(3, 250)) * 8
NO_ARCHIVES = {
    "gzip without a tar": CUT_GZIP,
    "noise": NOISE,
    "a page": PAGE,
    "nothing": b"",
    "an error": b'{"error": {"code": 500}}',
}


@pytest.mark.parametrize("content", NO_ARCHIVES.values(), ids=NO_ARCHIVES.keys())
@pytest.mark.parametrize("name", ["delivery.zip", "results.tgz"])
def test_what_comes_in_place_of_an_archive_is_never_taken_for_it(stage, shelf, collect, tmp_path, name, content):
    # It was kept as a valid file: the purchase seemed to be there and could not be displayed.
    shelf.add("1", name, content)
    stage.sandbox.clear_requests()
    with pytest.raises(Up42Error) as caught:
        collect(gateway=shelf)
    assert caught.value.kind in (ErrorKind.DOWNLOAD_DAMAGED, ErrorKind.DOWNLOAD_BROKEN)
    assert [item for item in listing(tmp_path / "out") if item != ".download/lock"] == []
    shelf.add_archive("1", name, {"a.tif": b"1"})
    assert collect(gateway=shelf).failure is None
    assert listing(tmp_path / "out") == ["a.tif", "outputs.json"]


def test_a_page_in_place_of_an_image_does_not_keep_the_other_images_from_coming(stage, shelf, collect, tmp_path):
    shelf.add("1", "a.tif", PAGE)
    shelf.add("2", "b.tif", b"II*\0 image")
    shelf.add("3", "licence.html", PAGE)
    outputs = collect(gateway=shelf)
    assert outputs.failure is not None
    assert "a.tif" in outputs.failure.detail
    assert listing(tmp_path / "out") == ["b.tif", "licence.html", "outputs.json"]


def test_an_image_with_the_name_of_an_archive_is_the_image(shelf, collect, tmp_path):
    shelf.add("1", "delivery.zip", b"II*\0 image")
    assert collect(gateway=shelf).failure is None
    assert listing(tmp_path / "out") == ["delivery.zip", "outputs.json"]


def test_an_archive_without_files_is_told_as_damaged(shelf, collect, tmp_path):
    shelf.add_archive("1", "delivery.zip", {"a.tif": b"1"})
    shelf.add("1", "delivery.zip", b"PK\x05\x06" + bytes(18))
    with pytest.raises(Up42Error) as caught:
        collect(gateway=shelf)
    assert caught.value.kind is ErrorKind.ARCHIVE_BROKEN


def packed(tmp_path, name, files, pack=pack_zip):
    """The bytes of an archive."""
    source = tmp_path / f"inner-{name}"
    for inner, content in files.items():
        (source / inner).parent.mkdir(parents=True, exist_ok=True)
        (source / inner).write_bytes(content)
    return pack(source, tmp_path / name).read_bytes()


def test_archives_within_the_archive_are_unpacked_where_nothing_else_is_an_image(shelf, collect, tmp_path):
    deep = packed(tmp_path, "deep.zip", {"c.tif": b"3"}, pack_tgz)
    shelf.add_archive(
        "1",
        "delivery.zip",
        {
            "scene-1.zip": packed(tmp_path, "1.zip", {"a.tif": b"1"}),
            "more/scene-2.tar.gz": packed(tmp_path, "2.tgz", {"b/b.tif": b"2", "deep.tgz": deep}, pack_tgz),
        },
    )
    outputs = collect(gateway=shelf)
    names = {Path(file.path).relative_to(tmp_path / "out").as_posix() for file in outputs.files}
    assert names == {"scene-1/a.tif", "more/scene-2/b/b.tif"}
    assert collect(gateway=shelf) == outputs


@pytest.mark.parametrize("preview", ["browse.jpg", "preview.tif", "quicklooks/a.tif"])
def test_scenes_stay_not_packed_for_a_preview_beside_them(shelf, collect, tmp_path, preview):
    scene = packed(tmp_path, "1.zip", {"a.tif": b"1"})
    shelf.add_archive("1", "delivery.zip", {preview: b"II*\0", "scene.zip": scene})
    names = {Path(file.path).name for file in collect(gateway=shelf).files}
    assert "a.tif" in names


def test_the_original_archive_beside_an_image_stays_packed(shelf, collect, tmp_path):
    original = packed(tmp_path, "1.zip", {"a.tif": b"1"})
    shelf.add_archive("1", "delivery.zip", {"a.tif": b"1", "original.zip": original})
    collect(gateway=shelf)
    assert listing(tmp_path / "out") == ["a.tif", "original.zip", "outputs.json"]


@pytest.mark.parametrize("kind", ["dotdot", "symlink"])
def test_a_hostile_archive_within_the_archive_writes_nothing(stage, shelf, collect, tmp_path, kind):
    content = hostile_archive(tmp_path / "hostile.tgz", kind).read_bytes()
    shelf.add_archive("1", "delivery.zip", {"scene.tgz": content})
    collect(gateway=shelf)
    assert listing(tmp_path / "out") == ["outputs.json", "scene.tgz"]
