"""Renderers of rasters and symbols of vectors that need no manual styling."""

from __future__ import annotations

import math
from typing import List, Sequence, Tuple

from qgis.core import (
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsRaster,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRasterRange,
    QgsRasterRenderer,
    QgsRasterShader,
    QgsRasterTransparency,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from ...domain.outputs.raster_kinds import RasterKind
from .readings import RasterReading
from .samples import Range

# Share of the range and colour. Bare soil to dense vegetation, zero in the middle.
VEGETATION = (
    (0.0, "#543005"),
    (0.25, "#bf812d"),
    (0.45, "#f6e8c3"),
    (0.5, "#f7f7f0"),
    (0.6, "#d9f0b5"),
    (0.75, "#66bd63"),
    (0.9, "#1a7d3a"),
    (1.0, "#00441b"),
)
# Dry to wet.
WATER = ((0.0, "#8c510a"), (0.35, "#dfc27d"), (0.5, "#f5f5f5"), (0.65, "#92c5de"), (0.85, "#2166ac"), (1.0, "#053061"))
# Perceptually uniform (viridis).
QUANTITIES = (
    (0.0, "#440154"),
    (0.2, "#414487"),
    (0.4, "#2a788e"),
    (0.6, "#22a884"),
    (0.8, "#7ad151"),
    (1.0, "#fde725"),
)
HEIGHTS = (
    (0.0, "#2f7d4f"),
    (0.2, "#7fb069"),
    (0.4, "#d9d18b"),
    (0.6, "#c08f4f"),
    (0.8, "#8a6a55"),
    (1.0, "#f7f5f2"),
)
# As distinct for any colour vision as twelve colours can be (after Paul Tol's muted scheme).
CLASSES = (
    "#4477aa",
    "#ccbb44",
    "#228833",
    "#ee6677",
    "#66ccee",
    "#aa3377",
    "#999933",
    "#882255",
    "#44aa99",
    "#ddaa77",
    "#332288",
    "#bbbbbb",
)
# Steps of the curve that draws radar amplitudes by their decibels.
RADAR_STEPS = 24
# Speckle and shadow below are noise, however small their numbers.
RADAR_DECIBELS = 50.0


def draw_raster(layer: QgsRasterLayer, reading: RasterReading) -> None:
    """Sets the renderer for a reading, with empty pixels transparent; before the layer is in a project."""
    provider = layer.dataProvider()
    if provider is None:
        return
    _declare_empty(provider, reading)
    renderer = _renderer(provider, reading)
    renderer.setAlphaBand(_alpha_band(provider))
    layer.setRenderer(renderer)


def _renderer(provider: QgsRasterDataProvider, reading: RasterReading) -> QgsRasterRenderer:
    band = reading.shown[0]
    if reading.kind is RasterKind.COLOUR:
        return _colour(provider, reading)
    if reading.kind is RasterKind.CLASSES:
        return QgsPalettedRasterRenderer(provider, band, _classes(reading))
    if reading.kind is RasterKind.INDEX:
        return _ramp(provider, band, VEGETATION, _index_range(reading))
    if reading.kind is RasterKind.WATER_INDEX:
        return _ramp(provider, band, WATER, _index_range(reading))
    if reading.kind is RasterKind.ELEVATION:
        return _ramp(provider, band, HEIGHTS, reading.ranges[0])
    if reading.kind is RasterKind.MEASURE:
        return _ramp(provider, band, QUANTITIES, reading.ranges[0])
    if reading.kind is RasterKind.RADAR and reading.lowest >= 0.0:
        return _radar(provider, band, reading.ranges[0])
    renderer = QgsSingleBandGrayRenderer(provider, band)
    renderer.setContrastEnhancement(_stretch(provider, band, reading.ranges[0]))
    renderer.setMinMaxOrigin(_origin())
    return renderer


def _colour(provider: QgsRasterDataProvider, reading: RasterReading) -> QgsRasterRenderer:
    red, green, blue = reading.shown
    renderer = QgsMultiBandColorRenderer(provider, red, green, blue)
    if reading.ranges:
        renderer.setRedContrastEnhancement(_stretch(provider, red, reading.ranges[0]))
        renderer.setGreenContrastEnhancement(_stretch(provider, green, reading.ranges[1]))
        renderer.setBlueContrastEnhancement(_stretch(provider, blue, reading.ranges[2]))
        renderer.setMinMaxOrigin(_origin())
    if reading.is_empty_by_pixel and reading.nodata is not None:
        empty = QgsRasterTransparency.TransparentThreeValuePixel()
        empty.red = empty.green = empty.blue = reading.nodata
        empty.percentTransparent = 100.0
        transparency = QgsRasterTransparency()
        transparency.setTransparentThreeValuePixelList([empty])
        renderer.setRasterTransparency(transparency)
    return renderer


def _declare_empty(provider: QgsRasterDataProvider, reading: RasterReading) -> None:
    """Declares the empty pixels to the provider.

    QGIS drops a coloured pixel as soon as one of its bands holds the nodata value, which makes holes in dark water.
    """
    for band in reading.shown:
        if reading.is_empty_by_pixel:
            provider.setUseSourceNoDataValue(band, False)
        elif reading.nodata is not None and not (
            provider.sourceHasNoDataValue(band) and provider.sourceNoDataValue(band) == reading.nodata
        ):
            provider.setUserNoDataValue(band, [QgsRasterRange(reading.nodata, reading.nodata)])


def _alpha_band(provider: QgsRasterDataProvider) -> int:
    """Returns the band of transparency, which QGIS also makes of a file's mask; -1 without one."""
    numbers = range(1, provider.bandCount() + 1)
    alpha = QgsRaster.ColorInterpretation.AlphaBand
    return next((number for number in numbers if provider.colorInterpretation(number) == alpha), -1)


def _stretch(provider: QgsRasterDataProvider, band: int, limits: Range) -> QgsContrastEnhancement:
    stretch = QgsContrastEnhancement(provider.dataType(band))
    stretch.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum, False
    )
    stretch.setMinimumValue(limits[0], False)
    stretch.setMaximumValue(limits[1])
    return stretch


def _origin() -> QgsRasterMinMaxOrigin:
    """Returns the origin of the range that the layer properties show."""
    origin = QgsRasterMinMaxOrigin()
    origin.setLimits(QgsRasterMinMaxOrigin.Limits.CumulativeCut)
    origin.setStatAccuracy(QgsRasterMinMaxOrigin.StatAccuracy.Estimated)
    return origin


def _index_range(reading: RasterReading) -> Range:
    """Returns -1 to 1, or the data's own range for an index that is stored in another range."""
    return (-1.0, 1.0) if reading.lowest >= -1.0 and reading.highest <= 1.0 else reading.ranges[0]


def _ramp(
    provider: QgsRasterDataProvider, band: int, colours: Sequence[Tuple[float, str]], limits: Range
) -> QgsRasterRenderer:
    low, high = limits
    return _pseudo_colour(provider, band, [(low + share * (high - low), colour) for share, colour in colours])


def _radar(provider: QgsRasterDataProvider, band: int, limits: Range) -> QgsRasterRenderer:
    """Draws amplitudes by their decibels: greys in equal ratios, not in equal differences."""
    high = max(limits[1], 1e-12)
    low = max(limits[0], high / 10.0 ** (RADAR_DECIBELS / 20.0), 1e-12)
    steps: List[Tuple[float, str]] = []
    for number in range(RADAR_STEPS + 1):
        share = number / RADAR_STEPS
        value = math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        grey = round(255 * share)
        steps.append((value, QColor(grey, grey, grey).name()))
    return _pseudo_colour(provider, band, steps)


def _pseudo_colour(
    provider: QgsRasterDataProvider, band: int, stops: Sequence[Tuple[float, str]]
) -> QgsSingleBandPseudoColorRenderer:
    low, high = stops[0][0], stops[-1][0]
    curve = QgsColorRampShader(low, high)
    curve.setColorRampType(QgsColorRampShader.Type.Interpolated)
    curve.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(value, QColor(colour), f"{value:.4g}") for value, colour in stops]
    )
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(curve)
    renderer = QgsSingleBandPseudoColorRenderer(provider, band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer


def _classes(reading: RasterReading) -> List[QgsPalettedRasterRenderer.Class]:
    # In a mask of two values the lower one means "nothing here".
    is_mask = len(reading.values) == 2 and reading.values[0] == 0 and not reading.value_colours
    classes: List[QgsPalettedRasterRenderer.Class] = []
    for number, value in enumerate(reading.values):
        given = reading.value_colours.get(value)
        colour = QColor(*given) if given is not None else QColor(CLASSES[number % len(CLASSES)])
        if is_mask and value == 0:
            colour.setAlpha(0)
        classes.append(QgsPalettedRasterRenderer.Class(value, colour, reading.value_names.get(value, str(value))))
    return classes


# Stands out on water, fields and streets alike.
LINE = "#ffb000"
FILL = "255,176,0,40"
EDGE = "#3b2600"


def draw_vector(layer: QgsVectorLayer) -> None:
    """Gives a layer one symbol by its geometry; a layer without geometry keeps none."""
    kind = layer.geometryType()
    if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
        symbol: QgsSymbol = QgsFillSymbol.createSimple({"color": FILL, "outline_color": LINE, "outline_width": "0.5"})
    elif kind == QgsWkbTypes.GeometryType.LineGeometry:
        symbol = QgsLineSymbol.createSimple({"line_color": LINE, "line_width": "0.6"})
    elif kind == QgsWkbTypes.GeometryType.PointGeometry:
        symbol = QgsMarkerSymbol.createSimple({"color": LINE, "outline_color": EDGE, "size": "2.6"})
    else:
        return
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
