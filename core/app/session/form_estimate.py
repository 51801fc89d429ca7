"""What a live job with the parameters of the form would cost, requested once they have not changed for a moment."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Callable, Dict, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .task import Background, Latest

if TYPE_CHECKING:
    from ...domain.errors import Up42Error
    from ...domain.jobs.credits import Estimate
    from ...domain.parameters import JobParameters
    from ...domain.products import Product
    from .account import Account

ESTIMATE_DELAY_MS = 600


class EstimateState(Enum):
    """The state of the estimate for the current parameters."""

    NONE = "none"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class FormEstimate(QObject):
    """Keeps the last estimate; `form` returns the product and the parameters to estimate."""

    changed = pyqtSignal()

    def __init__(
        self, account: Account, form: Callable[[], Tuple[Optional[Product], JobParameters]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._form = form
        self._background = Background()
        self._asking = Latest(self._background)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ESTIMATE_DELAY_MS)
        self._timer.timeout.connect(self._ask)
        self._state = EstimateState.NONE
        self._estimate: Optional[Estimate] = None
        self._error: Optional[Up42Error] = None
        self._seen_prices: Dict[str, float] = {}

    @property
    def state(self) -> EstimateState:
        """Returns what is known of the cost."""
        return self._state

    @property
    def estimate(self) -> Optional[Estimate]:
        """Returns the cost, None while it is unknown."""
        return self._estimate

    @property
    def error(self) -> Optional[Up42Error]:
        """Returns why the cost could not be estimated, None if it was."""
        return self._error

    @property
    def seen_prices(self) -> Mapping[str, float]:
        """Returns credits per km² by product, the lowest that an estimate has shown."""
        return self._seen_prices

    def renew(self, can_ask: bool) -> None:
        """Forgets the estimate; requests another one soon if it can be."""
        self._asking.drop()
        self._estimate, self._error = None, None
        self._state = EstimateState.WORKING if can_ask else EstimateState.NONE
        if can_ask:
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit()

    def take(self, estimate: Optional[Estimate], error: Optional[Up42Error]) -> None:
        """Shows an estimate for the parameters of the form, or why there is none."""
        self._estimate, self._error = estimate, error
        self._state = EstimateState.FAILED if error is not None else EstimateState.READY
        self.changed.emit()

    def close(self) -> None:
        """Stops the timer and drops a running request."""
        self._timer.stop()
        self._background.close()

    def _ask(self) -> None:
        gateway, (product, parameters) = self._account.gateway, self._form()
        if gateway is None or product is None:
            return

        def take(estimate: Optional[Estimate], error: Optional[Up42Error]) -> None:
            if estimate is not None and parameters.aoi is not None:
                self._note_price(product.id, estimate, parameters.aoi.area_km2)
            self.take(estimate, error)

        self._asking.run("UP42: estimate", lambda task: gateway.estimate(product, parameters), take)

    def _note_price(self, product_id: str, estimate: Estimate, area_km2: float) -> None:
        """Keeps what a scene costs per km² of the area, by the dearest: others cover a part of the area only."""
        costs = [line.min_credits for line in estimate.lines if line.scene_id and line.min_credits and not line.problem]
        if costs and area_km2 > 0.0:
            seen = max(costs) / area_km2
            self._seen_prices[product_id] = min(seen, self._seen_prices.get(product_id, seen))
