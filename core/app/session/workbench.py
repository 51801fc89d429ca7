"""The parameters of the next job, and the exact request that they make."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, Dict, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.aoi import Aoi
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.job import JobMode
from ...domain.json_text import JsonError, parse_json
from ...domain.parameters import GeometryMode, JobParameters, Period
from ...domain.ports.gateway import JobGateway, RequestError
from ...domain.problems import Problem, ProblemCode, find_problems
from ...domain.products import Product, default_options, with_option
from .area import AreaOfInterest, AreaSource
from .task import Background, Latest

if TYPE_CHECKING:
    from ...domain.jobs.credits import Estimate
    from .account import Account

ESTIMATE_DELAY_MS = 600


_UseArea = Callable[[Optional[Aoi]], None]


class EstimateState(Enum):
    """The state of the estimate for the current parameters."""

    NONE = "none"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class Workbench(QObject):
    """Owns product, parameters and job type; everything else is derived from them and announced by signals."""

    product_changed = pyqtSignal()
    parameters_changed = pyqtSignal()
    problems_changed = pyqtSignal()
    request_changed = pyqtSignal()
    estimate_changed = pyqtSignal()
    mode_changed = pyqtSignal()
    # Up42Error of a product that could not be read
    failed = pyqtSignal(object)

    def __init__(
        self, account: Account, area: AreaOfInterest, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._area = area
        self._background = Background()
        self._wanted_id = ""
        # A product's id, and the request that waits for its fields.
        self._pending: Optional[Tuple[str, Mapping[str, Any], JobMode, _UseArea]] = None
        self._estimating = Latest(self._background)
        self._estimate_timer = QTimer(self)
        self._estimate_timer.setSingleShot(True)
        self._estimate_timer.setInterval(ESTIMATE_DELAY_MS)
        self._estimate_timer.timeout.connect(self._ask_estimate)
        self.product: Optional[Product] = None
        self.is_loading_product = False
        self.parameters = JobParameters("", limit=10)
        self.mode = JobMode.DRY_RUN
        self.problems: Tuple[Problem, ...] = ()
        # The rules that a live job with these parameters would break; a test query may ignore them.
        self.live_problems: Tuple[Problem, ...] = ()
        self.estimate: Optional[Estimate] = None
        self.estimate_state = EstimateState.NONE
        self.estimate_error: Optional[Up42Error] = None
        # Credits per km² by product, the lowest that an estimate has shown.
        self.seen_prices: Dict[str, float] = {}
        self._request_text = ""
        account.products_changed.connect(self._on_products_changed)
        area.changed.connect(self._on_area_changed)

    @property
    def can_run(self) -> bool:
        """Returns whether the current parameters can be sent."""
        return not self.problems and not self.is_loading_product and self._account.gateway is not None

    @property
    def max_scenes(self) -> Optional[int]:
        """Returns the highest limit that the service takes for what would be run now, None if it has none."""
        bounds = [self.product.max_scenes if self.product is not None else None]
        if self.mode is JobMode.LIVE:
            bounds.append(self._account.limits.max_scenes)
        return min((bound for bound in bounds if bound is not None), default=None)

    @property
    def max_search_km2(self) -> float:
        """Returns the size of the largest area that can be searched."""
        return self._account.limits.max_search_km2

    def has_changed_area(self, parameters: JobParameters) -> bool:
        """Returns whether the layer or file of an earlier request's area has changed since."""
        return parameters.aoi is not None and self._area.is_outdated(parameters.aoi)

    @property
    def request_text(self) -> str:
        """Returns the exact request as JSON text; empty without a product."""
        return self._request_text

    def select_product(self, product_id: str) -> None:
        """Changes to a product; its fields are read first if the list did not have them."""
        gateway = self._account.gateway
        listed = next((product for product in self._account.products if product.id == product_id), None)
        if listed is None or gateway is None:
            return
        self._wanted_id = product_id
        if listed.is_complete:
            self._take_product(listed)
        else:
            self._read_product(gateway, product_id)

    def reload_product(self) -> None:
        """Reads the product again, since licence and access change outside QGIS; the parameters stay."""
        gateway, product = self._account.gateway, self.product
        if gateway is not None and product is not None and not self.is_loading_product:
            self._wanted_id = product.id
            self._read_product(gateway, product.id)

    def note_restricted(self) -> None:
        """Records that the service has just refused the product to this account, until it is read again."""
        if self.product is not None and not self.product.is_restricted:
            self._take_product(replace(self.product, is_restricted=True))

    def _read_product(self, gateway: JobGateway, product_id: str) -> None:
        self.is_loading_product = True
        self.product_changed.emit()

        def take(product: Optional[Product], error: Optional[Up42Error]) -> None:
            if self._wanted_id != product_id or gateway is not self._account.gateway:
                return
            self.is_loading_product = False
            if product is None:
                self.product_changed.emit()
                self.failed.emit(error)
            else:
                self._take_product(product)

        self._background.run("UP42: product", lambda task: gateway.product(product_id), take)

    def estimate_again(self) -> None:
        """Requests a failed estimate again."""
        if self.estimate_state is EstimateState.FAILED:
            self._forget_estimate()

    def set_geometry_mode(self, mode: GeometryMode) -> None:
        """Chooses how scenes must relate to the area."""
        self._change(geometry_mode=mode)

    def set_period(self, period: Optional[Period]) -> None:
        """Chooses the acquisition dates; None is any date."""
        self._change(period=period)

    def set_limit(self, limit: int) -> None:
        """Chooses how many of the most recent scenes are wanted."""
        self._change(limit=limit)

    def set_max_cloud_cover(self, percent: Optional[int]) -> None:
        """Chooses the highest cloud cover of a scene."""
        self._change(max_cloud_cover=percent)

    def set_option(self, path: Tuple[str, ...], value: Any) -> None:
        """Sets a parameter that has no field of its own; `path` is the FieldSpec's."""
        self._change(options=with_option(self.parameters.options, path, value))

    def set_mode(self, mode: JobMode) -> None:
        """Chooses between a test query and a live job."""
        if mode is not self.mode:
            self.mode = mode
            self.mode_changed.emit()
            self._derive()

    def apply_request_text(self, text: str) -> Optional[RequestError]:
        """Takes over a request that was edited as JSON; returns what is wrong with it, or None."""
        gateway, product = self._account.gateway, self.product
        if gateway is None or product is None:
            return RequestError((), "no_product")
        try:
            request = parse_json(text, is_typed=True)
        except JsonError as error:
            return RequestError((), "not_json", line=error.line, column=error.column)
        if not isinstance(request, dict):
            return RequestError((), "not_an_object")
        try:
            self._take_parameters(gateway.parse_request(product, request))
        except RequestError as error:
            return error
        return None

    def load_request(
        self, product_id: str, request: Mapping[str, Any], mode: JobMode, use_area: Optional[_UseArea] = None
    ) -> None:
        """Puts an earlier job's request into the form, once its product is read.

        `use_area` takes the outline in the request to choose the area, else it is that outline. Emits `failed` with
        NOT_FOUND for a product of another connection.
        """
        if all(product.id != product_id for product in self._account.products):
            self.failed.emit(Up42Error(ErrorKind.NOT_FOUND, product_id))
            return
        self._pending = (product_id, dict(request), mode, use_area or self._area.use_request)
        if self.product is not None and self.product.id == product_id:
            self._apply_pending()
        else:
            self.select_product(product_id)

    def take(self, product: Product, parameters: JobParameters, mode: JobMode) -> None:
        """Puts a product and its parameters into the form at once."""
        self._pending = None
        self._wanted_id = product.id
        self._take_product(product)
        self.mode = mode
        self.mode_changed.emit()
        self._take_parameters(parameters)

    def close(self) -> None:
        """Stops the timer and drops running tasks."""
        self._estimate_timer.stop()
        self._background.close()

    def _on_products_changed(self) -> None:
        products = self._account.products
        if not products:
            self.product = None
            self.is_loading_product = False
            self.product_changed.emit()
            self._derive()
            return
        same = next((product for product in products if product.id == self.parameters.product_id), None)
        self.select_product((same or _first_choice(products)).id)

    def _on_area_changed(self) -> None:
        if self._area.aoi == self.parameters.aoi:
            # The area's problem can change while there is no area.
            self._derive()
        else:
            self._change(aoi=self._area.aoi)

    def _take_product(self, product: Product) -> None:
        is_other = self.product is None or self.product.id != product.id
        self.product = product
        self.is_loading_product = False
        if is_other:
            self.parameters = replace(
                self.parameters,
                product_id=product.id,
                options=default_options(product),
                scene_ids=(),
                geometry_mode=_fitting(self.parameters.geometry_mode, product),
            )
        self.product_changed.emit()
        if self._pending is not None and self._pending[0] == product.id:
            self._apply_pending()
        else:
            self._pending = None
            self.parameters_changed.emit()
            self._derive()
            if not is_other:
                # The request is the same; its cost, and whether it may be estimated, is not.
                self._forget_estimate()

    def _apply_pending(self) -> None:
        pending, self._pending = self._pending, None
        gateway, product = self._account.gateway, self.product
        if pending is None or gateway is None or product is None:
            return
        _, request, mode, use_area = pending
        try:
            parameters = gateway.parse_request(product, request)
        except RequestError as error:
            # The product has changed since the request was saved.
            self.failed.emit(Up42Error(ErrorKind.INVALID_REQUEST, str(error)))
            parameters, use_area = self.parameters, self._area.use_request
        else:
            self.mode = mode
            self.mode_changed.emit()
        self._take_parameters(parameters, use_area)

    def _take_parameters(self, parameters: JobParameters, use_area: Optional[_UseArea] = None) -> None:
        self.parameters = replace(parameters, aoi=self.parameters.aoi)
        (use_area or self._area.use_request)(parameters.aoi)
        self.parameters = replace(parameters, aoi=self._area.aoi)
        self.parameters_changed.emit()
        self._derive()

    def _change(self, **changes: Any) -> None:
        changed = replace(self.parameters, **changes)
        if changed == self.parameters:
            return
        # Ids picked for an earlier job would silently override the filter that is being edited.
        if self.parameters.scene_ids and "scene_ids" not in changes and "aoi" not in changes:
            changed = replace(changed, scene_ids=())
        self.parameters = changed
        self.parameters_changed.emit()
        self._derive()

    def _derive(self) -> None:
        limits = self._account.limits
        self.live_problems = find_problems(self.product, self.parameters, limits, is_live=True)
        is_live = self.mode is JobMode.LIVE
        if self._area.source is AreaSource.FEATURES:
            # Each area is checked when it is searched; one live job cannot have all of them.
            self.live_problems = (
                Problem("area", ProblemCode.EACH_FEATURE),
                *(problem for problem in self.live_problems if problem.field != "area"),
            )
        self.problems = (
            self.live_problems if is_live else find_problems(self.product, self.parameters, limits, is_live=False)
        )
        if self._area.source is AreaSource.FEATURES and not is_live:
            self.problems = tuple(problem for problem in self.problems if problem.field != "area")
        if self._area.problem is not None:
            others = tuple(problem for problem in self.problems if problem.field != "area")
            self.problems = (self._area.problem, *others)
        gateway = self._account.gateway
        text = ""
        if gateway is not None and self.product is not None:
            request = gateway.request_json(self.product, self.parameters, self.mode)
            text = json.dumps(request, indent=2, ensure_ascii=False)
        is_same = text == self._request_text
        self._request_text = text
        self.problems_changed.emit()
        if not is_same:
            self.request_changed.emit()
            self._forget_estimate()

    def _forget_estimate(self) -> None:
        self._estimating.drop()
        self.estimate, self.estimate_error = None, None
        can_ask = self.product is not None and not self.live_problems
        self.estimate_state = EstimateState.WORKING if can_ask else EstimateState.NONE
        if can_ask:
            self._estimate_timer.start()
        else:
            self._estimate_timer.stop()
        self.estimate_changed.emit()

    def _ask_estimate(self) -> None:
        gateway, product, parameters = self._account.gateway, self.product, self.parameters
        if gateway is None or product is None:
            return

        def take(estimate: Optional[Estimate], error: Optional[Up42Error]) -> None:
            self.estimate, self.estimate_error = estimate, error
            self.estimate_state = EstimateState.FAILED if error is not None else EstimateState.READY
            if estimate is not None and parameters.aoi is not None:
                self._note_price(product.id, estimate, parameters.aoi.area_km2)
            self.estimate_changed.emit()

        self._estimating.run("UP42: estimate", lambda task: gateway.estimate(product, parameters), take)


    def _note_price(self, product_id: str, estimate: Estimate, area_km2: float) -> None:
        """Keeps what a scene costs per km² of the area, by the dearest: others cover a part of the area only."""
        costs = [line.min_credits for line in estimate.lines if line.scene_id and line.min_credits and not line.problem]
        if costs and area_km2 > 0.0:
            seen = max(costs) / area_km2
            self.seen_prices[product_id] = min(seen, self.seen_prices.get(product_id, seen))


def _first_choice(products: Sequence[Product]) -> Product:
    """Returns the initial product: the first optical product that can be ordered at once, else the first."""
    orderable = [product for product in products if product.is_orderable]
    at_once = [item for item in orderable if not item.needs_approval]
    optical = [item for item in at_once if item.has_cloud_cover]
    return next(iter([*optical, *at_once, *orderable, *products]))


def _fitting(mode: GeometryMode, product: Product) -> GeometryMode:
    return mode if mode in product.geometry_modes or not product.geometry_modes else product.geometry_modes[0]
