"""The list of jobs with one more row for each purchase over many areas, which can be opened and closed."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

from qgis.core import QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer

from ...domain.clock import utc_now
from ...domain.jobs.job import JobMode, JobStatus, short_name
from ...domain.jobs.journal import EntryState
from ...gis.areas.geometry import ring_geometry
from ...gis.scenes.quicklook_layers import project_extent
from ...usecases.live_run import unique_name
from .job_list import DownloadState, JobColumn, JobListModel, JobRole, JobRow

GROUP_PREFIX = "purchase:"
_NEVER = datetime.fromtimestamp(0, timezone.utc)
_NOT_ORDERED = (EntryState.REFUSED, EntryState.ABSENT)
# The state of outputs that a whole purchase shows, the first that one of its jobs has.
_DOWNLOADS = (
    *(DownloadState.DOWNLOADING, DownloadState.WAITING, DownloadState.INTERRUPTED, DownloadState.CHECKING),
    *(DownloadState.FAILED, DownloadState.READY, DownloadState.DOWNLOADED, DownloadState.LOADED),
)


class JobGroups(QAbstractTableModel):
    """The rows of the list of jobs, and behind them a row per purchase that has several jobs.

    Views sort the rows of a purchase below its own (`sort_key`) and leave out those of a closed one (`is_hidden`).
    """

    def __init__(self, jobs: JobListModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._groups: List[JobRow] = []
        self._by_purchase: Dict[str, JobRow] = {}
        self._open: Set[str] = set()
        # Jobs change one by one, many in one poll.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._follow)
        self._regroup()
        jobs.dataChanged.connect(self._on_data_changed)
        jobs.headerDataChanged.connect(self.headerDataChanged)
        jobs.rowsAboutToBeInserted.connect(lambda parent, first, last: self.beginInsertRows(parent, first, last))
        jobs.rowsInserted.connect(self._on_rows_inserted)
        jobs.modelAboutToBeReset.connect(self.beginResetModel)
        jobs.modelReset.connect(self._on_reset)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts jobs and purchases."""
        return 0 if parent.isValid() else self._jobs.rowCount() + len(self._groups)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the columns."""
        return self._jobs.columnCount(parent)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns a column's title."""
        return self._jobs.headerData(section, orientation, role)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns what the list has of a job, or the same of a purchase."""
        if not index.isValid():
            return None
        number = index.row() - self._jobs.rowCount()
        if number < 0:
            return self._jobs.data(self._jobs.index(index.row(), index.column()), role)
        row = self._groups[number]
        if role == JobRole.ROW:
            return row
        return self._jobs.text(row, JobColumn(index.column())) if role == Qt.ItemDataRole.DisplayRole else None

    def row(self, number: int) -> JobRow:
        """Returns a job or purchase by its number."""
        row: JobRow = self.index(number, 0).data(JobRole.ROW)
        return row

    def group_of(self, row: JobRow) -> Optional[JobRow]:
        """Returns the row of the purchase of a job, None if the job is shown on its own."""
        return None if row.members else self._by_purchase.get(row.purchase)

    def is_open(self, row: JobRow) -> bool:
        """Returns whether the jobs of a purchase are shown."""
        return row.purchase in self._open

    def is_hidden(self, row: JobRow) -> bool:
        """Returns whether a job is in a closed purchase."""
        return self.group_of(row) is not None and row.purchase not in self._open

    def set_open(self, row: JobRow, is_open: bool) -> None:
        """Shows the jobs of a purchase below it, or hides them."""
        if row.purchase in self._by_purchase and is_open is not (row.purchase in self._open):
            self._open.symmetric_difference_update({row.purchase})
            self._announce({row.purchase})

    def sort_key(self, number: int) -> Tuple[float, str, int, float]:
        """Returns what orders the rows, the newest having the largest: jobs follow their purchase."""
        row = self.row(number)
        group = self.group_of(row)
        if group is None:
            return _age(row), row.purchase, 1, 0.0
        return _age(group), row.purchase, 0, _age(row)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.dataChanged.emit(self.index(first.row(), 0), self.index(last.row(), len(JobColumn) - 1))
        if not self._timer.isActive():
            self._timer.start()

    def _on_rows_inserted(self) -> None:
        self.endInsertRows()
        self._follow()

    def _on_reset(self) -> None:
        self._regroup()
        self.endResetModel()

    def _regroup(self) -> None:
        self._groups = _groups(self._jobs.rows())
        self._by_purchase = {row.purchase: row for row in self._groups}
        self._open &= self._by_purchase.keys()

    def _follow(self) -> None:
        """Shows what has changed in the purchases; jobs are never removed but by a reset."""
        found = _groups(self._jobs.rows())
        known = {row.purchase for row in self._groups}
        fresh = [row for row in found if row.purchase not in known]
        changed = {row.purchase for row in found if self._by_purchase.get(row.purchase) not in (None, row)}
        by_purchase = {row.purchase: row for row in found}
        self._groups = [by_purchase[row.purchase] for row in self._groups]
        self._by_purchase.update((row.purchase, row) for row in self._groups)
        for purchase in changed:
            self._announce_group(purchase)
        if fresh:
            first = self.rowCount()
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._groups += fresh
            self._by_purchase.update((row.purchase, row) for row in fresh)
            self.endInsertRows()
            # What was a row of its own is now below another one.
            self._announce({row.purchase for row in fresh})

    def _announce(self, purchases: Set[str]) -> None:
        for number in range(self.rowCount()):
            if self.row(number).purchase in purchases:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(JobColumn) - 1))

    def _announce_group(self, purchase: str) -> None:
        number = self._jobs.rowCount() + next(
            place for place, row in enumerate(self._groups) if row.purchase == purchase
        )
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(JobColumn) - 1))


def is_done(row: JobRow) -> bool:
    """Returns whether nothing of a job is to be expected any more."""
    return not row.is_waiting


def has_failed(row: JobRow) -> bool:
    """Returns whether a job ended without outputs, or never was one."""
    return row.entry_state in _NOT_ORDERED or row.status in (JobStatus.FAILED, JobStatus.CANCELLED)


def purchase_row(rows: Sequence[JobRow], purchase: str) -> Optional[JobRow]:
    """Returns the row of a purchase as the list has it, None if it has no more than one job."""
    members = [row for row in rows if row.purchase == purchase]
    return _group(purchase, members) if purchase and len(members) > 1 else None


def areas_extent(purchase: JobRow) -> QgsRectangle:
    """Returns the extent in the project's CRS of what the jobs of a purchase ordered, empty if no job says it."""
    whole = QgsRectangle()
    for row in purchase.members:
        if row.ring is not None:
            whole.combineExtentWith(project_extent(ring_geometry(row.ring), QgsProject.instance()))
    return whole


def _groups(rows: Sequence[JobRow]) -> List[JobRow]:
    members: Dict[str, List[JobRow]] = {}
    for row in rows:
        if row.purchase:
            members.setdefault(row.purchase, []).append(row)
    return [_group(purchase, found) for purchase, found in members.items() if len(found) > 1]


def _group(purchase: str, members: Sequence[JobRow]) -> JobRow:
    """Returns the row of a purchase: sums of credits and scenes, and the state that most needs attention."""
    used = [row.credits_used for row in members if row.credits_used is not None]
    downloads = {row.download for row in members}
    fetching = [row for row in members if row.is_fetching or row.download is DownloadState.CHECKING]
    return JobRow(
        key=GROUP_PREFIX + purchase,
        name=_name(members),
        mode=JobMode.LIVE,
        status=_status(members),
        entry_state=EntryState.CREATED,
        product_title=", ".join(dict.fromkeys(row.product_title for row in members if row.product_title)),
        created=max((row.created or _NEVER for row in members), default=None),
        hold_credits=sum(row.hold_credits or 0 for row in members),
        credits_used=sum(used) if used else None,
        is_own=all(row.is_own for row in members),
        download=next((state for state in _DOWNLOADS if state in downloads), DownloadState.NONE),
        progress=_progress(members) if fetching else None,
        can_cancel=any(row.can_cancel for row in members),
        scene_count=sum(row.scene_count for row in members),
        purchase=purchase,
        members=tuple(members),
    )


def _name(members: Sequence[JobRow]) -> str:
    """Returns what the names of the jobs have in common: a job is named after its purchase and its area."""
    heads = set()
    for row in members:
        area = short_name(unique_name(row.area_name, utc_now(), "00000000"))
        name = short_name(row.name)
        heads.add(name[: -len(area)].strip() if name.endswith(f" {area}") else "")
    titles = dict.fromkeys(row.product_title for row in members)
    return heads.pop() if len(heads) == 1 and heads != {""} else ", ".join(titles)


def _status(members: Sequence[JobRow]) -> JobStatus:
    if not all(map(is_done, members)):
        is_running = any(row.status is JobStatus.RUNNING or is_done(row) for row in members)
        return JobStatus.RUNNING if is_running else JobStatus.PENDING
    states = {row.status for row in members}
    if JobStatus.FAILED in states or any(row.entry_state in _NOT_ORDERED for row in members):
        return JobStatus.FAILED
    return JobStatus.SUCCEEDED if JobStatus.SUCCEEDED in states else JobStatus.CANCELLED


def _progress(members: Sequence[JobRow]) -> float:
    """Returns the share of the outputs that has arrived, each job counting the same."""
    wanted = [row for row in members if row.status is JobStatus.SUCCEEDED]
    there = (DownloadState.DOWNLOADED, DownloadState.LOADED, DownloadState.CHECKING)
    return sum(1.0 if row.download in there else row.progress or 0.0 for row in wanted) / max(len(wanted), 1)


def _age(row: JobRow) -> float:
    return (row.created or row.started or _NEVER).timestamp()
