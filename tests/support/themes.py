"""The dark theme of QGIS for a single widget."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import QgsApplication


def night_mapping():
    """QGIS's dark theme as a style sheet."""
    folder = Path(QgsApplication.uiThemes()["Night Mapping"])
    sheet = (folder / "style.qss").read_text(encoding="utf-8")
    for line in (folder / "variables.qss").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip().startswith("@"):
            sheet = re.sub(rf"{re.escape(name.strip())}\b", value.strip(), sheet)
    return sheet
