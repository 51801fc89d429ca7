"""The journal works on a network drive too, and is readable by its owner only.

A write-ahead log shares memory between processes of one computer. Two computers that write one file through it can
lose what the other wrote: a job that was ordered would be ordered again.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing

import pytest
from support.journal_entries import entry, now

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.journal import database_file
from up42_jobs.core.journal.database_file import file_system_of, file_system_of_device, is_local_type, open_database
from up42_jobs.core.journal.store import SqliteJournal

LINES = [
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
    "30 22 0:40 / /home rw - autofs systemd-1 rw",
    "31 22 0:50 / /home rw,relatime - nfs4 server:/home rw,vers=4.2",
    r"32 22 0:51 / /media/my\040share rw - cifs //server/share rw",
    "33 22 0:52 / /home/anna/remote rw - fuse.sshfs anna@server:/ rw",
    "34 22 8:2 / /home/local rw - xfs /dev/sda2 rw",
    "a line that is none",
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/journal.sqlite", "ext4"),
        ("/home/anna/journal.sqlite", "nfs4"),
        ("/homes/anna/journal.sqlite", "ext4"),
        ("/media/my share/journal.sqlite", "cifs"),
        ("/home/anna/remote/journal.sqlite", "fuse.sshfs"),
        ("/home/local/journal.sqlite", "xfs"),
    ],
)
def test_file_system_of_a_path_is_that_of_the_nearest_mount_which_is_seen(path, kind):
    assert file_system_of(path, LINES) == kind


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "fuseblk"])
def test_disks_of_this_computer_are_local(kind):
    assert is_local_type(kind)


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.rclone", "9p", "autofs", ""])
def test_what_other_computers_may_write_and_what_is_unknown_is_not(kind):
    assert not is_local_type(kind)


def mode_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0]


@pytest.fixture
def network(tmp_path, monkeypatch):
    """A folder that the system lists as a network mount."""
    listed = tmp_path / "mountinfo"
    folder = tmp_path / "share"
    folder.mkdir()
    listed.write_text(f"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / {folder.resolve()} rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(database_file, "MOUNTS", listed)
    return folder


def test_file_system_is_found_by_its_device_where_a_chroot_hides_the_mount_of_its_root():
    mounts = ["101 90 254:3 /home/work /work rw - ext4 /dev/vda3 rw", "102 90 0:52 / /proc rw - proc proc rw"]
    assert file_system_of("/var/lib/journal.sqlite", mounts) == ""
    assert file_system_of_device(os.makedev(254, 3), mounts) == "ext4"
    assert file_system_of_device(os.makedev(254, 4), mounts) == ""


def test_journal_on_this_computer_lets_readers_pass_a_writer(tmp_path):
    with closing(SqliteJournal(tmp_path / "journal.sqlite", now)) as journal:
        journal.begin(entry())
        assert mode_of(tmp_path / "journal.sqlite") == "wal"


def test_journal_on_a_network_has_no_shared_memory(network, caplog):
    caplog.set_level("INFO")
    with closing(SqliteJournal(network / "journal.sqlite", now)) as journal:
        journal.begin(entry())
        assert mode_of(network / "journal.sqlite") == "delete"
        assert [name for name in os.listdir(network) if name.endswith(("-wal", "-shm"))] == []
        assert len(journal.entries()) == 1
    assert "network drive" in caplog.text


def test_journal_that_was_begun_with_a_log_changes_when_it_is_on_a_network(network):
    path = network / "journal.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
        connection.execute("CREATE TABLE words (word TEXT)")
    with closing(open_database(path, 1.0)):
        assert mode_of(path) == "delete"


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_nobody_but_its_owner_reads_the_journal(tmp_path):
    old = tmp_path / "journal.sqlite"
    old.touch()
    # As an earlier release left it.
    old.chmod(0o644)
    with closing(SqliteJournal(old, now)) as journal:
        journal.begin(entry())
        files = [path for path in tmp_path.iterdir() if path.name.startswith("journal.sqlite")]
        assert len(files) == 3
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_journal_that_was_closed_is_not_called_damaged(tmp_path):
    journal = SqliteJournal(tmp_path / "journal.sqlite", now)
    journal.close()
    with pytest.raises(Up42Error) as caught:
        journal.entries()
    assert caught.value.kind is ErrorKind.INTERNAL
