"""Turns what becomes of the jobs of a purchase over many areas into one notice that counts them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Dict, List, Optional, Set

from qgis.core import Qgis
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QObject, QTimer, pyqtSignal

from ..core.app.jobs.job_groups import areas_extent, purchase_row
from ..core.app.jobs.job_list import DownloadState, JobRole, JobRow
from ..core.domain.errors import ErrorKind, Up42Error
from ..core.domain.jobs.job import JobStatus
from .map.map_zoom import zoom_to
from .notice_bar import Choice, NoticeBar, Outcome
from .notice_parts import NoticeParts
from .wording import error_sentence, job_state_text, job_title_text

_translate = QCoreApplication.translate

_AGAIN = (DownloadState.FAILED, DownloadState.INTERRUPTED)


@dataclass
class _News:
    """What has happened to the jobs of a purchase since it was last shown."""

    keys: List[str] = field(default_factory=list)
    failed: Optional[JobRow] = None
    error: Optional[Up42Error] = None


class PurchaseNotices(QObject):
    """Shows one notice per purchase, however many of its jobs end: a hundred could neither be read nor closed.

    News of one event are shown together. Outside the dock they are reported when something failed, and at the end.
    """

    # Key of a job of the purchase to show
    job_requested = pyqtSignal(str)
    # Outcome
    came_out = pyqtSignal(object)

    def __init__(self, parts: NoticeParts, bar: NoticeBar, canvas: QgsMapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._bar = bar
        self._canvas = canvas
        self._news: Dict[str, _News] = {}
        # Purchases whose news are not shown yet.
        self._changed: Set[str] = set()
        # Purchases whose notice offers to load what another place may load meanwhile.
        self._offered: Set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._show_all)
        parts.jobs.follow(lambda jobs: jobs.dataChanged.connect(self._on_data_changed))

    def take(self, row: JobRow, error: Optional[Up42Error] = None) -> bool:
        """Takes the end of a job, or of its download with the error of it; false for a job that is shown alone."""
        parts = (other for other in self._parts.jobs().rows() if other.purchase == row.purchase)
        if len(list(islice(parts, 2))) < 2:
            return False
        if error is None or error.kind is not ErrorKind.CANCELLED:
            news = self._news.setdefault(row.purchase, _News())
            news.keys.append(row.key)
            news.failed = row if row.status is JobStatus.FAILED else news.failed
            news.error = error or news.error
            self._changed.add(row.purchase)
            self._timer.start()
        return True

    def _show_all(self) -> None:
        changed, self._changed = self._changed, set()
        for purchase in sorted(changed):
            group = purchase_row(self._parts.jobs().rows(), purchase)
            # Another account has other jobs.
            news = self._news.pop(purchase)
            if group is not None:
                self._show(group, news)

    def _show(self, group: JobRow, news: _News) -> None:
        pattern = _translate("UP42", "“{name}”: {sentence}")
        # A share would be out of date with the next byte.
        state = job_state_text(replace(group, progress=None))
        lines = [pattern.format(name=job_title_text(group), sentence=state)]
        if news.failed is not None:
            failed = _translate("UP42", "“{name}” failed. Credits that it held and did not use are released.")
            lines.append(failed.format(name=job_title_text(news.failed)))
        if news.error is not None:
            lines.append(error_sentence(news.error))
        is_end = not any(
            row.is_waiting or row.is_expected or row.download is DownloadState.CHECKING
            for row in group.members
        )
        has_failed = news.error is not None or any(
            row.status is JobStatus.FAILED or row.is_partial or row.download in _AGAIN for row in group.members
        )
        is_good = is_end and group.status is JobStatus.SUCCEEDED
        level = Qgis.MessageLevel.Success if is_good else Qgis.MessageLevel.Info
        level = Qgis.MessageLevel.Warning if has_failed else level
        title, text, choices = _translate("UP42", "Live Jobs"), "\n".join(lines), self._choices(group, news)
        self._bar.show_notice(title, text, level, subject=group.key, choices=choices, stays=True)
        if is_end or news.failed is not None or news.error is not None:
            self.came_out.emit(Outcome(group.key, title, text, level, choices, news.keys))
        else:
            self._news[group.purchase] = news

    def _choices(self, group: JobRow, news: _News) -> List[Choice]:
        choices: List[Choice] = []
        extent = areas_extent(group)
        if not extent.isEmpty() and any(row.download is DownloadState.LOADED for row in group.members):
            zoom = _translate("UP42", "Zoom To")
            choices.append((zoom, "notice_zoom_button", lambda: zoom_to(self._canvas, extent)))
        self._offered.discard(group.purchase)
        for words, states in (
            (_translate("UP42", "Load"), (DownloadState.READY,)),
            (_translate("UP42", "Try Again"), _AGAIN),
        ):
            keys = [row.key for row in group.members if row.download in states]
            if keys:
                self._offered.add(group.purchase)
                choices.append((words, "notice_load_button", partial(self._load, keys)))
        show = _translate("UP42", "Show Job")
        return [*choices, (show, "notice_job_button", lambda: self.job_requested.emit(news.keys[-1]))]

    def _load(self, keys: List[str]) -> None:
        for key in keys:
            self._parts.outputs().load(key)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Withdraws offers to load what is loading already."""
        for number in range(first.row(), last.row() + 1) if self._offered else ():
            row: JobRow = self._parts.jobs().index(number, 0).data(JobRole.ROW)
            if row.is_fetching and row.purchase in self._offered:
                self._offered.discard(row.purchase)
                group = purchase_row(self._parts.jobs().rows(), row.purchase)
                if group is not None:
                    self._bar.withdraw(group.key)
