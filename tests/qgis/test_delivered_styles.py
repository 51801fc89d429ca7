"""Styles that come with a delivery are kept as files and never applied: they hold expressions, which run when drawn.

An expression reads the environment and any file, and sends what it read with the address of a picture.
"""

from __future__ import annotations

import json
import sqlite3

import pytest
from osgeo import gdal
from qgis.core import (
    QgsExpression,
    QgsFillSymbol,
    QgsProject,
    QgsRasterLayer,
    QgsRuleBasedRenderer,
    QgsSingleBandGrayRenderer,
    QgsVectorLayer,
)
from support import output_samples as samples

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.outputs.delivery import OutputKind
from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.delivered_facts import DeliveredFacts
from up42_jobs.core.gis.outputs.layer_building import build_layer
from up42_jobs.core.gis.outputs.project_layers import reopen_layers

SCRIPTS = ("project.qgs", "macro.py", "a.qmd", "a.sld", "startup.py")


@pytest.fixture
def project(qgis_app):
    QgsProject.instance().clear()
    yield QgsProject.instance()
    QgsProject.instance().clear()


def rules():
    """A renderer that no layer of ours has, with an expression that reads the environment."""
    rule = QgsRuleBasedRenderer.Rule(QgsFillSymbol.createSimple({}), filterExp="env('UP42_JOBS_KEY') = 'x'")
    root = QgsRuleBasedRenderer.Rule(None)
    root.appendChild(rule)
    return QgsRuleBasedRenderer(root)


def style_of(path):
    """The style that a hostile sender would save beside a file."""
    layer = QgsVectorLayer(str(path), "style", "ogr")
    layer.setRenderer(rules())
    return layer


def with_style_beside(folder):
    path = samples.geojson(folder / "slicks.geojson")
    style_of(path).saveNamedStyle(str(path.with_suffix(".qml")))
    return path


def with_style_within(folder):
    path = samples.geopackage(folder / "objects.gpkg")
    layer = style_of(path)
    layer.saveStyleToDatabase("default", "", True, "")
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM layer_styles WHERE useAsDefault").fetchone() == (1,)
    return path


def built(folder):
    files = find_datasets(folder)
    lineage, facts = Lineage("key", "job", "Harbour", utc_now()), DeliveredFacts(files)
    datasets = [file for file in files if file.kind is not OutputKind.DOCUMENT]
    return [build_layer(file, folder, facts, lineage).layer for file in datasets]


@pytest.mark.parametrize("styled", [with_style_beside, with_style_within])
def test_a_vector_has_our_style_whatever_was_delivered_with_it(styled, project, tmp_path):
    styled(tmp_path)
    for name in SCRIPTS:
        (tmp_path / name).write_text("<qgis/>")
    layers = built(tmp_path)
    layer = layers[0]
    assert "layer_styles" not in [item.name() for item in layers]
    assert layer.isValid()
    assert not isinstance(layer.renderer(), QgsRuleBasedRenderer)
    # A common opening of the same file applies it: this is what the layers are kept from.
    assert isinstance(QgsVectorLayer(layer.source(), "common", "ogr").renderer(), QgsRuleBasedRenderer)
    assert {path.name for path in tmp_path.iterdir()} >= set(SCRIPTS)


@pytest.mark.parametrize("styled", [with_style_beside, with_style_within])
def test_a_project_that_is_opened_again_does_not_take_up_the_style(styled, project, tmp_path):
    styled(tmp_path)
    layer = built(tmp_path)[0]
    project.addMapLayer(layer)
    assert project.write(str(tmp_path / "saved.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "saved.qgz"))
    (again,) = project.mapLayers().values()
    assert again.isValid()
    assert not isinstance(again.renderer(), QgsRuleBasedRenderer)


def test_a_raster_has_our_style_also_when_its_overviews_were_built(project, tmp_path):
    path = samples.multispectral(tmp_path / "a.tif")
    model = QgsRasterLayer(str(path), "style", "gdal")
    model.setRenderer(QgsSingleBandGrayRenderer(model.dataProvider(), 1))
    model.saveNamedStyle(str(path.with_suffix(".qml")))
    (layer,) = built(tmp_path)
    assert layer.renderer().type() == "multibandcolor"
    project.addMapLayer(layer)
    dataset = gdal.Open(str(path))
    dataset.BuildOverviews("NEAREST", [2])
    dataset = None
    reopen_layers(project, {layer.source(): layer.source()})
    assert layer.renderer().type() == "multibandcolor"


def test_map_tips_show_names_of_features_as_plain_text(project, tmp_path):
    """QGIS shows map tips in a browser, which would load the picture."""
    path = tmp_path / "a.geojson"
    point = {"type": "Point", "coordinates": [1, 2]}
    feature = {"type": "Feature", "properties": {"name": '<img src="http://127.0.0.1:9/x">'}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    layer = built(tmp_path)[0]
    context = layer.createExpressionContext()
    context.setFeature(next(layer.getFeatures()))
    shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "img src" in shown
    assert "<" not in shown
