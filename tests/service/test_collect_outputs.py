"""The outputs of a finished job are stored in their folder exactly once and complete, despite interruptions."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.custom_deliveries import listing
from support.service_stage import SILENCE_S, Watch, stopped

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.sandbox import Fault
from up42_jobs.sandbox.testing.hostile_archives import HOSTILE_KINDS

TESTS = Path(__file__).resolve().parents[1]
STORAGE = r"^/storage/"


@pytest.fixture
def stage(finished):
    stage = finished[0]
    yield stage
    stage.sandbox.faults.clear()


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


def test_a_folder_that_cannot_be_written_is_told_as_such(collect, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(Up42Error) as caught:
        collect()
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE


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
