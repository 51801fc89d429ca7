"""Verifies outputs on disk against the delivered sizes and checksums."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

from ..domain.errors import ErrorKind, Up42Error
from ..domain.outputs.delivery import DeliveredFile, Flaw, Verification
from ..domain.outputs.disk import disk_error, sha256_of
from ..domain.ports.control import Control
from .output_manifest import read_manifest


def verify_outputs(job_id: str, folder: Path, control: Control) -> Verification:
    """Reads every delivered file of a job in `folder` and returns the differences from the delivery.

    Works without the service. Raises NOT_FOUND if there is no record of the delivery, and Cancelled.
    """
    files = read_manifest(folder, job_id).files
    if not files:
        raise Up42Error(ErrorKind.NOT_FOUND, str(folder))
    total = max(sum(item.size_bytes for item in files), 1)
    done = 0
    flaws: List[Tuple[str, Flaw]] = []
    for file in files:
        flaw = _flaw(file, control, done / total, file.size_bytes / total)
        if flaw is not None:
            flaws.append((file.path.relative_to(folder).as_posix(), flaw))
        done += file.size_bytes
        control.report(done / total)
    return Verification(len(files), tuple(flaws))


def _flaw(file: DeliveredFile, control: Control, start: float, share: float) -> Optional[Flaw]:
    control.check()
    try:
        size = file.path.stat().st_size
        if size != file.size_bytes:
            return Flaw.SHORTER if size < file.size_bytes else Flaw.LONGER
        if not file.sha256:
            return None
        with file.path.open("rb") as content:

            def check() -> None:
                control.check()
                control.report(start + share * content.tell() / max(size, 1))

            return None if sha256_of(content, check) == file.sha256 else Flaw.CHANGED
    except FileNotFoundError:
        return Flaw.MISSING
    except OSError as error:
        raise disk_error(error) from error
