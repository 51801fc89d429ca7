"""Polls jobs until they end and resolves those whose response was lost, also after a restart."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Callable, Optional, Tuple

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.backoff import Backoff
from ...domain.clock import utc_now
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.job import Job, JobMode, JobStatus
from ...domain.jobs.journal import EntryState, JournalEntry
from ...domain.parameters import JobParameters
from ...domain.ports.gateway import JobGateway, RequestError
from ...domain.ports.journal import JobJournal
from ...domain.products import Product
from ...usecases.prepare_order import DOUBT_LASTS
from ...usecases.watch import LookedAt, look_at_jobs
from ..scenes.dry_run import DryRun
from ..scenes.last_query import DryRunState
from ..session.account import Account, AccountState
from ..session.task import Background, UseCaseTask
from ..session.workbench import Workbench
from .job_list import SERVICE_PREFIX, JobChanges, JobListModel, JobRow, job_changes
from .ordering import Ordering

_LOG = logging.getLogger(__name__)

FIRST_PAUSE_S = 1.0
MAX_PAUSE_S = 60.0
GROWTH = 1.25
# After a failed poll, and while a job assumed not to exist may still appear.
FAILED_GROWTH = 2.0
DOUBT_PAUSE_S = 300.0
# No poll for longer than any pause: the computer slept, or there was no network.
AWAY = timedelta(minutes=5)


class JobMonitor(QObject):
    """Polls with growing pauses while anything may change, in short tasks, and reports only changes."""

    # JobRow of a job that reached its end
    job_finished = pyqtSignal(object)
    # JobRow of a job whose lost response was resolved
    job_settled = pyqtSignal(object)
    # Up42Error
    failed = pyqtSignal(object)
    # JobChanges since the last poll before a longer break, and whether that was before this start
    caught_up = pyqtSignal(object, bool)
    # Number of jobs restored from the service after a damaged journal
    rebuilt = pyqtSignal(int)
    refreshed = pyqtSignal()
    # Up42Error of a failed poll; retried automatically
    look_failed = pyqtSignal(object)

    def __init__(
        self,
        account: Account,
        jobs: JobListModel,
        journal: JobJournal,
        workbench: Workbench,
        dry_run: DryRun,
        ordering: Ordering,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._jobs = jobs
        self._journal = journal
        self._workbench = workbench
        self._dry_run = dry_run
        self._ordering = ordering
        self._background = Background()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self._start_pauses()
        self._is_looking = False
        self._gateway: Optional[JobGateway] = None
        self._connection_name = ""
        self._last_look: Optional[datetime] = None
        self._query_state = dry_run.state
        # The error of the last poll, None after a success.
        self._look_error: Optional[Up42Error] = None
        # Number of unreadable jobs in the service's last list.
        self._unreadable_count = 0
        account.state_changed.connect(self._on_account_changed)
        ordering.started.connect(self._on_started)
        dry_run.finished.connect(self.refresh)
        dry_run.state_changed.connect(self._on_query_changed)
        self._on_account_changed()

    @property
    def look_error(self) -> Optional[Up42Error]:
        """Returns the error of the last poll, None after a success."""
        return self._look_error

    @property
    def unreadable_count(self) -> int:
        """Returns the number of unreadable jobs in the service's last list."""
        return self._unreadable_count

    def refresh(self) -> None:
        """Reads the journal and the service's job list once, then polls automatically while anything may change."""
        gateway, connection = self._account.gateway, self._account.connection
        if gateway is None or connection is None or self._is_looking:
            return
        self._is_looking = True
        self._background.run(
            "UP42: jobs",
            lambda task: look_at_jobs(gateway, self._journal, connection.name, utc_now, task),
            lambda looked, error: self._on_looked(gateway, looked, error),
        )

    def cancel(self, key: str) -> None:
        """Asks the service to cancel a job."""
        gateway, row = self._gateway, self._jobs.row(key)
        if gateway is None or row is None or not row.job_id:
            return

        def take(result: None, error: Optional[Up42Error]) -> None:
            if error is not None:
                self.failed.emit(error)
            self._hurry()

        self._background.run("UP42: cancel", lambda task: gateway.cancel(row.job_id), take)

    def fetch_log(self, key: str, task_id: str, on_done: Callable[[str, Optional[Up42Error]], None]) -> None:
        """Reads the log of a task."""
        gateway, row = self._gateway, self._jobs.row(key)
        if gateway is None or row is None:
            on_done("", Up42Error(ErrorKind.NOT_FOUND))
            return
        logs = gateway.logs
        if logs is None:
            on_done("", Up42Error(ErrorKind.NOT_SUPPORTED))
            return
        self._background.run(
            "UP42: log",
            lambda task: logs.text(row.job_id, task_id),
            lambda log, error: on_done(log or "", error),
        )

    def fetch_tasks(self, key: str) -> None:
        """Reads the tasks of a job into its row."""
        gateway, row = self._gateway, self._jobs.row(key)
        if gateway is None or row is None or not row.job_id:
            return

        def take(job: Optional[Job], error: Optional[Up42Error]) -> None:
            if job is not None:
                self._jobs.change(key, tasks=job.tasks)

        self._background.run("UP42: tasks", lambda task: gateway.job(row.job_id), take)

    def show(self, key: str) -> None:
        """Shows the scenes of a test query that succeeded; for any other job, its parameters in the form."""
        self._with_request(key, self._show)

    def run_again(self, key: str) -> None:
        """Runs a test query again; a live job goes through a new estimate and a new hold."""
        self._with_request(key, lambda job, product, parameters: self._start(job, product, parameters, job.mode))

    def run_as_live(self, key: str) -> None:
        """Prepares a live job from a test query's parameters: estimate, then hold."""
        self._with_request(
            key, lambda job, product, parameters: self._start(job, product, parameters, JobMode.LIVE)
        )

    def console_url(self, key: str) -> str:
        """Returns the job's page in the console, empty if there is none."""
        row = self._jobs.row(key)
        if self._gateway is None or row is None or not row.job_id:
            return ""
        return self._gateway.console_url(row.job_id)

    def close(self) -> None:
        """Stops polling; the journal keeps what is needed to resume."""
        self._timer.stop()
        self._background.close()

    def _on_account_changed(self) -> None:
        connection = self._account.connection
        name = connection.name if connection is not None else ""
        if self._account.gateway is self._gateway and name == self._connection_name:
            return
        if name != self._connection_name:
            self._last_look = None
        self._gateway, self._connection_name = self._account.gateway, name
        self._look_error, self._unreadable_count = None, 0
        self._timer.stop()
        self.show_journal()

    def show_journal(self) -> None:
        """Shows the journal's jobs at once, also offline; the next poll is compared with them."""
        self._jobs.set_jobs(self._journalled(), ())
        if self._account.state is AccountState.READY:
            self._hurry()

    def _journalled(self) -> Tuple[JournalEntry, ...]:
        if not self._connection_name:
            return ()
        try:
            # Offline the account is unknown; the name of the connection is enough for display.
            return self._journal.entries(self._connection_name, self._account.key or None)
        except Up42Error as error:
            self.failed.emit(error)
            return ()

    def _on_started(self, entry: JournalEntry) -> None:
        self._jobs.put_entry(entry)
        self._hurry()

    def _on_query_changed(self) -> None:
        # Emitted for every change of the form as well.
        before, self._query_state = self._query_state, self._dry_run.state
        if self._query_state is not before and self._query_state in (DryRunState.FAILED, DryRunState.CANCELLED):
            self._hurry()

    def _hurry(self) -> None:
        self._start_pauses()
        self._timer.stop()
        if self._is_looking:
            self._timer.start(self._pauses.pause_ms())
        else:
            self.refresh()

    def _start_pauses(self) -> None:
        self._pauses = Backoff(FIRST_PAUSE_S, MAX_PAUSE_S, GROWTH)
        self._failed_pauses = Backoff(FIRST_PAUSE_S, DOUBT_PAUSE_S, FAILED_GROWTH)

    def _on_looked(self, gateway: JobGateway, looked: Optional[LookedAt], error: Optional[Up42Error]) -> None:
        self._is_looking = False
        if gateway is not self._account.gateway:
            self._hurry()
            return
        if looked is None:
            _LOG.info("Polling the jobs failed: %s", error)
            self._timer.start(self._failed_pauses.pause_ms())
            self._look_error = error or Up42Error(ErrorKind.INTERNAL)
            self.look_failed.emit(self._look_error)
            return
        self._failed_pauses.reset()
        self._look_error, self._unreadable_count = None, looked.jobs.unreadable_count
        before = {row.key: row for row in self._jobs.rows()}
        self._jobs.set_jobs(looked.entries, looked.jobs)
        for entry in looked.entries:
            if entry.key in looked.followed:
                self._jobs.put_entry(entry, looked.followed[entry.key])
        self._announce(job_changes(before, self._jobs.rows()))
        if looked.rebuilt:
            self.rebuilt.emit(len(looked.rebuilt))
        self.refreshed.emit()
        self._schedule()

    def _announce(self, changes: JobChanges) -> None:
        is_first = self._last_look is None
        was_away = self._last_look is not None and utc_now() - self._last_look > AWAY
        self._last_look = utc_now()
        if not changes:
            return
        if is_first or was_away:
            self.caught_up.emit(changes, is_first)
        else:
            for row in changes.settled:
                self.job_settled.emit(row)
            for row in changes.finished:
                self.job_finished.emit(row)
        self._account.refresh_balance()

    def _schedule(self) -> None:
        rows = self._jobs.rows()
        if any(row.is_waiting for row in rows):
            self._timer.start(self._pauses.pause_ms())
        elif any(_may_appear(row) for row in rows):
            self._timer.start(int(DOUBT_PAUSE_S * 1000))

    def _with_request(self, key: str, go_on: Callable[[Job, Product, JobParameters], None]) -> None:
        gateway, row = self._gateway, self._jobs.row(key)
        if gateway is None or row is None:
            return
        entry = None if key.startswith(SERVICE_PREFIX) else self._journal.entry(key)

        def read(task: UseCaseTask) -> Tuple[Job, Product, JobParameters]:
            # A refused or never started job has no id; the journal has its request.
            job = _asked(gateway, row.job_id, entry) if row.job_id else _intended(entry)
            product = gateway.product(row.product_id or job.product_id)
            request = entry.request if entry is not None and entry.request else job.request
            try:
                return job, product, gateway.parse_request(product, request)
            except RequestError as error:
                raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, str(error)) from error

        def take(found: Optional[Tuple[Job, Product, JobParameters]], error: Optional[Up42Error]) -> None:
            if found is None:
                self.failed.emit(error)
            elif gateway is self._account.gateway:
                go_on(*found)

        self._background.run("UP42: job", read, take)

    def _show(self, job: Job, product: Product, parameters: JobParameters) -> None:
        if job.mode is JobMode.DRY_RUN and job.status is JobStatus.SUCCEEDED:
            self._dry_run.show(job, product, parameters)
        else:
            self._load(product, parameters, job.mode)

    def _start(self, job: Job, product: Product, parameters: JobParameters, mode: JobMode) -> None:
        self._load(product, parameters, mode)
        if mode is JobMode.DRY_RUN:
            self._dry_run.start()
        else:
            self._ordering.prepare()

    def _load(self, product: Product, parameters: JobParameters, mode: JobMode) -> None:
        gateway = self._account.gateway
        if gateway is not None:
            self._workbench.take(product, parameters, mode)


def _asked(gateway: JobGateway, job_id: str, entry: Optional[JournalEntry]) -> Job:
    """Returns a job of the service, or as the journal has it if the service forgot it."""
    try:
        return gateway.job(job_id)
    except Up42Error as error:
        if error.kind is not ErrorKind.NOT_FOUND or entry is None or not entry.request:
            raise
    return _intended(entry)


def _intended(entry: Optional[JournalEntry]) -> Job:
    if entry is None:
        raise Up42Error(ErrorKind.NOT_FOUND)
    return Job("", entry.name, entry.mode, entry.status, entry.product_id, request=entry.request)


def _may_appear(row: JobRow) -> bool:
    """Returns whether a job that was not found may still appear."""
    is_young = row.created is not None and utc_now() - row.created < DOUBT_LASTS
    is_vanished = row.status.is_final and row.note is ErrorKind.NOT_FOUND
    return is_young and (row.entry_state in (EntryState.ABSENT, EntryState.REFUSED) or is_vanished)
