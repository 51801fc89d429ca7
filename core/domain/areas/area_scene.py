"""Scenes over many areas: one row per area, product and scene, with what of it can be used and its price."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from typing import Iterable, Iterator, Mapping, Optional, Tuple, Union

from ..aoi import Aoi
from ..errors import Up42Error
from ..jobs.charged import larger_charge
from ..jobs.job import Job
from ..problems import Problem
from ..scenes.figures import credits_per_km2, usable_km2
from ..scenes.scene import Scene
from .area import Area

_NEVER = datetime.min.replace(tzinfo=timezone.utc)
RowKey = Tuple[int, str, str]


@dataclass(frozen=True)
class AreaScene:
    """A scene of a product over an area, and all that is needed to order it.

    `parts` are the area's polygons that the scene meets: what would be ordered. `coverage` is the covered share of the
    whole area, 0 to 1, `aoi_cloud_cover` in per cent of the covered part and accurate to about `aoi_cloud_error`
    percentage points; all are None if unknown. `credits` is the most that the scene may cost, None until that is
    requested, and `charged_km2` the size that it is charged for, None for a price without a size. `problem` is why
    there is no price: the service's words or a failure. `job` is the test query from which the quicklook comes.
    """

    area: Area
    product_id: str
    product_key: str
    product_title: str
    scene: Scene
    parts: Tuple[Aoi, ...]
    coverage: Optional[float] = None
    aoi_cloud_cover: Optional[float] = None
    aoi_cloud_error: Optional[float] = None
    credits: Optional[int] = None
    charged_km2: Optional[float] = None
    problem: Union[str, Up42Error] = ""
    job: Optional[Job] = field(default=None, repr=False, compare=False)

    # A list of thousands of rows asks for it several times for each.
    @cached_property
    def key(self) -> RowKey:
        """Returns the ids of area, product and scene."""
        return self.area.id, self.product_id, self.scene.id

    @property
    def minimum_km2(self) -> Optional[float]:
        """Returns the size that is charged if it is larger than the whole area: the smallest that the product sells."""
        return larger_charge(self.charged_km2, self.area.area_km2)

    @property
    def usable_km2(self) -> Optional[float]:
        """Returns how much of the area is covered and not clouded, None if cover or clouds are unknown.

        Clouds are those over the area, else those of the whole scene.
        """
        clouds = self.scene.cloud_cover if self.aoi_cloud_cover is None else self.aoi_cloud_cover
        return usable_km2(self.area.area_km2, self.coverage, clouds)

    @property
    def credits_per_usable_km2(self) -> Optional[float]:
        """Returns the price of a usable km², None without a price and where nothing is usable."""
        return credits_per_km2(self.credits, self.usable_km2)


@dataclass(frozen=True)
class AreaProblem:
    """Why an area could not be searched: for one product, or with an empty title for any.

    With `is_everywhere` the product could not be searched over any area.
    """

    cause: Union[Problem, Up42Error]
    product_title: str = ""
    is_everywhere: bool = False


@dataclass(frozen=True)
class AreaFound:
    """What was found over an area: the rows of all products, newest first within each.

    `searched` has the titles of the products that were searched without a problem, by id. `cut` are the ids of those of
    which the limit left out scenes, `incomplete` of those whose catalog may have newer scenes than were read.
    `left_out` are the rows beyond the limit, as far as they were read; `known_count` counts the scenes that the scope
    did not accept, and `unreadable_count` the records that could not be read as scenes.
    """

    area: Area
    rows: Tuple[AreaScene, ...] = ()
    problems: Tuple[AreaProblem, ...] = ()
    cut: Tuple[str, ...] = ()
    incomplete: Tuple[str, ...] = ()
    unreadable_count: int = 0
    left_out: Tuple[AreaScene, ...] = ()
    known_count: int = 0
    searched: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def own_problems(self) -> Tuple[AreaProblem, ...]:
        """Returns the problems of this area, without those that a product has over every area."""
        return tuple(problem for problem in self.problems if not problem.is_everywhere)

    @property
    def best(self) -> Optional[AreaScene]:
        """Returns the best row; see `best_of`."""
        return best_of(self.rows)

    @property
    def newest(self) -> Optional[datetime]:
        """Returns the time of the newest scene."""
        return max((row.scene.acquired for row in self.rows if row.scene.acquired is not None), default=None)


def best_of(rows: Iterable[AreaScene]) -> Optional[AreaScene]:
    """Returns the row with the lowest price per usable km², then the newest; None without rows.

    Without any such price it is the row with the largest usable part, then the newest. An unknown part counts as none.
    """
    found = list(rows)
    priced = [(price, row) for row in found if (price := row.credits_per_usable_km2) is not None]
    if priced:
        return min(priced, key=lambda pair: (pair[0], -_seconds(pair[1]), pair[1].key))[1]
    return max(found, key=lambda row: (row.usable_km2 or 0.0, _seconds(row), row.key), default=None)


def ranked_by_product(rows: Iterable[AreaScene]) -> Iterator[Tuple[AreaScene, int]]:
    """Returns each row with its place among those of its area and product: the most usable, then the most covered.

    Without a price of each product, nobody sees which of them is the cheapest over an area.
    """
    places: Counter[Tuple[int, str]] = Counter()
    for row in sorted(rows, key=lambda row: (-(row.usable_km2 or 0.0), -(row.coverage or 0.0))):
        yield row, places[row.key[:2]]
        places[row.key[:2]] += 1


def _seconds(row: AreaScene) -> float:
    return ((row.scene.acquired or _NEVER) - _NEVER).total_seconds()
