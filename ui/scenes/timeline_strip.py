"""The timeline in the Scenes tab: linked with list, filters, map and Play, and hidden where the list needs the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QEvent, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..map.footprint_light import FootprintLight
from ..parts.small import icon_button
from ..parts.tab_shape import has_timeline_room
from .scene_filter_bar import SceneFilterBar
from .timeline import Timeline

if TYPE_CHECKING:
    from ...core.app.scenes.scene_timeline import SceneTimeline
    from ..parts.kept_preferences import KeptPreferences


class TimelineStrip(QWidget):
    """Shows the timeline if it was not switched off and the tab is high enough; the button always switches it."""

    # Scene id; true adds it to the chosen ones or takes it away, false chooses it alone
    scene_chosen = pyqtSignal(str, bool)

    def __init__(
        self,
        source: SceneTimeline,
        kept: KeptPreferences,
        filter_bar: SceneFilterBar,
        light: FootprintLight,
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self._source = source
        self._kept = kept
        self._filter_bar = filter_bar
        self._light = light
        self._tab = tab
        # What the user asked for in this tab, None before
        self._asked: Optional[bool] = None
        self.timeline = Timeline()
        self.button = icon_button("timeline_button", "propertyicons/temporal.svg", self.tr("Timeline of the scenes"))
        self.button.setCheckable(True)
        self.button.clicked.connect(self._switch)
        filter_bar.add_button(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.timeline)
        source.changed.connect(self._show_rows)
        source.day_changed.connect(self._show_day)
        filter_bar.changed.connect(self._show_period)
        self.timeline.scene_chosen.connect(self.scene_chosen)
        self.timeline.scene_hovered.connect(light.light_scene)
        self.timeline.period_chosen.connect(filter_bar.set_period)
        filter_bar.filters_button.toggled.connect(self._arrange)
        tab.installEventFilter(self)
        self._show_rows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Gives the room to the list in a low tab."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._arrange()
        return False

    def _switch(self, is_wanted: bool) -> None:
        self._asked = is_wanted
        self._kept.set_preferences(self._kept.preferences().changed(shows_timeline=is_wanted))
        self._arrange()

    def _show_rows(self) -> None:
        self.timeline.set_rows(self._source.rows)
        self._show_period()
        self._arrange()

    def _show_day(self) -> None:
        self.timeline.set_day(self._source.day)

    def _show_period(self) -> None:
        self.timeline.set_period(*self._filter_bar.period())

    def _arrange(self) -> None:
        is_high = has_timeline_room(self._tab, self._filter_bar.more_lines)
        is_wanted = self._asked if self._asked is not None else self._kept.preferences().shows_timeline
        # Asked for in a low tab, it takes the room; a choice from an earlier session does not.
        is_shown = is_wanted and (is_high or self._asked is True)
        has_bars = bool(self._source.rows.bars)
        self.setVisible(is_shown and has_bars)
        self.button.setChecked(is_shown)
        self.button.setEnabled(has_bars)
