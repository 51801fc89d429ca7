"""Resumable HTTP downloads that are extracted while they arrive."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import Callable, Optional, Sequence, Tuple

from ...domain.connections import NetworkProfile
from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.delivery import DeliveredFile, Placement
from ...domain.outputs.disk import disk_error, sha256_of
from ...domain.outputs.unpack_limits import UnpackLimits
from ...domain.ports.control import Control
from ...domain.ports.downloads import TellBytes
from .archives import unpack_archive
from .part_file import PartFile
from .range_transfer import RangeTransfer
from .staged_extraction import Unpacking
from .streamed_file import StreamedFile

# Pauses after consecutive breaks without a new byte; after the last one the download fails.
PAUSES_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0)

# The share of the progress bar for downloading; the rest is for extracting, which runs mostly in parallel.
_FETCH_SHARE = 0.9

_ANYWHERE = Placement()


class HttpDownloads:
    """Implements Downloads over HTTP with ranges and fresh links; memory use does not depend on the file's size.

    `network.timeout_s` is how long storage may send nothing; `limits` apply to extraction.
    """

    def __init__(
        self,
        network: NetworkProfile,
        limits: Optional[UnpackLimits] = None,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._network = network
        self._limits = limits or UnpackLimits()
        self._pauses_s = tuple(pauses_s)

    def fetch(
        self,
        link: Callable[[], str],
        target: Path,
        control: Control,
        size_bytes: Optional[int] = None,
        *,
        unpack_to: Optional[Path] = None,
        placement: Placement = _ANYWHERE,
        tell: TellBytes = lambda done, total: None,
    ) -> Tuple[DeliveredFile, ...]:
        """Downloads to `target`, resuming a `.part` file if there is one, and extracts it meanwhile.

        If `unpack_to` is given and the content is a tar, tar.gz or zip, returns its files in that folder, without a
        leading `output/`. The archive itself remains as its `.part` file, so that nothing is downloaded twice if this
        process ends before the caller has recorded the files. `placement` decides which existing files they may
        replace. Otherwise returns the one file, synced to disk; an existing `target` is such a file and is not
        downloaded again.

        `link` is called on another thread for each fresh link. A file appears under its name only when it is complete:
        it has the length that storage states, `size_bytes` if given, and the stated checksum (SHA-256 or MD5). `tell`
        receives the bytes downloaded and the total. Can be cancelled within half a second, even on a silent connection.

        Raises DOWNLOAD_BROKEN, LINK_EXPIRED, NOT_FOUND, DISK_FULL (with the missing megabytes), FOLDER_NOT_WRITABLE, or
        what prevented the first byte; the downloaded part is kept. Raises DOWNLOAD_DAMAGED, ARCHIVE_BROKEN, or
        ARCHIVE_UNSAFE with the member's name; nothing is kept. No error contains a link.
        """
        if target.exists():
            return (_summed(target, control),)
        part = PartFile(target)
        unpacking = None
        if unpack_to is not None:
            unpacking = Unpacking(unpack_to, self._limits, control, placement, lambda: part.missing)
        with contextlib.closing(part):
            fetching = _Fetching(part, unpacking, control, tell)
            transfer = RangeTransfer(self._network, link, part, fetching.report, size_bytes, self._pauses_s)
            files = fetching.run(transfer)
        control.report(1.0)
        return files

    def unpack(self, archive: Path, folder: Path, placement: Placement, control: Control) -> Tuple[DeliveredFile, ...]:
        """Extracts an archive on disk; raises ARCHIVE_BROKEN, ARCHIVE_UNSAFE, DISK_FULL or FOLDER_NOT_WRITABLE."""
        return unpack_archive(archive, Unpacking(folder, self._limits, control, placement))


class _Fetching:
    """One call of `fetch`: downloads on this thread and extracts or hashes the bytes on another one."""

    def __init__(self, part: PartFile, unpacking: Optional[Unpacking], control: Control, tell: TellBytes) -> None:
        self._part = part
        self._unpacking = unpacking
        self._control = control
        self._tell = tell
        self._streamed = StreamedFile(part, unpacking)

    def check(self) -> None:
        """Raises if the rest of the file is not needed: cancelled, or what has arrived cannot be used."""
        self._control.check()
        self._streamed.check()

    def report(self) -> None:
        """Reports the progress."""
        part = self._part
        if part.expected:
            arrived = min(part.size / part.expected, 1.0)
            self._control.report(_FETCH_SHARE * arrived + (1.0 - _FETCH_SHARE) * self._streamed.share)
        self._tell(part.size, part.expected)

    def run(self, transfer: RangeTransfer) -> Tuple[DeliveredFile, ...]:
        """Downloads and returns the files."""
        part = self._part
        receive = partial(transfer.run, self.check)
        while True:
            try:
                files = self._followed(receive)
                break
            except Up42Error as error:
                # Storage may have stated too small a length; only the missing end of the archive shows it.
                may_go_on = part.is_whole and error.kind is ErrorKind.ARCHIVE_BROKEN
                if not (may_go_on and transfer.go_beyond(self._control.check)):
                    self._discard_damage(error)
                    raise
                self._streamed = StreamedFile(part, self._unpacking)
                receive = partial(self._control.report, _FETCH_SHARE)
        if self._streamed.is_archive:
            part.note_whole()
        else:
            part.finish()
        self.report()
        return files

    def _followed(self, receive: Callable[[], None]) -> Tuple[DeliveredFile, ...]:
        self._streamed.begin()
        try:
            receive()
            self._part.complete()
            return self._streamed.wait(self.check, self.report)
        finally:
            self._streamed.end()

    def _discard_damage(self, error: Up42Error) -> None:
        if error.kind in (ErrorKind.DOWNLOAD_DAMAGED, ErrorKind.ARCHIVE_BROKEN, ErrorKind.ARCHIVE_UNSAFE):
            self._part.discard()


def _summed(path: Path, control: Control) -> DeliveredFile:
    """Returns a complete file from an earlier download, with its SHA-256."""
    try:
        with path.open("rb") as file:
            return DeliveredFile(path, path.stat().st_size, sha256_of(file, control.check))
    except OSError as error:
        raise disk_error(error) from error
