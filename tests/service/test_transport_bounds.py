"""No answer can block a request forever, fill the memory, or redirect the access value."""

from __future__ import annotations

import email.utils
import gzip
import http.server
import os
import resource
import socket
import sys
import threading
import time
from pathlib import Path

import pytest
from support.authority import Authority
from support.relay import How, Kind, Relay, RelayFault, Where
from support.relayed import relayed_stage
from support.service_stage import Stage, Watch

from up42_jobs.core.api import transport as transport_module
from up42_jobs.core.api.answer import retry_after_s
from up42_jobs.core.api.platform.estimate import in_parallel
from up42_jobs.core.api.signed_requests import SignedRequests
from up42_jobs.core.api.transport import Transport
from up42_jobs.core.domain.cancelling import cancelled_by
from up42_jobs.core.domain.connections import NetworkProfile, Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error

MEGABYTE = 1024 * 1024


class Server:
    """A loopback server; `answers` has (status, headers, body) per path, `asked` the requests received."""

    def __init__(self, **answers):
        self.answers = {f"/{name}": answer for name, answer in answers.items()}
        self.asked = asked = []
        told = self.answers

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                asked.append((self.path, dict(self.headers)))
                status, headers, body = told[self.path.split("?")[0]]
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                """Keeps the tests' output clean."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def transport():
    running = Transport(NetworkProfile(timeout_s=5.0))
    yield running
    running.close()


def open_sockets():
    """How many sockets this process has."""
    links = Path("/proc/self/fd")
    return sum(1 for link in links.iterdir() if os.path.islink(link) and os.readlink(link).startswith("socket:"))


@pytest.fixture(params=[Kind.PLAIN, Kind.TLS, Kind.CONNECT_PROXY], ids=lambda kind: kind.value)
def relayed(request, tmp_path):
    authority = Authority(tmp_path)
    with Stage() as stage, Relay(stage.sandbox.api_url, request.param, authority) as relay:
        relayed_stage(stage, relay, authority, timeout_s=0.5, deadline_s=1.0).gateway.sign_in()
        yield stage, relay


@pytest.mark.parametrize("where", [Where.AFTER, Where.HEAD, Where.BODY], ids=lambda where: where.value)
def test_a_read_whose_answer_drips_ends_at_its_deadline_and_the_next_succeeds(relayed, where):
    """Each byte is in time; only a deadline for the whole request ends it. The monitor polls again after that."""
    stage, relay = relayed
    relay.break_by(RelayFault(where, How.DRIP, "GET", "/jobs", times=None, pause_s=0.3))
    with pytest.raises(Up42Error) as caught:
        stage.gateway.jobs()
    assert caught.value.kind is ErrorKind.TIMED_OUT
    relay.restore()
    assert list(stage.gateway.jobs()) == []


@pytest.mark.parametrize("how", [How.DRIP, How.SILENCE], ids=lambda how: how.value)
@pytest.mark.parametrize("where", [Where.BEFORE, Where.HANDSHAKE], ids=lambda where: where.value)
def test_work_that_is_cancelled_does_not_wait_for_its_answer(tmp_path, how, where):
    """Also in threads that the task has started, and while another one signs in."""
    authority = Authority(tmp_path)
    with Stage() as stage, Relay(stage.sandbox.api_url, Kind.TLS, authority) as relay:
        relayed_stage(stage, relay, authority, timeout_s=60.0)
        # The bytes are none of a handshake: five of them would end it as refused, on a busy machine before the stop.
        relay.break_by(RelayFault(where, how, "", "", times=None, pause_s=30.0))
        watch, ends = Watch(), []

        def work():
            try:
                with cancelled_by(watch.check):
                    in_parallel([stage.gateway.sign_in, stage.gateway.jobs, stage.gateway.products], 3)
            except Up42Error as error:
                ends.append(error.kind)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        relay.is_hit.wait(20)
        watch.is_stopped.set()
        # Long before the relay's silence or the time-outs have an end.
        thread.join(20)
        assert ends == [ErrorKind.CANCELLED]


@pytest.mark.parametrize("coding", ["gzip", "x-gzip"])
def test_an_answer_that_unpacks_without_end_is_left_unread(transport, coding):
    bomb = gzip.compress(bytes(512 * MEGABYTE), 9)
    with Server(bomb=(200, {"Content-Encoding": coding}, bomb)) as server:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(Up42Error) as caught:
            transport.read("GET", f"{server.url}/bomb")
    assert (caught.value.kind, caught.value.detail) == (ErrorKind.ANSWER_TOO_LARGE, "more than 32 MB")
    assert len(bomb) < MEGABYTE
    if sys.platform == "linux":
        # In kB. Twice the limit: the pieces, and the joined result.
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 128 * 1024


def test_a_long_answer_that_is_not_compressed_is_left_unread_as_well(transport):
    with Server(long=(200, {}, bytes(33 * MEGABYTE))) as server, pytest.raises(Up42Error) as caught:
        transport.read("GET", f"{server.url}/long")
    assert caught.value.kind is ErrorKind.ANSWER_TOO_LARGE


@pytest.mark.parametrize(
    ("coding", "body"),
    [("br", b"x"), ("gzip", b"no gzip"), ("gzip", gzip.compress(bytes(range(256)) * 40)[:-12]), ("gzip, gzip", b"x")],
    ids=["another", "no gzip", "cut", "twice"],
)
def test_a_coding_that_cannot_be_read_is_an_answer_that_cannot_be_read(transport, coding, body):
    with Server(odd=(200, {"Content-Encoding": coding}, body)) as server, pytest.raises(Up42Error) as caught:
        transport.read("GET", f"{server.url}/odd")
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER


def test_a_compressed_answer_of_several_members_is_read_whole(transport):
    with Server(two=(200, {"Content-Encoding": "gzip"}, gzip.compress(b"one ") + gzip.compress(b"two"))) as server:
        assert transport.read("GET", f"{server.url}/two").content == b"one two"


def test_authorization_stays_with_its_server_when_a_redirect_leads_elsewhere(transport):
    """The library would follow redirects automatically, with its own definition of another server."""
    with Server(image=(200, {}, b"image")) as other:
        ways = {
            "same": (302, {"Location": "/here?b=2"}, b""),
            "there": (307, {"Location": f"{other.url}/image"}, b""),
            "here": (200, {}, b"here"),
        }
        with Server(**ways) as server:
            headers = {"Authorization": "Bearer secret"}
            assert transport.read("GET", f"{server.url}/same", headers=headers, params={"a": 1}).content == b"here"
            assert transport.read("GET", f"{server.url}/there", headers=headers).content == b"image"
    assert [path for path, _ in server.asked] == ["/same?a=1", "/here?b=2", "/there"]
    assert all(sent["Authorization"] == "Bearer secret" for _, sent in server.asked)
    assert "Authorization" not in other.asked[0][1]


@pytest.mark.parametrize(
    "location",
    ["http://evil.example/", "https:.evil.example/", "http://evil.example\\@127.0.0.1/", "file:///etc/passwd"],
)
def test_a_redirect_to_a_place_that_can_be_overheard_or_misread_is_not_followed(transport, location):
    with Server(way=(302, {"Location": location}, b"")) as server:
        for ask in (lambda url: transport.read("GET", url), lambda url: transport.stream(url, {})):
            with pytest.raises(Up42Error) as caught:
                ask(f"{server.url}/way")
            assert caught.value.kind is ErrorKind.INSECURE_ADDRESS
    assert len(server.asked) == 2


def test_redirects_end(transport):
    with Server(round=(302, {"Location": "/round"}, b"")) as server, pytest.raises(Up42Error) as caught:
        transport.read("GET", f"{server.url}/round")
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    assert len(server.asked) == transport_module.MAX_REDIRECTS + 1


@pytest.mark.parametrize("address", ["https://api.up42.com.evil.example/x", "https://evil.example/x", "http://api.up42.com/"])
def test_the_access_value_goes_to_its_own_servers_alone(address):
    """The last check before sending, for any address."""
    sent = []

    class Spy:
        def read(self, method, url, **parts):
            sent.append(url)

        create = read

    signed = SignedRequests(Spy(), lambda: ("secret", 300.0), ["https://api.up42.com", "https://auth.up42.com"])
    for send in (lambda: signed.answer("GET", address), lambda: signed.create(address)):
        with pytest.raises(Up42Error) as caught:
            send()
        assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    assert sent == []


@pytest.mark.parametrize("link", ["https:.evil.example/x", "https://evil.example\\@127.0.0.1/x", "\\\\evil.example/x"])
def test_a_link_of_the_service_that_is_no_address_is_an_answer_that_cannot_be_read(link):
    with Stage(service=Service.PLATFORM) as stage:
        client = stage.gateway._client
        assert not client.is_own(link)
        with pytest.raises(Up42Error) as caught:
            client.get(link)
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER


@pytest.mark.skipif(sys.platform != "linux", reason="counts the links of /proc")
def test_short_lived_threads_leave_no_socket_behind():
    """Each QGIS task has its own thread: 200 test queries ended in "Too many open files"."""
    with Stage() as stage:
        stage.gateway.jobs()
        before = open_sockets()
        for _ in range(60):
            thread = threading.Thread(target=stage.gateway.jobs)
            thread.start()
            thread.join()
        # A kept-alive connection and the Sandbox's end of it.
        assert open_sockets() <= before + 2


def test_the_pause_that_a_service_asks_for_is_seconds_or_a_date_and_at_most_two_minutes():
    now = time.time()
    date, later = email.utils.formatdate(now, usegmt=True), email.utils.formatdate(now + 30, usegmt=True)
    assert retry_after_s({"Retry-After": "7"}) == 7.0
    assert retry_after_s({"Retry-After": later, "Date": date}) == 30.0
    assert retry_after_s({"Retry-After": date, "Date": later}) == 0.0
    assert retry_after_s({"Retry-After": "86400"}) == 120.0
    for odd in ("", "²", "-1", "1.5", "soon", "9" * 5000, "Thu, 99 Foo 2026 00:00:00 GMT", "inf", "nan"):
        assert retry_after_s({"Retry-After": odd}) is None


def test_a_pause_that_cannot_be_read_is_no_mistake(transport, monkeypatch):
    monkeypatch.setattr(transport_module, "FIRST_PAUSE_S", 0.001)
    with Server(busy=(503, {"Retry-After": "\xb2"}, b"")) as server:
        assert transport.read("GET", f"{server.url}/busy").status_code == 503
    assert len(server.asked) == transport_module.READ_TRIES


@pytest.mark.parametrize("timeout_s", [0.0, -1.0, float("inf"), float("nan")])
def test_a_time_out_of_nothing_is_the_usual_one(timeout_s):
    """QGIS's option can be 0, with which no request could be sent."""
    with Server(here=(200, {}, b"here")) as server:
        transport = Transport(NetworkProfile(timeout_s=timeout_s))
        assert transport.read("GET", f"{server.url}/here").content == b"here"
        transport.close()


def test_a_file_of_authorities_that_is_gone_trusts_nobody(tmp_path):
    with Stage() as stage, Relay(stage.sandbox.api_url, Kind.TLS, Authority(tmp_path)) as relay:
        transport = Transport(NetworkProfile(authorities_file=str(tmp_path / "gone.pem")))
        for send in (lambda: transport.read("GET", relay.url), lambda: transport.create(relay.url)):
            with pytest.raises(Up42Error) as caught:
                send()
            assert caught.value.kind is ErrorKind.CERTIFICATE_REFUSED
    assert relay.passed_on == []


@pytest.mark.parametrize("user", ["ana:key", "ana:schl%C3%BCssel", "ana:%E2%82%AC", "%D0%B0%D0%BD%D0%B0:%D0%BA"])
def test_a_proxy_gets_any_user_and_password(tmp_path, user):
    """Names beyond Latin-1 ended in an error of the codec."""
    authority = Authority(tmp_path)
    with Stage() as stage, Relay(stage.sandbox.api_url, Kind.CONNECT_PROXY, authority) as relay:
        address = relay.proxy.replace("//", f"//{user}@")
        network = NetworkProfile(find_proxy=lambda url: address, authorities_file=str(authority.authorities))
        transport = Transport(network)
        assert transport.read("GET", f"{relay.url}/nothing").status_code == 404
        transport.close()
    assert b"\r\nproxy-authorization: basic " in relay.heads[0].lower()


def test_a_name_that_is_not_resolved_is_a_network_that_is_away(monkeypatch):
    monkeypatch.setattr(transport_module, "FIRST_PAUSE_S", 0.001)

    def unknown(*arguments, **options):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    transport = Transport(NetworkProfile())
    for send in (transport.read, lambda method, url: transport.create(url)):
        with pytest.raises(Up42Error) as caught:
            send("GET", "https://api.up42.test/")
        assert caught.value.kind is ErrorKind.NO_NETWORK
