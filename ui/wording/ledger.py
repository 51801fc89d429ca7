"""Texts of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, List

from qgis.PyQt.QtCore import QCoreApplication, QDate, QLocale

from ...core.domain.jobs.job import short_name
from ...core.wording.figures import counted, credits_text, number_text, time_text
from .jobs import entry_state_text, status_text

if TYPE_CHECKING:
    from ...core.domain.jobs.ledger import Comparison, LedgerLine, LedgerSums, Month

_translate = QCoreApplication.translate

LISTED_DIFFERENCES = 5


def ledger_headers() -> List[str]:
    """Returns the titles of the columns."""
    return [
        _translate("UP42", "Started"),
        _translate("UP42", "Job"),
        _translate("UP42", "Product"),
        _translate("UP42", "Scenes"),
        _translate("UP42", "Held"),
        _translate("UP42", "Used"),
        _translate("UP42", "Released"),
        _translate("UP42", "State"),
        _translate("UP42", "Started by"),
        _translate("UP42", "Connection"),
    ]


def ledger_cells(line: LedgerLine) -> List[str]:
    """Returns the texts of a line, in the order of the columns."""
    from ...core.domain.jobs.journal import EntryState

    entry = line.entry
    is_created = entry.state is EntryState.CREATED
    return [
        time_text(entry.created),
        short_name(entry.name),
        entry.product_title,
        number_text(entry.scene_count),
        number_text(line.held),
        number_text(line.used),
        number_text(line.released),
        status_text(entry.status) if is_created else entry_state_text(entry.state),
        origin_text(entry.origin),
        entry.connection,
    ]


def origin_text(origin: str) -> str:
    """Returns who started a job."""
    texts = {
        "dock": _translate("UP42", "Dock"),
        "processing": _translate("UP42", "Processing"),
        "rebuilt": _translate("UP42", "Found at UP42"),
    }
    return texts.get(origin, origin)


def month_text(month: Month) -> str:
    """Returns a calendar month."""
    return QLocale().toString(QDate(month[0], month[1], 1), "MMMM yyyy")


def ledger_sums_text(sums: LedgerSums) -> str:
    """Returns the sums of the lines that are shown."""
    pattern = _translate("UP42", "Held at the start {held} · still held {held_now} · used {used} · released {released}")
    text = pattern.format(
        held=number_text(sums.held),
        held_now=number_text(sums.held_now),
        used=credits_text(sums.used),
        released=number_text(sums.released),
    )
    if sums.unknown:
        unknown = _translate("UP42", "jobs of unknown cost: {count}")
        text += " · " + unknown.format(count=number_text(sums.unknown))
    return text


def own_credits_texts(sums: LedgerSums) -> List[str]:
    """Returns the credits held and used this month by this computer's jobs, longest form first."""
    patterns = [
        _translate("UP42", "Jobs of this computer: {held} held · {used} used this month"),
        _translate("UP42", "{held} held · {used} this month"),
    ]
    return [pattern.format(held=number_text(sums.held_now), used=number_text(sums.used)) for pattern in patterns]


def comparison_text(comparison: Comparison) -> str:
    """Returns whether the journal and the service's history agree, and the first differences."""
    parts = []
    if comparison.differing:
        count = len(comparison.differing)
        total = count + comparison.agreeing
        pattern = _translate("UP42", "The journal and UP42's history differ on {count} of %Ln job(s).", None, total)
        parts.append(counted(pattern, total).format(count=number_text(count)))
        line = _translate("UP42", "“{name}”: {own} here, {charged} at UP42.")
        for entry, charged in comparison.differing[:LISTED_DIFFERENCES]:
            own = number_text(entry.credits_used)
            parts.append(line.format(name=entry.name, own=own, charged=credits_text(charged)))
    elif comparison.agreeing == 1:
        parts.append(_translate("UP42", "The journal and UP42's history agree on the one finished job."))
    elif comparison.agreeing:
        agreeing = comparison.agreeing
        pattern = _translate("UP42", "The journal and UP42's history agree on all %Ln finished job(s).", None, agreeing)
        parts.append(counted(pattern, agreeing))
    else:
        parts.append(_translate("UP42", "There is no finished job to compare with UP42's history."))
    if comparison.other_credits:
        pattern = _translate("UP42", "Other programs and computers used {credits} in the same time.")
        parts.append(pattern.format(credits=credits_text(comparison.other_credits)))
    return " ".join(parts)
