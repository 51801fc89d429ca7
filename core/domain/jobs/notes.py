"""The note of a job or task: why it failed, what it waits for, or the service's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Dict, NewType, Optional, Union

from ..errors import ErrorKind


@dataclass(frozen=True)
class PartsNote:
    """How many of the wanted scenes were ordered, how many are in doubt, and why others were refused."""

    ordered: int
    wanted: int
    unknown: int = 0
    reason: Optional[ErrorKind] = None


class TaskingStep(Enum):
    """The step of a tasking order before acquisition, by the service's own name (its sub status)."""

    FEASIBILITY_UPLOAD = "FEASIBILITY_WAITING_UPLOAD"
    FEASIBILITY_RESPONSE = "FEASIBILITY_WAITING_RESPONSE"
    QUOTATION_UPLOAD = "QUOTATION_WAITING_UPLOAD"
    QUOTATION_RESPONSE = "QUOTATION_WAITING_RESPONSE"
    QUOTATION_ACCEPTED = "QUOTATION_ACCEPTED"
    QUOTATION_REJECTED = "QUOTATION_REJECTED"

    @property
    def wants_decision(self) -> bool:
        """Returns whether the order waits for a decision by the account."""
        return self in (TaskingStep.FEASIBILITY_RESPONSE, TaskingStep.QUOTATION_RESPONSE)


class DeliveryStep(Enum):
    """The step of a delivery that is not listed in storage yet."""

    BEING_INDEXED = "being_indexed"


ServiceText = NewType("ServiceText", str)
Note = Union[ErrorKind, PartsNote, TaskingStep, DeliveryStep, ServiceText]
NO_NOTE = ServiceText("")

_PARTS = re.compile(r"parts (\d+)/(\d+) unknown (\d+)(?: ([a-z_]+))?", re.ASCII)
# Precedes words of the service that would otherwise be read as something else.
_WORDS = "words: "
_NAMED: Dict[str, Note] = {
    member.value: member for members in (ErrorKind, TaskingStep, DeliveryStep) for member in members
}


def note_as_text(note: Note) -> str:
    """Returns a note as the journal stores it; the inverse of `note_of`."""
    if isinstance(note, PartsNote):
        reason = f" {note.reason.value}" if note.reason is not None else ""
        return f"parts {note.ordered}/{note.wanted} unknown {note.unknown}{reason}"
    if isinstance(note, Enum):
        return str(note.value)
    # Words may read like one of ours; digits may have been written in another way.
    return note if note_of(note) == note else _WORDS + note


def note_of(text: str) -> Note:
    """Returns the note of a stored text; any text that names nothing known is the service's own words."""
    if text.startswith(_WORDS):
        return ServiceText(text[len(_WORDS) :])
    if text in _NAMED:
        return _NAMED[text]
    found = _PARTS.fullmatch(text)
    if found is None:
        return ServiceText(text)
    reason = next((kind for kind in ErrorKind if kind.value == found[4]), None)
    return PartsNote(int(found[1]), int(found[2]), int(found[3]), reason)


def tasking_note(sub_status: str) -> Note:
    """Returns the note for a tasking order's sub status, the service's own words if the step is not known."""
    return next((step for step in TaskingStep if step.value == sub_status), ServiceText(sub_status))
