"""The failure to report for delivered files that cannot be shown, in the dock and in scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Sequence

from ..domain.errors import ErrorKind, Up42Error
from ..domain.outputs.delivery import OutputFile, OutputKind, OutputProblem


def show_problem(files: Sequence[OutputFile]) -> Optional[Up42Error]:
    """Returns the failure of files that cannot be shown, each with its cause; None if all can be shown.

    Documents do not count: they are not layers. The kind is IMAGE_UNREADABLE if no dataset can be shown.
    """
    datasets = [file for file in files if file.kind is not OutputKind.DOCUMENT]
    broken = [file for file in datasets if file.problem is not None]
    if not datasets:
        return Up42Error(ErrorKind.IMAGE_UNREADABLE)
    if not broken:
        return None
    detail = "\n".join(f"{Path(file.path).name}: {file.detail or file.title}" for file in broken)
    names = tuple(dict.fromkeys(Path(file.path).name for file in broken))
    if all(file.problem is OutputProblem.FORMAT_MISSING for file in broken):
        return Up42Error(ErrorKind.FORMAT_MISSING, detail, files=names)
    if any(file.problem is OutputProblem.UNSAFE for file in broken):
        return Up42Error(ErrorKind.FILE_UNSAFE, detail, files=names)
    kind = ErrorKind.IMAGE_UNREADABLE if len(broken) == len(datasets) else ErrorKind.OUTPUT_UNREADABLE
    return Up42Error(kind, detail, files=names)
