"""The free test query over each feature of a layer: areas stream in as they are done, prices follow."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from heapq import nsmallest
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayerFeatureSource
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.areas.area import Area
from ...domain.areas.area_scene import AreaFound, AreaProblem, AreaScene, RowKey, ranked_by_product
from ...domain.connections import Connection
from ...domain.errors import Cancelled, Up42Error
from ...domain.ports.gateway import JobGateway
from ...domain.products import Product
from ...gis.areas.geometry import aoi_geometry, footprint_near, layer_crs, share_covered
from ...gis.areas.many import AreaFeature, read_areas
from ...gis.scenes.quicklook_layers import project_extent
from ...host.memory import FullCollections
from ...usecases.area_figures import with_prices
from ...usecases.area_query import AreaQuery, ProductQuery, search_areas
from ...usecases.compare_products import assumed_choices, product_queries
from ..session.account import Account
from ..session.area import AreaOfInterest
from ..session.task import Background, Latest, UseCaseTask
from ..session.workbench import Workbench

# Areas that arrive within this time go into the list together.
GATHER_MS = 50
# Prices requested in one step; what is in view may have changed by the next.
PRICED_PER_STEP = 20
# Scenes whose prices are requested without being in view: each is a request.
MAX_PRICED_UNSEEN = 500


class AreaSearchState(Enum):
    """The state of the test query over many areas."""

    IDLE = "idle"
    SEARCHING = "searching"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class AreaSearch(QObject):
    """Searches the features of one layer for one or several products, with the form's filters; main thread only.

    `areas` are those of the last query, `found` what has arrived so far. A selection in the layer limits the query to
    the selected features.
    """

    state_changed = pyqtSignal()
    # The next query searches other products besides that of the form
    products_changed = pyqtSignal()
    # A new query begins: nothing that was found before is valid any more
    begun = pyqtSignal()
    # List of AreaFound
    areas_found = pyqtSignal(object)
    # List of AreaScene with other figures: a price, or the reason for having none, or the clouds over their area
    rows_changed = pyqtSignal(object)
    # Up42Error
    failed = pyqtSignal(object)
    # Tuple of ProductQuery, AreaFound, and list of AreaScene, from the worker
    _products_read = pyqtSignal(object, int)
    _one_found = pyqtSignal(object, int)
    _one_priced = pyqtSignal(object, int)

    def __init__(
        self, account: Account, workbench: Workbench, area: AreaOfInterest, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._workbench = workbench
        self._area = area
        self._background = Background()
        self._step = Latest(self._background)
        # Of its own: what has arrived gets its prices also after the query was stopped.
        self._price_background = Background()
        self._pricing = Latest(self._price_background)
        self._full_collections = FullCollections()
        self._number = 0
        self._waiting: List[AreaFound] = []
        self._rows: Dict[RowKey, AreaScene] = {}
        # Rows without a price, each with its place among those of its area and product.
        self._unpriced: Dict[RowKey, int] = {}
        self._in_view: Tuple[RowKey, ...] = ()
        self._priced_unseen = 0
        self._is_pricing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._hand_out)
        self._query: Optional[AreaQuery] = None
        self._gateway: Optional[JobGateway] = None
        self._connection: Optional[Connection] = None
        self._state = AreaSearchState.IDLE
        self._more_product_ids: Tuple[str, ...] = ()
        self._area_count = 0
        self._found: List[AreaFound] = []
        self._products_read.connect(self._on_products_read)
        self._one_found.connect(self._on_found)
        self._one_priced.connect(self._on_priced)

    @property
    def connection(self) -> Optional[Connection]:
        """Returns the connection of the last query, None before the first."""
        return self._connection

    @property
    def state(self) -> AreaSearchState:
        """Returns what the query does or how it ended."""
        return self._state

    @property
    def area_count(self) -> int:
        """Returns the number of areas of the last query."""
        return self._area_count

    @property
    def found(self) -> List[AreaFound]:
        """Returns the areas found so far."""
        return self._found

    @property
    def more_product_ids(self) -> Tuple[str, ...]:
        """Returns the products searched besides that of the form, with its dates, cloud cover and limit."""
        return self._more_product_ids

    def search_more(self, product_ids: Iterable[str]) -> None:
        """Chooses the products that the next query searches besides that of the form."""
        self._more_product_ids = tuple(product_ids)
        self.products_changed.emit()

    @property
    def lacking_count(self) -> int:
        """Returns how many of these products the account does not have, 0 while its products are not known."""
        known = {product.id for product in self._account.products}
        return len(set(self._more_product_ids) - known) if known else 0

    @property
    def is_busy(self) -> bool:
        """Returns whether a query is running; prices that still arrive do not count."""
        return self._state is AreaSearchState.SEARCHING

    @property
    def queries(self) -> Tuple[ProductQuery, ...]:
        """Returns the products of the last query and their parameters."""
        return self._query.products if self._query is not None else ()

    @property
    def unsearched(self) -> Tuple[AreaProblem, ...]:
        """Returns which products of the last query could not be searched over any area, and why."""
        return self._query.unsearched if self._query is not None else ()

    @property
    def assumed(self) -> Dict[str, List[Tuple[str, str, str]]]:
        """Returns what the prices of further products assume because nobody chose it, by product: its title, the
        parameter and the choice. The product of the form has what the form says.
        """
        return {
            query.product.id: [(query.product.title, spec.title or spec.name, choice) for spec, choice in choices]
            for query in self.queries[1:]
            if (choices := assumed_choices(query))
        }

    @property
    def products(self) -> List[Product]:
        """Returns the products that can be searched, that of the form first."""
        first = self._workbench.product
        known = [product for product in self._account.products if product.is_orderable and product.has_dry_run]
        known.sort(key=lambda product: (product.collection.casefold(), product.title.casefold()))
        more = [product for product in known if first is None or product.id != first.id]
        return more if first is None else [first, *more]

    @property
    def chosen_products(self) -> List[Product]:
        """Returns the products of the next query, that of the form first."""
        first = self._workbench.product
        wanted = {*self._more_product_ids, first.id if first is not None else ""}
        return [product for product in self.products if product.id in wanted]

    @property
    def gateway(self) -> Optional[JobGateway]:
        """Returns the gateway of the last query while it is that of the open connection."""
        return self._gateway if self.is_current else None

    @property
    def is_current(self) -> bool:
        """Returns whether what was found belongs to the open connection."""
        return self._gateway is not None and self._gateway is self._account.gateway

    @property
    def name_field(self) -> str:
        """Returns the field with the names of the areas; empty: they are numbered."""
        return self._area.name_field or ""

    @name_field.setter
    def name_field(self, name: str) -> None:
        self._area.name_areas_by(name)

    def feature_counts(self) -> Tuple[int, int]:
        """Returns how many features would be searched, and how many the layer has."""
        layer = self._area.features_layer
        if layer is None:
            return 0, 0
        return layer.selectedFeatureCount() or layer.featureCount(), layer.featureCount()

    def start(self) -> None:
        """Starts a query; a running one is stopped."""
        gateway, product, layer = self._account.gateway, self._workbench.product, self._area.features_layer
        if gateway is None or product is None or layer is None or not self._workbench.can_run:
            return
        self.cancel()
        parameters = replace(self._workbench.parameters, aoi=None, scene_ids=())
        first = ProductQuery(product, parameters)
        more = [item for item in self.chosen_products if item.id != product.id]
        self._query = AreaQuery((first,))
        self._gateway, self._connection = gateway, self._account.connection
        self._forget()
        self._area_count = self.feature_counts()[0]
        number = self._number
        self._set_state(AreaSearchState.SEARCHING)
        self.begun.emit()
        source, crs = QgsVectorLayerFeatureSource(layer), layer_crs(layer)
        place = layer.fields().indexOf(self.name_field) if self.name_field else -1
        request = QgsFeatureRequest().setSubsetOfAttributes([place] if place >= 0 else [])
        if layer.selectedFeatureCount():
            request.setFilterFids(layer.selectedFeatureIds())
        context, unnamed = QgsProject.instance().transformContext(), self.tr("Area {number}")

        def work(task: UseCaseTask) -> int:
            features = [
                AreaFeature(feature.id(), feature.attribute(place) if place >= 0 else None, feature.geometry())
                for feature in source.getFeatures(request)
            ]
            areas: Sequence[Area] = read_areas(features, crs, context, unnamed)
            queries = (first, *product_queries(gateway, more, parameters, task))
            self._products_read.emit(queries, number)
            search_areas(
                gateway,
                areas,
                AreaQuery(queries),
                share_covered,
                task,
                task.pause,
                lambda found: self._one_found.emit(found, number),
            )
            return len(areas)

        self._step.run("UP42: areas", work, self._end)

    def cancel(self) -> None:
        """Stops the query; what has arrived stays."""
        if self.is_busy:
            self._step.drop()
            self._background.cancel()
            self._hand_out()
            self._set_state(AreaSearchState.CANCELLED)

    def clear(self) -> None:
        """Forgets what was found."""
        self.cancel()
        self._forget()
        self._set_state(AreaSearchState.IDLE)
        self.begun.emit()

    def want_prices(self, keys: Sequence[RowKey]) -> None:
        """Requests the prices of these rows, which are in view, before those of all others."""
        # A row may be in view itself and decide what its area shows.
        self._in_view = tuple(dict.fromkeys(keys))
        self._price()

    def add_clouds(self, rows: Sequence[AreaScene]) -> None:
        """Takes the clouds over their area from rows; prices that arrived in the meantime stay."""
        self._change(
            replace(self._rows[row.key], aoi_cloud_cover=row.aoi_cloud_cover, aoi_cloud_error=row.aoi_cloud_error)
            for row in rows
            if row.key in self._rows
        )

    def extent_of(self, found: Sequence[AreaFound]) -> QgsRectangle:
        """Returns the extent of areas in the project's CRS."""
        extent = QgsRectangle()
        for part in (part for item in found for part in item.area.parts):
            extent.combineExtentWith(project_extent(aoi_geometry(part), QgsProject.instance()))
        return extent

    def outline_of(self, found: AreaFound) -> QgsGeometry:
        """Returns an area in EPSG:4326 with continuous longitudes, empty if it has no polygon."""
        return QgsGeometry.unaryUnion([aoi_geometry(part) for part in found.area.parts])

    def footprint_of(self, row: AreaScene) -> QgsGeometry:
        """Returns a scene's outline on the same turn of the globe as its area, empty if it is unknown."""
        if row.scene.footprint is None or not row.parts:
            return QgsGeometry()
        return footprint_near(row.scene.footprint, row.parts[0])

    def close(self) -> None:
        """Drops running tasks."""
        self._full_collections.put_off(False)
        self._timer.stop()
        self._background.close()
        self._price_background.close()

    def _forget(self) -> None:
        self._number += 1
        self._pricing.drop()
        self._price_background.cancel()
        self._is_pricing = False
        self._waiting, self._found = [], []
        self._rows, self._unpriced, self._in_view, self._priced_unseen = {}, {}, (), 0

    def _on_products_read(self, queries: Tuple[ProductQuery, ...], number: int) -> None:
        if number == self._number:
            self._query = AreaQuery(queries)

    def _on_found(self, found: AreaFound, number: int) -> None:
        if number == self._number and self.is_busy:
            self._waiting.append(found)
            if not self._timer.isActive():
                self._timer.start()

    def _hand_out(self) -> None:
        """Adds to the list what has arrived since the last time."""
        arrived, self._waiting = self._waiting, []
        if not arrived:
            return
        self._found += arrived
        for found in arrived:
            self._rows.update((row.key, row) for row in found.rows)
            self._unpriced.update((row.key, rank) for row, rank in ranked_by_product(found.rows))
        self.areas_found.emit(arrived)
        self.state_changed.emit()
        self._price()

    def _end(self, count: Optional[int], error: Optional[Up42Error]) -> None:
        self._hand_out()
        if error is None:
            self._area_count = count or 0
            self._set_state(AreaSearchState.DONE)
        elif isinstance(error, Cancelled):
            self._set_state(AreaSearchState.CANCELLED)
        else:
            self._set_state(AreaSearchState.FAILED)
            self.failed.emit(error)

    def _price(self) -> None:
        """Requests the prices of the next rows: those in view, then of every area those that may be its best."""
        gateway, query = self._gateway, self._query
        if self._is_pricing or gateway is None or query is None or not self.is_current or not gateway.orders_scenes:
            return
        keys = [key for key in self._in_view if key in self._unpriced][:PRICED_PER_STEP]
        if not keys and self._priced_unseen < MAX_PRICED_UNSEEN:
            keys = nsmallest(PRICED_PER_STEP, self._unpriced, key=self._unpriced.__getitem__)
            self._priced_unseen += len(keys)
        if not keys:
            return
        rows, number = [self._rows[key] for key in keys], self._number
        ranks = {key: self._unpriced.pop(key) for key in keys}
        self._is_pricing = True

        def end(priced: Optional[Tuple[AreaScene, ...]], error: Optional[Up42Error]) -> None:
            self._is_pricing = False
            if error is None:
                self._price()
            else:
                # Requested again once they are looked at.
                self._unpriced.update(ranks)

        def work(task: UseCaseTask) -> None:
            self._one_priced.emit(list(with_prices(gateway, query.products, rows, task)), number)

        self._pricing.run("UP42: prices", work, end)

    def _on_priced(self, rows: List[AreaScene], number: int) -> None:
        if number == self._number:
            self._change(
                replace(self._rows[row.key], credits=row.credits, charged_km2=row.charged_km2, problem=row.problem)
                for row in rows
            )

    def _change(self, rows: Iterable[AreaScene]) -> None:
        changed = {row.key: row for row in rows}
        self._rows.update(changed)
        self.rows_changed.emit(list(changed.values()))

    def _set_state(self, state: AreaSearchState) -> None:
        self._state = state
        # A full collection over thousands of scenes takes longer than a frame.
        self._full_collections.put_off(state is AreaSearchState.SEARCHING)
        self.state_changed.emit()
