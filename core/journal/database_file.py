"""Opens an SQLite file with the journal mode that its drive supports (local or network), private to its owner."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import re
import sqlite3
import sys
from pathlib import Path
from typing import List, Tuple

_LOG = logging.getLogger(__name__)

PRIVATE = 0o600
MOUNTS = Path("/proc/self/mountinfo")
# Linux file systems whose files other computers may write at the same time; FUSE types count as such too.
_NETWORK_TYPES = frozenset(
    {
        *("autofs", "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ncpfs", "ceph", "lustre"),
        *("gpfs", "beegfs", "davfs", "coda", "gfs2", "ocfs2", "orangefs", "vboxsf", "vmhgfs", "virtiofs", "prl_fs"),
        *("drvfs", "glusterfs"),
    }
)
# FUSE types that only expose local disks.
_LOCAL_FUSE = frozenset({"fuseblk", "fuse.ntfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.bindfs", "fuse.gocryptfs"})
_DRIVE_REMOTE = 4
_OCTAL = re.compile(r"\\([0-7]{3})")


def open_database(path: Path, busy_s: float) -> sqlite3.Connection:
    """Returns a connection in autocommit mode that several threads may use one at a time; commits are durable.

    On a local disk readers do not wait for a writer (write-ahead log). Its shared memory does not reach other
    computers, so on a network drive, or if the drive is unknown, the file has a rollback journal, which needs only
    locks. A new file and SQLite's side files are readable by the owner only.
    """
    _make_private(path)
    # Transactions are begun explicitly: Python's sqlite3 would begin them only at the first change.
    connection = sqlite3.connect(str(path), timeout=busy_s, isolation_level=None, check_same_thread=False)
    try:
        wanted = "WAL" if is_local(path) else "DELETE"
        mode = ""
        # The mode cannot change while another process has the file open; the next connection tries again.
        with contextlib.suppress(sqlite3.OperationalError):
            mode = str(connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]).upper()
        if wanted != "WAL":
            _LOG.info("The record of jobs may be on a network drive: its journal mode is %s.", mode or "unchanged")
        # A commit returns when it is on the disk, not before.
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def is_local(path: Path) -> bool:
    """Returns whether a file is certainly on a local disk."""
    if sys.platform == "win32":
        return _is_local_on_windows(path)
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        # Systems without this file, such as macOS.
        return False
    real = os.path.realpath(path)
    kind = file_system_of(real, lines)
    if not kind:
        # Within a chroot the mount of its root is not listed, but another mount of the same device may be.
        with contextlib.suppress(OSError):
            kind = file_system_of_device(os.stat(os.path.dirname(real)).st_dev, lines)
    return is_local_type(kind)


def is_local_type(name: str) -> bool:
    """Returns whether a Linux file system type is local to one computer; False for an unknown one."""
    if name.startswith("fuse"):
        return name in _LOCAL_FUSE
    return bool(name) and name not in _NETWORK_TYPES


def file_system_of(path: str, mounts: List[str]) -> str:
    """Returns the type of the file system that holds a path, by the lines of `/proc/self/mountinfo` (proc(5))."""
    found: Tuple[int, str] = (-1, "")
    for line in mounts:
        before, _, after = line.partition(" - ")
        members, kind = before.split(" "), after.split(" ")[0]
        if len(members) < 5:
            continue
        place = _OCTAL.sub(lambda match: chr(int(match.group(1), 8)), members[4]).rstrip("/")
        # The later of two mounts on one path hides the earlier one.
        if (path == place or path.startswith(f"{place}/")) and len(place) >= found[0]:
            found = (len(place), kind)
    return found[1]


def file_system_of_device(device: int, mounts: List[str]) -> str:
    """Returns the type of the file system on a device (`st_dev`), empty if no line of the mounts names it."""
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in mounts:
        before, _, after = line.partition(" - ")
        if before.split(" ")[2:3] == [number]:
            return after.split(" ")[0]
    return ""


def _is_local_on_windows(path: Path) -> bool:
    drive = os.path.splitdrive(os.path.realpath(path))[0]
    if drive.startswith("\\\\") or not drive:
        return False
    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")  # type: ignore[attr-defined,unused-ignore]
    return bool(kind > 1 and kind != _DRIVE_REMOTE)


def _make_private(path: Path) -> None:
    """Creates an empty file for its owner only, or removes others' rights from the existing one."""
    # An existing file must not be opened here: closing it would release the locks that a connection of this process
    # holds on it (sqlite.org/howtocorrupt.html, 2.2). Errors are reported when SQLite opens it.
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE))
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            os.chmod(f"{path}{suffix}", PRIVATE)
