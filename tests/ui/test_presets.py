"""Presets bring the area back, from its layer where that is still there, and lose nothing where it is gone."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsGeometry, QgsProject, QgsRectangle, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtWidgets import QLabel
from support.configure_tab import open_configure_tab
from support.signed_in_application import LONLAT, WAIT_MS

from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.app.session.kept_area import area_document, take_area
from up42_jobs.core.domain.aoi import Aoi, normalised_ring
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.problems import ProblemCode
from up42_jobs.core.host.preferences import PresetStore
from up42_jobs.ui.areas.products_button import ProductsButton
from up42_jobs.ui.configure.configure_panel import ConfigurePanel

PLACES = (-0.400, -0.384, -0.368)
DRAWN = QgsGeometry.fromWkt("POLYGON((-0.40 39.40, -0.39 39.40, -0.393 39.41, -0.40 39.40))")


def sites(path=None):
    """Three sites; in a GeoPackage if there is a path."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=place:string", "Sites", "memory")
    from qgis.core import QgsFeature, QgsVectorFileWriter

    features = []
    for number, west in enumerate(PLACES, 1):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"Größe {number}"])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 39.40, west + 0.004, 39.404)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    if path is not None:
        options = QgsVectorFileWriter.SaveVectorOptions()
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
        layer = QgsVectorLayer(str(path), "Sites", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


def elsewhere(application):
    application.area.use_rectangle(QgsRectangle(2.0, 48.0, 2.01, 48.01), LONLAT)


def settled(application, qtbot):
    pending = ProblemCode.AREA_PENDING
    qtbot.waitUntil(
        lambda: application.area.problem is None or application.area.problem.code is not pending, timeout=WAIT_MS
    )


@pytest.mark.parametrize("source", [AreaSource.RECTANGLE, AreaSource.POLYGON])
def test_a_drawn_area_comes_back_as_drawn(signed_in, source):
    """With its handles on the map, which an area of a request does not say it has."""
    if source is AreaSource.POLYGON:
        signed_in.area.use_polygon(DRAWN, LONLAT)
    before = signed_in.area.aoi
    signed_in.presets.save("Harbour")
    elsewhere(signed_in)
    signed_in.presets.load("Harbour")
    assert signed_in.area.source is source
    assert signed_in.area.aoi.is_sent_like(before)
    assert signed_in.workbench.parameters.aoi == signed_in.area.aoi


def test_many_areas_come_back_with_layer_name_field_and_selected_features(on_platform, qtbot):
    layer = sites()
    layer.selectByIds([1, 3])
    on_platform.area.use_features(layer)
    on_platform.area_search.name_field = "place"
    on_platform.presets.save("Coast")
    elsewhere(on_platform)
    layer.removeSelection()
    on_platform.area_search.name_field = ""
    on_platform.presets.load("Coast")
    assert on_platform.area.features_layer is layer
    assert on_platform.area_search.feature_counts() == (2, 3)
    on_platform.run_test_query()
    qtbot.waitUntil(lambda: on_platform.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    assert sorted(found.area.name for found in on_platform.area_search.found) == ["Größe 1", "Größe 3"]


def more_products(application):
    return [product.id for product in application.area_search.chosen_products[1:]]


def test_many_areas_come_back_with_all_of_their_products(on_platform, qtbot):
    """A saved search that searches less than what was saved finds less, without a word."""
    button = ProductsButton(on_platform.area_search, on_platform.workbench)
    qtbot.addWidget(button)
    own = on_platform.workbench.product.id
    wanted = [product.id for product in on_platform.area_search.products if product.id != own][:2]
    on_platform.area.use_features(sites())
    on_platform.area_search.search_more(wanted)
    on_platform.presets.save("Coast")
    elsewhere(on_platform)
    on_platform.area_search.search_more([])
    assert button.text() == "Products (1)…"
    on_platform.presets.load("Coast")
    assert sorted(more_products(on_platform)) == sorted(wanted)
    assert button.text() == "Products (3)…"
    # Another account may not have them.
    on_platform.area_search.search_more([*wanted, "gone"])
    assert button.text() == "⚠ Products (3)…"
    assert "1 product of the preset cannot be searched with this account." in button.toolTip()


@pytest.mark.parametrize("kept", [None, "p", {"p": 1}, [1, None]])
def test_a_preset_of_a_release_with_one_product_or_edited_by_hand_has_one_product(on_platform, kept):
    on_platform.area.use_features(sites())
    on_platform.presets.save("Coast")
    store = PresetStore()
    document = store.load("Coast")
    document.pop("more_products", None)
    store.save("Coast", document if kept is None else {**document, "more_products": kept})
    elsewhere(on_platform)
    on_platform.area_search.search_more([on_platform.area_search.products[1].id])
    on_platform.presets.load("Coast")
    assert on_platform.area.features_layer is not None
    assert more_products(on_platform) == []


def test_all_features_are_all_of_them_again(on_platform):
    """A selection that was made since would search a part only, without a word."""
    layer = sites()
    on_platform.area.use_features(layer)
    on_platform.presets.save("Coast")
    elsewhere(on_platform)
    layer.selectByIds([2])
    on_platform.presets.load("Coast")
    assert on_platform.area_search.feature_counts() == (3, 3)


def test_a_layer_of_another_project_is_found_by_its_source(on_platform, tmp_path):
    layer = sites(tmp_path / "sites.gpkg")
    on_platform.area.use_features(layer)
    on_platform.presets.save("Coast")
    elsewhere(on_platform)
    QgsProject.instance().removeAllMapLayers()
    again = QgsVectorLayer(str(tmp_path / "sites.gpkg"), "Called otherwise", "ogr")
    QgsProject.instance().addMapLayer(again)
    on_platform.presets.load("Coast")
    assert on_platform.area.features_layer is again


@pytest.fixture
def panel(on_platform, canvas, qtbot):
    panel = ConfigurePanel(on_platform, canvas)
    qtbot.addWidget(panel)
    yield panel
    panel.release()


def problem_text(panel):
    return panel.area_field.findChild(QLabel, panel.area_field.problem_label.objectName()).text()


def test_a_layer_that_is_gone_is_said_at_the_field_and_the_rest_is_loaded(panel, on_platform):
    layer = sites()
    on_platform.area.use_features(layer)
    on_platform.workbench.set_limit(7)
    on_platform.presets.save("Coast")
    elsewhere(on_platform)
    on_platform.workbench.set_limit(2)
    QgsProject.instance().removeMapLayer(layer)
    on_platform.presets.load("Coast")
    assert "“Sites”" in problem_text(panel)
    assert on_platform.workbench.parameters.limit == 7
    assert not on_platform.workbench.can_run
    # The former area is one step away.
    assert on_platform.area.can_undo
    # The preset is still there, and good as soon as there is such a layer.
    other = sites()
    on_platform.area.use_features(other)
    assert on_platform.workbench.can_run
    assert problem_text(panel) == ""


def test_a_layer_that_is_removed_later_is_said_too(panel, on_platform):
    """The button to run stayed enabled, and did nothing."""
    layer = sites()
    on_platform.area.use_features(layer)
    assert on_platform.workbench.can_run
    QgsProject.instance().removeMapLayer(layer)
    assert on_platform.area.problem.code is ProblemCode.LAYER_GONE
    assert not on_platform.workbench.can_run
    assert "“Sites”" in problem_text(panel)


def test_selected_features_that_are_gone_do_not_become_all(on_platform):
    layer = sites()
    layer.selectByIds([2])
    on_platform.area.use_features(layer)
    on_platform.presets.save("Coast")
    elsewhere(on_platform)
    layer.dataProvider().deleteFeatures([2])
    on_platform.presets.load("Coast")
    assert on_platform.area.problem.code is ProblemCode.LAYER_GONE
    assert not on_platform.workbench.can_run


@pytest.mark.parametrize("selected_only", [True, False])
def test_an_area_of_a_layer_is_that_of_the_layer_now_or_as_it_was_saved(panel, on_platform, qtbot, selected_only):
    layer = sites()
    layer.selectByIds([2])
    if not selected_only:
        layer.dataProvider().deleteFeatures([1, 3])
    on_platform.area.use_layer(layer, selected_only)
    settled(on_platform, qtbot)
    before = on_platform.area.aoi
    on_platform.presets.save("Coast")
    elsewhere(on_platform)
    layer.removeSelection()
    on_platform.presets.load("Coast")
    settled(on_platform, qtbot)
    assert on_platform.area.source is (AreaSource.SELECTED_FEATURES if selected_only else AreaSource.LAYER)
    assert on_platform.area.aoi == before
    elsewhere(on_platform)
    QgsProject.instance().removeMapLayer(layer)
    on_platform.presets.load("Coast")
    assert on_platform.area.aoi.is_sent_like(before)
    assert "“Sites” is not in the project" in panel.area_field.area_label.text()


def test_a_preset_of_an_older_release_has_the_outline_of_its_request(signed_in):
    before = signed_in.area.aoi
    signed_in.presets.save("Harbour")
    kept = json.loads(QgsSettings().value("up42_jobs/presets"))
    del kept["Harbour"]["area"]
    QgsSettings().setValue("up42_jobs/presets", json.dumps(kept))
    elsewhere(signed_in)
    signed_in.presets.load("Harbour")
    assert signed_in.area.source is AreaSource.REQUEST
    assert signed_in.area.aoi.is_sent_like(before)
    assert signed_in.workbench.mode is JobMode.DRY_RUN


def test_an_area_from_a_preset_is_called_by_the_preset(signed_in, canvas, qtbot):
    """“From the Request” named what the user never saw."""
    panel = open_configure_tab(signed_in, canvas, qtbot)
    field = panel.area_field
    signed_in.area.use_text("POLYGON((2 48, 2.1 48, 2.1 48.1, 2 48))")
    settled(signed_in, qtbot)
    for name in ("Orchard & vines", "Harbour"):
        signed_in.presets.save(name)
    for name in ("Orchard & vines", "Harbour"):
        elsewhere(signed_in)
        signed_in.presets.load(name)
        settled(signed_in, qtbot)
        assert field.source_combo.currentText() == "From a Preset"
        assert field.area_label.text().endswith(f"km² · {name}")
    signed_in.area.use_request(Aoi(normalised_ring([(3, 48), (3.1, 48), (3.1, 48.1), (3, 48)]), 0.0))
    assert field.source_combo.currentText() == "From the Request"
    assert "Harbour" not in field.area_label.text()


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"source": "moon"},
        {"source": "layer"},
        {"source": "features", "layer": []},
        {"source": "features", "layer": {"id": "x", "key": "y", "name": "z"}, "selected": ["a"]},
        ["features"],
        "features",
    ],
)
def test_settings_that_were_edited_by_hand_keep_the_outline(signed_in, document):
    before = signed_in.area.aoi
    elsewhere(signed_in)
    take_area(signed_in.area, document, before)
    assert signed_in.area.aoi.is_sent_like(before)


def test_the_password_in_the_source_of_a_layer_is_not_kept(signed_in):
    source = "dbname='sites' host=127.0.0.1 port=1 user='me' password='s3cret' table=\"sites\" (geom)"
    layer = QgsVectorLayer(source, "Sites", "postgres")
    signed_in.area.use_features(layer)
    assert "s3cret" not in json.dumps(area_document(signed_in.area))
