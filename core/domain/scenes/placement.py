"""Positions of a quicklook's corners, derived from the footprint, the image's shape and the metadata."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from ..aoi import Point, signed_area
from .acquisition import DESCENDING_DEG, FrameHints

Corners = Tuple[Point, Point, Point, Point]

# The weight of the image's shape relative to its direction; the misfit is capped at a factor of e.
_SHAPE_WEIGHT = 1.0
_SHAPE_WEIGHT_MEASURED = 0.4
_LEAD_WEIGHT = 1.3
_SURE_FROM_HABIT = 0.9
_SURE_FROM_FIGURES = 0.98
# A frame that starts in the south may have been turned north up for display.
_SURE_UPSIDE_DOWN = 0.75


@dataclass(frozen=True)
class Placement:
    """Upper left, upper right, lower right and lower left corner of the image in continuous longitude and latitude.

    `certainty` is 0 to 1, `evidence` names what the corners were derived from.
    """

    corners: Corners
    certainty: float
    evidence: Tuple[str, ...] = ()


def place_on_corners(
    ring: Sequence[Point], image_size: Tuple[int, int], hints: Optional[FrameHints] = None
) -> Optional[Placement]:
    """Returns the placement of a full sensor frame, None for a footprint without four corners.

    The ring may start anywhere, run in either direction and have further vertices on its sides. Of the four rotations,
    the one is chosen whose columns fit best to the direction in the metadata (by default that of a descending
    satellite) and whose sides fit the image's shape. A frame is mirrored only if the metadata states it.
    """
    known = hints or FrameHints()
    corners = four_corners(ring)
    if corners is None:
        return None
    is_clockwise = signed_area(corners) < 0
    ordered = list(corners) if is_clockwise != known.is_mirrored else list(reversed(corners))
    turns = [tuple(ordered[start:] + ordered[:start]) for start in range(4)]
    rated = sorted(((_rating(turn, image_size, known), number) for number, turn in enumerate(turns)), reverse=True)
    chosen = turns[rated[0][1]]
    evidence = tuple(
        name
        for name, counts in (
            ("provider", known.is_full_frame),
            ("azimuth", known.is_measured and not known.is_mirrored),
            ("orbit", known.down_deg is not None and (not known.is_measured or known.is_mirrored)),
            ("mirror", known.is_mirrored),
            ("shape", abs(math.log(image_size[0] / image_size[1])) > 0.08),
        )
        if counts
    )
    certainty = _certainty(rated[0][0] - rated[1][0], known)
    return Placement((chosen[0], chosen[1], chosen[2], chosen[3]), round(certainty, 2), evidence)


def four_corners(ring: Sequence[Point]) -> Optional[List[Point]]:
    """Returns the four corners of a ring in its own order, None if it is not nearly a quadrilateral.

    Drops vertices until four are left, always the one that changes the area least; the total change may be up to a
    fiftieth of the area.
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


def _rating(turn: Sequence[Point], image_size: Tuple[int, int], hints: FrameHints) -> float:
    """Rates a rotation by the direction of its columns (1 is as expected) and the fit of the image's shape."""
    scale = math.cos(math.radians(sum(lat for _, lat in turn) / 4.0))
    plane = [(lon * scale, lat) for lon, lat in turn]

    def side(first: int, second: int) -> Point:
        (x0, y0), (x1, y1) = plane[first], plane[second]
        return x1 - x0, y1 - y0

    top, bottom, left, right = side(0, 1), side(3, 2), side(0, 3), side(1, 2)
    across = (math.hypot(*top) + math.hypot(*bottom)) / 2.0
    down = (math.hypot(*left) + math.hypot(*right)) / 2.0
    if across <= 0.0 or down <= 0.0:
        return -1.0
    expected = math.radians(DESCENDING_DEG if hints.down_deg is None else hints.down_deg)
    # The direction is taken from both pairs of sides, so that a skewed frame is not rated by only one of them.
    hand = -1.0 if hints.is_mirrored else 1.0
    along_x = (left[0] + right[0]) / down + hand * (top[1] + bottom[1]) / across
    along_y = (left[1] + right[1]) / down - hand * (top[0] + bottom[0]) / across
    direction = math.cos(math.atan2(along_x, along_y) - expected)
    misfit = abs(math.log((across / down) / (image_size[0] / image_size[1])))
    return direction - min(misfit, 1.0) * (_SHAPE_WEIGHT_MEASURED if hints.is_measured else _SHAPE_WEIGHT)


def _certainty(lead: float, hints: FrameHints) -> float:
    """Returns the certainty for the lead of the best rotation over the second."""
    most = _SURE_FROM_FIGURES if hints.is_measured else _SURE_FROM_HABIT
    if hints.down_deg is not None and math.cos(math.radians(hints.down_deg)) > 0.0 and not hints.is_mirrored:
        most = _SURE_UPSIDE_DOWN
    return min(most, 0.5 + _LEAD_WEIGHT * lead)
