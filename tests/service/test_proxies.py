"""Each request uses the proxy of its own host; requests to this machine use none."""

from __future__ import annotations

import http.server
import threading

import pytest
from support.service_stage import Stage
from support.silent_proxy import SilentProxy

from up42_jobs.core.api.transport import Transport
from up42_jobs.core.domain.connections import NetworkProfile, Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error

STORAGE = "https://storage.example/a?Signature=x"


@pytest.fixture
def proxy():
    with SilentProxy() as running:
        yield running


def through(proxy, host=""):
    """A profile with a proxy for all hosts, or for one host if given."""
    address = f"http://ana:proxy-key@127.0.0.1:{proxy.port}"
    return NetworkProfile(find_proxy=lambda url: address if host in url else "", timeout_s=5)


@pytest.mark.parametrize("service", list(Service))
def test_a_service_on_this_machine_is_reached_without_the_proxy(service, proxy):
    """The Sandbox speaks plain HTTP: a proxy would read user and password."""
    with Stage(service=service) as stage:
        stage.network = through(proxy)
        gateway = stage.open_gateway()
        assert gateway.sign_in()
        assert gateway.products()
        gateway.close()
    assert proxy.received == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8042/a", "http://localhost/a", "http://[::1]:1/a", "https://127.9.9.9"]
)
def test_no_address_of_this_machine_has_a_proxy(url, proxy):
    assert through(proxy).proxies_for(url) == {}


def test_only_the_host_that_has_a_proxy_uses_it(proxy):
    """A download's host may need a proxy that the API's host does not, and vice versa."""
    transport = Transport(through(proxy, "storage.example"))
    with pytest.raises(Up42Error) as caught:
        transport.stream(STORAGE, {})
    assert caught.value.kind is ErrorKind.PROXY_REFUSED
    with pytest.raises(Up42Error) as caught:
        transport.stream("https://api.example/a", {})
    assert caught.value.kind is ErrorKind.NO_NETWORK
    transport.close()
    (told,) = proxy.received
    assert told.startswith(b"CONNECT storage.example:443 ")
    assert b"Proxy-Authorization: Basic " in told


class Redirect(http.server.BaseHTTPRequestHandler):
    """Sends every reader to the storage's host."""

    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", STORAGE)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        """Keeps the tests' output clean."""


def test_a_redirect_uses_the_proxy_of_the_host_it_leads_to(proxy):
    server = http.server.HTTPServer(("127.0.0.1", 0), Redirect)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    transport = Transport(through(proxy))
    try:
        with pytest.raises(Up42Error) as caught:
            transport.stream(f"http://127.0.0.1:{server.server_port}/a", {})
    finally:
        transport.close()
        server.shutdown()
        server.server_close()
    assert caught.value.kind is ErrorKind.PROXY_REFUSED
    assert [told.split(b" ")[1] for told in proxy.received] == [b"storage.example:443"]


def test_a_proxy_that_cannot_be_used_ends_a_request_before_it_is_sent(proxy):
    """The user sees the real reason, even from a request that places an order: nothing was ordered."""

    def refuse(url):
        raise Up42Error(ErrorKind.SOCKS_NOT_SUPPORTED, "PySocks")

    transport = Transport(NetworkProfile(find_proxy=refuse))
    for send in (lambda: transport.read("GET", STORAGE), lambda: transport.create(STORAGE)):
        with pytest.raises(Up42Error) as caught:
            send()
        assert caught.value.kind is ErrorKind.SOCKS_NOT_SUPPORTED


def test_a_socks_proxy_is_used_if_pysocks_is_installed():
    pytest.importorskip("socks")
    # Version 5, method "no authentication"; then the connection ends.
    with SilentProxy(reply=b"\x05\x00") as proxy:
        transport = Transport(NetworkProfile(find_proxy=lambda url: f"socks5h://127.0.0.1:{proxy.port}", timeout_s=5))
        with pytest.raises(Up42Error) as caught:
            transport.stream(STORAGE, {})
        transport.close()
    assert caught.value.kind in (ErrorKind.NO_NETWORK, ErrorKind.PROXY_REFUSED)
    (told,) = proxy.received
    assert told[0] == 5
