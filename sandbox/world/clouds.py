"""Clouds that cover the share of the footprint that the metadata states."""

from __future__ import annotations

from typing import Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .noise import Floats, fractal
from .scenes import SandboxScene

# Half of the soft rim of a cloud, in units of the noise.
_RIM = 0.012
_PROBES = 96


def cloud_opacity(scene: SandboxScene, lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Returns the opacity of clouds, 0 to 1; above 0.5 counts as cloud."""
    x, y = np.broadcast_arrays(np.asarray(lon, float), np.asarray(lat, float))
    if not scene.cloud_cover:
        return np.zeros(x.shape, dtype=np.float32)
    threshold = _threshold(scene)
    field = _field(scene, x, y)
    return np.asarray(np.clip((field - threshold) / np.float32(2 * _RIM) + np.float32(0.5), 0.0, 1.0), np.float32)


def _field(scene: SandboxScene, x: NDArray[np.float64], y: NDArray[np.float64]) -> Floats:
    seed, first = _seed(scene)
    return fractal(x, y, first, 5, seed, 0.0)


def _seed(scene: SandboxScene) -> Tuple[int, int]:
    # Cloud banks of about a fifth of the frame of any size.
    first = max(1, round(5.0 * 111.2 / max(scene.sensor.width_km, 10.0) / 2.0))
    return int(scene.id[:7], 16) & 0xFFFFFF, first


def _threshold(scene: SandboxScene) -> np.float32:
    """Returns the height of the noise that the stated share of the frame exceeds."""
    if scene.cloud_cover is not None and scene.cloud_cover >= 100.0:
        return np.float32(-1.0)
    steps = (np.arange(_PROBES) + 0.5) / _PROBES
    u, v = np.meshgrid(steps, steps)
    seen = scene.has_data(u, v)
    lon, lat = scene.image_to_ground(u[seen], v[seen])
    share = (scene.cloud_cover or 0.0) / 100.0
    return np.float32(np.quantile(_field(scene, lon, lat), 1.0 - share))
