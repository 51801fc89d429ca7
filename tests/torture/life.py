"""One life of the client, in a process that may be killed: look, order if nothing was ordered yet, follow."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
import threading
import uuid
from datetime import timedelta

import requests
from plan import MAX_CONSENTS
from stage import CONNECTION, die
from support.service_stage import Watch

from up42_jobs.core.api import transport
from up42_jobs.core.api.answer import status_error
from up42_jobs.core.api.transport import Transport
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.elapsed import Ticks, machine_ticks
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Caps, HoldConfirmation
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import LiveOrder, start_live, unique_name
from up42_jobs.core.usecases.watch import look_at_jobs

LOOKS = 3
MAX_LIFE_S = 20
_WATCHED = ("live_run.py", "watch.py", "store.py", "schema.py", "hold.py", "client.py", "gateway.py")


class MortalJournal(SqliteJournal):
    """The journal, in a process that dies at one of its writes."""

    def __init__(self, path, now, kill=()):
        self._kill = kill
        self._writes = 0
        super().__init__(path, now)

    @contextlib.contextmanager
    def _writing(self):
        number, self._writes = self._writes, self._writes + 1
        with super()._writing() as cursor:
            if self._kill == ("write", number):
                die()
            yield cursor
            if self._kill == ("commit", number):
                die()
        if self._kill == ("written", number):
            die()


class ForgetfulJournal(MortalJournal):
    """The journal without its write-ahead line: an intent is written with the answer to it."""

    def __init__(self, path, now, kill=()):
        self._intents = {}
        super().__init__(path, now, kill)

    def begin(self, entry, allow=None):
        if entry.key in self._intents:
            raise Up42Error(ErrorKind.ALREADY_STARTED)
        self._intents[entry.key] = entry
        return entry

    def renew(self, key):
        """Nothing is on the disk that could be renewed."""

    def update(self, key, **changes):
        intent = self._intents.get(key)
        if intent is not None and key not in {entry.key for entry in self.entries()}:
            super().begin(intent)
        return super().update(key, **changes)


def allow_one_retry():
    """Has the create request sent a second time where its answer was lost, as many clients do."""
    create = Transport.create

    def twice(self, url, **parts):
        try:
            return create(self, url, **parts)
        except Up42Error as error:
            if error.kind is not ErrorKind.OUTCOME_UNKNOWN:
                raise
            return create(self, url, **parts)

    Transport.create = twice


def believe_exceptions():
    """Has the class of an exception say that an order was never sent, as its library's users often do."""
    create = Transport.create

    def trusting(self, url, **parts):
        try:
            return create(self, url, **parts)
        except Up42Error as error:
            cause = error.__cause__
            if isinstance(cause, (requests.exceptions.ProxyError, requests.exceptions.SSLError)):
                raise transport.failure_of(cause, has_left=False) from cause
            raise

    Transport.create = trusting


def believe_statuses():
    """Makes the client trust the status of every refused order, from any sender."""
    transport.creation_error = status_error


class Computer:
    """The computer of a life: its clocks, and the monitor that runs on it."""

    def __init__(self, stage, folder, life, journal_class, waited_s):
        self.stage = stage
        self.folder = folder
        self.life = life
        self.journal_class = journal_class
        # How much time has passed on this machine, for certain, since the first life.
        self.waited_s = waited_s

    def ticks(self):
        """The machine's own clock, which no change of the date moves."""
        real = machine_ticks()
        return Ticks(real.boot, real.seconds + self.waited_s)

    def now(self):
        """The time on this computer."""
        return utc_now() + timedelta(seconds=self.life.clock_s)

    def look(self, gateway, journal):
        """What the monitor does."""
        with contextlib.suppress(Up42Error):
            look_at_jobs(gateway, journal, CONNECTION, self.now, Watch(), self.ticks)
        self.waited_s += self.life.pause_s


class Person(Computer):
    """Who wants the job: reads what the journal says and orders only when told that there is none."""

    def __init__(self, stage, folder, case, life, journal_class, product, parameters, waited_s=0.0):
        super().__init__(stage, folder, life, journal_class, waited_s)
        self.case = case
        self.product = product
        self.parameters = parameters

    def live(self, barrier=None):
        """Goes through the whole life; every failure of the service is met and survived."""
        journal = self.journal_class(self.folder / "journal.sqlite", self.now, self.life.kill)
        gateway = self.stage.open_gateway()
        try:
            self.look(gateway, journal)
            prepared = self.prepare(gateway, journal)
            if barrier is not None:
                barrier()
            if prepared is not None:
                self.confirm(gateway, journal, *prepared)
            for _ in range(LOOKS):
                self.look(gateway, journal)
        finally:
            gateway.close()
            journal.close()

    def prepare(self, gateway, journal):
        """Asks for a hold where the journal says that there is no job."""
        entries = journal.entries()
        is_told_none = all(entry.state in (EntryState.REFUSED, EntryState.ABSENT) for entry in entries)
        if not is_told_none or (entries and not self.case.may_retry) or len(entries) >= MAX_CONSENTS:
            return None
        try:
            product = gateway.product(self.product.id)
            hold = prepare_hold(gateway, product, self.parameters)
        except Up42Error:
            return None
        return product, hold

    def confirm(self, gateway, journal, product, hold):
        """Consents once and clicks as often as the case wants."""
        confirmation = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        parameters = getattr(hold, "parameters", None) or self.parameters
        self._write_consent(hold)

        def click():
            name = unique_name(f"Case {self.case.seed}", utc_now(), uuid.uuid4().hex)
            order = LiveOrder(
                CONNECTION, self.stage.generation.service.value, product, parameters, name, project="torture.qgz"
            )
            with contextlib.suppress(Up42Error):
                start_live(gateway, journal, order, hold, confirmation, self.now, Caps())

        others = [threading.Thread(target=click) for _ in range(self.life.clicks - 1)]
        for other in others:
            other.start()
        click()
        for other in others:
            other.join()

    def _write_consent(self, hold):
        with (self.folder / "consents.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"credits": hold.credits, "fingerprint": hold.fingerprint}) + "\n")
            file.flush()
            os.fsync(file.fileno())


def run_in_child(user, barrier=None):
    """Plays a life in a forked process and returns the process's id; the child never returns."""
    child = os.fork()
    if child:
        return child
    signal.alarm(MAX_LIFE_S)
    log = logging.FileHandler(user.folder / "log.txt")
    logging.getLogger("up42_jobs").addHandler(log)
    logging.getLogger("up42_jobs").setLevel(logging.DEBUG)
    code = 0
    try:
        if user.life.kill[:1] == ("line",):
            sys.settrace(_killer(user.life.kill[1]))
        user.live(barrier)
    except BaseException:
        logging.getLogger("up42_jobs").exception("a life ended with a mistake of ours")
        code = 1
    finally:
        os._exit(code)


def _killer(limit):
    """A trace that kills the process at a line of our own code."""
    lines = [0]

    def local(frame, event, argument):
        if event == "line":
            lines[0] += 1
            if lines[0] > limit:
                die()
        return local

    return lambda frame, event, argument: local if frame.f_code.co_filename.endswith(_WATCHED) else None
