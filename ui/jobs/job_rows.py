"""The rows of the Jobs tab: sorted, filtered, and the jobs of a purchase below one row that opens and closes."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QWidget

from ...core.app.jobs.job_groups import JobGroups
from ...core.app.jobs.job_list import JobColumn, JobRole, JobRow
from ..wording import job_state_text, row_kind_text
from .job_delegate import job_tip, spoken_job


class JobFilterModel(QSortFilterProxyModel):
    """Sorts newest first; keeps jobs whose name, product, kind or state contains a text.

    A purchase is kept with any of its jobs, and while there is a text those of a closed one are shown too.
    """

    def __init__(self, groups: JobGroups, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.groups = groups
        self.setSourceModel(groups)
        self.sort(int(JobColumn.STARTED), Qt.SortOrder.DescendingOrder)

    def set_text(self, text: str) -> None:
        """Shows only jobs that contain a text."""
        self._text = text.strip().lower()
        self.invalidateFilter()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns what a screen reader says of a job, which its row shows by painting; else what the list has."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = super().data(index, JobRole.ROW)
            return spoken_job(row, self.groups.is_open(row))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ", ".join(line for line in job_tip(index) if line)
        if role == JobRole.IS_OPEN:
            row = super().data(index, JobRole.ROW)
            return self.groups.is_open(row) if row.members else None
        if role == JobRole.IS_MEMBER:
            return self.groups.group_of(super().data(index, JobRole.ROW)) is not None
        return super().data(index, role)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Opens or closes a purchase (JobRole.IS_OPEN)."""
        if role != JobRole.IS_OPEN or not index.isValid():
            return False
        self.groups.set_open(index.data(JobRole.ROW), bool(value))
        return True

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """Compares the ages of jobs; those of a purchase are older than its own row and newer than what follows."""
        return self.groups.sort_key(left.row()) < self.groups.sort_key(right.row())

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        """Returns whether a job is shown."""
        job = self.groups.row(row)
        if not self._text:
            return not self.groups.is_hidden(job)
        return any(self._text in _words(item) for item in (job, *job.members))


class JobsView(QListView):
    """The list of jobs: Right and Left, or a click on its arrow, open and close a purchase."""

    def __init__(self, rows: JobFilterModel, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setObjectName("jobs_view")
        self.setAccessibleName(self.tr("Jobs"))
        self.setModel(rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def select_job(self, key: str, *, is_whole: bool = False) -> None:
        """Selects a job and scrolls to it, with `is_whole` the purchase that it is a part of; nothing if not shown."""
        groups = self._rows.groups
        for number in range(groups.rowCount()):
            row = groups.row(number)
            if row.key != key:
                continue
            group = groups.group_of(row)
            if group is not None and is_whole:
                self.select_job(group.key)
                return
            if group is not None:
                groups.set_open(group, True)
            index = self._rows.mapFromSource(groups.index(number, 0))
            if index.isValid():
                self.setCurrentIndex(index)
            return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Opens and closes purchases, as a tree does, and leaves other keys to Qt."""
        index = self.currentIndex()
        row: Optional[JobRow] = index.data(JobRole.ROW) if index.isValid() else None
        is_forward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        is_back = Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left
        group = self._rows.groups.group_of(row) if row is not None else None
        if row is not None and row.members and event.key() in (is_forward, is_back):
            self._rows.groups.set_open(row, event.key() == is_forward)
        elif row is not None and group is not None and event.key() == is_back:
            self.select_job(row.key, is_whole=True)
        else:
            super().keyPressEvent(event)


def _words(job: JobRow) -> str:
    words = (job.name, job.product_title, row_kind_text(job), job_state_text(job), job.job_id)
    return " ".join(words).lower()
