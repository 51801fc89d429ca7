"""Why an archive was refused."""

from __future__ import annotations

from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.errors import Refusal, RefusedMember

_translate = QCoreApplication.translate


def refusal_sentence(member: RefusedMember) -> str:
    """Returns which archive member was refused and why, whether credits are involved, and what to do."""
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
            "Nothing was extracted, and no further credits were spent. If the order is really this large, raise the "
            "limits in the settings and download again.",
        )
    else:
        rest = _translate(
            "UP42", "Nothing was extracted, and no further credits were spent. Contact UP42 support."
        )
    return f"{what} {rest}"


def _reasons() -> Dict[Refusal, str]:
    return {
        Refusal.NO_NAME: _translate("UP42", "it has no name"),
        Refusal.ABSOLUTE: _translate("UP42", "its name is an absolute path"),
        Refusal.OUTSIDE: _translate("UP42", "it would be written outside the folder"),
        Refusal.CONTROL_CHARACTERS: _translate("UP42", "its name has invisible characters"),
        Refusal.SEPARATORS: _translate("UP42", "its name has a backslash, a folder separator on some systems"),
        Refusal.DRIVE: _translate("UP42", "its name starts with a drive letter"),
        Refusal.NOT_ON_WINDOWS: _translate("UP42", "its name has characters that this system does not allow"),
        Refusal.ENDING: _translate("UP42", "its name ends in a dot or a space"),
        Refusal.RESERVED: _translate("UP42", "its name is reserved for a device on some systems"),
        Refusal.TOO_LONG: _translate("UP42", "its name is too long"),
        Refusal.COLLISION: _translate("UP42", "it has the same name as another file"),
        Refusal.NO_FILE: _translate("UP42", "it is a link or a device, not a file"),
        Refusal.TOO_MANY: _translate("UP42", "it has more files than the settings allow"),
        Refusal.TOO_LARGE: _translate("UP42", "its files are larger than the settings allow"),
        Refusal.EXPANDS: _translate("UP42", "it expands far more than images do"),
        Refusal.HEADER: _translate("UP42", "the header of a file in it is far too long"),
        Refusal.METHOD: _translate(
            "UP42", "its compression method is not supported (only stored and deflate are)"
        ),
        Refusal.CONTENTS: _translate("UP42", "its directory is larger than the limit of 16 MB"),
        Refusal.MARKUP: _translate("UP42", "its name has angle brackets, which could be read as markup"),
        Refusal.HIDDEN: _translate("UP42", "it is hidden, and programs may read it as their settings"),
    }
