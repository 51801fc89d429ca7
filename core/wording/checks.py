"""Texts of Check Connection: the steps, their results and the report to copy."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Dict, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.parameters import utc_text
from .errors import error_sentence

if TYPE_CHECKING:
    from ..domain.checks import CheckStep, StepStatus
    from ..domain.connections import Connection

_translate = QCoreApplication.translate


def check_title(name: str) -> str:
    """Returns the title of a step."""
    titles: Dict[str, str] = {
        "token": _translate("UP42", "Sign-in"),
        "user": _translate("UP42", "Signed-in user"),
        "collections": _translate("UP42", "Collections"),
        "catalog": _translate("UP42", "Catalog, landing page"),
        "catalog_search": _translate("UP42", "Catalog, search"),
        "host_search": _translate("UP42", "Host, search"),
        "archive_form": _translate("UP42", "Order form, archive"),
        "tasking_form": _translate("UP42", "Order form, tasking"),
        "budgets": _translate("UP42", "Budgets"),
        "balance": _translate("UP42", "Balance"),
        "orders": _translate("UP42", "Orders"),
        "storage": _translate("UP42", "Storage"),
        "project": _translate("UP42", "Project and its settings"),
        "workflows": _translate("UP42", "Workflows"),
        "blocks": _translate("UP42", "Blocks"),
        "jobs": _translate("UP42", "Jobs"),
    }
    return titles.get(name, name)


def check_status_text(status: StepStatus) -> str:
    """Returns the result of a step, in a word or two."""
    from ..domain.checks import StepStatus

    return {
        StepStatus.FINE: _translate("UP42", "OK"),
        StepStatus.NOT_OFFERED: _translate("UP42", "not offered"),
        StepStatus.FAILED: _translate("UP42", "failed"),
        StepStatus.NOT_CHECKED: _translate("UP42", "not checked"),
    }[status]


def check_words(step: CheckStep) -> str:
    """Returns the service's own words, or our sentence if there was no answer."""
    error = step.error
    return error_sentence(error) if error is not None and error.is_about_the_way else step.words


def check_line(step: CheckStep) -> str:
    """Returns one step as one line."""
    line = f"{check_title(step.name)}: {check_status_text(step.status)}"
    words = check_words(step)
    return f"{line}. {words}" if words else line


def check_summary(steps: Sequence[CheckStep]) -> str:
    """Returns the overall result, and that it cost nothing."""
    from ..domain.checks import StepStatus, are_ok

    failed = [check_title(step.name) for step in steps if step.status is StepStatus.FAILED]
    if are_ok(steps):
        return _translate("UP42", "The connection works. No credits were spent.")
    pattern = _translate(
        "UP42",
        "Some calls failed: {names}. No credits were spent. Copy the report and send it with a question or bug report.",
    )
    return pattern.format(names=", ".join(failed))


def check_report(connection: Connection, steps: Sequence[CheckStep], now: datetime) -> str:
    """Returns a report that is safe to publish: service address, time, one line per step, no secrets."""
    head = f"UP42 Jobs, {connection.service.value}, {connection.api_url or connection.name}, {utc_text(now)}"
    return "\n".join((head, *(check_line(step) for step in steps)))
