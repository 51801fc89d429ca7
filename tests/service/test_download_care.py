"""Downloads reveal no secrets, can be cancelled at once, report missing disk space and use little memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import traceback

import pytest
from support.archive_samples import tar_bytes
from support.download_server import KILLED, QUICK, TESTS, Place, noise
from support.service_stage import SILENCE_S, Watch, stopped

from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import NetworkProfile
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.sandbox import Sandbox


@pytest.fixture
def sandbox():
    with Sandbox() as running:
        yield running


@pytest.fixture
def place(sandbox, tmp_path):
    return Place(sandbox, tmp_path)


def all_told(error):
    """All texts that an error and its causes can write to a log."""
    while error is not None:
        yield repr(error)
        yield "".join(traceback.format_exception_only(type(error), error))
        error = error.__cause__ or error.__context__


def test_no_link_is_on_disk_in_an_error_or_in_its_causes(place):
    place.fault("cut_body", bytes=500_000)
    place.fault("stall_body", after=1, seconds=30, bytes=0, times=1)
    place.fault("answer_lost_before", after=2, times=None)
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert "Signature" in place.links[0]
    assert place.notes.exists()
    for text in (*all_told(caught.value), place.notes.read_text(encoding="utf-8")):
        assert "Signature=" not in text
        assert "GoogleAccessId" not in text


def test_nobody_listening_is_told_as_no_network_without_the_link(tmp_path):
    with pytest.raises(Up42Error) as caught:
        HttpDownloads(NetworkProfile(timeout_s=1), pauses_s=QUICK).fetch(
            lambda: "http://127.0.0.1:9/a?Signature=x", tmp_path / "a", Watch()
        )
    assert caught.value.kind is ErrorKind.NO_NETWORK
    assert "Signature" not in repr(caught.value)
    assert os.listdir(tmp_path) == []


def test_a_proxy_that_refuses_is_told_without_the_link_and_without_its_own_key(tmp_path):
    network = NetworkProfile(find_proxy=lambda url: "http://ana:proxy-key@127.0.0.1:9", timeout_s=1)
    with pytest.raises(Up42Error) as caught:
        HttpDownloads(network, pauses_s=QUICK).fetch(
            lambda: "https://storage.example/a?Signature=x", tmp_path / "a", Watch()
        )
    assert caught.value.kind is ErrorKind.PROXY_REFUSED
    for text in all_told(caught.value):
        assert "Signature=" not in text
        assert "proxy-key" not in text


def test_a_link_over_a_line_that_others_can_read_is_refused(tmp_path):
    with pytest.raises(Up42Error) as caught:
        HttpDownloads(NetworkProfile(), pauses_s=QUICK).fetch(
            lambda: "http://storage.example/a?Signature=x", tmp_path / "a", Watch()
        )
    assert caught.value.kind is ErrorKind.INSECURE_ADDRESS


@pytest.mark.parametrize("where", ["head", "body", "link"])
def test_stopped_on_a_silent_line_and_gone_on_from_later(place, where):
    watch, silent = Watch(), threading.Event()
    if where == "head":
        place.fault("latency", seconds=SILENCE_S)
        silent.set()
    elif where == "body":
        place.fault("stall_body", bytes=2_000_000, seconds=SILENCE_S)
        watch.report = lambda fraction: silent.set() if fraction > 0.6 else None

    def link():
        if where == "link":
            silent.set()
            threading.Event().wait(SILENCE_S)
        return place.link()

    downloads = HttpDownloads(NetworkProfile(timeout_s=SILENCE_S))
    with stopped(watch, silent):
        downloads.fetch(link, place.target, watch)
    place.sandbox.faults.clear()
    where = "over"
    downloads.fetch(link, place.target, Watch())
    assert place.is_whole()


def test_stopped_while_it_waits_to_connect_again(place):
    watch, waiting = Watch(), threading.Event()

    def link():
        waiting.set()
        return place.link()

    place.fault("status", status=503, times=None)
    downloads = HttpDownloads(NetworkProfile(timeout_s=5), pauses_s=(SILENCE_S,))
    with stopped(watch, waiting):
        downloads.fetch(link, place.target, watch)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("needs to mount")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False)
    if made.returncode:
        pytest.skip("cannot mount here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_with_the_missing_megabytes_before_anything_is_fetched(place, small_disk):
    place.target = small_disk / "output.tgz"
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert (caught.value.kind, caught.value.detail) == (ErrorKind.DISK_FULL, "1 MB")


def test_a_disk_that_fills_up_meanwhile_keeps_the_part_and_goes_on_after_room_was_made(place, small_disk):
    place.target = small_disk / "output.tgz"
    place.part = small_disk / "output.tgz.part"
    place.content = place.content[:1_500_000]
    place.source.write_bytes(place.content)
    place.fault("cut_body", bytes=600_000)

    def link():
        # Another program fills the disk after the first part has arrived.
        if not place.part.exists() or place.part.stat().st_size == 0:
            return place.link()
        raise AssertionError("one link was enough")

    class Neighbour(Watch):
        def check(self):
            if place.part.exists() and place.part.stat().st_size == 600_000:
                (small_disk / "film").write_bytes(b"x" * 1_000_000)

    with pytest.raises(Up42Error) as caught:
        HttpDownloads(NetworkProfile(timeout_s=5), pauses_s=QUICK).fetch(link, place.target, Neighbour())
    assert (caught.value.kind, caught.value.detail) == (ErrorKind.DISK_FULL, "1 MB")
    assert 600_000 <= place.part.stat().st_size < 1_500_000
    (small_disk / "film").unlink()
    place.fetch()
    assert place.is_whole()
    assert place.asked()[-1] != "bytes=0-"


def test_an_archive_that_the_disk_cannot_take_goes_on_after_room_was_made_without_a_byte_fetched_again(
    place, small_disk
):
    members = {"first.tif": noise(1, 300_000), "zeros.tif": bytes(1_000_000)}
    place.source.write_bytes(tar_bytes(members.items()))
    place.target = small_disk / "way" / "output.tgz"
    (small_disk / "film").write_bytes(b"x" * 500_000)
    with pytest.raises(Up42Error) as caught:
        place.files(unpack_to=small_disk / "job")
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert (caught.value.missing_megabytes, caught.value.detail) == (1, "1 MB")
    assert sorted(os.listdir(small_disk)) == ["film", "way"]
    (small_disk / "film").unlink()
    arrived = (small_disk / "way" / "output.tgz.part").stat().st_size
    files = place.files(unpack_to=small_disk / "job")
    assert {file.path.name: file.path.read_bytes() for file in files} == members
    assert place.asked() == [None, f"bytes={arrived}-"]


def test_a_folder_that_cannot_be_made_is_told_as_such(place, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    place.target = tmp_path / "file" / "output.tgz"
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE


def test_memory_does_not_grow_with_the_file(sandbox, tmp_path):
    place = Place(sandbox, tmp_path, b"")
    with place.source.open("wb") as file:
        file.truncate(200_000_000)
    script = KILLED.replace(
        'print("ready", flush=True)\n', "import resource\nbefore = resource.getrusage(0).ru_maxrss\n"
    )
    script += "print(resource.getrusage(0).ru_maxrss - before)\n"
    child = subprocess.run(
        [sys.executable, "-c", script, str(TESTS), place.link(), str(place.target)],
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    assert int(child.stdout) < 16_000
    assert place.target.stat().st_size == 200_000_000
