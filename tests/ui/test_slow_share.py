"""An output folder on a share that answers late, or never, does not stop the window."""

from __future__ import annotations

import json
import os
import threading

import pytest
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.outputs.file_names import safe_name
from up42_jobs.core.usecases.output_manifest import MANIFEST_NAME

# Until the share answers a window that waits for it: the test would never end otherwise.
LATE_S = 30.0


@pytest.mark.skipif(os.name != "posix", reason="a pipe stands for the share")
def test_a_folder_that_does_not_answer_is_waited_for_beside_the_window(signed_in, qtbot, tmp_path):
    """A job's end asked the folder whose outputs it has, on the main thread: QGIS stood still with the share."""
    share = tmp_path / "share"
    kept = signed_in.preferences()
    signed_in.set_preferences(kept.changed(output_folder=str(share), auto_load=False))
    signed_in.workbench.set_limit(1)
    signed_in.ordering.prepare()
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = signed_in.ordering.hold
    with qtbot.waitSignal(signed_in.monitor.job_finished, timeout=WAIT_MS) as finished:
        signed_in.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    row = finished.args[0]
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
