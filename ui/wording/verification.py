"""What a comparison of the files on the disk with the delivery found."""

from __future__ import annotations

from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ...core.domain.outputs.delivery import Flaw, Verification
from ...core.wording.figures import counted, number_text

_translate = QCoreApplication.translate

MOST_NAMED = 5


def verification_sentence(name: str, found: Verification) -> str:
    """Returns in words what is missing or changed of a job's files, the first few by name."""
    if not found.flaws:
        text = _translate("UP42", "“{name}”: %Ln file(s) read, nothing missing or changed.", None, found.file_count)
        return counted(text, found.file_count).format(name=name)
    patterns = flaw_patterns()
    named = [patterns[flaw].format(file=file) for file, flaw in found.flaws[:MOST_NAMED]]
    rest = len(found.flaws) - len(named)
    if rest:
        more = _translate("UP42", "%Ln more file(s) differ", None, rest)
        named.append(counted(more, rest))
    pattern = _translate("UP42", "{count} of {total} files of “{name}” are not as they were delivered: {flaws}.")
    return pattern.format(
        count=number_text(len(found.flaws)),
        total=number_text(found.file_count),
        name=name,
        flaws="; ".join(named),
    )


def flaw_patterns() -> Dict[Flaw, str]:
    """Returns how each flaw is said of a file."""
    return {
        Flaw.MISSING: _translate("UP42", "{file} is missing"),
        Flaw.SHORTER: _translate("UP42", "{file} is shorter"),
        Flaw.LONGER: _translate("UP42", "{file} is longer (overviews may have been added)"),
        Flaw.CHANGED: _translate("UP42", "{file} has other content"),
    }
