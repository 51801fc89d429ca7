"""The plugin object: builds the services, registers with QGIS, and unregisters on unload."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QTranslator

from .core.host import log
from .core.host.memory import FullCollections

if TYPE_CHECKING:
    from qgis.core import QgsProcessingProvider
    from qgis.gui import QgisInterface, QgsOptionsWidgetFactory
    from qgis.PyQt.QtWidgets import QAction

    from .core.app.application import Application
    from .core.app.jobs.job_list import JobRow
    from .core.domain.connections import Connection, Credentials, NetworkProfile, Service
    from .core.domain.outputs.unpack_limits import UnpackLimits
    from .core.domain.ports.downloads import Downloads
    from .core.domain.ports.gateway import JobGateway
    from .core.domain.ports.journal import JobJournal
    from .core.domain.ports.services import Access, Services
    from .core.host.environment import EnvironmentAccess
    from .sandbox import Sandbox
    from .ui.around.around import Around
    from .ui.dock import Up42Dock
    from .ui.first_sign_in import FirstSignIn
    from .ui.notice_bar import Outcome
    from .ui.outcomes import DesktopNotifier, Outcomes

ROOT = Path(__file__).resolve().parent
ICON = str(ROOT / "resources" / "icons" / "up42_jobs.svg")
# Wide enough for the longest button, and for a row of the scene list in columns.
FIRST_WIDTH_PX = 400
DOCK_OPEN_KEY = "up42_jobs/dock_open"


class Up42JobsPlugin(QObject):
    """The object that QGIS loads; imports and builds everything on first use, so that QGIS starts fast.

    `iface` is None in `qgis_process`, which calls only `initProcessing`.
    """

    def __init__(self, iface: Optional[QgisInterface]) -> None:
        super().__init__()
        self._iface = iface
        self._translator: Optional[QTranslator] = None
        self._action: Optional[QAction] = None
        self._help_action: Optional[QAction] = None
        self._options_factory: Optional[QgsOptionsWidgetFactory] = None
        self._provider: Optional[QgsProcessingProvider] = None
        self._application: Optional[Application] = None
        self._dock: Optional[Up42Dock] = None
        # False while it was built for due watches alone.
        self._is_docked = False
        self._outcomes: Optional[Outcomes] = None
        self._notifier: Optional[DesktopNotifier] = None
        self._full_collections = FullCollections()
        self._first_sign_in: Optional[FirstSignIn] = None
        self._around: Optional[Around] = None
        self._sandbox = SandboxHolder()
        self._services: Optional[Services] = None
        self._environment: Optional[EnvironmentAccess] = None

    @property
    def qgis(self) -> QgisInterface:
        """Returns the interface to QGIS's window; raises in `qgis_process`, which has none."""
        if self._iface is None:
            raise RuntimeError("no window")
        return self._iface

    def initProcessing(self) -> None:
        """Registers the Processing provider; needs no window."""
        from .core.processing.provider import Up42JobsProvider

        self._translate()
        self._take_environment()
        self._provider = Up42JobsProvider(self.services, ICON)
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Registers action, help, options page and provider; the dock is built when it is first opened."""
        from qgis.PyQt.QtGui import QIcon
        from qgis.PyQt.QtWidgets import QAction

        iface = self._iface
        if iface is None:
            return
        log.install()
        self.initProcessing()
        window = iface.mainWindow()
        self._action = QAction(QIcon(ICON), "UP42 Jobs", window)
        self._action.setObjectName("up42_jobs_action")
        self._action.setToolTip(self.tr("Order satellite imagery from UP42"))
        self._action.setCheckable(True)
        self._action.toggled.connect(self._on_action_toggled)
        self._action.triggered.connect(self._on_action_triggered)
        iface.addToolBarIcon(self._action)
        iface.addPluginToRasterMenu("UP42 Jobs", self._action)
        self._help_action = QAction(QIcon(ICON), "UP42 Jobs", window)
        self._help_action.setObjectName("up42_jobs_help_action")
        self._help_action.triggered.connect(self._open_help)
        iface.pluginHelpMenu().addAction(self._help_action)
        self._register_options()
        if window.isVisible():
            # The plugin was reloaded, or activated while QGIS runs: initializationCompleted is not emitted again.
            QTimer.singleShot(0, self._register_around)
        else:
            iface.initializationCompleted.connect(self._register_around)
        if QgsSettings().value(DOCK_OPEN_KEY, False, bool):
            if window.isVisible():
                self._open_dock()
            else:
                iface.initializationCompleted.connect(self._open_dock)

    def unload(self) -> None:
        """Unregisters everything, in reverse order."""
        iface = self._iface
        if iface is not None:
            self._disconnect_start(iface)
            if self._options_factory is not None:
                iface.unregisterOptionsWidgetFactory(self._options_factory)
            for part in (self._around, self._outcomes, self._notifier):
                if part is not None:
                    part.close()
            if self._dock is not None and not sip.isdeleted(self._dock):
                self._dock.release()
                iface.removeDockWidget(self._dock)
                self._dock.deleteLater()
            for action in (self._help_action, self._action):
                if action is not None and not sip.isdeleted(action):
                    iface.pluginHelpMenu().removeAction(action)
                    iface.removePluginRasterMenu("UP42 Jobs", action)
                    iface.removeToolBarIcon(action)
                    action.deleteLater()
        if self._first_sign_in is not None:
            self._first_sign_in.stop()
        self._full_collections.put_off(False)
        self._dock, self._options_factory, self._action, self._help_action = None, None, None, None
        self._outcomes, self._notifier, self._around = None, None, None
        if self._application is not None:
            self._application.retire()
            self._application = None
        # QGIS deletes a provider whose name another one has already.
        if self._provider is not None and not sip.isdeleted(self._provider):
            QgsApplication.processingRegistry().removeProvider(self._provider)
        self._provider = None
        self._sandbox.stop()
        if self._environment is not None:
            self._environment.give_back()
            self._environment, self._services = None, None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        log.uninstall()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def application(self) -> Application:
        """Returns the application objects, built on first use."""
        if self._application is None:
            from .core.app.application import Application

            self._application = Application(self.services(), self)
        return self._application

    @property
    def dock(self) -> Optional[Up42Dock]:
        """Returns the dock, None until it is first opened."""
        return self._dock

    def services(self) -> Services:
        """Returns the implementations of the ports, built on first use."""
        if self._services is None:
            self._services = build_services(self._sandbox, self._take_environment())
        return self._services

    def _take_environment(self) -> EnvironmentAccess:
        """Reads the environment's connection early: its secret does not stay in the environment."""
        if self._environment is None:
            from .core.host.environment import EnvironmentAccess

            self._environment = EnvironmentAccess(os.environ)
        return self._environment

    def show_dock(self) -> None:
        """Opens the dock."""
        if self._action is not None:
            self._action.setChecked(True)

    def _on_action_toggled(self, is_checked: bool) -> None:
        if is_checked:
            self._open_dock()

    def _on_action_triggered(self) -> None:
        # The dock emits `closed` only for its own close button.
        if self._dock is not None:
            QgsSettings().setValue(DOCK_OPEN_KEY, not self._dock.isHidden())

    def _make_dock(self) -> Up42Dock:
        """Builds the dock, which signs in and shows its news outside of it; it is not part of the window yet."""
        if self._dock is not None:
            return self._dock
        # A full collection would visit every Python object of QGIS in the middle of it.
        self._full_collections.put_off(True)
        from .ui.dock import Up42Dock
        from .ui.first_sign_in import FirstSignIn

        dock = self._dock = Up42Dock(self.application, self.qgis.mapCanvas(), self.qgis.mainWindow())
        dock.settings_requested.connect(self._open_options)
        dock.came_out.connect(self._show_outcome)
        # Its buttons lead into a dock that may be closed.
        dock.job_wanted.connect(self.show_dock)
        application = self.application
        application.follow(type(application).outputs, lambda outputs: outputs.loaded.connect(self._make_current))
        if self._around is not None:
            self._around.follow(self.application)
        # Else it would be shown with the window.
        dock.hide()
        self._first_sign_in = FirstSignIn(self._on_opened, self)
        return dock

    def _open_dock(self) -> None:
        if self._is_docked or self._iface is None:
            return
        # Set before it is shown: showing it toggles the action.
        self._is_docked, is_first, dock = True, self.application.is_first_opening, self._make_dock()
        self.qgis.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.setToggleVisibilityAction(self._action)
        dock.closed.connect(lambda: QgsSettings().setValue(DOCK_OPEN_KEY, False))
        dock.opened.connect(lambda: QgsSettings().setValue(DOCK_OPEN_KEY, True))
        dock.setUserVisible(True)
        if is_first:
            # From then on QGIS restores the width that the user gives it.
            window = self.qgis.mainWindow()
            window.resizeDocks([dock], [FIRST_WIDTH_PX], Qt.Orientation.Horizontal)
        QgsSettings().setValue(DOCK_OPEN_KEY, True)

    def _on_opened(self) -> None:
        """Signs in once the dock has been painted: the Sandbox takes its time to start, beside the window."""
        self._full_collections.put_off(False)
        self.application.account.select_last()

    def _register_around(self) -> None:
        """Registers what is in other places of QGIS, once QGIS has started: none of it is needed before."""
        if self._iface is None or self._action is None or self._around is not None:
            return
        from .ui.around.around import Around
        from .ui.around.host import Host

        app, is_begun = lambda: self._application, lambda: self._dock is not None
        self._around = Around(Host(self._iface, ICON, app, self._opened_dock, self._make_dock, is_begun), self)
        if self._dock is not None:
            self._around.follow(self.application)

    def _opened_dock(self) -> Up42Dock:
        self.show_dock()
        if self._dock is None:
            raise RuntimeError("the dock cannot be opened before initGui")
        return self._dock

    def _show_outcome(self, outcome: Outcome, is_seen: bool) -> None:
        """Shows what came of a job outside the dock."""
        action, dock, application = self._action, self._dock, self.application
        if action is None or dock is None:
            return
        if self._outcomes is None:
            from .ui.outcomes import DesktopNotifier, Outcomes

            notifier = self._notifier = DesktopNotifier(
                self.qgis.mainWindow(), ICON, lambda: application.preferences().notify_desktop, self
            )
            outcomes = self._outcomes = Outcomes(self.qgis.messageBar(), action, ICON, notifier.notify, self)
            dock.jobs_seen.connect(outcomes.see)
            dock.watches_seen.connect(outcomes.see_watches)
        self._outcomes.show(outcome, is_seen=is_seen)

    def _make_current(self, row: JobRow, layer_count: int) -> None:
        """Makes a new output the current layer, unless another one is being edited."""
        layer, current = self.application.outputs.top_layer(row.key), self.qgis.activeLayer()
        is_editing = current is not None and current.isEditable()
        if layer_count and layer is not None and not is_editing:
            self.qgis.setActiveLayer(layer)

    def _register_options(self) -> None:
        from .ui.options.options_factory import OptionsFactory

        self._options_factory = OptionsFactory(lambda: self.application, ICON)
        self.qgis.registerOptionsWidgetFactory(self._options_factory)

    def _open_options(self) -> None:
        from .ui.options.options_factory import PAGE_OBJECT_NAME

        self.qgis.showOptionsDialog(self.qgis.mainWindow(), PAGE_OBJECT_NAME)

    def _open_help(self) -> None:
        from .ui.parts.help import open_guide

        open_guide(self.qgis.mainWindow())

    def _disconnect_start(self, iface: QgisInterface) -> None:
        for start in (self._open_dock, self._register_around):
            with contextlib.suppress(TypeError):
                # PyQt raises this if it was not connected: QGIS ran already, or the dock was closed when it started.
                iface.initializationCompleted.disconnect(start)

    def _translate(self) -> None:
        """Shows texts in QGIS's language, if there is a translation; also in `qgis_process`, which has no window."""
        translator = QTranslator()
        # The first is that of the command line too, and empty in `qgis_process`.
        language = (QgsApplication.instance().translation() or QgsApplication.locale())[:2]
        if self._translator is None and translator.load(f"up42_jobs_{language}", str(ROOT / "resources" / "i18n")):
            self._translator = translator
            QCoreApplication.installTranslator(translator)


class SandboxHolder:
    """Starts the built-in Sandbox on first use and stops it on unload; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sandbox: Optional[Sandbox] = None

    def access(self, service: Service) -> Access:
        """Returns how to reach the running Sandbox."""
        from .core.domain.connections import Connection, Credentials, Service

        with self._lock:
            if self._sandbox is None:
                from .core.domain.clock import utc_now
                from .sandbox import Sandbox

                self._sandbox = Sandbox(now=utc_now()).start()
            sandbox = self._sandbox
        if service is Service.WORKFLOWS:
            where = Connection("Sandbox", service, sandbox.api_url, sandbox.api_url)
            return where, Credentials(sandbox.project_id, sandbox.project_key)
        where = Connection("Sandbox", service, sandbox.api_url, sandbox.auth_url)
        return where, Credentials(sandbox.user, sandbox.password)

    def stop(self) -> None:
        """Stops the Sandbox; its orders are lost."""
        with self._lock:
            if self._sandbox is not None:
                self._sandbox.stop()
                self._sandbox = None


def build_services(sandbox: SandboxHolder, environment: Optional[EnvironmentAccess] = None) -> Services:
    """Returns the real implementations of the ports; slow modules are imported on first use."""
    from .core.domain.ports.services import Services
    from .core.host.environment import EnvironmentAccess
    from .core.host.preferences import home_folder

    home = home_folder()
    return Services(
        open_gateway=_open_gateway,
        open_downloads=_open_downloads,
        open_sandbox=sandbox.access,
        environment=environment or EnvironmentAccess(os.environ),
        open_journal=lambda: _open_journal(home),
        home=home,
    )


def _open_gateway(connection: Connection, credentials: Credentials, network: NetworkProfile) -> JobGateway:
    from .core.domain.connections import Service

    if connection.service is Service.WORKFLOWS:
        from .core.api.workflows.gateway import WorkflowJobs

        return WorkflowJobs(connection, credentials, network)
    from .core.api.platform.gateway import PlatformJobs

    return PlatformJobs(connection, credentials, network)


def _open_downloads(network: NetworkProfile, limits: UnpackLimits) -> Downloads:
    from .core.api.downloads import HttpDownloads

    return HttpDownloads(network, limits)


def _open_journal(home: Path) -> JobJournal:
    from .core.domain.clock import utc_now
    from .core.domain.outputs.disk import make_folder, writing_home
    from .core.journal.store import SqliteJournal

    with writing_home(home):
        make_folder(home)
        return SqliteJournal(home / "journal.sqlite", utc_now)
