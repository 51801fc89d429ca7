"""Signs in, queries and buys with the plugin that a desktop has loaded."""

from __future__ import annotations

from desktop import wait_until
from qgis.core import QgsRectangle

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME
from up42_jobs.core.domain.jobs.credits import HoldConfirmation

from .signed_in_application import LONLAT

SECONDS = 60


def ready(plugin, connection, limit, area=None):
    """Opens the dock, signs in and chooses an area, a small one unless it is given; returns the application."""
    plugin.show_dock()
    application = plugin.application
    application.account.select(connection)
    wait_until(lambda: application.account.state is AccountState.READY, SECONDS, "sign-in")
    if connection == SANDBOX_PLATFORM_NAME:
        application.workbench.select_product("phr-display")
    wait_until(lambda: application.workbench.product is not None, SECONDS, "product")
    application.area.use_rectangle(area or QgsRectangle(-0.40, 39.40, -0.39, 39.41), LONLAT)
    application.workbench.set_limit(limit)
    wait_until(lambda: application.workbench.can_run, SECONDS, "a form that can run")
    return application


def query(application):
    """Runs a test query until its last quicklook has arrived."""
    application.dry_run.start()
    wait_until(lambda: application.dry_run.state is DryRunState.DONE, SECONDS, "quicklooks")


def buy(application):
    """Orders the first scene of the list and returns its job once an output is on the map."""
    ordering = application.ordering
    ordering.prepare([application.scenes.scenes()[0].id])
    wait_until(lambda: ordering.state is OrderingState.CONFIRMING, SECONDS, "hold")
    ordering.confirm(HoldConfirmation(ordering.hold.fingerprint, ordering.hold.credits, utc_now()))
    rows = application.jobs.rows
    wait_until(lambda: any(row.download is DownloadState.LOADED for row in rows()), SECONDS, "output on the map")
    return next(row for row in rows() if row.is_own)
