"""Downloads that go on where they stopped, whatever stopped them, and are unpacked while they arrive."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import Callable, Optional, Sequence, Tuple

from ...domain.connections import NetworkProfile
from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.delivery import DeliveredFile, Placement, UnpackLimits
from ...domain.outputs.disk import disk_error, sha256_of
from ...domain.ports.control import Control
from ...domain.ports.downloads import TellBytes
from .archives import unpack_archive
from .part_file import PartFile
from .range_transfer import RangeTransfer
from .staged_extraction import Unpacking
from .streamed_file import StreamedFile

# Waits after breaks that follow one another without a byte between them; the download fails after the last one.
PAUSES_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0)

# The part of the progress that is the download; the rest is unpacking, nearly all of it at the same time.
_FETCH_SHARE = 0.9

_ANYWHERE = Placement()


class HttpDownloads:
    """Implements Downloads over HTTP: ranges, fresh links, and memory that does not grow with the file.

    `network.timeout_s` is how long storage may be silent; `limits` bind unpacking.
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
        """Downloads to `target`, going on from a `.part` file where there is one, and unpacks it meanwhile.

        Where `unpack_to` is given and a tar, tar.gz or zip arrives, by content and whatever its name, its files are
        returned, in that folder, a leading `output/` dropped; the archive itself is left as its `.part` file, so
        that nothing is fetched twice if this process ends before the caller has noted the files. `placement` says what
        they may do to the files of that folder. Otherwise the one file is returned, on disk to the last byte;
        a `target` that is there is such a file, and is not fetched again.

        `link` is called for each fresh link that is needed, on another thread. A file appears under its name only
        when the download is whole: of the length that storage states, of `size_bytes` where it is given, and with
        the checksum that storage gives (SHA-256 or MD5). `tell` learns how many bytes are
        there and of how many. Cancelled within half a second, also on a silent connection.

        Raises DOWNLOAD_BROKEN, LINK_EXPIRED, NOT_FOUND, DISK_FULL (with the missing megabytes),
        FOLDER_NOT_WRITABLE, or what kept the first byte from coming: what has arrived is kept then. Raises
        DOWNLOAD_DAMAGED, ARCHIVE_BROKEN, or ARCHIVE_UNSAFE with the member's name: nothing is kept of those. No
        error holds a link.
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
        """Unpacks an archive that is on the disk; raises ARCHIVE_BROKEN, ARCHIVE_UNSAFE and what a disk refuses."""
        return unpack_archive(archive, Unpacking(folder, self._limits, control, placement))


class _Fetching:
    """One call of `fetch`: the transfer on this thread, what becomes of its bytes on another one."""

    def __init__(self, part: PartFile, unpacking: Optional[Unpacking], control: Control, tell: TellBytes) -> None:
        self._part = part
        self._unpacking = unpacking
        self._control = control
        self._tell = tell
        self._streamed = StreamedFile(part, unpacking)

    def check(self) -> None:
        """Raises what makes the rest of the file needless."""
        self._control.check()
        self._streamed.check()

    def report(self) -> None:
        """Tells how far it came."""
        part = self._part
        if part.expected:
            arrived = min(part.size / part.expected, 1.0)
            self._control.report(_FETCH_SHARE * arrived + (1.0 - _FETCH_SHARE) * self._streamed.share)
        self._tell(part.size, part.expected)

    def run(self, transfer: RangeTransfer) -> Tuple[DeliveredFile, ...]:
        """Returns the files."""
        part = self._part
        receive = partial(transfer.run, self.check)
        while True:
            try:
                files = self._followed(receive)
                break
            except Up42Error as error:
                # The length that storage stated may have been too small, which only an archive's end gives away.
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
    """Sums up a file that was whole before this process began."""
    try:
        with path.open("rb") as file:
            return DeliveredFile(path, path.stat().st_size, sha256_of(file, control.check))
    except OSError as error:
        raise disk_error(error) from error
