"""Downloads check lengths, ranges, ETags and checksums of storage's answers, given by a scripted server."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import os
import threading
from base64 import b64encode
from functools import partial

import pytest
from support.archive_samples import LANDED, WHOLE
from support.download_server import Storage, fetch_from, files_from

from up42_jobs.core.domain.errors import ErrorKind, Up42Error

BODY = bytes(range(256)) * 40
HALF = len(BODY) // 2

@pytest.fixture
def storage():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Storage)
    server.seen, server.answers = [], []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


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


def stated(header, body):
    """A header with a checksum of a body."""
    md5 = b64encode(hashlib.md5(body).digest()).decode()
    if header in ("Content-MD5", "x-ms-blob-content-md5"):
        return md5
    if header == "x-goog-hash":
        return f"crc32c=AAAAAA==,md5={md5}"
    digest = b64encode(hashlib.sha256(body).digest()).decode()
    if header == "x-amz-checksum-sha256":
        return digest
    return f"sha-256=:{digest}:" if header == "Repr-Digest" else f"md5=abc,SHA-256={digest}"


CHECKSUMS = [
    "Repr-Digest",
    "Digest",
    "x-goog-hash",
    "x-amz-checksum-sha256",
    "x-ms-blob-content-md5",
    "Content-MD5",
]


@pytest.mark.parametrize("header", CHECKSUMS)
def test_a_checksum_that_storage_gives_is_checked(storage, tmp_path, header):
    name = header.replace("-", "_")
    good = fetch_from(
        storage, tmp_path / "a", lambda answer: answer.send(200, BODY, len(BODY), **{name: stated(header, BODY)})
    )
    assert good == BODY
    with pytest.raises(Up42Error) as caught:
        fetch_from(
            storage, tmp_path / "b", lambda answer: answer.send(200, BODY, len(BODY), **{name: stated(header, b"")})
        )
    assert (caught.value.kind, caught.value.detail) == (ErrorKind.DOWNLOAD_DAMAGED, "checksum")
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("kind", sorted(WHOLE))
@pytest.mark.parametrize("header", CHECKSUMS)
def test_a_checksum_that_does_not_fit_keeps_an_archive_s_files_out_of_their_folder(storage, tmp_path, kind, header):
    name, body = header.replace("-", "_"), WHOLE[kind]
    half = len(body) // 2
    span = f"bytes {half}-{len(body) - 1}/{len(body)}"
    with pytest.raises(Up42Error) as caught:
        files_from(
            storage,
            tmp_path / "way" / "a",
            lambda answer: answer.send(200, body[:half], len(body), ETag='"1"', **{name: stated(header, b"")}),
            lambda answer: answer.send(206, body[half:], len(body) - half, ETag='"1"', Content_Range=span),
            unpack_to=tmp_path / "job",
        )
    assert (caught.value.kind, caught.value.detail) == (ErrorKind.DOWNLOAD_DAMAGED, "checksum")
    assert os.listdir(tmp_path) == ["way"]
    assert os.listdir(tmp_path / "way") == []
    right = {name: stated(header, body)}
    files = files_from(
        storage,
        tmp_path / "way" / "a",
        lambda answer: answer.send(200, body, len(body), ETag='"1"', **right),
        unpack_to=tmp_path / "job",
    )
    assert {file.path.relative_to(tmp_path / "job").as_posix(): file.path.read_bytes() for file in files} == LANDED


def test_a_tag_that_is_a_checksum_is_checked_and_one_that_only_looks_like_one_is_not(storage, tmp_path):
    wrong = f'"{hashlib.md5(b"").hexdigest()}"'
    amazon = {"x_amz_request_id": "7"}
    with pytest.raises(Up42Error) as caught:
        fetch_from(storage, tmp_path / "a", lambda answer: answer.send(200, BODY, len(BODY), ETag=wrong, **amazon))
    assert caught.value.kind is ErrorKind.DOWNLOAD_DAMAGED
    right = f'"{hashlib.md5(BODY).hexdigest()}"'
    for number, headers in enumerate(
        [
            {"ETag": right, **amazon},
            {"ETag": wrong},
            {"ETag": wrong, **amazon, "x_amz_server_side_encryption": "aws:kms"},
            {"ETag": wrong, **amazon, "x_amz_server_side_encryption_customer_algorithm": "AES256"},
            {"ETag": wrong[:-1] + '-3"', **amazon},
            {"x_amz_checksum_sha256": stated("x-amz-checksum-sha256", b"") + "-3"},
        ]
    ):
        target = tmp_path / str(number)
        answer = partial(lambda members, answer: answer.send(200, BODY, len(BODY), **members), headers)
        assert fetch_from(storage, target, answer) == BODY


def test_a_checksum_of_a_range_is_none_of_the_file(storage, tmp_path):
    half = len(BODY) // 2
    span = f"bytes {half}-{len(BODY) - 1}/{len(BODY)}"
    rest = {"Content_MD5": stated("Content-MD5", BODY[half:])}
    got = fetch_from(
        storage,
        tmp_path / "a",
        lambda answer: answer.send(200, BODY[:half], len(BODY), ETag='"1"'),
        lambda answer: answer.send(206, BODY[half:], len(BODY) - half, ETag='"1"', Content_Range=span, **rest),
    )
    assert got == BODY


def test_a_file_that_is_gone_is_told_as_such(storage, tmp_path):
    with pytest.raises(Up42Error) as caught:
        fetch_from(storage, tmp_path / "a", *[lambda answer: answer.send(404, b"", 0)] * 3)
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_an_empty_file_is_a_file(storage, tmp_path):
    assert fetch_from(storage, tmp_path / "a", lambda answer: answer.send(200, b"", 0, ETag='"1"')) == b""
