"""Registers the checkout as the package, keeps tests on this machine and out of the person's profile."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from moment import SHIFT_VARIABLE, choose_moment  # noqa: E402
from package_path import register_package  # noqa: E402

# QGIS reads these when it starts, which is before any fixture runs.
_PROFILE = tempfile.mkdtemp(prefix="up42-tests-")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = _PROFILE
os.environ["QGIS_AUTH_DB_DIR_PATH"] = _PROFILE
os.environ["UP42_JOBS_HOME"] = str(Path(_PROFILE) / "up42_jobs")
_OURS = ("UP42_JOBS_HOME", SHIFT_VARIABLE)
for name in [name for name in os.environ if name.startswith("UP42_JOBS_") and name not in _OURS]:
    del os.environ[name]

register_package()
choose_moment()

_connect = socket.socket.connect


def _connect_here_only(self, address):
    if isinstance(address, tuple):
        host = address[0]
        try:
            is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            is_here = False
        if not is_here:
            raise ConnectionRefusedError(f"tests stay on this machine: {host}")
    return _connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Lets no test leave this machine."""
    monkeypatch.setattr(socket.socket, "connect", _connect_here_only)
