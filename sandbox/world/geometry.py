"""Plane geometry in degrees: homographies, overlaps of polygons, areas on the sphere."""

from __future__ import annotations

import math
from typing import List, Sequence, Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Point = Tuple[float, float]
KM_PER_DEGREE = 111.195  # of a great circle on the sphere of 6371.0088 km


def homography(source: Sequence[Point], target: Sequence[Point]) -> NDArray[np.float64]:
    """Returns the 3 x 3 matrix that takes four points to four others (direct linear transform)."""
    rows: List[List[float]] = []
    for (x, y), (u, v) in zip(source, target):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y])
    solved = _solved(rows, [value for point in target for value in point])
    return np.array([*solved, 1.0]).reshape(3, 3)


def _solved(rows: List[List[float]], right: Sequence[float]) -> List[float]:
    """Solves linear equations by elimination with pivots.

    By hand, since the library behind numpy's solver keeps all processors busy waiting for eight unknowns.
    """
    system = [[*row, value] for row, value in zip(rows, right)]
    for column in range(len(system)):
        pivot = max(range(column, len(system)), key=lambda number: abs(system[number][column]))
        system[column], system[pivot] = system[pivot], system[column]
        lead = system[column]
        for number, row in enumerate(system):
            if number != column and row[column]:
                share = row[column] / lead[column]
                system[number] = [value - share * other for value, other in zip(row, lead)]
    return [row[-1] / row[number] for number, row in enumerate(system)]


def apply_homography(
    matrix: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns the images of points."""
    scale = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    return (
        (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / scale,
        (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / scale,
    )


def to_ground_plane(
    lon: ArrayLike, lat: ArrayLike, centre: Point
) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns places in the gnomonic plane around a centre, in radii of the Earth; great circles are straight in it."""
    away, here, middle = _radians(np.asarray(lon, float) - centre[0]), _radians(lat), math.radians(centre[1])
    bulge = np.cos(here) * (1.0 - np.cos(away))
    depth = np.cos(here - middle) - math.cos(middle) * bulge
    return np.cos(here) * np.sin(away) / depth, (np.sin(here - middle) + math.sin(middle) * bulge) / depth


def from_ground_plane(
    x: ArrayLike, y: ArrayLike, centre: Point
) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns longitude, continuous with the centre's, and latitude of places in its gnomonic plane."""
    east, north, middle = np.asarray(x, float), np.asarray(y, float), math.radians(centre[1])
    away = np.arctan2(east, math.cos(middle) - north * math.sin(middle))
    sine = (math.sin(middle) + north * math.cos(middle)) / np.sqrt(1.0 + east**2 + north**2)
    return centre[0] + np.degrees(away), np.degrees(np.arcsin(sine))


def _radians(degrees: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(np.radians(np.asarray(degrees, float)))


def area_km2(ring: Sequence[Sequence[float]]) -> float:
    """Returns the area of a ring in km² on the authalic sphere (exact for edges that are straight in sin(lat)).

    Within 0.5 % of the ellipsoid for areas up to some hundred kilometres; the sign of the direction is dropped.
    """
    points = _opened(ring)
    total = 0.0
    for (lon0, lat0), (lon1, lat1) in zip(points, points[1:] + points[:1]):
        total += math.radians(lon1 - lon0) * (2.0 + math.sin(math.radians(lat0)) + math.sin(math.radians(lat1)))
    return abs(total) * 6371.0072**2 / 2.0


def intersection(subject: Sequence[Sequence[float]], convex: Sequence[Sequence[float]]) -> List[Point]:
    """Returns the part of a ring within a convex ring, open, empty where there is none (Sutherland-Hodgman)."""
    clip = _opened(convex)
    if _signed(clip) < 0:
        clip.reverse()
    kept = _opened(subject)
    for (ax, ay), (bx, by) in zip(clip, clip[1:] + clip[:1]):
        if not kept:
            return []
        sides = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in kept]
        fresh: List[Point] = []
        for number, (x, y) in enumerate(kept):
            following = (number + 1) % len(kept)
            here, there = sides[number], sides[following]
            if here >= 0:
                fresh.append((x, y))
            if (here >= 0) != (there >= 0):
                share = here / (here - there)
                nx, ny = kept[following]
                fresh.append((x + (nx - x) * share, y + (ny - y) * share))
        kept = fresh
    return kept if len(kept) >= 3 and abs(_signed(kept)) > 1e-12 else []


def shifted_near(ring: Sequence[Sequence[float]], lon: float) -> List[Point]:
    """Returns a ring moved by whole turns so that its first point is within half a turn of a longitude."""
    points = _opened(ring)
    turns = 360.0 * round((lon - points[0][0]) / 360.0)
    moved = [(x + turns, y) for x, y in points]
    for number in range(1, len(moved)):
        x, y = moved[number]
        moved[number] = (x + 360.0 * round((moved[number - 1][0] - x) / 360.0), y)
    return moved


def _opened(ring: Sequence[Sequence[float]]) -> List[Point]:
    points = [(float(point[0]), float(point[1])) for point in ring]
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


def _signed(points: Sequence[Point]) -> float:
    following = (*points[1:], points[0])
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, following)) / 2.0
