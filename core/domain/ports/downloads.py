"""Downloads from signed links, as use cases see them."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional, Protocol, Tuple

from ..outputs.delivery import DeliveredFile, Placement
from .control import Control

# bytes that are there, and of how many where that is known
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
        """Downloads to `target`, going on from where it stopped, and returns the file when it is whole.

        `link` is called for each fresh link that is needed. Where `unpack_to` is given, a tar, tar.gz or zip,
        whatever its name, is unpacked there while it arrives, a leading `output/` folder dropped, and its files are
        returned; a part file beside `target` is left for the caller to remove once they are noted. `placement` says
        what may happen to files that are there. Nothing is
        written outside `unpack_to`, nothing is left of a refused archive: ARCHIVE_UNSAFE, ARCHIVE_BROKEN.
        """

    def unpack(self, archive: Path, folder: Path, placement: Placement, control: Control) -> Tuple[DeliveredFile, ...]:
        """Unpacks an archive that is on the disk, as `fetch` does one that arrives; the archive stays."""
