"""Why an archive was refused."""

from __future__ import annotations

from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.errors import Refusal, RefusedMember

_translate = QCoreApplication.translate


def refusal_sentence(member: RefusedMember) -> str:
    """Returns which member of an archive is wrong and how, what it means for the credits, and what to do."""
    if member.reason is Refusal.COLLISION:
        pattern = _translate("UP42", "The archive was refused: “{name}” would overwrite “{other}” in it.")
    elif member.name:
        pattern = _translate("UP42", "The archive was refused because of “{name}” in it: {reason}.")
    else:
        pattern = _translate("UP42", "The archive was refused: {reason}.")
    what = pattern.format(name=member.name, other=member.other, reason=_reasons()[member.reason])
    if member.reason.is_limit:
        rest = _translate(
            "UP42",
            "Nothing of it was unpacked, and no further credits were spent. If so much was ordered, raise the limits "
            "in the settings and download again.",
        )
    else:
        rest = _translate(
            "UP42", "Nothing of it was unpacked, and no further credits were spent. Tell UP42's support."
        )
    return f"{what} {rest}"


def _reasons() -> Dict[Refusal, str]:
    return {
        Refusal.NO_NAME: _translate("UP42", "it has no name"),
        Refusal.ABSOLUTE: _translate("UP42", "it names a place of its own on the disk"),
        Refusal.OUTSIDE: _translate("UP42", "it would be written outside the folder"),
        Refusal.CONTROL_CHARACTERS: _translate("UP42", "its name has letters that cannot be seen"),
        Refusal.SEPARATORS: _translate("UP42", "its name has a backslash, which is a folder on some systems"),
        Refusal.DRIVE: _translate("UP42", "its name begins with a drive"),
        Refusal.NOT_ON_WINDOWS: _translate("UP42", "its name has letters that this system does not take"),
        Refusal.ENDING: _translate("UP42", "its name ends in a dot or a space"),
        Refusal.RESERVED: _translate("UP42", "its name stands for a device on some systems"),
        Refusal.TOO_LONG: _translate("UP42", "its name is too long"),
        Refusal.COLLISION: _translate("UP42", "it meets another one"),
        Refusal.NO_FILE: _translate("UP42", "it is a link or a device, not a file"),
        Refusal.TOO_MANY: _translate("UP42", "there are more files in it than the settings allow"),
        Refusal.TOO_LARGE: _translate("UP42", "its files are larger than the settings allow"),
        Refusal.EXPANDS: _translate("UP42", "it grows far more in unpacking than images do"),
        Refusal.HEADER: _translate("UP42", "what describes a file in it is far too long"),
        Refusal.METHOD: _translate(
            "UP42", "it is compressed in another way than the two that are read, stored and deflate"
        ),
        Refusal.CONTENTS: _translate("UP42", "its list of contents is longer than 16 MB, the most that is read"),
        Refusal.MARKUP: _translate("UP42", "its name has angle brackets, which is markup where names are shown"),
        Refusal.HIDDEN: _translate("UP42", "it is hidden, and programs may take it for settings of their own"),
    }
