"""Warnings before an order: already bought, tried before, or more expensive than confirmed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.jobs.job import short_name
from .figures import counted, credits_text, number_text

if TYPE_CHECKING:
    from ..domain.jobs.claims import Taken
    from ..domain.jobs.journal import JournalEntry

_translate = QCoreApplication.translate
_CAP = re.compile(r"(\d+) \+ (\d+) > (\d+)", re.ASCII)
# Maximum number of job names before the rest is counted.
MAX_NAMES = 3


def taken_sentence(taken: Sequence[Taken], total: int) -> str:
    """Returns which parts of an order are already bought, in which jobs, and what to do."""
    jobs = _named([item.entry for item in taken])
    scenes = {item.scene_id for item in taken if item.scene_id}
    if not scenes:
        return _translate(
            "UP42",
            "The same job is on its way already, or may be: {jobs}. Nothing is ordered twice; "
            "see the Jobs tab.",
        ).format(jobs=jobs)
    owned = len({item.scene_id for item in taken if item.is_owned})
    if total == 1:
        pattern = (
            _translate("UP42", "You already own this scene over this area, from {jobs}. Nothing is ordered twice.")
            if owned
            else _translate(
                "UP42",
                "This scene is already ordered for this area, in {jobs}: on the way or not confirmed yet. "
                "Nothing is ordered twice.",
            )
        )
        return pattern.format(jobs=jobs)
    coming = len(scenes) - owned
    parts = []
    if coming:
        parts.append(counted(_translate("UP42", "%Ln scene(s) on the way or not confirmed yet", None, coming), coming))
    if owned:
        parts.append(counted(_translate("UP42", "%Ln scene(s) already yours", None, owned), owned))
    pattern = _translate(
        "UP42",
        "Already ordered for this area, of %Ln scene(s): {parts}, in {jobs}. Nothing is ordered twice.",
        None,
        total,
    )
    text = counted(pattern, total).format(parts=", ".join(parts), jobs=jobs)
    if len(scenes) < total:
        return text + " " + _translate("UP42", "You can order the others.")
    return text


def doubt_sentence(doubted: Sequence[JournalEntry]) -> str:
    """Returns that the same order was tried before and not found, and what a second one risks."""
    return _translate(
        "UP42",
        "This was ordered within the last day and refused or not found: {jobs}. Another search just now did not find "
        "it either. If it appears after all, both are charged: check the console if in doubt.",
    ).format(jobs=_named(doubted))


def risen_sentence(former: int, now: int) -> str:
    """Returns that the price has risen since it was confirmed and needs a new confirmation."""
    return _translate(
        "UP42",
        "The price has changed since you confirmed: the maximum cost was {former} and is now {now}. Nothing was "
        "ordered and no credits were spent.",
    ).format(former=credits_text(former), now=credits_text(now))


def cap_sentence(detail: str) -> str:
    """Returns what an order would cost beside a limit that the user set, and what counts already.

    `detail` is that of OVER_CREDIT_CAP: what counts + the maximum cost > the limit.
    """
    figures = _CAP.fullmatch(detail)
    if figures is None:
        return _translate(
            "UP42",
            "This job may cost more credits than your limit allows. No job was started and no credits "
            "were spent. Order less, or raise the limit in the settings.",
        )
    spent, wanted, cap = (int(figure) for figure in figures.groups())
    if not spent:
        pattern = _translate(
            "UP42",
            "This order may cost up to {wanted}, and your limit is {cap}. No job was started and no credits were "
            "spent. Order less, or raise the limit in the settings.",
        )
    else:
        pattern = _translate(
            "UP42",
            "This order may cost up to {wanted}. Your limit is {cap}. Used or held already: {spent}; left: {left}. "
            "No job was started and no credits were spent. Order less, or raise the limit in the settings.",
        )
    left = max(cap - spent, 0)
    return pattern.format(
        wanted=credits_text(wanted), cap=credits_text(cap), spent=number_text(spent), left=number_text(left)
    )


def _named(entries: Sequence[JournalEntry]) -> str:
    names = list(dict.fromkeys(f"“{short_name(entry.name)}”" for entry in entries))
    text = ", ".join(names[:MAX_NAMES])
    if len(names) > MAX_NAMES:
        more = _translate("UP42", "and {count} more").format(count=number_text(len(names) - MAX_NAMES))
        return f"{text} {more}"
    return text
