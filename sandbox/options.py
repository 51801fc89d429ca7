"""The options of a Sandbox: what its constructor accepts."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict

from .variants import LIMITS, SLOW_LISTING, chosen_variants

ADMINISTRATOR, MEMBER, VIEWER = "ADMIN", "MEMBER", "VIEWER"
ROLES = (ADMINISTRATOR, MEMBER, VIEWER)
SHORTAGES = ("error", "status", "later")
NEWEST, SHUFFLED = "newest", "shuffled"
SEARCH_ORDERS = (NEWEST, SHUFFLED)
SLOW_LISTING_SECONDS = 90.0
# What only holds at the start: the books and the settings of the project go on from there.
_AT_THE_START = ("balance", "max_concurrent_jobs", "max_aoi_km2", "max_scenes")


@dataclass
class Options:
    """Seconds of the Sandbox's own clock, whole credits, km².

    Both generations: `access_seconds` and `link_seconds` are the lives of access values and signed links;
    `quicklook_pattern` is the content of the quicklooks. A new job or order appears in lists `listing_lag_seconds`
    after its creation; by id it can be read at once.

    Workflow jobs: `max_concurrent_jobs`, `max_aoi_km2` and `max_scenes` are the limits of the project at the start.

    Platform: an order is fulfilled `order_seconds` after it was placed and its items are in storage
    `delivery_lag_seconds` later. `role` is that of the account: a MEMBER may not see the balance, a VIEWER may not
    order either. `shortage` is how too small a balance shows when an order is placed: as an `error` of the feature,
    as the `status` of the answer, or `later` as an order that fails. `holds_lower_balance` takes what is held off the
    reported balance. `search_order` is `newest` first or `shuffled`. `budgets_enforced` refuses orders without a
    budget. Without `items_tell_orders` nothing in storage names its order, as uploads do; with
    `files_lie_elsewhere` the files of an item are links to another host than the service's.

    `variant` names, comma-joined, the shapes of the service that are wanted; see `variants`. The variant `limited`
    takes `requests_per_minute` and `requests_at_once`.
    """

    balance: int = 12430
    dry_run_seconds: float = 1.0
    live_seconds: float = 3.0
    access_seconds: float = 300.0
    link_seconds: float = 300.0
    quicklook_pattern: str = "ground"
    latency_seconds: float = 0.0
    listing_lag_seconds: float = 0.0
    max_concurrent_jobs: int = 5
    max_aoi_km2: int = 1000
    max_scenes: int = 20
    order_seconds: float = 3.0
    delivery_lag_seconds: float = 0.7
    role: str = ADMINISTRATOR
    shortage: str = "error"
    holds_lower_balance: bool = True
    search_order: str = NEWEST
    budgets_enforced: bool = False
    items_tell_orders: bool = True
    files_lie_elsewhere: bool = False
    requests_per_minute: int = 600
    requests_at_once: int = 5
    variant: str = ""

    def __post_init__(self) -> None:
        for name, known in (("role", ROLES), ("shortage", SHORTAGES), ("search_order", SEARCH_ORDERS)):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}")
        chosen_variants(self.variant)

    def is_variant(self, group: str, *names: str) -> bool:
        """Returns whether one of the named variants of a group is chosen."""
        return chosen_variants(self.variant)[group] in names

    @property
    def listing_lag(self) -> float:
        """Returns the seconds after which a new job or order appears in lists."""
        slow = SLOW_LISTING_SECONDS if self.is_variant(LIMITS, SLOW_LISTING) else 0.0
        return max(self.listing_lag_seconds, slow)

    def change(self, **options: Any) -> None:
        """Changes some options of a Sandbox that runs; TypeError or ValueError, changing nothing, where that fails."""
        fixed = [name for name in options if name in _AT_THE_START]
        if fixed:
            raise ValueError(f"{', '.join(fixed)} can only be chosen at the start")
        self.__dict__.update(replace(self, **options).__dict__)

    def as_json(self) -> Dict[str, Any]:
        """Returns the options as a JSON object with the same names."""
        return asdict(self)
