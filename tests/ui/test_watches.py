"""Watches in the dock: kept from a test query over areas, run on demand and when signing in, told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtWidgets import QAction, QInputDialog, QLabel, QPushButton, QWidget
from support.area_rows import PLACES, box, polygon
from support.forty_areas import rows_of
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.areas.watches import Watches
from up42_jobs.core.domain import clock
from up42_jobs.core.usecases.found_files import MAX_AGE
from up42_jobs.plugin import ICON
from up42_jobs.sandbox import Fault
from up42_jobs.ui.areas.watch_button import WatchButton
from up42_jobs.ui.dock import Up42Dock
from up42_jobs.ui.outcomes import Outcomes
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


@pytest.fixture
def of_two(on_platform, qtbot):
    """The application after a test query for two products over three sites."""
    wanted = next(product for product in on_platform.account.products if product.key == "sentinel-2-level-2a")
    on_platform.area_search.search_more([wanted.id])
    on_platform.area.use_features(sites())
    on_platform.run_test_query()
    qtbot.waitUntil(lambda: on_platform.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    return on_platform


def test_a_watch_of_two_products_reports_each_scene_of_each_once_and_names_them(of_two, sandbox, qtbot, monkeypatch):
    watches = of_two.watches
    titles = [query.product.title for query in of_two.area_search.queries]
    seen = [row.key for item in news_of(watches, qtbot, lambda: watches.keep("Coast")).found for row in item.rows]
    assert len({key[1] for key in seen}) == 2
    [watch] = watches.kept()
    assert watch_state_text(watch, False).startswith(f"{', '.join(titles)} · 3 areas")
    assert news_of(watches, qtbot, lambda: watches.run(watch)).new_count == 0
    later(sandbox, monkeypatch, 12)
    # The catalog's own order of scenes decides which product is first.
    news = news_of(watches, qtbot, lambda: watches.run(watches.kept()[0]))
    new = [row for item in news.found for row in item.rows]
    assert {row.product_title for row in new} == set(titles)
    for title in titles:
        assert f"{title}: {sum(row.product_title == title for row in new)}" in news_text(news)
    assert {row["product_title"] for row in rows_of(f"{news.path}|layername=new_scenes")} == set(titles)
    seen += [row.key for row in new]
    seen += [row.key for item in news_of(watches, qtbot, lambda: watches.run(watch)).found for row in item.rows]
    assert len(seen) == len(set(seen))


def test_a_product_of_a_watch_that_cannot_be_read_is_named_and_comes_later(of_two, sandbox, qtbot, monkeypatch):
    watches = of_two.watches
    news_of(watches, qtbot, lambda: watches.keep("Coast"))
    later(sandbox, monkeypatch, 12)
    sentinel = of_two.area_search.queries[1].product
    sandbox.faults.add(Fault("status", path=f"orders/schema/{sentinel.id}", status=400, times=1))
    [watch] = watches.kept()
    news = news_of(watches, qtbot, lambda: watches.run(watch))
    assert {row.product_id for item in news.found for row in item.rows} == {of_two.area_search.queries[0].product.id}
    assert f"{sentinel.title} was not searched: " in news_text(news)
    assert "could not be searched" not in news_text(news)
    rest = news_of(watches, qtbot, lambda: watches.run(watch))
    assert {row.product_id for item in rest.found for row in item.rows} == {sentinel.id}


def test_a_watch_can_be_kept_while_one_of_its_products_cannot_be_read(on_platform, sandbox, qtbot):
    """What fails today is searched tomorrow; the watch must not be less than the query."""
    sentinel = next(product for product in on_platform.account.products if product.key == "sentinel-2-level-2a")
    on_platform.area_search.search_more([sentinel.id])
    sandbox.faults.add(Fault("status", path=f"orders/schema/{sentinel.id}", status=400, times=1))
    on_platform.area.use_features(sites())
    on_platform.run_test_query()
    qtbot.waitUntil(lambda: on_platform.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    assert on_platform.area_search.unsearched
    news = news_of(on_platform.watches, qtbot, lambda: on_platform.watches.keep("Coast"))
    limit, products = on_platform.workbench.parameters.limit, on_platform.watches.kept()[0].products
    for item in news.found:
        assert all(0 < sum(row.product_id == product.id for row in item.rows) <= limit for product in products)


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


@pytest.fixture
def outside(searched, canvas, qtbot):
    """The dock, and QGIS's message bar and toolbar button; `told` is what went to the desktop."""
    dock = Up42Dock(searched, canvas)
    window = QWidget()
    for widget in (dock, window):
        qtbot.addWidget(widget)
    window.dock, window.bar, window.action, window.told = dock, QgsMessageBar(window), QAction(window), []
    window.action.setToolTip("UP42")
    outcomes = Outcomes(window.bar, window.action, ICON, lambda title, text: window.told.append(text), window)
    dock.came_out.connect(lambda outcome, is_seen: outcomes.show(outcome, is_seen=is_seen))
    dock.jobs_seen.connect(outcomes.see)
    dock.watches_seen.connect(outcomes.see_watches)
    yield window
    outcomes.close()
    dock.release()


def new_scenes(application, sandbox, qtbot, monkeypatch):
    """Runs the one watch until it finds something, and returns that."""
    while True:
        later(sandbox, monkeypatch, 5)
        [watch] = application.watches.kept()
        news = news_of(application.watches, qtbot, lambda watch=watch: application.watches.run(watch))
        if news.new_count:
            return news


def test_new_scenes_are_counted_on_the_button_until_the_dock_is_seen(searched, outside, sandbox, qtbot, monkeypatch):
    """A watch is for those who do not look at the dock."""
    news_of(searched.watches, qtbot, lambda: searched.watches.keep("Coast"))
    # What is there when a watch begins is no news.
    assert outside.action.toolTip() == "UP42"
    first = new_scenes(searched, sandbox, qtbot, monkeypatch)
    words = "1 new scene" if first.new_count == 1 else f"{first.new_count} new scenes"
    assert outside.action.toolTip() == f"UP42: {words} of watches"
    assert len(outside.told) == 1
    assert "Coast" in outside.bar.items()[0].findChild(QLabel, "up42_outcome_label").text()
    # A second run adds up, and replaces the message.
    second = new_scenes(searched, sandbox, qtbot, monkeypatch)
    assert f"{first.new_count + second.new_count} new scenes of watches" in outside.action.toolTip()
    assert len(outside.bar.items()) == 1
    outside.dock.show()
    assert outside.action.toolTip() == "UP42"
    new_scenes(searched, sandbox, qtbot, monkeypatch)
    assert outside.action.toolTip() == "UP42"


def test_the_message_outside_of_the_dock_shows_them_on_the_map(searched, outside, sandbox, qtbot, monkeypatch):
    news_of(searched.watches, qtbot, lambda: searched.watches.keep("Coast"))
    news = new_scenes(searched, sandbox, qtbot, monkeypatch)
    outside.bar.findChild(QPushButton, "up42_outcome_show_news_button").click()
    [layer] = [item for item in QgsProject.instance().mapLayers().values() if str(news.path) in item.source()]
    assert layer.featureCount() == news.new_count
    assert outside.action.toolTip() == "UP42"
    assert outside.bar.items() == []


def test_a_lost_memory_is_said_with_the_next_news(searched, qtbot):
    """The scenes that it reports were reported before, and a user must not take them for new ones."""
    first = news_of(searched.watches, qtbot, lambda: searched.watches.keep("Coast"))
    searched.journal.close()
    path = searched.services.home / "journal.sqlite"
    path.write_bytes(b"no database at all" * 100)
    fresh = searched.services.open_journal()
    later_session = Watches(
        searched.account, searched.area_search, fresh, searched.services.home, searched.preferences, searched
    )
    [watch] = later_session.kept()
    again = news_of(later_session, qtbot, lambda: later_session.run(watch))
    assert again.has_lost_memory
    assert again.new_count == first.new_count
    assert "its memory was lost" in news_text(again)
    [watch] = later_session.kept()
    last = news_of(later_session, qtbot, lambda: later_session.run(watch))
    assert not last.has_lost_memory
    assert "memory" not in news_text(last)
    later_session.close()
    fresh.close()


def test_old_found_files_are_removed_but_not_those_that_were_shown(searched, sandbox, qtbot, monkeypatch):
    first = news_of(searched.watches, qtbot, lambda: searched.watches.keep("Coast"))
    news = new_scenes(searched, sandbox, qtbot, monkeypatch)
    assert first.path.exists()
    searched.watches.show(news)
    # The project with the layer may be closed by then.
    QgsProject.instance().removeAllMapLayers()
    later(sandbox, monkeypatch, MAX_AGE.days + 1)
    [watch] = searched.watches.kept()
    news_of(searched.watches, qtbot, lambda: searched.watches.run(watch))
    assert not first.path.exists()
    assert news.path.exists()


def test_a_watch_that_is_replaced_while_it_runs_stays_replaced_and_runs(searched, qtbot):
    """The end of the former run brought the former areas back: nobody would look at the new ones."""
    watches = searched.watches
    news_of(watches, qtbot, lambda: watches.keep("Coast"))
    [former] = watches.kept()
    searched.area.use_features(sites(4))
    searched.run_test_query()
    qtbot.waitUntil(lambda: searched.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    reported = []
    watches.reported.connect(reported.append)
    watches.run(former)
    watches.keep("Coast")
    assert len(watches.kept()[0].areas) == 4
    qtbot.waitUntil(lambda: len(reported) == 2 and not watches.is_running("Coast"), timeout=WAIT_MS)
    assert [len(news.found) for news in reported] == [3, 4]
    [watch] = watches.kept()
    assert len(watch.areas) == 4
    assert watch.last_run > former.last_run
