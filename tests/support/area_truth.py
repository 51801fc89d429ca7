"""What a search over areas must find, computed from the Sandbox's world alone: its scenes, frames and prices."""

from __future__ import annotations

import math
from itertools import islice
from typing import NamedTuple

from up42_jobs.sandbox.clock import Interval
from up42_jobs.sandbox.platform.overlay import pieces
from up42_jobs.sandbox.world.geometry import area_km2, intersection, shifted_near
from up42_jobs.sandbox.world.imagery import newest_first
from up42_jobs.sandbox.world.scenes import clipped_ring


class TrueRow(NamedTuple):
    """A scene over an area: covered km² and per cent, and the credits of its parts, None if refused."""

    scene_id: str
    acquired: object
    cloud_cover: object
    covered_km2: float
    coverage: float
    credits: object


def true_rows(sensor, rings, period, limit, *, price=0, least_km2=0.0, max_cloud=100, min_coverage=0.0):
    """The newest scenes over an area of parts without holes, up to the limit, newest first."""
    whole = sum(area_km2(ring) for ring in rings)
    found = newest_first((sensor,), [tuple(ring) for ring in rings], Interval(period.start, period.end))
    rows = (_row(scene, rings, whole, price, least_km2) for scene in found)
    wanted = (
        row
        for row in rows
        if (row.cloud_cover is None or row.cloud_cover <= max_cloud)
        and row.coverage >= min_coverage
        and row.covered_km2 > 0.0
    )
    return list(islice(wanted, limit))


def _row(scene, rings, whole, price, least_km2):
    # Orders go by parts within ±180°.
    parts = [clipped_ring(scene, piece) for ring in rings for piece in _halves(ring)]
    sizes = [area_km2(part) for part in parts if part]
    charged = [max(0.01, least_km2, round(size, 2)) for size in sizes]
    credits = sum(math.ceil(round(size * price, 6)) for size in charged)
    # The service refuses an area of which a scene shows several pieces.
    if any(pieces(shifted_near(ring, scene.centre[0]), scene.footprint) > 1 for ring in rings):
        credits = None
    covered = sum(sizes)
    return TrueRow(scene.id, scene.acquired, scene.cloud_cover, covered, 100.0 * covered / whole, credits)


def _halves(ring):
    sides = [((west, -90), (west + 360, -90), (west + 360, 90), (west, 90)) for west in (-180, 180)]
    halves = (intersection(ring, side) for side in sides)
    return [half for half in halves if half]


def share_covered(footprint, aoi):
    """The share of an area that a footprint covers, on the Sandbox's sphere; footprints are convex."""
    middle = sum(lon for lon, _ in footprint[:-1]) / (len(footprint) - 1)
    part = intersection(shifted_near(aoi.ring, middle), footprint)
    return min(1.0, area_km2(part) / area_km2(aoi.ring)) if part else 0.0
