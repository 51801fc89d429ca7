"""Check Connection: makes every call that the plugin depends on once and collects the service's answers."""

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

# Longer than any answer of a working service takes, and short enough for a user to wait for several.
STEP_DEADLINE_S = 30.0
MIN_HIDDEN = 3
_POLL_S = 0.05
# Payment required, forbidden, not found, method, gone, legal reasons, not implemented: the answers of a service that
# does not offer something, or not to this account.
_NOT_OFFERED = frozenset({402, 403, 404, 405, 410, 451, 501})


def check_connection(
    gateway: JobGateway,
    control: Control,
    on_step: Callable[[CheckStep], None] = lambda step: None,
    deadline_s: float = STEP_DEADLINE_S,
    hidden: Sequence[str] = (),
) -> Tuple[CheckStep, ...]:
    """Runs all checks of a gateway in order and returns their results; spends nothing, changes nothing.

    Never raises for a step that fails or does not answer within `deadline_s` seconds; raises Cancelled soon after the
    user asked to stop. `on_step` is called after each step, in this thread. `hidden` are texts, such as user name and
    password, that no report may contain even if the service repeats them.
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
    # A daemon: a request that hangs must delay neither the result nor the exit of QGIS.
    thread = threading.Thread(target=run, name=f"up42-check {check.name}", daemon=True)
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
    """One check on its own thread; `step` is set when it has ended."""

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
        except Exception as error:  # one malformed answer must not hide the other results
            _LOG.exception("The check %s failed", check.name)
            text = f"{type(error).__name__}: {error}"
            self.step = CheckStep(check.name, StepStatus.FAILED, text, Up42Error(ErrorKind.INTERNAL, text))


def _without(step: CheckStep, hidden: Sequence[str]) -> CheckStep:
    """Returns a step with the hidden texts removed, in upper or lower case."""
    # Shorter texts are parts of ordinary words; the gaps there would reveal them.
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
    """Returns the status and the service's words, or the kind of the error if there are none."""
    if error.status is None:
        return error.detail or error.kind.value
    number = f"HTTP {error.status}"
    return error.detail if error.detail.startswith(number) else f"{number}: {error.detail}".rstrip(": ")
