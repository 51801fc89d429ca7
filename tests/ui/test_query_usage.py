"""usage.json: saved next to data.json and shown as a tab of the preview."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.PyQt.QtWidgets import QTabWidget
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.sandbox.testing.faults import Fault
from up42_jobs.ui.scenes.preview_dialog import PreviewDialog
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel


@pytest.mark.parametrize("stage", ["signed_in", "on_platform"])
def test_it_is_on_the_disk_and_in_the_preview(stage, request, canvas, qtbot):
    application = request.getfixturevalue(stage)
    run_query(application, qtbot)
    qtbot.waitUntil(lambda: application.query_usage.text != "", timeout=WAIT_MS)
    folder = Path(application.dry_run.folder)
    assert (folder / "usage.json").read_text(encoding="utf-8") == application.query_usage.text
    assert json.loads(application.query_usage.text)["jobId"] == application.dry_run.job.id
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    panel._preview()
    (dialog,) = panel.findChildren(PreviewDialog)
    tabs = dialog.findChild(QTabWidget, "preview_tabs")
    assert "usage.json" in [tabs.tabText(number) for number in range(tabs.count())]
    panel.release()


def test_another_query_takes_the_former_one_away(signed_in, sandbox, qtbot):
    """The figures of one test query beside the scenes of another would mislead."""
    run_query(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.query_usage.text != "", timeout=WAIT_MS)
    sandbox.faults.add(Fault("status", path="/downloads/results", status=404, times=None))
    signed_in.dry_run.start()
    assert signed_in.query_usage.text == ""
    run_is_over = signed_in.query_usage.changed
    with qtbot.waitSignal(run_is_over, timeout=WAIT_MS):
        pass
    assert signed_in.query_usage.text == ""
