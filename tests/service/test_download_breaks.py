"""A download resumes after any break, and its file is complete or does not exist."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys

import pytest
from support.download_server import KILLED, QUICK, SIZE, TESTS, Place, noise
from support.service_stage import Watch

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


def test_a_file_arrives_whole_with_one_link_and_progress_that_only_grows(place):
    watch = Watch()
    assert place.fetch(watch) == place.target
    assert place.is_whole()
    assert len(place.links) == 1
    assert watch.told == sorted(watch.told)
    assert watch.told[-1] == 1.0


@pytest.mark.parametrize("count", [0, 1, 8191, 1_048_576, SIZE - 1])
def test_a_cut_is_gone_on_from_at_the_very_byte(place, count):
    place.fault("cut_body", bytes=count)
    place.fetch()
    assert place.is_whole()
    assert place.asked() == [None, f"bytes={count}-" if count else None]
    assert len(place.links) == 1


def test_a_silence_is_gone_on_from_as_well(place):
    place.fault("stall_body", bytes=1_234_567, seconds=30)
    place.fetch()
    assert place.is_whole()
    assert place.asked() == [None, "bytes=1234567-"]


def test_two_hundred_breaks_fetch_hardly_a_byte_twice(place):
    numbers = random.Random(7)
    for _ in range(200):
        place.fault("cut_body", share=numbers.uniform(0.0, 0.03))
    place.fetch()
    assert place.is_whole()
    starts = [int(re.fullmatch(r"bytes=(\d+)-", item or "bytes=0-").group(1)) for item in place.asked()]
    assert len(starts) == 201
    assert starts == sorted(starts)


@pytest.mark.parametrize("status", [400, 403])
def test_a_link_that_expires_in_the_middle_is_replaced(sandbox, tmp_path, status):
    place = Place(sandbox, tmp_path, expired_status=status)
    place.fault("cut_body", share=0.4)
    place.fault("expired_link", after=1)
    place.fetch()
    assert place.is_whole()
    assert len(place.links) == 2
    assert len(set(place.asked())) == 2


def test_links_that_never_work_are_given_up_and_told_as_expired(place):
    place.fault("cut_body", share=0.5)
    place.fault("expired_link", after=1, times=None)
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert (caught.value.kind, caught.value.status) == (ErrorKind.LINK_EXPIRED, 400)
    assert len(place.links) == 3
    assert place.part.stat().st_size == SIZE // 2
    place.sandbox.faults.clear()
    place.fetch()
    assert place.is_whole()
    assert place.asked()[-1] == f"bytes={SIZE // 2}-"


def test_breaks_without_progress_are_bounded_and_what_has_arrived_is_kept(place):
    place.fault("cut_body", bytes=500_000)
    place.fault("answer_lost_before", after=1, times=None)
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert caught.value.kind is ErrorKind.DOWNLOAD_BROKEN
    assert len(place.asked()) == 2 + len(QUICK)
    assert place.part.read_bytes() == place.content[:500_000]
    assert not place.target.exists()


def test_a_service_that_is_down_is_told_by_its_own_kind(place):
    place.fault("status", status=503, times=None)
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert (caught.value.kind, caught.value.status) == (ErrorKind.SERVER_FAILED, 503)
    assert os.listdir(place.target.parent) == []


def test_a_service_that_is_down_for_a_moment_is_waited_for(place):
    place.fault("status", status=503, times=2, retry_after=0)
    place.fault("rate_limit", times=1, retry_after=0)
    place.fetch()
    assert place.is_whole()


def test_a_page_of_a_network_that_wants_a_sign_in_is_no_output(place):
    place.fault("html", times=2)
    place.fetch()
    assert place.is_whole()
    place.target.unlink()
    place.fault("html", times=None)
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    assert os.listdir(place.target.parent) == []


@pytest.mark.parametrize("error", [1000, -1000])
def test_a_length_that_was_stated_wrongly_is_found_out(place, error):
    place.fault("wrong_length", bytes=error)
    place.fetch(size_bytes=SIZE)
    assert place.is_whole()


def test_a_length_that_is_stated_too_large_is_found_out_even_if_nothing_else_tells_it(place):
    place.fault("wrong_length", bytes=1000)
    place.fetch()
    assert place.is_whole()


@pytest.mark.parametrize("size_bytes", [SIZE - 1, SIZE + 1])
def test_a_file_of_another_size_than_was_announced_is_not_kept(place, size_bytes):
    with pytest.raises(Up42Error) as caught:
        place.fetch(size_bytes=size_bytes)
    assert caught.value.kind is ErrorKind.DOWNLOAD_DAMAGED
    assert os.listdir(place.target.parent) == []


def test_a_file_that_changed_meanwhile_is_fetched_anew(place):
    place.fault("cut_body", bytes=2_000_000)
    place.fault("answer_lost_before", after=1, times=None)
    with pytest.raises(Up42Error):
        place.fetch()
    place.sandbox.faults.clear()
    place.content = noise(43, SIZE // 3)
    place.source.write_bytes(place.content)
    os.utime(place.source, (1, 1))
    place.fetch()
    assert place.is_whole()


@pytest.mark.parametrize("damage", ["gone", "garbage", "list"])
def test_a_part_without_its_mark_is_not_gone_on_from(place, damage):
    place.target.parent.mkdir()
    place.part.write_bytes(b"of another file")
    if damage != "gone":
        place.notes.write_text("[]" if damage == "list" else "{", encoding="utf-8")
    place.fetch()
    assert place.is_whole()
    assert place.asked() == [None]


def test_a_part_that_is_whole_already_is_not_fetched_again(place):
    place.fault("wrong_length", bytes=1000)
    place.fault("answer_lost_before", after=1, times=None)
    with pytest.raises(Up42Error):
        place.fetch()
    assert place.part.stat().st_size == SIZE
    place.sandbox.faults.clear()
    place.fetch()
    assert place.is_whole()
    assert place.asked()[-1] == f"bytes={SIZE}-"


def test_no_fresh_link_at_the_start_is_told_at_once_but_waited_for_in_the_middle(place):
    asked = []

    def link():
        asked.append(1)
        if len(asked) in (1, 3):
            raise Up42Error(ErrorKind.NO_NETWORK, "the service's own words")
        return place.link()

    downloads = HttpDownloads(NetworkProfile(timeout_s=1), pauses_s=QUICK)
    with pytest.raises(Up42Error) as caught:
        downloads.fetch(link, place.target, Watch())
    assert (caught.value.kind, caught.value.detail) == (ErrorKind.NO_NETWORK, "the service's own words")
    place.fault("cut_body", share=0.5)
    place.fault("expired_link", after=1)
    downloads.fetch(link, place.target, Watch())
    assert place.is_whole()
    assert len(asked) == 4


def test_a_killed_process_is_gone_on_from(place):
    asked = 0
    for share in (0.3, 0.5):
        place.fault("stall_body", share=share, seconds=60)
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(TESTS), place.link(), str(place.target)], stdout=subprocess.PIPE
        )
        wanted = asked + int((SIZE - asked) * share)
        while not place.part.exists() or place.part.stat().st_size < wanted:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        asked = place.part.stat().st_size
    place.fetch()
    assert place.is_whole()
    starts = [int(re.fullmatch(r"bytes=(\d+)-", item or "bytes=0-").group(1)) for item in place.asked()]
    assert starts == [0, int(SIZE * 0.3), asked]
