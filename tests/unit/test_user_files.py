"""The user's files are not changed by files written next to them, and links are not followed."""

from __future__ import annotations

import os

import pytest

from up42_jobs.core.api.downloads.part_file import PartFile
from up42_jobs.core.domain.errors import Up42Error
from up42_jobs.core.domain.outputs.delivery import DeliveredFile
from up42_jobs.core.domain.outputs.disk import write_whole
from up42_jobs.core.usecases.job_folder import job_folder, query_folder
from up42_jobs.core.usecases.output_manifest import MANIFEST_NAME, Manifest, delivered_files, write_manifest


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_bytes(b"mine")
    return path


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "shared"
    path.mkdir()
    return path


@pytest.mark.parametrize("name", ["data.json", "data.json.new"])
def test_writing_a_file_does_not_follow_a_link_to_another(folder, secret, name):
    """In a folder that others can write to, a link may wait under any name that is known before."""
    (folder / name).symlink_to(secret)
    write_whole(folder / "data.json", b"{}")
    assert secret.read_bytes() == b"mine"
    assert (folder / "data.json").read_bytes() == b"{}"
    assert not (folder / "data.json").is_symlink()


def test_nothing_unfinished_stays_where_a_file_cannot_be_written(folder):
    (folder / "data.json").mkdir()
    with pytest.raises(Up42Error):
        write_whole(folder / "data.json", b"{}")
    assert os.listdir(folder) == ["data.json"]


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="the system cannot tell")
def test_a_download_does_not_follow_a_link_to_another_file(folder, secret):
    (folder / "delivery.zip.part").symlink_to(secret)
    with pytest.raises(Up42Error):
        PartFile(folder / "delivery.zip")
    assert secret.read_bytes() == b"mine"


def test_a_folder_belongs_to_one_job_and_to_no_test_query_then(folder):
    assert job_folder(folder, "a") == folder
    assert query_folder(folder) == folder
    assert delivered_files(folder) is None
    write_manifest(Manifest("a", folder, {"1": (DeliveredFile(folder / "x.tif", 1, ""),)}))
    assert job_folder(folder, "a") == folder
    assert job_folder(folder, "b") == folder / "b"
    assert query_folder(folder) == folder / "test-query"
    assert delivered_files(folder) == {folder / "x.tif"}
    (folder / "b").mkdir()
    (folder / "b" / MANIFEST_NAME).write_text("a list of my own")
    assert job_folder(folder, "b") == folder / "b-2"
