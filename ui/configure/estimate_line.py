"""The line with the cost of a live job, compared with the balance; what an order lacks is a hint to a test query."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...core.app.session.form_estimate import EstimateState
from ...core.app.session.workbench import Workbench
from ...core.domain.errors import ErrorKind, Up42Error
from ...core.domain.jobs.charged import charged_for_scene, larger_charge
from ...core.domain.jobs.job import JobMode
from ...core.wording.areas import charged_text, smallest_sentence, stated_minimum_text
from ..parts.small import set_plain_tip, wrapped_label
from ..wording import (
    credits_range_text,
    detail_text,
    error_sentence,
    number_text,
    problem_sentence,
    scene_count_text,
)

if TYPE_CHECKING:
    from ...core.app.session.account import Account
    from ...core.domain.jobs.credits import Estimate

# Maximum characters of the service's words: more would push the button out of view; the tool tip has all.
MAX_DETAILS = 240
# Retrying does not help with these; other parameters do.
_NOT_WORTH_RETRYING = (ErrorKind.NOT_SUPPORTED, ErrorKind.NO_SCENES, ErrorKind.INVALID_REQUEST)


class EstimateLine(QWidget):
    """Scenes, range and balance; a button if a failed estimate is worth another try."""

    def __init__(self, account: Account, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._workbench = workbench
        self._label = wrapped_label("estimate_label")
        self._again_button = QPushButton(self.tr("Try Again"))
        self._again_button.setObjectName("estimate_again_button")
        self._again_button.setToolTip(self.tr("Requests the estimate again; nothing is spent"))
        self._again_button.clicked.connect(workbench.estimate_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self._again_button, 0, Qt.AlignmentFlag.AlignTop)
        workbench.estimate_changed.connect(self.show_state)
        workbench.mode_changed.connect(self.show_state)
        workbench.problems_changed.connect(self.show_state)
        account.balance_changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Shows the estimate of the workbench."""
        state, estimate = self._workbench.estimate_state, self._workbench.estimate
        text, tip = "", ""
        bench = self._workbench
        is_live = bench.mode is JobMode.LIVE
        if state is EstimateState.NONE and bench.product is not None and bench.live_problems and not bench.problems:
            # The button shows what blocks a test query; this line shows what an order additionally lacks.
            pattern = self.tr("No estimate: {reason}") if is_live else self.tr("For a live job: {reason}")
            text = pattern.format(reason=problem_sentence(bench.live_problems[0]))
        elif state is EstimateState.WORKING:
            text = self.tr("Estimating the cost…")
        elif state is EstimateState.FAILED and self._workbench.estimate_error is not None:
            text = self._no_estimate_text(self._workbench.estimate_error, is_live)
        elif estimate is not None:
            text = self._estimate_text(estimate, is_live)
        size = self._size_text()
        # A test query costs nothing: no sign of warning below its button.
        size = f"⚠ {size}" if size and is_live else size
        self._label.setText("\n".join(part for part in (text, size) if part))
        error = bench.estimate_error
        if error is not None:
            tip = detail_text(error) if is_live else f"{error_sentence(error)}\n{detail_text(error)}".strip()
        set_plain_tip(self._label, tip)
        self.setVisible(bool(self._label.text()))
        is_retry_useful = error is not None and error.kind not in _NOT_WORTH_RETRYING
        self._again_button.setVisible(state is EstimateState.FAILED and is_retry_useful)

    def _size_text(self) -> str:
        """Returns as which size the area is charged if that is more than it has: by the estimate, else as stated."""
        bench = self._workbench
        aoi, product, estimate = bench.parameters.aoi, bench.product, bench.estimate
        if aoi is None or product is None:
            return ""
        sizes = [line.quantity for line in estimate.lines if line.scene_id] if estimate is not None else []
        if any(size is not None for size in sizes) and estimate is not None:
            charged = charged_for_scene(estimate.lines, aoi.area_km2)
            return f"{smallest_sentence()} {charged_text(aoi.area_km2, charged)}" if charged is not None else ""
        stated = larger_charge(product.charged_from_km2, aoi.area_km2)
        return stated_minimum_text(aoi.area_km2, stated) if stated is not None else ""

    def _no_estimate_text(self, error: Up42Error, is_live: bool) -> str:
        orders_scenes = self._account.orders_scenes
        if orders_scenes and error.kind is ErrorKind.NOT_SUPPORTED:
            return self.tr("Each scene has its own price: run a test query and select scenes to see it.")
        if orders_scenes and error.kind is ErrorKind.NO_SCENES:
            return self.tr("No estimate: no scenes match these parameters.")
        if not is_live:
            # The reason would frighten below a button that spends nothing; the tool tip has it.
            return self.tr("The price of a live job is not known. The test query is free and does not need it.")
        text = self.tr("No estimate: {reason}").format(reason=error_sentence(error))
        if error.kind is ErrorKind.INVALID_REQUEST:
            # The sentence refers to the details, which appear nowhere else.
            details = detail_text(error)
            is_long = len(details) > MAX_DETAILS
            text = f"{text}\n{details[:MAX_DETAILS].rstrip()}…" if is_long else f"{text}\n{details}".strip()
        return text

    def _estimate_text(self, estimate: Estimate, is_live: bool) -> str:
        parts: List[str] = []
        priced = [line for line in estimate.lines if line.scene_id and not line.problem]
        if priced:
            parts.append(scene_count_text(len(priced)))
        parts.append(credits_range_text(estimate.min_credits, estimate.max_credits))
        balance = self._account.balance
        if balance is not None and estimate.max_credits > balance.available_credits:
            if not is_live:
                # Who runs what is free is not warned; the two numbers side by side are enough.
                pattern = self.tr("your balance: {balance}")
            elif estimate.min_credits > balance.available_credits:
                # A sign, because colour alone says nothing to many.
                pattern = self.tr("⚠ more than your {balance}")
            else:
                pattern = self.tr("⚠ may exceed your {balance}")
            parts.append(pattern.format(balance=number_text(balance.available_credits)))
        pattern = self.tr("Live job: {estimate}") if is_live else self.tr("Test query: free. Live job: {estimate}")
        text = pattern.format(estimate=" · ".join(parts))
        refused = len(estimate.problems)
        if refused and is_live:
            pattern = self.tr("{refused} of {total} parts cannot be ordered; the hold dialog gives the reasons.")
            counts = {"refused": number_text(refused), "total": number_text(len(estimate.lines))}
            text += "\n" + pattern.format(**counts)
        return text
