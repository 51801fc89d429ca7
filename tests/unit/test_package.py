"""What is committed makes a zip that the plugin store takes."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from check_package import problems_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("package") / "up42_jobs.zip"
    command = ["git", "-C", str(ROOT), "archive", "--format=zip", "--prefix=up42_jobs/", "-o", str(path), "HEAD"]
    subprocess.run(command, check=True, timeout=60)
    return path


def test_zip_keeps_the_rules_of_the_store(archive):
    assert problems_of(archive) == []


def test_zip_holds_the_plugin_and_no_tests(archive):
    names = set(zipfile.ZipFile(archive).namelist())
    for needed in ("plugin.py", "core/domain/aoi.py", "sandbox/__init__.py", "resources/icons/up42_jobs.svg"):
        assert f"up42_jobs/{needed}" in names
    assert not [name for name in names if "/tests/" in name or "/tools/" in name]


def test_zip_has_the_compiled_translations(archive):
    names = [name for name in zipfile.ZipFile(archive).namelist() if "/i18n/" in name and not name.endswith("/")]
    assert names == ["up42_jobs/resources/i18n/up42_jobs_de.qm"]


def test_check_finds_what_the_store_would_refuse(tmp_path):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("up42_jobs/metadata.txt", "[general]\nname=50 % off\nversion=1\n")
        package.writestr("up42_jobs/__pycache__/x.pyc", "")
        package.writestr("elsewhere.txt", "")
    found = "\n".join(problems_of(path))
    for word in ("first entry", "elsewhere.txt", "x.pyc", "LICENSE", "metadata.txt"):
        assert word in found


def test_zip_imports_without_qgis_until_it_is_asked_for_the_plugin(archive, tmp_path):
    zipfile.ZipFile(archive).extractall(tmp_path)
    code = "import sys; sys.modules['qgis'] = None; import up42_jobs; assert callable(up42_jobs.classFactory)"
    subprocess.run(["/usr/bin/python3", "-c", code], cwd=tmp_path, check=True, timeout=60)
