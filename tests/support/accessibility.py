"""Measures what a window offers to users who read it by ear, by keyboard, or with little contrast.

Qt names a control by its accessible name, its own text or the label that is its buddy. Texts are located by painting
the window onto a device that records them, and their colours are those of the pixels of a rendered picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Callable, Dict, List, Tuple

import numpy as np
from qgis.PyQt.QtCore import QItemSelectionModel, QPoint, QPointF, QRect, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QKeySequence, QPaintDevice, QPaintEngine, QPainter, QRegion
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemDelegate,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QItemDelegate,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from up42_jobs.ui.parts.direction import FigureDelegate

# WCAG 2.2: 1.4.3 (contrast of text), 2.5.8 (size of targets).
MIN_CONTRAST = 4.5
MIN_TARGET_PX = 24
# 1.4.11: of what is no text.
MIN_MARK_CONTRAST = 3.0
# QGIS's own menu bar in English takes these letters from every docked window: Project (J), Edit, View, Layer,
# Settings, Plugins, Vector (O), Raster, Database, Web, Mesh, Processing (C), Help.
TAKEN_BY_QGIS = frozenset("JEVLSPORDWMCH")
_SCALE = 3
_TAB = (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
# Those that show the text of a cell with the colours of the style.
_PLAIN_DELEGATES = (QStyledItemDelegate, QItemDelegate, QAbstractItemDelegate, FigureDelegate)
_MAX_NAME_WORDS = 4


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


@dataclass(frozen=True)
class ControlFound:
    """One control: what a screen reader calls it, its size, and whether Tab reaches it."""

    surface: str
    widget: str
    name: str
    description: str
    tip: str
    size: Tuple[int, int]
    is_icon_only: bool
    is_reachable: bool
    # A link within a sentence is as high as its line (WCAG 2.2, 2.5.8, "inline").
    is_inline: bool

    def __str__(self) -> str:
        return f"{self.surface}: {self.widget} “{self.name}” {self.size[0]}×{self.size[1]}"

    @property
    def is_small(self) -> bool:
        return min(self.size) < MIN_TARGET_PX and not self.is_inline

    @property
    def has_sentence_as_name(self) -> bool:
        """Whether a button that shows no words is called by its tool tip; a name is a word or two."""
        return self.is_icon_only and len(self.name.split()) > _MAX_NAME_WORDS


@dataclass
class Surface:
    """All that was measured of a window in one state."""

    name: str
    controls: List[ControlFound] = field(default_factory=list)
    texts: List[TextFound] = field(default_factory=list)
    # Each letter with all that it opens.
    mnemonics: Dict[str, List[str]] = field(default_factory=dict)
    # The names of neighbours in the order of Tab of which the second is above, or to the left of the first.
    backward: List[str] = field(default_factory=list)
    # Rows of lists without a text for readers, and all rows.
    silent_rows: List[str] = field(default_factory=list)
    rows: int = 0
    # What looks the same with and without the focus of the keyboard.
    unmarked: List[str] = field(default_factory=list)
    # Contrast of the marks of rows, by what they are.
    marks: Dict[str, float] = field(default_factory=dict)
    # Texts of list rows that are painted over each other, read from either side.
    overlapping: List[str] = field(default_factory=list)

    @property
    def repeated(self) -> List[str]:
        """Returns mnemonics that more than one control has."""
        return [f"{self.name}: Alt+{key}: {', '.join(of)}" for key, of in self.mnemonics.items() if len(of) > 1]

    @property
    def dead(self) -> List[str]:
        """Returns mnemonics that QGIS's menu bar takes while the window is docked."""
        return [f"{self.name}: Alt+{key}: {of[0]}" for key, of in self.mnemonics.items() if key in TAKEN_BY_QGIS]


def measured(window: QWidget, name: str) -> Surface:
    """Measures a visible window."""
    QApplication.processEvents()
    surface = Surface(name)
    surface.controls = [_control(widget, window, name) for widget in _controls(window)]
    surface.texts = texts_of(window, name)
    for key, label in _mnemonics(window):
        surface.mnemonics.setdefault(key, []).append(label)
    surface.backward = _backward(window, name)
    surface.unmarked = without_focus_mark(window, name)
    for view in window.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None and not isinstance(view, QHeaderView):
            rows = range(view.model().rowCount(view.rootIndex()))
            surface.rows += len(rows)
            surface.silent_rows += [f"{name}: {_title(view)} row {row}" for row in rows if not _speaks(view, row)]
            surface.overlapping += _overlaps_of(view, name)
    return surface


def _speaks(view: QAbstractItemView, row: int) -> bool:
    """Whether a reader hears what a row shows: a cell per value, or the values in the texts for readers."""
    model = view.model()
    index = model.index(row, 0, view.rootIndex())
    if type(view.itemDelegate()) in _PLAIN_DELEGATES:
        return bool(index.data(Qt.ItemDataRole.DisplayRole) or index.data(Qt.ItemDataRole.AccessibleTextRole))
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole)
    return all(index.data(role) for role in roles)


def _controls(window: QWidget) -> List[QWidget]:
    found = [child for child in window.findChildren(QWidget) if child.isVisible() and _is_control(child)]
    return sorted(found, key=lambda child: (child.mapTo(window, QPoint()).y(), child.mapTo(window, QPoint()).x()))


def _is_control(widget: QWidget) -> bool:
    """Whether a widget can be operated; parts of other controls and bars that only scroll are none."""
    parent = widget.parentWidget()
    if isinstance(widget, (QScrollBar, QHeaderView)) or isinstance(parent, (QAbstractSpinBox, QComboBox, QLineEdit)):
        return False
    if isinstance(parent, QTabBar) or widget.objectName().startswith("qt_"):
        return widget.objectName() == "qt_tabwidget_tabbar"
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QTabBar)
    return isinstance(widget, kinds) or (widget.focusPolicy() in _TAB and widget.focusProxy() is None)


def _control(widget: QWidget, window: QWidget, surface: str) -> ControlFound:
    is_icon_only = isinstance(widget, QAbstractButton) and (not widget.text() or _is_icon_only(widget))
    return ControlFound(
        surface,
        _title(widget),
        accessible_name(widget, window),
        widget.accessibleDescription(),
        re.sub(r"<[^>]*>", "", widget.toolTip()),
        (widget.width(), widget.height()),
        is_icon_only,
        not widget.isEnabled() or widget.focusPolicy() != Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None,
        isinstance(widget, QLabel),
    )


def accessible_name(widget: QWidget, window: QWidget) -> str:
    """Returns the name that Qt gives to screen readers."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, (QAbstractButton, QLabel)):
        return re.sub(r"<[^>]*>", "", widget.text()).replace("&", "")
    if isinstance(widget, QGroupBox):
        return widget.title().replace("&", "")
    if isinstance(widget, QTabBar):
        return widget.tabText(widget.currentIndex()).replace("&", "")
    buddies = (label for label in window.findChildren(QLabel) if label.buddy() is not None)
    owner = next((label for label in buddies if widget in (label.buddy(), label.buddy().focusProxy())), None)
    return owner.text().replace("&", "") if owner is not None else ""


def _title(widget: QWidget) -> str:
    if widget.objectName() == "qt_scrollarea_viewport":
        return _title(widget.parentWidget())
    if widget.objectName():
        return widget.objectName()
    kind, parent = type(widget).__name__, widget.parentWidget()
    return f"{kind} in {parent.objectName() or type(parent).__name__}" if parent is not None else kind


def _mnemonics(window: QWidget) -> List[Tuple[str, str]]:
    texts: List[str] = []
    for widget in (child for child in window.findChildren(QWidget) if child.isVisible()):
        has_buddy = isinstance(widget, QLabel) and widget.buddy() is not None
        if has_buddy or (isinstance(widget, QAbstractButton) and not _is_icon_only(widget)):
            texts.append(widget.text())
        elif isinstance(widget, QGroupBox):
            texts.append(widget.title())
        elif isinstance(widget, QTabBar):
            texts += [widget.tabText(number) for number in range(widget.count())]
    keyed = ((QKeySequence.mnemonic(text).toString(), text) for text in texts)
    return [(key.rpartition("+")[2].upper(), text) for key, text in keyed if key]


def _is_icon_only(button: QAbstractButton) -> bool:
    return isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly


def tab_stops(window: QWidget) -> List[QWidget]:
    """Returns the widgets in the order in which Tab reaches them."""
    stops, widget = [], window
    for _ in range(2000):
        widget = widget.nextInFocusChain()
        if widget is None or widget is window:
            break
        if widget.focusPolicy() in _TAB and widget.isVisible() and widget.isEnabled() and window.isAncestorOf(widget):
            stops.append(widget)
    return stops


def _backward(window: QWidget, surface: str) -> List[str]:
    """Returns pairs of stops against the direction of reading: above by a line, or to the left on the same line."""
    found = []
    stops = [stop for stop in tab_stops(window) if stop.focusProxy() is None]
    for before, after in zip(stops, stops[1:]):
        first, second = (QRectF(before.rect()), QRectF(after.rect()))
        first.moveTopLeft(QPointF(before.mapTo(window, QPoint())))
        second.moveTopLeft(QPointF(after.mapTo(window, QPoint())))
        is_above = second.bottom() <= first.top() + 1
        is_left = second.right() <= first.left() + 1 and abs(second.center().y() - first.center().y()) < 8
        if before.isAncestorOf(after) or not (is_above or is_left):
            continue
        found.append(f"{surface}: {_title(before)} → {_title(after)}")
    return found


# Texts and their pixels


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
            place_of_ours = (surface, _title(widget), text, place)
            found.append(TextFound(*place_of_ours, contrast, colours, widget.isEnabled(), is_styled))
    return found


def _is_of_the_style(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractItemView) and widget is parent.viewport():
        return type(parent.itemDelegate()) in _PLAIN_DELEGATES
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


def without_focus_mark(window: QWidget, surface: str) -> List[str]:
    """Returns the stops of Tab that look the same in focus, and lists that do not show which row is current."""
    found = []
    # As a press of Tab does: some styles mark the focus only then, and in the active window only.
    window.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    window.window().activateWindow()
    QTest.qWaitForWindowActive(window.window())
    stops = [stop for stop in tab_stops(window) if stop.focusProxy() is None]
    for stop, before, following in zip(stops, stops[-1:] + stops[:-1], stops[1:] + stops[:1]):
        for scroll in (area for area in window.findChildren(QScrollArea) if area.isAncestorOf(stop)):
            scroll.ensureWidgetVisible(stop)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(stop, QLabel):
            # Tab goes to the link in it, which only a real key does.
            before.setFocus()
            QTest.keyClick(before, Qt.Key.Key_Tab)
        in_focus = _grabbed(stop)
        following.setFocus(Qt.FocusReason.TabFocusReason)
        # A list shows its current row, and the style marks the default button of a dialog in the same way.
        is_marked_otherwise = isinstance(stop, QAbstractItemView) or (
            isinstance(stop, QPushButton) and (stop.isDefault() or stop.autoDefault())
        )
        if len(stops) > 1 and _grabbed(stop) == in_focus and not is_marked_otherwise:
            found.append(f"{surface}: {_title(stop)}")
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(stop, QAbstractItemView) and stop.model() is not None and stop.model().rowCount() > 1:
            here = _grabbed(stop)
            other = stop.model().index(1 if stop.currentIndex().row() != 1 else 0, 0)
            stop.selectionModel().setCurrentIndex(other, QItemSelectionModel.SelectionFlag.NoUpdate)
            if _grabbed(stop) == here:
                found.append(f"{surface}: current row of {_title(stop)}")
    return found


def _grabbed(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def _overlaps_of(view: QAbstractItemView, surface: str) -> List[str]:
    """Returns pairs of texts of a list that are painted over each other, from left to right and from right to left."""
    found = []
    before = QApplication.layoutDirection()
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        QApplication.setLayoutDirection(direction)
        QApplication.processEvents()
        places = [(text, rect.adjusted(1, 3, -1, -3)) for text, rect, _ in painted_texts(view.viewport())]
        side = "left to right" if direction == Qt.LayoutDirection.LeftToRight else "right to left"
        found += [
            f"{surface}: {_title(view)}, {side}: “{first}” and “{second}”"
            for number, (first, place) in enumerate(places)
            for second, other in places[number + 1 :]
            if place.intersects(other)
        ]
    QApplication.setLayoutDirection(before)
    QApplication.processEvents()
    return found
