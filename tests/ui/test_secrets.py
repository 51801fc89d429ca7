"""After a whole run with failures, no key, token or signed link is stored anywhere on the disk."""

from __future__ import annotations

import logging
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from qgis.core import QgsApplication, QgsProject, QgsRectangle, QgsSettings
from support.signed_in_application import LONLAT, WAIT_MS, choose_product

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Credentials, Service
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.host import log
from up42_jobs.sandbox import Fault

MINE = "Mine"
# The database is shared with other tests of this process and opens with one password alone.
MASTER = "a master of tests"
# A JSON Web Token, a signed link, an authorization header.
SHAPES = re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|[?&]Signature=|(Bearer|Basic) [A-Za-z0-9+/]{8}")
BAD_DAYS = (
    # Of a read: a create request that is refused and whose answer is lost leaves no job to go on with.
    Fault("unauthorized", method="GET", path=r"/jobs|/v2/orders"),
    Fault("status", path=r"quicklook", status=500),
    Fault("answer_lost_after", method="POST", path=r"/workflows/[^/]+/jobs$|^/v2/orders$"),
    Fault("expired_link"),
    Fault("cut_body", path=r"/storage"),
    Fault("html", path=r"/downloads/results$|/download-url$"),
)


@pytest.fixture
def log_lines():
    """Everything written to QGIS's message log, including our own debug records."""
    texts = []
    keep = lambda text, tab, level: texts.append(f"{tab}: {text}")  # noqa: E731 - disconnected by its name
    QgsApplication.messageLog().messageReceived.connect(keep)
    log.install()
    logger = logging.getLogger(log.PACKAGE)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    yield texts
    logger.setLevel(level)
    log.uninstall()
    QgsApplication.messageLog().messageReceived.disconnect(keep)


def find_secrets(content, secrets):
    """What of a text is secret."""
    found = [secret for secret in secrets if secret.encode() in content]
    return found + [match[0] for match in SHAPES.finditer(content)]


def files_below(folder):
    """All files, members of a zipped project included, but for the encrypted authentication database."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("qgis-auth"):
            continue
        yield path, path.read_bytes()
        if path.suffix == ".qgz":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield path / name, archive.read(name)


def live_through(application, sandbox, qtbot, folder):
    """Test query, quicklooks, hold, lost answer, live job, broken and refused downloads, layers, saved project."""
    application.account.select(MINE)
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: application.workbench.product is not None, timeout=WAIT_MS)
    if application.account.connection.service is Service.PLATFORM:
        choose_product(application, "phr-display", qtbot)
    application.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), LONLAT)
    application.workbench.set_limit(2)
    application.dry_run.start()
    qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    sandbox.faults.add(*BAD_DAYS)
    application.ordering.prepare([application.scenes.scenes()[0].id])
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = application.ordering.hold
    with qtbot.waitSignal(application.ordering.started, timeout=WAIT_MS) as started:
        application.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    key = started.args[0].key

    def state():
        return application.jobs.row(key).download

    qtbot.waitUntil(lambda: state() in (DownloadState.LOADED, DownloadState.FAILED), timeout=WAIT_MS)
    sandbox.faults.clear()
    if state() is DownloadState.FAILED:
        application.outputs.download(key)
    qtbot.waitUntil(lambda: state() is DownloadState.LOADED, timeout=WAIT_MS)
    project = QgsProject.instance()
    assert project.write(str(folder / "harbour.qgz"))
    assert project.write(str(folder / "harbour.qgs"))
    return key


@pytest.mark.parametrize("service", [Service.WORKFLOWS, Service.PLATFORM], ids=lambda service: service.value)
def test_a_whole_run_leaves_no_secret_on_the_disk(service, application, sandbox, qtbot, tmp_path, log_lines):
    is_classic = service is Service.WORKFLOWS
    names = ("project_id", "project_key") if is_classic else ("user", "password")
    user, key = (getattr(sandbox, name) for name in names)
    if not QgsApplication.authManager().masterPasswordIsSet():
        assert QgsApplication.authManager().setMasterPassword(MASTER, True)
    where = Connection(MINE, service, sandbox.api_url, sandbox.auth_url)
    application.account.save_connection(where, Credentials(user, key))
    try:
        job_key = live_through(application, sandbox, qtbot, tmp_path)
    finally:
        application.account.remove_connection(MINE)
    QgsSettings().sync()
    secrets = [key, quote(key), quote(key, safe=""), MASTER]
    settings = Path(QgsSettings().fileName())
    shutil.copy(settings, tmp_path / "settings.ini")
    scanned = 0
    for path, content in files_below(tmp_path):
        scanned += 1
        assert find_secrets(content, secrets) == [], path
    sources = [layer.source() for layer in QgsProject.instance().mapLayers().values()]
    of_journal = [application.journal.history(job_key), application.journal.entry(job_key).note]
    texts = [*sources, *log_lines, *map(str, of_journal)]
    for text in texts:
        assert find_secrets(text.encode(), secrets) == [], text
    assert (tmp_path / "journal.sqlite").stat().st_size > 0
    assert len(sources) > 1
    assert scanned > 8


def test_the_scan_sees_what_it_looks_for(sandbox, tmp_path):
    link = "https://storage.example/outputs.tgz?Expires=1&Signature=abc"
    (tmp_path / "link.txt").write_text(f"loaded {link}", encoding="utf-8")
    (tmp_path / "key.txt").write_text(f"key={sandbox.project_key}", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "harbour.qgz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("harbour.qgs", "Authorization: Bearer abcdefghij" * 9)
    found = {path.name for path, content in files_below(tmp_path) if find_secrets(content, [sandbox.project_key])}
    assert found == {"link.txt", "key.txt", "harbour.qgs"}
