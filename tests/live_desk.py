"""Someone with a prepared live job in front of them."""

from __future__ import annotations

import uuid
from dataclasses import replace

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.jobs.hold import prepare_hold
from up42_jobs.core.usecases.jobs.live_run import LiveOrder, refresh, start_live, unique_name


class Desk:
    """Someone with a prepared live job in front of them."""

    def __init__(self, stage, folder):
        self.stage = stage
        self.gateway = stage.gateway
        self.journal = SqliteJournal(folder / "journal.sqlite", utc_now)
        self.product = stage.product()
        self.prepare()

    def prepare(self, limit=1):
        """Asks for a hold and confirms it."""
        self.parameters = self.stage.parameters(self.product, limit)
        self.hold = prepare_hold(self.gateway, "Sandbox", self.product, self.parameters)
        self.confirmation = HoldConfirmation(self.hold.fingerprint, self.hold.credits, utc_now())

    def order(self, **changes):
        """The order as a double click sends it: each time under a new name."""
        name = unique_name(self.product.title, utc_now(), uuid.uuid4().hex)
        return replace(LiveOrder("Sandbox", "workflows", self.product, self.parameters, name), **changes)

    def start(self, **changes):
        """Starts it."""
        order = self.order(**changes)
        return start_live(self.gateway, self.journal, order, self.hold, self.confirmation, utc_now)

    def created(self):
        """How many create requests the service received."""
        return self.stage.count("POST", f"/workflows/{self.product.id}/jobs")

    def end(self, entry):
        """Follows a job to its end."""
        for _ in range(500):
            entry, job = refresh(self.gateway, self.journal, entry)
            if job.status.is_final:
                return entry
        raise AssertionError("never ended")
