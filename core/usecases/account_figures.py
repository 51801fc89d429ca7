"""Reads balance and budgets; a figure that is hidden or fails does not block anything else."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Callable, Optional, Tuple, TypeVar

from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs.credits import Balance, Budgets
from ..domain.ports.gateway import JobGateway

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
# Failures of one figure alone; a lost network or a refused sign-in affects everything.
_OF_THE_FIGURE = (ErrorKind.SERVER_FAILED, ErrorKind.UNEXPECTED_ANSWER)


@dataclass(frozen=True)
class AccountFigures:
    """The account that an order is charged to; `balance` is None if it is hidden or failed."""

    account: str
    balance: Optional[Balance] = None
    budgets: Budgets = field(default_factory=Budgets)
    has_balance_failed: bool = False


def read_figures(gateway: JobGateway) -> AccountFigures:
    """Returns account, budgets and balance; a figure that fails alone is left out."""
    account, budgets = gateway.account(), known_budgets(gateway)
    balance, failure = known_balance(gateway)
    return AccountFigures(account, balance, budgets, has_balance_failed=failure is not None)


def known_balance(gateway: JobGateway) -> Tuple[Optional[Balance], Optional[Up42Error]]:
    """Returns the balance, None if it is hidden or failed, and the failure, if any."""
    return _known(gateway.balance, None)


def known_budgets(gateway: JobGateway) -> Budgets:
    """Returns the budgets, none if the service cannot report them; it refuses an order without a required budget."""
    return Budgets() if gateway.budgets is None else _known(gateway.budgets.active, Budgets())[0]


def _known(ask: Callable[[], T], otherwise: T) -> Tuple[T, Optional[Up42Error]]:
    try:
        return ask(), None
    except Up42Error as error:
        if error.kind not in _OF_THE_FIGURE:
            raise
        _LOG.warning("A figure of the account could not be read: %s", error)
        return otherwise, error
