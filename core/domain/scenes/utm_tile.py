"""Sentinel-2 tiles: squares of 109.8 km on the 100 km grid of their UTM zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

from ..aoi import Point

TILE_M = 109_800.0
_SQUARE_M = 100_000.0
# A tile extends this far beyond its square in the west and in the north.
_MARGIN_M = 40.0
_CYCLE_M = 2_000_000.0
_SOUTH_M = 10_000_000.0
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
# One degree of latitude in metres, accurate enough to distinguish bands of 8 degrees from cycles of 18.
_DEGREE_M = 110_600.0
# A footprint vertex this close to a side of the tile counts as on it: footprints are rounded.
_NEAR_M = 1500.0


@dataclass(frozen=True)
class UtmTile:
    """A tile: the EPSG code of its zone and its upper left corner in metres."""

    epsg: int
    west: float
    north: float

    @property
    def zone(self) -> int:
        """Returns the number of the zone, 1 to 60."""
        return self.epsg % 100


def tile_of_name(name: str) -> Optional[UtmTile]:
    """Returns the tile with a name like `30SYJ`, None if there is no such tile."""
    zone, band, column, row = int(name[:2]), name[2], name[3], name[4]
    columns = _COLUMNS[zone % 3]
    if not 1 <= zone <= 60 or band not in _BANDS or column not in columns or row not in _ROWS:
        return None
    is_south = band < "N"
    south_of_band = (_BANDS.index(band) * 8.0 - 80.0) * _DEGREE_M + (_SOUTH_M if is_south else 0.0)
    northing = (_ROWS.index(row) - (0 if zone % 2 else 5)) % 20 * _SQUARE_M
    # The row letters repeat every 2,000 km: take the first square that is not south of the band.
    while northing + _SQUARE_M < south_of_band - _SQUARE_M:
        northing += _CYCLE_M
    easting = (columns.index(column) + 1) * _SQUARE_M
    return UtmTile((32700 if is_south else 32600) + zone, easting - _MARGIN_M, northing + _SQUARE_M + _MARGIN_M)


def tile_of_outline(ring: Sequence[Point], epsg: int) -> Tuple[Optional[UtmTile], int]:
    """Returns the tile that contains an outline in metres of a zone, and how many of its sides the outline touches.

    None if no tile contains it; if several do, the one with the most touched sides.
    """
    eastings, northings = [x for x, _ in ring], [y for _, y in ring]
    best: Optional[UtmTile] = None
    most = -1
    first_column, last_column = int(min(eastings) // _SQUARE_M) - 1, int(max(eastings) // _SQUARE_M)
    first_row, last_row = int(min(northings) // _SQUARE_M) - 1, int(max(northings) // _SQUARE_M)
    for column in range(first_column, last_column + 1):
        for row in range(first_row, last_row + 1):
            tile = UtmTile(epsg, column * _SQUARE_M - _MARGIN_M, (row + 1) * _SQUARE_M + _MARGIN_M)
            gaps = (
                min(eastings) - tile.west,
                tile.west + TILE_M - max(eastings),
                tile.north - max(northings),
                min(northings) - (tile.north - TILE_M),
            )
            if min(gaps) < -_NEAR_M:
                continue
            touched = sum(gap < _NEAR_M for gap in gaps)
            if touched > most:
                best, most = tile, touched
    return best, max(most, 0)
