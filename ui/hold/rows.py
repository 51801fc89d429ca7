"""Rows of texts in the hold dialog."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QHBoxLayout, QLabel

from ..parts.wrapped_label import WrappedLabel


def text_form() -> QFormLayout:
    """Returns a form whose long rows wrap."""
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


def add_row(form: QFormLayout, title: str, text: str, name: str) -> QLabel:
    """Adds a row with a text that can be copied."""
    label = plain_label(text, name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    form.addRow(title_label(title), label)
    return label


def plain_label(text: str, name: str) -> QLabel:
    """Returns a label that shows a text verbatim."""
    label = WrappedLabel(text)
    label.setObjectName(name)
    return label


def title_label(text: str) -> QLabel:
    """Returns the title of a row, aligned with the first line of a multi-line text."""
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label


def warned(label: QLabel) -> QHBoxLayout:
    """Returns a row with a warning sign and a text."""
    row = QHBoxLayout()
    row.addWidget(warning_icon())
    row.addWidget(label, 1)
    return row


def warning_icon() -> QLabel:
    """Returns a warning sign in the size of an icon."""
    icon = QLabel()
    size = QgsApplication.scaleIconSize(24)
    icon.setPixmap(QgsApplication.getThemeIcon("mIconWarning.svg").pixmap(size, size))
    return icon
