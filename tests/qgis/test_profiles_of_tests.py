"""Tests that run side by side share no database: where two create it at once, QGIS locks one of them out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from execnet.xspec import XSpec
from qgis.core import QgsApplication


def test_each_worker_is_given_a_folder_of_its_own(request):
    specs = [XSpec("popen"), XSpec("popen")]
    request.config.hook.pytest_xdist_setupnodes(config=request.config, specs=specs)
    first, second = (Path(spec.env["QGIS_AUTH_DB_DIR_PATH"]) for spec in specs)
    assert first != second
    assert first.is_dir()
    assert second.is_dir()


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="only for tests that run side by side")
def test_a_worker_keeps_its_secrets_in_its_own_folder(qgis_app):
    database = Path(QgsApplication.authManager().authenticationDatabasePath())
    assert database.parent == Path(os.environ["QGIS_AUTH_DB_DIR_PATH"])
