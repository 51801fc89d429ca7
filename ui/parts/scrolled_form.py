"""Scrolling forms: the mouse wheel scrolls, and a control that is not in focus does not take it."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsScrollArea
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QFrame, QLineEdit, QSlider, QWidget

_CONTROLS = (QComboBox, QAbstractSpinBox, QSlider)
# What the user does with a control that is to have the wheel.
_CHOOSING = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)


class _WheelGuard(QObject):
    """Passes the wheel over a control without focus on to what scrolls.

    So it does over a control that has the focus only because a button vanished or was disabled after its click: Qt
    gives it to the next control, which the user did not choose.
    """

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._unasked: Optional[QWidget] = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignores the wheel, so that Qt offers it to the parents of the control."""
        if event.type() in _CHOOSING:
            self._unasked = None
        elif event.type() == QEvent.Type.Wheel and isinstance(watched, _CONTROLS):
            is_chosen = watched.hasFocus() and watched is not self._unasked
            event.setAccepted(is_chosen)
            return not is_chosen
        return False

    def _on_focus_changed(self, old: Optional[QWidget], new: Optional[QWidget]) -> None:
        # Without a former one the window has become active again.
        if old is not None:
            is_gone = sip.isdeleted(old) or not (old.isVisible() and old.isEnabled())
            self._unasked = new if is_gone else None


def guard_wheel(form: QWidget) -> None:
    """Guards all controls within a form; call it again for what is added later.

    The wheel gives none of them the focus: a user who scrolls past an order must not change it.
    """
    guard = form.findChild(_WheelGuard, "", Qt.FindChildOption.FindDirectChildrenOnly) or _WheelGuard(form)
    for kind in _CONTROLS:
        for control in form.findChildren(kind):
            if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            control.installEventFilter(guard)
            for line in control.findChildren(QLineEdit):
                line.installEventFilter(guard)


def scrolled(form: QWidget) -> QgsScrollArea:
    """Returns a frameless area that scrolls a form, with its controls guarded.

    Forms fit a narrow dock; with a large font they may not, and are then scrolled sideways too instead of being cut.
    """
    area = QgsScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(form)
    guard_wheel(form)
    return area
