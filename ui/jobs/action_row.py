"""The buttons below the job list: the actions that a job's state asks for in words, all others in a menu."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Tuple

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from ...core.app.jobs.job_list import JobRow
from ..parts.flow_layout import FlowLayout
from ..parts.small import set_plain_tip
from .job_actions import JobAction, Surroundings, job_actions, main_actions, may_apply, why_not


class ActionRow(QWidget):
    """Shows what can be done with one job; `do` carries out an action.

    While the pointer is on it no button takes the place of another: a job that ends at that moment must not turn
    *Cancel* into *Download* under a click. What is no longer possible is disabled at once.
    """

    def __init__(self, do: Callable[[JobAction], None], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._do = do
        self._row: Optional[JobRow] = None
        self._around = Surroundings()
        self._key = ""
        self._shown: Tuple[JobAction, ...] = ()
        self.buttons: Dict[JobAction, QToolButton] = {}
        flow = FlowLayout(self)
        for action in JobAction:
            self.buttons[action] = self._button(action)
            flow.addWidget(self.buttons[action])
        self.more_button = QToolButton()
        self.more_button.setObjectName("more_job_actions_button")
        self.more_button.setText(self.tr("More"))
        self.more_button.setAccessibleName(self.tr("More actions"))
        self.more_button.setToolTip(self.tr("All actions of the selected job"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.more_button.setMenu(QMenu(self.more_button))
        self.more_button.menu().aboutToShow.connect(lambda: self.fill_menu(self.more_button.menu()))
        flow.addWidget(self.more_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        height = max(button.sizeHint().height() for button in (*self.buttons.values(), self.more_button))
        for button in (*self.buttons.values(), self.more_button):
            button.setFixedHeight(height)
        self._arrange()

    def show_job(self, row: Optional[JobRow], around: Surroundings) -> None:
        """Shows the actions of a job, or that one has to be selected first."""
        self._row, self._around = row, around
        for action, button in self.buttons.items():
            reason = why_not(action, row, around)
            button.setEnabled(not reason)
            set_plain_tip(button, reason or job_actions()[action].tip)
        key = "" if row is None else row.key
        if key != self._key or not self.underMouse():
            self._arrange()
        self._key = key

    def fill_menu(self, menu: QMenu) -> None:
        """Fills a menu with all actions of the job; those that are not possible now say why."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for wanted, spec in job_actions().items():
            if not may_apply(wanted, self._row):
                continue
            reason = why_not(wanted, self._row, self._around)
            entry = menu.addAction(QgsApplication.getThemeIcon(spec.icon), spec.text)
            entry.setObjectName(wanted.value)
            entry.setEnabled(not reason)
            entry.setToolTip(reason or spec.tip)
            entry.triggered.connect(lambda is_checked=False, chosen=wanted: self._do(chosen))

    def event(self, event: QEvent) -> bool:
        """Catches up with the state of the job once the pointer has left."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.Leave:
            self._arrange()
        return is_handled

    def _arrange(self) -> None:
        wanted = main_actions(self._row, self._around)
        if wanted == self._shown:
            return
        self._shown = wanted
        flow = self.layout()
        # The main action comes first, in any order of the table.
        arranged = [*(self.buttons[action] for action in wanted), self.more_button]
        for button in arranged:
            flow.removeWidget(button)
            flow.addWidget(button)
        for before, after in zip(arranged, arranged[1:]):
            self.setTabOrder(before, after)
        for action, button in self.buttons.items():
            font = QFont(self.font())
            font.setBold(bool(wanted) and action is wanted[0])
            button.setFont(font)
            button.setVisible(action in wanted)

    def _button(self, action: JobAction) -> QToolButton:
        spec = job_actions()[action]
        button = QToolButton()
        button.setObjectName(action.value)
        button.setText(spec.text)
        button.setIcon(QgsApplication.getThemeIcon(spec.icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(spec.text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda is_checked=False: self._do(action))
        return button
