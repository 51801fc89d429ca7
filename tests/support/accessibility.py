"""Measures what a window offers to users who read it by ear, by keyboard, or with little contrast.

Qt names a control by its accessible name, its own text or the label that is its buddy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, List, Tuple

from qgis.PyQt.QtCore import QItemSelectionModel, QPoint, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QImage, QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from support.painted_texts import PLAIN_DELEGATES, TextFound, painted_texts, texts_of, title_of

# WCAG 2.2: 1.4.3 (contrast of text), 2.5.8 (size of targets).
MIN_CONTRAST = 4.5
MIN_TARGET_PX = 24
# 1.4.11: of what is no text.
MIN_MARK_CONTRAST = 3.0
# QGIS's own menu bar in English takes these letters from every docked window: Project (J), Edit, View, Layer,
# Settings, Plugins, Vector (O), Raster, Database, Web, Mesh, Processing (C), Help.
TAKEN_BY_QGIS = frozenset("JEVLSPORDWMCH")
_TAB = (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
_MAX_NAME_WORDS = 4


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
            surface.silent_rows += [f"{name}: {title_of(view)} row {row}" for row in rows if not _speaks(view, row)]
            surface.overlapping += _overlaps_of(view, name)
    return surface


def _speaks(view: QAbstractItemView, row: int) -> bool:
    """Whether a reader hears what a row shows: a cell per value, or the values in the texts for readers."""
    model = view.model()
    index = model.index(row, 0, view.rootIndex())
    if type(view.itemDelegate()) in PLAIN_DELEGATES:
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
        title_of(widget),
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
        found.append(f"{surface}: {title_of(before)} → {title_of(after)}")
    return found


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
            found.append(f"{surface}: {title_of(stop)}")
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(stop, QAbstractItemView) and stop.model() is not None and stop.model().rowCount() > 1:
            here = _grabbed(stop)
            other = stop.model().index(1 if stop.currentIndex().row() != 1 else 0, 0)
            stop.selectionModel().setCurrentIndex(other, QItemSelectionModel.SelectionFlag.NoUpdate)
            if _grabbed(stop) == here:
                found.append(f"{surface}: current row of {title_of(stop)}")
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
            f"{surface}: {title_of(view)}, {side}: “{first}” and “{second}”"
            for number, (first, place) in enumerate(places)
            for second, other in places[number + 1 :]
            if place.intersects(other)
        ]
    QApplication.setLayoutDirection(before)
    QApplication.processEvents()
    return found
