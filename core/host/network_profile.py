"""QGIS's proxy, certificates and time-out for requests that do not go through Qt."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Optional, Sequence, Tuple

from qgis.core import Qgis, QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

from ..domain.connections import NetworkProfile
from ..domain.errors import ErrorKind, Up42Error
from ..domain.outputs.disk import make_folder, write_whole, writing_home

AUTHORITIES_FILE = "authorities.pem"
_HTTP_TYPES = (QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy)
_SOCKS = QNetworkProxy.ProxyType.Socks5Proxy


def read_network_profile(folder: Path) -> NetworkProfile:
    """Returns QGIS's proxy rules, certificates and time-out; main thread only.

    Writes the certificates that QGIS trusts into `folder`, the plugin's own: HOME_NOT_WRITABLE if that fails, or if
    the folder cannot be made, even where QGIS has no certificates.
    """
    with writing_home(folder):
        make_folder(folder)
    return NetworkProfile(
        find_proxy=ProxyRules(QgsNetworkAccessManager.instance()),
        authorities_file=_authorities(folder),
        timeout_s=QgsNetworkAccessManager.timeout() / 1000.0,
        user_agent=f"UP42-QGIS QGIS/{Qgis.QGIS_VERSION_INT}",
    )


class ProxyRules:
    """A snapshot of QGIS's proxy settings; usable on any thread, unlike QGIS's own object.

    The order is that of `QgsNetworkAccessManager`: proxies of other plugins, addresses without any proxy, addresses
    with Qt's default proxy, the system's proxy, the proxy of the options.
    """

    def __init__(self, manager: QgsNetworkAccessManager) -> None:
        self._factories = list(manager.proxyFactories())
        self._direct = _prefixes(manager.noProxyList())
        self._excluded = _prefixes(manager.excludeList())
        self._uses_system = manager.useSystemProxy()
        self._fallback = QNetworkProxy(manager.fallbackProxy())
        self._default = QNetworkProxy(QNetworkProxy.applicationProxy())

    def __call__(self, url: str) -> str:
        """Returns the address of the proxy for a request, empty for none.

        PROXY_HOST_INVALID for a proxy without a usable host or port; SOCKS_NOT_SUPPORTED for a SOCKS proxy if
        Python lacks PySocks, which QGIS does not ship.
        """
        for proxy in self._found(url):
            if proxy.type() in _HTTP_TYPES:
                return _address(proxy, "http")
            if proxy.type() == _SOCKS:
                if importlib.util.find_spec("socks") is None:
                    raise Up42Error(ErrorKind.SOCKS_NOT_SUPPORTED, "PySocks")
                # The proxy resolves host names, as with Qt.
                return _address(proxy, "socks5h")
        return ""

    def _found(self, url: str) -> Sequence[QNetworkProxy]:
        query = QNetworkProxyQuery(QUrl(url))
        for factory in self._factories:
            found = QNetworkProxyFactory.systemProxyForQuery(query) or factory.queryProxy(query)
            if found:
                return found
        if url.startswith(self._direct):
            return ()
        if url.startswith(self._excluded):
            return (self._default,)
        if self._uses_system:
            found = QNetworkProxyFactory.systemProxyForQuery(query)
            if found:
                return found
        return (self._fallback,)


def _prefixes(texts: Sequence[str]) -> Tuple[str, ...]:
    return tuple(text for text in texts if text.strip())


def _address(proxy: QNetworkProxy, scheme: str) -> str:
    url = QUrl()
    url.setScheme(scheme)
    url.setHost(proxy.hostName())
    if not url.host() or not proxy.port():
        # What precedes an @ may be a user name and password.
        raise Up42Error(ErrorKind.PROXY_HOST_INVALID, f"{proxy.hostName().rsplit('@')[-1]}:{proxy.port()}")
    url.setPort(proxy.port())
    if proxy.user():
        url.setUserName(proxy.user())
        url.setPassword(proxy.password())
    return bytes(url.toEncoded()).decode()


def _authorities(folder: Path) -> Optional[str]:
    text = bytes(QgsApplication.authManager().trustedCaCertsPemText())
    if not text:
        return None
    bundle = folder / AUTHORITIES_FILE
    with writing_home(folder):
        if not bundle.exists() or bundle.read_bytes() != text:
            write_whole(bundle, text)
    return str(bundle)
