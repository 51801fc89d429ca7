"""The parameters of the next job, and the exact request that they make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.aoi import Aoi
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.job import JobMode
from ...domain.json_text import indented
from ...domain.parameters import GeometryMode, JobParameters, Period
from ...domain.ports.gateway import JobGateway, RequestError
from ...domain.problems import Problem, ProblemCode, find_problems
from ...domain.products import Product, default_options, first_choice, fitting_mode, with_option
from .area import AreaOfInterest
from .area_state import AreaSource
from .form_estimate import EstimateState, FormEstimate
from .task import Background

if TYPE_CHECKING:
    from ...domain.jobs.credits import Estimate
    from .account import Account

_UseArea = Callable[[Optional[Aoi]], None]


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

    def __init__(self, account: Account, area: AreaOfInterest, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._area = area
        self._background = Background()
        self._wanted_id = ""
        # A product's id, and the request that waits for its fields.
        self._pending: Optional[Tuple[str, Mapping[str, Any], JobMode, _UseArea]] = None
        self._form_estimate = FormEstimate(account, lambda: (self._product, self._parameters), self)
        self._form_estimate.changed.connect(self.estimate_changed)
        self._product: Optional[Product] = None
        self._is_loading_product = False
        # The account and the product that the options of the parameters are for.
        self._options_for = ("", "")
        self._parameters = JobParameters("", limit=10)
        self._mode = JobMode.DRY_RUN
        self._problems: Tuple[Problem, ...] = ()
        self._live_problems: Tuple[Problem, ...] = ()
        self._request_text = ""
        account.products_changed.connect(self._on_products_changed)
        area.changed.connect(self._on_area_changed)

    @property
    def product(self) -> Optional[Product]:
        """Returns the chosen product, None before the account's are known."""
        return self._product

    @property
    def is_loading_product(self) -> bool:
        """Returns whether the chosen product is being read."""
        return self._is_loading_product

    @property
    def parameters(self) -> JobParameters:
        """Returns the parameters of the form."""
        return self._parameters

    @property
    def mode(self) -> JobMode:
        """Returns whether a test query or a live job is wanted."""
        return self._mode

    @property
    def problems(self) -> Tuple[Problem, ...]:
        """Returns the rules that the next run would break."""
        return self._problems

    @property
    def live_problems(self) -> Tuple[Problem, ...]:
        """Returns the rules that a live job would break; a test query may ignore them."""
        return self._live_problems

    @property
    def estimate(self) -> Optional[Estimate]:
        """Returns the cost of a live job with these parameters, None while it is unknown."""
        return self._form_estimate.estimate

    @property
    def estimate_state(self) -> EstimateState:
        """Returns what is known of the cost."""
        return self._form_estimate.state

    @property
    def estimate_error(self) -> Optional[Up42Error]:
        """Returns why the cost could not be estimated, None if it was."""
        return self._form_estimate.error

    @property
    def seen_prices(self) -> Mapping[str, float]:
        """Returns credits per km² by product, the lowest that an estimate has shown."""
        return self._form_estimate.seen_prices

    def take_estimate(self, estimate: Optional[Estimate], error: Optional[Up42Error]) -> None:
        """Shows an estimate for the parameters of the form, or why there is none."""
        self._form_estimate.take(estimate, error)

    @property
    def can_run(self) -> bool:
        """Returns whether the current parameters can be sent."""
        return not self._problems and not self._is_loading_product and self._account.gateway is not None

    @property
    def max_scenes(self) -> Optional[int]:
        """Returns the highest limit that the service takes for what would be run now, None if it has none."""
        bounds = [self._product.max_scenes if self._product is not None else None]
        if self._mode is JobMode.LIVE:
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
        gateway, product = self._account.gateway, self._product
        if gateway is not None and product is not None and not self._is_loading_product:
            self._wanted_id = product.id
            self._read_product(gateway, product.id)

    def note_restricted(self) -> None:
        """Records that the service has just refused the product to this account, until it is read again."""
        if self._product is not None and not self._product.is_restricted:
            self._take_product(replace(self._product, is_restricted=True))

    def _read_product(self, gateway: JobGateway, product_id: str) -> None:
        self._is_loading_product = True
        self.product_changed.emit()

        def take(product: Optional[Product], error: Optional[Up42Error]) -> None:
            if self._wanted_id != product_id or gateway is not self._account.gateway:
                return
            self._is_loading_product = False
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
        self._change(options=with_option(self._parameters.options, path, value))

    def set_mode(self, mode: JobMode) -> None:
        """Chooses between a test query and a live job."""
        if mode is not self._mode:
            self._mode = mode
            self.mode_changed.emit()
            self._derive()

    def apply_request_text(self, text: str) -> Optional[RequestError]:
        """Takes over a request that was edited as JSON; returns what is wrong with it, or None."""
        from .request_text import parse_request_text

        gateway, product = self._account.gateway, self._product
        if gateway is None or product is None:
            return RequestError((), "no_product")
        try:
            self._take_parameters(gateway.parse_request(product, parse_request_text(text)))
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
        if self._product is not None and self._product.id == product_id:
            self._apply_pending()
        else:
            self.select_product(product_id)

    def take(self, product: Product, parameters: JobParameters, mode: JobMode) -> None:
        """Puts a product and its parameters into the form at once."""
        self._pending = None
        self._wanted_id = product.id
        self._take_product(product)
        self._mode = mode
        self.mode_changed.emit()
        self._take_parameters(parameters)

    def close(self) -> None:
        """Drops running tasks."""
        self._form_estimate.close()
        self._background.close()

    def _on_products_changed(self) -> None:
        products = self._account.products
        if not products:
            self._product = None
            self._is_loading_product = False
            self.product_changed.emit()
            self._derive()
            return
        same = next((product for product in products if product.id == self._parameters.product_id), None)
        self.select_product((same or first_choice(products)).id)

    def _on_area_changed(self) -> None:
        if self._area.aoi == self._parameters.aoi:
            # The area's problem can change while there is no area.
            self._derive()
        else:
            self._change(aoi=self._area.aoi)

    def _take_product(self, product: Product) -> None:
        # An account that signs in again has no product in between.
        options_for = (self._account.key, product.id)
        is_other = self._options_for != options_for
        self._options_for = options_for
        self._product = product
        self._is_loading_product = False
        if is_other:
            self._parameters = replace(
                self._parameters,
                product_id=product.id,
                options=default_options(product),
                scene_ids=(),
                geometry_mode=fitting_mode(self._parameters.geometry_mode, product),
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
        gateway, product = self._account.gateway, self._product
        if pending is None or gateway is None or product is None:
            return
        _, request, mode, use_area = pending
        try:
            parameters = gateway.parse_request(product, request)
        except RequestError as error:
            # The product has changed since the request was saved.
            self.failed.emit(Up42Error(ErrorKind.INVALID_REQUEST, str(error)))
            parameters, use_area = self._parameters, self._area.use_request
        else:
            self._mode = mode
            self.mode_changed.emit()
        self._take_parameters(parameters, use_area)

    def _take_parameters(self, parameters: JobParameters, use_area: Optional[_UseArea] = None) -> None:
        self._parameters = replace(parameters, aoi=self._parameters.aoi)
        (use_area or self._area.use_request)(parameters.aoi)
        self._parameters = replace(parameters, aoi=self._area.aoi)
        self.parameters_changed.emit()
        self._derive()

    def _change(self, **changes: Any) -> None:
        changed = replace(self._parameters, **changes)
        if changed == self._parameters:
            return
        # Ids picked for an earlier job would silently override the filter that is being edited.
        if self._parameters.scene_ids and "scene_ids" not in changes and "aoi" not in changes:
            changed = replace(changed, scene_ids=())
        self._parameters = changed
        self.parameters_changed.emit()
        self._derive()

    def _derive(self) -> None:
        limits = self._account.limits
        self._live_problems = find_problems(self._product, self._parameters, limits, is_live=True)
        self._problems = find_problems(self._product, self._parameters, limits, is_live=False)
        if self._area.source is AreaSource.FEATURES:
            # Each area is checked when it is searched; one live job cannot have all of them.
            self._live_problems = (Problem("area", ProblemCode.EACH_FEATURE), *_of_others(self._live_problems))
            self._problems = _of_others(self._problems)
        if self._mode is JobMode.LIVE:
            self._problems = self._live_problems
        if self._area.problem is not None:
            self._problems = (self._area.problem, *_of_others(self._problems))
        gateway = self._account.gateway
        text = ""
        if gateway is not None and self._product is not None:
            request = gateway.request_json(self._product, self._parameters, self._mode)
            text = indented(request)
        is_same = text == self._request_text
        self._request_text = text
        self.problems_changed.emit()
        if not is_same:
            self.request_changed.emit()
            self._forget_estimate()

    def _forget_estimate(self) -> None:
        self._form_estimate.renew(self._product is not None and not self._live_problems)


def _of_others(problems: Tuple[Problem, ...]) -> Tuple[Problem, ...]:
    """Returns the problems of other fields than the area."""
    return tuple(problem for problem in problems if problem.field != "area")
