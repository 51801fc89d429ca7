"""Filters of the scene list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Optional

from .scene import Scene


@dataclass(frozen=True)
class SceneFilters:
    """Limits on the figures of a scene, None for no limit.

    Times are UTC and inclusive; cloud covers are in per cent, the angle in degrees, the GSD in metres, the coverage is
    a share of the area from 0 to 1. `text` is searched for in id, platform, constellation and level, ignoring case.
    """

    start: Optional[datetime] = None
    end: Optional[datetime] = None
    max_cloud_cover: Optional[float] = None
    max_area_cloud: Optional[float] = None
    max_incidence: Optional[float] = None
    max_gsd_m: Optional[float] = None
    min_coverage: Optional[float] = None
    text: str = ""

    @property
    def is_active(self) -> bool:
        """Returns whether any limit is set."""
        return self != SceneFilters()

    @property
    def limit_count(self) -> int:
        """Returns how many limits are set, the text apart."""
        limits = (self.max_cloud_cover, self.max_area_cloud, self.max_incidence, self.max_gsd_m, self.min_coverage)
        return sum(limit is not None for limit in (self.start, self.end, *limits))

    def accepts(
        self, scene: Scene, coverage: Optional[float], area_cloud: Optional[float], more_text: str = ""
    ) -> bool:
        """Returns whether a scene passes; a scene without a figure passes that figure's limit.

        `coverage` and `area_cloud` are the scene's figures on the area of interest; `more_text` is searched too.
        """
        # Thousands of rows are filtered with each key that is typed.
        if self._has_limits and not self._is_within(scene, coverage, area_cloud):
            return False
        wanted = self._wanted
        if not wanted:
            return True
        own = f"{scene.id} {scene.platform} {scene.constellation} {scene.processing_level}"
        return wanted in f"{own} {more_text}".lower()

    @cached_property
    def _wanted(self) -> str:
        return self.text.strip().lower()

    @cached_property
    def _has_limits(self) -> bool:
        return self.limit_count > 0

    def _is_within(self, scene: Scene, coverage: Optional[float], area_cloud: Optional[float]) -> bool:
        if scene.acquired is not None:
            if self.start is not None and scene.acquired < self.start:
                return False
            if self.end is not None and scene.acquired > self.end:
                return False
        for value, most in (
            (scene.cloud_cover, self.max_cloud_cover),
            (area_cloud, self.max_area_cloud),
            (scene.incidence_angle, self.max_incidence),
            (scene.gsd_m, self.max_gsd_m),
        ):
            if value is not None and most is not None and value > most:
                return False
        return coverage is None or self.min_coverage is None or coverage >= self.min_coverage
