"""A folder that cannot be locked is refused with a message or used without the lock, never with a traceback."""

from __future__ import annotations

import pytest
from support.service_stage import Watch

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.usecases.folder_lock import LOCK_NAME, hold_folder


def test_path_longer_than_sqlite_takes_is_refused_with_its_length(tmp_path):
    folder = tmp_path
    while len(str(folder)) < 650:
        folder /= "long" * 20
    folder.mkdir(parents=True)
    with pytest.raises(Up42Error) as caught, hold_folder(folder, Watch()):
        pass
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE
    assert "characters" in caught.value.detail


def test_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Up42Error) as caught, hold_folder(tmp_path / "missing", Watch()):
        pass
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE


def test_own_file_named_lock_stays_as_it_is(tmp_path):
    mine = tmp_path / LOCK_NAME
    mine.write_text("combination of my bicycle's lock: 4711" * 100)
    with hold_folder(tmp_path, Watch()):
        pass
    assert "bicycle" in mine.read_text()
