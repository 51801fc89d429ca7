"""An output folder on a share that answers late, or never, does not stop the window."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from qgis.core import QgsProject
from support.jobs_tab import open_jobs_tab
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.outputs.file_names import safe_name
from up42_jobs.core.usecases.output_manifest import MANIFEST_NAME
from up42_jobs.ui.jobs.job_actions import JobAction

# Until the share answers a window that waits for it: the test would never end otherwise.
LATE_S = 30.0


def finished_job(signed_in, qtbot):
    """Orders one scene and returns the row of its job at the job's end."""
    signed_in.workbench.set_limit(1)
    signed_in.ordering.prepare()
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = signed_in.ordering.hold
    with qtbot.waitSignal(signed_in.monitor.job_finished, timeout=WAIT_MS) as finished:
        signed_in.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    return finished.args[0]


@pytest.mark.skipif(os.name != "posix", reason="a pipe stands for the share")
def test_a_folder_that_does_not_answer_is_waited_for_beside_the_window(signed_in, qtbot, tmp_path):
    """A job's end asked the folder whose outputs it has, on the main thread: QGIS stood still with the share."""
    share = tmp_path / "share"
    kept = signed_in.preferences()
    signed_in.set_preferences(kept.changed(output_folder=str(share), auto_load=False))
    row = finished_job(signed_in, qtbot)
    folder = share / safe_name(row.name)
    folder.mkdir(parents=True)
    # Who reads it waits for who writes it.
    os.mkfifo(folder / MANIFEST_NAME)
    has_answered = threading.Event()

    def answer():
        has_answered.set()
        with open(folder / MANIFEST_NAME, "w", encoding="utf-8") as pipe:
            json.dump({"job_id": "of another job", "deliveries": []}, pipe)

    timer = threading.Timer(LATE_S, answer)
    timer.start()
    signed_in.outputs.download(row.key)
    assert not has_answered.is_set()
    timer.cancel()
    qtbot.waitUntil(lambda: signed_in.jobs.row(row.key).download is DownloadState.DOWNLOADING, timeout=WAIT_MS)
    writer = threading.Thread(target=answer)
    writer.start()
    qtbot.waitUntil(lambda: not signed_in.jobs.row(row.key).is_fetching, timeout=WAIT_MS)
    writer.join()
    # It was another job's: nothing of that is replaced.
    assert signed_in.jobs.row(row.key).download in (DownloadState.DOWNLOADED, DownloadState.LOADED)
    assert signed_in.jobs.row(row.key).folder != str(folder)


class Share:
    """The operating system's answers about a folder: none until it answers, and who asked for them."""

    def __init__(self, monkeypatch):
        self.folder = ""
        self.answers = threading.Event()
        self.asked = threading.Event()
        self.waiting_windows = 0
        for name in ("stat", "lstat"):
            self._stand_in(monkeypatch, name)

    def _stand_in(self, monkeypatch, name):
        asks = getattr(os, name)

        def ask(path, *others, **more):
            if self.folder and isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(self.folder):
                if threading.current_thread() is threading.main_thread():
                    # A window that waits here would never see the answer.
                    self.waiting_windows += 1
                else:
                    self.asked.set()
                    self.answers.wait(LATE_S)
            return asks(path, *others, **more)

        monkeypatch.setattr(os, name, ask)


@pytest.fixture
def share(monkeypatch):
    found = Share(monkeypatch)
    yield found
    # No worker of this test waits in the next one.
    found.answers.set()


@pytest.fixture
def kept_job(signed_in, qtbot, share):
    """The key of a job whose outputs are on the share, which answers no longer."""
    kept = signed_in.preferences()
    signed_in.set_preferences(kept.changed(auto_load=False))
    key = finished_job(signed_in, qtbot).key
    with qtbot.waitSignal(signed_in.outputs.downloaded, timeout=WAIT_MS):
        signed_in.outputs.download(key, and_load=False)
    share.folder = signed_in.jobs.row(key).folder
    return key


def test_outputs_are_looked_for_beside_the_window_when_they_are_loaded(signed_in, kept_job, share, qtbot):
    """*Load* asked for each file on the main thread."""
    signed_in.outputs.load(kept_job)
    signed_in.outputs.load(kept_job)
    qtbot.waitUntil(share.asked.is_set, timeout=WAIT_MS)
    assert not share.waiting_windows
    share.answers.set()
    qtbot.waitUntil(lambda: signed_in.jobs.row(kept_job).download is DownloadState.LOADED, timeout=WAIT_MS)
    assert not share.waiting_windows
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty("up42/output")]
    sources = [layer.source() for layer in layers]
    assert sources
    assert len(set(sources)) == len(sources)


def test_a_job_is_selected_whose_folder_does_not_answer(signed_in, kept_job, share, qtbot, canvas):
    """The buttons asked for the folder on the main thread, with each row that was selected."""
    panel = open_jobs_tab(signed_in, canvas, qtbot)
    panel.select_job(kept_job)
    assert panel.selected_row().key == kept_job
    qtbot.waitUntil(share.asked.is_set, timeout=WAIT_MS)
    # It was recorded: what can be done with it is offered until it turns out not to be there.
    assert panel.buttons[JobAction.FOLDER].isEnabled()
    assert not share.waiting_windows


def test_a_folder_that_is_gone_cannot_be_opened(signed_in, kept_job, share, qtbot, canvas, tmp_path):
    """The look beside the window comes later than the row; its answer has to reach the buttons."""
    share.answers.set()
    folder = Path(share.folder)
    folder.rename(tmp_path / "elsewhere")
    panel = open_jobs_tab(signed_in, canvas, qtbot)
    panel.select_job(kept_job)
    qtbot.waitUntil(lambda: not panel.buttons[JobAction.FOLDER].isEnabled(), timeout=WAIT_MS)
    (tmp_path / "elsewhere").rename(folder)
    panel.jobs_view.clearSelection()
    panel.select_job(kept_job)
    qtbot.waitUntil(panel.buttons[JobAction.FOLDER].isEnabled, timeout=WAIT_MS)
