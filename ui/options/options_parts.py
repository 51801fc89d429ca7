"""The parts of the application that the options page uses; imported for their types only."""

from __future__ import annotations

from typing import Protocol

from ...core.app.session.account import Account
from ..parts.kept_preferences import KeptPreferences


class OptionsParts(KeptPreferences, Protocol):
    """What `OptionsPage` uses."""

    @property
    def account(self) -> Account: ...
