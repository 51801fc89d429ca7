"""The mouse wheel scrolls a form; a control that is not in focus keeps its value, since the next step spends money."""

from __future__ import annotations

import pytest
from qgis.core import QgsRectangle
from qgis.gui import QgsCollapsibleGroupBox, QgsScrollArea
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from support.signed_in_application import choose_product

from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.options.connection_dialog import ConnectionDialog
from up42_jobs.ui.options.options_page import OptionsPage
from up42_jobs.ui.parts.scrolled_form import guard_wheel
from up42_jobs.ui.scenes.scene_filter_bar import SceneFilterBar

NOTCH = 120


def roll(widget, notches=-2):
    """Turns the wheel over a widget: like Qt, offers an event of the system to the parents until one takes it."""
    while widget is not None:
        middle = widget.rect().center()
        event = QWheelEvent(
            QPointF(middle), QPointF(widget.mapToGlobal(middle)), QPoint(), QPoint(0, notches * NOTCH),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )
        event.ignore()
        if (QApplication.sendEvent(widget, event) and event.isAccepted()) or widget.isWindow():
            return
        widget = widget.parentWidget()


def controls(form):
    found = [child for kind in (QComboBox, QAbstractSpinBox, QSlider) for child in form.findChildren(kind)]
    return [control for control in found if control.isVisible() and control.isEnabled()]


def value_of(control):
    if isinstance(control, QComboBox):
        return control.currentIndex(), control.currentText()
    if isinstance(control, QDateTimeEdit):
        return control.dateTime()
    return control.value()


def surface(control):
    """Returns what is under the pointer: the text of a spin box, not its frame."""
    line = control.findChild(QLineEdit)
    return line if line is not None and line.isVisible() else control


@pytest.fixture
def panel(on_platform, canvas, qtbot):
    """The Configure tab with all its parts open, too low for all of them."""
    choose_product(on_platform, "phr-display", qtbot)
    canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    panel = ConfigurePanel(on_platform, canvas)
    qtbot.addWidget(panel)
    panel.resize(320, 300)
    panel.show()
    for group in panel.findChildren(QgsCollapsibleGroupBox):
        group.setCollapsed(False)
    QApplication.processEvents()
    yield panel
    panel.release()


@pytest.fixture
def options(application, qtbot):
    page = OptionsPage(application)
    qtbot.addWidget(page)
    page.resize(500, 300)
    page.show()
    return page


@pytest.fixture(params=["panel", "options"])
def form(request):
    return request.getfixturevalue(request.param)


def test_wheel_over_any_control_scrolls_the_form_and_changes_nothing(form):
    """Scrolling past the product, the dates or a credit limit would otherwise order, or allow, something else."""
    bar = form.findChild(QgsScrollArea).verticalScrollBar()
    assert bar.maximum() > 0
    walked = controls(form)
    assert len(walked) > 6
    before = [value_of(control) for control in walked]
    if QApplication.focusWidget() is not None:
        QApplication.focusWidget().clearFocus()
    for control in walked:
        bar.setValue(0)
        roll(surface(control))
        assert bar.value() > 0, control.objectName()
        assert not control.hasFocus(), control.objectName()
    assert [value_of(control) for control in walked] == before


def test_control_in_focus_still_takes_the_wheel(panel):
    """Whoever has clicked a number may turn it."""
    spin = panel.findChild(QAbstractSpinBox, "limit_spin")
    panel.activateWindow()
    spin.setFocus()
    before = spin.value()
    roll(surface(spin), 1)
    assert spin.value() == before + 1


@pytest.mark.parametrize("vanish", [lambda button: button.hide(), lambda button: button.setEnabled(False)])
def test_control_that_a_vanished_button_left_the_focus_does_not_take_the_wheel(vanish, qtbot):
    """After *Add Base Map* a turn of the wheel over the form changed the product."""
    form = QWidget()
    button, spin = QPushButton("Do It Once"), QSpinBox()
    layout = QVBoxLayout(form)
    layout.addWidget(button)
    layout.addWidget(spin)
    # Not in QGIS's scroll area, which keeps the wheel for a while once it has scrolled.
    guard_wheel(form)
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    vanish(button)
    assert spin.hasFocus()
    roll(surface(spin), 1)
    assert spin.value() == 0
    # A click or a key chooses it.
    QTest.mouseClick(surface(spin), Qt.MouseButton.LeftButton)
    roll(surface(spin), 1)
    assert spin.value() == 1


def test_scroll_bars_keep_their_wheel(form):
    bar = form.findChild(QgsScrollArea).verticalScrollBar()
    assert isinstance(bar, (QScrollBar, QAbstractSlider))
    roll(bar)
    assert bar.value() > 0


def test_wheel_over_the_filters_hides_no_scene(application, qtbot):
    """A scene that leaves the list because of a turn of the wheel is not looked for again."""
    bar = SceneFilterBar(application.scene_filter, application.scenes)
    qtbot.addWidget(bar)
    bar.show()
    bar.filters_button.setChecked(True)
    walked = controls(bar)
    assert len(walked) > 5
    if QApplication.focusWidget() is not None:
        QApplication.focusWidget().clearFocus()
    before = [value_of(control) for control in walked]
    for control in walked:
        roll(surface(control))
    assert [value_of(control) for control in walked] == before


@pytest.mark.parametrize("kind", ["options", "connection"])
def test_windows_of_the_options_squeeze_nothing_at_18_points_on_a_small_screen(kind, large_font, signed_in, qtbot):
    """Fields of the options page were cut, and its last paragraph was out of sight."""
    window = OptionsPage(signed_in) if kind == "options" else ConnectionDialog(signed_in.account)
    qtbot.addWidget(window)
    window.resize(min(window.sizeHint().width(), 1366), min(window.sizeHint().height(), 700))
    window.show()
    QApplication.processEvents()
    assert window.minimumSizeHint().height() <= 700
    squeezed = [
        (control.objectName(), control.height(), control.minimumSizeHint().height())
        for control in controls(window)
        if control.height() < control.minimumSizeHint().height()
    ]
    assert squeezed == []
