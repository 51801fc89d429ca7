"""The connection that environment variables describe, for scripts and servers."""

from __future__ import annotations

from typing import Mapping, Optional

from .connections import ENVIRONMENT_NAME, SIGN_IN_URLS, Connection, Credentials, Region, Service, region_of
from .services import Access

API_URL = "UP42_JOBS_API_URL"
SERVICE = "UP42_JOBS_SERVICE"
SIGN_IN_URL = "UP42_JOBS_AUTH_URL"
USER = "UP42_JOBS_USER"
KEY = "UP42_JOBS_KEY"
HOME = "UP42_JOBS_HOME"


def environment_access(environ: Mapping[str, str]) -> Optional[Access]:
    """Returns connection and secret, None where no address is set; nothing of it is ever stored.

    An unknown service counts as today's; whether address and secret are any good shows when they are used.
    """
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
