"""Registers the checkout as the package, keeps tests on this machine and out of the user's profile."""

from __future__ import annotations

import gc
import importlib
import ipaddress
import os
import socket
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from moment import SHIFT_VARIABLE, choose_moment  # noqa: E402
from package_path import register_package  # noqa: E402

# For the processes that tests start, and for a QGIS that starts later. That of pytest-qgis has started already, with
# settings of its own and the authentication database that `pytest_xdist_setupnodes` chose.
_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_PROFILE = os.environ["QGIS_AUTH_DB_DIR_PATH"] if _IS_WORKER else tempfile.mkdtemp(prefix="up42-tests-")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = _PROFILE
os.environ["QGIS_AUTH_DB_DIR_PATH"] = _PROFILE
os.environ["UP42_JOBS_HOME"] = str(Path(_PROFILE) / "up42_jobs")
_OURS = ("UP42_JOBS_HOME", SHIFT_VARIABLE)
for name in [name for name in os.environ if name.startswith("UP42_JOBS_") and name not in _OURS]:
    del os.environ[name]

register_package()
choose_moment()

# On a busy machine a time says nothing of the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config, specs):
    """Gives each worker an authentication database of its own.

    QGIS in a worker starts with the environment of this process. Two that create one database at the same time lock
    each other out, and what loses has neither certificates nor a place for secrets.
    """
    for spec in specs:
        spec.env = {**(spec.env or {}), "QGIS_AUTH_DB_DIR_PATH": tempfile.mkdtemp(prefix="up42-tests-")}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Lets a run whose test ends its process go on to its end."""
    if config.getvalue("dist") != "loadfile":
        return None
    from support.file_scheduling import FileScheduling

    return FileScheduling(config, log)


@pytest.fixture(autouse=True)
def garbage_of_the_window():
    """Frees what a test of the window leaves in cycles on the thread of the window.

    Otherwise a thread of the next test frees it, whenever Python collects there, and Qt's objects do not survive that.
    """
    yield
    if "qgis.gui" in sys.modules:
        gc.collect()
        if not gc.get_freeze_count():
            # Modules and what QGIS made at its start: without them a collection takes a tenth of the time.
            gc.freeze()


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Lets no test leave this machine."""
    monkeypatch.setattr(socket.socket, "connect", _connect_here_only)


@pytest.fixture(autouse=True)
def gdal_exceptions():
    """Runs each test with GDAL's exceptions as GDAL_EXCEPTIONS (0 or 1) wants them, else as GDAL itself has them.

    The switch belongs to the process, and other plugins turn it as they like: nothing of the product or of the tests
    may depend on it, and nothing may turn it.
    """
    wanted = os.environ.get("GDAL_EXCEPTIONS", "")
    if wanted:
        importlib.import_module("osgeo.ogr")
        importlib.import_module("osgeo.osr")
        importlib.import_module("osgeo.gdal")
    modules = [sys.modules[name] for name in ("osgeo.gdal", "osgeo.ogr", "osgeo.osr") if name in sys.modules]
    # Taken off in the opposite order.
    for module in (modules if wanted == "1" else modules[::-1]) if wanted else ():
        if bool(module.GetUseExceptions()) != (wanted == "1"):
            module.UseExceptions() if wanted == "1" else module.DontUseExceptions()
    before = [bool(module.GetUseExceptions()) for module in modules]
    yield
    assert [bool(module.GetUseExceptions()) for module in modules] == before
