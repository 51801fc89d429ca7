"""Table model of the connection's jobs: ours from the journal, all others from the service."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from enum import Enum, IntEnum
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    Qt,
)

from ...domain.aoi import Ring
from ...domain.errors import Up42Error
from ...domain.jobs.job import Job, JobMode, JobStatus, JobTask, short_name
from ...domain.jobs.journal import EntryState, JournalEntry
from ...domain.jobs.notes import NO_NOTE, Note
from ...domain.jobs.request_facts import ordered_ring, ordered_scene_ids
from ...domain.outputs.transfer import Transfer
from ...gis.areas.measure import ring_km2
from ...wording.figures import number_text, time_text

SERVICE_PREFIX = "service:"


class JobColumn(IntEnum):
    """The columns, in order."""

    NAME = 0
    KIND = 1
    STATE = 2
    STARTED = 3
    HELD = 4
    USED = 5
    PROGRESS = 6


class JobRole(IntEnum):
    """The item roles in addition to Qt's."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1
    # Of a purchase: whether its jobs are shown; of a job: whether it is shown below its purchase
    IS_OPEN = int(Qt.ItemDataRole.UserRole) + 2
    IS_MEMBER = int(Qt.ItemDataRole.UserRole) + 3


class DownloadState(Enum):
    """The state of a job's outputs."""

    NONE = "none"
    READY = "ready"
    WAITING = "waiting"
    DOWNLOADING = "downloading"
    INTERRUPTED = "interrupted"
    DOWNLOADED = "downloaded"
    LOADED = "loaded"
    FAILED = "failed"
    CHECKING = "checking"


@dataclass(frozen=True)
class JobRow:
    """A job as the dashboard shows it; `key` is the journal's, or `service:` and the service's id."""

    key: str
    name: str
    mode: JobMode
    status: JobStatus
    entry_state: Optional[EntryState] = None
    product_id: str = ""
    product_title: str = ""
    created: Optional[datetime] = None
    started: Optional[datetime] = None
    finished: Optional[datetime] = None
    hold_credits: Optional[int] = None
    credits_used: Optional[int] = None
    tasks: Tuple[JobTask, ...] = ()
    is_own: bool = False
    job_id: str = ""
    folder: str = ""
    files: Tuple[str, ...] = ()
    note: Note = NO_NOTE
    download: DownloadState = DownloadState.NONE
    progress: Optional[float] = None
    transfer: Optional[Transfer] = None
    can_cancel: bool = False
    error: Optional[Up42Error] = None
    # A stored asset that no job of the list has delivered
    is_stored: bool = False
    # Made by another member of the account
    is_colleagues: bool = False
    # The ordered area, in degrees and in km²; None if the request does not say it
    ring: Optional[Ring] = field(default=None, repr=False, compare=False)
    area_km2: Optional[float] = None
    # Named in the request, 0 if the service chooses the scenes
    scene_count: int = 0
    # The name of the area of an order over many areas, and the purchase that the job is a part of
    area_name: str = ""
    purchase: str = ""
    # The jobs of a purchase that are shown as one; empty for a job
    members: Tuple[JobRow, ...] = field(default=(), repr=False)

    @property
    def is_fetching(self) -> bool:
        """Returns whether the outputs are downloading or queued."""
        return self.download in (DownloadState.WAITING, DownloadState.DOWNLOADING)

    @property
    def is_expected(self) -> bool:
        """Returns whether the outputs are downloading, queued or waiting for the network."""
        return self.is_fetching or self.download is DownloadState.INTERRUPTED

    @property
    def delivered_parts(self) -> int:
        """Counts the delivered scenes of a job with one order per scene."""
        return sum(1 for task in self.tasks if task.scene_id and task.status is JobStatus.SUCCEEDED)

    @property
    def is_partial(self) -> bool:
        """Returns whether some scenes were delivered and the others never will be."""
        wanted = [task for task in self.tasks if task.scene_id]
        return self.status.is_final and 0 < self.delivered_parts < len(wanted)

    @property
    def is_waiting(self) -> bool:
        """Returns whether the service may still change the job."""
        if self.entry_state in (EntryState.INTENT, EntryState.UNKNOWN):
            return True
        if self.entry_state in (EntryState.REFUSED, EntryState.ABSENT):
            return False
        return not self.status.is_final


class JobListModel(QAbstractTableModel):
    """Owns the rows; every change of a job's state goes through this model."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._rows: List[JobRow] = []
        self._headers: List[str] = [""] * len(JobColumn)
        self._state_text: Callable[[JobRow], str] = lambda row: row.status.value
        self._kind_text: Callable[[JobRow], str] = lambda row: row.mode.value

    def set_headers(self, headers: List[str]) -> None:
        """Sets the column titles, which are wording and therefore the view's."""
        self._headers = list(headers)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(JobColumn) - 1)

    def set_state_text(self, text: Callable[[JobRow], str]) -> None:
        """Sets the wording of the state column."""
        self._state_text = text

    def set_kind_text(self, text: Callable[[JobRow], str]) -> None:
        """Sets the wording of the kind column."""
        self._kind_text = text

    def rows(self) -> Tuple[JobRow, ...]:
        """Returns all rows, newest first."""
        return tuple(self._rows)

    def row(self, key: str) -> Optional[JobRow]:
        """Returns the row of a job, None without one."""
        return next((row for row in self._rows if row.key == key), None)

    def clear(self) -> None:
        """Removes all rows."""
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def set_jobs(self, entries: Tuple[JournalEntry, ...], jobs: Tuple[Job, ...]) -> None:
        """Shows the journal's entries joined with the service's jobs; download states are kept."""
        known = {row.key: row for row in self._rows}
        by_id = {job.id: job for job in jobs}
        fresh: List[JobRow] = []
        for entry in entries:
            job = by_id.pop(entry.job_id, None) if entry.job_id else None
            fresh.append(_joined(entry, job, known.get(entry.key)))
        for job in by_id.values():
            fresh.append(_foreign(job, known.get(SERVICE_PREFIX + job.id)))
        named = {row.job_id for row in fresh}
        fresh += [row for row in self._rows if row.is_stored and row.job_id not in named]
        fresh.sort(key=_age, reverse=True)
        if [row.key for row in fresh] == [row.key for row in self._rows]:
            for row in fresh:
                self.put(row)
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def put_entry(self, entry: JournalEntry, job: Optional[Job] = None) -> JobRow:
        """Updates one of our jobs from the journal and, if given, the service; returns its row."""
        row = _joined(entry, job, self.row(entry.key))
        self.put(row)
        return row

    def put_job(self, job: Job) -> JobRow:
        """Updates a job that is not ours from the service; returns its row."""
        row = _foreign(job, self.row(SERVICE_PREFIX + job.id))
        self.put(row)
        return row

    def change(self, key: str, **changes: Any) -> None:
        """Changes fields of a row."""
        row = self.row(key)
        if row is not None:
            self.put(replace(row, **changes))

    def put(self, row: JobRow) -> None:
        """Replaces the row of the same key, or adds it on top."""
        for number, old in enumerate(self._rows):
            if old.key == row.key:
                if old != row:
                    self._rows[number] = row
                    self.dataChanged.emit(self.index(number, 0), self.index(number, len(JobColumn) - 1))
                return
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._rows.insert(0, row)
        self.endInsertRows()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the jobs."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the columns."""
        return 0 if parent.isValid() else len(JobColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section] if section < len(self._headers) else None
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns text, or the value of a JobRole."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == JobRole.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, JobColumn(index.column()))
        return None

    def text(self, row: JobRow, column: JobColumn) -> str:
        """Returns what a column shows of a row."""
        if column is JobColumn.NAME:
            return short_name(row.name) or row.product_title or row.job_id[:8]
        if column is JobColumn.KIND:
            return self._kind_text(row)
        if column is JobColumn.STATE:
            return self._state_text(row)
        if column is JobColumn.STARTED:
            return time_text(row.started or row.created)
        if column is JobColumn.PROGRESS:
            return "" if row.progress is None else f"{100.0 * row.progress:.0f} %"
        figure = row.hold_credits if column is JobColumn.HELD else row.credits_used
        return number_text(figure)


def _age(row: JobRow) -> datetime:
    return row.created or row.started or datetime.fromtimestamp(0, timezone.utc)


def _joined(entry: JournalEntry, job: Optional[Job], old: Optional[JobRow]) -> JobRow:
    status = job.status if job is not None else entry.status
    is_live = entry.mode is JobMode.LIVE
    row = JobRow(
        key=entry.key,
        name=(job.name if job is not None and job.name else entry.name),
        mode=entry.mode,
        status=status,
        entry_state=entry.state,
        product_id=entry.product_id,
        product_title=entry.product_title,
        created=entry.created,
        started=job.started if job is not None else (old.started if old is not None else None),
        finished=job.finished if job is not None else entry.finished,
        hold_credits=_hold_now(entry, status) if is_live else None,
        credits_used=entry.credits_used,
        tasks=job.tasks if job is not None and job.tasks else (old.tasks if old is not None else ()),
        is_own=True,
        job_id=entry.job_id,
        folder=entry.folder,
        files=entry.files,
        note=(job.note if job is not None and job.note else entry.note),
        can_cancel=not status.is_final and (job is None or job.can_cancel) and bool(entry.job_id),
        area_name=entry.area,
        purchase=entry.purchase,
    )
    return _with_download(_with_extent(row, entry.request, old), old)


def _hold_now(entry: JournalEntry, status: JobStatus) -> int:
    is_spending = entry.is_open and not status.is_final
    return entry.hold_credits if is_spending else 0


def _foreign(job: Job, old: Optional[JobRow]) -> JobRow:
    row = JobRow(
        key=SERVICE_PREFIX + job.id,
        name=job.name,
        mode=job.mode,
        status=job.status,
        product_id=job.product_id,
        product_title=job.product_title,
        created=job.created,
        started=job.started,
        finished=job.finished,
        credits_used=job.credits_used,
        tasks=job.tasks or (old.tasks if old is not None else ()),
        job_id=job.id,
        note=job.note,
        can_cancel=not job.status.is_final and job.can_cancel and not job.is_colleagues,
        is_colleagues=job.is_colleagues,
        folder=old.folder if old is not None else "",
        files=old.files if old is not None else (),
    )
    return _with_download(_with_extent(row, job.request, old), old)


def _with_extent(row: JobRow, request: Mapping[str, Any], old: Optional[JobRow]) -> JobRow:
    """Adds what was ordered; a request never changes, so that it is read once."""
    if old is not None and (old.ring is not None or old.scene_count):
        return replace(row, ring=old.ring, area_km2=old.area_km2, scene_count=old.scene_count)
    ring = ordered_ring(request)
    area_km2 = None if ring is None else ring_km2(ring)
    return replace(row, ring=ring, area_km2=area_km2, scene_count=len(ordered_scene_ids(request)))


def _with_download(row: JobRow, old: Optional[JobRow]) -> JobRow:
    if old is not None and old.download not in (DownloadState.NONE, DownloadState.READY):
        return replace(row, download=old.download, progress=old.progress, transfer=old.transfer, error=old.error)
    if row.status is not JobStatus.SUCCEEDED:
        return row
    return replace(row, download=DownloadState.DOWNLOADED if row.files else DownloadState.READY)


_UNSETTLED = (EntryState.INTENT, EntryState.UNKNOWN)
# Assumed not to exist; finding such a job is news.
_GIVEN_UP = (EntryState.REFUSED, EntryState.ABSENT)


@dataclass(frozen=True)
class JobChanges:
    """Rows whose lost response was resolved, and rows that reached their end."""

    settled: Tuple[JobRow, ...] = ()
    finished: Tuple[JobRow, ...] = ()

    def __bool__(self) -> bool:
        """Returns whether there is any change."""
        return bool(self.settled or self.finished)


def job_changes(before: Mapping[str, JobRow], after: Sequence[JobRow]) -> JobChanges:
    """Returns the differences from earlier rows, given by key."""
    known = [(before[row.key], row) for row in after if row.key in before]
    settled = tuple(
        row
        for old, row in known
        if (old.entry_state in _UNSETTLED and row.entry_state not in _UNSETTLED)
        or (old.entry_state in _GIVEN_UP and row.entry_state is EntryState.CREATED)
    )
    finished = tuple(row for old, row in known if not old.status.is_final and row.status.is_final)
    return JobChanges(settled, finished)
