"""Sockets and other handles that stay open after queries and orders on many threads and after plugin reloads."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any, Callable, Dict, List, Mapping

from package_path import register_package

from benchmarks.measure import TOOLS, Child, Row, column, run_child, use_own_profile

QUERIES, JOBS, RELOADS = 200, 50, 20
WAIT_S = 60
# The connection that is kept, with both ends in this process.
AT_MOST = 4.0
_KEPT: List[Any] = []


def rows() -> List[Row]:
    """Counts what is left after each of them, over what was open before."""
    runs = [run_child("handles.count")]
    reloads = [run_child("handles.reload")]
    return [
        Row(f"handles left by {QUERIES} queries, each on a thread of its own", column(runs, "queries"), AT_MOST),
        Row(f"… by {JOBS} live jobs as well", column(runs, "jobs"), AT_MOST),
        Row(
            f"handles left by {RELOADS} reloads of the plugin, each signed in to the Sandbox",
            column(reloads, "reloads"),
            AT_MOST,
        ),
    ]


def _count(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Works a long day within this process, service included."""
    use_own_profile()
    sys.path.insert(0, str(TOOLS.parent / "tests"))
    register_package()
    from support.service_stage import Stage

    figures: Dict[str, Any] = {}
    with Stage(timeout_s=60.0, max_concurrent_jobs=QUERIES + JOBS, balance=1_000_000_000) as stage:
        product = stage.product()
        parameters = stage.parameters(product)
        begun = _open_handles()
        for _ in range(QUERIES):
            _apart(lambda: stage.gateway.start_dry_run(product, parameters, "Query"))
        figures["queries"] = _open_handles() - begun
        for _ in range(JOBS):
            _apart(lambda: stage.gateway.create_live(product, parameters, "Job"))
        figures["jobs"] = _open_handles() - begun
    return figures


def _reload(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Loads the plugin, opens its dock, signs in and unloads it, over and over in one QGIS."""
    use_own_profile()
    from desktop import Desktop, wait_until
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    package = register_package()
    from up42_jobs.core.app.session.account import AccountState

    desktop = Desktop()
    desktop.window.show()
    # QGIS must not go before the process does.
    _KEPT.extend((application, desktop))

    def once() -> None:
        plugin = package.classFactory(desktop)
        plugin.initGui()
        plugin.show_dock()
        account = plugin.application.account
        wait_until(lambda: account.state is AccountState.READY, WAIT_S, "sign-in")
        plugin.unload()
        wait_until(lambda: QgsApplication.taskManager().countActiveTasks() == 0, WAIT_S, "the end of all tasks")

    # What QGIS and Python keep after the first time is theirs.
    once()
    begun = _open_handles()
    for _ in range(RELOADS):
        once()
    return {"reloads": _open_handles() - begun}


def _apart(work: Callable[[], Any]) -> None:
    """Works on a thread of its own, as each of QGIS's tasks does."""
    done: List[Any] = []
    thread = threading.Thread(target=lambda: done.append(work()))
    thread.start()
    thread.join()
    if not done:
        raise RuntimeError("the work failed")


def _open_handles() -> int:
    return len(os.listdir("/proc/self/fd"))


CHILDREN: Dict[str, Child] = {"count": _count, "reload": _reload}
