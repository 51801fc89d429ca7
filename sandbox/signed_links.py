"""Links to files that are valid for a short time without an access value, as in a cloud's object storage.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from pathlib import Path
from typing import Callable, Dict, NamedTuple, Tuple
from urllib.parse import quote, urlencode

from .clock import Clock, iso_from
from .http.file_delivery import file_response
from .http.routing import HttpRefusal, Request, Response, Router, text_response
from .options import Options
from .testing.faults import FaultKind

STORAGE_ROOT = "/storage"
_MEDIA_TYPES = {
    ".tgz": "application/gzip",
    ".gz": "application/gzip",
    ".jpg": "image/jpeg",
    ".xml": "application/xml",
    ".zip": "application/zip",
    ".tif": "image/tiff",
    ".json": "application/json",
}


class _Published(NamedTuple):
    make: Callable[[], Path]
    file_name: str
    expired_status: int


class SignedLinks:
    """Issues and serves links of the form `/storage/<folder>/<name>?GoogleAccessId=…&Expires=…&Signature=…`.

    A file is made when it is first asked for; `make` must give the same file each time. A changed link
    answers 403 with XML, and one that is sent together with an Authorization header 400: storage takes one
    kind of authentication only.
    """

    def __init__(self, clock: Clock, options: Options) -> None:
        self._clock = clock
        self._options = options
        self._signing = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._published: Dict[Tuple[str, str], _Published] = {}
        self.base_url = ""
        self.router = Router(None, _storage_refusal)
        self.router.add("GET", f"{STORAGE_ROOT}/{{folder}}/{{name}}", self._serve, is_open=True)

    def link(
        self,
        folder: str,
        name: str,
        make: Callable[[], Path],
        file_name: str = "",
        expired_status: int = 400,
    ) -> str:
        """Returns a fresh absolute link to the file that `make` gives.

        `file_name` is in the link and in Content-Disposition; `expired_status` is answered once the link has
        expired.
        """
        with self._lock:
            self._published[(folder, name)] = _Published(make, file_name, expired_status)
        expires = str(int(self._clock.timestamp() + self._options.link_seconds))
        arguments = {
            "GoogleAccessId": "sandbox@up42.example",
            "Expires": expires,
            "Signature": self._signature(folder, name, expires),
        }
        if file_name:
            arguments["response-content-disposition"] = f"attachment; filename={file_name}"
        return f"{self.base_url}{STORAGE_ROOT}/{quote(folder)}/{quote(name)}?{urlencode(arguments)}"

    def _serve(self, request: Request) -> Response:
        folder, name = request.params["folder"], request.params["name"]
        if "authorization" in request.headers:
            raise HttpRefusal(400, "Only one way of authentication is allowed", "InvalidArgument")
        expires = request.argument("Expires") or ""
        expected = self._signature(folder, name, expires)
        given = request.argument("Signature") or ""
        if not hmac.compare_digest(given.encode("utf-8"), expected.encode("utf-8")):
            raise HttpRefusal(403, "The signature does not match the request", "SignatureDoesNotMatch")
        with self._lock:
            published = self._published[(folder, name)]
        if self._clock.timestamp() >= int(expires) or request.take_fault(FaultKind.EXPIRED_LINK):
            raise HttpRefusal(published.expired_status, f"Expired at {iso_from(int(expires), 0)}", "ExpiredToken")
        path = published.make()
        media_type = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        response = file_response(request, path, media_type)
        if published.file_name:
            response.headers["Content-Disposition"] = f'attachment; filename="{published.file_name}"'
        return response

    def _signature(self, folder: str, name: str, expires: str) -> str:
        signed = f"{folder}/{name}\n{expires}".encode()
        return hmac.new(self._signing, signed, hashlib.sha256).hexdigest()


def _storage_refusal(refusal: HttpRefusal) -> Response:
    xml = (
        "<?xml version='1.0' encoding='UTF-8'?>"
        f"<Error><Code>{refusal.code}</Code><Message>{refusal.message}</Message></Error>"
    )
    return text_response(xml, "application/xml; charset=UTF-8", refusal.status)
