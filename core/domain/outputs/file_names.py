"""Names of files that others chose: what is wrong with one, and how to make one that every system takes."""

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
_LONGEST_BYTES = 255


def name_flaw(name: str, *, is_windows: bool = os.name == "nt") -> Optional[Refusal]:
    """Returns what makes one part of a path unfit to be written, None when it is fit.

    What Windows alone cannot write is a flaw there only, but names that Windows would quietly take for another
    file are a flaw everywhere.
    """
    if name in ("", ".", ".."):
        return Refusal.NO_NAME
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name):
        return Refusal.CONTROL_CHARACTERS
    if "/" in name or "\\" in name:
        return Refusal.SEPARATORS
    if "<" in name or ">" in name:
        # QGIS shows the places of files in a browser.
        return Refusal.MARKUP
    if name[1:2] == ":" and name[0].isalpha() and name[0].isascii():
        return Refusal.DRIVE
    if is_windows and not _NOT_ON_WINDOWS.isdisjoint(name):
        return Refusal.NOT_ON_WINDOWS
    if name[-1] in " .":
        return Refusal.ENDING
    if name.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        return Refusal.RESERVED
    if len(name.encode("utf-8")) > _LONGEST_BYTES:
        return Refusal.TOO_LONG
    return None


def collision_key(name: str) -> str:
    """Returns what two names have in common when some file system takes them for the same one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def safe_name(text: str, longest: int = 100) -> str:
    """Returns a file name of at most `longest` bytes that every system takes and a person still recognises.

    A fit name is returned as it is. Any other gets a few digits of its digest, so that two different texts never
    become the same name.
    """
    if len(text.encode("utf-8", "surrogatepass")) <= longest and not name_flaw(text, is_windows=True):
        return text
    mark = "-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem, dot, suffix = text.rpartition(".")
    if not stem or not suffix.isalnum() or not suffix.isascii() or len(suffix) > 8:
        stem, dot, suffix = text, "", ""
    kept = "".join(letter if letter.isalnum() or letter in " -_.,()+=@" else "-" for letter in stem)
    room = longest - len(mark) - len(dot + suffix)
    kept = kept.encode("utf-8")[:room].decode("utf-8", "ignore").strip(" .-")
    return f"{kept or 'file'}{mark}{dot}{suffix}"


def distinct_names(texts: Iterable[str], longest: int = 100) -> List[str]:
    """Returns a safe name for each text, numbered where two would meet in some file system."""
    names: List[str] = []
    taken: Set[str] = set()
    for text in texts:
        name, number = safe_name(text, longest), 1
        while collision_key(name) in taken:
            number += 1
            stem, dot, suffix = safe_name(text, longest).partition(".")
            name = f"{stem}-{number}{dot}{suffix}"
        taken.add(collision_key(name))
        names.append(name)
    return names
