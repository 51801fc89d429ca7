"""JobGateway for the classic service: projects, workflows and jobs."""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple
from urllib.parse import quote

from ...domain.aoi import Ring
from ...domain.checks import Check
from ...domain.connections import CONSOLE_URLS, Connection, Credentials, NetworkProfile, Service, account_key, region_of
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import MAX_CREDITS, Records, credits_of, id_of, mapping_of, records, text_of, texts_of
from ...domain.jobs.credits import Balance, Estimate
from ...domain.jobs.job import Job, JobMode, JobTask, name_key
from ...domain.json_text import indented
from ...domain.outputs.delivery import Delivery
from ...domain.parameters import JobParameters, utc_text
from ...domain.ports.control import Control
from ...domain.products import Limits, Product
from ...domain.scenes.scene import Scene, SceneCollection
from ..politeness import PoliteGate
from ..transport import failure_of
from .answers import parse_estimate, parse_footprints, parse_job, parse_scenes, parse_tasks
from .checks import WorkflowChecks
from .client import WorkflowClient
from .history import CreditHistory
from .products import parse_limits, parse_product
from .request import claims, parse_request, request_json
from .task_logs import WorkflowTaskLogs, task_path
from .usage import usage_in

_LOG = logging.getLogger(__name__)

MAX_JOB_PAGES = 100
# The page size of the service's own client and console.
CATALOG_LIMIT = 500
ARCHIVE_NAME = "output.tgz"
_COLLECTIONS = {"oneatlas-pleiades": "PHR", "oneatlas-spot": "SPOT", "esa-s2": "SENTINEL-2", "sobloo-s2": "SENTINEL-2"}


class WorkflowJobs:
    """JobGateway for one project of the classic service, which has neither a storage of purchases nor budgets."""

    service = Service.WORKFLOWS
    orders_scenes = False
    catalog = None
    storage = None
    budgets = None

    def __init__(self, connection: Connection, credentials: Credentials, network: NetworkProfile) -> None:
        self._client = WorkflowClient(connection, credentials, network)
        self._quicklook_gate = PoliteGate(self._client.refusals)
        self._project_id = credentials.user
        self._account = account_key(connection, credentials.user)
        self._project = f"/projects/{quote(credentials.user, safe='')}"
        self.history = CreditHistory(self._client)
        self.logs = WorkflowTaskLogs(self._client, self._project)
        # The first task of each job, so that it is not requested again for each of hundreds of quicklooks.
        self._data_tasks: Dict[str, JobTask] = {}
        # By workflow and task: the tasks of a job come without the titles of their blocks.
        self._titles: Dict[Tuple[str, str], str] = {}
        region = region_of(connection.api_url)
        self._console = CONSOLE_URLS[region] if region is not None else ""

    def sign_in(self) -> str:
        """Signs in and returns the project's name."""
        self._client.sign_in()
        project = self._client.data("GET", self._project)
        return text_of(mapping_of(project).get("name")) or self._project_id

    def checks(self) -> Tuple[Check, ...]:
        """Returns the steps of Check Connection for one run."""
        return WorkflowChecks(self._client, self._project).checks()

    def account(self) -> str:
        """Returns address and project."""
        return self._account

    def balance(self) -> Optional[Balance]:
        """Returns the credits; this service deducts holds from the balance without listing them."""
        try:
            data = self._client.data("GET", "/accounts/me/credits/balance")
        except Up42Error as error:
            if error.kind in (ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND):
                return None
            raise
        # Negative for an overdrawn account.
        return Balance(math.floor(credits_of(mapping_of(data).get("balance"), "balance", -MAX_CREDITS)))

    def limits(self) -> Limits:
        """Returns the limits of the project's settings."""
        settings = self._client.data("GET", f"{self._project}/settings")
        return parse_limits(settings)

    def products(self) -> Records[Product]:
        """Returns the project's workflows, complete."""
        return records(self._client.data("GET", f"{self._project}/workflows"), self._product, "workflows")

    def product(self, product_id: str) -> Product:
        """Returns one workflow."""
        return self._product(self._client.data("GET", f"{self._project}/workflows/{quote(product_id, safe='')}"))

    def request_json(self, product: Product, parameters: JobParameters, mode: JobMode) -> Dict[str, Any]:
        """Returns the body of the job. Pure."""
        return request_json(product, parameters, mode)

    def parse_request(self, product: Product, request: Mapping[str, Any]) -> JobParameters:
        """Parses the body of a job. Pure; raises RequestError."""
        return parse_request(product, request)

    def claims(self, product: Product, parameters: JobParameters) -> Dict[str, str]:
        """Returns the purchase of the job by digest. Pure."""
        return claims(product, parameters)

    def start_dry_run(self, product: Product, parameters: JobParameters, name: str) -> Job:
        """Starts a test query; not repeated, since a second one would fill the project's queue."""
        try:
            return self._create(product, parameters, name, JobMode.DRY_RUN)
        except Up42Error as error:
            if error.kind is not ErrorKind.OUTCOME_UNKNOWN:
                raise
            # It is free: all that matters to the user is that the service did not answer.
            kind = error.claimed or (ErrorKind.SERVER_FAILED if error.status else _kind_without_answer(error))
            raise Up42Error(kind, error.detail, status=error.status, retry_after_s=error.retry_after_s) from error

    def collect_scenes(
        self, product: Product, parameters: JobParameters, job: Job, control: Control
    ) -> SceneCollection:
        """Returns the scenes of a finished test query, with footprints from the catalog if it has them."""
        task = self._data_task(job.id)
        control.check()
        document = self._client.document("GET", self._task_path(job.id, task.id) + "/outputs/data-json")
        bare = parse_scenes(document, (), {})
        if not bare:
            return SceneCollection((), indented(document), unreadable_count=bare.unreadable_count)
        control.check()
        names = self._quicklook_names(job.id, task.id)
        control.check()
        footprints = self._footprints(product, parameters, bare)
        scenes = parse_scenes(document, names, footprints)
        return SceneCollection(scenes, indented(document), unreadable_count=scenes.unreadable_count)

    def usage(
        self, product: Product, parameters: JobParameters, job: Job, scenes: Sequence[Scene]
    ) -> Optional[Mapping[str, Any]]:
        """Returns usage.json from the archive of the data task, None if the block wrote none."""
        task = self._data_task(job.id)
        data = self._client.data("GET", self._task_path(job.id, task.id) + "/downloads/results")
        return usage_in(self._client.small_file(_url_of(data)))

    def quicklook(self, job: Job, scene: Scene) -> bytes:
        """Returns the image of a scene's quicklook; NOT_FOUND if the job has none."""
        if not scene.quicklook_name:
            raise Up42Error(ErrorKind.NOT_FOUND, scene.id)
        task = self._data_task(job.id)
        path = f"{self._task_path(job.id, task.id)}/outputs/quicklooks/{quote(scene.quicklook_name)}"
        return self._quicklook_gate.run(lambda: self._client.content(path))

    def pinned(self, product: Product, parameters: JobParameters) -> JobParameters:
        """Returns the parameters unchanged: this service chooses the scenes when the job runs."""
        return parameters

    def estimate(self, product: Product, parameters: JobParameters, *, is_fresh: bool = False) -> Estimate:
        """Returns the cost per task; free, and always fresh."""
        tasks: List[Dict[str, Any]] = []
        names = {task["id"]: task["name"] for task in product.raw["tasks"]}
        for task in product.raw["tasks"]:
            parent = names.get(task["parents"][0]) if task["parents"] else None
            tasks.append(
                {
                    "name": task["name"],
                    "parentName": parent,
                    "blockId": task["block_id"],
                    "blockVersionTag": task["version"],
                }
            )
        body = {"tasks": tasks, "inputs": request_json(product, parameters, JobMode.LIVE)}
        data = self._client.data("POST", f"{self._project}/estimate/job", body)
        return parse_estimate(data, {task["name"]: task["title"] for task in product.raw["tasks"]})

    def create_live(
        self, product: Product, parameters: JobParameters, name: str, renew: Callable[[], None] = lambda: None
    ) -> Job:
        """Sends the one create request of a live job, after `renew` has recorded that it is about to be sent."""
        renew()
        return self._create(product, parameters, name, JobMode.LIVE)

    def find_live(self, name: str, product_id: str, since: datetime) -> Optional[Job]:
        """Returns the live job whose name has the same key; searches all pages back to `since`."""
        wanted = name_key(name)
        for page in range(MAX_JOB_PAGES):
            jobs = self._job_page(page)
            for job in jobs:
                if name_key(job.name) == wanted and job.mode is JobMode.LIVE:
                    return job
            if jobs.unreadable_count:
                # An unreadable entry may be the wanted job, which must not count as absent.
                raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"jobs: {jobs.unreadable_count} unreadable")
            oldest = min((job.created for job in jobs if job.created is not None), default=None)
            if not jobs or (oldest is not None and oldest < since - timedelta(days=1)):
                return None
        return None

    def job(self, job_id: str) -> Job:
        """Returns a job with its tasks; their titles are those of the products that were requested before."""
        job = parse_job(self._client.data("GET", f"{self._project}/jobs/{quote(job_id, safe='')}"))
        tasks = self._tasks(job_id)
        titled = (
            replace(task, title=task.title or self._titles.get((job.product_id, task.name), "")) for task in tasks
        )
        return replace(job, tasks=Records(titled, tasks.unreadable_count))

    def jobs(self) -> Records[Job]:
        """Returns all jobs of the project, newest first."""
        found: Dict[str, Job] = {}
        unreadable = 0
        for page in range(MAX_JOB_PAGES):
            jobs = self._job_page(page)
            fresh = {job.id: job for job in jobs if job.id not in found}
            found.update(fresh)
            if not fresh:
                # A page without readable entries ends the list too, which might never end otherwise.
                unreadable += 0 if jobs else jobs.unreadable_count
                break
            unreadable += jobs.unreadable_count
        return Records(found.values(), unreadable)

    def cancel(self, job_id: str) -> None:
        """Requests the cancellation of a job that has not ended."""
        self._client.command(f"{self._project}/jobs/{quote(job_id, safe='')}/cancel")

    def credits_used(self, job_id: str) -> Optional[int]:
        """Returns what the job has cost; None if the service does not state it."""
        try:
            data = self._client.data("GET", f"{self._project}/jobs/{quote(job_id, safe='')}/credits")
        except Up42Error as error:
            if error.kind in (ErrorKind.NOT_FOUND, ErrorKind.FORBIDDEN):
                return None
            raise
        used = data.get("creditsUsed") if isinstance(data, Mapping) else None
        return int(used) if isinstance(used, (int, float)) else None

    def deliveries(self, job_id: str) -> Tuple[Delivery, ...]:
        """Returns the single archive of a job."""
        return (Delivery(job_id, ARCHIVE_NAME, media_type="application/gzip"),)

    def link(self, job_id: str, delivery: Delivery) -> str:
        """Returns a fresh signed link to the archive."""
        return _url_of(self._client.data("GET", f"{self._project}/jobs/{quote(job_id, safe='')}/downloads/results"))

    def console_url(self, job_id: str) -> str:
        """Returns the job's page in the console, empty for a custom address."""
        return f"{self._console}/projects/{self._project_id}/jobs/{job_id}" if self._console else ""

    def close(self) -> None:
        """Closes the open connections."""
        self._client.close()

    def _create(self, product: Product, parameters: JobParameters, name: str, mode: JobMode) -> Job:
        path = f"{self._project}/workflows/{quote(product.id, safe='')}/jobs"
        body = request_json(product, parameters, mode)
        data = self._client.create(path, body, {"name": name})
        try:
            return parse_job(data)
        except Up42Error as error:
            # Something was created, but its id cannot be read from this answer.
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, error.detail) from error

    def _product(self, workflow: Any) -> Product:
        workflow_id = id_of(mapping_of(workflow).get("id"))
        if not workflow_id:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "workflow: id")
        tasks = self._client.data("GET", f"{self._project}/workflows/{quote(workflow_id, safe='')}/tasks")
        product = parse_product(workflow, tasks)
        self._titles.update(((product.id, task["name"]), task["title"]) for task in product.raw["tasks"])
        return product

    def _job_page(self, page: int) -> Records[Job]:
        query = {"page": page, "sort": "createdAt,desc"}
        data = self._client.data("GET", f"{self._project}/jobs", query=query)
        # Anything but a list must not count as the end of the list: a job would count as absent.
        return records(data, parse_job, "jobs")

    def _tasks(self, job_id: str) -> Records[JobTask]:
        return parse_tasks(self._client.data("GET", f"{self._project}/jobs/{quote(job_id, safe='')}/tasks"))

    def _data_task(self, job_id: str) -> JobTask:
        known = self._data_tasks.get(job_id)
        if known is None:
            tasks = self._tasks(job_id)
            # With an unreadable task the first one cannot be determined.
            if not tasks or tasks.unreadable_count:
                raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "job: tasks")
            known = self._data_tasks[job_id] = tasks[0]
        return known

    def _task_path(self, job_id: str, task_id: str) -> str:
        return task_path(self._project, job_id, task_id)

    def _quicklook_names(self, job_id: str, task_id: str) -> Sequence[str]:
        try:
            names = self._client.data("GET", self._task_path(job_id, task_id) + "/outputs/quicklooks")
        except Up42Error as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return ()
            raise
        return texts_of(names)

    def _footprints(
        self, product: Product, parameters: JobParameters, scenes: Sequence[Scene]
    ) -> Mapping[str, Ring]:
        """Adds footprints from the catalog; without them quicklooks are placed roughly, which is shown."""
        block = str(product.raw.get("block") or "")
        collection = next((name for stem, name in _COLLECTIONS.items() if block.startswith(stem)), None)
        if collection is None or parameters.aoi is None:
            return {}
        moments = [scene.acquired for scene in scenes if scene.acquired is not None]
        if not moments:
            return {}
        margin = timedelta(seconds=1)
        body = {
            "datetime": f"{utc_text(min(moments) - margin)}/{utc_text(max(moments) + margin)}",
            "intersects": parameters.aoi.polygon(),
            "limit": CATALOG_LIMIT,
            "collections": [collection],
            "query": {"cloudCoverage": {"lte": 100}},
        }
        try:
            return parse_footprints(self._client.document("POST", "/catalog/stac/search", body))
        except Up42Error as error:
            _LOG.warning("The catalog returned no footprints: %s", error)
            return {}


def _kind_without_answer(error: Up42Error) -> ErrorKind:
    """Returns why no answer came: a service that takes too long is not a network that is down."""
    cause = error.__cause__
    return failure_of(cause, has_left=True).kind if cause is not None else ErrorKind.NO_NETWORK


def _url_of(data: Any) -> str:
    """Returns the signed link in an answer of `downloads/results`."""
    url = mapping_of(data).get("url")
    if not isinstance(url, str) or not url:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "downloads/results: url")
    return url
