"""Tool tips that show foreign text letter by letter, never read as markup."""

from __future__ import annotations

from html import escape
from typing import Sequence

from qgis.PyQt.QtWidgets import QWidget


def plain_tip(lines: Sequence[str]) -> str:
    """Returns lines of foreign text as a tool tip that shows them letter by letter."""
    return "<p>" + "<br>".join(escape(line) for line in lines if line) + "</p>"


def set_plain_tip(widget: QWidget, text: str) -> None:
    """Gives a widget a tool tip, never read as markup."""
    widget.setToolTip(plain_tip([text]) if text else "")
