"""Named sets of parameters: product, job type, request and the source of the area."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, List, Optional

from qgis.PyQt.QtCore import QObject

from ...domain.jobs.job import JobMode
from .kept_area import area_document, take_area

if TYPE_CHECKING:
    from ...host.preferences import PresetStore
    from .area import AreaOfInterest
    from .workbench import Workbench


class Presets(QObject):
    """Saves what the form shows under a name, and puts it back."""

    def __init__(
        self, workbench: Workbench, area: AreaOfInterest, store: PresetStore, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._area = area
        self._store = store

    @property
    def can_save(self) -> bool:
        """Returns whether there is a product whose parameters can be saved."""
        return self._workbench.product is not None and bool(self._workbench.request_text)

    def names(self) -> List[str]:
        """Returns the names in alphabetical order."""
        return self._store.names()

    def save(self, name: str) -> None:
        """Saves product, job type, request and area under a name, replacing an older set of that name."""
        product = self._workbench.product
        if product is not None and self.can_save:
            kept = {
                "product": product.id,
                "mode": self._workbench.mode.value,
                "request": json.loads(self._workbench.request_text),
                "area": area_document(self._area),
            }
            self._store.save(name, kept)

    def load(self, name: str) -> None:
        """Puts a saved set of parameters into the form; the area as `take_area` says."""
        kept = self._store.load(name)
        if kept is not None:
            document = kept.get("area")
            self._workbench.load_request(
                kept["product"],
                kept["request"],
                JobMode(kept["mode"]),
                lambda aoi: take_area(self._area, document, aoi),
            )

    def remove(self, name: str) -> None:
        """Removes a saved set of parameters."""
        self._store.remove(name)
