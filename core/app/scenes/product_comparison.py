"""Several products compared for the area of the form: their scenes side by side, with prices."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Set, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey
from ...domain.areas.known_prices import KnownPrices
from ...domain.clock import utc_now
from ...domain.connections import account_key
from ...domain.errors import Cancelled, Up42Error
from ...domain.ports.gateway import JobGateway
from ...domain.problems import ProblemCode
from ...domain.products import Product
from ...gis.areas.geometry import share_covered
from ...usecases.area_figures import with_prices
from ...usecases.area_query import ProductQuery
from ...usecases.compare_products import assumed_choices, compare_products, product_queries
from ..session.account import Account
from ..session.task import Background, Latest, UseCaseTask
from ..session.workbench import Workbench

# Prices asked for in one step: what is in view may have changed by the next.
PRICED_PER_STEP = 10


class ProductComparison(QObject):
    """Searches on demand; prices are asked for what is in view, once per session, until they are asked for again."""

    # Begun, found, failed, cancelled
    changed = pyqtSignal()
    # List of AreaScene whose price, or the reason for having none, has arrived
    priced = pyqtSignal(object)
    # List of AreaScene and number of the search, from the worker
    _arrived = pyqtSignal(object, int)

    def __init__(self, account: Account, workbench: Workbench, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._workbench = workbench
        self._background = Background()
        self._search = Latest(self._background)
        self._pricing = Latest(self._background)
        self._prices = KnownPrices()
        self._gateway: Optional[JobGateway] = None
        self._queries: Tuple[ProductQuery, ...] = ()
        self._rows: Dict[RowKey, AreaScene] = {}
        self._in_view: Tuple[RowKey, ...] = ()
        # Rows whose price was known and is asked for again
        self._again: Set[RowKey] = set()
        self._number = 0
        self._is_pricing = False
        # What the last search was for
        self._product_ids: Tuple[str, ...] = ()
        self._is_busy = False
        self._error: Optional[Up42Error] = None
        self._found: Optional[AreaFound] = None
        self._arrived.connect(self._take_prices)
        account.state_changed.connect(self._check_account)

    @property
    def is_busy(self) -> bool:
        """Returns whether a comparison runs."""
        return self._is_busy

    @property
    def product_ids(self) -> Tuple[str, ...]:
        """Returns the compared products."""
        return self._product_ids

    @property
    def error(self) -> Optional[Up42Error]:
        """Returns why the last comparison failed, None if it did not."""
        return self._error

    @property
    def found(self) -> Optional[AreaFound]:
        """Returns what was found, None before."""
        return self._found

    @property
    def products(self) -> List[Product]:
        """Returns the products that can be searched without an order, by title."""
        known = [product for product in self._account.products if product.is_orderable and product.has_dry_run]
        return sorted(known, key=lambda product: (product.collection.casefold(), product.title.casefold()))

    @property
    def has_area(self) -> bool:
        """Returns whether the form has an area."""
        return self._workbench.parameters.aoi is not None

    @property
    def has_many_areas(self) -> bool:
        """Returns whether each feature of a layer is an area of its own in the form."""
        return any(problem.code is ProblemCode.EACH_FEATURE for problem in self._workbench.live_problems)

    @property
    def assumed(self) -> List[Tuple[str, str, str]]:
        """Returns what the prices assume because nobody chose it: product, parameter and choice."""
        return [
            (query.product.title, spec.title or spec.name, choice)
            for query in self._queries
            for spec, choice in assumed_choices(query)
        ]

    @property
    def can_start(self) -> bool:
        """Returns whether there is an area and an account."""
        return not self._is_busy and self._account.gateway is not None and self.has_area

    @property
    def has_prices(self) -> bool:
        """Returns whether the service of the search prices scenes one by one; the other one prices whole jobs."""
        return self._gateway is not None and self._gateway.orders_scenes

    @property
    def rows(self) -> List[AreaScene]:
        """Returns the scenes of all products, with the prices that are known."""
        return list(self._rows.values())

    def start(self, product_ids: Sequence[str]) -> None:
        """Searches products for the area, dates, cloud cover and limit of the form."""
        gateway, parameters = self._account.gateway, self._workbench.parameters
        chosen = [product for product in self.products if product.id in set(product_ids)]
        aoi = parameters.aoi
        if not chosen or not self.can_start or gateway is None or aoi is None:
            return
        self._forget()
        self._gateway, self._is_busy = gateway, True
        self._product_ids = tuple(product.id for product in chosen)
        self.changed.emit()

        def work(task: UseCaseTask) -> Tuple[Tuple[ProductQuery, ...], AreaFound]:
            queries = product_queries(gateway, chosen, parameters, task)
            return queries, compare_products(gateway, queries, aoi, share_covered, task, task.pause)

        def take(result: Optional[Tuple[Tuple[ProductQuery, ...], AreaFound]], error: Optional[Up42Error]) -> None:
            self._is_busy = False
            if result is not None:
                self._queries, self._found = result
                priced = [self._prices.priced(self._account_key(), row) for row in self._found.rows]
                self._rows = {row.key: row for row in priced}
            if error is not None and not isinstance(error, Cancelled):
                self._error = error
            self.changed.emit()

        self._search.run("UP42: products", work, take)

    def cancel(self) -> None:
        """Stops a search."""
        if self._is_busy:
            self._search.drop()
            self._background.cancel()
            self._is_busy = False
            self.changed.emit()

    def want_prices(self, keys: Sequence[RowKey]) -> None:
        """Asks for the prices of the rows in view that have none yet."""
        self._in_view = tuple(keys)
        self._price()

    def ask_again(self, keys: Sequence[RowKey]) -> None:
        """Asks for prices again, however old they are."""
        for key in keys:
            self._prices.forget(self._account_key(), self._rows[key])
            self._again.add(key)
        self.want_prices(keys)

    def age_s(self, row: AreaScene) -> Optional[float]:
        """Returns how many seconds ago the price of a row was asked for, None without one."""
        asked = self._prices.asked(self._account_key(), row)
        return None if asked is None else max((utc_now() - asked).total_seconds(), 0.0)

    def close(self) -> None:
        """Drops running tasks."""
        self._background.close()

    def _forget(self) -> None:
        self._number += 1
        self._pricing.drop()
        self._is_pricing = False
        self._again.clear()
        self._rows, self._in_view, self._queries, self._found, self._error = {}, (), (), None, None

    def _check_account(self) -> None:
        if self._gateway is not None and self._gateway is not self._account.gateway:
            # Another account finds other scenes and pays other prices.
            self.cancel()
            self._forget()
            self._gateway, self._product_ids = None, ()
            self.changed.emit()

    def _account_key(self) -> str:
        connection = self._account.connection
        return "" if connection is None else account_key(connection, connection.authcfg)

    def _price(self) -> None:
        gateway, queries, account = self._gateway, self._queries, self._account_key()
        if self._is_pricing or gateway is None or not self.has_prices:
            return
        rows = [self._rows[key] for key in self._in_view if key in self._rows]
        rows = [row for row in rows if self._prices.asked(account, row) is None][:PRICED_PER_STEP]
        if not rows:
            return
        self._is_pricing = True
        number, is_fresh = self._number, not self._again.isdisjoint(row.key for row in rows)

        def work(task: UseCaseTask) -> None:
            with_prices(
                gateway, queries, rows, task, lambda row: self._arrived.emit([row], number), is_fresh=is_fresh
            )

        def end(result: None, error: Optional[Up42Error]) -> None:
            self._is_pricing = False
            if error is None:
                self._price()

        self._pricing.run("UP42: prices", work, end)

    def _take_prices(self, rows: List[AreaScene], number: int) -> None:
        if number != self._number:
            return
        for row in rows:
            self._prices.put(self._account_key(), row, utc_now())
            self._rows[row.key] = row
            self._again.discard(row.key)
        self.priced.emit(rows)
