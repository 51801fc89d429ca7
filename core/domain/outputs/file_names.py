"""Checks foreign file names, and makes names that every operating system accepts."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from typing import Iterable, List, Optional, Set

from ..errors import Refusal

# Source: Microsoft, "Naming Files, Paths, and Namespaces"; the superscript digits count as digits there.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)
_NOT_ON_WINDOWS = frozenset('<>:"|?*')
_MAX_BYTES = 255


def name_flaw(name: str, *, is_windows: bool = os.name == "nt") -> Optional[Refusal]:
    """Returns why one part of a path cannot be written safely, None if it can.

    Names that only Windows cannot write are refused there only. Names that Windows would silently map to another file
    are refused everywhere.
    """
    if name in ("", ".", ".."):
        return Refusal.NO_NAME
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        return Refusal.CONTROL_CHARACTERS
    if "/" in name or "\\" in name:
        return Refusal.SEPARATORS
    if "<" in name or ">" in name:
        # QGIS shows file paths as HTML.
        return Refusal.MARKUP
    if name[1:2] == ":" and name[0].isalpha() and name[0].isascii():
        return Refusal.DRIVE
    if is_windows and not _NOT_ON_WINDOWS.isdisjoint(name):
        return Refusal.NOT_ON_WINDOWS
    if name[-1] in " .":
        return Refusal.ENDING
    if name.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        return Refusal.RESERVED
    if len(name.encode("utf-8")) > _MAX_BYTES:
        return Refusal.TOO_LONG
    return None


def collision_key(name: str) -> str:
    """Returns a key that is equal for names that some file system treats as the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def safe_name(text: str, max_bytes: int = 100) -> str:
    """Returns a recognisable file name of at most `max_bytes` bytes that every operating system accepts.

    A valid name is returned unchanged. Any other gets a few digits of its digest, so that two different texts never
    become the same name.
    """
    if len(text.encode("utf-8", "surrogatepass")) <= max_bytes and not name_flaw(text, is_windows=True):
        return text
    mark = "-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem, dot, suffix = text.rpartition(".")
    if not stem or not suffix.isalnum() or not suffix.isascii() or len(suffix) > 8:
        stem, dot, suffix = text, "", ""
    kept = "".join(character if character.isalnum() or character in " -_.,()+=@" else "-" for character in stem)
    room = max_bytes - len(mark) - len(dot + suffix)
    kept = kept.encode("utf-8")[:room].decode("utf-8", "ignore").strip(" .-")
    return f"{kept or 'file'}{mark}{dot}{suffix}"


def distinct_names(texts: Iterable[str], max_bytes: int = 100) -> List[str]:
    """Returns a safe name for each text, numbered if two would collide on some file system."""
    names: List[str] = []
    taken: Set[str] = set()
    for text in texts:
        name, number = safe_name(text, max_bytes), 1
        while collision_key(name) in taken:
            number += 1
            stem, dot, suffix = safe_name(text, max_bytes).partition(".")
            name = f"{stem}-{number}{dot}{suffix}"
        taken.add(collision_key(name))
        names.append(name)
    return names
