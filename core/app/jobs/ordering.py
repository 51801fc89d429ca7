"""From chosen scenes to a running live job: estimate, hold, consent, one create request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from enum import Enum
from typing import Callable, FrozenSet, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.aoi import Aoi
from ...domain.clock import utc_now
from ...domain.connections import Connection
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.credits import Hold, HoldConfirmation
from ...domain.jobs.job import JobMode
from ...domain.jobs.journal import JournalEntry
from ...domain.jobs.purchase import AreaOutcome, purchase_key
from ...domain.parameters import JobParameters
from ...domain.ports.gateway import JobGateway
from ...domain.ports.journal import JobJournal
from ...domain.problems import find_problems
from ...domain.products import Product
from ...domain.scenes.scene import Scene
from ...host.preferences import Preferences
from ...usecases.hold import request_fingerprint, with_budget
from ...usecases.live_run import LiveOrder, start_live, unique_name
from ...usecases.place_orders import PlacedPart, Purchase, place_orders
from ...usecases.prepare_order import OrderRequest, PreparedOrder, prepare_order, without_taken
from ...usecases.prepare_orders import PreparedOrders, prepare_orders, with_budget_for_all, with_titles
from ..scenes.dry_run import DryRun
from ..session.account import Account
from ..session.task import Background, Latest
from ..session.workbench import Workbench
from .order_refusals import nothing_left, refusal


class OrderingState(Enum):
    """The state of an order."""

    IDLE = "idle"
    PREPARING = "preparing"
    CONFIRMING = "confirming"
    STARTING = "starting"


@dataclass(frozen=True)
class OrderSummary:
    """The order that the hold dialog shows; `owned_ids` are its scenes that the account has already.

    `prepared` has everything that prevents the order, or may. `former_charge` is the previous maximum cost of the
    same order if the price has risen since it was confirmed. For an order over many areas `many` has all of its parts,
    and there are neither scenes nor an area.
    """

    product: Product
    parameters: JobParameters
    scenes: Tuple[Scene, ...]
    aoi: Optional[Aoi]
    connection: Connection
    owned_ids: FrozenSet[str] = frozenset()
    prepared: Optional[PreparedOrder] = None
    former_charge: Optional[int] = None
    many: Optional[PreparedOrders] = None


class Ordering(QObject):
    """Takes one live job at a time from the estimate to the service."""

    state_changed = pyqtSignal()
    # Hold
    hold_ready = pyqtSignal(object)
    # JournalEntry, running or unknown
    started = pyqtSignal(object)
    # Up42Error
    failed = pyqtSignal(object)
    # Tuple of AreaOutcome of an order over many areas
    areas_placed = pyqtSignal(object)

    def __init__(
        self,
        account: Account,
        workbench: Workbench,
        dry_run: DryRun,
        journal: JobJournal,
        preferences: Callable[[], Preferences],
        is_owned: Callable[[str], bool] = lambda scene_id: False,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._workbench = workbench
        self._dry_run = dry_run
        self._journal = journal
        self._preferences = preferences
        self._is_owned = is_owned
        self._background = Background()
        self._step = Latest(self._background)
        self._gateway: Optional[JobGateway] = None
        self._form_text = ""
        self._state = OrderingState.IDLE
        self._hold: Optional[Hold] = None
        self._order_summary: Optional[OrderSummary] = None

    @property
    def state(self) -> OrderingState:
        """Returns what is done for the order now."""
        return self._state

    @property
    def hold(self) -> Optional[Hold]:
        """Returns the estimate that waits for consent, None before the first."""
        return self._hold

    @property
    def order_summary(self) -> Optional[OrderSummary]:
        """Returns what the current or last order is about, None before the first."""
        return self._order_summary

    @property
    def is_busy(self) -> bool:
        """Returns whether an order is in progress."""
        return self._state is not OrderingState.IDLE

    @property
    def is_preparing(self) -> bool:
        """Returns whether estimate and balance are being requested."""
        return self._state is OrderingState.PREPARING

    def prepare(self, scene_ids: Sequence[str] = ()) -> None:
        """Requests estimate and balance; without ids the form's parameters decide which scenes are ordered."""
        gateway, connection = self._account.gateway, self._account.connection
        if self.is_busy or gateway is None or connection is None:
            return
        summary = self._summary(tuple(scene_ids), connection)
        if summary is not None:
            self._ask(gateway, summary)

    def prepare_without_refused(self) -> None:
        """Estimates the last job again, without the scenes that cannot be ordered."""
        hold, summary, gateway = self._hold, self._order_summary, self._gateway
        if self.is_busy or hold is None or summary is None or gateway is None or gateway is not self._account.gateway:
            return
        refused = {line.scene_id for line in hold.estimate.problems}
        parameters: Optional[JobParameters] = summary.parameters
        if summary.prepared is not None:
            parameters = without_taken(summary.prepared, summary.parameters)
        left = tuple(id for id in parameters.scene_ids if id not in refused) if parameters is not None else ()
        if left:
            scenes = tuple(scene for scene in summary.scenes if scene.id in left)
            parameters = replace(summary.parameters, scene_ids=left, limit=len(left))
            self._ask(gateway, replace(summary, parameters=parameters, scenes=scenes))

    def choose_budget(self, budget_id: str) -> Optional[Hold]:
        """Charges the hold that waits for its confirmation to a budget; returns it, None if there is none."""
        hold, summary, gateway = self._hold, self._order_summary, self._gateway
        if self._state is not OrderingState.CONFIRMING or hold is None or summary is None or gateway is None:
            return None
        if summary.many is not None:
            many = with_budget_for_all(gateway, summary.many, budget_id)
            self._hold, self._order_summary = many.hold, replace(summary, many=many)
            return self._hold
        self._hold = with_budget(gateway, summary.product, hold, budget_id)
        self._order_summary = replace(summary, parameters=self._hold.parameters or summary.parameters)
        return self._hold

    def _ask(self, gateway: JobGateway, summary: OrderSummary) -> None:
        problems = find_problems(summary.product, summary.parameters, self._account.limits, is_live=True)
        if problems:
            self.failed.emit(refusal(problems[0]))
            return
        if self._workbench.has_changed_area(summary.parameters):
            self.failed.emit(Up42Error(ErrorKind.AREA_OUTDATED))
            return
        connection = summary.connection
        self._gateway, self._form_text = gateway, self._workbench.request_text
        self._order_summary, self._hold = summary, None
        self._set_state(OrderingState.PREPARING)

        def take(prepared: Optional[PreparedOrder], error: Optional[Up42Error]) -> None:
            if prepared is None:
                self._stop(error)
                return
            hold = self._hold = prepared.hold
            parameters = hold.parameters or summary.parameters
            owned = frozenset(id for id in parameters.scene_ids if self._is_owned(id))
            self._order_summary = replace(summary, parameters=parameters, owned_ids=owned, prepared=prepared)
            self._set_state(OrderingState.CONFIRMING)
            self.hold_ready.emit(hold)

        caps, project = self._preferences().caps, QgsProject.instance().fileName()
        wanted = OrderRequest(connection.name, summary.product, summary.parameters, project)
        self._step.run(
            "UP42: estimate", lambda task: prepare_order(gateway, self._journal, caps, wanted, utc_now), take
        )

    def is_outdated(self) -> bool:
        """Returns whether form or connection changed since the estimate, so that its figures no longer apply."""
        gateway = self._gateway
        if self._hold is None or self._order_summary is None or gateway is None or gateway is not self._account.gateway:
            return True
        if self._order_summary.many is not None:
            # It is for rows of a list, whatever the form has now.
            return False
        if self._workbench.has_changed_area(self._order_summary.parameters):
            return True
        if not self._order_summary.scenes and self._form_text != self._workbench.request_text:
            return True
        request = gateway.request_json(self._order_summary.product, self._order_summary.parameters, JobMode.LIVE)
        return request_fingerprint(self._hold.account, request) != self._hold.fingerprint

    def confirm(self, confirmation: HoldConfirmation) -> None:
        """Starts the live job that was confirmed; a second call for the same hold does nothing."""
        gateway, hold, summary = self._gateway, self._hold, self._order_summary
        if self._state is not OrderingState.CONFIRMING or gateway is None or hold is None or summary is None:
            return
        if self._workbench.has_changed_area(summary.parameters):
            self._stop(Up42Error(ErrorKind.AREA_OUTDATED))
            return
        if self.is_outdated():
            self._stop(Up42Error(ErrorKind.ESTIMATE_OUTDATED))
            return
        self._set_state(OrderingState.STARTING)
        if summary.many is not None:
            self._place(gateway, summary.many, summary.connection, confirmation)
            return
        order = LiveOrder(
            connection=summary.connection.name,
            service=summary.connection.service.value,
            product=summary.product,
            parameters=summary.parameters,
            name=unique_name(summary.product.title, utc_now(), uuid.uuid4().hex),
            scene_count=len(summary.parameters.scene_ids) or summary.parameters.limit,
            project=QgsProject.instance().fileName(),
        )
        caps = self._preferences().caps
        elsewhere = summary.prepared.elsewhere if summary.prepared is not None else 0

        # The journal has the outcome even if no window is left to show it.
        def take(entry: Optional[JournalEntry], error: Optional[Up42Error]) -> None:
            self._set_state(OrderingState.IDLE)
            if entry is None:
                # A task cancelled in QGIS's task manager ends as Cancelled even if its request was already sent.
                entry = self._open_entry(order)
            if entry is None and error is not None and error.kind is ErrorKind.ESTIMATE_OUTDATED:
                # The price has risen: a cost above the confirmed one needs a new confirmation.
                self._ask(gateway, replace(summary, former_charge=hold.max_charge))
            elif entry is None:
                self.failed.emit(error)
            else:
                self.started.emit(entry)
            self._account.refresh_balance()

        self._step.run(
            f"UP42: {order.name}",
            lambda task: start_live(gateway, self._journal, order, hold, confirmation, utc_now, caps, elsewhere),
            take,
        )

    def prepare_areas(
        self, wanted: Sequence[OrderRequest], connection: Connection, titles: Mapping[str, str]
    ) -> None:
        """Requests the prices of an order over many areas; parts that cannot be ordered are left out of it.

        `titles` are the titles of scenes, by id.
        """
        gateway = self._account.gateway
        if self.is_busy or gateway is None or not wanted:
            return
        for request in wanted:
            problems = find_problems(request.product, request.parameters, self._account.limits, is_live=True)
            if problems:
                self.failed.emit(refusal(problems[0]))
                return
        self._gateway, self._hold = gateway, None
        self._set_state(OrderingState.PREPARING)

        def take(prepared: Optional[PreparedOrders], error: Optional[Up42Error]) -> None:
            if prepared is None or not prepared.hold.estimate.lines:
                self._stop(error or nothing_left(prepared))
                return
            many = with_titles(prepared, titles)
            self._hold, self._order_summary = many.hold, summary_of_areas(many, connection)
            self._set_state(OrderingState.CONFIRMING)
            self.hold_ready.emit(self._hold)

        caps = self._preferences().caps
        self._step.run(
            "UP42: estimate", lambda task: prepare_orders(gateway, self._journal, caps, wanted, utc_now), take
        )

    def _place(
        self, gateway: JobGateway, many: PreparedOrders, connection: Connection, confirmation: HoldConfirmation
    ) -> None:
        caps, account = self._preferences().caps, many.hold.account
        titles = dict.fromkeys(part.request.product.title for part in many.parts)
        key = purchase_key(account, f"dock {confirmation.confirmed.isoformat()}")
        purchase = Purchase(key, " ".join(titles), connection.service.value)

        # The journal has the outcome even if no window is left to show it.
        def take(placed: Optional[Tuple[PlacedPart, ...]], error: Optional[Up42Error]) -> None:
            self._set_state(OrderingState.IDLE)
            entries = [item.entry for item in placed or () if item.entry is not None]
            if placed is None:
                # A task cancelled in QGIS's task manager ends as Cancelled even if orders were already sent.
                entries = entries_of(self._journal, key)
            if entries:
                self.started.emit(entries[0])
            if placed is not None:
                outcomes = (AreaOutcome(item.part.request.area, item.entry, item.error) for item in placed)
                self.areas_placed.emit(tuple(outcomes))
            elif not entries:
                self.failed.emit(error or Up42Error(ErrorKind.INTERNAL))
            self._account.refresh_balance()

        self._step.run(
            f"UP42: {purchase.title}",
            lambda task: place_orders(
                gateway, self._journal, many, confirmation, purchase, utc_now, caps, task
            ),
            take,
        )

    def refuse(self) -> None:
        """Cancels the hold; nothing was spent."""
        if self._state in (OrderingState.PREPARING, OrderingState.CONFIRMING):
            self._step.drop()
            self._set_state(OrderingState.IDLE)

    def close(self) -> None:
        """Drops running tasks; a create request that was sent is resolved from the journal later."""
        self._background.close()

    def _summary(self, scene_ids: Tuple[str, ...], connection: Connection) -> Optional[OrderSummary]:
        if not scene_ids:
            product, parameters = self._workbench.product, self._workbench.parameters
            if product is None:
                return None
            return OrderSummary(product, parameters, (), parameters.aoi, connection)
        product, found_by = self._dry_run.product, self._dry_run.parameters
        newest = self._workbench.product
        if product is not None and newest is not None and newest.id == product.id:
            # Its licence may have been accepted since the scenes were found.
            product = newest
        if product is None or found_by is None or self._dry_run.collection is None:
            return None
        scenes = tuple(scene for scene in self._dry_run.collection.scenes if scene.id in scene_ids)
        parameters = replace(found_by, scene_ids=tuple(scene.id for scene in scenes), limit=len(scenes))
        return OrderSummary(product, parameters, scenes, found_by.aoi, connection)

    def _open_entry(self, order: LiveOrder) -> Optional[JournalEntry]:
        try:
            entries = self._journal.entries()
        except Up42Error:
            return None
        return next((entry for entry in entries if entry.name == order.name and entry.is_open), None)

    def _stop(self, error: Optional[Up42Error]) -> None:
        self._set_state(OrderingState.IDLE)
        self.failed.emit(error or Up42Error(ErrorKind.INTERNAL))

    def _set_state(self, state: OrderingState) -> None:
        self._state = state
        self.state_changed.emit()


def summary_of_areas(many: PreparedOrders, connection: Connection) -> OrderSummary:
    """Returns what the hold dialog shows of an order over many areas."""
    left = [part.request for part in many.parts if part.hold is not None]
    products = list(dict.fromkeys(request.product for request in left))
    product = products[0]
    if len(products) > 1:
        product = Product("", "", ", ".join(item.title for item in products))
    scene_ids = tuple(scene_id for request in left for scene_id in request.parameters.scene_ids)
    parameters = JobParameters(product.id, limit=len(scene_ids), scene_ids=scene_ids)
    return OrderSummary(product, parameters, (), None, connection, many=many)


def entries_of(journal: JobJournal, purchase: str) -> List[JournalEntry]:
    """Returns the jobs of a purchase that exist or may exist; none if the journal cannot be read."""
    try:
        entries = journal.entries()
    except Up42Error:
        return []
    return [entry for entry in entries if entry.purchase == purchase and (entry.is_open or entry.job_id)]
