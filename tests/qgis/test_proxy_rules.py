"""QGIS's proxy settings, as the plugin's requests follow them."""

from __future__ import annotations

import importlib.util

import pytest
from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy
from support.silent_proxy import SilentProxy

from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.host.network_profile import read_network_profile
from up42_jobs.plugin import SandboxHolder, build_services
from up42_jobs.ui.wording import error_sentence

HTTP, SOCKS = QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.Socks5Proxy
API, SIGN_IN, STORAGE = "https://api.up42.com/v2/orders", "https://auth.up42.com/token", "https://storage.example/a"


@pytest.fixture
def manager(qgis_app):
    """QGIS's network settings, put back afterwards."""
    manager = QgsNetworkAccessManager.instance()
    kept = QNetworkProxy(manager.fallbackProxy()), manager.excludeList(), manager.noProxyList()
    yield manager
    manager.setFallbackProxyAndExcludes(*kept)


@pytest.mark.parametrize("kind", [HTTP, SOCKS])
@pytest.mark.parametrize("service", list(Service))
def test_the_sandbox_opens_behind_a_proxy_that_sees_nothing(kind, service, manager, tmp_path):
    sandbox = SandboxHolder()
    with SilentProxy() as proxy:
        manager.setFallbackProxyAndExcludes(QNetworkProxy(kind, "127.0.0.1", proxy.port, "ana", "key"), [], [])
        services = build_services(sandbox)
        gateway = services.open_gateway(*services.open_sandbox(service), read_network_profile(tmp_path))
        try:
            assert gateway.sign_in()
            assert gateway.products()
        finally:
            gateway.close()
            sandbox.stop()
        assert proxy.received == []


def test_each_host_follows_the_rules_for_its_own_address(manager, tmp_path):
    """Excluded addresses and addresses without a proxy are QGIS's lists of beginnings."""
    proxy = QNetworkProxy(HTTP, "proxy.example", 8080, "ana", "a key:/@")
    manager.setFallbackProxyAndExcludes(proxy, ["https://auth."], ["https://storage.example"])
    profile = read_network_profile(tmp_path)
    expected = "http://ana:a%20key:%2F%40@proxy.example:8080"
    assert profile.proxies_for(API) == {"http": expected, "https": expected}
    assert profile.proxies_for(SIGN_IN) == {}
    assert profile.proxies_for(STORAGE) == {}
    assert "key" not in repr(profile)


@pytest.mark.parametrize(
    "host", ["", " ", "http://proxy.example", "https://ana:key@proxy.example", "proxy.example:8080", "proxy.example/"]
)
def test_what_is_no_host_name_is_named_as_that(host, manager, tmp_path):
    manager.setFallbackProxyAndExcludes(QNetworkProxy(HTTP, host, 8080), [], [])
    with pytest.raises(Up42Error) as caught:
        read_network_profile(tmp_path).proxies_for(API)
    assert caught.value.kind is ErrorKind.PROXY_HOST_INVALID
    assert "without http://" in error_sentence(caught.value)
    assert "key" not in caught.value.detail


def test_a_proxy_without_a_port_is_named_as_that(manager, tmp_path):
    manager.setFallbackProxyAndExcludes(QNetworkProxy(HTTP, "proxy.example", 0), [], [])
    with pytest.raises(Up42Error) as caught:
        read_network_profile(tmp_path).proxies_for(API)
    assert caught.value.kind is ErrorKind.PROXY_HOST_INVALID


def test_a_socks_proxy_needs_pysocks_and_says_so(manager, tmp_path, monkeypatch):
    """QGIS ships no PySocks; what Qt can do is of no use to the HTTP library."""
    manager.setFallbackProxyAndExcludes(QNetworkProxy(SOCKS, "proxy.example", 1080), [], [])
    profile = read_network_profile(tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Up42Error) as caught:
        profile.proxies_for(API)
    assert caught.value.kind is ErrorKind.SOCKS_NOT_SUPPORTED
    assert "PySocks" in error_sentence(caught.value)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    assert profile.proxies_for(API)["https"] == "socks5h://proxy.example:1080"
