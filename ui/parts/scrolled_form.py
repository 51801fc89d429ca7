"""Scrolling forms: the mouse wheel scrolls, and a control that is not in focus does not take it."""

from __future__ import annotations

from qgis.gui import QgsScrollArea
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox, QFrame, QSlider, QWidget

_CONTROLS = (QComboBox, QAbstractSpinBox, QSlider)


class _WheelGuard(QObject):
    """Passes the wheel over a control without focus on to what scrolls."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignores the wheel, so that Qt offers it to the parents of the control."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


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
