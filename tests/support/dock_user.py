"""Drives the dock by clicks and keys, and reads its visible texts."""

from __future__ import annotations

import html

from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel

from support.signed_in_application import LONLAT, WAIT_MS
from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES
from up42_jobs.ui.wording import error_sentence, look_problem_sentence

# The message for an internal error is not an answer to a failure of the service.
_OURS = (ErrorKind.INTERNAL, ErrorKind.CANCELLED)
_LONG_ENOUGH = 28


def _beginnings():
    errors = [Up42Error(kind) for kind in ErrorKind if kind not in _OURS]
    errors.append(Up42Error(ErrorKind.RATE_LIMITED, retry_after_s=5.0))
    # The sentence for a hostile archive depends on its fault; all start like this.
    unsafe = "The archive was refused because of"
    sentences = [look_problem_sentence(), unsafe, *(error_sentence(error) for error in errors)]
    # What follows the first sentence depends on whether credits are involved.
    return tuple(sorted({text.split(". ")[0][:_LONG_ENOUGH] for text in sentences}))


class DockUser:
    """Clicks in one dock; `connection` is the name in its list."""

    def __init__(self, dock, application, connection, qtbot, sandbox):
        self.dock = dock
        self.application = application
        self.connection = connection
        self.qtbot = qtbot
        self.sandbox = sandbox
        # Number of confirmed holds.
        self.confirmed = 0
        self._known = _beginnings()

    def wait(self, condition):
        """Runs the event loop until a condition is true."""
        try:
            self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)
        except self.qtbot.TimeoutError:
            raise AssertionError(f"the screen stopped at: {self.reads()}") from None

    def click(self, name, parent=None):
        """Clicks a visible, enabled button."""
        button = self._button(name, parent or self.dock)
        assert button is not None, f"{name} is not on the screen: {self.reads()}"
        assert button.isEnabled(), f"{name}: {button.toolTip()}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def can_click(self, name):
        """Returns whether a button is visible and enabled."""
        button = self._button(name, self.dock)
        return button is not None and button.isEnabled()

    def reads(self):
        """Returns all visible label texts."""
        windows = [self.dock, *(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog))]
        labels = [label for window in windows for label in window.findChildren(QLabel) if label.isVisible()]
        return {label.text() for label in labels if label.text()}

    def failures(self):
        """Returns the visible error messages."""
        ours = error_sentence(Up42Error(ErrorKind.INTERNAL))[:_LONG_ENOUGH]
        texts = self.reads()
        assert not any(ours in text or "Traceback" in text for text in texts), texts
        # Notices are rich text, in which an apostrophe is escaped.
        return {text for text in texts if any(words in html.unescape(text) for words in self._known)}

    def connect(self):
        """Chooses the connection."""
        combo = self.dock.findChild(QComboBox, "connection_combo")
        combo.setCurrentText(self.connection)
        combo.textActivated.emit(self.connection)

    def choose_product(self):
        """Chooses the first product of the list that is none of its headings."""
        combo = self.dock.findChild(QComboBox, "product_combo")
        combo.setCurrentIndex(next(row for row in range(combo.count()) if combo.model().item(row).isEnabled()))
        combo.activated.emit(combo.currentIndex())

    def choose_live(self):
        """Chooses a live job, which only shows its price for now."""
        self.click("live_radio")

    @property
    def has_products(self):
        """Whether the user is signed in and a product is loaded into the form."""
        bench = self.application.workbench
        is_ready = self.application.account.state is AccountState.READY
        return is_ready and bench.product is not None and not bench.is_loading_product

    def fill_in(self):
        """Chooses a small area over a coast and two scenes."""
        self.connect()
        self.wait(lambda: self.has_products)
        self.application.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), LONLAT)
        self.application.workbench.set_limit(2)
        self.wait(lambda: self.has_estimate)

    @property
    def has_estimate(self):
        """Whether the form shows a price."""
        return self.application.workbench.estimate_state is EstimateState.READY

    def query(self):
        """Clicks Run Test Query."""
        self.dock.tabs.setCurrentIndex(CONFIGURE)
        self.click("run_button")

    @property
    def has_scenes(self):
        """Whether the test query is done, with every available quicklook."""
        scenes = self.application.scenes
        is_done = self.application.dry_run.state is DryRunState.DONE and bool(scenes.scenes())
        pictures = [scenes.quicklook(scene.id) for scene in scenes.scenes()]
        return is_done and all(
            picture is not None and picture.problem in ("", ErrorKind.NOT_FOUND.value) for picture in pictures
        )

    def order(self):
        """Selects the first scene and clicks Order Selected."""
        self.dock.tabs.setCurrentIndex(SCENES)
        view = self.dock.scenes_panel().scenes_view
        view.setCurrentIndex(view.model().index(0, 0))
        self.click("order_button")

    @property
    def hold_dialog(self):
        """The open hold dialog, None without one."""
        found = [child for child in self.dock.findChildren(QDialog, "hold_dialog") if child.isVisible()]
        return found[0] if found else None

    def confirm(self):
        """Confirms the hold."""
        self.confirmed += 1
        self.click("confirm_button", self.hold_dialog)

    @property
    def job(self):
        """The newest own live job, None without one."""
        rows = [row for row in self.application.jobs.rows() if row.is_own and row.mode is JobMode.LIVE]
        return rows[0] if rows else None

    @property
    def has_job(self):
        """Whether the service has confirmed our job."""
        return self.job is not None and bool(self.job.job_id)

    @property
    def is_done(self):
        """Whether the job is known to have succeeded."""
        return self.job is not None and self.job.status is JobStatus.SUCCEEDED

    @property
    def is_free_to_order(self):
        """Whether the dock shows that no job resulted from the confirmation, or nothing is pending."""
        job = self.job
        return job is None or job.entry_state in (EntryState.REFUSED, EntryState.ABSENT)

    def hold_the_clock(self):
        """Keeps all jobs from finishing."""
        self.sandbox.clock.speed(0)

    def let_the_clock_go(self):
        """Lets jobs finish again."""
        self.sandbox.clock.speed(1)

    def have_the_provider_refuse(self):
        """Makes jobs slow, and keeps the next platform order in a state that can be cancelled."""
        self.sandbox.change(live_seconds=3600.0)
        self.sandbox.faults.add(Fault("placement_failed", method="POST", path=r"^/v2/orders$"))

    def look_at_jobs(self):
        """Opens the Jobs tab and selects the newest job."""
        self.dock.tabs.setCurrentIndex(JOBS)
        self.dock.jobs_panel().select_job(self.job.key)

    def cancel(self):
        """Cancels the job."""
        self.look_at_jobs()
        self.click("cancel_job_button")

    @property
    def is_being_placed(self):
        """Whether the platform is placing the order, which cannot be cancelled meanwhile."""
        return self.application.account.orders_scenes and self.job.note is not ErrorKind.PLACEMENT_FAILED

    @property
    def is_cancelled(self):
        """Whether the service is cancelling the job."""
        return self.job is not None and self.job.status in (JobStatus.CANCELLING, JobStatus.CANCELLED)

    def download(self):
        """Clicks Download."""
        self.look_at_jobs()
        self.click("download_button")

    @property
    def has_outputs(self):
        """Whether the outputs are on the map."""
        return self.job is not None and self.job.download is DownloadState.LOADED

    def _button(self, name, parent):
        found = [child for child in parent.findChildren(QAbstractButton, name) if child.isVisible()]
        return found[0] if found else None
