"""Orders and holds for the hold dialog, and how tests read it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from qgis.PyQt.QtWidgets import QLabel, QPushButton

from up42_jobs.core.app.jobs.ordering import OrderSummary
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.domain.jobs.credits import Balance, Estimate, EstimateLine, Hold
from up42_jobs.core.domain.parameters import JobParameters
from up42_jobs.core.domain.products import Product
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.ui.hold.hold_dialog import HoldDialog

AOI = Aoi(box_ring(-0.4, 39.4, -0.3, 39.5), 20.4)
NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)


def open_hold(qtbot, the_hold=None, the_summary=None, **options):
    """Opens a dialog that is kept until the end of the test."""
    dialog = HoldDialog(the_hold or hold(), the_summary or summary(), **options)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def hold(least=2875, most=3004, balance=12430, problem=""):
    """A hold of one part."""
    line = EstimateLine("Pléiades Display", least, most, problem=problem)
    available = None if balance is None else Balance(balance)
    return Hold(Estimate((line,), least), available, "f" * 8)


def summary(scene_count=2, licence=None, title="Pléiades Display"):
    """An order of some scenes."""
    scenes = tuple(
        Scene(f"id{number}", f"f{number}", NOW - timedelta(days=number), "PHR1A") for number in range(scene_count)
    )
    product = Product("w", "k", title, licence=licence)
    connection = Connection("Mine", Service.WORKFLOWS, "https://a", "https://a")
    return OrderSummary(product, JobParameters("w", AOI, limit=5), scenes, AOI, connection)


def text_of(dialog, name):
    """Returns the text of a label by its object name."""
    return dialog.findChild(QLabel, name).text()


def confirm_button(dialog):
    """Returns the button that spends credits, None if the dialog has none."""
    return dialog.findChild(QPushButton, "confirm_button")


def scene_hold(prices, **options):
    """A hold of one line a scene, None for a scene that the service refuses."""
    lines = tuple(
        EstimateLine(f"Scene {number}", price or 0, price or 0, f"id{number}", problem="" if price else "AOI misses it")
        for number, price in enumerate(prices)
    )
    total = sum(price or 0 for price in prices)
    return Hold(Estimate(lines, total), Balance(5000), "f" * 8, JobParameters("w", AOI), **options)
