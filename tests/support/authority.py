"""A test certificate authority and server certificate, made by `openssl` for one run and valid for a day."""

from __future__ import annotations

import subprocess
from pathlib import Path

# A name of no network (RFC 6761): reached through a proxy only, which is where it leads somewhere.
HOST = "api.up42.test"
_NAMES = f"subjectAltName=DNS:localhost,DNS:{HOST},IP:127.0.0.1"


class Authority:
    """The files in `folder`: `authorities` is what a client trusts, `chain` and `key` are the server's."""

    def __init__(self, folder):
        folder = Path(folder)
        self.authorities, self.chain, self.key = (folder / f"{name}.pem" for name in ("authority", "server", "key"))
        own_key, request, names = (folder / name for name in ("authority-key.pem", "server.csr", "names.txt"))
        names.write_text(_NAMES, encoding="utf-8")
        # Faketime libraries and a wrong clock do not matter here: `openssl` and `ssl` read the same one.
        _openssl("req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=UP42-test", keyout=own_key, out=self.authorities)
        _openssl("req -newkey rsa:2048 -nodes -subj /CN=localhost", keyout=self.key, out=request)
        _openssl(
            "x509 -req -days 1 -CAcreateserial",
            **{"in": request, "CA": self.authorities, "CAkey": own_key, "extfile": names, "out": self.chain},
        )


def _openssl(command, **files):
    given = [part for name, path in files.items() for part in (f"-{name}", str(path))]
    subprocess.run(["openssl", *command.split(), *given], check=True, capture_output=True)
