"""What is going on: signing in, a test query, an order."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.jobs.ordering import OrderingState
from ...core.app.scenes.dry_run import DryRunState
from ...core.app.session.account import AccountState

_translate = QCoreApplication.translate


def account_state_text(state: AccountState) -> str:
    """Returns how far signing in has come."""
    texts = {
        AccountState.SIGNED_OUT: _translate("UP42", "Not signed in"),
        AccountState.SIGNING_IN: _translate("UP42", "Signing in…"),
        AccountState.READY: _translate("UP42", "Signed in"),
        AccountState.FAILED: _translate("UP42", "Sign-in failed"),
    }
    return texts[state]


def dry_run_state_text(state: DryRunState) -> str:
    """Returns how far a test query has come."""
    texts = {
        DryRunState.IDLE: _translate("UP42", "No test query yet"),
        DryRunState.STARTING: _translate("UP42", "Starting the test query…"),
        DryRunState.RUNNING: _translate("UP42", "The test query is running…"),
        DryRunState.COLLECTING: _translate("UP42", "Collecting the scenes…"),
        DryRunState.QUICKLOOKS: _translate("UP42", "Fetching the quicklooks…"),
        DryRunState.DONE: _translate("UP42", "The test query is done"),
        DryRunState.CANCELLED: _translate("UP42", "The test query was cancelled"),
        DryRunState.FAILED: _translate("UP42", "The test query failed"),
    }
    return texts[state]


def ordering_state_text(state: OrderingState) -> str:
    """Returns how far the way to a live job has come."""
    texts = {
        OrderingState.IDLE: _translate("UP42", "Ready"),
        OrderingState.PREPARING: _translate("UP42", "Estimating the cost…"),
        OrderingState.CONFIRMING: _translate("UP42", "Waiting for your confirmation"),
        OrderingState.STARTING: _translate("UP42", "Starting the live job…"),
    }
    return texts[state]
