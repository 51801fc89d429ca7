"""Walks through every tab and dialog in one look and measures each."""

from __future__ import annotations

from typing import Callable, Dict, List

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QItemSelectionModel
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QDialog, QWidget

from support.accessibility import Surface, measured
from support.area_rows import PLACES, box, polygon
from support.painted_texts import mark_contrast
from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES
from up42_jobs.ui.options.check_dialog import CheckDialog
from up42_jobs.ui.options.connection_dialog import ConnectionDialog
from up42_jobs.ui.options.options_page import OptionsPage
from up42_jobs.ui.scenes.row_marks import eye_rect, tick_rect

LIGHT, NIGHT, HIGH_CONTRAST = "light", "Night Mapping", "high contrast"
LOOKS = (LIGHT, NIGHT, HIGH_CONTRAST)


def put_on(look: str) -> Callable[[], None]:
    """Gives QGIS one of its looks, or the system's high contrast; returns what takes it off again."""
    before = QPalette(QApplication.palette())
    if look == NIGHT:
        QgsApplication.setUITheme(NIGHT)
    elif look == HIGH_CONTRAST:
        QApplication.setPalette(_high_contrast())

    def take_off() -> None:
        if look == NIGHT:
            QgsApplication.setUITheme("default")
        QApplication.setPalette(before)

    return take_off


def _high_contrast() -> QPalette:
    """Returns the colours of a system's black high contrast theme."""
    palette, role, group = QPalette(), QPalette.ColorRole, QPalette.ColorGroup
    black, white, selected = QColor(0, 0, 0), QColor(255, 255, 255), QColor(0x1A, 0xEB, 0xFF)
    for dark in (role.Window, role.Base, role.AlternateBase, role.Button, role.ToolTipBase):
        palette.setColor(dark, black)
    for light in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText, role.PlaceholderText):
        palette.setColor(light, white)
        palette.setColor(group.Disabled, light, QColor(0x3F, 0xF2, 0x3F))
    for border in (role.Light, role.Midlight, role.Mid, role.Dark):
        palette.setColor(border, QColor(0x80, 0x80, 0x80))
    palette.setColor(role.Highlight, selected)
    palette.setColor(role.HighlightedText, black)
    palette.setColor(role.Link, QColor(0xFF, 0xFF, 0))
    return palette


class Walk:
    """The way from the form to the outputs in one dock, with every dialog on it."""

    def __init__(self, user, qtbot) -> None:
        self.user = user
        self.qtbot = qtbot
        self.surfaces: Dict[str, Surface] = {}

    def run(self) -> List[Surface]:
        """Measures everything."""
        user, dock = self.user, self.user.dock
        user.fill_in()
        for group in dock.configure_panel.findChildren(QgsCollapsibleGroupBox):
            group.setCollapsed(False)
        self._measure("Configure", dock)
        if user.can_click("products_button"):
            self._dialogs_of("products_button")
        user.query()
        user.wait(lambda: user.has_scenes)
        self._scenes()
        user.order()
        user.wait(lambda: user.hold_dialog is not None)
        self._measure("Hold", user.hold_dialog)
        user.confirm()
        user.wait(lambda: user.has_job and user.is_done and user.has_outputs)
        dock.tabs.setCurrentIndex(JOBS)
        dock.jobs_panel().select_job(user.job.key)
        self._measure("Jobs", dock)
        for button in ("ledger_button", "storage_button", "log_button"):
            if user.can_click(button):
                self._dialogs_of(button)
        self._options()
        self._areas()
        return list(self.surfaces.values())

    def _scenes(self) -> None:
        dock = self.user.dock
        dock.tabs.setCurrentIndex(SCENES)
        panel = dock.scenes_panel()
        filters = panel.findChild(QWidget, "filters_button")
        if filters is not None:
            filters.click()
        view = panel.scenes_view
        flag = QItemSelectionModel.SelectionFlag
        view.setCurrentIndex(view.model().index(0, 0))
        view.selectionModel().select(view.model().index(0, 0), flag.ClearAndSelect)
        self._measure("Scenes", dock)
        self.surfaces["Scenes"].marks = {
            f"{name} of a row that is {state}": mark_contrast(view, row, mark)
            for name, mark in (("tick", tick_rect), ("eye", eye_rect))
            for row, state in enumerate(("selected", "not selected"))
        }
        if filters is not None:
            filters.click()
        if self.user.can_click("preview_button"):
            self._dialogs_of("preview_button")

    def _dialogs_of(self, button: str) -> None:
        before = set(QApplication.topLevelWidgets())
        self.user.click(button)
        QApplication.processEvents()
        for window in QApplication.topLevelWidgets():
            if window not in before and window.isVisible() and isinstance(window, QDialog):
                self._fill(window)
                self._measure(window.windowTitle(), window)
                window.close()

    def _fill(self, window: QWidget) -> None:
        """Waits for rows that are fetched, and selects the first."""
        for view in window.findChildren(QAbstractItemView):
            if view.isVisible() and view.model() is not None and view.model().rowCount():
                view.setCurrentIndex(view.model().index(0, 0))

    def _options(self) -> None:
        account = self.user.application.account
        check = CheckDialog(account, account.connection)
        for name, window in (
            ("Check", check),
            ("Options", OptionsPage(self.user.application)),
            ("Connection", ConnectionDialog(account)),
        ):
            window.show()
            if window is check:
                self.user.wait(lambda: check.copy_button.isEnabled())
                # The list scrolls to the first problem.
                QApplication.processEvents()
            self._measure(name, window)
            sip.delete(window)

    def _areas(self) -> None:
        """The list of scenes over the features of a layer, and their common order."""
        user = self.user
        layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "Sites", "memory")
        for number, place in enumerate(PLACES[:3], 1):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([f"Site {number}"])
            feature.setGeometry(QgsGeometry.fromWkt(polygon(*box(place))))
            layer.dataProvider().addFeature(feature)
        QgsProject.instance().addMapLayer(layer)
        user.application.area.use_features(layer)
        user.dock.tabs.setCurrentIndex(CONFIGURE)
        user.wait(lambda: user.can_click("run_button"))
        self._measure("Configure, many areas", user.dock)
        user.query()
        user.wait(lambda: user.application.area_search.state is AreaSearchState.DONE)
        user.dock.tabs.setCurrentIndex(SCENES)
        user.wait(lambda: user.can_click("best_per_area_button"))
        user.click("best_per_area_button")
        self._measure("Areas", user.dock)

    def _measure(self, name: str, window: QWidget) -> None:
        QApplication.processEvents()
        bar = self.user.dock.message_bar
        if window is self.user.dock and bar.isVisible():
            # Notices lie over the dock for some seconds: they are measured on their own.
            self.surfaces["Notice"] = measured(bar, "Notice")
            bar.clearWidgets()
            QApplication.processEvents()
        self.surfaces[name] = measured(window, name)
