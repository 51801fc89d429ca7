"""What the actions of the Jobs tab do with a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional, Sequence

from qgis.core import QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ...core.app.jobs.job_groups import areas_extent
from ...core.app.jobs.job_list import JobRow
from ...core.domain.errors import Up42Error
from ...core.domain.jobs.job import JobMode, JobStatus, JobTask
from ..map.map_zoom import zoom_to
from ..wording import counted
from .log_dialog import LogDialog
from .tasks_view import task_to_explain

if TYPE_CHECKING:
    from ...core.app.jobs.job_monitor import JobMonitor
    from ...core.app.outputs.job_outputs import JobOutputsLoader
    from ...core.app.outputs.output_check import OutputCheck

_translate = QCoreApplication.translate


class JobCommands(QObject):
    """Carries out the actions of a job; `selected_task` returns the task that is selected in the tab, if any."""

    # The parameters of a job were loaded into the form
    form_requested = pyqtSignal()

    def __init__(
        self,
        monitor: JobMonitor,
        outputs: JobOutputsLoader,
        check: OutputCheck,
        canvas: QgsMapCanvas,
        selected_task: Callable[[], Optional[JobTask]],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._monitor = monitor
        self._outputs = outputs
        self._check = check
        self._canvas = canvas
        self._selected_task = selected_task
        self._window = window
        self._log_dialog: Optional[LogDialog] = None

    def cancel(self, row: JobRow) -> None:
        """Asks the service to cancel the job."""
        self._monitor.cancel(row.key)

    def cancel_download(self, row: JobRow) -> None:
        """Stops the download, or the check of the files."""
        if row.is_expected:
            self._outputs.cancel(row.key)
        else:
            self._check.cancel(row.key)

    def run_again(self, row: JobRow) -> None:
        """Runs the job with the same parameters; a live job asks for consent first."""
        self._monitor.run_again(row.key)

    def run_as_live(self, row: JobRow) -> None:
        """Prepares a live job with the parameters of a test query."""
        self._monitor.run_as_live(row.key)

    def show(self, row: JobRow) -> None:
        """Shows the scenes of a test query that succeeded, otherwise the parameters in the form."""
        self._monitor.show(row.key)
        if row.mode is JobMode.LIVE or row.status is not JobStatus.SUCCEEDED:
            self.form_requested.emit()

    def download(self, row: JobRow) -> None:
        """Downloads the outputs and adds them to the map."""
        self._outputs.download(row.key)

    def load(self, row: JobRow) -> None:
        """Adds the outputs to the map."""
        self._outputs.load(row.key)

    def zoom(self, row: JobRow) -> None:
        """Zooms the map to the outputs."""
        zoom_to(self._canvas, self._outputs.zoom_target(row.key))

    def zoom_all(self, rows: Sequence[JobRow]) -> None:
        """Zooms the map to the outputs of several jobs."""
        targets = [target for row in rows if (target := self._outputs.zoom_target(row.key)) is not None]
        if targets:
            zoom_to(self._canvas, _around(targets))

    def show_areas(self, purchase: JobRow) -> None:
        """Zooms the map to the areas that the jobs of a purchase ordered."""
        zoom_to(self._canvas, areas_extent(purchase))

    def may_cancel(self, count: int) -> bool:
        """Asks whether several jobs are to be cancelled with one click."""
        text = _translate("UP42", "Cancel %Ln job(s) of this purchase? Credits not used are released.", None, count)
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        answer = QMessageBox.question(
            self._window, self.tr("Cancel Jobs"), counted(text, count), buttons, QMessageBox.StandardButton.No
        )
        return answer == QMessageBox.StandardButton.Yes

    def open_folder(self, row: JobRow) -> None:
        """Opens the folder of the outputs."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._outputs.folder(row.key)))

    def verify(self, row: JobRow) -> None:
        """Compares the files on the disk with the delivery."""
        self._check.check(row.key)

    def open_console(self, row: JobRow) -> None:
        """Opens the job's page in the UP42 console."""
        QDesktopServices.openUrl(QUrl(self._monitor.console_url(row.key)))

    def open_log(self, row: JobRow) -> None:
        """Opens the log of the selected task, or of the one that explains the job's state best."""
        task = task_to_explain(row, self._selected_task())
        if task is None:
            return
        dialog = LogDialog(task.title or task.name, self._window)
        self._log_dialog = dialog
        dialog.finished.connect(lambda result: self._forget_log(dialog))

        def show(text: str, error: Optional[Up42Error]) -> None:
            # The user may have closed it, or opened another log, in the meantime.
            if dialog is not self._log_dialog:
                return
            if error is not None:
                dialog.show_error(error)
            else:
                dialog.show_log(text)

        dialog.show()
        self._monitor.fetch_log(row.key, task.id, show)

    def _forget_log(self, dialog: LogDialog) -> None:
        if dialog is self._log_dialog:
            self._log_dialog = None
        dialog.deleteLater()


def _around(extents: Sequence[QgsRectangle]) -> QgsRectangle:
    whole = QgsRectangle(extents[0])
    for extent in extents[1:]:
        whole.combineExtentWith(extent)
    return whole
