"""A user who has chosen scenes on the platform and confirmed their hold."""

from __future__ import annotations

import time

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import LiveOrder, refresh, start_live
from up42_jobs.sandbox import Fault

PLACE = r"^/v2/orders$"
NAME = "Harbour 2026-11-24 10.00 abcdef12"


class Desk:
    """A user who has chosen scenes and confirmed their hold."""

    def __init__(self, stage, folder, count=3):
        self.stage, self.gateway = stage, stage.gateway
        self.journal = SqliteJournal(folder / "journal.sqlite", utc_now)
        self.product = stage.product()
        self.hold = prepare_hold(self.gateway, self.product, stage.parameters(self.product, count))

    def start(self, name=NAME):
        """Starts the live job."""
        hold = self.hold
        order = LiveOrder("Sandbox", "platform", self.product, hold.parameters, name)
        consent = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        return start_live(self.gateway, self.journal, order, hold, consent, utc_now)

    def end(self, entry):
        """Polls a job to its end."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            entry, job = refresh(self.gateway, self.journal, entry)
            if job.status.is_final:
                return entry, job
        raise AssertionError("never ended")

    def fault(self, kind, after=0, times=1, **more):
        """Makes the placement of an order fail."""
        self.stage.sandbox.faults.add(Fault(kind, method="POST", path=PLACE, after=after, times=times, **more))

    def sent(self):
        """How many orders were requested."""
        return sum(
            1 for request in self.stage.sandbox.requests if request.method == "POST" and request.path == "/v2/orders"
        )

    def spend_elsewhere(self, leave_scenes):
        """Lets a colleague spend credits until they suffice for the first scenes and lack one for the next."""
        prices = [line.max_credits for line in self.hold.estimate.lines[: leave_scenes + 1]]
        books = self.stage.sandbox.books
        books.consume(self.stage.sandbox.clock.timestamp(), "colleague", books.available - sum(prices) + 1)

    def spent(self):
        """How many credits were spent."""
        return 12430 - self.gateway.balance().available_credits

    def ordered_scenes(self):
        """The scenes bought, in the sequence of their orders."""
        return [order["orderDetails"]["imageId"] for order in self.stage.sandbox.orders]
