"""QGIS's proxy, certificates and time-out for requests that do not go through Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import Qgis, QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery

from ...domain.errors import ErrorKind, Up42Error
from ...domain.network import NetworkProfile

AUTHORITIES_FILE = "authorities.pem"


def read_network_profile(url: str, folder: Path) -> NetworkProfile:
    """Returns how to reach an address by QGIS's own settings; main thread only.

    Writes the certificates that QGIS trusts into `folder`. Raises PROXY_REFUSED for a SOCKS proxy, which the HTTP
    library that QGIS ships cannot use.
    """
    manager = QgsNetworkAccessManager.instance()
    proxies = {}
    for proxy in manager.proxyFactory().queryProxy(QNetworkProxyQuery(QUrl(url))):
        if proxy.type() == QNetworkProxy.ProxyType.Socks5Proxy:
            raise Up42Error(ErrorKind.PROXY_REFUSED, "SOCKS5")
        if proxy.type() in (QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy):
            address = _address(proxy)
            proxies = {"http": address, "https": address}
            break
    return NetworkProfile(
        proxies=proxies,
        authorities_file=_authorities(folder),
        timeout_s=QgsNetworkAccessManager.timeout() / 1000.0,
        user_agent=f"UP42-QGIS QGIS/{Qgis.QGIS_VERSION_INT}",
    )


def _address(proxy: QNetworkProxy) -> str:
    url = QUrl()
    url.setScheme("http")
    url.setHost(proxy.hostName())
    url.setPort(proxy.port())
    if proxy.user():
        url.setUserName(proxy.user())
        url.setPassword(proxy.password())
    return bytes(url.toEncoded()).decode()


def _authorities(folder: Path) -> Optional[str]:
    text = bytes(QgsApplication.authManager().trustedCaCertsPemText())
    if not text:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    bundle = folder / AUTHORITIES_FILE
    if not bundle.exists() or bundle.read_bytes() != text:
        bundle.write_bytes(text)
    return str(bundle)
