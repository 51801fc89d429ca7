"""The port for one generation of the service: what both can do, and the parts that only one of them has."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Callable, Dict, Mapping, Optional, Protocol, Sequence, Tuple

if TYPE_CHECKING:
    from ..aoi import Aoi
    from ..checks import Check
    from ..connections import Service
    from ..foreign import Records
    from ..jobs.credits import Balance, Budgets, Charge, Estimate
    from ..jobs.job import Job, JobMode
    from ..outputs.delivery import Delivery
    from ..outputs.storage import StoredAsset
    from ..parameters import JobParameters
    from ..products import Limits, Product
    from ..scenes.scene import Scene, SceneCollection
    from .control import Control


class Storage(Protocol):
    """The account's storage of earlier purchases, which can be loaded again without being charged."""

    def assets(self, aoi: Optional[Aoi], control: Control) -> Records[StoredAsset]:
        """Returns earlier purchases within an area or all of them, newest first."""


class History(Protocol):
    """The service's own history of charges."""

    def charges(self, since: datetime) -> Optional[Tuple[Charge, ...]]:
        """Returns the charges since then, None if the account may not see them."""


class TaskLogs(Protocol):
    """The logs of a job's tasks."""

    def text(self, job_id: str, task_id: str) -> str:
        """Returns the whole log of a task."""


class BudgetList(Protocol):
    """The account's budgets, one of which a live job may have to name."""

    def active(self) -> Budgets:
        """Returns the budgets to choose from; none if the account has none or may not see them."""


class Catalog(Protocol):
    """A catalog that is searched without a job."""

    def newest(self, product: Product, parameters: JobParameters, control: Control) -> SceneCollection:
        """Returns the newest matching scenes, up to the limit; reads no more than that needs, so that they are counted
        only as far as they were read.
        """


class JobGateway(Protocol):
    """One generation of the service, for one connection.

    Every method that sends a request blocks, raises Up42Error and must be called on a worker thread; all methods are
    thread-safe. `request_json` and `parse_request` are pure and may be called on any thread. A part that a generation
    lacks is None: check the part, never the gateway's type.
    """

    @property
    def service(self) -> Service:
        """Returns the generation."""

    @property
    def orders_scenes(self) -> bool:
        """Returns whether a live job is one order per scene, so that each may be refused, cancelled or fail alone."""

    @property
    def catalog(self) -> Optional[Catalog]:
        """Returns the catalog; without one, scenes are found by test queries that run as jobs on the service."""

    @property
    def storage(self) -> Optional[Storage]:
        """Returns the storage of earlier purchases."""

    @property
    def history(self) -> Optional[History]:
        """Returns the history of charges."""

    @property
    def logs(self) -> Optional[TaskLogs]:
        """Returns the logs of tasks."""

    @property
    def budgets(self) -> Optional[BudgetList]:
        """Returns the budgets."""

    def sign_in(self) -> str:
        """Signs in and returns the identity reported by the service: project name or account e-mail."""

    def checks(self) -> Tuple[Check, ...]:
        """Returns the steps of one Check Connection run, in order; they only read, and spend and change nothing."""

    def account(self) -> str:
        """Returns the permanent key of the account, independent of the connection's name; may have to sign in."""

    def balance(self) -> Optional[Balance]:
        """Returns the credits, or None if the account may not see them."""

    def limits(self) -> Limits:
        """Returns the limits of the project or account."""

    def products(self) -> Records[Product]:
        """Returns the products that can be ordered; entries may be incomplete."""

    def product(self, product_id: str) -> Product:
        """Returns one product with all of its fields and the current state of its licence."""

    def request_json(self, product: Product, parameters: JobParameters, mode: JobMode) -> Dict[str, Any]:
        """Returns the exact request for the parameters. Pure."""

    def parse_request(self, product: Product, request: Mapping[str, Any]) -> JobParameters:
        """Returns the parameters of a request, members without a field in `options`; the inverse of `request_json`.

        Pure. Raises RequestError with the path of the member for anything but a request of this product.
        """

    def claims(self, product: Product, parameters: JobParameters) -> Dict[str, str]:
        """Returns what a live job would buy, by digest: each scene's id, or an empty text for a request whose scenes
        the service chooses. Equal purchases (scene, product, area) have equal digests. Pure.
        """

    def start_dry_run(self, product: Product, parameters: JobParameters, name: str) -> Job:
        """Starts a free test query; it may be finished on return."""

    def collect_scenes(
        self, product: Product, parameters: JobParameters, job: Job, control: Control
    ) -> SceneCollection:
        """Returns the scenes of a finished test query, newest first, with footprints if they are available."""

    def usage(
        self, product: Product, parameters: JobParameters, job: Job, scenes: Sequence[Scene]
    ) -> Optional[Mapping[str, Any]]:
        """Returns usage.json of a finished test query that found `scenes`: the service's, or one built here with the
        price of each scene and the account's current figures. None if there is none.
        """

    def quicklook(self, job: Job, scene: Scene) -> bytes:
        """Returns the image of a scene's quicklook, unchanged; NOT_FOUND if there is none."""

    def pinned(self, product: Product, parameters: JobParameters) -> JobParameters:
        """Returns the parameters of a live job with the ids of the scenes it would order, newest first; free.

        Unchanged if the service itself chooses the scenes when the job runs. NO_SCENES if none match.
        """

    def estimate(self, product: Product, parameters: JobParameters, *, is_fresh: bool = False) -> Estimate:
        """Returns the cost of a live job; free. With `is_fresh` no recent answer is reused.

        If the service orders scenes there is one line per scene, with the service's reason in `problem` if it refuses
        the scene, and parameters that name no scenes are pinned first; NOT_SUPPORTED if these would be too many for an
        estimate in the background.
        """

    def create_live(
        self, product: Product, parameters: JobParameters, name: str, renew: Callable[[], None] = lambda: None
    ) -> Job:
        """Sends the one create request of a live job, or one per scene, and never repeats any.

        `renew` is called before each request, which leaves within a minute or not at all; it may prevent the request by
        raising. OUTCOME_UNKNOWN if a request may have arrived without an answer; any other error means that nothing was
        created. If some scenes were refused, the job is returned with the outcome of each scene in `tasks`.
        """

    def find_live(self, name: str, product_id: str, since: datetime) -> Optional[Job]:
        """Returns the live job with this unique name, or None; raises if any page of the list cannot be read."""

    def job(self, job_id: str) -> Job:
        """Returns a job with its tasks."""

    def jobs(self) -> Records[Job]:
        """Returns the jobs of the project or account, from all clients, newest first, without tasks."""

    def cancel(self, job_id: str) -> None:
        """Requests cancellation; NOT_SUPPORTED if the job's state does not allow it."""

    def credits_used(self, job_id: str) -> Optional[int]:
        """Returns the cost of a job so far in credits, None if the service does not report it."""

    def deliveries(self, job_id: str) -> Tuple[Delivery, ...]:
        """Returns the deliveries of a finished job; empty until there are any."""

    def link(self, job_id: str, delivery: Delivery) -> str:
        """Returns a fresh signed link to a delivery; valid for minutes, to be used immediately and never stored."""

    def console_url(self, job_id: str) -> str:
        """Returns the address of the job's page in the console, empty if there is none."""

    def close(self) -> None:
        """Closes all open network connections."""


class RequestError(ValueError):
    """A hand-edited request that cannot be read; `path` names the member, `reason` the broken rule."""

    def __init__(self, path: Tuple[str, ...], reason: str, **values: Any) -> None:
        super().__init__(f"{'.'.join(path)}: {reason}")
        self.path = path
        self.reason = reason
        self.values = values
