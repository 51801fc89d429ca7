"""The Sandbox's core over real HTTP: signing in, faults, log, clock, signed links, broken transfers."""

from __future__ import annotations

import base64
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from support.workflow_client import MORNING

from up42_jobs.sandbox import Fault, Sandbox


@pytest.fixture
def sandbox():
    """A running Sandbox."""
    with Sandbox(now=MORNING) as running:
        yield running


@pytest.fixture
def session(sandbox):
    """A session that is signed in to the project."""
    with requests.Session() as session:
        session.headers["Authorization"] = "Bearer " + access_value(sandbox)
        yield session


def access_value(sandbox):
    """Signs in to the project and returns the access value."""
    answer = requests.post(
        sandbox.api_url + "/oauth/token",
        auth=(sandbox.project_id, sandbox.project_key),
        data={"grant_type": "client_credentials"},
        timeout=10,
    )
    return answer.json()["data"]["accessToken"]


def balance_url(sandbox):
    return sandbox.api_url + "/accounts/me/credits/balance"


def published(sandbox, tmp_path, content):
    """Publishes a file and returns a fresh link to it."""
    path = tmp_path / "output.tgz"
    path.write_bytes(content)
    return sandbox.links.link("job", "output.tgz", lambda: path)


def test_the_access_value_is_readable_stands_twice_and_comes_without_an_error_member(sandbox):
    before = sandbox.now().timestamp()
    answer = requests.post(
        sandbox.api_url + "/oauth/token/",
        auth=(sandbox.project_id, sandbox.project_key),
        data={"grant_type": "client_credentials"},
        timeout=10,
    ).json()
    assert "error" not in answer
    assert answer["data"]["accessToken"] == answer["access_token"]
    payload = answer["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["aud"] == sandbox.project_id
    # Five minutes, stated to the millisecond, no matter how long the answer took.
    assert before + 299.999 <= claims["exp"] <= sandbox.now().timestamp() + 300.001


def test_the_key_of_the_project_has_the_known_form_and_stays_the_same(sandbox):
    head, _, tail = sandbox.project_key.partition(".")
    assert (len(head), len(tail)) == (8, 35)
    assert Sandbox().project_key == sandbox.project_key


@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic ???"}, {"Authorization": "Basic YTpi"}])
def test_a_wrong_key_is_refused_with_401(sandbox, header):
    answer = requests.post(sandbox.api_url + "/oauth/token", headers=header, data={"grant_type": "x"}, timeout=10)
    assert answer.status_code == 401


def test_signing_in_without_a_grant_type_answers_415(sandbox):
    pair = (sandbox.project_id, sandbox.project_key)
    assert requests.post(sandbox.api_url + "/oauth/token", auth=pair, json={}, timeout=10).status_code == 415


def test_an_access_value_dies_after_its_time_with_the_words_of_the_service(sandbox, session):
    assert session.get(balance_url(sandbox), timeout=10).status_code == 200
    sandbox.clock.advance(300)
    answer = session.get(balance_url(sandbox), timeout=10)
    assert answer.status_code == 401
    assert answer.json()["error"]["message"].startswith("ACCESS_TOKEN_EXPIRED: JWT expired at ")


@pytest.mark.parametrize("value", ["", "nonsense", "a.b.c"])
def test_a_made_up_access_value_is_refused(sandbox, value):
    answer = requests.get(balance_url(sandbox), headers={"Authorization": "Bearer " + value}, timeout=10)
    assert answer.status_code == 401
    assert answer.json()["data"] is None


def test_both_slash_forms_and_a_body_on_get_are_fine(sandbox, session):
    for url in (balance_url(sandbox), balance_url(sandbox) + "/"):
        assert session.get(url, data="{}", timeout=10).json() == {"data": {"balance": 12430}, "error": None}


def test_unknown_paths_and_methods_answer_in_the_envelope(sandbox, session):
    unknown = session.get(sandbox.api_url + "/nothing", timeout=10)
    assert (unknown.status_code, unknown.json()["data"]) == (404, None)
    assert session.put(balance_url(sandbox), timeout=10).status_code == 405


def test_many_requests_share_one_connection(sandbox):
    connection = http.client.HTTPConnection(sandbox.api_url.removeprefix("http://"), timeout=10)
    own_addresses = set()
    for _ in range(3):
        connection.request("GET", "/nothing")
        own_addresses.add(connection.sock.getsockname())
        connection.getresponse().read()
    connection.close()
    assert len(own_addresses) == 1


def test_the_log_tells_what_was_asked_and_keeps_no_authorization(sandbox, session):
    sandbox.clear_requests()
    session.post(sandbox.api_url + "/nothing?a=1", json={"b": [2]}, timeout=10)
    (record,) = sandbox.requests
    assert (record.method, record.path, record.query) == ("POST", "/nothing", {"a": "1"})
    assert (record.body, record.status, record.faults) == ({"b": [2]}, 404, [])
    assert "authorization" not in record.headers
    over_http = requests.get(sandbox.api_url + "/sandbox/requests", timeout=10).json()
    assert [each["path"] for each in over_http] == ["/nothing"]


def test_a_fault_hits_only_the_requests_it_is_for_and_only_as_often_as_told(sandbox, session):
    sandbox.faults.add(Fault("status", method="GET", path="balance$", after=1, times=2, status=502))
    other = sandbox.api_url + "/accounts/me/paymentInfo"
    statuses = [session.get(balance_url(sandbox), timeout=10).status_code for _ in range(4)]
    assert statuses == [200, 502, 502, 200]
    assert session.get(other, timeout=10).status_code == 200
    assert [record.faults for record in sandbox.requests if record.faults] == [["status"], ["status"]]


@pytest.mark.parametrize(
    ("fault", "status", "begins"),
    [
        (Fault("status", status=500), 500, b'{"data":null,"error":{"code":500'),
        (Fault("status", status=503, body="html"), 503, b"<html>"),
        (Fault("status", status=504, body="plain"), 504, b"The service"),
        (Fault("status", status=502, body="empty"), 502, b""),
        (Fault("rate_limit", retry_after=3), 429, b'{"data":null,"error":{"code":"TOO_MANY_REQUESTS"'),
        (Fault("html"), 200, b"<!DOCTYPE html>"),
        (Fault("missing_keys"), 200, b'{"data":{},"error":null}'),
        (Fault("missing_keys", keys=("error",)), 200, b'{"data":{"balance":12430}}'),
        (Fault("unauthorized"), 401, b'{"data":null,"error":{"code":"UNAUTHORIZED"'),
    ],
    ids=lambda value: str(getattr(value, "kind", "")),
)
def test_answers_that_are_wrong(sandbox, session, fault, status, begins):
    sandbox.faults.add(fault)
    answer = session.get(balance_url(sandbox), timeout=10)
    assert (answer.status_code, answer.content[: len(begins)]) == (status, begins)
    assert answer.headers.get("Retry-After") == ("3" if fault.kind == "rate_limit" else None)
    assert session.get(balance_url(sandbox), timeout=10).json()["data"] == {"balance": 12430}


def test_a_lost_answer_was_processed_or_not_as_told(sandbox, session):
    url = f"{sandbox.api_url}/projects/{sandbox.project_id}/workflows"
    before = len(session.get(url, timeout=10).json()["data"])
    for kind, made in (("answer_lost_before", 0), ("answer_lost_after", 1)):
        sandbox.faults.add(Fault(kind, method="POST"))
        with pytest.raises(requests.ConnectionError):
            session.post(url, json={"name": kind}, timeout=10)
        assert len(session.get(url, timeout=10).json()["data"]) == before + made
    assert [record.status for record in sandbox.requests if record.method == "POST"][-2:] == [None, None]


def test_a_gateway_error_may_hide_that_the_request_was_carried_out(sandbox, session):
    url = f"{sandbox.api_url}/projects/{sandbox.project_id}/workflows"
    before = len(session.get(url, timeout=10).json()["data"])
    sandbox.faults.add(Fault("status", method="POST", status=504, processed=True))
    assert session.post(url, json={"name": "late"}, timeout=10).status_code == 504
    assert len(session.get(url, timeout=10).json()["data"]) == before + 1


def test_latency_is_real_time(sandbox, session):
    sandbox.faults.add(Fault("latency", seconds=0.2))
    began = time.perf_counter()
    session.get(balance_url(sandbox), timeout=10)
    assert time.perf_counter() - began >= 0.2


def test_a_fault_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no_such"):
        Fault("no_such")


def test_faults_clock_and_books_can_be_reached_over_http(sandbox, session):
    root = sandbox.api_url + "/sandbox"
    assert requests.post(root + "/faults", json={"kind": "status", "status": 500}, timeout=10).status_code == 201
    assert requests.post(root + "/faults", json={"kind": "status", "nonsense": 1}, timeout=10).status_code == 400
    assert session.get(balance_url(sandbox), timeout=10).status_code == 500
    assert requests.get(root + "/faults", timeout=10).json()[0]["used"] == 1
    assert requests.delete(root + "/faults", timeout=10).status_code == 204
    assert requests.get(root + "/faults", timeout=10).json() == []
    requests.post(root + "/clock", json={"set": "2030-01-02T03:04:05Z", "speed": 0}, timeout=10)
    assert requests.get(root + "/clock", timeout=10).json() == {"now": "2030-01-02T03:04:05.000000Z"}
    assert requests.get(root + "/books", timeout=10).json()["available"] == 12430
    assert set(requests.get(root + "/state", timeout=10).json()) >= {"now", "books", "workflows"}


def test_a_signed_link_gives_the_file_and_any_part_of_it(sandbox, tmp_path):
    content = bytes(range(256)) * 1000
    url = published(sandbox, tmp_path, content)
    whole = requests.get(url, timeout=10)
    assert (whole.status_code, whole.content) == (200, content)
    tag = {"If-Range": whole.headers["ETag"]}
    for text, expected in (("bytes=1000-", content[1000:]), ("bytes=0-9", content[:10]), ("bytes=-7", content[-7:])):
        part = requests.get(url, headers={"Range": text, **tag}, timeout=10)
        assert (part.status_code, part.content) == (206, expected)
        assert part.headers["Content-Range"].endswith(f"/{len(content)}")
    assert requests.get(url, headers={"Range": "bytes=256000-"}, timeout=10).status_code == 416
    changed = requests.get(url, headers={"Range": "bytes=5-", "If-Range": '"other"'}, timeout=10)
    assert (changed.status_code, len(changed.content)) == (200, len(content))
    by_date = {"Range": "bytes=5-", "If-Range": whole.headers["Last-Modified"]}
    assert requests.get(url, headers=by_date, timeout=10).status_code == 206


def test_a_signed_link_wants_no_authorization_and_no_changes(sandbox, session, tmp_path):
    url = published(sandbox, tmp_path, b"x")
    assert session.get(url, timeout=10).status_code == 400
    assert requests.get(url.replace("Expires=", "Expires=9"), timeout=10).status_code == 403
    assert requests.get(url.replace("/job/", "/other/"), timeout=10).status_code == 403


def test_a_signed_link_dies_after_its_time_or_on_demand(sandbox, tmp_path):
    url = published(sandbox, tmp_path, b"x")
    sandbox.faults.add(Fault("expired_link"))
    expired = requests.get(url, timeout=10)
    assert (expired.status_code, "ExpiredToken" in expired.text) == (400, True)
    assert requests.get(url, timeout=10).status_code == 200
    sandbox.clock.advance(301)
    assert requests.get(url, timeout=10).status_code == 400


def raw_download(url):
    """Returns the stated length and the body bytes until the connection ends."""
    host, _, path = url.removeprefix("http://").partition("/")
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=10) as connection:
        connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        data = b""
        while chunk := connection.recv(65536):
            data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    stated = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    return int(stated.split(b":")[1]), body


@pytest.mark.parametrize(
    ("fault", "stated", "sent"),
    [
        (Fault("cut_body", bytes=70_000), 100_000, 70_000),
        (Fault("cut_body", share=0.25), 100_000, 25_000),
        (Fault("cut_body", bytes=0), 100_000, 0),
        (Fault("wrong_length", bytes=500), 100_500, 100_000),
        (Fault("wrong_length", bytes=-500), 99_500, 100_000),
    ],
)
def test_broken_transfers_break_where_told(sandbox, tmp_path, fault, stated, sent):
    content = bytes(100_000)
    url = published(sandbox, tmp_path, content)
    sandbox.faults.add(fault)
    length, body = raw_download(url)
    assert (length, len(body)) == (stated, sent)


def test_a_stalled_transfer_goes_on_after_its_pause(sandbox, tmp_path):
    url = published(sandbox, tmp_path, bytes(100_000))
    sandbox.faults.add(Fault("stall_body", bytes=10, seconds=0.2))
    began = time.perf_counter()
    assert len(requests.get(url, timeout=10).content) == 100_000
    assert time.perf_counter() - began >= 0.2


def test_stopping_wakes_what_waits_drops_connections_and_removes_files(sandbox, tmp_path):
    folder = sandbox.shared.folder
    url = published(sandbox, tmp_path, bytes(1000))
    sandbox.faults.add(Fault("stall_body", bytes=0, seconds=600))
    failures = []

    def download():
        try:
            requests.get(url, timeout=600)
        except requests.RequestException as error:
            failures.append(error)

    waiting = threading.Thread(target=download)
    waiting.start()
    while not any(record.faults for record in sandbox.requests):
        time.sleep(0.01)
    sandbox.stop()
    waiting.join(240)
    assert not waiting.is_alive(), "the pause went on after the Sandbox had stopped"
    assert not folder.exists()
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)


def test_a_sandbox_can_take_a_port_that_one_has_just_left():
    with Sandbox(now=MORNING) as first:
        port = int(first.api_url.rsplit(":", 1)[1])
        requests.get(first.api_url, timeout=10)
    with Sandbox(now=MORNING, port=port) as second:
        assert requests.get(second.api_url, timeout=10).status_code == 404


def test_run_alone_it_tells_how_to_connect_in_its_first_line_and_ends_when_interrupted():
    package = Path(__file__).resolve().parents[2]
    code = (
        f"import sys; sys.path.insert(0, {str(package / 'tools')!r});"
        "from package_path import register_package; register_package();"
        "from up42_jobs.sandbox import main; main(0)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as alone:
        told = json.loads(alone.stdout.readline())
        answer = requests.post(
            told["api_url"] + "/oauth/token",
            auth=(told["project_id"], told["project_key"]),
            data={"grant_type": "client_credentials"},
            timeout=10,
        )
        alone.send_signal(signal.SIGINT)
        assert alone.wait(10) == 0
    assert answer.status_code == 200
    assert set(told) == {"api_url", "auth_url", "project_id", "project_key", "user", "password"}


def test_options_can_be_changed_while_it_runs_by_call_and_by_admin_route(sandbox):
    url = sandbox.api_url + "/sandbox/options"
    sandbox.change(access_seconds=20.0)
    signed_in = requests.Session()
    signed_in.headers["Authorization"] = "Bearer " + access_value(sandbox)
    sandbox.clock.advance(21)
    assert signed_in.get(balance_url(sandbox), timeout=10).status_code == 401
    changed = requests.post(url, json={"role": "VIEWER", "order_seconds": 60}, timeout=10).json()
    assert (changed["role"], changed["access_seconds"], sandbox.options.order_seconds) == ("VIEWER", 20.0, 60)
    for wrong in ({"balance": 5}, {"role": "OWNER"}, {"no_such": 1}):
        assert requests.post(url, json={"order_seconds": 1, **wrong}, timeout=10).status_code == 400
    assert requests.get(url, timeout=10).json() == changed


def raw_status(sandbox, *lines):
    """Returns the status of the answer to a request that is sent verbatim."""
    with socket.create_connection(("127.0.0.1", int(sandbox.api_url.rsplit(":", 1)[1])), timeout=10) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\nConnection: close\r\n\r\n").encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status


@pytest.mark.parametrize(
    "lines",
    [
        ("GET /accounts/me HTTP/1.1", "Host: evil.example"),
        ("GET /accounts/me HTTP/1.1", "Host: 127.0.0.1.evil.example:80"),
        ("GET /accounts/me HTTP/1.1", "Host: 127.0.0.1", "Host: evil.example"),
        ("GET /accounts/me HTTP/1.1", "Host: [::1"),
        ("GET /accounts/me HTTP/1.1", "Accept: */*"),
        ("GET http://evil.example/accounts/me HTTP/1.1", "Host: 127.0.0.1"),
    ],
)
def test_request_that_names_another_host_is_refused(sandbox, lines):
    # Otherwise a web page could reach the Sandbox by DNS rebinding.
    assert raw_status(sandbox, *lines) == 421
    assert [request for request in sandbox.requests if "accounts" in request.path] == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8042", "127.0.0.1:1"])
def test_request_that_names_this_computer_is_answered(sandbox, host):
    assert raw_status(sandbox, "GET /accounts/me/credits/balance HTTP/1.1", f"Host: {host}") == 401
