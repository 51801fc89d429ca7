"""What the use cases need of the outside world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Dict, Mapping, Optional, Protocol, Sequence, Tuple

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


@dataclass(frozen=True)
class Capabilities:
    """What one generation of the service can do and the other cannot; asked instead of the gateway's type.

    `has_scene_orders`: a live job is one order a scene, so that parts of it may be refused, cancelled or fail alone.
    `has_storage`: what was bought earlier can be searched and loaded again. `has_budgets`: an account may want each
    live job to name a budget.
    """

    service: Service
    has_task_logs: bool
    has_server_dry_run: bool
    has_request_limit: bool
    console_has_jobs: bool
    has_scene_orders: bool = False
    has_storage: bool = False
    has_budgets: bool = False


class JobGateway(Protocol):
    """One generation of the service, for one connection.

    Every method that sends a request blocks, raises Up42Error and belongs on a worker thread; all are safe to call
    from several threads. `request_json` and `parse_request` are pure and belong anywhere.
    """

    @property
    def capabilities(self) -> Capabilities:
        """Returns what this generation can do."""

    def sign_in(self) -> str:
        """Signs in and returns whom the service takes us for: project name or account mail."""

    def checks(self) -> Tuple[Check, ...]:
        """Returns the steps of Check Connection for one run, in their order; they read, spend and change nothing."""

    def account(self) -> str:
        """Returns what names the account for good, whatever the connection is called; may have to sign in."""

    def balance(self) -> Optional[Balance]:
        """Returns the credits, or None where the account may not see them."""

    def limits(self) -> Limits:
        """Returns the limits of the project or account."""

    def products(self) -> Records[Product]:
        """Returns what can be ordered; entries may be incomplete."""

    def product(self, product_id: str) -> Product:
        """Returns one product with all of its fields and the present state of its licence."""

    def request_json(self, product: Product, parameters: JobParameters, mode: JobMode) -> Dict[str, Any]:
        """Returns the exact request that the parameters make. Pure."""

    def parse_request(self, product: Product, request: Mapping[str, Any]) -> JobParameters:
        """Returns the parameters of a request, members without a field in `options`; the inverse of `request_json`.

        Pure. Raises RequestError, which names the place, for what cannot be a request of this product.
        """

    def claims(self, product: Product, parameters: JobParameters) -> Dict[str, str]:
        """Returns what a live job would buy, by digest: each scene's id, or an empty text for a request whose scenes
        the service chooses. Two purchases of one scene with one product over one area have one digest. Pure.
        """

    def start_dry_run(self, product: Product, parameters: JobParameters, name: str) -> Job:
        """Starts a free test query; it may be finished at once."""

    def collect_scenes(
        self, product: Product, parameters: JobParameters, job: Job, control: Control
    ) -> SceneCollection:
        """Returns what a finished test query found, newest first, footprints included where they can be had."""

    def usage(
        self, product: Product, parameters: JobParameters, job: Job, scenes: Sequence[Scene]
    ) -> Optional[Mapping[str, Any]]:
        """Returns usage.json of a finished test query that found `scenes`: the service's, or one of ours with the
        price of each scene and the account's figures now. None if there is none.
        """

    def quicklook(self, job: Job, scene: Scene) -> bytes:
        """Returns the image of a scene's quicklook as it came; NOT_FOUND where there is none."""

    def pinned(self, product: Product, parameters: JobParameters) -> JobParameters:
        """Returns the parameters of a live job with the scenes it would order named, newest first; free.

        A service that chooses the scenes itself when the job runs returns them as they are. NO_SCENES where none
        match.
        """

    def estimate(self, product: Product, parameters: JobParameters, *, is_fresh: bool = False) -> Estimate:
        """Returns the cost of a live job; free. A fresh one is asked for, whatever was answered shortly before.

        Where the service orders scenes there is a line a scene, with the service's reason in `problem` where it
        refuses that one, and parameters that name no scenes are pinned first; NOT_SUPPORTED where these would be
        too many to ask for in passing.
        """

    def budgets(self) -> Budgets:
        """Returns the budgets to choose from, none where the account has none or may not see them."""

    def create_live(
        self, product: Product, parameters: JobParameters, name: str, renew: Callable[[], None] = lambda: None
    ) -> Job:
        """Sends the one create request of a live job, or one for each of its scenes, and never repeats any.

        `renew` is called before each request, which leaves within a minute of it or not at all, and may forbid it by
        raising. OUTCOME_UNKNOWN where a request may have arrived and no answer came; any other error means that nothing
        was created. A job of which some scenes were refused is returned with what became of each in `tasks`.
        """

    def find_live(self, name: str, product_id: str, since: datetime) -> Optional[Job]:
        """Returns the live job of that unique name, or None; raises where one of all the pages cannot be read."""

    def job(self, job_id: str) -> Job:
        """Returns a job with its tasks."""

    def jobs(self) -> Records[Job]:
        """Returns the project's or account's jobs, of this and other clients, newest first, tasks left out."""

    def cancel(self, job_id: str) -> None:
        """Asks to cancel; NOT_SUPPORTED where the job's state does not allow it."""

    def task_log(self, job_id: str, task_id: str) -> str:
        """Returns the log of a task; NOT_SUPPORTED where the service has none."""

    def credits_used(self, job_id: str) -> Optional[int]:
        """Returns what a job has cost so far, None where the service does not tell."""

    def charges(self, since: datetime) -> Optional[Tuple[Charge, ...]]:
        """Returns what the service's own history says was charged since then, None where it tells no history."""

    def deliveries(self, job_id: str) -> Tuple[Delivery, ...]:
        """Returns what a finished job has to download; empty while nothing is there yet."""

    def link(self, job_id: str, delivery: Delivery) -> str:
        """Returns a fresh signed link to a delivery; valid for minutes, to be used at once and never stored."""

    def stored(self, aoi: Optional[Aoi], control: Control) -> Records[StoredAsset]:
        """Returns what the account bought earlier and storage keeps, within an area or all of it, newest first.

        Empty where the service has no storage.
        """

    def console_url(self, job_id: str) -> str:
        """Returns the job's page in the console, empty where there is none."""

    def close(self) -> None:
        """Closes the connections that are open."""


class RequestError(ValueError):
    """A request that was edited by hand and cannot be read; `path` names the member, `reason` the rule broken."""

    def __init__(self, path: Tuple[str, ...], reason: str, **values: Any) -> None:
        super().__init__(f"{'.'.join(path)}: {reason}")
        self.path = path
        self.reason = reason
        self.values = values










