"""A home folder that is not writable or has disappeared is reported, and nothing waits forever."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtWidgets import QLabel
from support.signed_in_application import WAIT_MS, set_up

from up42_jobs import classFactory
from up42_jobs.core.app.application import Application
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.host.network_profile import read_network_profile
from up42_jobs.plugin import SandboxHolder, build_services
from up42_jobs.ui.dock import Up42Dock
from up42_jobs.ui.wording import error_sentence

# The kernel's own tree: nobody makes a folder there, the administrator neither, as whom tests may run.
NOWHERE = Path("/proc/up42_jobs")


def below_a_file(tmp_path):
    """A folder that cannot be, because its parent is a file."""
    (tmp_path / "file").write_text("taken")
    return tmp_path / "file" / "home"


def lose(home):
    """What is left when a share goes away: the place without its content, and nothing can be made there."""
    shutil.move(home, home.with_name("kept"))
    home.write_text("not connected")


def find_again(home):
    """The share is back."""
    home.unlink()
    shutil.move(home.with_name("kept"), home)


@pytest.fixture
def built(monkeypatch, qtbot):
    """Builds the application over a home folder."""
    made = []
    sandbox = SandboxHolder()

    def build(home):
        monkeypatch.setenv("UP42_JOBS_HOME", str(home))
        made.append(Application(build_services(sandbox)))
        return made[-1]

    yield build
    for application in made:
        application.shutdown()
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=WAIT_MS)
    sandbox.stop()


@pytest.mark.parametrize("home", [lambda tmp_path: NOWHERE, below_a_file], ids=["read-only", "below a file"])
def test_the_dock_opens_and_says_which_folder_it_is(home, built, canvas, qtbot, tmp_path):
    folder = home(tmp_path)
    application = built(folder)
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    application.account.select_last()
    qtbot.waitUntil(lambda: application.account.state is AccountState.FAILED, timeout=WAIT_MS)
    assert application.account.error.kind is ErrorKind.HOME_NOT_WRITABLE
    texts = " ".join(label.text() for label in dock.findChildren(QLabel))
    assert str(folder) in texts
    assert "data folder is not writable" in texts
    assert "igning in" not in texts
    dock.release()


def test_nothing_is_ordered_without_a_record(built):
    application = built(NOWHERE)
    with pytest.raises(Up42Error) as caught:
        application.journal.begin(None)
    assert caught.value.kind is ErrorKind.HOME_NOT_WRITABLE


def test_a_share_that_went_away_is_said_and_all_is_well_when_it_is_back(built, qtbot, tmp_path):
    home = tmp_path / "home"
    application = set_up(built(home), "Sandbox", qtbot)
    lose(home)
    application.account.refresh()
    qtbot.waitUntil(lambda: application.account.state is AccountState.FAILED, timeout=WAIT_MS)
    assert application.account.error.kind is ErrorKind.HOME_NOT_WRITABLE
    find_again(home)
    application.account.refresh()
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)


def test_a_test_query_whose_folder_went_away_names_it(built, qtbot, tmp_path):
    home = tmp_path / "home"
    application = set_up(built(home), "Sandbox", qtbot)
    lose(home)
    with qtbot.waitSignal(application.dry_run.failed, timeout=WAIT_MS) as failed:
        application.dry_run.start()
    (error,) = failed.args
    assert error.kind is ErrorKind.HOME_NOT_WRITABLE
    assert str(home) in error_sentence(error)
    find_again(home)


def test_a_computer_without_certificates_reads_the_same_sentence(monkeypatch, tmp_path):
    """QGIS may have no certificates, and then there is nothing to write at a sign-in."""

    class Empty:
        def trustedCaCertsPemText(self):
            return b""

    monkeypatch.setattr(QgsApplication, "authManager", Empty)
    assert read_network_profile(tmp_path / "new").authorities_file is None
    with pytest.raises(Up42Error) as caught:
        read_network_profile(NOWHERE)
    assert caught.value.kind is ErrorKind.HOME_NOT_WRITABLE


def test_whatever_keeps_a_sign_in_from_beginning_is_said(application, monkeypatch, qtbot):
    """The header must not say "signing in" of something that never began."""

    def fail(folder):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("up42_jobs.core.host.network_profile.read_network_profile", fail)
    application.account.select_last()
    assert application.account.state is AccountState.FAILED
    assert application.account.error.kind is ErrorKind.INTERNAL


@pytest.fixture
def processing(qgis_app):
    """The plugin with nothing but its algorithms."""
    plugin = classFactory(None)
    try:
        plugin.initProcessing()
        yield
    finally:
        # A provider that stays makes every later test of this process fail.
        plugin.unload()


@pytest.mark.parametrize("name", ["testquery", "listjobs", "checkconnection"])
def test_a_script_reads_the_same_sentence(name, monkeypatch, processing, tmp_path):
    monkeypatch.setenv("UP42_JOBS_HOME", str(NOWHERE))
    algorithm = QgsApplication.processingRegistry().algorithmById(f"up42jobs:{name}").create()
    parameters = {
        "CONNECTION": "Sandbox",
        "PRODUCT": "any",
        "EXTENT": "-0.40,-0.39,39.40,39.41 [EPSG:4326]",
        "FILE": str(tmp_path / "out.json"),
        "FOLDER": str(tmp_path / "out"),
    }
    with pytest.raises(QgsProcessingException, match="data folder is not writable"):
        algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False), catchExceptions=False)
