"""One acquisition of the Sandbox: its facts, its true place, and how an area lies to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .geometry import (
    Point,
    apply_homography,
    area_km2,
    from_ground_plane,
    homography,
    intersection,
    shifted_near,
    to_ground_plane,
)
from .sensors import Sensor
from .utm import UtmTile

UNIT = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True)
class SandboxScene:
    """One acquisition, with its true place.

    `corners` are the places of the upper left, upper right, lower right and lower left corner of the sensor frame;
    longitudes are continuous and may pass 180. Between the corners the truth is the homography that takes the unit
    square (u right, v down) to them in the gnomonic plane around their mean, where the sides of a frame are straight
    as they are on the ground; in a `tile` it is the grid of its UTM zone. `footprint` is the outline as a closed
    GeoJSON ring whose start and direction vary. Right of the line from (`swath[0]`, 0) to (`swath[1]`, 1) a tile has
    no data. `azimuth_angle` is the direction of the image's columns from its first line to its last. Angles in
    degrees, `cloud_cover` in per cent or None.
    """

    id: str
    name: str
    sensor: Sensor
    platform: str
    acquired: datetime
    cloud_cover: Optional[float]
    incidence_angle: float
    incidence_along: float
    incidence_across: float
    azimuth_angle: float
    sun_azimuth: float
    sun_elevation: float
    orbit_direction: str
    corners: Tuple[Point, Point, Point, Point]
    footprint: Tuple[Tuple[float, float], ...]
    quicklook_size: Tuple[int, int]
    quicklook_format: str
    has_quicklook: bool
    is_grey: bool
    tile: Optional[UtmTile] = None
    swath: Optional[Tuple[float, float]] = None

    @property
    def centre(self) -> Point:
        """Returns the mean of the corners."""
        lon, lat = (sum(values) / 4.0 for values in zip(*self.corners))
        return lon, lat

    def image_to_ground(self, u: ArrayLike, v: ArrayLike) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns longitude and latitude of places in the sensor frame, 0 to 1 from its upper left corner."""
        if self.tile is not None:
            return self.tile.to_ground(u, v)
        x, y = apply_homography(homography(UNIT, self._plane_corners()), np.asarray(u, float), np.asarray(v, float))
        return from_ground_plane(x, y, self.centre)

    def ground_to_image(self, lon: ArrayLike, lat: ArrayLike) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns the place in the sensor frame of longitudes and latitudes."""
        if self.tile is not None:
            return self.tile.to_image(lon, lat)
        return apply_homography(homography(self._plane_corners(), UNIT), *to_ground_plane(lon, lat, self.centre))

    def has_data(self, u: ArrayLike, v: ArrayLike) -> NDArray[np.bool_]:
        """Returns which places of the frame the swath covers."""
        x, y = np.broadcast_arrays(np.asarray(u, float), np.asarray(v, float))
        if self.swath is None:
            return np.ones(x.shape, dtype=bool)
        return np.asarray(x <= self.swath[0] + (self.swath[1] - self.swath[0]) * y)

    def _plane_corners(self) -> List[Point]:
        lon, lat = zip(*self.corners)
        x, y = to_ground_plane(lon, lat, self.centre)
        return list(zip(x.tolist(), y.tolist()))

    def quicklook_frame(self) -> Tuple[Point, Point, Point, Point]:
        """Returns the places of the corners of the quicklook image, upper left first, clockwise."""
        if self.sensor.quicklook_kind != "collar":
            return self.corners
        lons, lats = [lon for lon, _ in self.corners], [lat for _, lat in self.corners]
        west, east, south, north = min(lons), max(lons), min(lats), max(lats)
        return ((west, north), (east, north), (east, south), (west, south))


def covers(scene: SandboxScene, ring: Sequence[Sequence[float]]) -> bool:
    """Returns whether the whole area is within the footprint."""
    lon, lat = zip(*shifted_near(ring, scene.centre[0]))
    u, v = scene.ground_to_image(np.array(lon), np.array(lat))
    return bool(np.all((u >= 0) & (u <= 1) & (v >= 0) & (v <= 1) & scene.has_data(u, v)))


def clipped_ring(scene: SandboxScene, ring: Sequence[Sequence[float]]) -> List[Point]:
    """Returns the part of the area within the footprint, open, empty where there is none."""
    return intersection(shifted_near(ring, scene.centre[0]), scene.footprint)


def intersection_area_km2(scene: SandboxScene, ring: Sequence[Sequence[float]]) -> float:
    """Returns the size of the part of the area within the footprint."""
    part = clipped_ring(scene, ring)
    return area_km2(part) if part else 0.0
