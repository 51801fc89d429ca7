"""One run of `runjobareas`: orders within the budget, follows the jobs, fetches outputs, and reports every row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Sequence, Set

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ..domain.clock import utc_now
from .algorithm import FeedbackControl, Up42Algorithm, tr
from .area_outputs import AreaOutputs, report
from .runjob import FIRST_PAUSE_S, MAX_PAUSE_S, MAX_TRIES, SETTLING_LOOKS, doubt_text

if TYPE_CHECKING:
    from ..domain.jobs.journal import JournalEntry
    from ..domain.jobs.purchase import PurchaseState
    from ..domain.ports.gateway import JobGateway
    from ..usecases.place_orders import PlacedPart
    from ..usecases.prepare_order import OrderRequest
    from ..usecases.prepare_orders import PreparedOrders, PreparedPart
    from .order_rows import OrderRows


class AreaRun:
    """Buys rows at most once. The journal has the truth: what is returned is read from it, even after a failure."""

    def __init__(
        self,
        algorithm: Up42Algorithm,
        gateway: JobGateway,
        rows: OrderRows,
        folder: Path,
        feedback: QgsProcessingFeedback,
        *,
        is_waiting: bool,
    ) -> None:
        self._algorithm = algorithm
        self._gateway = gateway
        self._rows = rows
        self._feedback = feedback
        self._is_waiting = is_waiting
        self._journal = algorithm.open_journal()
        self._wanted = tuple(digest for row in rows.rows for digest in row.claims)
        self._account = ""
        self._key = ""
        # By claim: why it has no order.
        self._reasons: Dict[str, str] = {}
        self.outputs = AreaOutputs(algorithm, gateway, folder, [request.area for request in rows.requests], feedback)
        self._earlier: Set[str] = set()
        self._placed: Dict[str, JournalEntry] = {}

    @property
    def refused_count(self) -> int:
        """Returns the number of rows of which nothing, or only a part, is ordered."""
        missing = set(self._state().missing)
        return sum(not row.claims or not missing.isdisjoint(row.claims) for row in self._rows.rows)

    @property
    def status(self) -> str:
        """Returns one word for all rows; see `PurchaseState.status`. PARTIAL too if outputs are missing on disk."""
        from ..domain.jobs.job import JobStatus
        from ..domain.jobs.purchase import PARTIAL

        state = self._state()
        is_short = state.status == JobStatus.SUCCEEDED.value and self.outputs.is_incomplete
        if not state.unsure and state.bought and (self.refused_count or is_short):
            return PARTIAL
        return state.status

    @property
    def has_ordered(self) -> bool:
        """Returns whether this run has sent an order, or may have."""
        return any(
            entry.key not in self._earlier and (entry.is_open or entry.job_id) for entry in self._state().entries
        )

    def order(self, title: str, budget: int) -> None:
        """Orders what is missing of the purchase, if all of it may cost no more than the budget.

        Raises before anything was ordered, and for failures that concern all that is left to order.
        """
        from ..domain.jobs.purchase import purchase_key

        self._account = self._gateway.account()
        self._key = purchase_key(self._account, title)
        self._settle_earlier()
        self._earlier = {entry.key for entry in self._state().entries}
        left: Sequence[OrderRequest] = self._rows.requests
        for _ in range(MAX_TRIES):
            placed = self._place(left, title, budget)
            left = self._left_of(placed)
            while left and self._is_waiting_for_a_place(placed):
                placed = self._place(left, title, budget)
                left = self._left_of(placed)
            if not left:
                return

    def follow(self, control: FeedbackControl) -> None:
        """Settles lost answers and, if the run waits, follows the jobs to their ends and fetches their outputs."""
        from ..domain.backoff import Backoff

        backoff = Backoff(FIRST_PAUSE_S, MAX_PAUSE_S)
        given_up: Set[str] = set()
        looks = 0
        while True:
            state = self._state()
            open_entries = [entry for entry in state.entries if entry.is_open and entry.key not in given_up]
            if not self._is_waiting:
                open_entries = [entry for entry in open_entries if entry in state.unsure]
            for entry in open_entries:
                control.check()
                if not self._look(entry):
                    given_up.add(entry.key)
            if self._is_waiting:
                self.outputs.fetch(self._state().entries, control)
            state = self._state()
            looks += 1
            if looks >= SETTLING_LOOKS:
                given_up.update(entry.key for entry in state.unsure)
            going = [entry for entry in state.entries if entry.is_open and entry.key not in given_up]
            if not self._is_waiting:
                going = [entry for entry in going if entry in state.unsure]
            if not going:
                return
            total = max(len(state.entries), 1)
            control.report(1.0 - len(going) / total)
            control.pause(backoff.pause_s())

    def finish(self) -> PurchaseState:
        """Reports every row without an order and every job that is not over, and returns the state of the purchase."""
        state = self._state()
        missing = set(state.missing)
        for row in self._rows.rows:
            lost = [digest for digest in row.claims if digest in missing]
            if row.problem or lost:
                reason = row.problem or next((self._reasons[digest] for digest in lost if digest in self._reasons), "")
                text = tr("Area “{area}”, scene {scene}: not ordered. {reason}")
                self._feedback.pushWarning(text.format(area=row.area, scene=row.scene_id, reason=reason).strip())
        for entry in state.entries:
            if entry.is_open:
                self._feedback.pushWarning(_open_text(entry))
            elif entry.job_id:
                text = tr("Area “{area}”: job “{name}” ({id}) ended in state {status}.")
                self._feedback.pushInfo(
                    text.format(area=entry.area, name=entry.name, id=entry.job_id, status=entry.status.value)
                )
        return state

    def _state(self) -> PurchaseState:
        from ..domain.errors import Up42Error
        from ..domain.jobs.purchase import purchase_state

        entries: Sequence[JournalEntry]
        try:
            entries = self._journal.entries()
        except Up42Error:
            # The journal was lost during the run: what was ordered must be named all the same.
            entries = tuple(self._placed.values())
        return purchase_state(entries, self._account, self._key, self._wanted)

    def _settle_earlier(self) -> None:
        """Brings jobs of earlier runs up to date, so that what is known not to exist can be ordered again."""
        from ..domain.errors import Cancelled, Up42Error
        from ..usecases.watch import look_at_jobs

        if not any(entry.is_open for entry in self._state().entries):
            return
        control = FeedbackControl(self._feedback, 0.0, 0.0)
        try:
            look_at_jobs(self._gateway, self._journal, self._algorithm.connection.name, utc_now, control)
        except Cancelled:
            raise
        except Up42Error as error:
            # What is under way stays protected by the journal.
            self._feedback.pushDebugInfo(str(error))

    def _place(self, requests: Sequence[OrderRequest], title: str, budget: int) -> Sequence[PlacedPart]:
        """Prepares, checks the budget, and places what is left of some requests."""
        from ..domain.jobs.credits import HoldConfirmation
        from ..host.preferences import read_preferences
        from ..usecases.place_orders import Purchase, place_orders
        from ..usecases.prepare_orders import prepare_orders

        caps = read_preferences().caps
        prepared = prepare_orders(self._gateway, self._journal, caps, requests, utc_now)
        for part in prepared.parts:
            self._note_prepared(part)
        hold = prepared.hold
        if not hold.estimate.lines:
            return ()
        self._expect_affordable(prepared, budget)
        self._feedback.pushInfo(tr("%Ln credit(s) will be held.", None, hold.credits))
        control = FeedbackControl(self._feedback, 0.0, 50.0)
        control.check()
        connection = self._algorithm.connection
        purchase = Purchase(self._key, title, connection.service.value, "processing")
        confirmation = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        placed = place_orders(
            self._gateway, self._journal, prepared, confirmation, purchase, utc_now, caps, control
        )
        for item in placed:
            self._note_placed(item)
        self._feedback.pushInfo(tr("Jobs ordered: {count}.").format(count=sum(bool(item.entry) for item in placed)))
        return placed

    def _expect_affordable(self, prepared: PreparedOrders, budget: int) -> None:
        from ..domain.errors import ErrorKind, Up42Error

        hold = prepared.hold
        if hold.lacks_budget:
            raise Up42Error(ErrorKind.NO_BUDGET)
        if not hold.is_covered:
            error = Up42Error(ErrorKind.NOT_ENOUGH_CREDITS)
            error.is_nothing_spent = not self.has_ordered
            raise error
        earlier = self._state().counted_credits
        if earlier + hold.max_charge <= budget:
            return
        if earlier:
            text = tr(
                "The rows that are left may cost up to {most} credits, with {earlier} credits of this purchase that "
                "are held or spent already: more than the {budget} allowed. Nothing more was ordered."
            )
        else:
            text = tr(
                "The rows may cost up to {most} credits together, of which {hold} credits would be held: more than the "
                "{budget} allowed. Nothing was ordered, no credits were spent."
            )
        raise QgsProcessingException(
            text.format(most=hold.max_charge, hold=hold.credits, earlier=earlier, budget=budget)
        )

    def _note_prepared(self, part: PreparedPart) -> None:
        from ..wording.errors import error_sentence

        for entry in part.doubted:
            self._feedback.pushWarning(doubt_text(entry))
        for taken in part.taken:
            # What this purchase has bought before is no refusal.
            if taken.entry.purchase == self._key and taken.entry.account == self._account:
                continue
            text = (
                tr("You own it already, from the job “{name}”.")
                if taken.is_owned
                else tr("It is on its way already, with the job “{name}”.")
            )
            self._explain(part.request, taken.scene_id, text.format(name=taken.entry.name))
        for scene_id, error in part.refused:
            self._explain(part.request, scene_id, error.detail or error_sentence(error))

    def _note_placed(self, placed: PlacedPart) -> None:
        from ..wording.errors import error_sentence

        if placed.error is not None:
            self._explain(placed.part.request, "", error_sentence(placed.error))
            return
        entry = placed.entry
        if entry is None:
            return
        self._placed[entry.key] = entry
        if entry.freed:
            self._explain(placed.part.request, "", tr("The service refused it."), only=entry.freed)

    def _explain(self, request: OrderRequest, scene_id: str, reason: str, only: Sequence[str] = ()) -> None:
        """Records why scenes of an area have no order; an empty id: all of them."""
        for whole in self._rows.requests:
            if (whole.area, whole.product.id, whole.parameters.aoi) != (
                request.area,
                request.product.id,
                request.parameters.aoi,
            ):
                continue
            for digest, scene in self._gateway.claims(whole.product, whole.parameters).items():
                if (not scene_id or scene == scene_id) and (not only or digest in only):
                    self._reasons[digest] = reason

    def _left_of(self, placed: Sequence[PlacedPart]) -> List[OrderRequest]:
        """Returns the requests that may be placed after another look: dearer, overtaken, or waiting for a place."""
        from ..domain.errors import ErrorKind

        again = {ErrorKind.ESTIMATE_OUTDATED, ErrorKind.ALREADY_STARTED}
        if self._is_waiting:
            again.add(ErrorKind.TOO_MANY_JOBS)
        return [item.part.request for item in placed if item.error is not None and item.error.kind in again]

    def _is_waiting_for_a_place(self, placed: Sequence[PlacedPart]) -> bool:
        """Waits until one of our jobs is over if the project runs as many as it may; returns whether one is."""
        from ..domain.backoff import Backoff
        from ..domain.errors import ErrorKind

        is_full = any(item.error is not None and item.error.kind is ErrorKind.TOO_MANY_JOBS for item in placed)
        running = [entry for entry in self._state().entries if entry.is_open and entry.job_id]
        if not is_full or not running:
            return False
        self._feedback.pushInfo(tr("The project runs as many jobs as it may. Waiting until one of them has finished."))
        control, backoff = FeedbackControl(self._feedback, 50.0, 50.0), Backoff(FIRST_PAUSE_S, MAX_PAUSE_S)
        while True:
            for entry in running:
                control.check()
                if not self._look(entry):
                    return False
            self.outputs.fetch(self._state().entries, control)
            open_keys = {entry.key for entry in self._state().entries if entry.is_open}
            if any(entry.key not in open_keys for entry in running):
                return True
            control.pause(backoff.pause_s())

    def _look(self, entry: JournalEntry) -> bool:
        """Looks at a job once and records what it finds; returns whether it makes sense to look again."""
        from ..domain.errors import Cancelled, Up42Error
        from ..domain.jobs.journal import EntryState
        from ..usecases.live_run import refresh, settle

        try:
            if entry.state is EntryState.CREATED:
                refresh(self._gateway, self._journal, entry)
            else:
                settle(self._gateway, self._journal, entry, is_list_whole=False)
        except Cancelled:
            raise
        except Up42Error as error:
            # The job continues without us; only a permanent failure ends the waiting.
            if not error.is_retryable and entry.state is EntryState.CREATED:
                report(self._feedback, error)
                return False
        return True


def _open_text(entry: JournalEntry) -> str:
    """Returns the state of a job that is not over, and that another run does not order it again."""
    from ..domain.jobs.journal import EntryState

    if entry.state is not EntryState.CREATED:
        text = tr(
            "Area “{area}”: the response to the order was lost; whether the job “{name}” exists is not known yet. "
            "“List jobs” finds out. A run with the same name and rows does not order it again."
        )
        return text.format(area=entry.area, name=entry.name)
    text = tr(
        "Area “{area}”: the job “{name}” ({id}) exists, in state {status}, and holds or uses credits. A run with the "
        "same name and rows does not order it again and fetches its outputs."
    )
    return text.format(area=entry.area, name=entry.name, id=entry.job_id, status=entry.status.value)
