"""A journal that could not be opened at the start: the user repairs the cause, and goes on without restarting QGIS."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QPushButton
from support.signed_in_application import set_up

from up42_jobs.core.app.application import Application
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.ui.dock import Up42Dock

WAIT_MS = 30_000


@pytest.fixture
def full(application, canvas, qtbot):
    """An application whose disk is full at the start, and the switch that frees it."""
    state = {"is_full": True}

    def open_journal():
        if state["is_full"]:
            raise Up42Error(ErrorKind.DISK_FULL)
        return application.services.open_journal()

    built = Application(replace(application.services, open_journal=open_journal))
    dock = Up42Dock(built, canvas)
    qtbot.addWidget(dock)
    dock.show()
    yield built, dock, state
    dock.release()
    built.shutdown()
    built.journal.close()


def notices(dock):
    return [item.findChild(QLabel, "notice_label").text() for item in dock.message_bar.items()]


def try_again(dock):
    QTest.mouseClick(dock.message_bar.findChild(QPushButton, "journal_again_button"), Qt.MouseButton.LeftButton)


def test_a_closed_journal_is_opened_by_its_notice(full, qtbot, sandbox):
    application, dock, state = full
    set_up(application, "Sandbox", qtbot)
    application.workbench.set_limit(1)
    assert any("disk" in text.lower() for text in notices(dock))
    try_again(dock)
    assert sum("disk" in text.lower() for text in notices(dock)) == 1
    with pytest.raises(Up42Error):
        application.journal.renew("key")
    state["is_full"] = False
    try_again(dock)
    assert not any("disk" in text.lower() for text in notices(dock))
    ordering = application.ordering
    ordering.prepare()
    qtbot.waitUntil(lambda: ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    with qtbot.waitSignal(ordering.started, timeout=WAIT_MS):
        ordering.confirm(HoldConfirmation(ordering.hold.fingerprint, ordering.hold.credits, utc_now()))
    [entry] = application.journal.entries()
    qtbot.waitUntil(lambda: [row.key for row in application.jobs.rows() if row.is_own] == [entry.key], timeout=WAIT_MS)
    assert application.journal.error is None
