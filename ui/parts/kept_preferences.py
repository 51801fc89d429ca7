"""The preferences as widgets read and change them; imported for its type only."""

from __future__ import annotations

from typing import Protocol

from ...core.host.preferences import Preferences


class KeptPreferences(Protocol):
    """The options of this profile; the application has them."""

    def preferences(self) -> Preferences:
        """Returns the preferences as they are now."""

    def set_preferences(self, preferences: Preferences) -> None:
        """Saves and applies preferences."""
