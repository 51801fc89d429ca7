"""A download goes on where it stopped, whatever stopped it, and its file is whole or not there at all."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import traceback
from base64 import b64encode
from pathlib import Path

import pytest
from live_stage import Watch, stopped_within

from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.network import NetworkProfile
from up42_jobs.sandbox import Fault, Sandbox

TESTS = Path(__file__).resolve().parents[1]
SIZE = 3_000_017
STORAGE = r"^/storage/"
QUICK = (0.01, 0.01, 0.01)


@pytest.fixture
def content():
    return random.Random(42).randbytes(SIZE)


class Place:
    """A file behind signed links, and where it goes."""

    def __init__(self, sandbox, folder, content, expired_status=400):
        self.sandbox = sandbox
        self.source = folder / "source" / "output.tgz"
        self.source.parent.mkdir()
        self.source.write_bytes(content)
        self.content = content
        self.target = folder / "here" / "output.tgz"
        self.part = self.target.with_name("output.tgz.part")
        self.notes = self.target.with_name("output.tgz.part.json")
        self.links = []
        self.expired_status = expired_status

    def link(self):
        """A fresh link."""
        made = self.sandbox.links.link("job", "output.tgz", lambda: self.source, expired_status=self.expired_status)
        self.links.append(made)
        return made

    def fetch(self, watch=None, timeout_s=0.4, size_bytes=None, pauses_s=QUICK):
        """Downloads it."""
        downloads = HttpDownloads(NetworkProfile(timeout_s=timeout_s), pauses_s=pauses_s)
        return downloads.fetch(self.link, self.target, watch or Watch(), size_bytes)

    def fault(self, kind, **members):
        """Has something go wrong on the way."""
        self.sandbox.faults.add(Fault(kind, path=STORAGE, **members))

    def is_whole(self):
        """Whether the file is there, right, and alone."""
        return self.target.read_bytes() == self.content and os.listdir(self.target.parent) == ["output.tgz"]

    def asked(self):
        """The ranges that were asked for, in order."""
        return [one.headers.get("range") for one in self.sandbox.requests if "/storage/" in one.path]


@pytest.fixture
def sandbox():
    with Sandbox() as running:
        yield running


@pytest.fixture
def place(sandbox, tmp_path, content):
    return Place(sandbox, tmp_path, content)


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
    starts = [int(re.fullmatch(r"bytes=(\d+)-", one or "bytes=0-").group(1)) for one in place.asked()]
    assert len(starts) == 201
    assert starts == sorted(starts)


@pytest.mark.parametrize("status", [400, 403])
def test_a_link_that_expires_in_the_middle_is_replaced(sandbox, tmp_path, content, status):
    place = Place(sandbox, tmp_path, content, status)
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
    place.fault("html", times=None)
    with pytest.raises(Up42Error) as caught:
        place.fetch()
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    assert place.is_whole()


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
    assert caught.value.kind is ErrorKind.DOWNLOAD_BROKEN
    assert os.listdir(place.target.parent) == []


def test_a_file_that_changed_meanwhile_is_fetched_anew(place):
    place.fault("cut_body", bytes=2_000_000)
    place.fault("answer_lost_before", after=1, times=None)
    with pytest.raises(Up42Error):
        place.fetch()
    place.sandbox.faults.clear()
    place.content = random.Random(43).randbytes(SIZE // 3)
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


def all_told(error):
    """All texts that an error and whatever caused it can bring into a log."""
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
    network = NetworkProfile(proxies={"http": "http://ana:proxy-key@127.0.0.1:9"}, timeout_s=1)
    with pytest.raises(Up42Error) as caught:
        HttpDownloads(network, pauses_s=QUICK).fetch(
            lambda: "http://127.0.0.1:9/a?Signature=x", tmp_path / "a", Watch()
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


@pytest.mark.parametrize("where", ["head", "body", "link"])
def test_stopped_within_half_a_second_on_a_silent_line_and_gone_on_from_later(place, where):
    watch, silent = Watch(), threading.Event()
    if where == "head":
        place.fault("latency", seconds=30)
        silent.set()
    elif where == "body":
        place.fault("stall_body", bytes=2_000_000, seconds=30)
        watch.report = lambda fraction: silent.set() if fraction > 0.6 else None

    def link():
        if where == "link":
            silent.set()
            threading.Event().wait(30)
        return place.link()

    downloads = HttpDownloads(NetworkProfile(timeout_s=60))
    with stopped_within(0.5, watch, silent):
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
    downloads = HttpDownloads(NetworkProfile(timeout_s=5), pauses_s=(30.0,))
    with stopped_within(0.5, watch, waiting):
        downloads.fetch(link, place.target, watch)


KILLED = """
import sys, os
sys.path[:0] = [sys.argv[1], os.path.join(os.path.dirname(sys.argv[1]), "tools")]
from package_path import register_package
register_package()
from pathlib import Path
from live_stage import Watch
from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.network import NetworkProfile
print("ready", flush=True)
HttpDownloads(NetworkProfile()).fetch(lambda: sys.argv[2], Path(sys.argv[3]), Watch())
"""


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
    starts = [int(re.fullmatch(r"bytes=(\d+)-", one or "bytes=0-").group(1)) for one in place.asked()]
    assert starts == [0, int(SIZE * 0.3), asked]


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
        # Someone else fills the disk once the first part is there.
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


class Storage(http.server.BaseHTTPRequestHandler):
    """Storage with habits that the Sandbox's does not have; `answers` holds one function a request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append({name.lower(): value for name, value in self.headers.items()})
        self.server.answers.pop(0)(self)

    def send(self, status, body, length=None, **headers):
        """Sends an answer; `length` None states none."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        if length is not None and length > len(body):
            self.close_connection = True

    def log_message(self, *arguments):
        """Keeps quiet."""


@pytest.fixture
def storage():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Storage)
    server.seen, server.answers = [], []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fetch_from(storage, target, *answers, size_bytes=None):
    """Downloads from the scripted storage and returns the bytes that arrived."""
    storage.answers[:] = answers
    address = f"http://127.0.0.1:{storage.server_address[1]}/file?Signature=x"
    downloads = HttpDownloads(NetworkProfile(timeout_s=2), pauses_s=QUICK)
    return downloads.fetch(lambda: address, target, Watch(), size_bytes).read_bytes()


BODY = bytes(range(256)) * 40
HALF = len(BODY) // 2


def test_nothing_but_the_link_says_who_asks_and_nothing_is_compressed_on_the_way(storage, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("default login ana password 123", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    fetch_from(storage, tmp_path / "a", lambda answer: answer.send(200, BODY, len(BODY), Set_Cookie="a=b"))
    assert set(storage.seen[0]) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert storage.seen[0]["accept-encoding"] == "identity"


def test_storage_that_ignores_ranges_is_read_from_the_start(storage, tmp_path):
    got = fetch_from(
        storage,
        tmp_path / "a",
        lambda answer: answer.send(200, BODY[:HALF], len(BODY), ETag='"1"'),
        lambda answer: answer.send(200, BODY, len(BODY), ETag='"1"'),
    )
    assert got == BODY
    assert storage.seen[1]["range"] == f"bytes={HALF}-"
    assert storage.seen[1]["if-range"] == '"1"'


def test_storage_that_ignores_the_condition_does_not_mix_two_versions(storage, tmp_path):
    other = BODY[::-1]
    got = fetch_from(
        storage,
        tmp_path / "a",
        lambda answer: answer.send(200, BODY[:HALF], len(BODY), ETag='"1"'),
        lambda answer: answer.send(
            206, other[HALF:], HALF, ETag='"2"', Content_Range=f"bytes {HALF}-{len(BODY) - 1}/{len(BODY)}"
        ),
        lambda answer: answer.send(200, other, len(other), ETag='"2"'),
    )
    assert got == other
    assert "range" not in storage.seen[2]


def test_storage_that_sends_another_range_than_was_asked_for_is_not_believed(storage, tmp_path):
    got = fetch_from(
        storage,
        tmp_path / "a",
        lambda answer: answer.send(200, BODY[:HALF], len(BODY), ETag='"1"'),
        lambda answer: answer.send(206, BODY, len(BODY), Content_Range=f"bytes 0-{len(BODY) - 1}/{len(BODY)}"),
        lambda answer: answer.send(200, BODY, len(BODY), ETag='"1"'),
    )
    assert got == BODY


@pytest.mark.parametrize(
    ("headers", "condition"),
    [
        ({"ETag": 'W/"1"', "Last-Modified": "Fri, 01 May 2026 12:00:00 GMT"}, "Fri, 01 May 2026 12:00:00 GMT"),
        ({"ETag": 'W/"1"'}, None),
        ({}, None),
    ],
)
def test_only_a_mark_that_is_exact_is_gone_on_from(storage, tmp_path, headers, condition):
    marks = {name.replace("-", "_"): value for name, value in headers.items()}

    def rest(answer):
        start = int(answer.headers.get("Range", "bytes=0-")[6:-1])
        span = {"Content_Range": f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"} if start else {}
        answer.send(206 if start else 200, BODY[start:], len(BODY) - start, **span, **marks)

    got = fetch_from(storage, tmp_path / "a", lambda answer: answer.send(200, BODY[:HALF], len(BODY), **marks), rest)
    assert got == BODY
    assert storage.seen[1].get("if-range") == condition


def test_what_storage_says_is_compressed_is_kept_as_it_came(storage, tmp_path):
    packed = gzip.compress(BODY)
    got = fetch_from(
        storage,
        tmp_path / "a",
        lambda answer: answer.send(200, packed, len(packed), Content_Encoding="gzip", ETag='"1"'),
    )
    assert got == packed


def test_a_body_without_a_length_ends_where_it_ends_unless_a_size_was_given(storage, tmp_path):
    assert fetch_from(storage, tmp_path / "a", lambda answer: answer.send(200, BODY)) == BODY
    got = fetch_from(
        storage,
        tmp_path / "b",
        lambda answer: answer.send(200, BODY[:HALF], ETag='"1"'),
        lambda answer: answer.send(206, BODY[HALF:], HALF, ETag='"1"', Content_Range=f"bytes {HALF}-{len(BODY) - 1}/*"),
        size_bytes=len(BODY),
    )
    assert got == BODY


def send_chunked(answer, body, is_whole):
    answer.send_response(200)
    answer.send_header("Transfer-Encoding", "chunked")
    answer.send_header("ETag", '"1"')
    answer.end_headers()
    for start in range(0, len(body), 1000):
        piece = body[start : start + 1000]
        answer.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    if is_whole:
        answer.wfile.write(b"0\r\n\r\n")
    answer.close_connection = True


def test_a_chunked_body_is_whole_only_with_its_last_chunk(storage, tmp_path):
    got = fetch_from(
        storage,
        tmp_path / "a",
        lambda answer: send_chunked(answer, BODY[:3000], is_whole=False),
        lambda answer: answer.send(
            206,
            BODY[3000:],
            len(BODY) - 3000,
            ETag='"1"',
            Content_Range=f"bytes 3000-{len(BODY) - 1}/{len(BODY)}",
        ),
    )
    assert got == BODY
    assert fetch_from(storage, tmp_path / "b", lambda answer: send_chunked(answer, BODY, is_whole=True)) == BODY


@pytest.mark.parametrize("header", ["Repr-Digest", "Digest"])
def test_a_checksum_that_storage_gives_is_checked(storage, tmp_path, header):
    name = header.replace("-", "_")

    def value(body):
        digest = b64encode(hashlib.sha256(body).digest()).decode()
        return f"sha-256=:{digest}:" if header == "Repr-Digest" else f"md5=abc,SHA-256={digest}"

    good = fetch_from(storage, tmp_path / "a", lambda answer: answer.send(200, BODY, len(BODY), **{name: value(BODY)}))
    assert good == BODY
    with pytest.raises(Up42Error) as caught:
        fetch_from(storage, tmp_path / "b", lambda answer: answer.send(200, BODY, len(BODY), **{name: value(b"other")}))
    assert caught.value.kind is ErrorKind.DOWNLOAD_BROKEN
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_that_is_gone_is_told_as_such(storage, tmp_path):
    with pytest.raises(Up42Error) as caught:
        fetch_from(storage, tmp_path / "a", *[lambda answer: answer.send(404, b"", 0)] * 3)
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_an_empty_file_is_a_file(storage, tmp_path):
    assert fetch_from(storage, tmp_path / "a", lambda answer: answer.send(200, b"", 0, ETag='"1"')) == b""
