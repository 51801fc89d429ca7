"""Why an archive is not unpacked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Refusal(Enum):
    """What is wrong with a member of an archive."""

    NO_NAME = "no name"
    ABSOLUTE = "absolute path"
    OUTSIDE = "leaves its folder"
    CONTROL_CHARACTERS = "control characters"
    SEPARATORS = "separators"
    DRIVE = "drive letter"
    NOT_ON_WINDOWS = "characters that this system does not take"
    ENDING = "ends in a dot or a space"
    RESERVED = "reserved name"
    TOO_LONG = "too long"
    COLLISION = "collides"
    NO_FILE = "neither file nor folder"
    TOO_MANY = "too many entries"
    TOO_LARGE = "too large"
    EXPANDS = "expands too much"
    HEADER = "header too long"
    METHOD = "compression method"
    CONTENTS = "list of contents too long"
    MARKUP = "markup"
    HIDDEN = "hidden"

    @property
    def is_limit(self) -> bool:
        """Tells whether a limit that a person can raise was passed."""
        return self in (Refusal.TOO_MANY, Refusal.TOO_LARGE, Refusal.EXPANDS)


@dataclass(frozen=True)
class RefusedMember:
    """A member that has an archive refused; `other` is the one that it collides with.

    Both names are fit to be shown. The name is empty where the harm stands before it.
    """

    name: str
    reason: Refusal
    other: str = ""

    def __str__(self) -> str:
        """Returns both in a few words for a log."""
        other = f" with {self.other}" if self.other else ""
        return f"{self.name} ({self.reason.value}{other})".strip()
