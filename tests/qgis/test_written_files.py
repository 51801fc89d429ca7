"""A file that cannot be written gives a message about the disk and leaves nothing half written."""

from __future__ import annotations

import os
import resource
import signal

import pytest
from osgeo import ogr

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.gis.scenes.scene_file import write_scenes
from up42_jobs.core.gis.written_files import with_disk_errors

SCENES = [Scene(f"scene-{number}", f"scene-{number}", properties={"words": "x" * 2000}) for number in range(200)]
ABOUT_THE_DISK = (ErrorKind.DISK_FULL, ErrorKind.FOLDER_NOT_WRITABLE)


@pytest.mark.parametrize("words", ["database or disk is full", "No space left on device", "Disk quota exceeded"])
def test_full_disk_is_told_from_a_folder_that_takes_nothing(words, tmp_path):
    @with_disk_errors
    def write(path):
        raise RuntimeError(words)

    with pytest.raises(Up42Error) as caught:
        write(tmp_path / "scenes.gpkg")
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert words in caught.value.detail


def test_footprints_in_a_folder_that_is_none_end_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Up42Error) as caught:
        write_scenes(tmp_path / "file" / "scenes.gpkg", SCENES[:1], None)
    assert caught.value.kind in ABOUT_THE_DISK


def test_footprints_on_a_very_long_path_are_written_or_end_in_a_sentence(tmp_path):
    folder = tmp_path
    while len(str(folder)) < 650:
        folder /= "long" * 20
    folder.mkdir(parents=True)
    path = folder / "scenes.gpkg"
    problem = None
    try:
        write_scenes(path, SCENES[:1], None)
    except Up42Error as error:
        problem = error.kind
    # SQLite takes 512 characters in its older versions, which QGIS 3.22 comes with.
    if problem is None:
        assert ogr.Open(str(path)).GetLayer(0).GetFeatureCount() == 1
    else:
        assert problem in ABOUT_THE_DISK


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are POSIX's")
def test_footprints_that_do_not_fit_end_in_a_sentence(tmp_path):
    # The one way to a disk that takes no more that works in every place where tests run.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(Up42Error) as caught:
            write_scenes(tmp_path / "scenes.gpkg", SCENES, None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert caught.value.kind in ABOUT_THE_DISK
    assert not (tmp_path / "scenes.gpkg").exists()
