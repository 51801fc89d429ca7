"""Earlier test queries are removed above the size limit; those on the map stay."""

from __future__ import annotations

import os
import time
from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QLabel
from support.many_areas import rows_of, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.ui.options.options_page import OptionsPage

OLD_S = 3 * 86_400


def make_old(folder):
    """Makes all of a test query three days old."""
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (time.time() - OLD_S, time.time() - OLD_S))


def query(application, qtbot):
    """Runs a test query to its end and returns its folder."""
    with qtbot.waitSignal(application.query_cleaning.cleaned, timeout=WAIT_MS):
        application.dry_run.start()
        qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    return Path(application.dry_run.folder)


def test_old_test_queries_go_beyond_the_bound_and_those_on_the_map_stay(signed_in, qtbot):
    seen, unseen = query(signed_in, qtbot), query(signed_in, qtbot)
    signed_in.map_scenes.clear()
    QgsProject.instance().clear()
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{seen / 'scenes.gpkg'}|layername=scenes", "kept", "ogr"))
    make_old(seen)
    make_old(unseen)
    # So much that the quicklooks of one test query are more than the least bound.
    (unseen / "quicklooks" / "large.tif").write_bytes(bytes(2_000_000))
    make_old(unseen)
    signed_in.set_preferences(signed_in.preferences().changed(cache_limit_mb=1))
    newest = query(signed_in, qtbot)
    assert not unseen.exists()
    assert (seen / "scenes.gpkg").exists()
    assert (newest / "data.json").exists()


def test_a_query_over_many_areas_removes_old_ones_and_its_own_folder_can_be_removed(on_platform, qtbot):
    """Its quicklooks are kept in a folder like that of a test query."""
    search(on_platform, qtbot, sites(2))
    pictures = on_platform.area_pictures
    rows = rows_of(on_platform.area_list)
    pictures.need([row.scene.id for row in rows])
    qtbot.waitUntil(lambda: all(pictures.quicklook(row.scene.id) for row in rows), timeout=WAIT_MS)
    [folder] = {Path(pictures.quicklook(row.scene.id).raster_path).parents[1] for row in rows}
    (folder / "quicklooks" / "large.tif").write_bytes(bytes(2_000_000))
    make_old(folder)
    on_platform.set_preferences(on_platform.preferences().changed(cache_limit_mb=1))
    with qtbot.waitSignal(on_platform.query_cleaning.cleaned, timeout=WAIT_MS):
        search(on_platform, qtbot, sites(1))
    assert not folder.exists()


def test_the_bound_is_chosen_in_the_options_which_say_what_stays(signed_in, qtbot):
    page = OptionsPage(signed_in)
    qtbot.addWidget(page)
    assert page.findChild(type(page._max_query_mb), "most_query_mb_spin").value() == 2000
    page._max_query_mb.setValue(300)
    page.apply()
    assert signed_in.preferences().cache_limit_mb == 300
    assert any("oldest are removed" in label.text() for label in page.findChildren(QLabel))
