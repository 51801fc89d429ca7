"""Base class of the algorithms: opens the connection without a prompt, reports errors as sentences.

QGIS imports these modules at start to list the algorithms: they describe parameters and outputs and import nothing
but QGIS. The domain, the use cases and everything else are imported by the run.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QIcon

if TYPE_CHECKING:
    from ..domain.connections import Connection, NetworkProfile
    from ..domain.outputs.delivery import JobOutputs
    from ..domain.ports.control import Control
    from ..domain.ports.gateway import JobGateway
    from ..domain.ports.journal import JobJournal
    from ..domain.ports.services import Access, Services

# The built-in Sandbox, which spends nothing; a description must not import the domain.
DEFAULT_CONNECTION = "Sandbox"


def tr(text: str, note: Optional[str] = None, count: Optional[int] = None) -> str:
    """Returns the translation of a text of Processing, in the form for a number if it has one."""
    if count is None:
        return QCoreApplication.translate("UP42", text, note)
    from ..wording.figures import counted

    return counted(QCoreApplication.translate("UP42", text, note, count), count)


class FeedbackControl:
    """A Processing feedback as the Control of a use case; `start` and `end` bound its progress, in percent."""

    def __init__(self, feedback: QgsProcessingFeedback, start: float = 0.0, end: float = 100.0) -> None:
        self._feedback = feedback
        self._start = start
        self._end = end

    def check(self) -> None:
        """Raises Cancelled once the user has cancelled."""
        from ..domain.errors import Cancelled
        from ..host.memory import collect_what_is_due

        # On the main thread, as in `qgis_process`, no timer runs beside the algorithm.
        collect_what_is_due()
        if self._feedback.isCanceled():
            raise Cancelled

    def report(self, fraction: float) -> None:
        """Shows the progress, 0 to 1."""
        self._feedback.setProgress(self._start + (self._end - self._start) * fraction)

    def pause(self, seconds: float) -> None:
        """Waits; raises Cancelled within a tenth of a second once the user has cancelled."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.check()
            time.sleep(min(0.1, max(deadline - time.monotonic(), 0.0)))
        self.check()


class Up42Algorithm(QgsProcessingAlgorithm):
    """An algorithm that uses the service; subclasses name themselves and implement `work`.

    `fixed_name` is part of users' scripts and never changes. The other texts are translated when they are read.
    """

    fixed_name = ""
    title = ""
    summary = ""
    help_text = ""
    # Value of the GuidePage.
    guide_page = "processing"
    CONNECTION = "CONNECTION"

    def __init__(self, services: Callable[[], Services]) -> None:
        super().__init__()
        self._make_services = services
        self._connection: Optional[Connection] = None
        self._access: Optional[Access] = None
        self._network: Optional[NetworkProfile] = None
        self._refusal: Optional[QgsProcessingException] = None
        self._journal: Optional[JobJournal] = None
        self._hidden: Tuple[str, ...] = ()

    def createInstance(self) -> Up42Algorithm:
        """Returns a fresh object, so that two runs share nothing."""
        return type(self)(self._make_services)

    def name(self) -> str:
        """Returns the fixed name."""
        return self.fixed_name

    def displayName(self) -> str:
        """Returns the name in the toolbox."""
        return tr(self.title)

    def shortDescription(self) -> str:
        """Returns the summary."""
        return tr(self.summary)

    def shortHelpString(self) -> str:
        """Returns the help text."""
        return tr(self.help_text)

    def group(self) -> str:
        """Returns the group in the toolbox."""
        return tr("Satellite imagery")

    def groupId(self) -> str:
        """Returns the group's fixed id."""
        return "satelliteimagery"

    def tags(self) -> List[str]:
        """Returns the search words of the algorithm."""
        return ["up42", "satellite", "imagery", "order", "job", "quicklook", "credits"]

    def helpUrl(self) -> str:
        """Returns the address of the algorithm's page in the guide, which is part of the plugin."""
        from ..domain.guide import GuidePage

        return QUrl.fromLocalFile(str(GuidePage(self.guide_page).path)).toString()

    def icon(self) -> QIcon:
        """Returns the provider's icon."""
        provider = self.provider()
        return QIcon() if provider is None else provider.icon()

    def add_connection_parameter(self) -> None:
        """Adds CONNECTION."""
        parameter = QgsProcessingParameterString(self.CONNECTION, tr("Connection"), defaultValue=DEFAULT_CONNECTION)
        parameter.setHelp(tr("Name of a connection from the options, Sandbox, or Environment."))
        self.addParameter(parameter)

    def prepareAlgorithm(
        self, parameters: Dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads the secret here, where QGIS may ask for its master password; runs in the thread of the context.

        A failure is kept for `processAlgorithm`: QGIS only logs an exception from here.
        """
        try:
            self._prepare(parameters, context)
        except QgsProcessingException as error:
            self._refusal = error
        return True

    def _prepare(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> None:
        from ..domain.errors import Up42Error
        from ..host.connection_list import all_connections, stored_access
        from ..host.network_profile import read_network_profile
        from ..host.preferences import ConnectionStore
        from ..wording.errors import error_sentence

        wanted = self.parameterAsString(parameters, self.CONNECTION, context) or DEFAULT_CONNECTION
        services = self._make_services()
        known = all_connections(services, ConnectionStore())
        self._connection = next((item for item in known if item.name == wanted), None)
        if self._connection is None:
            names = ", ".join(item.name for item in known)
            raise QgsProcessingException(
                tr("There is no connection “{name}”. Available connections: {names}.").format(name=wanted, names=names)
            )
        try:
            self._access = stored_access(self._connection, services)
            self._network = read_network_profile(services.home)
        except Up42Error as error:
            raise QgsProcessingException(error_sentence(error)) from error

    def processAlgorithm(
        self, parameters: Dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Dict[str, Any]:
        """Opens the connection, runs the work and turns every failure into the dock's sentence."""
        from ..host.memory import collecting_on_main_thread

        # It runs on a thread of QGIS, or on the main thread with threads of ours beside it.
        with collecting_on_main_thread():
            return self._process(parameters, context, feedback)

    def _process(
        self, parameters: Dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Dict[str, Any]:
        from ..domain.cancelling import cancelled_by
        from ..domain.errors import Cancelled, Up42Error
        from ..domain.ports.gateway import RequestError
        from ..wording.errors import error_sentence
        from ..wording.problems import request_error_sentence

        if self._refusal is not None:
            raise self._refusal
        services = self._make_services()
        try:
            where, credentials = self._access or services.open_sandbox(self.connection.service)
            self._hidden = (credentials.user, credentials.key)
            gateway = services.open_gateway(where, credentials, self.network)
            try:
                with cancelled_by(FeedbackControl(feedback).check):
                    return self.work(gateway, parameters, context, feedback)
            finally:
                gateway.close()
                if self._journal is not None:
                    self._journal.close()
        except Cancelled:
            feedback.pushInfo(tr("Cancelled."))
            return {}
        except RequestError as error:
            raise QgsProcessingException(request_error_sentence(error)) from error
        except Up42Error as error:
            if error.detail:
                feedback.pushDebugInfo(error.detail)
            raise QgsProcessingException(error_sentence(error)) from error

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Runs the algorithm and returns its outputs."""
        raise NotImplementedError

    def fetch_outputs(
        self, gateway: JobGateway, job_id: str, folder: Path, control: Control, feedback: QgsProcessingFeedback
    ) -> JobOutputs:
        """Downloads the outputs of a job into a folder, or a new folder in it, and writes their STAC items.

        Damaged or unreadable files are reported and do not fail the algorithm: the other files are paid for.
        """
        from ..domain.clock import utc_now
        from ..gis.outputs.datasets import find_datasets
        from ..gis.outputs.stac_items import write_items
        from ..host.preferences import read_preferences
        from ..usecases.collect_outputs import collect_outputs
        from ..usecases.job_lineage import find_lineage
        from ..usecases.show_problems import show_problem
        from ..wording.errors import error_sentence

        downloads = self.services.open_downloads(self.network, read_preferences().unpack_limits)
        outputs = collect_outputs(gateway, downloads, job_id, folder, find_datasets, control)
        problem = outputs.failure or show_problem(outputs.files)
        if problem is not None:
            feedback.reportError(error_sentence(problem))
            if problem.detail:
                feedback.pushDebugInfo(problem.detail)
        write_items(outputs.files, find_lineage(gateway, self.open_journal(), job_id, utc_now))
        return outputs

    @property
    def connection(self) -> Connection:
        """Returns the chosen connection; raises before the algorithm is prepared."""
        if self._connection is None:
            raise QgsProcessingException(tr("The algorithm was not prepared."))
        return self._connection

    @property
    def hidden_texts(self) -> Tuple[str, ...]:
        """Returns what no report may contain: user name and password of the open connection."""
        return self._hidden

    @property
    def services(self) -> Services:
        """Returns the parts behind the ports."""
        return self._make_services()

    @property
    def network(self) -> NetworkProfile:
        """Returns QGIS's network settings for the connection; raises before the algorithm is prepared."""
        if self._network is None:
            raise QgsProcessingException(tr("The algorithm was not prepared."))
        return self._network

    def open_journal(self) -> JobJournal:
        """Returns the journal that the dock uses too; closed when the algorithm ends."""
        if self._journal is None:
            self._journal = self.services.open_journal()
        return self._journal


def refusal(name: str, sentence: str) -> QgsProcessingException:
    """Returns the error for an invalid parameter."""
    return QgsProcessingException(tr("{parameter}: {sentence}").format(parameter=name, sentence=sentence))


def project_file(context: QgsProcessingContext) -> str:
    """Returns the path of the open project, empty if there is none or it was never saved."""
    project = context.project()
    return "" if project is None else project.fileName()


def write_json(path: Path, value: Any) -> None:
    """Writes a result for scripts, completely or not at all; raises FOLDER_NOT_WRITABLE, DISK_FULL."""
    from ..domain.outputs.disk import make_folder, write_whole

    make_folder(path.parent)
    write_whole(path, json.dumps(value, indent=2, ensure_ascii=False).encode("utf-8"))
