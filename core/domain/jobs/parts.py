"""What became of the parts of a job that is ordered scene by scene, short enough for a note in the journal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from ..errors import ErrorKind

# The note of a job, and the message of a part, that is delivered and that storage does not show yet.
BEING_INDEXED = "being_indexed"

_NOTE = re.compile(r"parts (\d+)/(\d+) unknown (\d+)(?: ([a-z_]+))?$")


@dataclass(frozen=True)
class PartsNote:
    """How many of the wanted scenes were ordered, of how many it is not known yet, and why others were refused."""

    ordered: int
    wanted: int
    unknown: int = 0
    reason: Optional[ErrorKind] = None

    def text(self) -> str:
        """Returns the note as jobs and the journal keep it; see `parse_parts_note`."""
        reason = f" {self.reason.value}" if self.reason is not None else ""
        return f"parts {self.ordered}/{self.wanted} unknown {self.unknown}{reason}"


def parse_parts_note(text: str) -> Optional[PartsNote]:
    """Returns what `PartsNote.text` wrote, None for any other note."""
    found = _NOTE.match(text)
    if found is None:
        return None
    reasons = {kind.value: kind for kind in ErrorKind}
    return PartsNote(int(found[1]), int(found[2]), int(found[3]), reasons.get(found[4] or ""))
