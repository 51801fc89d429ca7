"""Exported lists of scenes: exact figures, nothing that a spreadsheet would calculate, STAC by its specification."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.csv_text import cell_text, csv_text
from up42_jobs.core.domain.scenes.export import (
    AREA_COLUMN,
    FOOTPRINT_COLUMN,
    ExportFormat,
    ExportRow,
    ExportTable,
    format_of,
    table_csv,
    table_stac,
    undated_count,
)
from up42_jobs.core.domain.scenes.figures import FieldKind, SceneField
from up42_jobs.core.domain.scenes.scene import Scene

NOON = datetime(2026, 5, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
FIELDS = (
    SceneField("scene_id", FieldKind.TEXT, lambda scene: scene.id),
    SceneField("acquired", FieldKind.MOMENT, lambda scene: scene.acquired),
    SceneField("platform", FieldKind.TEXT, lambda scene: scene.platform or None),
    SceneField("cloud_cover", FieldKind.NUMBER, lambda scene: scene.cloud_cover),
    SceneField("incidence_angle", FieldKind.NUMBER, lambda scene: scene.incidence_angle),
    SceneField("gsd_m", FieldKind.NUMBER, lambda scene: scene.gsd_m),
    SceneField("processing_level", FieldKind.TEXT, lambda scene: scene.processing_level or None),
    SceneField("credits", FieldKind.COUNT, lambda scene: scene.estimated_credits),
    SceneField("is_exact", FieldKind.FLAG, lambda scene: scene.footprint is not None),
)
SIGNS = "=+-@＝＋－＠"


def scene(scene_id="one", **members):
    given = {"acquired": NOON, "footprint": box_ring(10.0, 50.0, 11.0, 51.0), **members}
    return Scene(scene_id, f"feature-{scene_id}", **given)


def table(*scenes, parts=None):
    rows = tuple(ExportRow(item, item, parts or (), item.collection) for item in scenes)
    return ExportTable(FIELDS, rows, has_areas=parts is not None)


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_exact_numbers_utc_times_and_empty_cells_for_what_is_not_known():
    whole = scene(cloud_cover=0.1 + 0.2, gsd_m=0.5, estimated_credits=12345, platform="PHR 1A")
    known, unknown = read(table_csv(table(whole, scene("two", acquired=None, footprint=None))))
    assert known["acquired"] == "2026-05-01T12:30:00Z"
    # Not rounded, and not with the separators of the user's language.
    assert float(known["cloud_cover"]) == 0.1 + 0.2
    assert (known["credits"], known["is_exact"], known["platform"]) == ("12345", "true", "PHR 1A")
    assert known[FOOTPRINT_COLUMN].startswith("POLYGON ((10.0 50.0, 11.0 50.0")
    assert {unknown[name] for name in (FOOTPRINT_COLUMN, "acquired", "cloud_cover", "credits")} == {""}
    assert unknown["is_exact"] == "false"


class Figure(float):
    """A number of a library, as those of numpy 2: it is a float and names its type."""

    def __repr__(self):
        return f"np.float64({float(self)!r})"


def test_numbers_of_other_libraries_and_those_that_are_none():
    of = table(scene(cloud_cover=Figure(12.5), gsd_m=float("nan"), incidence_angle=float("inf")))
    [row] = read(table_csv(of))
    assert (row["cloud_cover"], row["gsd_m"], row["incidence_angle"]) == ("12.5", "", "")
    [item] = document(of)["features"]
    assert item["properties"]["eo:cloud_cover"] == 12.5
    assert "gsd" not in item["properties"]


def test_csv_of_many_areas_has_the_part_of_the_area_too():
    parts = (Aoi(box_ring(10.0, 50.0, 10.5, 50.5), 1.0), Aoi(box_ring(10.6, 50.0, 10.8, 50.5), 1.0))
    [row] = read(table_csv(table(scene(), parts=parts)))
    assert row[AREA_COLUMN].startswith("MULTIPOLYGON (((10.0 50.0")
    assert row[AREA_COLUMN].count("((") == 2


@pytest.mark.parametrize(
    "text",
    [
        *('=HYPERLINK("http://x","y")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"),
        *("a;=1", 'b";=1', "c,\n@x", "d|-1"),
    ],
)
def test_what_a_spreadsheet_would_calculate_is_text(text):
    """Names of areas and scenes come from others; with another separator a cell may begin in the middle."""
    for separator in ",;\t|":
        lines = re.split("[\r\n]", csv_text(["name"], [[cell_text(text)]]))[1:]
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            for cells in csv.reader(lines, delimiter=separator, quoting=quoting):
                assert not [cell for cell in cells if cell.strip().strip('"').strip().startswith(tuple(SIGNS))]


@given(some.text(alphabet=some.sampled_from(" aé1,;\t\"'\n|" + SIGNS), max_size=12))
def test_no_text_begins_a_cell_with_a_formula_and_none_loses_a_letter(text):
    guarded = cell_text(text)
    assert guarded.replace("'", "") == text.replace("'", "")
    for piece in [guarded, *guarded.replace(";", ",").replace("\t", ",").replace("|", ",").split(",")]:
        assert not piece.lstrip().startswith(tuple(SIGNS))


def test_harmless_text_stays_as_it_is():
    for text in ("PHR1A_2026-05-01", "Größe 4 (2)", "a=b", "x@y.org", "10-12", ""):
        assert cell_text(text) == text


def document(of):
    return json.loads(table_stac(of))


def test_stac_items_have_the_members_of_the_specification():
    full = scene(cloud_cover=7.5, incidence_angle=12.0, gsd_m=0.5, platform="PHR 1A", processing_level="L1")
    found = document(table(full))
    assert found["type"] == "FeatureCollection"
    [item] = found["features"]
    assert (item["type"], item["stac_version"], item["id"]) == ("Feature", "1.1.0", "one")
    assert (item["links"], item["assets"]) == ([], {})
    assert item["bbox"] == [10.0, 50.0, 11.0, 51.0]
    assert item["geometry"]["type"] == "Polygon"
    assert item["properties"] == {
        "datetime": "2026-05-01T12:30:00Z",
        "platform": "PHR 1A",
        "eo:cloud_cover": 7.5,
        "view:incidence_angle": 12.0,
        "gsd": 0.5,
        "processing:level": "L1",
        "up42_jobs:is_exact": True,
    }
    assert [address.split("/")[3] for address in item["stac_extensions"]] == ["eo", "view", "processing"]


def test_figures_beyond_the_range_of_an_extension_are_kept_under_a_name_of_their_own():
    """Some hosts count incidence angles with a sign; an item with one would not be valid."""
    [item] = document(table(scene(incidence_angle=-12.0)))["features"]
    assert item["properties"]["up42_jobs:incidence_angle"] == -12.0
    assert item["stac_extensions"] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.gpkg", ExportFormat.GEOPACKAGE),
        ("a.CSV", ExportFormat.CSV),
        ("a.json", ExportFormat.STAC),
        ("a.geojson", ExportFormat.STAC),
        ("a", None),
        ("scenes.2026", None),
        ("a.shp", None),
    ],
)
def test_the_suffix_that_a_user_types_decides_the_format(name, kind):
    assert format_of(Path(name)) is kind


def test_stac_has_no_item_without_a_time_and_says_how_many_are_left_out():
    of = table(scene(), scene("undated", acquired=None))
    assert [item["id"] for item in document(of)["features"]] == ["one"]
    assert undated_count(of) == 1


def test_a_scene_without_an_outline_has_no_bbox():
    [item] = document(table(scene(footprint=None)))["features"]
    assert item["geometry"] is None
    assert "bbox" not in item


def test_an_outline_across_180_degrees_is_cut_there():
    """RFC 7946: longitudes within 180, and a bbox whose west exceeds its east."""
    [item] = document(table(scene(footprint=box_ring(179.0, -10.0, -179.0, -9.0))))["features"]
    assert item["geometry"]["type"] == "MultiPolygon"
    assert item["bbox"] == [179.0, -10.0, -179.0, -9.0]
    points = [point for part in item["geometry"]["coordinates"] for ring in part for point in ring]
    assert all(abs(lon) <= 180.0 for lon, _ in points)


def test_a_scene_over_several_areas_is_one_item_that_lists_them():
    parts = (Aoi(box_ring(179.9, 0.0, -179.9, 0.1), 1.0),)
    found = document(table(scene(), scene(), scene("two", collection="a"), scene("two", collection="b"), parts=parts))
    ids = [item["id"] for item in found["features"]]
    assert ids == ["one", "two a", "two b"]
    areas = found["features"][0]["properties"]["up42_jobs:areas"]
    assert len(areas) == 2
    assert areas[0]["geometry"]["type"] == "MultiPolygon"
    assert len(areas[0]["geometry"]["coordinates"]) == 2
