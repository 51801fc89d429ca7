"""Places a quicklook by the evidence of its pixels, footprint and metadata."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ...domain.aoi import Aoi, Box, Point, Ring, bounds_of, signed_area
from ...domain.errors import ErrorKind, Up42Error
from ...domain.ports.control import AoiFigures, PlacedRaster
from ...domain.scenes.acquisition import FrameHints, frame_hints
from ...domain.scenes.placement import place_on_corners
from ...domain.scenes.scene import Scene
from ...domain.scenes.utm_tile import TILE_M
from .clouds import look_at_area
from .collar import find_collar, inside_outline
from .image import QuicklookImage, read_image, thumbnail
from .raster import WGS84, write_frame, write_north_up
from .tile import find_tile, outline_in_tile, tile_crs

# Increase it when the same image and scene give another raster: cached rasters are then placed again.
PLACING = 3
# From this fit on the empty part of an image is taken for its collar.
_COLLAR = 0.9
# If the provider's quicklooks usually fill the footprint, only a near-perfect fit counts.
_COLLAR_AGAINST_HABIT = 0.97
# Width to height of a picture of a square tile.
_SQUARE = 0.04
# Share of a frame's side within which an outline counts as on it.
_BEYOND = 0.012
_CERTAINTY_OF_OUTLINE = 0.1
_CERTAINTY_WITHOUT_COLLAR = 0.4
_CERTAINTY_WITH_RIVAL = 0.6
_CERTAINTY_OF_TILE = 0.97
_CERTAINTY_OF_SIDES = {4: 0.97, 3: 0.95, 2: 0.85}


def place_quicklook(image: Path, scene: Scene, aoi: Optional[Aoi] = None) -> PlacedRaster:
    """Writes `<image>.tif` next to a quicklook, alpha from the place of the frame and the footprint, never from black.

    A full sensor frame is laid on the footprint's corners in EPSG:4326; a north-up image with an empty collar on the
    footprint's box; one of Sentinel-2 on its tile, in the tile's UTM zone. Longitudes stay continuous across the
    180th meridian. With `aoi` the clouds over it are estimated. Safe in several threads. Raises IMAGE_UNREADABLE.
    """
    placed, found = place_over_areas(image, scene, () if aoi is None else (aoi,))
    if not found:
        return placed
    figures = found[0]
    return replace(
        placed, aoi_cloud_cover=figures.cloud_cover, aoi_cloud_error=figures.error, aoi_seen=round(figures.seen, 3)
    )


def place_over_areas(image: Path, scene: Scene, aois: Sequence[Aoi]) -> Tuple[PlacedRaster, Tuple[AoiFigures, ...]]:
    """Places a quicklook as `place_quicklook` does, and returns what it shows of each area; nothing if it is placed
    only roughly.
    """
    pixels = read_image(image)
    small = thumbnail(pixels)
    target = image.with_suffix(".tif")
    if scene.footprint is not None:
        bands, area, placed = _place_on_footprint(pixels, scene.footprint, frame_hints(scene), target)
    elif scene.outline is not None:
        box = bounds_of(scene.outline)
        bands, area = _write_north_up(pixels, None, box, target), _InBox(box)
        placed = PlacedRaster(str(target), "outline", _CERTAINTY_OF_OUTLINE)
    else:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, "there is no outline to place the quicklook on")
    placed = replace(placed, thumbnail=small)
    if placed.placement == "outline":
        return placed, ()
    return placed, tuple(look_at_area(bands, area(aoi.ring), scene.cloud_cover) for aoi in aois)


class _InBox:
    """Takes a ring of degrees into the unit square of a box (right, down), open."""

    def __init__(self, box: Box) -> None:
        self._box = box

    def __call__(self, ring: Ring) -> List[Point]:
        west, south, east, north = self._box
        turn = 360.0 * round(((west + east) / 2.0 - ring[0][0]) / 360.0)
        return [((lon + turn - west) / (east - west), (north - lat) / (north - south)) for lon, lat in ring[:-1]]


_Placed = Tuple[NDArray[np.uint8], Callable[[Ring], List[Point]], PlacedRaster]


def _place_on_footprint(pixels: QuicklookImage, footprint: Ring, hints: FrameHints, target: Path) -> _Placed:
    """Returns the written bands, the function from degrees into their unit square, and the placement."""
    if signed_area(footprint) == 0.0:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, "the footprint has no area")
    box = bounds_of(footprint)
    in_box = _InBox(box)(footprint)
    collar = find_collar(pixels, in_box)
    if hints.is_tiled and abs(pixels.size[0] / pixels.size[1] - 1.0) <= _SQUARE:
        on_tile = _place_on_tile(pixels, footprint, hints, collar.fit, target)
        if on_tile is not None:
            return on_tile
    on_corners = place_on_corners(footprint, pixels.size, hints)
    has_collar = collar.fit > (_COLLAR_AGAINST_HABIT if hints.is_full_frame else _COLLAR)
    if on_corners is not None and not has_collar:
        bands, frame = write_frame(pixels, on_corners.corners, target)
        placed = PlacedRaster(str(target), "corners", on_corners.certainty, on_corners.evidence)
        return bands, _InBox(frame), placed
    if not has_collar:
        bands = _write_north_up(pixels, in_box, box, target)
        return bands, _InBox(box), PlacedRaster(str(target), "bounds", _CERTAINTY_WITHOUT_COLLAR)
    bands = _write_north_up(pixels.oriented(collar.symmetry), in_box, box, target)
    certainty = min(collar.fit, _CERTAINTY_WITH_RIVAL) if collar.has_rival else collar.fit
    evidence = ["collar"]
    if collar.symmetry:
        evidence.append("mirror" if collar.symmetry >= 4 else "turned")
    return bands, _InBox(box), PlacedRaster(str(target), "bounds", round(certainty, 2), tuple(evidence))


def _place_on_tile(
    pixels: QuicklookImage, footprint: Ring, hints: FrameHints, box_fit: float, target: Path
) -> Optional[_Placed]:
    """Returns None if no tile is found or the collar shows that the picture is cut to the footprint's box."""
    tile, touched = find_tile(footprint, hints.tile)
    if tile is None:
        return None
    in_tile = outline_in_tile(footprint, tile)
    fit = find_collar(pixels, in_tile).fit
    if box_fit > max(fit, _COLLAR):
        return None
    box = (tile.west, tile.north - TILE_M, tile.west + TILE_M, tile.north)
    bands = _write_north_up(pixels, _widened(in_tile), box, target, tile_crs(tile))
    has_collar, is_named = fit > _COLLAR, bool(hints.tile)
    certainty = _CERTAINTY_OF_TILE if is_named or has_collar else _CERTAINTY_OF_SIDES.get(touched, 0.5)
    facts = (("tile", is_named), ("collar", has_collar), ("sides", touched > 1))
    placed = PlacedRaster(str(target), "tile", certainty, tuple(name for name, counts in facts if counts))
    return bands, lambda ring: outline_in_tile(ring, tile), placed


def _write_north_up(
    pixels: QuicklookImage, outline: Optional[Sequence[Point]], box: Box, target: Path, crs: str = WGS84
) -> NDArray[np.uint8]:
    columns, rows = pixels.size
    inside = np.ones((rows, columns), dtype=bool) if outline is None else inside_outline(outline, columns, rows)
    return write_north_up(pixels, inside, box, target, crs)


def _widened(outline: Sequence[Point]) -> List[Point]:
    """Moves points near the sides of the frame beyond them: outlines are rounded, and no pixel may be lost."""

    def moved(value: float) -> float:
        return -_BEYOND if value < _BEYOND else 1.0 + _BEYOND if value > 1.0 - _BEYOND else value

    return [(moved(u), moved(v)) for u, v in outline]
