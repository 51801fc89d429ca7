"""The texts of a window and the contrast of their pixels.

Texts are located by painting the window onto a device that records them, and their colours are those of the pixels of
a rendered picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Tuple

import numpy as np
from qgis.PyQt.QtCore import QPoint, QPointF, QRect, QRectF
from qgis.PyQt.QtGui import QColor, QImage, QPaintDevice, QPaintEngine, QPainter, QRegion
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemDelegate,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QItemDelegate,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from up42_jobs.ui.parts.direction import FigureDelegate

_SCALE = 3
# Those that show the text of a cell with the colours of the style.
PLAIN_DELEGATES = (QStyledItemDelegate, QItemDelegate, QAbstractItemDelegate, FigureDelegate)


@dataclass(frozen=True)
class TextFound:
    """One run of text as it is painted, with the contrast that its pixels have."""

    surface: str
    widget: str
    text: str
    rect: QRectF
    contrast: float
    colours: str
    is_enabled: bool
    # Drawn by the style as in all of QGIS: nothing of ours chose its colours.
    is_of_the_style: bool

    def __str__(self) -> str:
        return f"{self.surface}: {self.widget} “{self.text}” {self.contrast:.1f} ({self.colours})"


def title_of(widget: QWidget) -> str:
    """Returns what a widget is called in a report: its object name, or its kind and where it is."""
    if widget.objectName() == "qt_scrollarea_viewport":
        return title_of(widget.parentWidget())
    if widget.objectName():
        return widget.objectName()
    kind, parent = type(widget).__name__, widget.parentWidget()
    return f"{kind} in {parent.objectName() or type(parent).__name__}" if parent is not None else kind


class _Recorder(QPaintEngine):
    """Records where texts are painted and paints nothing."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeatures(QPaintEngine.PaintEngineFeature.AllFeatures))
        self.found: List[Tuple[str, QRectF, QColor, QRegion]] = []

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: object) -> None:
        """States are read from the painter."""

    def drawTextItem(self, place: QPointF, item: object) -> None:
        painter = self.painter()
        top = painter.combinedTransform().map(QPointF(place.x(), place.y() - item.ascent()))
        rect = QRectF(top.x(), top.y(), item.width(), item.ascent() + item.descent())
        self.found.append((item.text(), rect, QColor(painter.pen().color()), QRegion()))

    def _nothing(self, *_what: object) -> None:
        """Only texts count."""

    drawPixmap = drawImage = drawPath = drawPolygon = drawRects = drawLines = _nothing
    drawEllipse = drawPoints = drawTiledPixmap = _nothing


class _RecordingDevice(QPaintDevice):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.recorder = _Recorder()
        metric = QPaintDevice.PaintDeviceMetric
        self._metrics = {
            metric.PdmWidth: width, metric.PdmHeight: height, metric.PdmWidthMM: width, metric.PdmHeightMM: height,
            metric.PdmDpiX: 96, metric.PdmDpiY: 96, metric.PdmPhysicalDpiX: 96, metric.PdmPhysicalDpiY: 96,
            metric.PdmDepth: 32, metric.PdmNumColors: 1 << 24, metric.PdmDevicePixelRatio: 1,
            metric.PdmDevicePixelRatioScaled: 1 << 16,
        }

    def paintEngine(self) -> QPaintEngine:
        return self.recorder

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 0)


def mark_contrast(view: QAbstractItemView, row: int, mark: Callable[[QStyleOptionViewItem], QRect]) -> float:
    """Returns the contrast within a mark of a row: of its strongest pixels to the most frequent colour around."""
    option = QStyleOptionViewItem()
    option.initFrom(view)
    # The view sets it too: rows arrange their marks by its width.
    option.widget = view
    option.rect = view.visualRect(view.model().index(row, 0))
    place = mark(option)
    pixels = _pixels(view.viewport())[
        place.top() * _SCALE : place.bottom() * _SCALE, place.left() * _SCALE : place.right() * _SCALE
    ].reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    ground = colours[counts.argmax()]
    # A line of a single odd pixel is not seen.
    seen = colours[counts >= 4]
    return max(contrast_ratio(colour, ground) for colour in seen)


def painted_texts(widget: QWidget) -> List[Tuple[str, QRectF, QColor]]:
    """Returns the texts that a widget paints without its children, with their places in it and their pens."""
    device = _RecordingDevice(widget.width(), widget.height())
    painter = QPainter(device)
    # A view of graphics has another method of that name.
    QWidget.render(widget, painter, QPoint(), QRegion(), QWidget.RenderFlags(QWidget.RenderFlag.DrawWindowBackground))
    painter.end()
    return [(text, rect, pen) for text, rect, pen, _ in device.recorder.found if text.strip()]


def texts_of(window: QWidget, surface: str) -> List[TextFound]:
    """Returns every text of a visible window with the contrast of its pixels."""
    pixels = _pixels(window)
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() or widget.width() < 1 or widget.height() < 1:
            continue
        corner = widget.mapTo(window, QPoint()) if widget is not window else QPoint()
        seen = QRectF(widget.visibleRegion().boundingRect())
        for text, rect, pen in painted_texts(widget):
            place = rect.intersected(seen).translated(QPointF(corner))
            if place.width() < 2 or place.height() < 0.6 * rect.height():
                continue
            ink, ground = _colours(pixels, place, pen)
            contrast = contrast_ratio(ink, ground)
            colours = " on ".join(QColor(*(int(value) for value in colour)).name() for colour in (ink, ground))
            is_styled = _is_of_the_style(widget)
            place_of_ours = (surface, title_of(widget), text, place)
            found.append(TextFound(*place_of_ours, contrast, colours, widget.isEnabled(), is_styled))
    return found


def _is_of_the_style(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractItemView) and widget is parent.viewport():
        return type(parent.itemDelegate()) in PLAIN_DELEGATES
    return isinstance(widget, (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox))


def plain_contrasts() -> List[TextFound]:
    """Returns what the style gives to plain controls and to a row of a plain tree, in focus and without."""
    window = QWidget()
    layout = QVBoxLayout(window)
    edit, combo, button, box, tree = QLineEdit(), QComboBox(), QPushButton("Push"), QCheckBox("Check"), QTreeWidget()
    edit.setPlaceholderText("Placeholder")
    combo.addItem("Choice")
    for text in ("First", "Second"):
        tree.addTopLevelItem(QTreeWidgetItem([text]))
    for widget in (edit, combo, button, box, tree, QLineEdit("Text"), QToolButton(text="…")):
        layout.addWidget(widget)
    window.show()
    tree.setCurrentItem(tree.topLevelItem(0))
    found = []
    for widget in (edit, button, box, tree):
        widget.setFocus()
        QApplication.processEvents()
        found += texts_of(window, "plain")
    window.deleteLater()
    return found


def _pixels(window: QWidget) -> np.ndarray:
    image = QImage(window.size() * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(window.palette().window().color())
    QWidget.render(window, image)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bytes(bits), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)[..., 2::-1]


def _colours(pixels: np.ndarray, place: QRectF, pen: QColor) -> Tuple[np.ndarray, np.ndarray]:
    """Returns the colour that comes closest to the pen among the pixels of a place, and that of its ground.

    The ground is the colour around the text, which a gradient spreads over several neighbours.
    """
    left, top = max(int(place.left() * _SCALE), 0), max(int(place.top() * _SCALE), 0)
    part = pixels[top : int(place.bottom() * _SCALE) + 1, left : int(place.right() * _SCALE) + 1]
    edge = np.concatenate([part[:2].reshape(-1, 3), part[-2:].reshape(-1, 3), part[:, :2].reshape(-1, 3)])
    _, of, counts = np.unique(edge >> 4, axis=0, return_inverse=True, return_counts=True)
    ground = edge[of.ravel() == counts.argmax()].mean(axis=0)
    ink = np.array([pen.red(), pen.green(), pen.blue()], float)
    ink = ground + (ink - ground) * pen.alphaF()
    colours = part.reshape(-1, 3)
    return colours[np.abs(colours - ink).sum(axis=1).argmin()].astype(float), ground


def contrast_ratio(first: np.ndarray, second: np.ndarray) -> float:
    """Returns the contrast of two sRGB colours, 0 to 255 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: np.ndarray) -> float:
    share = np.asarray(colour, float) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
