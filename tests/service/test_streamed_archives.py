"""A tar.gz is extracted while it downloads, across breaks, and its folder is complete or empty."""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import threading

import pytest
from support.archive_samples import tar_bytes, zip_bytes
from support.download_server import BREAK_POINTS, KILLED, TESTS, Place, noise
from support.service_stage import SILENCE_S, Watch, stopped

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.outputs.delivery import Placement
from up42_jobs.sandbox import Sandbox

MEMBERS = {"data.json": b"{}", "first.tif": noise(1, 60_000), "scene/second.tif": noise(2, 90_000), "last.txt": b"1"}
ARCHIVE = tar_bytes([(f"output/{name}", content) for name, content in MEMBERS.items()])
SIZE = len(ARCHIVE)


@pytest.fixture(scope="module")
def running():
    with Sandbox() as running:
        yield running


@pytest.fixture
def sandbox(running):
    running.clear_requests()
    yield running
    running.faults.clear()


@pytest.fixture
def place(sandbox, tmp_path):
    return Place(sandbox, tmp_path, ARCHIVE)


def landed(folder):
    """The contents of a folder by name."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def unpacked(place, name="job", **options):
    """Downloads into a folder next to the source; verifies every returned checksum."""
    folder = place.source.parent.parent / name
    files = place.files(unpack_to=folder, **options)
    for file in files:
        assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()
    assert {file.path.relative_to(folder).as_posix() for file in files} == set(landed(folder))
    return landed(folder)


def fetched_twice(place, sent):
    """How many bytes were requested again; `sent` has the bytes of each answer before its break."""
    starts = [int(re.fullmatch(r"bytes=(\d+)-", item or "bytes=0-").group(1)) for item in place.asked()]
    brought = sum(min(count, SIZE - start) for start, count in zip(starts, sent))
    return brought - SIZE


def test_what_arrives_is_in_its_folder_with_the_sums_of_its_files_and_the_archive_waits_to_be_removed(place):
    watch = Watch()
    assert unpacked(place, watch=watch) == MEMBERS
    assert watch.told == sorted(watch.told)
    assert watch.told[-1] == 1.0
    assert sorted(os.listdir(place.target.parent)) == ["output.tgz.part", "output.tgz.part.json"]


def test_members_leave_the_stream_before_the_last_byte_has_come(place, tmp_path):
    place.fault("stall_body", bytes=SIZE - 1000, seconds=SILENCE_S)
    seen = threading.Event()

    class Looking(Watch):
        def check(self):
            for first in (tmp_path / "job").glob(".unpacking-*/first.tif"):
                if first.read_bytes() == MEMBERS["first.tif"]:
                    seen.set()
            super().check()

    watch = Looking()
    with stopped(watch, seen):
        unpacked(place, watch=watch, timeout_s=SILENCE_S)
    assert landed(tmp_path / "job") == {}
    assert not (tmp_path / "job").exists()


def test_a_second_call_goes_on_from_the_disk_and_fetches_only_what_had_not_come(place):
    place.fault("cut_body", bytes=100_000)
    place.fault("status", status=503, after=1, times=None)
    with pytest.raises(Up42Error) as caught:
        unpacked(place)
    assert caught.value.kind is ErrorKind.DOWNLOAD_BROKEN
    place.sandbox.faults.clear()
    assert unpacked(place) == MEMBERS
    assert place.asked()[-1] == "bytes=100000-"


def test_one_that_was_unpacked_but_not_noted_is_unpacked_again_without_the_network(place):
    unpacked(place)
    place.sandbox.clear_requests()
    assert unpacked(place, "again") == MEMBERS
    assert place.asked() == []


# The fault at the break, the fault of the next request, and how much of the file is sent by then.
BREAKS = {
    "cut": [],
    "silence": [],
    "expired link": [{"kind": "expired_link"}],
    "server down": [{"kind": "status", "status": 503, "retry_after": 0}],
    "too many requests": [{"kind": "rate_limit", "retry_after": 0}],
    "page": [{"kind": "html"}],
    "answer lost": [{"kind": "answer_lost_before"}],
    "answer lost late": [{"kind": "answer_lost_after"}],
    "slow answer": [{"kind": "latency", "seconds": 0.02}],
    "length too large": [],
    "length too small": [],
}


@pytest.mark.parametrize("kind", BREAKS)
def test_breaks_at_seeded_places_leave_the_right_files_and_hardly_a_byte_is_fetched_twice(sandbox, tmp_path, kind):
    place = Place(sandbox, tmp_path, ARCHIVE)
    numbers = random.Random(f"break {kind}")
    # A silence lasts until the time-out; its positions are those of any other break.
    for number in range(BREAK_POINTS // 4 if kind == "silence" else BREAK_POINTS):
        at = numbers.randrange(SIZE)
        sent = [at, SIZE, SIZE]
        if kind == "silence":
            place.fault("stall_body", bytes=at, seconds=5)
        elif kind.startswith("length"):
            error = 1 + at % 1500
            place.fault("wrong_length", bytes=error if kind.endswith("large") else -error)
            sent = [SIZE, SIZE]
        else:
            place.fault("cut_body", bytes=at)
            for fault in BREAKS[kind]:
                place.fault(**fault, after=1)
                sent[1:1] = [] if fault["kind"] == "latency" else [0]
        assert unpacked(place, f"job {number}", timeout_s=0.3 if kind == "silence" else 2.0) == MEMBERS
        assert 0 <= fetched_twice(place, sent) <= 0.02 * SIZE
        sandbox.faults.clear()
        sandbox.clear_requests()
        place.part.unlink()


def test_a_killed_process_is_gone_on_from_at_the_byte_where_it_ended(sandbox, tmp_path):
    numbers = random.Random(11)
    for number in range(max(BREAK_POINTS // 8, 2)):
        place = Place(sandbox, tmp_path / str(number), ARCHIVE)
        at = numbers.randrange(1, SIZE)
        place.fault("stall_body", bytes=at, seconds=60)
        folder = tmp_path / str(number) / "job"
        arguments = [str(TESTS), place.link(), str(place.target), str(folder)]
        process = subprocess.Popen([sys.executable, "-c", KILLED, *arguments], stdout=subprocess.PIPE)
        while not place.part.exists() or place.part.stat().st_size < at:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert all(re.fullmatch(r"\.unpacking-\w+/.+", name) for name in landed(folder))
        sandbox.clear_requests()
        assert unpacked(place) == MEMBERS
        assert place.asked() == [f"bytes={at}-"]
        assert not any(folder.glob(".unpacking*"))
        sandbox.faults.clear()


def test_a_file_that_changed_in_the_middle_is_unpacked_from_its_new_version_alone(place, tmp_path):
    other = {"first.tif": noise(5, 30_000), "new.tif": noise(6, 70_000)}
    place.fault("cut_body", bytes=SIZE // 2)
    class Changing(Watch):
        def report(self, fraction):
            if fraction > 0.3 and place.source.read_bytes() == ARCHIVE:
                place.source.write_bytes(tar_bytes([(f"output/{name}", content) for name, content in other.items()]))
                os.utime(place.source, (1, 1))

    place.fault("status", status=503, after=1, times=2)
    assert unpacked(place, watch=Changing()) == other


def test_a_hostile_member_ends_the_download_at_once_and_nothing_is_left(sandbox, tmp_path):
    evil = tar_bytes([("good.tif", noise(3, 20_000)), ("../evil.tif", b"1"), ("rest.tif", noise(4, 5_000_000))])
    place = Place(sandbox, tmp_path, evil)
    place.fault("stall_body", bytes=200_000, seconds=30)
    with pytest.raises(Up42Error) as caught:
        unpacked(place, timeout_s=SILENCE_S)
    assert caught.value.kind is ErrorKind.ARCHIVE_UNSAFE
    assert "../evil.tif" in caught.value.detail
    assert os.listdir(place.target.parent) == []
    assert sorted(os.listdir(tmp_path)) == ["here", "source"]


def test_only_what_is_wanted_replaces_what_is_on_the_disk(place, tmp_path):
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "first.tif").write_bytes(b"with overviews")
    files = place.files(unpack_to=tmp_path / "job", placement=Placement(lambda path: path.name != "first.tif"))
    assert {file.path.name for file in files} == {"data.json", "first.tif", "second.tif", "last.txt"}
    assert landed(tmp_path / "job") == {**MEMBERS, "first.tif": b"with overviews"}


def test_a_zip_and_a_plain_file_take_the_same_way(sandbox, tmp_path):
    place = Place(sandbox, tmp_path, zip_bytes([(f"output/{name}", content) for name, content in MEMBERS.items()]))
    place.fault("cut_body", share=0.4)
    assert unpacked(place) == MEMBERS
    plain = Place(sandbox, tmp_path / "plain", noise(9, 70_000))
    plain.fault("cut_body", share=0.4)
    [file] = plain.files(unpack_to=tmp_path / "plain" / "job")
    assert (file.path, file.size_bytes) == (plain.target, 70_000)
    assert file.sha256 == hashlib.sha256(plain.content).hexdigest()
    assert plain.is_whole()
    assert not (tmp_path / "plain" / "job").exists()


def test_bytes_are_told_as_they_come(place):
    told = []
    place.fault("cut_body", bytes=100_000)
    unpacked(place, tell=lambda done, total: told.append((done, total)))
    assert told[-1] == (SIZE, SIZE)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_archive_without_files_is_one(sandbox, tmp_path):
    place = Place(sandbox, tmp_path, tar_bytes([]))
    assert place.files(unpack_to=tmp_path / "job") == ()
