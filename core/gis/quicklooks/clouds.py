"""Estimates clouds over the area of interest from the pixels of a placed quicklook."""

from __future__ import annotations

import math
from typing import Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ...domain.aoi import Point
from ...domain.ports.control import AoiFigures
from .collar import inside_outline

# Clouds are larger than this share of a quicklook; averaging removes single roofs.
_MAX_SIDE = 200
# Whiteness from which a pixel is a cloud if the scene's cover is unknown, and below which none is.
_USUAL, _MIN_WHITENESS = 150.0, 115.0
_ALIKE = 12.0
# Percentage points: the error in a clear case, and the maximum.
_ERROR = 4.0
_MAX_ERROR = 50.0


def look_at_area(bands: NDArray[np.uint8], outline: Sequence[Point], scene_cover: Optional[float]) -> AoiFigures:
    """Returns what a placed quicklook, its last band alpha, shows of an area: `outline` in its unit square, open.

    Clouds are white, bright and larger than a roof. The threshold comes from the scene's own cloud cover, if
    known: the whitest pixels of the whole image, as many as the metadata counts as clouds. Bright sand or snow thus
    counts only as far as the metadata itself took it for cloud; the more the white share of the image and the
    metadata disagree, the larger the returned error.
    """
    rows, columns = bands.shape[1:]
    step = max(1, math.ceil(max(rows, columns) / _MAX_SIDE))
    alpha = bands[-1, ::step, ::step]
    area = abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0])))) / 2.0
    inside = inside_outline(outline, columns, rows, step) & (alpha > 0)
    count = int(inside.sum())
    # An area smaller than a pixel is seen if that pixel is.
    seen = min(1.0, count / max(area * rows * columns / step**2, 1.0)) if area > 0.0 else 0.0
    if count == 0 or len(bands) < 4:
        return AoiFigures(seen)
    whiteness, unit = _whiteness(bands[:3], step)
    in_scene = whiteness[alpha > 0]
    usual_cover = 100.0 * float((in_scene >= _USUAL * unit).mean())
    threshold = _threshold(in_scene, unit, scene_cover)
    cover = 100.0 * float((whiteness[inside] > threshold).mean())
    disagreement = 25.0 if scene_cover is None else abs(usual_cover - scene_cover) * 0.8
    # Snow and cloud of the same whiteness cannot be separated by any threshold.
    disagreement += 60.0 * float((np.abs(in_scene - threshold) < _ALIKE * unit).mean())
    # In a small area one cloud more or less, or its edge, decides.
    error = min(_MAX_ERROR, _ERROR + disagreement + 60.0 / math.sqrt(count))
    return AoiFigures(seen, round(cover, 1), round(error, 1))


def cloud_mask(bands: NDArray[np.uint8], scene_cover: Optional[float]) -> NDArray[np.bool_]:
    """Returns which pixels of a placed quicklook in colour, its last band alpha, are surely cloud.

    As `look_at_area` finds them, but never darker than usual clouds: light roofs are not among them, and neither are
    the thin rims of clouds.
    """
    rows, columns = bands.shape[1:]
    step = max(1, math.ceil(max(rows, columns) / _MAX_SIDE))
    whiteness, unit = _whiteness(bands[:3], step)
    in_scene = whiteness[bands[-1, ::step, ::step] > 0]
    if not in_scene.size:
        return np.zeros((rows, columns), dtype=bool)
    mask = whiteness > max(_threshold(in_scene, unit, scene_cover), _USUAL * unit)
    whole = mask.repeat(step, axis=0)[:rows].repeat(step, axis=1)[:, :columns]
    return np.asarray(whole & (bands[-1] > 0))


def _threshold(in_scene: NDArray[np.int32], unit: float, scene_cover: Optional[float]) -> float:
    """Returns the whiteness above which a pixel of the scene is cloud."""
    if scene_cover is None:
        return _USUAL * unit
    clear = int((in_scene.size - 1) * (1.0 - min(max(scene_cover, 0.0), 100.0) / 100.0))
    up_to = np.bincount(np.maximum(in_scene, 0)).cumsum()
    return max(_MIN_WHITENESS * unit, float(np.searchsorted(up_to, clear, side="right")))


def _whiteness(planes: NDArray[np.uint8], step: int) -> Tuple[NDArray[np.int32], float]:
    """Returns the darkest colour less half of the spread of colours, over a cloud's smallest size, and its unit.

    One row in `step` is read; an area that is white in it and in its neighbours is larger than a roof. Integer sums
    instead of means: one step of whiteness is `unit` of them.
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
    sums: NDArray[np.int32] = wider[:-2] + wider[1:-1] + wider[2:]
    return sums
