"""The columns of the scene list: each is one line of the table, which list, rows, tool tips and sorting read."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Callable, NamedTuple, Optional, Tuple

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLocale, Qt

from ...domain.scenes.figures import FieldKind, SceneField, SceneOnArea
from ...wording.figures import UNKNOWN, area_text, coverage_text, credits_text, number_text

_translate = QCoreApplication.translate


def _day_and_time(seconds: float) -> str:
    return QDateTime.fromSecsSinceEpoch(int(seconds), Qt.TimeSpec.UTC).toString("yyyy-MM-dd HH:mm")


def _per_cent_of(share: Optional[float]) -> Optional[float]:
    return None if share is None else 100.0 * share


def _percent(value: float) -> str:
    return f"{number_text(float(value), 0)} %"


def _share(value: float) -> str:
    return _percent(100.0 * value)


def _degrees(value: float) -> str:
    return f"{number_text(float(value), 1)}°"


def _metres(value: float) -> str:
    return f"{QLocale().toString(float(value), 'g', 3)} m"


def _per_km2(value: float) -> str:
    return _translate("UP42", "{number}/km²").format(number=number_text(float(value), 0 if value >= 10 else 1))


class Figure(NamedTuple):
    """One column.

    `value` is what it sorts by, None if unknown. `short` is its caption in a row, where `widest` is the most that is
    written below the caption; a figure without a caption is not painted there. `brief` is a shorter caption for a row
    with little room. `is_late` says that it may change after the scenes are listed. `member` is its name in exported
    files, where `kind` is its type and `written` its value: shares are per cent there, as on screen.
    """

    title: str
    value: Callable[[SceneOnArea], Any]
    text: Callable[[Any], str] = str
    short: str = ""
    widest: str = ""
    is_late: bool = False
    member: str = ""
    kind: FieldKind = FieldKind.NUMBER
    brief: str = ""
    written: Optional[Callable[[SceneOnArea], Any]] = None


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
        member="acquired",
        kind=FieldKind.MOMENT,
        written=lambda seen: seen.scene.acquired,
    )
    PLATFORM = Figure(
        QT_TRANSLATE_NOOP("UP42", "Platform"),
        lambda seen: seen.scene.platform or seen.scene.constellation or None,
        member="platform",
        kind=FieldKind.TEXT,
    )
    CLOUD_COVER = Figure(
        QT_TRANSLATE_NOOP("UP42", "Cloud Cover"),
        lambda seen: seen.scene.cloud_cover,
        _percent,
        QT_TRANSLATE_NOOP("UP42", "Cloud"),
        "100 %",
        member="cloud_cover",
    )
    AREA_CLOUD = Figure(
        QT_TRANSLATE_NOOP("UP42", "Cloud over Area"),
        lambda seen: seen.area_cloud,
        _percent,
        QT_TRANSLATE_NOOP("UP42", "Area cloud"),
        "100 %",
        is_late=True,
        member="aoi_cloud_cover",
        brief=QT_TRANSLATE_NOOP("UP42", "In area"),
    )
    COVERAGE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Area Covered"),
        lambda seen: seen.coverage,
        coverage_text,
        QT_TRANSLATE_NOOP("UP42", "Covers"),
        "100 %",
        member="coverage",
        written=lambda seen: _per_cent_of(seen.coverage),
    )
    USABLE_PRICE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Credits per Usable km²"),
        lambda seen: seen.credits_per_usable_km2,
        _per_km2,
        QT_TRANSLATE_NOOP("UP42", "Usable price"),
        "88,888/km²",
        is_late=True,
        member="credits_per_usable_km2",
    )
    INCIDENCE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Incidence Angle"),
        lambda seen: seen.scene.incidence_angle,
        _degrees,
        QT_TRANSLATE_NOOP("UP42", "Angle"),
        "88.8°",
        member="incidence_angle",
    )
    GSD = Figure(
        QT_TRANSLATE_NOOP("UP42", "GSD"),
        lambda seen: seen.scene.gsd_m,
        _metres,
        QT_TRANSLATE_NOOP("UP42", "GSD"),
        "0.25 m",
        member="gsd_m",
    )
    USABLE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Usable Area"),
        lambda seen: seen.usable_km2,
        area_text,
        QT_TRANSLATE_NOOP("UP42", "Usable"),
        "88.88 km²",
        is_late=True,
        member="usable_km2",
    )
    PRICE = Figure(
        QT_TRANSLATE_NOOP("UP42", "Price"),
        lambda seen: seen.credits,
        credits_text,
        is_late=True,
        member="credits",
        kind=FieldKind.COUNT,
    )
    CERTAINTY = Figure(
        QT_TRANSLATE_NOOP("UP42", "Position Confidence"),
        lambda seen: seen.certainty,
        _share,
        is_late=True,
        member="position_confidence",
        written=lambda seen: _per_cent_of(seen.certainty),
    )
    LEVEL = Figure(
        QT_TRANSLATE_NOOP("UP42", "Processing Level"),
        lambda seen: seen.scene.processing_level or None,
        member="processing_level",
        kind=FieldKind.TEXT,
    )
    ID = Figure(
        QT_TRANSLATE_NOOP("UP42", "Scene ID"), lambda seen: seen.scene.id, member="scene_id", kind=FieldKind.TEXT
    )

    @property
    def title(self) -> str:
        """Returns the heading."""
        return _translate("UP42", self.figure.title)

    @property
    def short(self) -> str:
        """Returns the caption in a row, empty if a row does not show the figure."""
        return _translate("UP42", self.figure.short) if self.figure.short else ""

    @property
    def brief(self) -> str:
        """Returns the caption in a row with little room."""
        return _translate("UP42", self.figure.brief) if self.figure.brief else self.short

    def read(self, seen: SceneOnArea) -> Any:
        """Returns what a scene is sorted by, None if unknown."""
        return self.figure.value(seen)

    def text(self, seen: SceneOnArea) -> str:
        """Returns the figure in words, a dash if unknown."""
        value = self.figure.value(seen)
        return UNKNOWN if value is None else self.figure.text(value)


# Those that a row shows below captions.
CAPTIONED = tuple(column for column in SceneColumn if column.figure.short)
# Of exported files: scripts depend on the names. `is_exact` is false for an outline that is only that of the area.
EXPORT_FIELDS: Tuple[SceneField, ...] = (
    *(
        SceneField(column.figure.member, column.figure.kind, column.figure.written or column.figure.value)
        for column in (SceneColumn.ID, *(column for column in SceneColumn if column is not SceneColumn.ID))
    ),
    SceneField("is_exact", FieldKind.FLAG, lambda seen: seen.scene.footprint is not None),
)
