"""Several deliveries, several jobs and the user's own files in one folder: each is kept, and none is fetched twice."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.custom_deliveries import Shelf, listing

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.usecases.collect_outputs import collect_outputs
from up42_jobs.sandbox.world.packing import pack_tgz


@pytest.fixture
def stage(finished):
    stage = finished[0]
    yield stage
    stage.sandbox.faults.clear()


@pytest.fixture
def shelf(stage, tmp_path):
    return Shelf(stage, tmp_path / "shelf")


class Ended(BaseException):
    """The process ends here."""


def collect_and_end(collect, shelf, monkeypatch):
    """Collects in a process that ends before the manifest is written."""

    def end(*arguments):
        raise Ended

    with monkeypatch.context() as patch:
        patch.setattr(f"{collect_outputs.__module__}.write_manifest", end)
        with pytest.raises(Ended):
            collect(gateway=shelf)


def test_several_archives_have_a_folder_each_and_plain_files_keep_their_safe_names(shelf, collect, tmp_path):
    shelf.add_archive("1", "delivery.zip", {"a.tif": b"1", "data.json": b"{}"}, title="PHR 2026-05-01")
    shelf.add_archive("2", "delivery.zip", {"a.tif": b"22", "data.json": b"[]"}, pack_tgz, title="PHR 2026-05-01")
    shelf.add("3", "../../ortho.tif", b"II*\0 cog", size_bytes=8)
    shelf.add("4", "ortho.TIF", b"II*\0 other")
    shelf.add_archive("5", "places.kmz", {"doc.kml": b"<kml/>"})
    shelf.add("6", "", b"{}")
    outputs = collect(gateway=shelf)
    assert listing(tmp_path / "out") == sorted(
        [
            "6",
            "PHR 2026-05-01-2/a.tif",
            "PHR 2026-05-01-2/data.json",
            "PHR 2026-05-01/a.tif",
            "PHR 2026-05-01/data.json",
            "ortho-2.TIF",
            "ortho.tif",
            "outputs.json",
            "places.kmz",
        ]
    )
    assert len(outputs.files) == 3
    assert os.listdir(tmp_path).count("ortho.tif") == 0


def test_a_delivery_that_failed_does_not_make_the_others_come_twice(stage, shelf, collect, tmp_path):
    shelf.add_archive("1", "a.zip", {"a.tif": b"1"})
    shelf.add("2", "b.tif", b"2" * 100, size_bytes=101)
    # A fault in one delivery does not prevent the others.
    first = collect(gateway=shelf)
    assert first.failure is not None
    assert first.failure.kind is ErrorKind.DOWNLOAD_DAMAGED
    assert [Path(file.path).name for file in first.files] == ["a.tif"]
    shelf.add("2", "b.tif", b"2" * 101, size_bytes=101)
    stage.sandbox.clear_requests()
    collect(gateway=shelf)
    assert {request.path.rpartition("/")[2] for request in stage.sandbox.requests} == {"2"}
    manifest = json.loads((tmp_path / "out" / "outputs.json").read_text(encoding="utf-8"))
    assert [delivery["id"] for delivery in manifest["deliveries"]] == ["1", "2"]


def test_a_delivery_that_comes_later_is_fetched_beside_the_others(stage, shelf, collect, tmp_path):
    shelf.add("1", "a.tif", b"1")
    collect(gateway=shelf)
    shelf.add("2", "b.tif", b"2")
    stage.sandbox.clear_requests()
    collect(gateway=shelf)
    assert stage.count("GET", "/storage/") == 1
    assert listing(tmp_path / "out") == ["a.tif", "b.tif", "outputs.json"]


def test_a_broken_archive_is_reported_after_one_download_and_not_kept(stage, shelf, collect, tmp_path):
    shelf.add_archive("1", "a.zip", {"a.tif": b"1" * 1000})
    content = (tmp_path / "shelf" / "1.bin").read_bytes()
    shelf.add("1", "a.zip", content[:-30])
    stage.sandbox.clear_requests()
    with pytest.raises(Up42Error) as caught:
        collect(gateway=shelf)
    assert caught.value.kind is ErrorKind.ARCHIVE_BROKEN
    # The whole file, and whether there is more after its end: nothing is downloaded again silently.
    ranges = [request.headers.get("range") for request in stage.sandbox.requests if "/storage/" in request.path]
    assert ranges == [None, f"bytes={len(content) - 30}-"]
    assert listing(tmp_path / "out") == [".download/lock"]
    shelf.add("1", "a.zip", content)
    collect(gateway=shelf)
    assert listing(tmp_path / "out") == ["a.tif", "outputs.json"]


@pytest.mark.parametrize("name", ["a.zip", "a.tif"])
def test_a_download_that_was_whole_before_a_crash_is_not_fetched_again(
    stage, shelf, collect, tmp_path, monkeypatch, name
):
    shelf.add_archive("1", "a.zip", {"a.tif": b"1" * 1000})
    shelf.add("1", name, (tmp_path / "shelf" / "1.bin").read_bytes() if name == "a.zip" else b"II*\0")
    collect_and_end(collect, shelf, monkeypatch)
    stage.sandbox.clear_requests()
    collect(gateway=shelf)
    assert stage.count("GET", "/storage/") == 0
    assert listing(tmp_path / "out") == ["a.tif", "outputs.json"]


def test_what_an_interrupted_download_of_another_job_left_is_not_taken_for_this_one(shelf, collect, tmp_path):
    shelf.add_archive("1", "a.zip", {"right.tif": b"1"})
    waiting = tmp_path / "out" / ".download" / "another-job" / "a.zip"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes((tmp_path / "shelf" / "1.bin").read_bytes().replace(b"right", b"wrong"))
    collect(gateway=shelf)
    assert listing(tmp_path / "out") == [
        ".download/another-job/a.zip",
        ".download/lock",
        "outputs.json",
        "right.tif",
    ]


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_jobs_in_one_folder_keep_what_each_was_paid_for(stage, shelf, collect, tmp_path):
    """The second one silently replaced the image of the first and listed it as its own."""
    shelf.add_archive("1", "a.zip", {"image.tif": b"first", "data.json": b"{}"})
    first = collect(gateway=shelf, job_id="first")
    before = contents(tmp_path / "out")
    shelf.add_archive("1", "a.zip", {"image.tif": b"second", "data.json": b"[]"})
    second = collect(gateway=shelf, job_id="second")
    assert first.folder == str(tmp_path / "out")
    assert second.folder == str(tmp_path / "out" / "second")
    assert {path: content for path, content in contents(tmp_path / "out").items() if path in before} == before
    assert [Path(file.path).read_bytes() for file in first.files] == [b"first"]
    assert [Path(file.path).read_bytes() for file in second.files] == [b"second"]
    stage.sandbox.clear_requests()
    assert collect(gateway=shelf, job_id="second") == second
    assert stage.count("GET", "/storage/") == 0
    assert not (tmp_path / "out" / ".download").exists()


@pytest.mark.parametrize("name", ["image.tif", "outputs.json"])
@pytest.mark.parametrize("is_archive", [True, False])
def test_a_file_of_the_users_is_neither_replaced_nor_listed(stage, shelf, collect, tmp_path, name, is_archive):
    """The folder may contain files that the user works on."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_bytes(b"mine")
    (tmp_path / "out" / "thesis.tif").write_bytes(b"mine too")
    if is_archive:
        shelf.add_archive("1", "a.zip", {"image.tif": b"new", "scene/other.tif": b"new"})
    else:
        shelf.add("1", "image.tif", b"new")
    outputs = collect(gateway=shelf, job_id="job")
    assert (tmp_path / "out" / name).read_bytes() == b"mine"
    assert (tmp_path / "out" / "thesis.tif").read_bytes() == b"mine too"
    assert {Path(file.path).parts[-2] for file in outputs.files} == ({"job", "scene"} if is_archive else {"job"})
    assert {Path(file.path).read_bytes() for file in outputs.files} == {b"new"}
    stage.sandbox.clear_requests()
    assert collect(gateway=shelf, job_id="job") == outputs
    assert stage.count("GET", "/storage/") == 0


def test_files_that_were_placed_before_a_crash_are_ours_at_the_next_call(stage, shelf, collect, tmp_path, monkeypatch):
    """They are in no manifest yet; if they counted as the user's files, they would be downloaded twice."""
    shelf.add_archive("1", "a.zip", {"image.tif": b"new", "scene/other.tif": b"new"})
    collect_and_end(collect, shelf, monkeypatch)
    assert (tmp_path / "out" / "image.tif").exists()
    collect(gateway=shelf)
    assert listing(tmp_path / "out") == ["image.tif", "outputs.json", "scene/other.tif"]
