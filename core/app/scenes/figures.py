"""The columns of the scene list: each is one line of the table, which list, rows, tool tips and sorting read."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Callable, NamedTuple

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLocale, Qt

from ...domain.scenes.figures import SceneOnArea
from ...wording.figures import UNKNOWN, area_text, credits_text, number_text

_translate = QCoreApplication.translate


def _day_and_time(seconds: float) -> str:
    return QDateTime.fromSecsSinceEpoch(int(seconds), Qt.TimeSpec.UTC).toString("yyyy-MM-dd HH:mm")


def _percent(value: float) -> str:
    return f"{number_text(float(value), 0)} %"


def _share(value: float) -> str:
    return _percent(100.0 * value)


def _degrees(value: float) -> str:
    return f"{number_text(float(value), 1)}°"


def _metres(value: float) -> str:
    return f"{QLocale().toString(float(value), 'g', 3)} m"


def _usable(km2: float) -> str:
    # Not to four digits: nothing is nothing.
    return area_text(km2) if km2 >= 1e-4 else _translate("UP42", "0 km²")


def _per_km2(value: float) -> str:
    return _translate("UP42", "{number}/km²").format(number=number_text(float(value), 0 if value >= 10 else 1))


class Figure(NamedTuple):
    """One column.

    `value` is what it sorts by, None if unknown. `short` is its caption in a row, where `widest` is the most that is
    written below the caption; a figure without a caption is not painted there. `is_late` says that it may change after
    the scenes are listed.
    """

    title: str
    value: Callable[[SceneOnArea], Any]
    text: Callable[[Any], str] = str
    short: str = ""
    widest: str = ""
    is_late: bool = False


class SceneColumn(IntEnum):
    """The columns, in order; `figure` has what each shows."""

    figure: Figure

    def __new__(cls, *members: Any) -> SceneColumn:
        """Numbers the columns from 0."""
        column = int.__new__(cls, len(cls.__members__))
        column._value_ = len(cls.__members__)
        column.figure = Figure(*members)
        return column

    DATE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Date (UTC)"),
        lambda seen: seen.scene.acquired.timestamp() if seen.scene.acquired is not None else None,
        _day_and_time,
    )
    PLATFORM = Figure(
        QT_TRANSLATE_NOOP("UP42", "Platform"), lambda seen: seen.scene.platform or seen.scene.constellation or None
    )
    CLOUD_COVER = Figure(
        QT_TRANSLATE_NOOP("UP42", "Cloud Cover"),
        lambda seen: seen.scene.cloud_cover,
        _percent,
        QT_TRANSLATE_NOOP("UP42", "Cloud"),
        "100 %",
    )
    AREA_CLOUD = Figure(
        QT_TRANSLATE_NOOP("UP42", "Cloud over Area"),
        lambda seen: seen.area_cloud,
        _percent,
        QT_TRANSLATE_NOOP("UP42", "Area cloud"),
        "100 %",
        is_late=True,
    )
    COVERAGE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Area Covered"),
        lambda seen: seen.coverage,
        _share,
        QT_TRANSLATE_NOOP("UP42", "Covers"),
        "100 %",
    )
    USABLE_PRICE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Credits per Usable km²"),
        lambda seen: seen.credits_per_usable_km2,
        _per_km2,
        QT_TRANSLATE_NOOP("UP42", "Usable price"),
        "88,888/km²",
        is_late=True,
    )
    INCIDENCE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Incidence Angle"),
        lambda seen: seen.scene.incidence_angle,
        _degrees,
        QT_TRANSLATE_NOOP("UP42", "Angle"),
        "88.8°",
    )
    GSD = Figure(
        QT_TRANSLATE_NOOP("UP42", "GSD"),
        lambda seen: seen.scene.gsd_m,
        _metres,
        QT_TRANSLATE_NOOP("UP42", "GSD"),
        "0.25 m",
    )
    USABLE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Usable Area"),
        lambda seen: seen.usable_km2,
        _usable,
        QT_TRANSLATE_NOOP("UP42", "Usable"),
        "88.88 km²",
        is_late=True,
    )
    PRICE = Figure(QT_TRANSLATE_NOOP("UP42", "Price"), lambda seen: seen.credits, credits_text, is_late=True)
    CERTAINTY = Figure(
        QT_TRANSLATE_NOOP("UP42", "Position Confidence"), lambda seen: seen.certainty, _share, is_late=True
    )
    LEVEL = Figure(QT_TRANSLATE_NOOP("UP42", "Processing Level"), lambda seen: seen.scene.processing_level or None)
    ID = Figure(QT_TRANSLATE_NOOP("UP42", "Scene ID"), lambda seen: seen.scene.id)

    @property
    def title(self) -> str:
        """Returns the heading."""
        return _translate("UP42", self.figure.title)

    @property
    def short(self) -> str:
        """Returns the caption in a row, empty if a row does not show the figure."""
        return _translate("UP42", self.figure.short) if self.figure.short else ""

    def read(self, seen: SceneOnArea) -> Any:
        """Returns what a scene is sorted by, None if unknown."""
        return self.figure.value(seen)

    def text(self, seen: SceneOnArea) -> str:
        """Returns the figure in words, a dash if unknown."""
        value = self.figure.value(seen)
        return UNKNOWN if value is None else self.figure.text(value)


# Those that a row shows below captions.
CAPTIONED = tuple(column for column in SceneColumn if column.figure.short)
