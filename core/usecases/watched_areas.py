"""One run of a watch: searches for what is new, and remembers it as reported exactly when the output is on disk."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence

from ..domain.areas.area import Area
from ..domain.areas.area_scene import AreaFound
from ..domain.areas.watch import ShareKept, WatchRecord, WatchScope, report_of
from ..domain.outputs.disk import disk_error, make_folder, writing_home
from ..domain.parameters import JobParameters
from ..domain.ports.control import Control, Now
from ..domain.ports.watches import WatchMemory
from .area_query import AreaQuery
from .folder_lock import hold_folder

_DIGITS = 16
# The file of a watch that has reported something to its memory.
_MARK = "reported"
# Files that SQLite puts beside an unfinished output.
_SIDES = ("", "-journal", "-wal", "-shm")


class WatchRun:
    """A run of one watch of one account, while no other process runs it.

    With `has_lost_memory` scenes that an earlier run has reported may be reported again.
    """

    def __init__(
        self, memory: WatchMemory, watch: str, account: str, folder: Path, now: datetime, *, is_first: bool
    ) -> None:
        self._memory = memory
        self._watch = watch
        self._account = account
        self._folder = folder
        self._now = now
        self._record: WatchRecord = memory.record(watch, account)
        has_lost_all = not self._record.areas and (folder / _MARK).exists()
        self.has_lost_memory = has_lost_all or (self._record.is_damaged and not is_first)
        self._scope: Optional[WatchScope] = None

    @property
    def key(self) -> str:
        """Returns a file name that only this watch of this account has."""
        return _key(self._watch, self._account)

    def narrowed(self, query: AreaQuery, areas: Sequence[Area], share_kept: ShareKept) -> AreaQuery:
        """Returns the query for what no earlier run has reported."""
        self._scope = WatchScope(self._record, areas, share_kept, self._now)
        return replace(query, scope=self._scope)

    def report(
        self, found: Sequence[AreaFound], query: AreaQuery, target: Path, write: Callable[[Path], object]
    ) -> None:
        """Puts the output at `target` and remembers what it reports: both or neither, also after a crash.

        `write` writes the output to the path that it is given. Raises DISK_FULL or FOLDER_NOT_WRITABLE.
        """
        if self._scope is None:
            raise ValueError("nothing was searched")
        part = self._part(target)
        try:
            write(part)
            _flush(part)
        except BaseException:
            _remove(part)
            raise
        ends = {wanted.product.id: self._end(wanted.parameters) for wanted in query.products}
        report = report_of(found, self._scope, ends, str(part))
        self._memory.prepare(self._watch, self._account, report)
        try:
            os.replace(part, target)
        except OSError as error:
            self._memory.settle(self._watch, self._account, is_on_disk=False)
            # Only now: its absence would count as proof that the output is there.
            _remove(part)
            raise disk_error(error) from error
        # The name must be on disk before the memory is: after a power cut the output would be lost else.
        _flush_folder(target.parent)
        self._memory.settle(self._watch, self._account, is_on_disk=True)
        if self._record.is_damaged:
            # Last: a run that is killed before says it again.
            self._memory.close_gap(self._watch, self._account)
        if report.areas:
            # Beside the journal: it shows that there was a memory where the journal has none any more.
            with contextlib.suppress(OSError):
                (self._folder / _MARK).touch()

    def _end(self, parameters: JobParameters) -> datetime:
        """Returns up to when a search looked: its end, if that is in the past."""
        period = parameters.period
        return self._now if period is None or parameters.has_open_end else min(period.end, self._now)

    def _part(self, target: Path) -> Path:
        """Returns a path that only this watch of this account writes, so that its absence proves the renaming."""
        return target.absolute().with_name(f".{target.stem}-{self.key}{target.suffix}")


@contextlib.contextmanager
def open_watch(
    memory: WatchMemory, home: Path, watch: str, account: str, control: Control, now: Now
) -> Iterator[WatchRun]:
    """Waits until no other process runs the watch, settles what an ended one left, and yields the run.

    Raises HOME_NOT_WRITABLE if the plugin's own folder cannot be written.
    """
    folder = home / "watches" / _key(watch, account)
    is_first = not folder.exists()
    with writing_home(home):
        make_folder(folder)
    with hold_folder(folder, control):
        left = memory.prepared(watch, account)
        if left is not None:
            part = Path(left.part)
            is_on_disk = not part.exists()
            memory.settle(watch, account, is_on_disk=is_on_disk)
            _remove(part)
        yield WatchRun(memory, watch, account, folder, now(), is_first=is_first)


def _key(watch: str, account: str) -> str:
    return hashlib.sha256(repr((watch, account)).encode()).hexdigest()[:_DIGITS]


def _remove(part: Path) -> None:
    for suffix in _SIDES:
        with contextlib.suppress(OSError):
            os.unlink(f"{part}{suffix}")


def _flush(path: Path) -> None:
    try:
        # Windows flushes only what is open for writing.
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise disk_error(error) from error


def _flush_folder(folder: Path) -> None:
    # Windows cannot open folders; its file system records a rename itself.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
