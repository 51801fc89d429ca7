"""The parts of the application that the list of many areas uses; imported for their types only."""

from __future__ import annotations

from typing import Protocol, Sequence

from ...core.app.areas.area_cover import AreaCover
from ...core.app.areas.area_edits import AreaEdits
from ...core.app.areas.area_list import AreaListModel
from ...core.app.areas.area_map import AreaMap
from ...core.app.areas.area_pictures import AreaPictures
from ...core.app.areas.area_search import AreaSearch
from ...core.app.areas.area_timeline import AreaTimeline
from ...core.app.areas.list_export import ListExport
from ...core.app.areas.watches import Watches
from ...core.app.jobs.ordering import Ordering
from ...core.app.scenes.change_search import ChangeSearch
from ...core.app.scenes.scene_display import QuicklookStack
from ...core.domain.areas.area_scene import AreaScene


class AreasParts(Protocol):
    """What `AreasPanel` uses and hands to the widgets in it."""

    @property
    def area_change(self) -> ChangeSearch: ...

    @property
    def area_cover(self) -> AreaCover: ...

    @property
    def area_edits(self) -> AreaEdits: ...

    @property
    def area_list(self) -> AreaListModel: ...

    @property
    def area_map(self) -> AreaMap: ...

    @property
    def area_pictures(self) -> AreaPictures: ...

    @property
    def area_search(self) -> AreaSearch: ...

    @property
    def area_stack(self) -> QuicklookStack: ...

    @property
    def area_timeline(self) -> AreaTimeline: ...

    @property
    def export(self) -> ListExport: ...

    @property
    def ordering(self) -> Ordering: ...

    @property
    def watches(self) -> Watches: ...

    def order_areas(self, rows: Sequence[AreaScene]) -> None:
        """Prices one order over many areas for rows of the list."""
