"""The parts of the application that the Scenes tab uses; imported for their types only."""

from __future__ import annotations

from typing import Protocol

from ...core.app.areas.list_export import ListExport
from ...core.app.jobs.ordering import Ordering
from ...core.app.scenes.change_search import ChangeSearch
from ...core.app.scenes.cover_search import CoverSearch
from ...core.app.scenes.dry_run import DryRun
from ...core.app.scenes.map_scenes import MapScenes
from ...core.app.scenes.order_choice import OrderChoice
from ...core.app.scenes.prices import ScenePrices
from ...core.app.scenes.query_usage import QueryUsage
from ...core.app.scenes.scene_display import QuicklookStack, SceneDisplay
from ...core.app.scenes.scene_filter import SceneFilterModel
from ...core.app.scenes.scene_list import SceneListModel
from ...core.app.scenes.scene_time import SceneTime
from ...core.app.scenes.scene_timeline import SceneTimeline
from ...core.app.session.account import Account
from ...core.app.session.workbench import Workbench
from ..parts.kept_preferences import KeptPreferences


class ToolsParts(Protocol):
    """What `SceneTools` uses."""

    @property
    def change_search(self) -> ChangeSearch: ...

    @property
    def cover_search(self) -> CoverSearch: ...

    @property
    def export(self) -> ListExport: ...

    @property
    def map_scenes(self) -> MapScenes: ...

    @property
    def scene_display(self) -> SceneDisplay: ...

    @property
    def scene_filter(self) -> SceneFilterModel: ...

    @property
    def scene_time(self) -> SceneTime: ...

    @property
    def scenes(self) -> SceneListModel: ...


class ScenesParts(ToolsParts, KeptPreferences, Protocol):
    """What `ScenesPanel` uses and hands to the widgets in it."""

    @property
    def account(self) -> Account: ...

    @property
    def dry_run(self) -> DryRun: ...

    @property
    def order_choice(self) -> OrderChoice: ...

    @property
    def ordering(self) -> Ordering: ...

    @property
    def prices(self) -> ScenePrices: ...

    @property
    def query_usage(self) -> QueryUsage: ...

    @property
    def quicklook_stack(self) -> QuicklookStack: ...

    @property
    def scene_timeline(self) -> SceneTimeline: ...

    @property
    def workbench(self) -> Workbench: ...
