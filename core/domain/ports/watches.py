"""The port for the memory of watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Protocol

if TYPE_CHECKING:
    from ..areas.watch import WatchRecord, WatchReport


class WatchMemory(Protocol):
    """What each watch has reported, per account; survives a crash at any moment. Every call is on disk on return."""

    def record(self, watch: str, account: str) -> WatchRecord:
        """Returns what is remembered, empty for a new watch."""

    def prepare(self, watch: str, account: str, report: WatchReport) -> None:
        """Records what will be remembered once the output is on disk; replaces an earlier such report."""

    def prepared(self, watch: str, account: str) -> Optional[WatchReport]:
        """Returns the report of a run that has not settled it."""

    def settle(self, watch: str, account: str, *, is_on_disk: bool) -> None:
        """Adds the prepared report to the memory, or drops it."""

    def close_gap(self, watch: str, account: str) -> None:
        """Records that a run has reported the loss of memory; its record is not damaged any more."""
