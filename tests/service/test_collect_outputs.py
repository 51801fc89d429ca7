"""The outputs of a finished job are stored in their folder exactly once and complete, despite interruptions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests
from support.custom_deliveries import Shelf, find_rasters, listing
from support.service_stage import SILENCE_S, Stage, Watch, stopped

from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import NetworkProfile
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.usecases.collect_outputs import collect_outputs
from up42_jobs.sandbox import Fault
from up42_jobs.sandbox.testing.hostile_archives import HOSTILE_KINDS
from up42_jobs.sandbox.world.packing import pack_tgz

TESTS = Path(__file__).resolve().parents[1]
STORAGE = r"^/storage/"


@pytest.fixture(scope="module")
def finished():
    """A Sandbox with a finished live job, and the job's id."""
    with Stage(timeout_s=1.0) as stage:
        product = stage.product()
        job = stage.gateway.create_live(product, stage.parameters(product), "outputs")
        while not job.status.is_final:
            job = stage.gateway.job(job.id)
        # The Sandbox renders the outputs at the first request, which takes longer than the time-out here.
        [delivery] = stage.gateway.deliveries(job.id)
        requests.get(stage.gateway.link(job.id, delivery), timeout=60).raise_for_status()
        yield stage, job.id


@pytest.fixture
def stage(finished):
    stage = finished[0]
    yield stage
    stage.sandbox.faults.clear()


@pytest.fixture
def collect(finished, tmp_path):
    """Collects the job's outputs into `out`."""

    def run(watch=None, gateway=None, job_id=finished[1], **profile):
        downloads = HttpDownloads(NetworkProfile(**{"timeout_s": 1.0, **profile}), pauses_s=(0.01, 0.01))
        return collect_outputs(
            gateway or finished[0].gateway, downloads, job_id, tmp_path / "out", find_rasters, watch or Watch()
        )

    return run


def test_the_outputs_are_unpacked_and_nothing_of_the_way_there_is_left(stage, collect, tmp_path):
    watch = Watch()
    outputs = collect(watch)
    assert outputs.folder == str(tmp_path / "out")
    assert len(outputs.files) == 1
    names = listing(tmp_path / "out")
    assert "data.json" in names
    assert "outputs.json" in names
    assert not [name for name in names if name.endswith((".tgz", ".part"))]
    assert not (tmp_path / "out" / ".download").exists()
    assert watch.told == sorted(watch.told)
    assert watch.told[-1] == 1.0
    assert "Signature" not in (tmp_path / "out" / "outputs.json").read_text(encoding="utf-8")


def test_what_is_there_is_not_fetched_again_even_without_the_service(stage, collect, tmp_path):
    first = collect()
    stage.sandbox.clear_requests()
    assert collect() == first
    assert stage.count("GET", "/storage/") == 0

    class Offline:
        """A service that cannot be reached."""

        def deliveries(self, job_id):
            raise Up42Error(ErrorKind.NO_NETWORK)

    assert collect(gateway=Offline()) == first
    raster = Path(first.files[0].path)
    with raster.open("ab") as file:
        file.write(b"overviews that were added later")
    collect()
    assert stage.count("GET", "/storage/") == 0


@pytest.mark.parametrize("damage", ["missing", "shorter", "manifest"])
def test_what_is_missing_is_fetched_again(stage, collect, damage):
    outputs = collect()
    raster = Path(outputs.files[0].path)
    content = raster.read_bytes()
    if damage == "missing":
        raster.unlink()
    elif damage == "shorter":
        raster.write_bytes(content[:-1])
    else:
        (raster.parent / "outputs.json").write_text('{"job_id": 1, "deliveries": 3}', encoding="utf-8")
    stage.sandbox.clear_requests()
    collect()
    assert raster.read_bytes() == content
    assert stage.count("GET", "/storage/") == 1


def test_the_outputs_of_another_job_are_not_taken_for_these(stage, collect, finished):
    collect()

    class Nothing:
        """A job that has delivered nothing."""

        def deliveries(self, job_id):
            return ()

    with pytest.raises(Up42Error, match="not_found"):
        collect(gateway=Nothing(), job_id="another")


FAULTS = [
    Fault("cut_body", path=STORAGE, share=0.6),
    Fault("stall_body", path=STORAGE, share=0.3, seconds=30),
    Fault("wrong_length", path=STORAGE, bytes=500),
    Fault("wrong_length", path=STORAGE, bytes=-500),
    Fault("expired_link", path=STORAGE),
    Fault("status", path=STORAGE, status=503),
    Fault("html", path=STORAGE),
    Fault("unauthorized", path="/downloads/results"),
    Fault("answer_lost_before", path="/downloads/results"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{item.kind.value} {item.bytes or ''}" for item in FAULTS])
def test_a_bad_moment_on_the_way_changes_nothing(stage, collect, tmp_path, fault):
    stage.sandbox.faults.add(fault)
    collect()
    assert "data.json" in listing(tmp_path / "out")
    assert not (tmp_path / "out" / ".download").exists()


def test_a_download_that_broke_for_good_goes_on_at_the_next_call(stage, collect, tmp_path):
    stage.sandbox.faults.add(
        Fault("cut_body", path=STORAGE, bytes=10_000), Fault("status", path=STORAGE, after=1, times=None)
    )
    with pytest.raises(Up42Error) as caught:
        collect()
    assert caught.value.kind is ErrorKind.DOWNLOAD_BROKEN
    stage.sandbox.faults.clear()
    stage.sandbox.clear_requests()
    collect()
    [request] = [item for item in stage.sandbox.requests if "/storage/" in item.path]
    assert request.headers["range"] == "bytes=10000-"


@pytest.mark.parametrize("kind", sorted(set(HOSTILE_KINDS) - {"bomb", "too_many"}))
def test_a_hostile_archive_leaves_nothing_but_the_refusal(stage, collect, tmp_path, kind):
    stage.sandbox.faults.add(Fault("hostile_archive", name=kind, times=None))
    with pytest.raises(Up42Error) as caught:
        collect()
    assert caught.value.kind is ErrorKind.ARCHIVE_UNSAFE
    assert caught.value.detail
    assert os.listdir(tmp_path) == ["out"]
    assert [name for name in listing(tmp_path / "out") if name != ".download/lock"] == []


@pytest.fixture
def shelf(stage, tmp_path):
    return Shelf(stage, tmp_path / "shelf")


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

    class Ended(BaseException):
        """The process ends here."""

    def end(*arguments):
        raise Ended

    with monkeypatch.context() as patch:
        patch.setattr(f"{collect_outputs.__module__}.write_manifest", end)
        with pytest.raises(Ended):
            collect(gateway=shelf)
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


def test_a_folder_that_cannot_be_written_is_told_as_such(collect, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(Up42Error) as caught:
        collect()
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE


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

    class Ended(BaseException):
        """The process ends here."""

    def end(*arguments):
        raise Ended

    with monkeypatch.context() as patch:
        patch.setattr(f"{collect_outputs.__module__}.write_manifest", end)
        with pytest.raises(Ended):
            collect(gateway=shelf)
    assert (tmp_path / "out" / "image.tif").exists()
    collect(gateway=shelf)
    assert listing(tmp_path / "out") == ["image.tif", "outputs.json", "scene/other.tif"]


TWIN = """
import sys, os
sys.path[:0] = [sys.argv[1], os.path.join(os.path.dirname(sys.argv[1]), "tools")]
from package_path import register_package
register_package()
from pathlib import Path
from support.custom_deliveries import Shelf, find_rasters, listing
from support.service_stage import Stage, Watch
from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.usecases.collect_outputs import collect_outputs
stage = Stage()
stage.connection = Connection("Sandbox", Service.WORKFLOWS, sys.argv[2], sys.argv[2])
gateway = stage.open_gateway()
gateway.sign_in()
print("ready", flush=True)
sys.stdin.readline()
collect_outputs(gateway, HttpDownloads(stage.network), sys.argv[3], Path(sys.argv[4]), lambda *places: (), Watch())
"""


def test_two_windows_that_fetch_the_same_outputs_fetch_them_once(finished, stage, tmp_path):
    stage.sandbox.clear_requests()
    arguments = [str(TESTS), stage.sandbox.api_url, finished[1], str(tmp_path / "out")]
    twins = [
        subprocess.Popen(
            [sys.executable, "-c", TWIN, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for twin in twins:
        assert twin.stdout.readline() == "ready\n"
    for twin in twins:
        twin.stdin.write("go\n")
        twin.stdin.flush()
    for twin in twins:
        twin.communicate(timeout=30)
        assert twin.returncode == 0
    assert stage.count("GET", "/storage/") == 1
    assert not (tmp_path / "out" / ".download").exists()


def test_waiting_for_another_window_can_be_stopped(finished, stage, collect, tmp_path):
    silent = threading.Event()
    stage.sandbox.faults.add(Fault("stall_body", path=STORAGE, seconds=SILENCE_S))

    class First(Watch):
        def report(self, fraction):
            silent.set()

    first, second = First(), Watch()
    errors = []

    def run_first():
        try:
            collect(first, timeout_s=SILENCE_S)
        except Up42Error as error:
            errors.append(error.kind)

    thread = threading.Thread(target=run_first)
    thread.start()
    assert silent.wait(SILENCE_S)
    with stopped(second, silent):
        collect(second)
    first.is_stopped.set()
    thread.join(SILENCE_S / 2)
    assert errors == [ErrorKind.CANCELLED]
