"""Detects the empty collar of a north-up image, separated from dark water by the footprint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from ...domain.aoi import Point
from .image import QuicklookImage, turned

# Pixels per side of the probe.
PROBE_PX = 128
# JPEG smears black and white by a few steps.
_BLACK, _WHITE = 8, 247
# Along the rim of the footprint at least this share of a real picture is no collar: the rest may be dark water.
_SEEN_RIM = 0.35
# A turned or mirrored reading must fit this much better than the plain one.
_CLEARLY = 0.1
_RIM_PX = 3
_MIN_OUTSIDE = 0.015
# Share of the outside that must be empty before orientations are tried.
_WORTH_READING = 0.5


@dataclass(frozen=True)
class Collar:
    """How well the empty part of an image is the outside of an outline, 0 to 1.

    `symmetry` is what `image.oriented` takes to make the image north-up, other than 0 only if that fits clearly
    better; `has_rival` is true if another reading fits nearly as well as that one: a parallelogram looks the same
    after half a turn.
    """

    fit: float = 0.0
    symmetry: int = 0
    has_rival: bool = False


def find_collar(image: QuicklookImage, outline: Sequence[Point]) -> Collar:
    """Compares the empty part of an image with the outside of an outline.

    `outline` is open, in the unit square of the frame (right, down). The fit is the share of the outside that is
    empty, reduced if the rim of the inside is empty too, so that neither dark water at an edge nor an island in
    a black sea makes a collar. Zero if the outline fills its frame.
    """
    # A quick exit: most images have no empty part.
    empties = [empty for empty in _empties(image) if empty.mean() >= _WORTH_READING * _MIN_OUTSIDE]
    if not empties:
        return Collar()
    inside = inside_outline(outline, PROBE_PX, PROBE_PX)
    outside = ~_grown(inside, 1)
    if outside.mean() < _MIN_OUTSIDE:
        return Collar()
    rim = inside & _grown(~inside, _RIM_PX) & ~_grown(~inside, 1)
    if not rim.any():
        return Collar()
    collars = [_read(empty, outside, rim) for empty in empties]
    return max(collars, key=lambda collar: collar.fit)


def _read(empty: NDArray[np.bool_], outside: NDArray[np.bool_], rim: NDArray[np.bool_]) -> Collar:
    if np.count_nonzero(empty) < _WORTH_READING * np.count_nonzero(outside):
        return Collar()
    fits = []
    for number in range(8):
        read = turned(empty, number)
        filled = min(1.0, (1.0 - float(read[rim].mean())) / _SEEN_RIM)
        fits.append(float(read[outside].mean()) * filled)
    best = max(range(8), key=fits.__getitem__)
    if fits[best] <= fits[0] + _CLEARLY:
        return Collar(fits[0])
    rivals = [fit for number, fit in enumerate(fits) if number != best and fit > fits[best] - _CLEARLY]
    return Collar(fits[best], best, bool(rivals))


def inside_outline(outline: Sequence[Point], columns: int, rows: int, step: int = 1) -> NDArray[np.bool_]:
    """Draws an outline of the unit square on each `step`-th row and column of a grid.

    A pixel is inside by the crossing number at its centre.
    """
    y = (np.arange(0, rows, step) + 0.5) / rows
    count = -(-columns // step)
    starts = np.asarray(outline, dtype=float)
    ends = np.roll(starts, -1, axis=0)
    side, row = np.nonzero((starts[:, 1, None] > y) != (ends[:, 1, None] > y))
    (x0, y0), (x1, y1) = starts[side].T, ends[side].T
    crossing = (x1 - x0) * (y[row] - y0) / (y1 - y0) + x0
    # Each crossing flips all pixels to its left; accumulated from the right, so that many sides cost no more.
    left = np.clip(np.ceil((crossing * columns - 0.5) / step), 0, count).astype(np.intp)
    turns = np.zeros((y.size, count + 1), dtype=np.uint8)
    np.bitwise_xor.at(turns, (row, left), np.uint8(1))
    return np.bitwise_xor.accumulate(turns[:, :0:-1], axis=1)[:, ::-1].view(np.bool_)


def _empties(image: QuicklookImage) -> Sequence[NDArray[np.bool_]]:
    """Returns candidate masks of a collar: transparent, black, or white."""
    columns, rows = image.size
    row = (np.arange(PROBE_PX) * rows) // PROBE_PX
    column = (np.arange(PROBE_PX) * columns) // PROBE_PX
    probe = image.packed.take(row, axis=0).take(column, axis=1)
    *shown, alpha = np.moveaxis(probe.view(np.uint8).reshape(*probe.shape, -1), 2, 0)
    clear = alpha == 0
    if clear.any():
        return (clear,)
    # One plane after the other, since numpy is slow along three values each.
    return reduce(np.maximum, shown) <= _BLACK, reduce(np.minimum, shown) >= _WHITE


def _grown(mask: NDArray[np.bool_], pixels: int) -> NDArray[np.bool_]:
    grown = mask.copy()
    for _ in range(pixels):
        wider = grown.copy()
        wider[1:] |= grown[:-1]
        wider[:-1] |= grown[1:]
        wider[:, 1:] |= grown[:, :-1]
        wider[:, :-1] |= grown[:, 1:]
        grown = wider
    return grown
