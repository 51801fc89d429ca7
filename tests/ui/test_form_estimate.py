"""The estimate below the form: asked for automatically, explained when it failed."""

from __future__ import annotations

import pytest
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel
from support.configure_tab import child, open_configure_tab, text_of
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Estimate, EstimateLine
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.wording.errors import detail_text
from up42_jobs.sandbox import Fault
from up42_jobs.ui.configure.configure_panel import ConfigurePanel


@pytest.fixture
def panel(signed_in, canvas, qtbot):
    """The form of the Sandbox, as narrow as the dock can be."""
    return open_configure_tab(signed_in, canvas, qtbot)


def test_estimate_that_failed_can_be_asked_for_again(panel, signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault("status", path="/estimate/job", status=500, times=None))
    signed_in.workbench.set_mode(JobMode.LIVE)
    signed_in.workbench.set_limit(3)
    again = child(panel, "estimate_again_button", QAbstractButton)
    qtbot.waitUntil(again.isVisible, timeout=WAIT_MS)
    assert "having a problem" in text_of(panel, "estimate_label")
    sandbox.faults.clear()
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: signed_in.workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    assert not again.isVisible()


def test_estimate_appears_automatically(panel, signed_in, qtbot):
    signed_in.workbench.set_limit(1)
    qtbot.waitUntil(lambda: signed_in.workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    assert "credits" in text_of(panel, "estimate_label")


def test_parameters_that_the_service_refuses_show_its_own_words_where_they_are_called_details(
    on_platform, sandbox, canvas, qtbot
):
    panel = ConfigurePanel(on_platform, canvas)
    qtbot.addWidget(panel)
    on_platform.workbench.set_mode(JobMode.LIVE)
    sandbox.faults.add(Fault("status", path=r"/search$", status=422, times=None))
    on_platform.area.use_rectangle(QgsRectangle(-0.41, 39.40, -0.40, 39.41), canvas.mapSettings().destinationCrs())
    qtbot.waitUntil(lambda: on_platform.workbench.estimate_state is EstimateState.FAILED, timeout=WAIT_MS)
    error = on_platform.workbench.estimate_error
    assert error.kind is ErrorKind.INVALID_REQUEST
    assert error.detail
    assert text_of(panel, "estimate_label").endswith("\n" + detail_text(error))
    panel.release()


def test_long_words_of_the_service_leave_the_button_in_sight_and_are_whole_in_the_tool_tip(panel, signed_in):
    detail = "<b>value</b> is not what was expected; " * 60
    signed_in.workbench.set_mode(JobMode.LIVE)
    signed_in.workbench.take_estimate(None, Up42Error(ErrorKind.INVALID_REQUEST, detail, status=422))
    label = child(panel, "estimate_label", QLabel)
    assert label.text().endswith("…")
    assert label.heightForWidth(panel.width()) < panel.height() / 2
    assert "&lt;b&gt;value&lt;/b&gt;" in label.toolTip()
    assert label.toolTip().count("expected") == 60


def test_what_an_order_lacks_does_not_frighten_below_a_free_test_query(panel, signed_in, qtbot):
    """A refused estimate stood as a failure, with the words of the service, below a button that spends nothing."""
    bench = signed_in.workbench
    bench.take_estimate(None, Up42Error(ErrorKind.INVALID_REQUEST, "price range refused", status=422))
    label = child(panel, "estimate_label", QLabel)
    assert "free" in label.text()
    assert "refused" not in label.text()
    assert "price range refused" in label.toolTip()
    lines = (EstimateLine("", 9, 9, scene_id="a"), EstimateLine("", 0, 0, scene_id="b", problem="AOI misses it"))
    bench.take_estimate(Estimate(lines, 9), None)
    assert "cannot be ordered" not in label.text()
    # Where credits are at stake all of it is said.
    bench.set_mode(JobMode.LIVE)
    bench.take_estimate(Estimate(lines, 9), None)
    assert "1 of 2 parts cannot be ordered" in label.text()
    bench.take_estimate(None, Up42Error(ErrorKind.INVALID_REQUEST, "price range refused", status=422))
    assert "price range refused" in label.text()
