"""Check Connection: every call that the plugin depends on, made once, and what the service said to it."""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import replace
from typing import Callable, List, Optional, Sequence, Tuple

from ..domain.checks import Check, CheckStep, StepStatus
from ..domain.errors import ErrorKind, Up42Error, nothing_spent
from ..domain.ports.control import Control
from ..domain.ports.gateway import JobGateway

_LOG = logging.getLogger(__name__)

# Longer than any answer of a service that works takes, and short enough for a user to wait through several.
STEP_DEADLINE_S = 30.0
MIN_HIDDEN = 3
_POLL_S = 0.05
# Payment, permission, existence, method, gone, legal reasons, not implemented: the answers of a service that does not
# have something, or not for this account.
_NOT_OFFERED = frozenset({402, 403, 404, 405, 410, 451, 501})


def check_connection(
    gateway: JobGateway,
    control: Control,
    on_step: Callable[[CheckStep], None] = lambda step: None,
    deadline_s: float = STEP_DEADLINE_S,
    hidden: Sequence[str] = (),
) -> Tuple[CheckStep, ...]:
    """Runs all checks of a gateway in their order and returns what each met; spends nothing, changes nothing.

    Never raises for a step that fails, nor for one that does not answer within `deadline_s` seconds; Cancelled soon
    after the user asked to stop. `on_step` is called after each step, in this thread. `hidden` are texts, user name
    and password among them, that no report may contain even if the service repeats them.
    """
    steps: List[CheckStep] = []
    checks = gateway.checks()
    is_lost = False
    for number, check in enumerate(checks):
        control.check()
        step = CheckStep(check.name, StepStatus.NOT_CHECKED) if is_lost else _step(check, control, deadline_s)
        step = _without(step, hidden)
        is_lost = is_lost or (check.is_first and not step.is_ok)
        steps.append(step)
        on_step(step)
        control.report((number + 1) / len(checks))
    return tuple(steps)


def _step(check: Check, control: Control, deadline_s: float) -> CheckStep:
    run = _Run(check)
    # A daemon: a request that hangs must keep neither the result nor QGIS's end waiting.
    thread = threading.Thread(target=run, name=f"check {check.name}", daemon=True)
    thread.start()
    waited_s = 0.0
    while waited_s < deadline_s:
        thread.join(_POLL_S)
        if run.step is not None:
            return run.step
        waited_s += _POLL_S
        control.check()
    late = Up42Error(ErrorKind.TIMED_OUT, f"no answer within {deadline_s:g} s")
    return CheckStep(check.name, StepStatus.FAILED, late.detail, late)


class _Run:
    """One check on a thread of its own; `step` is set when it has ended."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self.step: Optional[CheckStep] = None

    def __call__(self) -> None:
        check = self._check
        try:
            with nothing_spent():
                self.step = CheckStep(check.name, StepStatus.FINE, check.run())
        except Up42Error as error:
            is_absent = error.status in _NOT_OFFERED or error.kind is ErrorKind.NOT_SUPPORTED
            is_refused = check.is_needed or not is_absent or error.kind is ErrorKind.WEB_PAGE
            status = StepStatus.FAILED if is_refused else StepStatus.NOT_OFFERED
            self.step = CheckStep(check.name, status, _words(error), error)
        except Exception as error:  # one answer of an unexpected shape must not hide what the others say
            _LOG.exception("The check %s failed", check.name)
            text = f"{type(error).__name__}: {error}"
            self.step = CheckStep(check.name, StepStatus.FAILED, text, Up42Error(ErrorKind.INTERNAL, text))


def _without(step: CheckStep, hidden: Sequence[str]) -> CheckStep:
    """Returns a step without the hidden texts, in whichever case they were repeated."""
    # A shorter one would be a part of ordinary words, and give away by its gaps what it is.
    pattern = "|".join(re.escape(text) for text in hidden if len(text) >= MIN_HIDDEN)
    if not pattern:
        return step
    error = step.error
    if error is not None:
        was_free = error.is_nothing_spent
        error = Up42Error(error.kind, re.sub(pattern, "…", error.detail, flags=re.IGNORECASE), status=error.status)
        error.is_nothing_spent = was_free
    return replace(step, words=re.sub(pattern, "…", step.words, flags=re.IGNORECASE), error=error)


def _words(error: Up42Error) -> str:
    """Returns the status and the service's words, or the kind of an error without any."""
    if error.status is None:
        return error.detail or error.kind.value
    number = f"HTTP {error.status}"
    return error.detail if error.detail.startswith(number) else f"{number}: {error.detail}".rstrip(": ")
