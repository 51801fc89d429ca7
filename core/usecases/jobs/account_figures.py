"""Balance and budgets, which many accounts are not shown: what is not known stands in the way of nothing else."""

from __future__ import annotations

import logging
from typing import Callable, Optional, Tuple, TypeVar

from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.credits import Balance, Budgets
from ...domain.ports import JobGateway

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
# What is wrong with the figure alone; a lost network or a refused sign-in is wrong with everything.
_OF_THE_FIGURE = (ErrorKind.SERVER_FAILED, ErrorKind.UNEXPECTED_ANSWER)


def known_balance(gateway: JobGateway) -> Tuple[Optional[Balance], Optional[Up42Error]]:
    """Returns the balance, None where it is not known, and why the service could not tell it."""
    return _known(gateway.balance, None)


def known_budgets(gateway: JobGateway) -> Budgets:
    """Returns the budgets, none where the service cannot tell them: it refuses an order that lacks one."""
    return _known(gateway.budgets, Budgets())[0]


def _known(ask: Callable[[], T], otherwise: T) -> Tuple[T, Optional[Up42Error]]:
    try:
        return ask(), None
    except Up42Error as error:
        if error.kind not in _OF_THE_FIGURE:
            raise
        _LOG.warning("The service does not tell a figure of the account: %s", error)
        return otherwise, error
