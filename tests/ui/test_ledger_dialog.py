"""The ledger dialog: filters, sums, comparison and export; and the line that opens it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from qgis.PyQt.QtWidgets import QApplication, QFileDialog

from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState, JournalEntry
from up42_jobs.core.domain.jobs.ledger import Comparison, ledger_lines
from up42_jobs.ui.jobs.jobs_panel import JobsPanel
from up42_jobs.ui.jobs.ledger_dialog import LedgerDialog

WAIT_MS = 30_000
MAY = datetime(2026, 5, 1, 12, 0, tzinfo=timezone.utc)
ENTRY = JournalEntry(
    "a", "EU", "workflows", "Harbour 2026-05-01 12.00 0a1b2c3d", JobMode.LIVE, "p", "Pléiades Display", "f", MAY,
    hold_credits=2875, state=EntryState.CREATED, status=JobStatus.SUCCEEDED, credits_used=2870, job_id="i",
    scene_count=1,
)  # fmt: skip
LINES = ledger_lines(
    (
        ENTRY,
        replace(ENTRY, key="b", created=MAY.replace(month=6), credits_used=None, status=JobStatus.RUNNING),
        replace(ENTRY, key="c", connection="SA", credits_used=130),
    )
)


@pytest.fixture
def dialog(qtbot):
    """The account book of three jobs in two months and connections."""
    shown = LedgerDialog(LINES, "EU")
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_lines_are_summed_as_they_are_filtered(dialog):
    assert dialog.view.topLevelItemCount() == 3
    assert "still held 2,875" in dialog.sums_label.text()
    assert "used 3,000 credits" in dialog.sums_label.text()
    dialog.month_combo.setCurrentIndex(dialog.month_combo.findText("May 2026"))
    assert dialog.view.topLevelItemCount() == 2
    dialog.connection_combo.setCurrentText("SA")
    assert dialog.view.topLevelItemCount() == 1
    assert "used 130 credits" in dialog.sums_label.text()


def test_what_is_shown_is_exported(dialog, tmp_path):
    dialog.connection_combo.setCurrentText("EU")
    dialog.export(tmp_path / "credits.csv")
    with (tmp_path / "credits.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["used"], row["held_now"], row["product"]) for row in rows] == [
        ("2870", "0", "Pléiades Display"),
        ("", "2875", "Pléiades Display"),
    ]


def test_a_file_that_cannot_be_written_is_said_with_what_to_do(dialog, tmp_path, monkeypatch):
    """The sentence about a folder of outputs advised to choose another one in the settings."""
    (tmp_path / "file").write_text("")
    path = str(tmp_path / "file" / "credits.csv")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (path, ""))
    dialog.export_button.click()
    assert "“credits.csv” was not written" in dialog.comparison_label.text()
    assert "settings" not in dialog.comparison_label.text()


def test_a_difference_is_reported_in_words(dialog, qtbot):
    with qtbot.waitSignal(dialog.comparison_requested, timeout=WAIT_MS):
        dialog.compare_button.click()
    assert not dialog.compare_button.isEnabled()
    dialog.show_comparison(Comparison(1, ((ENTRY, 2900),), 40), None)
    text = dialog.comparison_label.text()
    assert "differ on 1 of 2 jobs" in text
    assert "2,870 here, 2,900 credits at UP42" in text
    assert "40 credits" in text
    dialog.show_comparison(Comparison(2, (), 0), None)
    assert "agree on all 2 finished jobs" in dialog.comparison_label.text()
    dialog.show_comparison(None, None)
    assert "does not report" in dialog.comparison_label.text()
    dialog.show_comparison(None, Up42Error(ErrorKind.NO_NETWORK))
    assert "cannot be reached" in dialog.comparison_label.text()


def test_an_empty_book_says_so(qtbot):
    shown = LedgerDialog(())
    qtbot.addWidget(shown)
    assert "No live job yet" in shown.sums_label.text()
    assert not shown.export_button.isEnabled()
    assert not shown.compare_button.isEnabled()


def test_the_line_over_the_jobs_leads_to_a_book_that_agrees_with_the_service(signed_in, sandbox, canvas, qtbot):
    panel = JobsPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    signed_in.workbench.set_limit(1)
    signed_in.workbench.set_mode(JobMode.LIVE)
    signed_in.ordering.prepare()
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = signed_in.ordering.hold
    sandbox.clock.speed(0)
    signed_in.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    label = panel.credits_line.label
    assert label.isVisible()
    assert label.window() is panel
    qtbot.waitUntil(lambda: f"{hold.credits:,} held" in label.text(), timeout=WAIT_MS)
    sandbox.clock.advance(100)
    signed_in.monitor.refresh()
    qtbot.waitUntil(lambda: f"{sandbox.books.used:,} used" in label.text(), timeout=WAIT_MS)
    assert " 0 held" in label.text()
    panel.credits_line.open_ledger()
    dialog = next(widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "ledger_dialog")
    dialog.compare_button.click()
    qtbot.waitUntil(lambda: "agree on the one finished job" in dialog.comparison_label.text(), timeout=WAIT_MS)
    dialog.close()


def test_sums_beyond_the_bits_of_qt_are_shown_as_they_are(qtbot):
    large = replace(ENTRY, hold_credits=5_000_000_000, credits_used=5_000_000_000)
    shown = LedgerDialog(ledger_lines((large, replace(large, key="d"))), "EU")
    qtbot.addWidget(shown)
    assert "10,000,000,000" in shown.sums_label.text()
