"""Orders against the platform Sandbox: prepared, confirmed, and followed to their job."""

from __future__ import annotations

from support.signed_in_application import WAIT_MS
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode

PLACE = r"^/v2/orders$"


def placed(sandbox):
    """Create requests of orders, as the service saw them."""
    return [request for request in sandbox.requests if request.method == "POST" and request.path == "/v2/orders"]


def query(application, qtbot):
    """Runs the test query; returns the scenes."""
    application.dry_run.start()
    qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    return application.scenes.scenes()


def ask(application, qtbot, count=1):
    """Prepares the order of the newest scenes; returns the hold that waits for its confirmation."""
    application.ordering.prepare([scene.id for scene in application.scenes.scenes()[:count]])
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    return application.ordering.hold


def confirm(application, hold):
    """Agrees to a hold."""
    application.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))


def own_job(application):
    """The newest live job that was started here, None without one."""
    rows = [row for row in application.jobs.rows() if row.is_own and row.mode is JobMode.LIVE]
    return rows[0] if rows else None


def wait_for_job(application, qtbot, condition):
    """Waits until the own job is as wanted; returns its row."""
    qtbot.waitUntil(lambda: own_job(application) is not None and condition(own_job(application)), timeout=WAIT_MS)
    return own_job(application)
