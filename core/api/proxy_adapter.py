"""The HTTP adapter that chooses the proxy per address, redirects included."""

from __future__ import annotations

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from ..domain.network import NetworkProfile


class ProxyAdapter(HTTPAdapter):
    """Sends each request through the proxy of its own host: sign-in and storage have other rules than the API."""

    def __init__(self, network: NetworkProfile, **options: Any) -> None:
        super().__init__(**options)
        self._network = network

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        """Sends a request; the proxies that `requests` would use are replaced by the profile's."""
        options["proxies"] = self._network.proxies_for(str(request.url))
        return super().send(request, *arguments, **options)
