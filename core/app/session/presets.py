"""Named sets of parameters: products, job type, request and the source of the area."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Callable, Iterable, List, Mapping, Optional, Protocol, Sequence

from qgis.PyQt.QtCore import QObject

from ...domain.jobs.job import JobMode
from .area_state import AreaSource
from .kept_area import area_document, take_area

if TYPE_CHECKING:
    from ...domain.aoi import Aoi
    from ...host.preferences import PresetStore
    from .area import AreaOfInterest
    from .workbench import Workbench


class FurtherProducts(Protocol):
    """The test query over many areas, which may search several products; made with a layer of features."""

    @property
    def more_product_ids(self) -> Sequence[str]:
        """Returns the products searched besides that of the form."""

    def search_more(self, product_ids: Iterable[str]) -> None:
        """Chooses them."""


class Presets(QObject):
    """Saves what the form shows under a name, and puts it back."""

    def __init__(
        self,
        workbench: Workbench,
        area: AreaOfInterest,
        search: Callable[[], FurtherProducts],
        store: PresetStore,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._area = area
        self._search = search
        self._store = store

    @property
    def can_save(self) -> bool:
        """Returns whether there is a product whose parameters can be saved."""
        return self._workbench.product is not None and bool(self._workbench.request_text)

    def names(self) -> List[str]:
        """Returns the names in alphabetical order."""
        return self._store.names()

    def save(self, name: str) -> None:
        """Saves product, job type, request and area under a name, replacing an older set of that name.

        Of many areas the further products are saved too.
        """
        product = self._workbench.product
        if product is not None and self.can_save:
            kept = {
                "product": product.id,
                "mode": self._workbench.mode.value,
                "request": json.loads(self._workbench.request_text),
                "area": area_document(self._area),
            }
            if self._area.source is AreaSource.FEATURES:
                kept["more_products"] = [item for item in self._search().more_product_ids if item != product.id]
            self._store.save(name, kept)

    def load(self, name: str) -> None:
        """Puts a saved set of parameters into the form; the area as `take_area` says."""
        kept = self._store.load(name)
        if kept is not None:
            self._workbench.load_request(
                kept["product"],
                kept["request"],
                JobMode(kept["mode"]),
                lambda aoi: self._take(kept, aoi, name),
            )

    def remove(self, name: str) -> None:
        """Removes a saved set of parameters."""
        self._store.remove(name)

    def _take(self, kept: Mapping[str, Any], aoi: Optional[Aoi], name: str) -> None:
        take_area(self._area, kept.get("area"), aoi, name)
        if self._area.source is AreaSource.FEATURES:
            # A preset of an older release has none, and settings are edited by hand.
            more = kept.get("more_products")
            ids = more if isinstance(more, list) else ()
            self._search().search_more(item for item in ids if isinstance(item, str))
