"""The connection that environment variables define.

Read when QGIS starts, before anything else of the plugin is needed: the domain is imported with the first connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Mapping, MutableMapping, Optional

if TYPE_CHECKING:
    from ..domain.ports.services import Access

API_URL = "UP42_JOBS_API_URL"
SERVICE = "UP42_JOBS_SERVICE"
SIGN_IN_URL = "UP42_JOBS_AUTH_URL"
USER = "UP42_JOBS_USER"
KEY = "UP42_JOBS_KEY"


class EnvironmentAccess:
    """The connection from the environment; moves its secret out of `environ` on first access.

    QGIS expressions and all programs that this process starts can read the environment.
    """

    def __init__(self, environ: MutableMapping[str, str]) -> None:
        self._environ = environ
        self._key = ""
        self._is_over = False
        self._take()

    def __call__(self) -> Optional[Access]:
        """Returns connection and secret, None if no address is set."""
        self._take()
        return environment_access({**self._environ, KEY: self._key})

    def give_back(self) -> None:
        """Puts the secret back into `environ`, where the plugin looks for it when it is loaded again in this process.

        Work of the unloaded plugin that still runs keeps its copy and takes no further secret.
        """
        self._is_over = True
        if self._key:
            self._environ.setdefault(KEY, self._key)

    def _take(self) -> None:
        if not self._is_over:
            self._key = self._environ.pop(KEY, self._key)


def environment_access(environ: Mapping[str, str]) -> Optional[Access]:
    """Returns connection and secret, None if no address is set; neither is ever stored.

    An unknown service counts as the platform; address and secret are not checked here.
    """
    from ..domain.connections import (
        ENVIRONMENT_NAME,
        SIGN_IN_URLS,
        Connection,
        Credentials,
        Region,
        Service,
        region_of,
    )

    api_url = environ.get(API_URL, "").strip().rstrip("/")
    if not api_url:
        return None
    is_classic = environ.get(SERVICE, "").strip().lower() == Service.WORKFLOWS.value
    region = region_of(api_url) or Region.EU
    sign_in_url = environ.get(SIGN_IN_URL, "").strip().rstrip("/")
    if not sign_in_url:
        sign_in_url = api_url if is_classic else SIGN_IN_URLS[region]
    service = Service.WORKFLOWS if is_classic else Service.PLATFORM
    connection = Connection(ENVIRONMENT_NAME, service, api_url, sign_in_url)
    return connection, Credentials(environ.get(USER, ""), environ.get(KEY, ""))
