"""Filters of the list of scenes over many areas; the header of the list sorts it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QWidget

from ...core.app.areas.area_list import AreaListModel
from ...core.app.areas.area_search import AreaSearch
from ..parts.small import single_shot
from ..scenes.filter_bar import FilterBar

# Areas stream in faster than anyone filters them.
DELAY_MS = 300


class AreaFilterBar(FilterBar):
    """The filters of one area; a text is also that of areas and products, clouds are those of the list's column."""

    def __init__(self, areas: AreaListModel, search: AreaSearch, parent: Optional[QWidget] = None) -> None:
        super().__init__(areas, areas.scenes, parent)
        self.filter_edit.setPlaceholderText(self.tr("Filter by area, product, platform or ID"))
        self.filter_edit.setToolTip(
            self.tr("Shows only scenes whose area, product, platform, level or ID contains this text")
        )
        self.area_cloud_spin.setToolTip(
            self.tr("Over the area, as its quicklook shows it; before that, of the whole scene")
        )
        self._timer = single_shot(self, DELAY_MS, self._adopt_more)
        # Keys that waited for the window are one filter together: each goes through thousands of rows.
        self._typing = single_shot(self, 0, self._apply)
        self.filter_edit.textEdited.connect(lambda: self._typing.start())
        search.begun.connect(self.adopt_scenes)
        search.areas_found.connect(self._timer.start)
        self.adopt_scenes()

    def _on_text_changed(self) -> None:
        # Qt says first that the text was typed.
        if not self._typing.isActive():
            super()._on_text_changed()

    def _adopt_more(self) -> None:
        """Extends the ranges to the scenes that arrived, unless dates are chosen from the former ones."""
        if self.period() == (None, None):
            self.adopt_scenes()
