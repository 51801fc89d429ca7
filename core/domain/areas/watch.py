"""What a watch remembers of its areas, so that it reports each new scene once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import AbstractSet, Callable, Collection, Dict, Mapping, Optional, Sequence, Tuple

from ..aoi import Ring
from ..parameters import JobParameters, Period
from ..scenes.scene import Scene
from .area import Area
from .area_scene import AreaFound, RowKey

# Catalogs list a scene hours after it was acquired.
OVERLAP = timedelta(days=1)
# Share of its former shape with which an area is still the same one.
SAME_SHARE = 0.5

Rings = Tuple[Ring, ...]
# (former outlines, present outlines) -> the share of the former shape that is in the present one, 0 to 1.
ShareKept = Callable[[Rings, Rings], float]


@dataclass(frozen=True)
class RememberedArea:
    """An area and product of a watch: its outlines, and the newest time up to which it was searched."""

    area_id: int
    product_id: str
    rings: Rings
    searched: datetime


@dataclass(frozen=True)
class WatchReport:
    """What a run adds to the memory once its output is on disk.

    `part` is the output before it gets its name: if the file is gone, the output is on disk. `begun_again` are the
    areas whose former memory does not count any more.
    """

    part: str
    areas: Tuple[RememberedArea, ...] = ()
    seen: Tuple[RowKey, ...] = ()
    begun_again: Tuple[int, ...] = ()


@dataclass(frozen=True)
class WatchRecord:
    """All that is remembered of a watch of one account; some of it was lost with a journal if `is_damaged`."""

    areas: Tuple[RememberedArea, ...] = ()
    seen: AbstractSet[RowKey] = frozenset()
    is_damaged: bool = False


class WatchScope:
    """Narrows the search of a watch to what may be new. Safe for several threads: nothing in it changes."""

    def __init__(self, record: WatchRecord, areas: Sequence[Area], share_kept: ShareKept, now: datetime) -> None:
        self._now = now
        self._record = record
        known: Dict[Tuple[int, str], RememberedArea] = {(item.area_id, item.product_id): item for item in record.areas}
        # Products are searched at different times; the newest shape is the area's.
        shapes: Dict[int, Rings] = {
            item.area_id: item.rings for item in sorted(record.areas, key=lambda item: item.searched)
        }
        present = {area.id: rings_of(area) for area in areas if area.problem is None}
        self.begun_again = tuple(
            area_id
            for area_id, rings in present.items()
            if area_id in shapes and not _is_same(shapes[area_id], rings, share_kept)
        )
        self._known: Mapping[Tuple[int, str], RememberedArea] = {
            key: item for key, item in known.items() if item.area_id not in self.begun_again
        }

    def left_behind(self, area: Area, product_ids: Collection[str]) -> Tuple[RememberedArea, ...]:
        """Returns the memory of an area's other products with its present outlines, if these have changed.

        Else an area that moves step by step would be judged by where it was when one of its products failed.
        """
        rings = rings_of(area)
        return tuple(
            replace(item, rings=rings)
            for (area_id, product_id), item in self._known.items()
            if area_id == area.id and product_id not in product_ids and item.rings != rings
        )

    def searched(self, area: Area, product_id: str) -> Optional[datetime]:
        """Returns the time up to which an area was searched, None if this is the first time."""
        known = self._known.get((area.id, product_id))
        return None if known is None else known.searched

    def narrowed(self, area: Area, parameters: JobParameters) -> JobParameters:
        """Returns the parameters with a start a day before the end of the last search."""
        searched = self.searched(area, parameters.product_id)
        if searched is None:
            return parameters
        end = parameters.period.end if parameters.period is not None else self._now
        start = min(searched, end) - OVERLAP
        if parameters.period is not None:
            start = max(start, parameters.period.start)
        return replace(parameters, period=Period(start, end))

    def accepts(self, area: Area, product_id: str, scene: Scene) -> bool:
        """Returns whether a scene was not reported yet."""
        if area.id in self.begun_again:
            return True
        return (area.id, product_id, scene.id) not in self._record.seen


def report_of(
    found: Sequence[AreaFound], scope: WatchScope, ends: Mapping[str, datetime], part: str
) -> WatchReport:
    """Returns what a run adds to the memory; `ends` has the end of the search of each product.

    An area and product that failed add nothing. Where the limit left out scenes, the next run searches from the same
    time again, so that it reports them. A first run has to draw the line somewhere: what it left out is old.
    """
    areas = []
    seen = []
    for item in found:
        for product_id in item.searched:
            before = scope.searched(item.area, product_id)
            is_whole = product_id not in (*item.cut, *item.incomplete) and not item.unreadable_count
            until = ends[product_id] if is_whole or before is None else before
            if before is not None:
                until = max(until, before)
            areas.append(RememberedArea(item.area.id, product_id, rings_of(item.area), until))
            if before is None:
                # Else the second run would report those of the last day.
                seen += [row.key for row in item.left_out if row.product_id == product_id]
        areas += scope.left_behind(item.area, item.searched) if item.searched else ()
        seen += [row.key for row in item.rows]
    again = [item.area.id for item in found if item.area.id in scope.begun_again and item.searched]
    return WatchReport(part, tuple(areas), tuple(seen), tuple(again))


def rings_of(area: Area) -> Rings:
    """Returns the outlines of an area's parts."""
    return tuple(part.ring for part in area.parts)


def _is_same(former: Rings, present: Rings, share_kept: ShareKept) -> bool:
    return former == present or share_kept(former, present) >= SAME_SHARE
