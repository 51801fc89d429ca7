"""The hold dialog in long words and large letters: nothing is scrolled sideways, and the bar stays a picture."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QScrollArea
from support.translation import shown_in, shown_longer

from up42_jobs.core.app.jobs.ordering import OrderSummary
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.domain.jobs.credits import Balance, Budget, Estimate, EstimateLine, Hold
from up42_jobs.core.domain.parameters import JobParameters
from up42_jobs.core.domain.products import Product
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.ui.hold.hold_dialog import HoldDialog
from up42_jobs.ui.parts.balance_bar import BalanceBar

AOI = Aoi(box_ring(-0.4, 39.4, -0.3, 39.5), 20.4)
SCENE = Scene("id0", "f0", datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc), "PHR1A")
# Names come from the service and are as long as they are.
BUDGETS = (Budget("b1", "Coast and harbours of the western Mediterranean", 950), Budget("b2", "Harbour"))
WORDS = {"English": nullcontext, "German": lambda: shown_in("de", "de_DE"), "longer by 40 %": shown_longer}


@pytest.mark.parametrize("balance", [112_430, 2_430])
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("is_large", [False, True])
def test_the_hold_dialog_is_not_scrolled_sideways(request, qtbot, words, is_large, balance):
    """In words longer by two fifths it was, and its bar was 10 pixels wide."""
    if is_large:
        request.getfixturevalue("large_font")
    lines = (EstimateLine("OneAtlas Pléiades Display", 28_750, 30_040), EstimateLine("DIMAP → GeoTIFF", 10, 10))
    the_hold = replace(Hold(Estimate(lines, 28_750), Balance(balance), "f" * 8), budgets=BUDGETS)
    product = Product("w", "k", "OneAtlas Pléiades Display (Download)")
    connection = Connection("Mine", Service.WORKFLOWS, "https://a", "https://a")
    order = OrderSummary(product, JobParameters("w", AOI, limit=5), (SCENE,), AOI, connection)
    with WORDS[words]():
        dialog = HoldDialog(the_hold, order)
        qtbot.addWidget(dialog)
        dialog.show()
        # As narrow as it can be made.
        for _ in range(3):
            dialog.resize(100, dialog.height())
            QApplication.processEvents()
    assert dialog.findChild(QScrollArea).horizontalScrollBar().maximum() == 0
    assert dialog.findChild(BalanceBar).width() >= 60
    label = dialog.findChild(QLabel, "balance_share_label")
    assert label.height() >= label.heightForWidth(label.width())
