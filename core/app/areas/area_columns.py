"""The columns of the list of scenes over many areas, and what views ask for besides texts."""

from __future__ import annotations

from enum import IntEnum
from html import escape
from typing import Any, Callable, NamedTuple, Tuple

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt

from ...domain.areas.area_scene import AreaScene
from ...wording.areas import cloud_source_text, cloud_text
from ...wording.figures import UNKNOWN, area_text, coverage_text, credits_text, number_text


class AreaRole(IntEnum):
    """What views ask for besides texts: the row (None for an area), its area, whether it is the best there, whether
    its quicklook is to be on the map (None for an area, and without a quicklook), and that it was ordered before.
    """

    ROW = Qt.ItemDataRole.UserRole + 1
    FOUND = Qt.ItemDataRole.UserRole + 2
    IS_BEST = Qt.ItemDataRole.UserRole + 3
    SHOWN = Qt.ItemDataRole.UserRole + 4
    ORDERED = Qt.ItemDataRole.UserRole + 5


class Column(NamedTuple):
    """One column: its title, what it sorts by (None if unknown), the text of that, and its tool tips.

    `row_text` replaces the text where it depends on more than the value, `row_tip` is the tool tip of a row.
    """

    title: str
    value: Callable[[AreaScene], Any]
    text: Callable[[Any], str] = str
    tip: str = ""
    row_text: Callable[[AreaScene], str] = lambda row: ""
    row_tip: Callable[[AreaScene], str] = lambda row: ""


# In the sequence of the view: what decides is first, for a narrow dock. The area's name is in its groups.
COLUMNS: Tuple[Column, ...] = (
    Column(QT_TRANSLATE_NOOP("UP42", "Area"), lambda row: row.area.name.casefold()),
    Column(
        QT_TRANSLATE_NOOP("UP42", "Map"),
        lambda row: None,
        tip=QT_TRANSLATE_NOOP("UP42", "Whether the quicklook is on the map: a click on its eye, or M"),
    ),
    Column(
        QT_TRANSLATE_NOOP("UP42", "Date (UTC)"), lambda row: row.scene.acquired, lambda value: f"{value:%Y-%m-%d %H:%M}"
    ),
    Column(
        QT_TRANSLATE_NOOP("UP42", "Cloud"),
        lambda row: row.scene.cloud_cover if row.aoi_cloud_cover is None else row.aoi_cloud_cover,
        tip=QT_TRANSLATE_NOOP("UP42", "Over the area, as its quicklook shows it; before that, of the whole scene"),
        row_text=cloud_text,
        row_tip=cloud_source_text,
    ),
    Column(
        QT_TRANSLATE_NOOP("UP42", "Usable"),
        lambda row: row.usable_km2,
        area_text,
        QT_TRANSLATE_NOOP("UP42", "Covered and not clouded"),
        row_tip=cloud_source_text,
    ),
    Column(QT_TRANSLATE_NOOP("UP42", "Price"), lambda row: row.credits, credits_text),
    Column(QT_TRANSLATE_NOOP("UP42", "Product"), lambda row: row.product_title),
    Column(QT_TRANSLATE_NOOP("UP42", "Covers"), lambda row: row.coverage, coverage_text),
    Column(
        QT_TRANSLATE_NOOP("UP42", "Credits per Usable km²"),
        lambda row: row.credits_per_usable_km2,
        lambda value: number_text(float(value), 0 if value >= 10 else 1),
        row_tip=cloud_source_text,
    ),
)
AREA, EYE, DATE = range(3)


def figure_text(row: AreaScene, column: int) -> str:
    """Returns what a column shows of a row."""
    if column == EYE:
        return ""
    value = COLUMNS[column].value(row)
    if value is None:
        return UNKNOWN
    return COLUMNS[column].row_text(row) or COLUMNS[column].text(value)


def spoken_figures(row: AreaScene) -> str:
    """Returns all figures of a row in one line, for screen readers."""
    translate = QCoreApplication.translate
    pattern = translate("UP42", "{title} {value}")
    columns = [number for number in range(len(COLUMNS)) if number not in (AREA, EYE)]
    return ", ".join(
        pattern.format(title=translate("UP42", COLUMNS[number].title), value=figure_text(row, number))
        for number in columns
    )


def verbatim_tip(*lines: str) -> str:
    """Returns lines as a tool tip that shows names from files and services verbatim, never as markup."""
    return "<p>" + "<br>".join(escape(line) for line in lines if line) + "</p>"
