"""The dock and its dialogs in German: nothing is cut in a narrow dock, and every key opens one thing."""

from __future__ import annotations

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
)
from support.accessibility_walk import Walk
from support.dock_user import DockUser
from support.translation import FOLDER, shown_in
from translations import read

from up42_jobs.ui.dock import Up42Dock

WIDTHS = (320, 400, 600)
HEIGHT = 1500
# QGIS's menu bar in German: Projekt, Bearbeiten, Ansicht, Layer, Einstellungen, Erweiterungen (W), Vektor, Raster,
# Datenbank, Web, Netz, Verarbeitung, Hilfe.
TAKEN_BY_QGIS = frozenset("JBALEWVRDNH")
DOCKED = ("Configure", "Scenes", "Jobs", "Configure, many areas", "Areas")
# What users named, as long as they like.
NAMED_BY_USERS = ("connection_combo", "product_combo", "name_field_combo")
# In the words of Qt, whose translation QGIS installs.
STANDARD_BUTTONS = frozenset(("OK", "Save", "Cancel", "Close", "Help"))
_walked = {}


def width_of_text(widget):
    """The width that a control needs for its text in one line; 0 if it may break or has none."""
    if isinstance(widget, QLabel):
        is_broken = widget.hasHeightForWidth() or (widget.pixmap() is not None and not widget.text())
        return 0 if is_broken or not widget.text() else widget.minimumSizeHint().width()
    if isinstance(widget, QToolButton) and not widget.objectName():
        # The cross in a line edit, which is Qt's.
        return 0
    if isinstance(widget, QTabBar):
        return widget.sizeHint().width()
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        option.initFrom(widget)
        field = (QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField)
        room = widget.style().subControlRect(*field, widget).width()
        if room < widget.fontMetrics().averageCharWidth():
            # Its arrow alone, on purpose: what is chosen is in the tool tip.
            return 0
        frame = widget.width() - room
        return widget.fontMetrics().horizontalAdvance(widget.currentText()) + frame
    return widget.minimumSizeHint().width() if widget.text() else 0


class GermanWalk(Walk):
    """Goes the way of the accessibility walk and notes what is cut in every width of the dock."""

    def __init__(self, user, qtbot):
        super().__init__(user, qtbot)
        self.cut = []

    def _measure(self, name, window):
        super()._measure(name, window)
        is_dock = window is self.user.dock
        before = window.size()
        for width in WIDTHS if is_dock else [window.width()]:
            window.resize(width, window.height())
            QApplication.processEvents()
            self.cut += [f"{name}, {width} px: {fault}" for fault in self._faults(window, width)]
        window.resize(before)
        QApplication.processEvents()

    def _faults(self, window, width):
        if window.width() > width:
            yield f"the window takes {window.width()} px"
        for widget in window.findChildren((QLabel, QAbstractButton, QComboBox, QTabBar)):
            is_part = isinstance(widget.parentWidget(), (QLineEdit, QComboBox))
            if not widget.isVisible() or is_part or widget.objectName() in NAMED_BY_USERS:
                continue
            if isinstance(widget, QLabel) and widget.height() < widget.heightForWidth(widget.width()):
                yield f"{widget.objectName()} “{widget.text()}” lacks a line"
            needed = width_of_text(widget)
            if widget.width() < needed:
                text = widget.currentText() if isinstance(widget, QComboBox) else getattr(widget, "text", str)()
                yield f"{widget.objectName()} “{text}” has {widget.width()} of {needed} px"
        for slider in window.findChildren(QSlider):
            if slider.isVisible() and slider.width() < 3 * slider.fontMetrics().height():
                yield f"{slider.objectName()} has {slider.width()} px to be moved in"
        for header in window.findChildren(QHeaderView):
            number = header.sortIndicatorSection()
            title = str(header.model().headerData(number, header.orientation()))
            arrow = header.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMarkSize, None, header)
            needed = header.fontMetrics().horizontalAdvance(title) + arrow
            if header.isVisible() and header.sectionSize(number) < needed:
                yield f"the heading “{title}” has {header.sectionSize(number)} of {needed} px"


@pytest.fixture
def walk(qtbot, request):
    """One walk in German for all tests of this file."""
    if not _walked or getattr(request.node, "execution_count", 1) > 1:
        with shown_in("de", "de_DE"):
            application = request.getfixturevalue("application")
            dock = Up42Dock(application, request.getfixturevalue("canvas"))
            dock.resize(420, HEIGHT)
            dock.show()
            user = DockUser(dock, application, "Sandbox Platform", qtbot, request.getfixturevalue("sandbox"))
            walk = GermanWalk(user, qtbot)
            try:
                walk.run()
                _walked["German"] = walk
            finally:
                dock.release()
                sip.delete(dock)
    return _walked["German"]


def test_nothing_is_cut_in_a_narrow_dock_and_in_dialogs(walk):
    assert walk.cut == [], "\n".join(walk.cut)


def test_every_key_opens_one_thing_and_none_is_of_the_menu_bar(walk):
    twice = [line for surface in walk.surfaces.values() for line in surface.repeated]
    taken = [
        f"{name}: Alt+{key}: {', '.join(of)}"
        for name in DOCKED
        for key, of in walk.surfaces[name].mnemonics.items()
        if key in TAKEN_BY_QGIS
    ]
    assert twice + taken == []


def test_a_name_for_screen_readers_is_no_sentence(walk):
    controls = [control for surface in walk.surfaces.values() for control in surface.controls]
    assert [str(control) for control in controls if not control.name or control.has_sentence_as_name] == []


def test_texts_of_rows_do_not_overlap(walk):
    assert [pair for surface in walk.surfaces.values() for pair in surface.overlapping] == []


def test_no_text_is_left_in_english(walk):
    """What is painted, in as many lines as it needs, and what screen readers and tool tips say."""
    german = {source: forms for (_, source), forms in read(FOLDER / "up42_jobs_de.ts").items()}
    english = {source for source, forms in german.items() if source not in forms}
    surfaces = walk.surfaces.values()
    seen = {text.text for surface in surfaces for text in surface.texts}
    for control in (control for surface in surfaces for control in surface.controls):
        seen |= {control.name, control.description, control.tip}
    assert "Gebiet" in seen
    assert (seen & english) - STANDARD_BUTTONS == set()
    words = {"scenes", "held", "credits", "jobs", "No"}
    assert [text for text in seen if words & set(text.split())] == []


def test_numbers_follow_the_locale(walk):
    texts = [text.text for surface in walk.surfaces.values() for text in surface.texts]
    assert any("12.430" in text for text in texts)
    assert not any("12,430" in text for text in texts)
