"""Where the corners of a quicklook image lie, decided from the footprint and the shape of the image."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from .aoi import Point, signed_area

Corners = Tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Placement:
    """Upper left, upper right, lower right and lower left corner of the image in continuous longitude and latitude.

    `method` is `corners` (full sensor frame on the footprint's corners) or `bounds` (north-up image on the
    footprint's box); `certainty` runs from 0 to 1.
    """

    corners: Corners
    method: str
    certainty: float


def place_on_corners(ring: Sequence[Point], image_size: Tuple[int, int]) -> Optional[Placement]:
    """Returns the placement of a full sensor frame, None for a footprint that has no four corners.

    The ring may start anywhere, run in either direction and hold further vertices on its sides. Real frames are not
    mirrored and are drawn with their first line in the north, so of the four turns the one is taken whose upper side
    runs most to the east; where two turns are nearly as good, the image's shape decides.
    """
    corners = four_corners(ring)
    if corners is None:
        return None
    clockwise = list(corners) if signed_area(corners) < 0 else list(reversed(corners))
    turns = [tuple(clockwise[start:] + clockwise[:start]) for start in range(4)]
    rated = sorted(((_rating(turn, image_size), number) for number, turn in enumerate(turns)), reverse=True)
    best, second = rated[0], rated[1]
    chosen = turns[best[1]]
    certainty = min(1.0, 0.5 + (best[0] - second[0]))
    return Placement((chosen[0], chosen[1], chosen[2], chosen[3]), "corners", round(certainty, 2))


def place_on_bounds(ring: Sequence[Point], certainty: float) -> Placement:
    """Returns the placement of a north-up image on the box of the footprint."""
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    return Placement(((west, north), (east, north), (east, south), (west, south)), "bounds", certainty)


def four_corners(ring: Sequence[Point]) -> Optional[List[Point]]:
    """Returns the four corners of a ring in its own order, None where it is no quadrilateral at heart.

    Vertices are dropped one by one, always the one whose loss changes the area least, until four are left; what is
    lost on the way may be a fiftieth of the area.
    """
    points = list(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)
    whole = abs(signed_area(points)) if len(points) > 2 else 0.0
    if len(points) < 4 or whole <= 0.0:
        return None
    lost = 0.0
    while len(points) > 4:
        losses = [_triangle(points[number - 1], points[number], points[(number + 1) % len(points)])
                  for number in range(len(points))]
        least = min(range(len(points)), key=losses.__getitem__)
        lost += losses[least]
        points.pop(least)
    return points if lost <= whole / 50.0 else None


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2.0


def _rating(turn: Sequence[Point], image_size: Tuple[int, int]) -> float:
    """Rates a turn by the direction of its upper side (1 is due east) and by how well the sides fit the image."""
    scale = math.cos(math.radians(sum(lat for _, lat in turn) / 4.0))
    plane = [(lon * scale, lat) for lon, lat in turn]

    def side(first: int, second: int) -> Tuple[float, float]:
        (x0, y0), (x1, y1) = plane[first], plane[second]
        return x1 - x0, y1 - y0

    top, bottom = side(0, 1), side(3, 2)
    left, right = side(0, 3), side(1, 2)
    across = (math.hypot(*top) + math.hypot(*bottom)) / 2.0
    down = (math.hypot(*left) + math.hypot(*right)) / 2.0
    if across <= 0.0 or down <= 0.0:
        return -1.0
    east = (top[0] + bottom[0]) / 2.0 / across
    misfit = abs(math.log((across / down) / (image_size[0] / image_size[1])))
    return east - min(misfit, 1.0)
