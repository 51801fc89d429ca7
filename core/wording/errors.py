"""Error messages: what happened, whether credits are involved, what to do next."""

from __future__ import annotations

import math
from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.connections import Service
from ..domain.errors import ErrorKind, Up42Error
from ..domain.foreign import number_of
from ..domain.jobs.notes import DeliveryStep, Note, PartsNote, TaskingStep
from .connection_errors import (
    account_texts,
    connection_texts,
    denied_sentence,
    jobs_go_on_sentence,
    web_page_sentence,
)
from .figures import counted, number_text
from .file_errors import file_texts, home_sentence
from .orders import cap_sentence
from .refusals import refusal_sentence
from .tasking import tasking_note_text

_translate = QCoreApplication.translate
# A longer pause is not worth showing: nobody waits more than a day for a retry.
_MAX_PAUSE_S = 86_400

# Sentences that quote the service or the system.
_WITH_WORDS = {
    ErrorKind.SIGN_IN_DENIED: denied_sentence,
    ErrorKind.WEB_PAGE: web_page_sentence,
    ErrorKind.HOME_NOT_WRITABLE: home_sentence,
    ErrorKind.OVER_CREDIT_CAP: cap_sentence,
}

# Maximum number of file names in a sentence; the details list all.
MAX_NAMES = 3
_NAMES_FILES = (ErrorKind.IMAGE_UNREADABLE, ErrorKind.OUTPUT_UNREADABLE, ErrorKind.FORMAT_MISSING)


def error_sentence(error: Up42Error) -> str:
    """Returns what happened, whether credits are involved, and what to do next."""
    pause_s = number_of(error.retry_after_s, 0, _MAX_PAUSE_S)
    if error.kind is ErrorKind.RATE_LIMITED and pause_s is not None:
        seconds = max(math.ceil(pause_s), 1)
        pause = _translate(
            "UP42",
            "UP42 received too many requests in a short time. {money} Try again in %Ln second(s).",
            None,
            seconds,
        )
        return _with_money(counted(pause, seconds), error)
    if error.kind is ErrorKind.DISK_FULL and error.missing_megabytes is not None:
        lacking = _translate(
            "UP42",
            "The disk is full: {missing} MB more are needed. What has arrived is kept, and outputs that are paid for "
            "stay in your account. Free some space or choose another folder in the settings, then download again to "
            "resume.",
        )
        return lacking.format(missing=number_text(error.missing_megabytes))
    if error.kind in _WITH_WORDS and error.detail:
        return _with_money(_WITH_WORDS[error.kind](error.detail), error)
    if error.refused is not None:
        return refusal_sentence(error.refused)
    if error.files and error.kind in _NAMES_FILES:
        return _unshown_sentence(error)
    texts: Dict[ErrorKind, str] = {}
    for part in (connection_texts, account_texts, _request_texts, _money_texts, file_texts):
        texts.update(part())
    return _with_money(texts[error.kind], error)


def _with_money(text: str, error: Up42Error) -> str:
    """Adds “No credits were spent” only if known: that depends on what preceded the failure, not on its kind."""
    money = _translate("UP42", "No credits were spent.") if error.is_nothing_spent else ""
    return " ".join(text.replace("{money}", money).split())


def _unshown_sentence(error: Up42Error) -> str:
    names = ", ".join(error.files[:MAX_NAMES])
    more = len(error.files) - MAX_NAMES
    if more > 0:
        names = counted(_translate("UP42", "{names} and %Ln more", None, more), more).format(names=names)
    if error.kind is ErrorKind.OUTPUT_UNREADABLE:
        pattern = _translate(
            "UP42",
            "The files have arrived; these cannot be shown: {names}. The others are on the map, and no further credits "
            "were spent. Open their folder, or download again if they are damaged.",
        )
    elif error.kind is ErrorKind.FORMAT_MISSING:
        pattern = _translate(
            "UP42",
            "The files have arrived; these cannot be shown: {names}. This QGIS was built without the driver for "
            "their format. No further credits were spent. Open them with a QGIS from qgis.org.",
        )
    else:
        pattern = _translate(
            "UP42",
            "The files have arrived; these cannot be shown: {names}. They are paid for, and no further credits were "
            "spent. Open their folder to inspect them.",
        )
    return pattern.format(names=names)


def interruption_sentence(name: str) -> str:
    """Returns that a download lost its connection and resumes automatically."""
    pattern = _translate(
        "UP42",
        "The download of “{name}” was interrupted because the connection was lost. What has arrived is kept, and the "
        "download resumes automatically when the connection is back. No further credits are spent.",
    )
    return pattern.format(name=name)


def sign_in_sentence(error: Up42Error, service: Service) -> str:
    """Returns what went wrong when signing in; names the credentials that this service uses."""
    if error.kind is not ErrorKind.SIGN_IN_REFUSED:
        # Whoever tests a connection has not asked about jobs.
        return error_sentence(error).replace(f" {jobs_go_on_sentence()}", "")
    if service is Service.PLATFORM:
        return _translate(
            "UP42",
            "UP42 does not accept this e-mail and password. No credits were spent. Check both and the region; "
            "an account that signs in through its company's page needs its own password, set in the console.",
        )
    return _translate(
        "UP42",
        "UP42 does not accept this project ID and project key. No credits were spent. "
        "Copy both again from the project's developer page.",
    )


def look_problem_sentence() -> str:
    """Returns that the job list may be out of date; short, since it is shown above the list."""
    return _translate(
        "UP42", "Could not reach UP42; these states may be out of date. Retrying automatically."
    )


def error_title(error: Up42Error) -> str:
    """Returns a one- or two-word title for the area of a failure."""
    for part, title in (
        (connection_texts, _translate("UP42", "Connection")),
        (account_texts, _translate("UP42", "Account")),
        (_request_texts, _translate("UP42", "Service")),
        (_money_texts, _translate("UP42", "Live Job")),
    ):
        if error.kind in part():
            return title
    return _translate("UP42", "Files")


def note_text(note: Note) -> str:
    """Returns a note as a sentence; the service's own words stay as they are."""
    if isinstance(note, PartsNote):
        return _parts_text(note)
    if isinstance(note, TaskingStep):
        return tasking_note_text(note)
    if note is DeliveryStep.BEING_INDEXED:
        return _translate(
            "UP42",
            "The provider has delivered. UP42 is preparing the download, which takes some minutes; "
            "the outputs are then loaded automatically.",
        )
    if note is ErrorKind.NOT_FOUND:
        return _translate(
            "UP42",
            "UP42 no longer lists this job: several searches did not find it. Whether it cost anything is not known "
            "here; see the account's credits in the console.",
        )
    return error_sentence(Up42Error(note)) if isinstance(note, ErrorKind) else note


def _parts_text(parts: PartsNote) -> str:
    figures = {"ordered": parts.ordered, "wanted": parts.wanted, "unknown": parts.unknown}
    if parts.unknown:
        pattern = _translate(
            "UP42",
            "Ordered for certain: {ordered} of {wanted} scenes. The answer for {unknown} was lost: do not order the "
            "rest again until its state is known.",
        )
        return pattern.format(**figures)
    pattern = _translate(
        "UP42", "Ordered: {ordered} of {wanted} scenes. The rest was not ordered and holds no credits."
    )
    reasons = {
        ErrorKind.LICENCE_NOT_ACCEPTED: _translate("UP42", "Their licence (EULA) is not accepted yet."),
        ErrorKind.ACCESS_RESTRICTED: _translate("UP42", "The account has no access to their collection."),
        ErrorKind.NOT_ENOUGH_CREDITS: _translate("UP42", "The balance is too small for them."),
        ErrorKind.FORBIDDEN: _translate("UP42", "This account may not order them."),
        ErrorKind.INVALID_REQUEST: _translate("UP42", "The service refused them with these parameters."),
    }
    reason = reasons.get(parts.reason, "") if parts.reason is not None else ""
    return f"{pattern.format(**figures)} {reason}".strip()


def detail_text(error: Up42Error) -> str:
    """Returns the service's or system's own words for the details view, empty if there are none."""
    lines = []
    if error.status is not None:
        lines.append(_translate("UP42", "Status {status}").format(status=error.status))
    if error.detail:
        lines.append(error.detail)
    if error.link:
        lines.append(error.link)
    return "\n".join(lines)


def _request_texts() -> Dict[ErrorKind, str]:
    return {
        ErrorKind.NOT_FOUND: _translate(
            "UP42",
            "This item no longer exists, or belongs to another account. {money} Refresh and choose again.",
        ),
        ErrorKind.INVALID_REQUEST: _translate(
            "UP42",
            "UP42 does not accept these parameters. {money} "
            "Read the details, change the parameters and try again.",
        ),
        ErrorKind.RATE_LIMITED: _translate(
            "UP42",
            "UP42 received too many requests in a short time. {money} Try again in a minute.",
        ),
        ErrorKind.SERVER_FAILED: _translate(
            "UP42",
            "UP42 is having a problem right now. {money} Jobs already running are not affected. Try again later.",
        ),
        ErrorKind.UNEXPECTED_ANSWER: _translate(
            "UP42",
            "UP42 sent an answer that cannot be read. {money} "
            "Try again. If the problem persists, check for a plugin update.",
        ),
        ErrorKind.ANSWER_TOO_LARGE: _translate(
            "UP42",
            "UP42's answer is larger than this plugin can read; see the details for the limit. {money} "
            "Choose a smaller area, a shorter period or fewer scenes, and try again.",
        ),
        ErrorKind.NOT_SUPPORTED: _translate(
            "UP42",
            "The service does not offer this, or not in the current state of the job. {money} "
            "The UP42 console may offer more.",
        ),
        ErrorKind.INTERNAL: _translate(
            "UP42",
            "An error occurred in the plugin. Check the Jobs tab before you order again: it shows what was "
            "actually started. Include the details when you report the error.",
        ),
        ErrorKind.CANCELLED: _translate("UP42", "Cancelled at your request. Nothing more is being sent."),
    }


def _money_texts() -> Dict[ErrorKind, str]:
    return {
        ErrorKind.TOO_MANY_JOBS: _translate(
            "UP42",
            "The project's limit of running jobs is reached. {money} "
            "Wait until a job finishes, or cancel one.",
        ),
        ErrorKind.NOT_ENOUGH_CREDITS: _translate(
            "UP42",
            "The balance is too small for this job. {money} "
            "Choose fewer scenes or a smaller area, or buy credits in the console.",
        ),
        ErrorKind.NO_SCENES: _translate(
            "UP42",
            "No scenes match these parameters, so there is nothing to order. No credits were spent. "
            "Try a longer period, more cloud cover or another area.",
        ),
        ErrorKind.NO_BUDGET: _translate(
            "UP42",
            "This account charges every order to a budget. No job was started and no credits were spent. "
            "Choose the budget, in a script as budgetId of the order, and confirm again.",
        ),
        ErrorKind.PLACEMENT_FAILED: _translate(
            "UP42",
            "The provider has not accepted the order yet; UP42 is working on it. It may still succeed; if not, the "
            "credits it holds are released. Wait, or cancel the job.",
        ),
        ErrorKind.OUTCOME_UNKNOWN: _translate(
            "UP42",
            "The answer to the order was lost: the job may exist and hold credits, or not. "
            "Do not order it again: UP42 is being checked for it, and the Jobs tab will show the result.",
        ),
        ErrorKind.NOT_SENT: _translate(
            "UP42",
            "This scene was not ordered, because the answer for an earlier scene was lost. No credits are held for it. "
            "Order it again once the Jobs tab shows the state of the earlier one.",
        ),
        ErrorKind.ALREADY_STARTED: _translate(
            "UP42",
            "All or part of this is already ordered: it is on its way, or you own it. Nothing was ordered twice, and "
            "no further credits are held. See the Jobs tab; the details name the jobs.",
        ),
        ErrorKind.ESTIMATE_OUTDATED: _translate(
            "UP42",
            "The parameters or the price have changed since the estimate, so no job was started and no credits were "
            "spent. Ask for a new estimate.",
        ),
        ErrorKind.AREA_OUTDATED: _translate(
            "UP42",
            "The layer or file of the area has changed since this test query, so no job was started and no credits "
            "were spent. Run the test query again.",
        ),
        ErrorKind.ESTIMATE_UNUSABLE: _translate(
            "UP42",
            "UP42 returned an impossible price, so no job was started and no credits were spent. "
            "The details show the number. Try again later, or contact UP42 support.",
        ),
        ErrorKind.CAP_UNCERTAIN: _translate(
            "UP42",
            "The cost of some of your jobs is not known, so this job might exceed the limit that you set. No job was "
            "started and no credits were spent. The details name the jobs: wait until they finish, or change the "
            "limit in the settings.",
        ),
        ErrorKind.OVER_CREDIT_CAP: cap_sentence(""),
        ErrorKind.JOB_FAILED: _translate(
            "UP42",
            "The job failed. Credits that it held and did not use are released. "
            "Read the log, change the parameters and run it again.",
        ),
    }
