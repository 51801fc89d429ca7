"""Sentences about exported lists of scenes."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ...core.domain.errors import ErrorKind, Up42Error
from ...core.domain.scenes.export import Exported, ExportFormat
from ...core.wording.errors import error_sentence
from ...core.wording.figures import counted

_translate = QCoreApplication.translate


def export_format_text(kind: ExportFormat) -> str:
    """Returns the name of a format for a file dialog."""
    return {
        ExportFormat.GEOPACKAGE: _translate("UP42", "GeoPackage"),
        ExportFormat.CSV: _translate("UP42", "CSV, comma-separated"),
        ExportFormat.STAC: _translate("UP42", "STAC ItemCollection"),
    }[kind]


def exported_text(exported: Exported) -> str:
    """Returns what was written, and what its format cannot hold."""
    count, left_out = exported.row_count, exported.left_out
    pattern = counted(_translate("UP42", "%Ln row(s) (is|are) in “{name}”.", None, count), count)
    text = pattern.format(name=exported.path.name)
    if left_out:
        rest = _translate("UP42", "%Ln row(s) without a time (is|are) left out, since STAC needs one.", None, left_out)
        text += " " + counted(rest, left_out)
    return text


def export_error_sentence(error: Up42Error, path: str) -> str:
    """Returns why a list was not written; an older file of that name is as it was."""
    name = Path(path).name
    if error.kind is ErrorKind.DISK_FULL:
        pattern = _translate(
            "UP42", "“{name}” was not written: the disk is full. Free some space or choose another folder."
        )
        return pattern.format(name=name)
    if error.kind is ErrorKind.FOLDER_NOT_WRITABLE:
        pattern = _translate(
            "UP42",
            "“{name}” was not written: it is open in QGIS or another program, or its folder is not writable. Close it "
            "there, remove its layer from the project, or choose another name.",
        )
        return pattern.format(name=name)
    return error_sentence(error)
