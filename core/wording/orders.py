"""What stands in the way of an order, or may: bought already, tried before, dearer than a moment ago."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.jobs.claims import Taken
from ..domain.jobs.job import short_name
from ..domain.jobs.journal import JournalEntry
from .figures import counted, credits_text, number_text

_translate = QCoreApplication.translate
# Names of jobs before the rest is counted.
MAX_NAMES = 3


def taken_sentence(taken: Sequence[Taken], total: int) -> str:
    """Returns what of an order would be bought a second time, with which jobs it was bought, and what to do."""
    jobs = _named([item.entry for item in taken])
    scenes = {item.scene_id for item in taken if item.scene_id}
    if not scenes:
        return _translate(
            "UP42",
            "The same job is on its way already, or may be: {jobs}. Nothing is ordered a second time; "
            "look at the Jobs tab.",
        ).format(jobs=jobs)
    owned = len({item.scene_id for item in taken if item.is_owned})
    coming = len(scenes) - owned
    parts = []
    if coming:
        parts.append(counted(_translate("UP42", "%Ln scene(s) on the way or not yet settled", None, coming), coming))
    if owned:
        parts.append(counted(_translate("UP42", "%Ln scene(s) yours already", None, owned), owned))
    pattern = _translate(
        "UP42",
        "Ordered before over this area, of {total} scenes: {parts}, with {jobs}. Nothing is ordered a second time.",
    )
    text = pattern.format(total=number_text(total), parts=", ".join(parts), jobs=jobs)
    if len(scenes) < total:
        return text + " " + _translate("UP42", "Go on with the others, which are not.")
    return text


def doubt_sentence(doubted: Sequence[JournalEntry]) -> str:
    """Returns that the same was tried before, that it was looked for just now, and what a second order risks."""
    return _translate(
        "UP42",
        "This was ordered within the last day and refused or not found: {jobs}. It was looked for once more just now "
        "and is not there. If it appears after all, both are charged: check the console when in doubt.",
    ).format(jobs=_named(doubted))


def risen_sentence(former: int, now: int) -> str:
    """Returns that the price has risen since it was confirmed, so that it has to be confirmed again."""
    return _translate(
        "UP42",
        "The price has changed since you confirmed: the job could cost {former} at most, now {now}. Nothing was "
        "ordered and no credits were spent.",
    ).format(former=credits_text(former), now=credits_text(now))


def _named(entries: Sequence[JournalEntry]) -> str:
    names = list(dict.fromkeys(f"“{short_name(entry.name)}”" for entry in entries))
    text = ", ".join(names[:MAX_NAMES])
    if len(names) > MAX_NAMES:
        more = _translate("UP42", "and {count} more").format(count=number_text(len(names) - MAX_NAMES))
        return f"{text} {more}"
    return text
