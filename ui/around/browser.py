"""Browser node *UP42*: connections, their storage and finished jobs, to be dragged onto the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Tuple

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataCollectionItem,
    QgsDataItem,
    QgsDataItemProvider,
    QgsDataItemProviderRegistry,
    QgsDataProvider,
    QgsMimeDataUtils,
)
from qgis.gui import QgsCustomDropHandler, QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QWidget

from .host import Host

if TYPE_CHECKING:
    from ...core.app.jobs.job_list import JobListModel
    from ...core.app.late import Later
    from ...core.app.outputs.storage import Storage
    from ...core.app.session.account import Account

_translate = QCoreApplication.translate

PROVIDER_KEY = "up42_jobs"
ROOT_PATH = "/UP42"
# Many changes of a list come together.
REFRESH_MS = 200

Children = Callable[["_Folder"], List[QgsDataItem]]


class BrowserNode(QObject):
    """Adds the node and what takes its drops; both are gone after `close`."""

    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._provider: Optional[_Provider] = _Provider(host)
        self._drops = _Drops(host)
        self._followed: Optional[Tuple[Account, Later[JobListModel], Later[Storage]]] = None
        self._shown: Tuple[object, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        _registry().addProvider(self._provider)
        host.iface.registerCustomDropHandler(self._drops)

    def follow(self, account: Account, jobs: Later[JobListModel], storage: Later[Storage]) -> None:
        """Follows the lists of the application, once it is there."""
        if self._followed is not None:
            return
        self._followed = (account, jobs, storage)
        account.state_changed.connect(self._on_changed)
        jobs.follow(self._follow_jobs)
        storage.follow(lambda made: made.changed.connect(self._on_changed))
        self._timer.start()

    def _follow_jobs(self, jobs: JobListModel) -> None:
        for changed in (jobs.modelReset, jobs.dataChanged, jobs.rowsInserted):
            changed.connect(self._on_changed)

    def close(self) -> None:
        """Removes the node."""
        self._timer.stop()
        self._host.iface.unregisterCustomDropHandler(self._drops)
        if self._provider is not None:
            self._provider.root = None
            _registry().removeProvider(self._provider)
            self._provider = None

    def _on_changed(self, *changes: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _refresh(self) -> None:
        root = self._provider.root if self._provider is not None else None
        if self._followed is None or root is None or sip.isdeleted(root):
            return
        account, later_jobs, later_storage = self._followed
        connection, jobs, storage = account.connection, later_jobs.made, later_storage.made
        shown = (
            connection.name if connection is not None else "",
            account.state,
            tuple((row.key, row.status, row.download) for row in jobs.rows()) if jobs is not None else (),
            (storage.state, tuple(storage.rows)) if storage is not None else (),
        )
        # The progress of a download changes no node.
        if shown != self._shown:
            self._shown = shown
            # Not `refresh`: it keeps what is below equal nodes, and has ended the process while comparing them.
            root.depopulate()
            root.populate()


class _Provider(QgsDataItemProvider):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self.root: Optional[_Folder] = None

    def name(self) -> str:
        return "UP42"

    def dataProviderKey(self) -> str:
        return PROVIDER_KEY

    def capabilities(self) -> Any:
        return QgsDataProvider.DataCapability.Net

    def createDataItem(self, path: Optional[str], parent: Optional[QgsDataItem]) -> Optional[QgsDataItem]:
        if path:
            return None
        root = self.root = _Folder(None, "UP42", ROOT_PATH, partial(_root_children, self._host))
        root.setIcon(QIcon(self._host.icon))
        # Owned by the Browser from here on.
        transfer: Any = sip.transferto
        transfer(root, None)
        return root


class _Folder(QgsDataCollectionItem):
    """A node whose children are made on the main thread, from lists that are in memory."""

    def __init__(self, parent: Optional[QgsDataItem], name: str, path: str, children: Children) -> None:
        super().__init__(parent, name, path, PROVIDER_KEY)
        self._children = children
        capabilities = Qgis.BrowserItemCapabilities(Qgis.BrowserItemCapability.Fertile)
        self.setCapabilitiesV2(capabilities | Qgis.BrowserItemCapability.Fast)

    def createChildren(self) -> List[QgsDataItem]:
        children = self._children(self)
        for child in children:
            sip.transferto(child, self)
        return children


class _Leaf(QgsDataItem):
    """A node without children; a double click does what dropping it on the map does."""

    def __init__(self, parent: QgsDataItem, name: str, path: str, act: Callable[[], None], uri: str = "") -> None:
        super().__init__(Qgis.BrowserItemType.Custom, parent, name, path, PROVIDER_KEY)
        self._act = act
        self._uri = uri
        # Without an icon a row starts left of its neighbours; a connection looks like the current one, a folder.
        self.setIcon(QgsApplication.getThemeIcon("/mIconRaster.svg" if uri else "/mIconDbSchema.svg"))
        self.setState(Qgis.BrowserItemState.Populated)

    def handleDoubleClick(self) -> bool:
        self._act()
        return True

    def hasDragEnabled(self) -> bool:
        return bool(self._uri)

    def mimeUris(self) -> List[QgsMimeDataUtils.Uri]:
        if not self._uri:
            return []
        uri = QgsMimeDataUtils.Uri()
        uri.layerType, uri.providerKey, uri.name, uri.uri = "custom", PROVIDER_KEY, self.name(), self._uri
        return [uri]

    def actions(self, parent: Optional[QWidget]) -> List[QAction]:
        words = _translate("UP42", "Add to Map") if self._uri else _translate("UP42", "Use This Connection")
        action = QAction(words, parent)
        action.triggered.connect(lambda is_checked=False: self._act())
        return [action]


class _Drops(QgsCustomDropHandler):
    """Loads what is dropped from the node: downloads it first if needed; nothing is charged."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    def customUriProviderKey(self) -> str:
        return PROVIDER_KEY

    def handleCustomUriDrop(self, uri: QgsMimeDataUtils.Uri) -> None:
        load(self._host, uri.uri)

    def canHandleCustomUriCanvasDrop(self, uri: QgsMimeDataUtils.Uri, canvas: Optional[QgsMapCanvas]) -> bool:
        return uri.providerKey == PROVIDER_KEY

    def handleCustomUriCanvasDrop(self, uri: QgsMimeDataUtils.Uri, canvas: Optional[QgsMapCanvas]) -> bool:
        if uri.providerKey != PROVIDER_KEY:
            return False
        load(self._host, uri.uri)
        return True


def load(host: Host, target: str) -> None:
    """Loads the outputs of `job:` and a key, or `asset:` and its id."""
    application = host.running()
    if application is None:
        return
    kind, _, key = target.partition(":")
    if kind == "job":
        application.outputs.load(key)
        return
    asset = next((row.asset for row in application.storage.rows if row.asset.id == key), None)
    if asset is not None:
        application.storage.load(asset)


def _root_children(host: Host, root: _Folder) -> List[QgsDataItem]:
    application = host.running()
    if application is None:
        return [_Leaf(root, _translate("UP42", "Open UP42 Jobs"), f"{ROOT_PATH}/open", partial(_open, host))]
    children: List[QgsDataItem] = []
    current = application.account.connection
    for connection in application.account.connections():
        name, path = connection.name, f"{ROOT_PATH}/{connection.name}"
        if current is not None and current.name == name:
            children.append(_Folder(root, name, path, partial(_connection_children, host)))
        else:
            children.append(_Leaf(root, name, path, partial(application.account.select, name)))
    return children


def _connection_children(host: Host, parent: _Folder) -> List[QgsDataItem]:
    application = host.running()
    if application is None:
        return []
    children: List[QgsDataItem] = []
    if application.storage.is_offered:
        storage = partial(_storage_children, host)
        children.append(_Folder(parent, _translate("UP42", "Storage"), f"{parent.path()}/storage", storage))
    jobs = partial(_job_children, host)
    return [*children, _Folder(parent, _translate("UP42", "Finished jobs"), f"{parent.path()}/jobs", jobs)]


def _storage_children(host: Host, parent: _Folder) -> List[QgsDataItem]:
    from ...core.app.outputs.storage import StorageState
    from ..wording import date_text, stored_asset_text

    application = host.running()
    if application is None:
        return []
    if application.storage.state is StorageState.IDLE:
        # The list arrives later and refreshes the node.
        QTimer.singleShot(0, lambda: application.storage.search(within_area=False))
    pattern = _translate("UP42", "{name}, {date}")
    return [
        _Leaf(
            parent,
            pattern.format(name=stored_asset_text(row.asset), date=date_text(row.asset.acquired)),
            f"{parent.path()}/{row.asset.id}",
            partial(load, host, f"asset:{row.asset.id}"),
            f"asset:{row.asset.id}",
        )
        for row in application.storage.rows
    ]


def _job_children(host: Host, parent: _Folder) -> List[QgsDataItem]:
    from ...core.domain.jobs.job import JobMode, JobStatus
    from ..wording import job_title_text, time_text

    application = host.running()
    if application is None:
        return []
    pattern = _translate("UP42", "{name}, {time}")
    return [
        _Leaf(
            parent,
            pattern.format(name=job_title_text(row), time=time_text(row.started or row.created)),
            f"{parent.path()}/{row.key}",
            partial(load, host, f"job:{row.key}"),
            f"job:{row.key}",
        )
        for row in application.jobs.rows()
        if row.mode is JobMode.LIVE and row.status is JobStatus.SUCCEEDED
    ]


def _open(host: Host) -> None:
    host.open_dock()


def _registry() -> QgsDataItemProviderRegistry:
    registry = QgsApplication.dataItemProviderRegistry()
    if registry is None:
        raise RuntimeError("QGIS has no registry of data items")
    return registry
