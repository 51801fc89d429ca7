"""The port for downloads from signed links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional, Protocol, Tuple

from ..outputs.delivery import DeliveredFile, Placement

if TYPE_CHECKING:
    from .control import Control

# (bytes received, total bytes, None if unknown)
TellBytes = Callable[[int, Optional[int]], None]


_ANYWHERE = Placement()


class Downloads(Protocol):
    """Brings files from signed links to the disk."""

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
        """Downloads to `target`, resuming where it stopped, and returns the file when it is complete.

        `link` is called for each fresh link that is needed. With `unpack_to`, a tar, tar.gz or zip of any name is
        unpacked there while it downloads, without a leading `output/` folder, and its files are returned; a part file
        next to `target` is left for the caller to remove once they are recorded. `placement` decides what may happen
        to existing files. Nothing is written outside `unpack_to`, and nothing of a refused archive remains:
        ARCHIVE_UNSAFE, ARCHIVE_BROKEN.
        """

    def unpack(self, archive: Path, folder: Path, placement: Placement, control: Control) -> Tuple[DeliveredFile, ...]:
        """Unpacks an archive on disk as `fetch` does during a download; the archive stays."""
