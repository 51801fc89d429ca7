"""The Jobs tab: all jobs of the connection, and their actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.gui import QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import QModelIndex, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QShortcut,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.app.jobs.job_groups import JobGroups
from ...core.app.jobs.job_list import JobRole, JobRow
from ...core.domain.errors import ErrorKind, Up42Error
from ...core.domain.jobs.journal import EntryState
from ..parts.scrolled_form import scrolled
from ..parts.tab_shape import SIDE_LINES, ListTab, is_low_tab, is_wide_tab
from ..parts.wrapped_label import WrappedLabel
from ..wording import (
    error_sentence,
    job_headers,
    job_state_text,
    note_text,
    row_kind_text,
    scene_line_text,
)
from .action_row import ActionRow
from .job_actions import JobAction, Surroundings, job_actions, why_not
from .job_commands import JobCommands
from .job_delegate import JobDelegate
from .job_rows import JobFilterModel, JobsView
from .jobs_header import CreditsLine, LookProblem
from .tasks_view import TasksView

if TYPE_CHECKING:
    from .jobs_parts import JobsParts

# Of the note above the tasks; a longer one takes from the tasks.
NOTE_LINES = 2
# Tasks that are seen whole also in a low tab: those of most jobs; there a note is scrolled with them.
LOW_TASKS = 2


class JobsPanel(ListTab):
    """Shows the job list and passes on user actions."""

    # The parameters of a job were loaded into the form
    form_requested = pyqtSignal()

    def __init__(self, parts: JobsParts, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._account = parts.account
        self._model = parts.jobs
        self._monitor = parts.monitor
        self._outputs = parts.outputs
        self._dry_run = parts.dry_run
        self._ordering = parts.ordering
        self._canvas = canvas
        self._model.set_headers(job_headers())
        self._model.set_state_text(job_state_text)
        self._model.set_kind_text(row_kind_text)
        self.filter_model = JobFilterModel(JobGroups(self._model, self), self)
        self.credits_line = CreditsLine(parts.ledger, self._account, self._monitor, self._ordering)
        self.look_problem = LookProblem(self._account, self._monitor)
        self._build()
        self._connect()
        self._arrange()
        self._show_list()

    def selected_row(self) -> Optional[JobRow]:
        """Returns the selected job, None without one."""
        indexes = self.jobs_view.selectionModel().selectedIndexes()
        return indexes[0].data(JobRole.ROW) if indexes else None

    def select_job(self, key: str, *, is_whole: bool = False) -> None:
        """Selects a job, or with `is_whole` the purchase that it is a part of; does nothing if it is not shown."""
        self.jobs_view.select_job(key, is_whole=is_whole)

    def open_log(self) -> None:
        """Opens the log that explains the state of the selected job, if it has one."""
        self._do(JobAction.LOG)

    def _build(self) -> None:
        self.filter_edit = QgsFilterLineEdit()
        self.filter_edit.setObjectName("jobs_filter_edit")
        self.filter_edit.setShowSearchIcon(True)
        self.filter_edit.setPlaceholderText(self.tr("Filter by name, product, kind or state"))
        self.filter_edit.setAccessibleName(self.tr("Filter jobs"))
        self._build_details()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(self._build_list())
        self._splitter.addWidget(self.details)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        for part in (0, 1):
            self._splitter.setCollapsible(part, False)
        layout = QVBoxLayout(self)
        self._usual_gap = layout.spacing()
        layout.setContentsMargins(0, self._usual_gap, 0, 0)
        layout.addWidget(self.credits_line)
        layout.addLayout(self._build_top_row())
        layout.addWidget(self._splitter, 1)
        # Below the list, whose rows stay where they are when it comes and goes.
        layout.addWidget(self.look_problem)
        layout.addWidget(self.action_row)

    def _arrange(self) -> None:
        """Gives the list the room: in a low tab less is seen of the tasks at once, in a wide one they are beside it."""
        line, tasks = self.fontMetrics().lineSpacing(), self.tasks_view.height_of(LOW_TASKS)
        self.tasks_view.setMinimumHeight(tasks)
        is_low, is_wide = is_low_tab(self), is_wide_tab(self)
        usual_height = NOTE_LINES * line + self.tasks_view.sizeHint().height()
        self.details.setMinimumHeight(tasks if is_low else usual_height)
        self.credits_line.label.set_one_line(is_low)
        self.layout().setSpacing(self._usual_gap // 2 if is_low else self._usual_gap)
        orientation = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if orientation != self._splitter.orientation():
            self._splitter.setOrientation(orientation)
            side = SIDE_LINES * line if is_wide else self.details.minimumHeight()
            self._splitter.setSizes([max((self.width() if is_wide else self.height()) - side, 1), side])

    def _build_top_row(self) -> QHBoxLayout:
        self.storage_button = QPushButton(self.tr("Stora&ge…"))
        self.storage_button.setObjectName("storage_button")
        self.storage_button.setToolTip(self.tr("Lists what this account has bought, to load it again free of charge"))
        row = QHBoxLayout()
        row.addWidget(self.filter_edit, 1)
        # Fills the space while the filter is hidden.
        row.addStretch()
        row.addWidget(self.storage_button)
        return row

    def _build_list(self) -> QWidget:
        self.jobs_view = JobsView(self.filter_model)
        self.jobs_view.setItemDelegate(JobDelegate(self._parts.thumbnails, self.jobs_view))
        self.empty_label = WrappedLabel()
        self.empty_label.setObjectName("no_jobs_label")
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.jobs_view)
        self._stack.addWidget(self.empty_label)
        return self._stack

    def _build_details(self) -> None:
        self.note_label = WrappedLabel()
        self.note_label.setObjectName("job_note_label")
        self.note_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tasks_view = TasksView(self._scene_text)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.note_label)
        layout.addWidget(self.tasks_view, 1)
        # As high as before for every job, and scrolled if a note is longer: a list that shrinks by the first click of
        # two hides the clicked row.
        self.details = scrolled(page)
        self._commands = JobCommands(
            self._monitor, self._outputs, self._parts.output_check, self._canvas, self.tasks_view.selected_task, self
        )
        self._commands.form_requested.connect(self.form_requested)
        self.action_row = ActionRow(self._do)
        self.buttons = self.action_row.buttons

    def _connect(self) -> None:
        self.filter_edit.textChanged.connect(self._on_filter_changed)
        self.jobs_view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.jobs_view.customContextMenuRequested.connect(self._open_menu)
        # `activated` is a single click on some desktops.
        self.jobs_view.doubleClicked.connect(lambda index: self._do(JobAction.SHOW))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self.jobs_view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._do(JobAction.SHOW))
        self.tasks_view.itemSelectionChanged.connect(self._on_task_selected)
        self.filter_model.groups.dataChanged.connect(self._on_data_changed)
        self._model.rowsInserted.connect(self._show_list)
        self._model.modelReset.connect(self._show_list)
        self._account.state_changed.connect(self._show_list)
        self.storage_button.clicked.connect(self._open_storage)
        self._dry_run.state_changed.connect(self._show_buttons)
        self._ordering.state_changed.connect(self._show_buttons)
        self._outputs.loaded.connect(self._show_buttons)
        self._outputs.looks.folders_changed.connect(self._show_buttons)
        self._parts.thumbnails.changed.connect(lambda key: self.jobs_view.viewport().update())

    def _on_filter_changed(self, text: str) -> None:
        self.filter_model.set_text(text)
        self._show_list()

    def _show_list(self) -> None:
        total = self._model.rowCount()
        self.storage_button.setVisible(self._parts.storage.is_offered)
        self._stack.setCurrentIndex(0 if self.filter_model.rowCount() else 1)
        self.filter_edit.setVisible(total > 0)
        self.details.setVisible(total > 0)
        if total:
            self.empty_label.setText(self.tr("No jobs match."))
        else:
            self.empty_label.setText(
                self.tr("No jobs yet. Test queries and live jobs of this connection appear here, with their outputs.")
            )
        self._show_details()

    def _on_selection_changed(self) -> None:
        row = self.selected_row()
        if row is not None and not row.tasks and row.job_id:
            self._monitor.fetch_tasks(row.key)
        self._show_details()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        selected = self.selected_row()
        if selected is None:
            return
        rows = range(first.row(), last.row() + 1)
        if any(self.filter_model.groups.row(row).key == selected.key for row in rows):
            self._show_details()

    def _scene_text(self, scene_id: str) -> str:
        """Returns a scene as shown in the scene list; orders have only its ID."""
        scene = self._parts.listed_scene(scene_id)
        return "" if scene is None else scene_line_text(scene)

    def _on_task_selected(self) -> None:
        self._show_note()
        self._show_buttons()

    def _show_note(self) -> None:
        row, task = self.selected_row(), self.tasks_view.selected_task()
        # The job's note first, then that of the selected task.
        parts = [self._note_of(row) if row is not None else "", note_text(task.note) if task is not None else ""]
        self.note_label.setText("\n".join(dict.fromkeys(part for part in parts if part)))
        self.note_label.setVisible(bool(self.note_label.text()))

    def _note_of(self, row: JobRow) -> str:
        if row.error is not None:
            return error_sentence(row.error)
        if row.entry_state in (EntryState.INTENT, EntryState.UNKNOWN):
            return error_sentence(Up42Error(ErrorKind.OUTCOME_UNKNOWN))
        if self._parts.is_of_gone_sandbox(row):
            return self.tr(
                "This job ran in the Sandbox of an earlier QGIS session, which ended with it. No credits are involved. "
                "Its outputs can be loaded if they were downloaded; otherwise run it again."
            )
        return note_text(row.note)

    def _show_details(self) -> None:
        row = self.selected_row()
        if row is not None:
            # Not while it is written.
            self._outputs.looks.look_at([job.folder for job in row.members or (row,) if not job.is_fetching])
        self.tasks_view.show_job(row)
        self._show_note()
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.selected_row()
        self.action_row.show_job(row, self._surroundings(row))

    def _surroundings(self, row: Optional[JobRow]) -> Surroundings:
        if row is None:
            return Surroundings()
        jobs = row.members or (row,)
        return Surroundings(
            has_layers=any(self._outputs.zoom_target(job.key) is not None for job in jobs),
            has_folder=any(self._outputs.looks.has_folder(job.folder) for job in jobs),
            has_task_logs=self._account.has_task_logs,
            orders_scenes=self._account.orders_scenes,
            has_console_page=self._monitor.console_url(row.key).startswith("https://"),
            is_query_running=self._dry_run.is_busy,
            is_ordering=self._ordering.is_busy,
        )

    def _open_menu(self, spot: QPoint) -> None:
        if self.selected_row() is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.action_row.fill_menu(menu)
        menu.popup(self.jobs_view.viewport().mapToGlobal(spot))

    def _do(self, action: JobAction) -> None:
        row = self.selected_row()
        if row is None or why_not(action, row, self._surroundings(row)):
            return
        if row.members:
            self._do_all(action, row)
        else:
            job_actions()[action].do(self._commands, row)

    def _do_all(self, action: JobAction, purchase: JobRow) -> None:
        """Does something with the jobs of a purchase with which it can be done."""
        jobs = [job for job in purchase.members if not why_not(action, job, self._surroundings(job))]
        if action is JobAction.SHOW:
            self.filter_model.groups.set_open(purchase, True)
            self._commands.show_areas(purchase)
        elif action is JobAction.ZOOM:
            self._commands.zoom_all(jobs)
        elif action is not JobAction.CANCEL or self._commands.may_cancel(len(jobs)):
            for job in jobs:
                job_actions()[action].do(self._commands, job)

    def _open_storage(self) -> None:
        from .storage_dialog import StorageDialog

        dialog = StorageDialog(self._parts.storage, self._model, self._parts.area, self._canvas, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

