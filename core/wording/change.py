"""Texts of the change between two scenes: its figures, and what quicklooks cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING, List

from qgis.PyQt.QtCore import QCoreApplication

from .figures import number_text, percent_text

if TYPE_CHECKING:
    from ..domain.scenes.change import Change

_translate = QCoreApplication.translate


def change_text(change: Change) -> str:
    """Returns how much differs and how much could be compared, and the most important limit."""
    doubt = f"{change_limits(change)[0]} " if change.is_doubtful else ""
    text = _translate(
        "UP42",
        "{title}: {changed} % differs clearly, {compared} could be compared. {doubt}"
        "Found on quicklooks with pixels of {metres} m: look at both pictures before you order.",
    )
    return text.format(
        title=change_title(change),
        changed=number_text(100.0 * change.changed, 1),
        compared=percent_text(change.compared),
        doubt=doubt,
        metres=number_text(change.pixel_m, 0),
    )


def change_title(change: Change) -> str:
    """Returns the name of a comparison, with the days of both scenes."""
    days = [moment.strftime("%Y-%m-%d") if moment is not None else "?" for moment in (change.earlier, change.later)]
    return _translate("UP42", "Change {earlier} → {later}").format(earlier=days[0], later=days[1])


def change_limits(change: Change) -> List[str]:
    """Returns what to know before trusting a change."""
    pixel = number_text(change.pixel_m, 0)
    limits = [
        _translate(
            "UP42",
            "Found on quicklooks with pixels of {metres} m: smaller objects do not show, and seasons, tides, haze and "
            "shadows can look like change. Look at both pictures before you order.",
        ).format(metres=pixel),
        _translate(
            "UP42",
            "The later scene was brought to the brightness of the earlier one. Clouds, their rims and what touches "
            "them are left out; very bright roofs and snow can be taken for clouds.",
        ),
        _translate(
            "UP42",
            "Tall objects lean differently in oblique scenes. Shifts of one pixel are ignored, larger ones look like "
            "change. For finding places, not for measuring.",
        ),
    ]
    if change.is_doubtful:
        limits.insert(
            0,
            _translate("UP42", "⚠ The position of one of the quicklooks is uncertain: edges may look like change."),
        )
    return limits
