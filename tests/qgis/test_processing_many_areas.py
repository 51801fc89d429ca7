"""`testqueryareas`: forty areas of every kind have the figures of the Sandbox's own world, and fail one by one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProject
from support import area_samples
from support.area_truth import true_rows
from support.forty_areas import SAMPLES, box, rows_of, write_layer
from support.platform_client import PHR_DISPLAY
from support.processing_provider import Feedback, provider_of, run

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.parameters import Period
from up42_jobs.sandbox import Fault, Sandbox
from up42_jobs.sandbox.world.imagery import scene_by_id

PRICES = {"phr-display": ("phr", 700), "pneo-display": ("pneo", 1100)}
CLASSIC = "oneatlas-pleiades-display:1"


@pytest.fixture
def platform():
    with Sandbox(order_seconds=0.4) as running:
        yield running


@pytest.fixture
def provider(qgis_app, platform, tmp_path, monkeypatch):
    with provider_of(platform, monkeypatch, tmp_path / "home", Service.PLATFORM) as provider:
        yield provider


@pytest.fixture
def period():
    end = utc_now().replace(microsecond=0)
    return Period(end - timedelta(days=120), end)


def query(provider, tmp_path, areas, period, feedback=None, **parameters):
    parameters = {
        "PRODUCTS": "phr-display",
        "NAME_FIELD": "title",
        "LIMIT": 3,
        "START": period.start.isoformat(),
        "END": period.end.isoformat(),
        "QUICKLOOKS": False,
        "FOLDER": str(tmp_path / "out"),
        **parameters,
    }
    return run(provider, "testqueryareas", feedback, AREAS=str(areas), **parameters)


def expect_figures(rows, period, products, limit=3, **filters):
    """Compares the rows of every sound area with the Sandbox's world."""
    for number, sample in enumerate(SAMPLES, 1):
        for product, (sensor, price) in products.items():
            mine = [row for row in rows if row["area_id"] == number and row["product"] == product]
            if not sample.parts:
                assert mine == []
                continue
            true = true_rows(sensor, sample.parts, period, limit, price=price, **filters)
            assert [row["scene_id"] for row in mine] == [row.scene_id for row in true], sample.name
            assert [row["coverage"] for row in mine] == pytest.approx([row.coverage for row in true], abs=0.3)
            assert {row["area"] for row in mine} <= {sample.name}
            for row, real in zip(mine, true) if price else ():
                assert (row["credits"] is None) == (real.credits is None) == bool(row["problem"])
                assert real.credits is None or row["credits"] == pytest.approx(real.credits, rel=0.02)


def test_forty_areas_have_the_figures_of_the_world(provider, platform, tmp_path, period):
    areas = write_layer(tmp_path / "sites.gpkg")
    found = query(provider, tmp_path, areas, period, PRODUCTS="phr-display, pneo-display")
    rows, report = rows_of(found["SCENES"]), rows_of(found["AREAS_REPORT"])
    assert (found["AREA_COUNT"], found["FAILED_COUNT"], found["SCENE_COUNT"]) == (40, 3, len(rows))
    assert Path(found["FOLDER"]) == tmp_path / "out"
    assert found["SCENES"].startswith(str(tmp_path / "out/scenes.gpkg|"))
    expect_figures(rows, period, PRICES)
    assert [item["area"] for item in report] == [sample.name for sample in SAMPLES]
    assert {item["area"]: item["scene_count"] for item in report} == {
        sample.name: sum(1 for row in rows if row["area"] == sample.name) for sample in SAMPLES
    }
    problems = {item["area"]: item["problem"] for item in report if item["problem"]}
    assert set(problems) == {"Schleife", "Zu groß", "Leer"}
    assert "crosses or touches itself" in problems["Schleife"]
    assert problems["Leer"] == "The feature has no polygon."
    for row in rows:
        if row["cloud_cover"] is not None and row["coverage"]:
            usable = row["area_km2"] * row["coverage"] / 100.0 * (1.0 - row["cloud_cover"] / 100.0)
            assert row["usable_km2"] == pytest.approx(usable, rel=1e-4)
            if usable and row["credits"] is not None:
                assert row["credits_per_usable_km2"] == pytest.approx(row["credits"] / usable, rel=1e-4)
    for item in report:
        mine = [row for row in rows if row["area"] == item["area"]]
        priced = [row for row in mine if row["credits_per_usable_km2"] is not None]
        if priced:
            best = min(priced, key=lambda row: (row["credits_per_usable_km2"], [-ord(c) for c in row["acquired"]]))
            assert (item["best_scene"], item["best_credits"]) == (best["scene_id"], best["credits"])
            assert item["newest"] == max(row["acquired"] for row in mine)
    assert platform.orders == []


def test_a_product_that_cannot_be_read_is_reported_and_the_others_arrive(provider, platform, tmp_path, period):
    """A scheduled search must not stop for weeks because one of its products has a fault."""
    areas = write_layer(tmp_path / "sites.gpkg", SAMPLES[:3])
    platform.faults.add(Fault("status", path=f"orders/schema/(?!{PHR_DISPLAY})", status=400, times=None))
    feedback = Feedback()
    found = query(provider, tmp_path, areas, period, PRODUCTS="phr-display, pneo-display", feedback=feedback)
    assert {row["product"] for row in rows_of(found["SCENES"])} == {"phr-display"}
    [told] = [text for text in feedback.said if "was not searched" in text]
    title = told.split(" was not searched")[0]
    assert "Neo" in title
    assert all(item["problem"].startswith(f"{title}: ") for item in rows_of(found["AREAS_REPORT"]))
    assert found["FAILED_COUNT"] == 3
    with pytest.raises(QgsProcessingException):
        query(provider, tmp_path, areas, period, PRODUCTS="pneo-display")


def corners(ring):
    """The corners as they are sent."""
    return {(round(x, 6), round(y, 6)) for x, y, *_ in ring}


def test_the_geometry_is_what_would_be_ordered(provider, tmp_path, period):
    areas = write_layer(tmp_path / "sites.gpkg")
    rows = rows_of(query(provider, tmp_path, areas, period)["SCENES"])
    by_name = {sample.name: sample for sample in SAMPLES}
    for row in rows:
        assert not any(row["hole_counts"])
        true = by_name[row["area"]].parts
        wanted = [corners(part) for part in true]
        assert all(corners(ring) in wanted for ring in row["rings"]), row["area"]
    islands = [row for row in rows if row["area"] == "Inseln"]
    # A scene that shows one island only orders that island.
    assert {len(row["rings"]) for row in islands} <= {1, 2}
    assert all(len(row["rings"]) == 1 for row in islands if row["coverage"] < 45.0)
    assert [len(row["rings"]) for row in rows if row["area"] == "Fiji"] == [1, 1, 1]


@pytest.mark.parametrize("epsg", [3857, 3035])
def test_a_layer_in_metres_gives_the_same_scenes(provider, tmp_path, period, epsg):
    some = [sample for sample in SAMPLES if sample.name in ("Feld", "Łódź", "Inseln", "Ring")]
    areas = write_layer(tmp_path / "metres.gpkg", some, epsg)
    rows = rows_of(query(provider, tmp_path, areas, period, PRICES=False)["SCENES"])
    for number, sample in enumerate(some, 1):
        true = true_rows("phr", sample.parts, period, 3)
        mine = [row for row in rows if row["area_id"] == number]
        assert [row["scene_id"] for row in mine] == [row.scene_id for row in true]
        assert [row["coverage"] for row in mine] == pytest.approx([row.coverage for row in true], abs=0.5)
        assert {row["credits"] for row in mine} == {None}
        assert {row["credits_per_usable_km2"] for row in mine} == {None}


def test_limit_counts_after_clouds_and_coverage(provider, tmp_path, period):
    wide = write_layer(
        tmp_path / "wide.gpkg", [SAMPLES[0]._replace(wkt=f"POLYGON(({_text(box(13.0, 52.0, 0.15))}))")]
    )
    found = query(provider, tmp_path, wide, period, LIMIT=4, MIN_COVERAGE=60, MAX_CLOUD_COVER=40, PRICES=False)
    rows = rows_of(found["SCENES"])
    true = true_rows("phr", [box(13.0, 52.0, 0.15)], period, 4, max_cloud=40, min_coverage=60)
    assert [row["scene_id"] for row in rows] == [row.scene_id for row in true]
    assert rows
    note = rows_of(found["AREAS_REPORT"])[0]["note"] or ""
    more = len(true_rows("phr", [box(13.0, 52.0, 0.15)], period, 99, max_cloud=40, min_coverage=60)) > len(true)
    assert ("more scenes than LIMIT" in note) is more


def _text(ring):
    return ", ".join(f"{x} {y}" for x, y in ring)


def test_quicklooks_give_the_clouds_over_each_area_as_the_dock_does(provider, tmp_path, period):
    from up42_jobs.core.domain.aoi import Aoi, normalised_ring
    from up42_jobs.core.domain.scenes.scene import Scene
    from up42_jobs.core.gis.quicklooks.placing import place_quicklook

    some = [SAMPLES[4], SAMPLES[5], SAMPLES[9]]
    areas = write_layer(tmp_path / "some.gpkg", some)
    found = query(provider, tmp_path, areas, period, QUICKLOOKS=True, LIMIT=6)
    rows = rows_of(found["SCENES"])
    clouded = [row for row in rows if row["aoi_cloud_cover"] is not None]
    assert len(clouded) > len(rows) / 2
    pictures = {path.stem: path for path in Path(found["FOLDER"]).rglob("quicklooks/*") if path.suffix != ".tif"}
    for row in clouded:
        tif = pictures[row["scene_id"]].with_suffix(".tif")
        assert gdal.Open(str(tif)) is not None
        usable = row["area_km2"] * row["coverage"] / 100.0 * (1.0 - row["aoi_cloud_cover"] / 100.0)
        assert row["usable_km2"] == pytest.approx(usable, rel=1e-4, abs=1e-9)

    for row in [row for row in clouded if len(row["rings"]) == 1]:
        true = scene_by_id(row["scene_id"])
        scene = Scene(
            row["scene_id"], row["scene_id"], cloud_cover=row["cloud_cover"], constellation=row["constellation"],
            footprint=normalised_ring(true.footprint), host=true.sensor.host, platform=row["platform"],
        )
        place = place_quicklook(pictures[row["scene_id"]], scene, Aoi(normalised_ring(row["rings"][0]), 2.0))
        assert row["aoi_cloud_cover"] == pytest.approx(place.aoi_cloud_cover, abs=0.2)


def test_one_area_that_the_service_fails_over_is_a_row_of_the_report(provider, platform, tmp_path, period):
    areas = write_layer(tmp_path / "sites.gpkg", SAMPLES[:6])
    platform.faults.add(Fault("status", path="stac/search", status=400, times=1))
    found = query(provider, tmp_path, areas, period)
    assert (found["AREA_COUNT"], found["FAILED_COUNT"]) == (6, 1)
    failed = [item for item in rows_of(found["AREAS_REPORT"]) if item["problem"]]
    assert [item["scene_count"] for item in failed] == [0]
    assert failed[0]["problem"].startswith("Pléiades")


def test_the_smallest_area_that_is_sold_is_said_before_it_costs(provider, tmp_path, period):
    areas = write_layer(tmp_path / "sites.gpkg", SAMPLES[4:5])
    found = query(provider, tmp_path, areas, period, PRODUCTS="bjn-display, phr-display", LIMIT=2)
    rows = rows_of(found["SCENES"])
    small = [row for row in rows if row["product"] == "bjn-display"]
    assert {row["charged_km2"] for row in small} == {10.0}
    assert all(row["charged_km2"] < row["area_km2"] * 1.05 for row in rows if row["product"] == "phr-display")
    note = rows_of(found["AREAS_REPORT"])[0]["note"]
    assert "is charged as 10" in note
    assert note.count("is charged as") == 1


def test_a_price_that_cannot_be_had_leaves_the_row(provider, platform, tmp_path, period):
    areas = write_layer(tmp_path / "sites.gpkg", SAMPLES[:2])
    platform.faults.add(Fault("status", path="orders/estimate", status=400, times=2))
    found = query(provider, tmp_path, areas, period, LIMIT=2)
    rows = rows_of(found["SCENES"])
    assert len(rows) == 4
    without = [row for row in rows if row["credits"] is None]
    assert len(without) == 2
    assert all(row["problem"] and row["credits_per_usable_km2"] is None for row in without)
    assert found["FAILED_COUNT"] == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"PRODUCTS": "phr-display, nothing"}, "no product “nothing”"),
        ({"PRODUCTS": " , "}, "PRODUCTS: Name at least one product"),
        ({"NAME_FIELD": "nothing"}, "NAME_FIELD: The layer has no field “nothing”"),
        ({"START": "2026-05-01", "END": "2026-04-01"}, "START, END"),
        ({"PARAMETERS": '{"search": {"bbox": [1, 2, 3, 4]}}'}, "PARAMETERS: Areas are those of the layer"),
        ({"PARAMETERS": '{"search": {"ids": ["a"]}}'}, "PARAMETERS: Areas are those of the layer"),
    ],
)
def test_what_is_wrong_everywhere_ends_the_run_with_its_parameter(provider, tmp_path, period, wrong, words):
    areas = write_layer(tmp_path / "sites.gpkg", SAMPLES[:2])
    with pytest.raises(QgsProcessingException, match=words):
        query(provider, tmp_path, areas, period, **wrong)


def test_a_file_of_several_layers_is_not_cut_to_its_first(provider, tmp_path, period):
    path = area_samples.database(
        tmp_path / "two.gpkg", ("n", [area_samples.wkt(area_samples.WEST)]), ("s", [area_samples.wkt(area_samples.FAR)])
    )
    with pytest.raises(QgsProcessingException, match="AREAS: The file has several layers"):
        query(provider, tmp_path, path, period, NAME_FIELD="")
    found = query(provider, tmp_path, f"{path}|layername=s", period, NAME_FIELD="", LIMIT=1)
    assert [row["area"] for row in rows_of(found["SCENES"])] == ["Area 1"]


def test_a_layer_without_a_crs_is_refused_as_a_whole(provider, tmp_path, period):
    path = area_samples.shapefile(tmp_path / "nowhere.shp", area_samples.wkt((0, 0, 150, 80)), epsg=0)
    with pytest.raises(QgsProcessingException, match="AREAS: The coordinates have no coordinate reference system"):
        query(provider, tmp_path, path, period, NAME_FIELD="")


def test_the_classic_service_runs_one_query_per_area(qgis_app, tmp_path, monkeypatch, period):
    with Sandbox(dry_run_seconds=0.05, max_concurrent_jobs=3) as sandbox:
        with provider_of(sandbox, monkeypatch, tmp_path / "home") as provider:
            areas = write_layer(tmp_path / "sites.gpkg")
            found = query(provider, tmp_path, areas, period, PRODUCTS=CLASSIC, LIMIT=2)
        rows = rows_of(found["SCENES"])
        assert (found["AREA_COUNT"], found["FAILED_COUNT"]) == (40, 3)
        for number, sample in enumerate(SAMPLES, 1):
            mine = [row for row in rows if row["area_id"] == number]
            true = true_rows("phr", sample.parts, period, 2) if sample.parts else []
            assert [row["coverage"] for row in mine] == pytest.approx([row.coverage for row in true], abs=0.3)
            assert all(row["credits"] > 0 for row in mine)
        problems = {item["area"]: item["problem"] for item in rows_of(found["AREAS_REPORT"]) if item["problem"]}
        assert "is too large" in problems["Zu groß"]
        posts = [request for request in sandbox.requests if request.method == "POST"]
        queries = [request for request in posts if request.path.endswith("/jobs")]
        assert len(queries) == sum(len(sample.parts) for sample in SAMPLES)
        assert all(request.status < 300 for request in queries)


def test_the_layers_are_shown_in_the_project(provider, tmp_path, period):
    # Selected features of a project's layer are areas of their own, with the ids that they have there.
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsVectorLayer

    layer = QgsVectorLayer(f"{write_layer(tmp_path / 'sites.gpkg')}|layername=sites", "Sites", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([2, 5])
    found = run(
        provider, "testqueryareas", PRODUCTS="phr-display", NAME_FIELD="title", LIMIT=1, QUICKLOOKS=False,
        AREAS=QgsProcessingFeatureSourceDefinition(layer.id(), True), FOLDER=str(tmp_path / "out"),
        START=period.start.isoformat(),
    )
    assert found["AREA_COUNT"] == 2
    assert {row["area_id"] for row in rows_of(found["SCENES"])} == {2, 5}
    QgsProject.instance().removeAllMapLayers()
