"""The parts of the application that the Configure tab uses; imported for their types only."""

from __future__ import annotations

from typing import Protocol

from qgis.PyQt.QtCore import pyqtBoundSignal

from ...core.app.areas.area_search import AreaSearch
from ...core.app.areas.watches import Watches
from ...core.app.jobs.ordering import Ordering
from ...core.app.scenes.dry_run import DryRun
from ...core.app.scenes.product_comparison import ProductComparison
from ...core.app.scenes.product_list import ProductListModel
from ...core.app.session.account import Account
from ...core.app.session.area import AreaOfInterest
from ...core.app.session.presets import Presets
from ...core.app.session.workbench import Workbench


class FirstMinuteParts(Protocol):
    """What `FirstMinute` uses."""

    @property
    def account(self) -> Account: ...

    @property
    def area(self) -> AreaOfInterest: ...

    @property
    def dry_run(self) -> DryRun: ...

    @property
    def has_queried(self) -> bool: ...

    @property
    def workbench(self) -> Workbench: ...

    def add_base_map(self) -> None:
        """Adds a base map to the project."""


class ConfigureParts(FirstMinuteParts, Protocol):
    """What `ConfigurePanel` uses and hands to the widgets in it."""

    @property
    def area_search(self) -> AreaSearch: ...

    @property
    def busy_changed(self) -> pyqtBoundSignal: ...

    @property
    def is_ordering(self) -> bool: ...

    @property
    def is_preparing_order(self) -> bool: ...

    @property
    def is_querying(self) -> bool: ...

    @property
    def is_searching_areas(self) -> bool: ...

    @property
    def ordering(self) -> Ordering: ...

    @property
    def presets(self) -> Presets: ...

    @property
    def product_comparison(self) -> ProductComparison: ...

    @property
    def product_list(self) -> ProductListModel: ...

    @property
    def watches(self) -> Watches: ...

    def run_test_query(self) -> None:
        """Searches the area, or each of the areas."""

    def cancel_query(self) -> None:
        """Stops the running test query."""
