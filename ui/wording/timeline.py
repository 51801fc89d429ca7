"""Texts of the timeline of scenes."""

from __future__ import annotations

from datetime import date, datetime
from typing import List, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ...core.domain.scenes.timeline import TickKind, TimelineBar
from ...core.wording.figures import coverage_text, number_text, percent_text
from .scenes import owned_texts, scene_count_text

_translate = QCoreApplication.translate


def bar_lines(bar: TimelineBar, area: str, *, is_chosen: bool) -> List[str]:
    """Returns what a bar shows, one fact per line, the date first."""
    moment = _translate("UP42", "{moment} UTC").format(moment=bar.acquired.strftime("%Y-%m-%d %H:%M"))
    lines = [moment if not bar.title else f"{moment} · {bar.title}"]
    if area:
        lines.append(_translate("UP42", "Area: {name}").format(name=area))
    if bar.coverage is not None:
        lines.append(_translate("UP42", "Covers {share} of the area").format(share=coverage_text(bar.coverage)))
    if bar.cloud is None:
        lines.append(_translate("UP42", "Cloud unknown"))
    else:
        lines.append(_translate("UP42", "Cloud {share}").format(share=percent_text(bar.cloud)))
    if bar.is_owned:
        lines.append(owned_texts()[-1])
    if is_chosen:
        lines.append(_translate("UP42", "Selected"))
    if not bar.is_listed:
        lines.append(_translate("UP42", "Hidden by the filters"))
    return lines


def bar_description(bar: TimelineBar, area: str, place: Tuple[int, int], *, is_chosen: bool) -> str:
    """Returns what a screen reader says about a bar; `place` is its number, from 1, and how many there are."""
    number, count = (number_text(figure) for figure in place)
    position = _translate("UP42", "{number} of {count}").format(number=number, count=count)
    return ", ".join([*bar_lines(bar, area, is_chosen=is_chosen), position])


def timeline_name(count: int) -> str:
    """Returns the accessible name of the timeline."""
    return _translate("UP42", "Timeline, {scenes}").format(scenes=scene_count_text(count))


def timeline_keys_text() -> str:
    """Returns how the timeline is used."""
    return _translate(
        "UP42",
        "Click selects a scene, Ctrl+click adds it. Drag shows only these dates, a double click all again. "
        "Ctrl+wheel zooms. Keys: arrows move, Space adds, Shift+arrows choose dates, Esc shows all dates.",
    )


def tick_text(moment: datetime, kind: TickKind) -> str:
    """Returns the label of a tick: a day, a month or a year."""
    if kind is TickKind.YEAR:
        return str(moment.year)
    month = QLocale().standaloneMonthName(moment.month, QLocale.FormatType.ShortFormat)
    if kind is TickKind.MONTH:
        return month
    return _translate("UP42", "{day} {month}").format(day=moment.day, month=month)


def period_text(first: Optional[date], last: Optional[date]) -> str:
    """Returns a period of whole days, while it is dragged."""
    if first is None or last is None:
        return ""
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
