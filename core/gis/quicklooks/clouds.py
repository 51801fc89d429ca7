"""Clouds over the area of interest, estimated from the pixels of a placed quicklook."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ...domain.aoi import Point
from .collar import inside_outline

# Clouds are larger than this share of a quicklook; averaging takes single roofs away.
_MAX_SIDE = 200
# Whiteness from which a pixel is a cloud where nothing is known of the scene, and below which none is.
_USUAL, _LEAST = 150.0, 115.0
_ALIKE = 12.0
# Percentage points: what is left in a clear case, and the most that is told.
_ERROR = 4.0
_MAX_ERROR = 50.0


@dataclass(frozen=True)
class AoiFigures:
    """`seen` is the share of the area that the picture shows, 0 to 1; `cloud_cover` of that part in per cent, right
    within about `error` percentage points, both None where no part is shown or it cannot be told.
    """

    seen: float
    cloud_cover: Optional[float] = None
    error: Optional[float] = None


def look_at_area(bands: NDArray[np.uint8], outline: Sequence[Point], scene_cover: Optional[float]) -> AoiFigures:
    """Returns what a placed quicklook, its last band alpha, shows of an area: `outline` in its unit square, open.

    Clouds are white, bright and larger than a roof. How white is told by the scene's own cloud cover, where that is
    known: the whitest pixels of the whole picture, as many as the metadata says are clouds. So bright sand or snow
    counts only as far as the metadata itself took it for cloud; the more of the picture is white without the metadata
    calling it cloud, or the other way round, the larger the error that is told.
    """
    rows, columns = bands.shape[1:]
    step = max(1, math.ceil(max(rows, columns) / _MAX_SIDE))
    alpha = bands[-1, ::step, ::step]
    area = abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0])))) / 2.0
    inside = inside_outline(outline, columns, rows, step) & (alpha > 0)
    count = int(inside.sum())
    # Areas smaller than a pixel are seen as soon as a pixel is.
    seen = min(1.0, count / max(area * rows * columns / step**2, 1.0)) if area > 0.0 else 0.0
    if count == 0 or len(bands) < 4:
        return AoiFigures(seen)
    whiteness, unit = _whiteness(bands[:3], step)
    in_scene = whiteness[alpha > 0]
    usual_cover = 100.0 * float((in_scene >= _USUAL * unit).mean())
    threshold = _USUAL * unit
    if scene_cover is not None:
        clear = int((in_scene.size - 1) * (1.0 - min(max(scene_cover, 0.0), 100.0) / 100.0))
        up_to = np.bincount(np.maximum(in_scene, 0)).cumsum()
        threshold = max(_LEAST * unit, float(np.searchsorted(up_to, clear, side="right")))
    cover = 100.0 * float((whiteness[inside] > threshold).mean())
    disagreement = 25.0 if scene_cover is None else abs(usual_cover - scene_cover) * 0.8
    # Snow and cloud of one whiteness cannot be told apart, wherever the line between them is drawn.
    disagreement += 60.0 * float((np.abs(in_scene - threshold) < _ALIKE * unit).mean())
    # A small area says little: one cloud more or less, and where its rim is, decides.
    error = min(_MAX_ERROR, _ERROR + disagreement + 60.0 / math.sqrt(count))
    return AoiFigures(seen, round(cover, 1), round(error, 1))


def _whiteness(planes: NDArray[np.uint8], step: int) -> Tuple[NDArray[np.int32], float]:
    """Returns the darkest colour less half of the spread of colours, over a cloud's smallest size, and its unit.

    Of `step` rows the first is read; what is white in it and in its neighbours alike is larger than a roof. Sums and
    not means, which fit whole numbers: a step of whiteness is `unit` of them.
    """
    red, green, blue = (plane[::step] for plane in planes)
    white = np.minimum(np.minimum(red, green), blue).astype(np.int16) * np.int16(3)
    white -= np.maximum(np.maximum(red, green), blue)
    white = np.pad(white, ((0, 0), (0, -white.shape[1] % step)), mode="edge")
    blocks = white[:, ::step].astype(np.int32)
    for number in range(1, step):
        blocks += white[:, number::step]
    return _summed(_summed(blocks).T).T, 2.0 * 9.0 * step


def _summed(values: NDArray[np.int32]) -> NDArray[np.int32]:
    """Returns the sums of each row and its two neighbours."""
    wider = np.pad(values, ((1, 1), (0, 0)), mode="edge")
    return wider[:-2] + wider[1:-1] + wider[2:]
