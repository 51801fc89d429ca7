"""A small picture of a product, drawn from its sensor and resolution: the services offer none."""

from __future__ import annotations

import math
from typing import Callable, Dict, Optional

from qgis.PyQt.QtCore import QRect, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPixmap

from ...core.domain.products import Product, SensorKind
from ..parts.colours import blended
from ..wording import resolution_text

# Pixels per side of the picture at the finest resolution, and what a coarser one has at least.
_FINEST_M, _MAX_CELLS, _FEWEST_CELLS = 0.3, 24, 4
# How many cells less for a resolution that is twice as coarse.
_CELLS_PER_DOUBLING = 4
_CHIP = QColor(0, 0, 0, 190)
_WATER, _FOREST, _MEADOW, _FIELD, _TOWN = "#2f6690", "#3d6b45", "#7fa65a", "#c9b46b", "#b9b3a6"
_LOW, _MIDDLE, _HIGH = QColor("#4f8a5b"), QColor("#b58a55"), QColor("#f4f1ea")


def can_be_drawn(product: Product) -> bool:
    """Returns whether anything is known of what the sensor sees."""
    return product.sensor is not None or bool(product.resolution_m)


def product_picture(product: Product, side: int) -> QPixmap:
    """Returns a landscape as the sensor sees it, in cells as coarse as its pixels, with the resolution on it."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(0, 0, side, side), side / 10, side / 10)
    painter.setClipPath(frame)
    cells, shade = cells_per_side(product.resolution_m), _SHADES[product.sensor]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for row in range(cells):
        for column in range(cells):
            left, right = (round(side * number / cells) for number in (column, column + 1))
            top, bottom = (round(side * number / cells) for number in (row, row + 1))
            color = shade((column + 0.5) / cells, (row + 0.5) / cells)
            painter.fillRect(QRect(left, top, right - left, bottom - top), color)
    if product.resolution_m:
        _draw_chip(painter, side, resolution_text(product.resolution_m))
    painter.end()
    return pixmap


def cells_per_side(resolution_m: Optional[float]) -> int:
    """Returns how many cells the picture has per side: fewer for coarser sensors."""
    if not resolution_m or resolution_m <= 0:
        return _FEWEST_CELLS * 2
    doublings = math.log2(max(resolution_m / _FINEST_M, 1.0))
    return max(round(_MAX_CELLS - _CELLS_PER_DOUBLING * doublings), _FEWEST_CELLS)


def _draw_chip(painter: QPainter, side: int, text: str) -> None:
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(max(side // 4, 9))
    width = QFontMetrics(font).horizontalAdvance(text)
    if width > side - 4:
        font.setPixelSize(max(int(font.pixelSize() * (side - 4) / width), 7))
    height = round(font.pixelSize() * 1.35)
    chip = QRect(0, side - height, side, height)
    painter.fillRect(chip, _CHIP)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    painter.drawText(QRectF(chip), Qt.AlignmentFlag.AlignCenter, text)


def _height(x: float, y: float) -> float:
    """Returns how high the landscape is, from 0 to 1: hills in the north-east, a river below them."""
    hill = math.exp(-((x - 0.72) ** 2 + (y - 0.25) ** 2) / 0.09)
    ridge = 0.35 * math.exp(-((x - 0.2) ** 2 + (y - 0.3) ** 2) / 0.03)
    return min(hill + ridge, 1.0)


def _is_river(x: float, y: float) -> bool:
    return abs(y - 0.55 - 0.16 * math.sin(5.0 * x)) < 0.09


def _optical(x: float, y: float) -> QColor:
    if _is_river(x, y):
        return QColor(_WATER)
    if _height(x, y) > 0.45:
        return QColor(_FOREST)
    if y > 0.6:
        is_even = (int(x * 4) + int(y * 6)) % 2
        return QColor(_FIELD if is_even else _MEADOW)
    return QColor(_TOWN if x < 0.45 and (int(x * 12) + int(y * 12)) % 2 else _MEADOW)


def _radar(x: float, y: float) -> QColor:
    """Returns the grey of an echo: water is dark, slopes that face the sensor are bright, with speckle over all."""
    slope = _height(x, y) - _height(x + 0.06, y)
    speckle = (math.sin(x * 127.1 + y * 311.7) * 43758.5453) % 1.0
    echo = 0.08 if _is_river(x, y) else 0.42 + 1.4 * slope
    grey = round(255 * min(max(echo + 0.28 * (speckle - 0.5), 0.03), 0.97))
    return QColor(grey, grey, grey)


def _elevation(x: float, y: float) -> QColor:
    height = _height(x, y)
    if height < 0.5:
        return blended(_LOW, _MIDDLE, 2.0 * height)
    return blended(_MIDDLE, _HIGH, 2.0 * height - 1.0)


def _unknown(x: float, y: float) -> QColor:
    grey = round(120 + 80 * _height(x, y))
    return QColor(grey, grey, grey)


_SHADES: Dict[Optional[SensorKind], Callable[[float, float], QColor]] = {
    SensorKind.OPTICAL: _optical,
    SensorKind.RADAR: _radar,
    SensorKind.ELEVATION: _elevation,
    None: _unknown,
}
