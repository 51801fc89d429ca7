"""JobGateway for today's service: catalog, orders and storage as products, test queries, jobs and outputs."""

from __future__ import annotations

import logging
import math
import threading
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple
from urllib.parse import quote

from ...domain.checks import Check
from ...domain.clock import utc_now
from ...domain.connections import Connection, Credentials, NetworkProfile, Service, account_key
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import MAX_CREDITS, Records, credits_of, id_of, mapping_of, records, text_of
from ...domain.jobs.credits import Balance, Estimate
from ...domain.jobs.job import Job, JobMode, JobStatus
from ...domain.outputs.delivery import Delivery
from ...domain.parameters import JobParameters
from ...domain.ports.control import Control
from ...domain.products import Limits, Product
from ...domain.scenes.scene import Scene, SceneCollection
from ..politeness import PoliteGate
from .budgets import PlatformBudgets
from .checks import PlatformChecks
from .client import PlatformClient
from .dry_runs import DryRuns
from .estimate import OrderEstimates
from .orders import PlatformOrders
from .products import has_name, parse_form, parse_licence, parse_products
from .purchases import Purchases
from .request import HAS_NAME, claims, parse_request, request_json
from .search import CatalogSearch
from .storage import STORED_PREFIX, PlatformStorage
from .usage import usage_document

_LOG = logging.getLogger(__name__)

MAX_PAGES = 50
# Each scene is a separate order; more than this many are bought only if the user has chosen them.
MAX_ORDERED = 500
# The form requests the price after each change; for more unnamed scenes than this only the hold does.
MAX_IN_PASSING = 25
_HIDDEN = (ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND)
# A host's status for a quicklook that is not public.
_PRIVATE = 542


class PlatformJobs:
    """JobGateway for one workspace of today's service, which has neither a history of charges nor logs of tasks."""

    service = Service.PLATFORM
    orders_scenes = True
    history = None
    logs = None

    def __init__(self, connection: Connection, credentials: Credentials, network: NetworkProfile) -> None:
        self._client = PlatformClient(connection, credentials, network)
        self._connection = connection
        self._user = credentials.user
        self._quicklook_gate = PoliteGate(self._client.refusals)
        self._search = self.catalog = CatalogSearch(self._client)
        self._deliveries = PlatformStorage(self._client)
        self._estimates = OrderEstimates(self._client)
        self._orders = PlatformOrders(
            self._client,
            self._estimates,
            self._workspace,
            self._deliveries.is_stored,
            sees_everybody=connection.sees_everybody,
        )
        self.storage = Purchases(self._deliveries, self._orders, self._workspace)
        self.budgets = PlatformBudgets(self._client)
        self._lock = threading.Lock()
        self._workspace_id = ""
        self._products: Dict[str, Product] = {}
        self._restricted: set[str] = set()
        self._dry_runs = DryRuns()

    def sign_in(self) -> str:
        """Signs in and returns the account's mail address."""
        claims = self._claims()
        return text_of(claims.get("email")) or text_of(claims.get("preferred_username")) or self._user

    def checks(self) -> Tuple[Check, ...]:
        """Returns the steps of Check Connection for one run."""
        return PlatformChecks(self._client, self._search, self._workspace).checks()

    def account(self) -> str:
        """Returns address and user; signs in if needed."""
        return account_key(self._connection, self._workspace())

    def balance(self) -> Optional[Balance]:
        """Returns the credits that can be spent; whether holds are already deducted is not documented."""
        data = self._client.get_by_plan("/v2/payments/balances")
        if data is None:
            return None
        available = mapping_of(mapping_of(data).get("available")).get("amount")
        # Negative for an overdrawn account.
        return Balance(math.floor(credits_of(available, "balance", -MAX_CREDITS)))

    def limits(self) -> Limits:
        """Returns the limits of every order: the number of vertices, and of scenes ordered without being named."""
        return Limits(max_scenes=MAX_ORDERED)

    def products(self) -> Records[Product]:
        """Returns the products of all searchable archive collections, without order forms and licences."""
        entries = list(self._client.pages("/v2/collections", {"sort": "title,asc"}, MAX_PAGES))
        collections = records(entries, self._of_collection, "collections")
        found = [product for products in collections for product in products]
        with self._lock:
            self._products = {product.id: product for product in found}
        return Records(map(self._with_access, found), collections.unreadable_count)

    def product(self, product_id: str) -> Product:
        """Returns one product with its order form and current licence state."""
        listed = self._listed(product_id)
        if listed is None:
            self.products()
            listed = self._listed(product_id)
        if listed is None:
            raise Up42Error(ErrorKind.NOT_FOUND, product_id)
        with self._lock:
            # Only the next order shows whether access has been granted.
            self._restricted.discard(str(listed.raw["collection"]))
        product = self._with_access(listed)
        if not product.is_orderable:
            return replace(product, is_complete=True)
        form = self._read(f"/orders/schema/{quote(product_id, safe='')}")
        licence = product.licence
        if licence is not None:
            licence = parse_licence(self._read(f"/v2/eulas/{quote(licence.id, safe='')}"), licence)
        raw = {**product.raw, HAS_NAME: has_name(form)}
        return replace(product, fields=parse_form(form), licence=licence, is_complete=True, raw=raw)

    def request_json(self, product: Product, parameters: JobParameters, mode: JobMode) -> Dict[str, Any]:
        """Returns the search and the order in one document. Pure."""
        return request_json(product, parameters, mode)

    def parse_request(self, product: Product, request: Mapping[str, Any]) -> JobParameters:
        """Parses such a document. Pure; raises RequestError."""
        return parse_request(product, request)

    def claims(self, product: Product, parameters: JobParameters) -> Dict[str, str]:
        """Returns the purchases of the orders by digest. Pure."""
        return claims(product, parameters)

    def start_dry_run(self, product: Product, parameters: JobParameters, name: str) -> Job:
        """Returns a test query whose scenes can be collected at once; the search runs then."""
        return self._dry_runs.add(product, name, request_json(product, parameters, JobMode.DRY_RUN))

    def collect_scenes(
        self, product: Product, parameters: JobParameters, job: Job, control: Control
    ) -> SceneCollection:
        """Searches the catalog for the newest matching scenes, up to the limit."""
        with self._dry_runs.searching(job.id):
            return self._search.find(product, parameters, control)

    def usage(
        self, product: Product, parameters: JobParameters, job: Job, scenes: Sequence[Scene]
    ) -> Optional[Mapping[str, Any]]:
        """Returns our own usage.json, since this service has none: prices of the newest scenes, account figures."""
        estimate = Estimate((), 0)
        if product.is_orderable:
            newest = tuple(scene.id for scene in scenes[:MAX_IN_PASSING])
            estimate = self._estimates.estimate(product, replace(parameters, scene_ids=newest))
        try:
            balance = self.balance()
        except Up42Error as error:
            _LOG.info("usage.json without the balance: %s", error)
            balance = None
        return usage_document(product, job, len(scenes), estimate, balance, utc_now())

    def quicklook(self, job: Job, scene: Scene) -> bytes:
        """Returns the image of a scene's quicklook; NOT_FOUND if there is none or it is not public."""
        if not scene.quicklook_name:
            raise Up42Error(ErrorKind.NOT_FOUND, scene.id)
        try:
            return self._quicklook_gate.run(lambda: self._quicklook_image(scene))
        except Up42Error as error:
            if error.status == _PRIVATE:
                raise Up42Error(ErrorKind.NOT_FOUND, error.detail, status=error.status) from error
            raise

    def _quicklook_image(self, scene: Scene) -> bytes:
        name = scene.quicklook_name or ""
        if "://" in name or name.startswith("/"):
            return self._client.image(name)
        path = f"/catalog/{quote(scene.host, safe='')}/image/{quote(scene.id, safe='')}/quicklook"
        return self._client.content(path)

    def pinned(self, product: Product, parameters: JobParameters) -> JobParameters:
        """Returns the parameters with the matching scenes named, newest first; NO_SCENES if none match."""
        if parameters.scene_ids:
            return parameters
        scenes = self._search.find(product, parameters, None).scenes
        if not scenes:
            raise Up42Error(ErrorKind.NO_SCENES)
        return replace(parameters, scene_ids=tuple(scene.id for scene in scenes), limit=len(scenes))

    def estimate(self, product: Product, parameters: JobParameters, *, is_fresh: bool = False) -> Estimate:
        """Returns one line per scene; NOT_SUPPORTED for more than MAX_IN_PASSING unnamed scenes."""
        if not parameters.scene_ids:
            if parameters.limit > MAX_IN_PASSING:
                raise Up42Error(ErrorKind.NOT_SUPPORTED, f"> {MAX_IN_PASSING}")
            parameters = self.pinned(product, parameters)
        return self._estimates.estimate(product, parameters, is_fresh=is_fresh)

    def create_live(
        self, product: Product, parameters: JobParameters, name: str, renew: Callable[[], None] = lambda: None
    ) -> Job:
        """Places one order per scene; see PlatformOrders.place. INVALID_REQUEST if no scenes are named."""
        if not parameters.scene_ids or parameters.aoi is None:
            raise Up42Error(ErrorKind.INVALID_REQUEST, "search.ids")
        try:
            return self._orders.place(product, parameters, name, renew)
        except Up42Error as error:
            if error.kind is ErrorKind.ACCESS_RESTRICTED:
                with self._lock:
                    self._restricted.add(str(product.raw["collection"]))
            raise

    def find_live(self, name: str, product_id: str, since: datetime) -> Optional[Job]:
        """Returns the live job of that name if at least one order exists; searches all pages by tag."""
        return self._orders.find(name, self._title(product_id))

    def job(self, job_id: str) -> Job:
        """Returns a job with its tasks."""
        dry_run = self._dry_runs.get(job_id)
        return dry_run if dry_run is not None else self._orders.job(job_id, self._title)

    def jobs(self) -> Records[Job]:
        """Returns the workspace's newest jobs with their tasks, and the test queries of this session."""
        oldest = datetime.min.replace(tzinfo=timezone.utc)
        live = self._orders.jobs(self._title)
        newest = sorted((*self._dry_runs.all(), *live), key=lambda job: job.created or oldest, reverse=True)
        return Records(newest, live.unreadable_count)

    def cancel(self, job_id: str) -> None:
        """Cancels a test query, or the orders not yet forwarded to the provider; NOT_SUPPORTED if there are none."""
        if self._dry_runs.owns(job_id):
            self._dry_runs.end(job_id, JobStatus.CANCELLED)
        else:
            self._orders.cancel(job_id)

    def credits_used(self, job_id: str) -> Optional[int]:
        """Returns the sum of the estimates of the fulfilled orders; see PlatformOrders.credits_used."""
        return 0 if self._dry_runs.owns(job_id) else self._orders.credits_used(job_id)

    def deliveries(self, job_id: str) -> Tuple[Delivery, ...]:
        """Returns the files of the fulfilled orders, or of an item in storage; empty while there are none yet."""
        if self._dry_runs.owns(job_id):
            return ()
        if job_id.startswith(STORED_PREFIX):
            return self._deliveries.stored_deliveries(job_id)
        return self._deliveries.deliveries(job_id, self._orders.orders(job_id))

    def link(self, job_id: str, delivery: Delivery) -> str:
        """Returns a fresh signed link to a file."""
        address = self._deliveries.address(job_id, delivery)
        if address is None:
            self.deliveries(job_id)
            address = self._deliveries.address(job_id, delivery)
        if address is None:
            raise Up42Error(ErrorKind.NOT_FOUND, delivery.file_name)
        return self._deliveries.link(address)

    def console_url(self, job_id: str) -> str:
        """Returns the console's address for a tasking order; the address of a job's own page is not documented."""
        return self._client.console if self._orders.wants_console(job_id) else ""

    def close(self) -> None:
        """Ends waits for a busy service and closes the open connections."""
        self._orders.close()
        self._client.close()

    def _claims(self) -> Mapping[str, Any]:
        claims = self._client.sign_in()
        workspace = id_of(claims.get("sub"))
        if not workspace:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "userinfo: sub")
        with self._lock:
            self._workspace_id = workspace
        return claims

    def _workspace(self) -> str:
        """Returns the id of the user's workspace, which is the user's id."""
        with self._lock:
            known = self._workspace_id
        return known or id_of(self._claims()["sub"])

    def _of_collection(self, collection: Any) -> Tuple[Product, ...]:
        access_page = self._client.access_page(text_of(mapping_of(collection).get("name")))
        return parse_products(collection, self._client.licence_page(), access_page)

    def _listed(self, product_id: str) -> Optional[Product]:
        with self._lock:
            return self._products.get(product_id)

    def _title(self, product_id: str) -> str:
        known = self._listed(product_id)
        return known.title if known is not None else ""

    def _with_access(self, product: Product) -> Product:
        with self._lock:
            is_restricted = product.raw["collection"] in self._restricted
        return replace(product, is_restricted=is_restricted)

    def _read(self, path: str) -> Any:
        """Returns the JSON at an address, None if it is missing or not allowed."""
        try:
            return self._client.get(path)
        except Up42Error as error:
            if error.kind in _HIDDEN:
                return None
            raise
