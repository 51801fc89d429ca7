"""Watches in the dock: kept from a test query over areas, run on demand and when signing in, told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QInputDialog, QPushButton
from support.area_rows import PLACES, box, polygon
from support.forty_areas import rows_of
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.areas.watches import Watches
from up42_jobs.core.domain import clock
from up42_jobs.sandbox import Fault
from up42_jobs.ui.areas.watch_button import WatchButton
from up42_jobs.ui.dock import Up42Dock
from up42_jobs.ui.wording.areas import news_text, watch_state_text


def sites(count=3):
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "Sites", "memory")
    features = []
    for number, place in enumerate(PLACES[:count], 1):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"Größe {number}"])
        feature.setGeometry(QgsGeometry.fromWkt(polygon(*box(place))))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def searched(on_platform, qtbot):
    """The application after a test query over three sites, and no layer of theirs any more."""
    layer = sites()
    on_platform.area.use_features(layer)
    on_platform.area_search.name_field = "name"
    on_platform.run_test_query()
    qtbot.waitUntil(lambda: on_platform.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    return on_platform


def news_of(watches, qtbot, act):
    with qtbot.waitSignal(watches.reported, timeout=WAIT_MS) as blocker:
        act()
    return blocker.args[0]


def later(sandbox, monkeypatch, days):
    seconds = timedelta(days=days).total_seconds()
    sandbox.clock.advance(seconds)
    monkeypatch.setattr(clock, "_shift_s", clock._shift_s + seconds)


def test_a_watch_reports_each_new_scene_once_without_its_layer(searched, sandbox, qtbot, monkeypatch):
    watches = searched.watches
    first = news_of(watches, qtbot, lambda: watches.keep("  Coast  "))
    assert (first.name, first.since, len(first.found)) == ("Coast", None, 3)
    assert "3 areas are watched from now on" in news_text(first)
    QgsProject.instance().removeAllMapLayers()
    [watch] = watches.kept()
    assert watch_state_text(watch, False).startswith("Pléiades")
    again = news_of(watches, qtbot, lambda: watches.run(watch))
    assert (again.new_count, again.path) == (0, None)
    assert news_text(again).startswith("Nothing new over 3 areas since")
    seen = {row.key for item in first.found for row in item.rows}
    for _ in range(3):
        later(sandbox, monkeypatch, 5)
        [watch] = watches.kept()
        news = news_of(watches, qtbot, lambda watch=watch: watches.run(watch))
        new = {row.key for item in news.found for row in item.rows}
        assert not new & seen
        seen |= new
        if new:
            assert len(rows_of(f"{news.path}|layername=new_scenes")) == len(new)
            assert f"over {news.area_count} of 3 areas since" in news_text(news)
            layer = watches.show(news)
            assert layer.featureCount() == len(new)
    assert len(seen) > len([row for item in first.found for row in item.rows])


def test_a_watch_runs_when_signing_in_if_it_is_older_than_a_day_and_wanted(searched, sandbox, qtbot, monkeypatch):
    news_of(searched.watches, qtbot, lambda: searched.watches.keep("Coast"))

    def signs_in(**preferences):
        """A later session with the same profile; nothing else of it is needed."""
        chosen = searched.preferences().changed(**preferences)
        other = Watches(
            searched.account, searched.area_search, searched.journal, searched.services.home, lambda: chosen, searched
        )
        searched.account.state_changed.emit()
        return other

    young = signs_in()
    assert not young.is_running("Coast")
    young.close()
    later(sandbox, monkeypatch, 20)
    unwanted = signs_in(runs_watches=False)
    assert not unwanted.is_running("Coast")
    unwanted.close()
    due = signs_in()
    assert due.is_running("Coast")
    with qtbot.waitSignal(due.reported, timeout=WAIT_MS) as blocker:
        pass
    assert blocker.args[0].new_count > 0
    # Once per session, not with each change of the account.
    searched.account.state_changed.emit()
    assert not due.is_running("Coast")
    due.close()


def test_a_failed_area_is_said_and_comes_later(searched, sandbox, qtbot, monkeypatch):
    watches = searched.watches
    news_of(watches, qtbot, lambda: watches.keep("Coast"))
    later(sandbox, monkeypatch, 25)
    sandbox.faults.add(Fault("status", path="stac/search", status=400, times=1))
    [watch] = watches.kept()
    news = news_of(watches, qtbot, lambda: watches.run(watch))
    assert "1 area could not be searched; the next run tries again." in news_text(news)
    [watch] = watches.kept()
    rest = news_of(watches, qtbot, lambda: watches.run(watch))
    assert rest.new_count > 0
    assert not rest.failed_count


def test_the_button_keeps_runs_and_removes(searched, qtbot, monkeypatch):
    button = WatchButton(searched.watches, "watch_button")
    qtbot.addWidget(button)
    monkeypatch.setattr(QInputDialog, "getText", lambda *arguments: ("Coast & Hills", True))
    button.menu().aboutToShow.emit()
    keep = button.menu().actions()[0]
    assert keep.isEnabled()
    news_of(searched.watches, qtbot, keep.trigger)
    button.menu().aboutToShow.emit()
    one = button.menu().actions()[-1]
    assert one.text() == "Coast && Hills"
    news_of(searched.watches, qtbot, one.menu().actions()[1].trigger)
    monkeypatch.setattr(button, "_agrees", lambda question: True)
    one.menu().actions()[2].trigger()
    assert searched.watches.kept() == []


def test_news_are_a_notice_that_shows_them_on_the_map(searched, qtbot):
    canvas = QgsMapCanvas()
    dock = Up42Dock(searched, canvas)
    for widget in (dock, canvas):
        qtbot.addWidget(widget)
    news_of(searched.watches, qtbot, lambda: searched.watches.keep("Coast"))
    show = dock.findChild(QPushButton, "show_news_button")
    before = len(QgsProject.instance().mapLayers())
    show.click()
    assert len(QgsProject.instance().mapLayers()) == before + 1
