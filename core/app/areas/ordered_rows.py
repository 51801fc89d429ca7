"""Which rows of the list of many areas were ordered before, by the rules that refuse to buy a scene twice."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

from qgis.PyQt.QtCore import QObject, QTimer

from ...domain.aoi import Aoi
from ...domain.areas.area_scene import RowKey
from ...domain.clock import utc_now
from ...domain.errors import Up42Error
from ...domain.jobs.job import JobMode
from ...domain.ports.journal import JobJournal
from ...usecases.area_orders import area_requests
from ...usecases.prepare_order import taken_by
from ..jobs.job_list import JobRow
from ..session.task import Background, Latest, UseCaseTask
from .area_list import AreaListModel
from .area_search import AreaSearch

# Jobs that end within this time are read together.
GATHER_MS = 2000


class OrderedRows(QObject):
    """Marks rows of which the journal has an order for each part of their area; main thread only."""

    def __init__(
        self, search: AreaSearch, areas: AreaListModel, journal: JobJournal, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._areas = areas
        self._journal = journal
        self._background = Background()
        self._reading = Latest(self._background)
        self._takes_out = False
        self._is_reading = False
        self._is_outdated = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self.refresh)
        search.begun.connect(self._begin)
        search.state_changed.connect(self._on_state_changed)

    def refresh(self, *, takes_out: bool = False) -> None:
        """Reads the journal; `takes_out` takes what was ordered out of the next order, once an order was placed.

        One reading at a time: another one that is wanted meanwhile follows it.
        """
        gateway, queries = self._search.gateway, self._search.queries
        rows = self._areas.all_rows()
        # Kept until a reading succeeds: a later one may replace that which was to do it.
        self._takes_out = self._takes_out or takes_out
        self._is_outdated = self._is_reading
        if gateway is None or not rows or not queries or self._is_reading:
            return
        self._is_reading = True
        connection = self._search.connection.name if self._search.connection is not None else ""

        def work(task: UseCaseTask) -> Dict[RowKey, bool]:
            entries = [entry for entry in self._journal.entries() if entry.mode is JobMode.LIVE]
            entries = [entry for entry in entries if entry.is_open or entry.held_claims]
            if not entries:
                return {}
            account, now = gateway.account(), utc_now()
            # By area, whose name is unique, product and part: the scenes that are taken, and whether each is owned.
            known: Dict[Tuple[str, str, Optional[Aoi]], Dict[str, bool]] = {}
            for request in area_requests(rows, queries, connection, ""):
                task.check()
                taken = taken_by(entries, gateway, account, request.product, request.parameters, now)
                place = (request.area, request.product.id, request.parameters.aoi)
                known[place] = {item.scene_id: item.is_owned for item in taken}
            ordered: Dict[RowKey, bool] = {}
            for row in rows:
                found = [known[row.area.name, row.product_id, part].get(row.scene.id) for part in row.parts]
                if found and None not in found:
                    ordered[row.key] = all(found)
            return ordered

        def take(ordered: Optional[Dict[RowKey, bool]], error: Optional[Up42Error]) -> None:
            self._is_reading = False
            # Without an answer the marks are missing and the ticks stay: the order itself refuses what is taken.
            if ordered is not None:
                self._areas.set_ordered(ordered)
                if self._takes_out and not self._is_outdated:
                    self._takes_out = False
                    self._areas.tick(ordered, False)
            if self._is_outdated:
                self.refresh()

        self._reading.run("UP42: ordered scenes", work, take)

    def refresh_after(self, row: JobRow) -> None:
        """Reads the journal again some time after a live job has ended: those of a purchase end one after the other."""
        if row.mode is JobMode.LIVE and not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Drops a running task."""
        self._timer.stop()
        self._background.close()

    def _begin(self) -> None:
        self._reading.drop()
        self._takes_out = self._is_reading = self._is_outdated = False

    def _on_state_changed(self) -> None:
        if not self._search.is_busy:
            self.refresh()
