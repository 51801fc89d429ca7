"""The lists of scenes go out as GeoPackage, CSV and STAC ItemCollection, which others can read."""

from __future__ import annotations

import csv
import json
import resource
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton, QToolButton
from support.area_rows import PLACES, box, polygon
from support.forty_areas import rows_of
from support.processing_provider import provider_of, run
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.areas.list_export import AREA_EXPORT_FIELDS
from up42_jobs.core.app.scenes.figures import EXPORT_FIELDS
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.parameters import utc_text
from up42_jobs.core.domain.scenes.export import ExportFormat, table_csv, table_stac
from up42_jobs.core.domain.scenes.filters import SceneFilters
from up42_jobs.ui import notice_bar
from up42_jobs.ui.dock import Up42Dock

ROOT = Path(__file__).resolve().parents[2]
# It has pystac with the schemas of STAC, so that nothing is fetched.
STAC_PYTHON = ROOT / ".venv-sdk-platform" / "bin" / "python"
_VALIDATE = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pystac
found = pystac.ItemCollection.from_file(sys.argv[1])
for item in found:
    # The schemas of extensions are on the network.
    item.stac_extensions = []
    pystac.validation.validate(item)
    assert pystac.read_dict(item.to_dict()).id == item.id
print(len(found))
"""


@pytest.fixture(params=["Sandbox", SANDBOX_PLATFORM_NAME])
def queried(request, application, qtbot):
    """The application of each generation after a test query."""
    return request.getfixturevalue("run_of")(request.param)


@pytest.fixture
def run_of(application, qtbot):
    from support.signed_in_application import set_up

    def query(connection):
        set_up(application, connection, qtbot)
        run_query(application, qtbot)
        assert application.scenes.rowCount() > 1
        return application

    return query


@pytest.fixture(params=["signed_in", "on_platform"])
def over_areas(request, qtbot):
    """The application of each generation after a test query over three areas; a name of one would be a formula."""
    application = request.getfixturevalue(request.param)
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "Sites", "memory")
    features = []
    for number, place in enumerate(PLACES[:3], 1):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(['=HYPERLINK("http://x")' if number == 2 else f"Größe {number}"])
        feature.setGeometry(QgsGeometry.fromWkt(polygon(*box(place))))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    application.area.use_features(layer)
    application.area_search.name_field = "name"
    application.run_test_query()
    qtbot.waitUntil(lambda: application.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    assert application.area_list.scene_count > 3
    return application


def written(application, qtbot, table, path):
    with qtbot.waitSignal(application.export.written, timeout=WAIT_MS) as blocker:
        application.export.start(table, path)
    return blocker.args[0]


def refused(application, qtbot, table, path):
    with qtbot.waitSignal(application.export.failed, timeout=WAIT_MS) as blocker:
        application.export.start(table, path)
    return blocker.args[0]


def is_near(ring, points):
    """GeoPackage and WKT have the outline to the last digit."""
    return [tuple(point[:2]) for point in points] == [tuple(point) for point in ring]


def test_geopackage_has_each_scene_with_its_outline_and_exact_figures(queried, qtbot, tmp_path):
    exported = written(queried, qtbot, queried.export.all_scenes(), tmp_path / "Größen.gpkg")
    assert (exported.row_count, exported.kind) == (queried.scenes.rowCount(), ExportFormat.GEOPACKAGE)
    source = ogr.Open(str(exported.path))
    layer = source.GetLayerByName("scenes")
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4326"
    found = {feature["scene_id"]: feature for feature in layer}
    assert set(found) == {scene.id for scene in queried.scenes.scenes()}
    for scene_id, feature in found.items():
        seen = queried.scenes.seen(scene_id)
        assert feature["cloud_cover"] == seen.scene.cloud_cover
        assert feature["usable_km2"] == seen.usable_km2
        assert feature["coverage"] == (None if seen.coverage is None else 100.0 * seen.coverage)
        assert feature["acquired"][:19].replace("/", "-").replace(" ", "T") == utc_text(seen.scene.acquired)[:19]
        assert feature["acquired"].endswith("+00")
        ring = seen.scene.footprint or seen.scene.outline
        assert is_near(ring, feature.GetGeometryRef().GetGeometryRef(0).GetPoints())
        assert bool(feature["is_exact"]) is (seen.scene.footprint is not None)
    assert [path.name for path in tmp_path.glob("*.gpkg*")] == ["Größen.gpkg"]


def test_csv_is_read_by_gdal_and_by_spreadsheets(queried, qtbot, tmp_path):
    path = written(queried, qtbot, queried.export.all_scenes(), tmp_path / "scenes.csv").path
    # Without the mark Excel takes the text for its own code page.
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["scene_id"] for row in rows] == [scene.id for scene in queried.scenes.scenes()]
    source = ogr.Open(str(path))
    layer = source.GetLayer()
    assert layer.GetLayerDefn().GetGeomFieldCount() == 1
    for feature, row in zip(layer, rows):
        scene = queried.scenes.scene_of(feature["scene_id"])
        assert is_near(scene.footprint or scene.outline, feature.GetGeometryRef().GetGeometryRef(0).GetPoints())
        assert row["acquired"] == utc_text(scene.acquired)
        assert float(row["gsd_m"]) == scene.gsd_m


def test_stac_is_valid_and_a_layer_for_gdal(queried, qtbot, tmp_path):
    path = written(queried, qtbot, queried.export.all_scenes(), tmp_path / "scenes.json").path
    count = queried.scenes.rowCount()
    source = ogr.Open(str(path))
    assert source.GetLayer().GetFeatureCount() == count
    if STAC_PYTHON.exists():
        assert validated(path) == count


def validated(path):
    """How many items pystac accepts by the schemas of STAC that it brings."""
    done = subprocess.run([str(STAC_PYTHON), "-c", _VALIDATE, str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout)


def test_filters_leave_out_rows_unless_all_are_wanted(queried):
    listed = queried.scenes.scenes()[0]
    queried.scene_filter.set_filters(SceneFilters(max_cloud_cover=listed.cloud_cover))
    shown = [row.scene.id for row in queried.export.listed_scenes().rows]
    assert shown == queried.scene_filter.scene_ids()
    assert len(queried.export.all_scenes().rows) == queried.scenes.rowCount()


def test_many_areas_have_the_part_to_order_and_the_footprint(over_areas, qtbot, tmp_path):
    table = over_areas.export.area_scenes()
    assert len(table.rows) == over_areas.area_list.scene_count
    path = written(over_areas, qtbot, table, tmp_path / "many.gpkg").path
    parts, source = rows_of(f"{path}|layername=scenes"), ogr.Open(str(path))
    outlines = [feature.GetGeometryRef().GetGeometryRef(0).GetPoints() for feature in source.GetLayer("footprints")]
    assert len(parts) == len(outlines) == len(table.rows)
    assert all(is_near(row.scene.footprint, points) for row, points in zip(table.rows, outlines))
    # Names stay as they are where nothing calculates them.
    assert {row["area"] for row in parts} == {"Größe 1", '=HYPERLINK("http://x")', "Größe 3"}
    by_key = {(row.scene.id, row.source.found.area.id): row for row in table.rows}
    for row in parts:
        of = by_key[(row["scene_id"], row["area_id"])]
        assert [[tuple(point) for point in ring] for ring in row["rings"]] == [list(part.ring) for part in of.parts]
        assert row["usable_km2"] == of.source.found.usable_km2
    csv_path = written(over_areas, qtbot, table, tmp_path / "many.csv").path
    source = ogr.Open(str(csv_path))
    layer = source.GetLayer()
    assert layer.GetLayerDefn().GetGeomFieldCount() == 2
    assert {feature["area"] for feature in layer} == {"Größe 1", "'=HYPERLINK(\"http://x\")", "Größe 3"}
    stac_path = written(over_areas, qtbot, table, tmp_path / "many.json").path
    items = json.loads(stac_path.read_text(encoding="utf-8"))["features"]
    assert len({item["id"] for item in items}) == len(items)
    assert sum(len(item["properties"]["up42_jobs:areas"]) for item in items) == len(table.rows)
    if STAC_PYTHON.exists():
        assert validated(stac_path) == len(items)


def test_exported_rows_of_many_areas_are_ordered_by_the_algorithm(over_areas, sandbox, qtbot, tmp_path, monkeypatch):
    """The list can be exported, thinned out in QGIS and ordered from a script, as the file of `testqueryareas` can."""
    path = written(over_areas, qtbot, over_areas.export.area_scenes(), tmp_path / "many.gpkg").path
    rows = rows_of(f"{path}|layername=scenes")
    with provider_of(sandbox, monkeypatch, tmp_path, over_areas.account.connection.service) as provider:
        wanted = {"SCENES": f"{path}|layername=scenes", "NAME": "Exported", "FOLDER": str(tmp_path / "out")}
        # Every row is understood and priced, and the sum is refused.
        with pytest.raises(QgsProcessingException) as caught:
            run(provider, "runjobareas", MAX_CREDITS=1, WAIT=False, **wanted)
    assert "more than the 1 allowed" in str(caught.value)
    assert len(rows) == over_areas.area_list.scene_count


def test_no_link_of_the_service_goes_out(queried):
    """Signed links give access to anyone with the file; the service's own document of a scene has some."""
    model = queried.scenes
    for scene in model.scenes():
        model._seen[scene.id].scene = replace(scene, properties={"href": "https://bucket/?X-Amz-Signature=1"})
    table = queried.export.all_scenes()
    assert any("Signature" in str(row.scene.properties) for row in table.rows)
    for text in (table_csv(table), table_stac(table)):
        assert "http" not in text.replace("https://stac-extensions.github.io/", "")
        assert queried.services.home.name not in text
    assert {"properties", "quicklook"}.isdisjoint(field.name for field in (*EXPORT_FIELDS, *AREA_EXPORT_FIELDS))


def test_a_disk_that_takes_no_more_leaves_the_older_file(queried, qtbot, tmp_path):
    path = tmp_path / "scenes.gpkg"
    path.write_bytes(b"older")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    table = queried.export.all_scenes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        error = refused(queried, qtbot, table, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert error.kind in (ErrorKind.DISK_FULL, ErrorKind.FOLDER_NOT_WRITABLE)
    assert path.read_bytes() == b"older"
    assert not list(tmp_path.glob(".*"))


def test_a_file_that_is_a_layer_of_the_project_is_not_replaced(queried, qtbot, tmp_path):
    """SQLite would apply the changes of the open file to the new one; on Windows it cannot be replaced at all."""
    table = queried.export.all_scenes()
    exported = written(queried, qtbot, table, tmp_path / "scenes.gpkg")
    [layer] = queried.export.add_layers(exported)
    assert layer.isValid()
    assert layer.featureCount() == len(table.rows)
    assert not layer.readOnly()
    before = exported.path.read_bytes()
    error = refused(queried, qtbot, table, exported.path)
    assert error.kind is ErrorKind.FOLDER_NOT_WRITABLE
    assert exported.path.read_bytes() == before


def test_a_geopackage_that_another_program_has_open_is_not_replaced(queried, qtbot, tmp_path):
    path = tmp_path / "scenes.gpkg"
    path.write_bytes(b"older")
    (tmp_path / "scenes.gpkg-wal").write_bytes(b"changes")
    assert refused(queried, qtbot, queried.export.all_scenes(), path).kind is ErrorKind.FOLDER_NOT_WRITABLE
    assert path.read_bytes() == b"older"


@pytest.fixture
def docked(application, qtbot):
    def make():
        canvas = QgsMapCanvas()
        dock = Up42Dock(application, canvas)
        for widget in (dock, canvas):
            qtbot.addWidget(widget)
        return dock

    return make


def test_a_notice_without_an_offer_leaves_the_form(run_of, docked, qtbot, tmp_path, monkeypatch):
    """That of a CSV lay over the form until it was closed, though nothing could be done with it."""
    monkeypatch.setattr(notice_bar, "VISIBLE_MS", 200)
    application = run_of("Sandbox")
    dock = docked()
    for name, stays in (("few.csv", False), ("few.gpkg", True)):
        with qtbot.waitSignal(application.export.written, timeout=WAIT_MS):
            application.export.start(application.export.all_scenes(), tmp_path / name)
        assert f"4 rows are in “{name}”." in notice_texts(dock)
        if stays:
            qtbot.wait(600)
            assert f"4 rows are in “{name}”." in notice_texts(dock)
        else:
            qtbot.waitUntil(lambda: "few.csv" not in notice_texts(dock), timeout=WAIT_MS)


def test_the_button_asks_for_the_rows_and_the_file_and_offers_the_layer(run_of, docked, qtbot, tmp_path, monkeypatch):
    application = run_of("Sandbox")
    dock = docked()
    button = dock.scenes_panel().tools.export_button
    assert button.isEnabled()
    answers = [(str(tmp_path / "all.gpkg"), "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: answers[-1])
    before = len(QgsProject.instance().mapLayers())
    with qtbot.waitSignal(application.export.written, timeout=WAIT_MS):
        button.click()
    assert "4 rows are in “all.gpkg”." in notice_texts(dock)
    dock.findChild(QPushButton, "add_export_button").click()
    assert len(QgsProject.instance().mapLayers()) == before + 1
    # With a filter there are two answers to "which rows".
    lowest = min(scene.cloud_cover for scene in application.scenes.scenes())
    application.scene_filter.set_filters(SceneFilters(max_cloud_cover=lowest))
    button.click()
    texts = [action.text() for action in button.menu_of_rows.actions()]
    assert texts == ["Listed Scenes (1)…", "All Scenes (4)…"]
    # The suffix of the chosen format is added, and then the dialog has asked about another file.
    answers.append((str(tmp_path / "few"), "CSV, comma-separated (*.csv)"))
    with qtbot.waitSignal(application.export.written, timeout=WAIT_MS) as blocker:
        button.menu_of_rows.actions()[0].trigger()
    assert blocker.args[0].path == tmp_path / "few.csv"
    assert blocker.args[0].row_count == 1
    button.menu_of_rows.hide()
    questions = []
    monkeypatch.setattr(
        QMessageBox, "question", lambda *arguments: questions.append(arguments) or QMessageBox.StandardButton.Cancel
    )
    kept = (tmp_path / "few.csv").read_bytes()
    button.menu_of_rows.actions()[1].trigger()
    assert len(questions) == 1
    assert (tmp_path / "few.csv").read_bytes() == kept


def test_a_failed_export_is_said_with_the_name_of_the_file(run_of, docked, qtbot, tmp_path):
    application = run_of("Sandbox")
    dock = docked()
    (tmp_path / "file").write_text("")
    refused(application, qtbot, application.export.all_scenes(), tmp_path / "file" / "scenes.csv")
    assert "“scenes.csv” was not written" in notice_texts(dock)


def test_the_list_of_many_areas_has_the_button(over_areas, docked, qtbot, tmp_path, monkeypatch):
    panel = docked().areas_panel()
    button = panel.findChild(QToolButton, "export_areas_button")
    assert button.isEnabled()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(tmp_path / "many.gpkg"), ""))
    with qtbot.waitSignal(over_areas.export.written, timeout=WAIT_MS):
        # By the keyboard as well as by a click.
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert (tmp_path / "many.gpkg").exists()


def notice_texts(dock):
    return " ".join(label.text() for label in dock.findChildren(QLabel))
