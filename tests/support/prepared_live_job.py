"""A user with a prepared live job."""

from __future__ import annotations

import uuid
from dataclasses import replace

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.jobs.journal import JournalEntry
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import LiveOrder, refresh, settle, start_live, unique_name
from up42_jobs.core.usecases.prepare_order import taken_by


class Desk:
    """Someone with a prepared live job in front of them."""

    mode = JobMode.LIVE

    def __init__(self, stage, folder):
        self.stage = stage
        self.gateway = stage.gateway
        self.journal = SqliteJournal(folder / "journal.sqlite", utc_now)
        self.product = stage.product()
        self.prepare()

    def prepare(self, limit=1, parameters=None):
        """Asks for a hold and confirms it."""
        wanted = parameters or self.stage.parameters(self.product, limit)
        self.hold = prepare_hold(self.gateway, self.product, wanted)
        self.parameters = self.hold.parameters
        self.confirm()

    def confirm(self):
        """Confirms the hold again."""
        self.confirmation = HoldConfirmation(self.hold.fingerprint, self.hold.credits, utc_now())

    def order(self, **changes):
        """The order as a double click sends it: each time under a new name."""
        name = unique_name(self.product.title, utc_now(), uuid.uuid4().hex)
        order = LiveOrder(self.stage.name, self.stage.service.value, self.product, self.parameters, name)
        return replace(order, **changes)

    def start(self, **changes):
        """Starts it."""
        order = self.order(**changes)
        return start_live(self.gateway, self.journal, order, self.hold, self.confirmation, utc_now)

    def taken(self, entries):
        """What of the prepared order some entries have bought already."""
        account = self.gateway.account()
        return taken_by(entries, self.gateway, account, self.product, self.parameters, utc_now())

    def look(self, entry, read_ticks):
        """Looks once for a job whose answer was lost."""
        return settle(self.gateway, self.journal, entry, read_ticks)

    def created(self):
        """How many create requests the service received."""
        if self.stage.service is Service.PLATFORM:
            return sum(
                1 for request in self.stage.sandbox.requests if (request.method, request.path) == ("POST", "/v2/orders")
            )
        return self.stage.count("POST", f"/workflows/{self.product.id}/jobs")

    def as_intent(self):
        """The entry of the prepared order before it leaves."""
        return JournalEntry(
            key="intent",
            connection=self.stage.name,
            account=self.gateway.account(),
            service=self.stage.service.value,
            name="Intent",
            mode=JobMode.LIVE,
            product_id=self.product.id,
            product_title=self.product.title,
            fingerprint=self.hold.fingerprint,
            created=utc_now(),
            claims=self.gateway.claims(self.product, self.parameters),
        )

    def end_of(self, entry):
        """Lets the Sandbox's clock run and follows a job to its end."""
        self.stage.sandbox.clock.advance(1000)
        return self.end(entry)

    def end(self, entry):
        """Follows a job to its end."""
        for _ in range(500):
            entry, job = refresh(self.gateway, self.journal, entry)
            if job.status.is_final:
                return entry
        raise AssertionError("never ended")
